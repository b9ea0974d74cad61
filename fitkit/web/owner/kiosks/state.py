"""What the list of check-in screens knows and does: give an address, show it once, close it."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx
import segno
from reflex.event import EventSpec

from fitkit.core import clock
from fitkit.core.permissions import Permission
from fitkit.core.settings import settings
from fitkit.features.booking import rules
from fitkit.features.checkin import actions, queries
from fitkit.features.checkin.queries import KioskView
from fitkit.features.locations import queries as locations
from fitkit.texts import checkin as texts
from fitkit.web.rows.choice import Choice
from fitkit.web.screen import Needs, Screen, text


@dataclass
class KioskRow:
    """A check-in screen."""

    id: str
    name: str
    fact: str  # location, and when it was seen or closed
    is_open: bool
    more: str  # of the menu, with the name
    ask: str


class KiosksState(Screen, rx.State):
    """The gym's check-in screens."""

    needs: ClassVar[Needs] = Permission.EDIT_SETTINGS
    rows: list[KioskRow] = []
    places: list[Choice] = []
    panel: str = ""  # add show rename revoke
    address: str = ""  # of the one just made; nowhere else, and not again
    qr: str = ""
    chosen_id: str = ""
    chosen: str = ""  # its name
    ask: str = ""  # the question, or the title
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read them."""
        self._close()
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        zone = await self.zone()
        self.rows = [self._row(view, zone) for view in await self.do(queries.kiosks)]
        open_ = await self.do(locations.locations)
        self.places = [Choice(str(place.id), place.name) for place in open_]

    def _row(self, view: KioskView, zone: Any) -> KioskRow:
        lang = self.lang()
        at = view.revoked_at or view.last_seen_at
        said = rules.when(at, now=clock.now(), zone=zone) if at else None
        words = texts.KIOSK_CLOSED_ON if view.revoked_at else texts.KIOSK_SEEN
        fact = words.to(lang, at=said) if said else texts.KIOSK_NEVER.to(lang)
        return KioskRow(
            id=str(view.id),
            name=view.name,
            fact=f"{view.location} · {fact}",
            is_open=view.revoked_at is None,
            more=texts.KIOSK_MORE.to(lang, name=view.name),
            ask=texts.KIOSK_REVOKE_ASK.to(lang, name=view.name),
        )

    @rx.event
    async def open_add(self) -> None:
        """Ask for a name and a place."""
        self._close()
        self.panel = "add"

    @rx.event
    async def close(self) -> None:
        """Leave a dialog; an address that was shown is gone."""
        self._close()

    def _close(self) -> None:
        self.panel = self.address = self.qr = self.chosen_id = self.chosen = self.ask = ""
        self.problems = {}

    @rx.event
    async def add(self, form: dict[str, Any]) -> EventSpec | None:
        """Make one, and show its address this once."""
        async with self.attempt() as deed:
            place = self.uuid(text(form, "location_id"))
            made = await self.do(actions.add_kiosk, name=text(form, "name"), location_id=place)
            self.address = f"{settings().public_url}/{self.lang()}/kiosk/{made.token}/"
            self.qr = segno.make(self.address, error="m").svg_inline(omitsize=True, border=2)
            self.panel = "show"
            await self._refresh()
        return deed.toast

    @rx.event
    async def copied(self) -> EventSpec:
        """Say that the address is in the clipboard."""
        return self.say(texts.KIOSK_COPIED)

    @rx.event
    async def open_rename(self, kiosk_id: str) -> None:
        """Ask for another name."""
        self._close()
        found = next((row for row in self.rows if row.id == kiosk_id), None)
        if found:
            self.panel, self.chosen_id, self.chosen = "rename", found.id, found.name
            self.ask = texts.KIOSK_RENAME_TITLE.to(self.lang(), name=found.name)

    @rx.event
    async def rename(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Give the chosen one another name, with a way back."""
        return await self._rename(self.chosen_id, text(form, "name"))

    @rx.event
    async def name_back(self, kiosk_id: str, name: str) -> EventSpec | None:
        """The name it had."""
        return await self._rename(kiosk_id, name, is_back=True)

    async def _rename(self, kiosk_id: str, name: str, *, is_back: bool = False) -> EventSpec | None:
        async with self.attempt() as deed:
            chosen = self.uuid(kiosk_id)
            before = await self.do(actions.rename_kiosk, kiosk_id=chosen, name=name)
            self._close()
            await self._refresh()
            now = next((row.name for row in self.rows if row.id == kiosk_id), "")
            back: Any = KiosksState.name_back  # Any: mypy sees only what wraps the handler
            deed.toast = self.offer_undo(texts.KIOSK_RENAMED, back(kiosk_id, before), name=now)
            if is_back:
                deed.toast = self.say(texts.KIOSK_NAME_BACK, name=now)
        return deed.toast

    @rx.event
    async def ask_revoke(self, kiosk_id: str) -> None:
        """Ask before an address is closed for good."""
        self._close()
        found = next((row for row in self.rows if row.id == kiosk_id), None)
        if found:
            self.panel, self.chosen_id, self.ask = "revoke", found.id, found.ask

    @rx.event
    async def revoke(self) -> EventSpec | None:
        """Close it, at once."""
        async with self.attempt() as deed:
            await self.do(actions.revoke_kiosk, kiosk_id=self.uuid(self.chosen_id))
            self._close()
            await self._refresh()
        return self.say(texts.KIOSK_REVOKED) if deed.done else deed.toast
