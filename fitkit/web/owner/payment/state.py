"""What the story of a payment knows and does: ask now, and decide what nobody can find out."""

from typing import Any, ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.permissions import Permission
from fitkit.features.payments import actions, flows, queries
from fitkit.features.payments.rules import ChargeMode, ChargeState
from fitkit.texts import takings as texts
from fitkit.web.owner import typed
from fitkit.web.rows import payment as rows
from fitkit.web.rows.payment import FactRow, PaymentRow, RefundRow, StepRow
from fitkit.web.screen import Needs, Screen, also_needs, text


class PaymentState(Screen, rx.State):
    """One payment with its refunds and everything that happened."""

    needs: ClassVar[Needs] = Permission.SEE_MONEY
    head: PaymentRow = PaymentRow()
    facts: list[FactRow] = []
    refunds: list[RefundRow] = []
    steps: list[StepRow] = []
    may_ask: bool = False
    is_unknown: bool = False
    may_note: bool = False  # a refund that was made at the company
    is_noting: bool = False
    most: str = ""  # that may have gone back
    latest: str = ""  # today: no refund was made after it
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read the payment in the address."""
        self.head, self.facts, self.refunds, self.steps = PaymentRow(), [], [], []
        self.problems, self.is_noting = {}, False
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        found = await self.do(queries.charge_story, charge_id=self.id_in_path())
        zone, lang, charge = await self.zone(), self.lang(), found.charge
        self.head = rows.payment_row(charge, member=found.member, zone=zone, lang=lang)
        self.facts = rows.facts_of(charge, lang)
        self.refunds = [rows.refund_row(r, zone=zone, lang=lang) for r in found.refunds]
        self.steps = rows.step_rows(found, zone=zone, lang=lang)
        is_settled = charge.state in (ChargeState.PAID, ChargeState.CREATED)
        by_nobody = charge.mode in (ChargeMode.HAND, ChargeMode.DEBIT)
        self.may_ask = not by_nobody and not is_settled
        self.is_unknown = charge.state is ChargeState.UNKNOWN
        self.may_note = charge.account_id is not None and bool(charge.left)
        self.most = texts.REFUND_MOST.to(lang, most=self.head.left_words)
        self.latest = (await self.today()).isoformat()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def ask(self) -> EventSpec | None:
        """Ask the company now."""
        async with self.attempt() as deed:
            await self.run(flows.ask_now, charge_id=self.id_in_path())
            await self._refresh()
            deed.toast = self.say(texts.ASKED, state=self.head.state)
        return deed.toast

    @rx.event
    @also_needs(Permission.REFUND)
    async def was_taken(self, form: dict[str, Any]) -> EventSpec | None:
        """The company's list has it."""
        return await self._decide(was_taken=True, reference=text(form, "reference"))

    @rx.event
    @also_needs(Permission.REFUND)
    async def was_not_taken(self) -> EventSpec | None:
        """The company's list does not have it."""
        return await self._decide(was_taken=False, reference="")

    async def _decide(self, *, was_taken: bool, reference: str) -> EventSpec | None:
        async with self.attempt() as deed:
            await self.do(
                actions.decide_charge,
                charge_id=self.id_in_path(),
                was_taken=was_taken,
                reference=reference,
            )
            await self._refresh()
            deed.toast = self.say(texts.DECIDED)
        return deed.toast

    @rx.event
    @also_needs(Permission.REFUND)
    async def begin_noting(self) -> None:
        """Open the form for a refund that was made at the company."""
        self.is_noting, self.problems = True, {}

    @rx.event
    async def leave_noting(self) -> None:
        """Close it; nothing changes."""
        self.is_noting, self.problems = False, {}

    @rx.event
    @also_needs(Permission.REFUND)
    async def note_refund(self, form: dict[str, Any]) -> EventSpec | None:
        """Keep what was made there."""
        async with self.attempt() as deed:
            await self.do(
                actions.note_refund,
                charge_id=self.id_in_path(),
                amount=typed.needed_price(form, "amount"),
                why=text(form, "why"),
                number=text(form, "number"),
                made_on=typed.needed_day(form, "made_on"),
            )
            self.is_noting = False
            await self._refresh()
            deed.toast = self.say(texts.REFUND_DONE)
        return deed.toast

    @rx.event
    @also_needs(Permission.REFUND)
    async def went_back(self, refund_id: str) -> EventSpec | None:
        """The company's list has the refund."""
        return await self._decide_refund(refund_id, went_back=True)

    @rx.event
    @also_needs(Permission.REFUND)
    async def did_not_go_back(self, refund_id: str) -> EventSpec | None:
        """The company's list does not have the refund."""
        return await self._decide_refund(refund_id, went_back=False)

    async def _decide_refund(self, refund_id: str, *, went_back: bool) -> EventSpec | None:
        async with self.attempt() as deed:
            given = self.uuid(refund_id)
            await self.do(actions.decide_refund, refund_id=given, went_back=went_back)
            await self._refresh()
            deed.toast = self.say(texts.DECIDED)
        return deed.toast
