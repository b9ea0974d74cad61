"""What an opened charge knows and does: nothing before a reason is given; then its story, and asking again."""

from typing import Any, ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.permissions import Permission
from fitkit.features.platform import flows
from fitkit.texts import payments as pay_texts
from fitkit.texts import platform as texts
from fitkit.web.rows import platform as rows
from fitkit.web.rows.payment import FactRow, RefundRow, StepRow
from fitkit.web.rows.platform import WholeRow
from fitkit.web.screen import Needs, Screen, also_needs, text


class GymPaymentState(Screen, rx.State):
    """One charge of a gym. The reason stays while the tab does, and is written down at each opening."""

    needs: ClassVar[Needs] = Permission.SEE_PLATFORM
    head: WholeRow = WholeRow()
    facts: list[FactRow] = []
    steps: list[StepRow] = []
    refunds: list[RefundRow] = []
    reason: str = ""  # as it stands in the gym's log
    is_open: bool = False
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Shut, until there is a reason."""
        self.head, self.facts, self.steps, self.refunds = WholeRow(), [], [], []
        self.problems, self.is_open = {}, False
        async with self.loading():
            if self.reason:
                await self._open()

    @rx.event
    async def look_into(
        self, form: dict[str, Any]
    ) -> EventSpec | None:  # Any: what a browser sends
        """Open it for a reason."""
        async with self.attempt() as deed:
            self.reason = text(form, "reason")[:400]
            await self._open()
        if not deed.done:
            self.reason = ""
        return deed.toast

    async def _open(self) -> None:
        whole = await self.run(flows.look_into, charge_id=self.id_in_path(), reason=self.reason)
        zone, lang = await self.zone(), self.lang()
        self.head = rows.whole_row(whole, reason=self.reason, lang=lang)
        self.facts = rows.whole_facts(whole, zone=zone, lang=lang)
        self.steps = rows.whole_steps(whole, zone=zone, lang=lang)
        self.refunds = rows.whole_refunds(whole, zone=zone, lang=lang)
        self.is_open = True

    @rx.event
    @also_needs(Permission.RUN_PLATFORM)
    async def ask(self) -> EventSpec | None:
        """Ask the company again what became of it."""
        async with self.attempt() as deed:
            state = await self.run(flows.ask_again, charge_id=self.id_in_path(), reason=self.reason)
            await self._open()
            deed.toast = self.say(texts.ASKED, state=pay_texts.STATES[state].to(self.lang()))
        return deed.toast

    @rx.event
    @also_needs(Permission.RUN_PLATFORM)
    async def ask_refund(self, refund_id: str) -> EventSpec | None:
        """Find out about a refund."""
        async with self.attempt() as deed:
            given = self.uuid(refund_id)
            await self.run(flows.ask_about_refund, refund_id=given, reason=self.reason)
            await self._open()
            deed.toast = self.say(texts.REFUND_ASKED)
        return deed.toast
