"""What the cash desk knows and does: count and open, count and close, bring to the bank, open again."""

from typing import Any, ClassVar, Final

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission
from fitkit.features.cashdesk import actions, queries
from fitkit.features.cashdesk.rules import Kept
from fitkit.texts import cashdesk as texts
from fitkit.web.owner import typed
from fitkit.web.rows import cash as rows
from fitkit.web.rows.cash import DayRow, DeskRow, MovesRow
from fitkit.web.rows.choice import Choice
from fitkit.web.screen import Needs, Screen, also_needs, text

_PANELS: Final = ("open", "close", "deposit")


class CashState(Screen, rx.State):
    """The drawer now, what moved in it, and its past closings."""

    needs: ClassVar[Needs] = Permission.SEE_MONEY
    desk: DeskRow = DeskRow()
    moves: MovesRow = MovesRow()
    days: list[DayRow] = []
    has_more: bool = False
    panel: str = ""
    today_is: str = ""
    kept: list[Choice] = []
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""
    _after: str | None = None
    _seen: Money = ZERO

    @rx.event
    async def load(self) -> None:
        """Read all of it."""
        self._close_panel()
        self.kept = [Choice(k, texts.KEPT[k].to(self.lang())) for k in Kept]
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        found = await self.do(queries.desk)
        zone, lang = await self.zone(), self.lang()
        self._seen = found.cash
        self.desk = rows.desk_row(found, zone=zone, lang=lang)
        self.moves = rows.moves_row(found.moves, zone=zone, lang=lang)
        self.today_is = (await self.today()).isoformat()
        await self._read_days()

    async def _read_days(self, after: str | None = None) -> None:
        page = await self.do(queries.days, after=after)
        zone, lang = await self.zone(), self.lang()
        found = [rows.day_row(view, zone=zone, lang=lang) for view in page.rows]
        self.days = [*self.days, *found] if after else found
        self._after, self.has_more = page.after, page.after is not None

    @rx.event
    async def more(self) -> None:
        """Closings before these."""
        async with self.loading():
            if self._after is not None:
                await self._read_days(after=self._after)

    @rx.event
    async def ask(self, panel: str) -> None:
        """Open a dialog over what the book says now."""
        self._close_panel()
        async with self.loading():
            await self._refresh()
        self.panel = panel if panel in _PANELS else ""

    @rx.event
    async def close_panel(self) -> None:
        """Leave a dialog; nothing changes."""
        self._close_panel()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def open_day(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Count and open."""
        async with self.attempt() as deed:
            counted = typed.needed_price(form, "counted")
            await self.do(actions.open_day, counted=counted, seen=self._seen, why=text(form, "why"))
            await self._done()
            deed.toast = self.say(texts.OPENED)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def close_day(
        self, form: dict[str, Any]
    ) -> EventSpec | None:  # Any: what a browser sends
        """Count and close."""
        async with self.attempt() as deed:
            await self.do(
                actions.close_day,
                cash_day_id=self.uuid(self.desk.day_id),
                counted=typed.needed_price(form, "counted"),
                seen=self._seen,
                why=text(form, "why"),
            )
            await self._done()
            deed.toast = self.say(texts.CLOSED)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def deposit(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Write down what was brought to the bank."""
        async with self.attempt() as deed:
            await self.do(
                actions.deposit,
                what=typed.one_of(form, "what", Kept),
                amount=typed.price(form, "amount"),
                on=typed.day(form, "on") or await self.today(),
                note=text(form, "note"),
            )
            await self._done()
            deed.toast = self.say(texts.DEPOSITED)
        return deed.toast

    async def _done(self) -> None:
        self._close_panel()
        await self._refresh()

    def _close_panel(self) -> None:
        self.panel, self.problems = "", {}
