"""What the list of payments knows: some days under a filter, their sums, a page at a time."""

from datetime import date, timedelta
from typing import ClassVar, Final

import reflex as rx

from fitkit.core.errors import Refusal
from fitkit.core.paging import PAGE
from fitkit.core.permissions import Permission
from fitkit.features.payments import queries
from fitkit.features.payments.rules import ChargeState
from fitkit.texts import common
from fitkit.texts import takings as texts
from fitkit.web.rows import payment as rows
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.payment import PaymentRow, SumRow, SumsRow
from fitkit.web.screen import Needs, Screen

SHOWN_BACK: Final = timedelta(days=30)


class PaymentsState(Screen, rx.State):
    """Payments of some days, newest first."""

    needs: ClassVar[Needs] = Permission.SEE_MONEY
    payments: list[PaymentRow] = []
    sums: SumsRow = SumsRow()
    by_way: list[SumRow] = []
    states: list[Choice] = []
    since: str = ""  # 2026-11-24
    until: str = ""
    state: str = ""  # empty: all
    summary: str = ""
    has_next: bool = False
    has_previous: bool = False
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""
    _after: list[str] = []  # the cursors that led here
    _next: str | None = None

    @rx.event
    async def load(self) -> None:
        """The last month."""
        self._after, self._next, self.problems, self.state = [], None, {}, ""
        async with self.loading():
            today = await self.today()
            self.since, self.until = (today - SHOWN_BACK).isoformat(), today.isoformat()
            self.states = rows.state_choices(self.lang())
            await self._read()

    async def _read(self) -> None:
        """A page and the sums; what is wrong with a day stands at its field, and the list stays."""
        async with self.attempt():
            first, last = self._days()
            chosen = (ChargeState(self.state),) if self.state else ()
            after = self._after[-1] if self._after else None
            page = await self.do(
                queries.payments, first=first, last=last, states=chosen, after=after
            )
            found = await self.do(queries.sums, first=first, last=last)
            zone, lang = await self.zone(), self.lang()
            self.payments = [
                rows.payment_row(line.charge, member=line.member, zone=zone, lang=lang)
                for line in page.rows
            ]
            self.sums, self.by_way = rows.sums_row(found, lang), rows.way_sums(found, lang)
            self._next = page.after
            self.has_next, self.has_previous = page.after is not None, bool(self._after)
            self._say_how_many()

    def _say_how_many(self) -> None:
        first = len(self._after) * PAGE + 1
        last = first + len(self.payments) - 1
        words = texts.SHOWN.to(self.lang(), first=first, last=last)
        self.summary = words if self.payments else ""

    def _days(self) -> tuple[date, date]:
        first, last = _day("since", self.since), _day("until", self.until)
        if first > last:
            raise Refusal(texts.DAYS_REVERSED, field="until")
        return first, last

    @rx.event
    async def show_since(self, day: str) -> None:
        """From a day on."""
        self.since, self._after = day[:10], []
        await self._read()

    @rx.event
    async def show_until(self, day: str) -> None:
        """Until a day."""
        self.until, self._after = day[:10], []
        await self._read()

    @rx.event
    async def show_state(self, state: str) -> None:
        """Only what stands so; empty: all."""
        known = {choice.value for choice in self.states}
        self.state, self._after = state if state in known else "", []
        await self._read()

    @rx.event
    async def next_page(self) -> None:
        """On to older payments."""
        if self._next is not None:
            self._after = [*self._after, self._next]
            await self._read()

    @rx.event
    async def previous_page(self) -> None:
        """Back to newer ones."""
        self._after = self._after[:-1]
        await self._read()


def _day(field: str, words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise Refusal(common.NOT_A_DATE, field=field) from None
