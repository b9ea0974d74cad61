"""What the platform's payments know: what is stuck, and a page of what was looked for."""

from typing import ClassVar

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.features.payments.rules import ChargeState
from fitkit.features.platform import flows
from fitkit.web.rows import platform as rows
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.payment import state_choices
from fitkit.web.rows.platform import GymChargeRow, GymRefundRow
from fitkit.web.screen import Needs, Screen


class GymPaymentsState(Screen, rx.State):
    """Charges of all gyms: the stuck ones, and the newest that fit."""

    needs: ClassVar[Needs] = Permission.SEE_PLATFORM
    stuck: list[GymChargeRow] = []
    stuck_refunds: list[GymRefundRow] = []
    rows: list[GymChargeRow] = []
    states: list[Choice] = []
    needle: str = ""
    state: str = ""  # empty: any
    has_more: bool = False
    is_loading: bool = True
    problem: str = ""
    _after: str | None = None

    @rx.event
    async def load(self) -> None:
        """What is stuck, and the newest."""
        self.needle, self.state, self.states = "", "", state_choices(self.lang())
        async with self.loading():
            charges, refunds = await self.run(flows.stuck)
            zone, lang = await self.zone(), self.lang()
            self.stuck = [rows.charge_row(v, zone=zone, lang=lang) for v in charges]
            self.stuck_refunds = [rows.stuck_refund_row(v, zone=zone, lang=lang) for v in refunds]
            await self._read()

    @rx.event
    async def find(self, needle: str) -> None:
        """Look for an id, a number or a gym."""
        self.needle = needle[:200]
        async with self.loading():
            await self._read()

    @rx.event
    async def show_state(self, state: str) -> None:
        """Only what stands so; empty: all."""
        known = {choice.value for choice in self.states}
        self.state = state if state in known else ""
        async with self.loading():
            await self._read()

    @rx.event
    async def more(self) -> None:
        """Older ones, below."""
        async with self.loading():
            if self._after is not None:
                await self._read(after=self._after)

    async def _read(self, after: str | None = None) -> None:
        state = ChargeState(self.state) if self.state else None
        page = await self.run(flows.find_payments, search=self.needle, state=state, after=after)
        zone, lang = await self.zone(), self.lang()
        found = [rows.charge_row(v, zone=zone, lang=lang) for v in page.rows]
        self.rows = [*self.rows, *found] if after else found
        self._after, self.has_more = page.after, page.after is not None
