"""A deal's life as a state machine on the real database: a period is never charged twice, money is conserved."""

import itertools
from datetime import UTC, date, datetime, timedelta

import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import ZERO
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, flows, queries
from fitkit.features.billing.queries.periods import UNPAID, open_charges
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.ledger import actions as ledger
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.payments import PayWay
from tests.conftest import make_gym
from tests.factories.renewals import make_renewing

GYMS = itertools.count()
BEGAN = datetime(2026, 1, 31, 10, tzinfo=UTC)
FATES = st.sampled_from([Fate.APPROVED, Fate.SOFT_LATER, Fate.HARD_LATER, Fate.LOST])


class Life(RuleBasedStateMachine):
    """One member of one gym, from a 31st on, whose card is replaced by cards of other fates."""

    def __init__(self) -> None:
        super().__init__()
        self.travel = time_machine.travel(BEGAN, tick=False)
        self.time = self.travel.start()
        self.gym = make_gym(f"life-{next(GYMS)}")
        self.deal = make_renewing(self.gym, anchor=date(2026, 1, 31), fate=Fate.APPROVED)
        self.by_hand = self.written_off = ZERO

    def teardown(self) -> None:
        self.travel.stop()

    def owed(self) -> list[object]:
        return [p for p in self.deal.periods() if p.state in UNPAID]

    @rule(days=st.sampled_from([1, 2, 5, 11, 28]))
    def days_pass(self, days: int) -> None:
        self.time.shift(timedelta(days=days))
        self.deal.hour()

    @rule()
    def the_hour_comes_again(self) -> None:
        self.time.shift(timedelta(minutes=4))
        self.deal.hour()

    @rule(fate=FATES)
    def another_card_is_left(self, fate: Fate) -> None:
        self.deal.till.card(fate)
        self.deal.settle()

    @rule(ahead=st.integers(0, 20), days=st.integers(7, 15))
    def it_rests(self, ahead: int, days: int) -> None:
        first = self.time_now().date() + timedelta(days=ahead)
        try:
            with open_work(self.gym.acting(Role.OWNER)) as w:
                subscriptions.freeze(
                    w,
                    subscription_id=self.deal.subscription_id,
                    first_on=first,
                    last_on=first + timedelta(days=days - 1),
                )
        except Refusal:
            return
        self.deal.settle()

    @precondition(lambda self: self.owed())
    @rule()
    def staff_take_cash(self) -> None:
        period = self.owed()[0]
        try:
            with open_work(self.gym.acting(Role.OWNER)) as w:
                self.by_hand += actions.take_now(w, period_id=period.id, way=PayWay.CASH, note="")
        except Refusal:
            return  # a card is being charged for it
        self.deal.settle()

    @precondition(lambda self: self.owed())
    @rule()
    def it_is_written_off(self) -> None:
        period = self.owed()[0]
        try:
            with open_work(self.gym.acting(Role.OWNER)) as w:
                actions.write_off(w, period_id=period.id, reason="עבר דירה")
        except Refusal:
            return

    @precondition(lambda self: self.owed())
    @rule(pays=st.booleans())
    def the_link_is_opened(self, pays: bool) -> None:
        with open_work(self.gym.acting(Role.OWNER)) as w:
            token = queries.due_path(w, member_id=self.deal.member_id).rsplit("/", 1)[-1]
        ports = self.deal.till.ports
        try:
            flows.pay_due(ports, self.gym.system, token=token, lang=Lang.HE)
        except Refusal:
            return
        if pays:
            with open_work(self.gym.system) as w:
                (charge_id,) = open_charges(w, member_id=self.deal.member_id)
            self.deal.till.fill(charge_id)
        self.time.shift(timedelta(seconds=5))
        flows.look_again(ports, self.gym.system, token=token)
        self.deal.settle()

    @invariant()
    def periods_follow_each_other_and_none_is_charged_twice(self) -> None:
        periods = self.deal.periods()
        assert [p.number for p in periods] == list(range(1, len(periods) + 1))
        for one, after in itertools.pairwise(periods):
            assert after.first_on == one.last_on + timedelta(days=1)
        assert all(m.agorot > 0 for m in self.deal.till.moved()), "something was paid twice"

    @invariant()
    def the_book_says_what_moved(self) -> None:
        periods = self.deal.periods()
        sold = sum(p.amount_agorot for p in periods)
        paid = sum(p.amount_agorot for p in periods if p.state is PeriodState.PAID)
        forgiven = sum(p.amount_agorot for p in periods if p.state is PeriodState.FORGIVEN)
        assert self.deal.balance().agorot == sold - paid - forgiven
        assert self.deal.deal().paid_agorot == paid
        moved = sum(m.agorot for m in self.deal.till.moved())
        unclear = sum(p.amount_agorot for p in periods if p.state in UNPAID)
        assert paid <= moved + self.by_hand.agorot <= paid + unclear
        with open_work(self.gym.system) as w:
            assert ledger.prove(w)

    def time_now(self) -> datetime:
        return datetime.now(UTC)


def test_a_deals_life(real_database: str) -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=6,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
