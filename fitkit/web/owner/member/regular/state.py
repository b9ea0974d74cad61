"""A member's fixed places."""

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.permissions import Permission
from fitkit.features.standing import actions as standing
from fitkit.features.standing import queries as regulars
from fitkit.texts import standing as standing_texts
from fitkit.web.owner import typed
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.regular import RegularRow, regular_row, slot_label
from fitkit.web.screen import Needs, Screen, also_needs, text


class RegularState(Screen, rx.State):
    """One member's fixed places."""

    needs: ClassVar[Needs] = Permission.SEE_MEMBERS
    places: list[RegularRow] = []
    slots: list[Choice] = []
    panel: str = ""  # place end
    about: str = ""  # the fixed place that a question is about
    name: str = ""
    start: dict[str, str] = {}
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""
    _member_id: UUID | None = None

    @rx.event
    async def load(self) -> None:
        """Read what the member in the address has fixed."""
        self.panel, self.about, self.problems = "", "", {}
        self.places, self.slots = [], []
        async with self.loading():
            self._member_id = self.id_in_path()
            await self._refresh()

    def _id(self) -> UUID:
        return self._member_id if self._member_id else self.id_in_path()

    async def _refresh(self) -> None:
        me, lang = self._id(), self.lang()
        found = await self.do(regulars.of_member, member_id=me)
        self.places = [regular_row(view, lang) for view in found]

    @rx.event
    async def close_panel(self) -> None:
        """Close whatever is open."""
        self.panel, self.about, self.problems = "", "", {}

    @rx.event
    @also_needs(Permission.BOOK_OTHERS)
    async def open_place(self) -> None:
        """Choose a weekly class for a fixed place."""
        lang = self.lang()
        found = await self.do(regulars.choices)
        self.slots = [Choice(str(s.slot_id), slot_label(s, lang)) for s in found if s.free]
        self.start = {"first_on": (await self.today()).isoformat()}
        self.panel, self.problems = "place", {}

    @rx.event
    @also_needs(Permission.BOOK_OTHERS)
    async def give_place(self, form: dict[str, Any]) -> EventSpec | None:
        """Give the fixed place."""
        async with self.attempt() as deed:
            await self.do(
                standing.give,
                slot_id=self.uuid(text(form, "slot_id")),
                member_id=self._id(),
                first_on=typed.day(form, "first_on"),
            )
            await self._refresh()
            self.panel = ""
            deed.toast = self.say(standing_texts.GIVEN)
        return deed.toast

    @rx.event
    @also_needs(Permission.BOOK_OTHERS)
    async def ask_end(self, standing_id: str) -> None:
        """Ask before a fixed place ends."""
        self.panel, self.about = "end", standing_id

    @rx.event
    @also_needs(Permission.BOOK_OTHERS)
    async def end_place(self) -> EventSpec | None:
        """End the fixed place that was asked about."""
        async with self.attempt() as deed:
            given = self.uuid(self.about)
            await self.do(standing.end, standing_id=given, member_id=self._id())
            deed.toast = self.say(standing_texts.ENDED)
        self.panel, self.about = "", ""
        await self._refresh()
        return deed.toast
