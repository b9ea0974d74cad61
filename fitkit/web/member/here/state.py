"""What happens when a member opens the code at the door: their class that is on, or a choice of several."""

from dataclasses import dataclass
from typing import ClassVar

import reflex as rx

from fitkit.core.errors import Refusal
from fitkit.core.i18n import clock_time
from fitkit.core.permissions import Permission
from fitkit.features.checkin import actions, queries
from fitkit.features.checkin.rules import AtDoor, DoorClass
from fitkit.texts import checkin as texts
from fitkit.web.screen import Needs, Screen


@dataclass
class HereRow:
    """A class to choose."""

    id: str
    words: str


class HereState(Screen, rx.State):
    """One member at one door, for a minute."""

    needs: ClassVar[Needs] = Permission.SEE_OWN
    done: str = ""  # it is done, in words
    which: str = ""  # the class of it
    classes: list[HereRow] = []
    is_nowhere: bool = False  # no place in a class that is on
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Check in where there is one class; show several; say why not."""
        self.done = self.which = ""
        self.classes, self.is_nowhere, self.is_loading = [], False, True
        async with self.loading():
            who = await self.do(queries.at_door, code=self._code(), member_id=await self.me())
            if who is None:
                raise Refusal(texts.CODE_OVER)
            await self._meet(who)

    async def _meet(self, who: AtDoor) -> None:
        match who.classes:
            case ():
                self.is_nowhere = True
            case (only,):
                await self._come(only)
            case several:
                self.classes = [HereRow(str(c.session_id), await self._words(c)) for c in several]

    @rx.event
    async def choose(self, session_id: str) -> None:
        """Check in to one of several."""
        async with self.loading():
            who = await self.do(queries.at_door, code=self._code(), member_id=await self.me())
            wanted = self.uuid(session_id)
            found = [c for c in (who.classes if who else ()) if c.session_id == wanted]
            if not found:
                raise Refusal(texts.CODE_OVER)
            await self._come(found[0])

    async def _come(self, one: DoorClass) -> None:
        ids = {"session_id": one.session_id, "member_id": await self.me()}
        outcome = await self.do(actions.come_in, code=self._code(), **ids)
        self.done, self.classes = texts.HERE_DONE[str(outcome)].to(self.lang()), []
        self.which = await self._words(one)

    async def _words(self, one: DoorClass) -> str:
        at = clock_time(one.starts_at, await self.zone())
        return texts.KIOSK_CLASS.to(self.lang(), session=one.name, at=at)

    def _code(self) -> str:
        return self._path().rstrip("/").rsplit("/", 1)[-1][:60]
