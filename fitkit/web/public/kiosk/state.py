"""What a tablet at the door knows and does. It is nobody: its address says which kiosk, at every event anew."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import reflex as rx

from fitkit import wiring
from fitkit.core import clock
from fitkit.core.actor import VISITOR, Actor
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.i18n import clock_time
from fitkit.core.settings import settings
from fitkit.features.checkin import actions, flows, queries
from fitkit.features.checkin.queries import KioskFacts
from fitkit.features.checkin.rules import STEP_S, AtDoor, DoorClass
from fitkit.texts import checkin as texts
from fitkit.web import problems
from fitkit.web.screen import ANYONE, Needs, Screen, text

CAMERA: Final = {"permission-denied": texts.SCAN_DENIED, "no-camera": texts.SCAN_NONE}


@dataclass
class ChoiceRow:
    """Somebody, or a class."""

    id: str
    words: str


class KioskState(Screen, rx.State):
    """One tablet."""

    needs: ClassVar[Needs] = ANYONE  # the wall is the address: see ``_acting``
    gym: str = ""
    place: str = ""
    head: str = ""  # of the door's own code: an address
    tags: str = ""
    phase: float = 0
    step: str = ""  # start scan people classes done sorry gone; empty while it is read
    turn: int = (
        0  # one more with everything that happens: the way back to the start is counted anew
    )
    people: list[ChoiceRow] = []
    classes: list[ChoiceRow] = []
    said: str = ""
    below: str = ""
    _found: tuple[AtDoor, ...] = ()
    _who: AtDoor | None = None

    async def _acting(self) -> Actor:
        """The kiosk itself, looked up now: a revoked address is nobody's from the next event on."""
        return (await self._kiosk()).actor

    async def _kiosk(self) -> KioskFacts:
        """The kiosk that the address of this event opens.

        Raises:
            Denied: none.
        """
        token = self._path().rstrip("/").rsplit("/", 1)[-1]
        found = await asyncio.to_thread(flows.recognise_kiosk, wiring.ports(), VISITOR, token=token)
        if found is None:
            raise Denied
        return found

    @rx.event
    async def load(self) -> None:
        """Come to the start."""
        await self._start()

    @rx.event
    async def back(self) -> None:
        """Back to the start, by a finger or by the clock."""
        await self._start()

    @rx.event
    async def tick(self) -> None:
        """Every minute or so at the start: fresh codes of the door, and whether the address still opens."""
        if self.step in ("start", "gone"):
            await self._start()

    async def _start(self) -> None:
        self._forget()
        async with self._at_work():
            kiosk = await self._kiosk()
            view = await self.do(queries.door, kiosk_id=kiosk.kiosk_id)
            self.gym, self.place = view.gym, view.location
            self.head = f"{settings().public_url}/{self.lang()}/here/{view.ring.head}"
            self.tags, self.phase = view.ring.tags, clock.now().timestamp() % STEP_S
            self.step = "start"

    @rx.event
    async def find(self, form: dict[str, Any]) -> None:
        """Look for the end of a phone number among those who have a place here now."""
        self._forget()
        async with self._at_work():
            kiosk = await self._kiosk()
            typed = text(form, "digits")
            found = await self.run(flows.find_by_phone, kiosk_id=kiosk.kiosk_id, digits=typed)
            if not found:
                self._sorry(texts.KIOSK_NOBODY.to(self.lang()))
                return
            self._found, self.step = found, "people"
            self.people = [ChoiceRow(str(p.member_id), self._name(p)) for p in found]

    @rx.event
    async def open_camera(self) -> None:
        """Look for a pass."""
        self._forget()
        async with self._at_work():
            await self._kiosk()
            self.step = "scan"

    @rx.event
    async def scanned(self, code: str) -> None:
        """A pass was held before the camera."""
        if self.step != "scan":
            return
        async with self._at_work():
            kiosk = await self._kiosk()
            who = await self.run(flows.find_by_pass, kiosk_id=kiosk.kiosk_id, code=code[:100])
            if who is None:
                self._sorry(texts.KIOSK_UNKNOWN.to(self.lang()))
                return
            await self._meet(who)

    @rx.event
    async def failed(self, why: str) -> None:
        """The camera did not open: typing is the way."""
        self._sorry(CAMERA.get(why, texts.SCAN_BUSY).to(self.lang()))

    @rx.event
    async def pick_person(self, member_id: str) -> None:
        """One of those who were found."""
        async with self._at_work():
            await self._kiosk()
            who = next((p for p in self._found if str(p.member_id) == member_id), None)
            if who is None:
                raise NotFound
            await self._meet(who)

    @rx.event
    async def pick_class(self, session_id: str) -> None:
        """One of the classes of whoever stands here."""
        async with self._at_work():
            who = self._who
            found = [c for c in (who.classes if who else ()) if str(c.session_id) == session_id]
            if who is None or not found:
                raise NotFound
            await self._come(who, found[0])

    async def _meet(self, who: AtDoor) -> None:
        """Straight in where there is one class."""
        self.turn += 1
        match who.classes:
            case ():
                self._sorry(texts.KIOSK_NO_CLASS.to(self.lang(), name=self._name(who)))
            case (only,):
                await self._come(who, only)
            case several:
                self._who, self.step = who, "classes"
                self.said = self._name(who)
                self.classes = [ChoiceRow(str(c.session_id), await self._class(c)) for c in several]

    async def _come(self, who: AtDoor, one: DoorClass) -> None:
        kiosk = await self._kiosk()
        outcome = await self.do(
            actions.check_in_at_kiosk,
            kiosk_id=kiosk.kiosk_id,
            session_id=one.session_id,
            member_id=who.member_id,
        )
        words = texts.ARRIVED.get(str(outcome))
        if words is None:
            self._sorry(texts.KIOSK_NO_CLASS.to(self.lang(), name=self._name(who)))
            return
        name, below = self._name(who), await self._class(one)
        self._forget()
        self.said, self.below, self.step = words.to(self.lang(), name=name), below, "done"

    def _sorry(self, words: str) -> None:
        self._forget()
        self.said, self.step = words, "sorry"

    def _forget(self) -> None:
        """Nothing of whoever stood here before stays."""
        self.people, self.classes, self.said, self.below = [], [], "", ""
        self._found, self._who = (), None
        self.turn += 1

    def _name(self, who: AtDoor) -> str:
        """First name and initial, and never more."""
        if not who.initial:
            return who.first_name
        return texts.KIOSK_SHORT_NAME.to(self.lang(), first=who.first_name, initial=who.initial)

    async def _class(self, one: DoorClass) -> str:
        at = clock_time(one.starts_at, (await self.actor()).zone)
        return texts.KIOSK_CLASS.to(self.lang(), session=one.name, at=at)

    @asynccontextmanager
    async def _at_work(self) -> AsyncIterator[None]:
        """An address that opens nothing ends in one same screen, whatever is wrong with it."""
        try:
            yield
        except (Denied, NotFound):
            self._forget()
            self.gym = self.place = self.head = self.tags = ""
            self.step = "gone"
        except Refusal as refusal:
            self._sorry(problems.sentence(refusal, self.lang()))
        except Exception as fault:  # noqa: BLE001  # a tablet has nobody to read a trace
            self._sorry(problems.fault(fault, self.lang()))
