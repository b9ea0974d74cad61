"""Payments as a state machine on the real database: money is conserved, a cause is paid once, refunds never exceed."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from fitkit.core import jobs
from fitkit.core.actor import VISITOR
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.work import open_work
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.payments import actions, queries
from fitkit.features.payments.jobs import look_in_gym
from fitkit.features.payments.rules import OPEN, ChargeMode, ChargeState, RefundState
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.payments import PaidLine, PayWay
from tests.conftest import make_gym
from tests.factories.payments import PRICE, Till, make_till

GYMS = itertools.count()
CAUSE = st.integers(0, 1)
DOUBLES: list[UUID] = []  # causes that were paid twice, over all examples
FATES = st.sampled_from([Fate.APPROVED, Fate.SOFT, Fate.HARD, Fate.LOST])
KEPT = st.sampled_from([Fate.APPROVED, Fate.SOFT_LATER, Fate.LOST])
PART = st.integers(1, PRICE.agorot).map(Money)
PASS = [
    "update charge set told_at = told_at - interval '40 min', asked_at = asked_at - interval '40 min',"
    " next_look_at = now() - interval '1 s' where next_look_at is not null",
    "update refund set told_at = told_at - interval '40 min', asked_at = asked_at - interval '40 min',"
    " next_look_at = now() - interval '1 s' where next_look_at is not null",
]


class Payments(RuleBasedStateMachine):
    """Two causes of one member, paid by every way and by several at once."""

    def __init__(self) -> None:
        super().__init__()
        self.till: Till = make_till(make_gym(f"pay-{next(GYMS)}").system)
        self.causes = [new_id() for _ in range(2)]
        self.charges: list[UUID] = []

    @initialize()
    def both_stand_on_a_page(self):
        for cause in self.causes:
            self.charges.append(self.till.open(cause_id=cause, keeps_card=True))
            self.till.page(self.charges[-1])

    def some(self, data: Any) -> UUID:
        return data.draw(st.sampled_from(self.charges))

    @rule(
        cause=CAUSE, mode=st.sampled_from([ChargeMode.PAGE, ChargeMode.CARD]), keeps=st.booleans()
    )
    def open(self, cause, mode, keeps):
        try:
            self.charges.append(
                self.till.open(cause_id=self.causes[cause], mode=mode, keeps_card=keeps)
            )
        except Refusal:
            return

    @rule(fate=KEPT)
    def keep_card(self, fate):
        self.till.card(fate)

    @precondition(lambda self: self.charges)
    @rule(data=st.data(), fate=FATES)
    def pay_on_page(self, data, fate):
        charge_id = self.some(data)
        with suppress(Refusal):  # over; an old page may be paid nevertheless
            self.till.page(charge_id)
        if self.till.charge(charge_id).page_reference:
            self.till.fill(charge_id, fate)

    def old_pages(self) -> list[UUID]:
        """Pages that are not paid, given up ones too."""
        found = [self.till.charge(charge_id) for charge_id in self.charges]
        return [c.id for c in found if c.page_reference and c.state is not ChargeState.PAID]

    @precondition(old_pages)
    @rule(data=st.data())
    def an_old_page_is_paid(self, data):
        charge_id = data.draw(st.sampled_from(self.old_pages()))
        self.till.fill(charge_id)

    @precondition(old_pages)
    @rule(data=st.data())
    def a_page_is_left_for_the_desk(self, data):
        charge = self.till.charge(data.draw(st.sampled_from(self.old_pages())))
        self.take_by_hand(self.causes.index(charge.cause_id), PayWay.CASH)

    @precondition(lambda self: self.charges)
    @rule(data=st.data())
    def ask(self, data):
        self.till.ask(self.some(data))

    @precondition(lambda self: self.charges)
    @rule(data=st.data())
    def two_workers_collect_at_once(self, data):
        charge_id = self.some(data)
        if self.till.charge(charge_id).mode is ChargeMode.CARD:
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(self.till.collect, [charge_id] * 2))

    @precondition(lambda self: self.charges)
    @rule(data=st.data())
    def a_worker_dies_before_it_tells(self, data):
        charge_id = self.some(data)
        if self.till.charge(charge_id).mode is ChargeMode.CARD:
            with open_work(self.till.actor) as w:
                actions.begin_telling(w, charge_id=charge_id)

    @rule(cause=CAUSE, way=st.sampled_from([PayWay.CASH, PayWay.CHEQUE]))
    def desk(self, cause, way):
        self.take_by_hand(cause, way)

    def take_by_hand(self, cause: int, way: PayWay) -> None:
        try:
            with open_work(self.till.actor) as w:
                self.charges.append(
                    actions.take_by_hand(
                        w,
                        member_id=self.till.member_id,
                        cause_kind="till",
                        cause_id=self.causes[cause],
                        amount=PRICE,
                        lines=(PaidLine("מנוי", PRICE),),
                        words=Text("מנוי", "Plan"),
                        way=way,
                        note="",
                        paid_on=w.now.date(),
                    )
                )
        except Refusal:
            return

    @precondition(lambda self: self.charges)
    @rule(data=st.data(), amount=PART, way=st.sampled_from([None, PayWay.CASH]))
    def give_back(self, data, amount, way):
        charge = self.till.charge(self.some(data))
        try:
            with open_work(self.till.actor) as w:
                actions.open_refund(w, charge_id=charge.id, amount=amount, why="כן", way=way)
        except Refusal:
            return
        assert amount <= charge.left

    @precondition(lambda self: self.charges)
    @rule(data=st.data())
    def give_up(self, data):
        with open_work(self.till.actor) as w:
            actions.abandon(w, charge_id=self.some(data))

    @rule()
    def work(self):
        jobs.run_ready(self.till.ports)

    @rule()
    def time_passes(self):
        with open_work(VISITOR.as_platform("test")) as w:
            for statement in PASS:
                w.hot(sa.text(statement))
        look_in_gym(self.till.ports, self.till.actor)

    @invariant()
    def what_went_back_was_paid(self):
        for charge_id in self.charges:
            charge = self.till.charge(charge_id)
            assert ZERO <= charge.refunded <= charge.amount
            if charge.state is not ChargeState.PAID:
                assert charge.refunded == ZERO

    @invariant()
    def a_cause_has_one_open_charge(self):
        for cause in self.causes:
            states = [c.state for c in map(self.till.charge, self.charges) if c.cause_id == cause]
            assert sum(state in OPEN for state in states) <= 1

    def teardown(self):
        for _ in range(40):
            self.work()
            self.time_passes()
        self.what_went_back_was_paid()
        charges = [self.till.charge(charge_id) for charge_id in self.charges]
        assert [c.id for c in charges if c.state in OPEN] == []
        net = dict.fromkeys(self.causes, ZERO)
        for charge in charges:
            if charge.state is ChargeState.PAID:
                net[charge.cause_id] += charge.amount - charge.refunded
                refunds = self.till.refunds(charge.id)
                done = [r.amount for r in refunds if r.state is RefundState.DONE]
                assert sum(done, ZERO) == charge.refunded
        paid_of = [c.cause_id for c in charges if c.state is ChargeState.PAID]
        DOUBLES.extend(cause for cause in self.causes if paid_of.count(cause) > 1)
        assert all(paid <= PRICE for paid in net.values()), "a cause was paid twice"
        assert self.till.balance() == -sum(net.values(), ZERO)
        with open_work(self.till.actor) as w:
            accounts = {a.account: a.balance for a in ledger.trial_balance(w)}
            assert sum(accounts.values(), ZERO) == ZERO
            for cause in self.causes:
                state = queries.state_of_cause(w, kind="till", id=cause)
                assert state.paid == net[cause]
        moved = sum(self.till.moved(), ZERO)
        assert accounts.get(Account.CLEARING_DEMO, ZERO) == moved, "the book is not the company's"


def test_payments_as_a_machine(real_database: str) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Payments,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert DOUBLES, "no cause was ever paid twice: the machine proved nothing"
