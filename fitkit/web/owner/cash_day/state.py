"""What a day of the drawer knows and does: how it adds up, its counts, and the owner opens it again."""

from typing import Any, ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.permissions import Permission
from fitkit.features.cashdesk import actions, queries
from fitkit.features.orgs import queries as orgs
from fitkit.texts import cashdesk as texts
from fitkit.web.rows import cash as rows
from fitkit.web.rows.cash import DayRow, LineRow, MovesRow
from fitkit.web.screen import Needs, Screen, also_needs, text


class CashDayState(Screen, rx.State):
    """One day of the drawer."""

    needs: ClassVar[Needs] = Permission.SEE_MONEY
    head: DayRow = DayRow()
    gym: str = ""  # printed above it
    facts: list[str] = []
    counts: list[LineRow] = []
    moves: MovesRow = MovesRow()
    may_reopen: bool = False
    is_asking: bool = False
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read the day in the address."""
        self.head, self.facts, self.counts, self.moves = DayRow(), [], [], MovesRow()
        self.is_asking, self.problems = False, {}
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        view, moved = await self.do(queries.day_of_drawer, cash_day_id=self.id_in_path())
        desk = await self.do(queries.desk)
        zone, lang = await self.zone(), self.lang()
        self.gym = (await self.do(orgs.card)).name
        self.head = rows.day_row(view, zone=zone, lang=lang)
        self.facts = rows.day_facts(view, zone=zone, lang=lang)
        self.counts = rows.count_rows(view, zone=zone, lang=lang)
        self.moves = rows.moves_row(moved, zone=zone, lang=lang)
        is_last = desk.last is not None and desk.last.id == view.id
        self.may_reopen = desk.day is None and is_last

    @rx.event
    @also_needs(Permission.REOPEN_CASH)
    async def ask(self) -> None:
        """Ask why it is opened again."""
        self.problems, self.is_asking = {}, True

    @rx.event
    async def close(self) -> None:
        """Leave the dialog; nothing changes."""
        self.problems, self.is_asking = {}, False

    @rx.event
    @also_needs(Permission.REOPEN_CASH)
    async def reopen(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Open it again."""
        async with self.attempt() as deed:
            await self.do(
                actions.reopen_day, cash_day_id=self.id_in_path(), reason=text(form, "reason")
            )
            self.is_asking = False
            await self._refresh()
            deed.toast = self.say(texts.REOPENED)
        return deed.toast
