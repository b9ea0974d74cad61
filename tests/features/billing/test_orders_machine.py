"""Orders as a state machine: whatever comes in which order, nothing is given twice, and no money is lost."""

import itertools
from contextlib import suppress
from datetime import timedelta

import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from fitkit import wiring
from fitkit.core.errors import Refusal
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions
from fitkit.features.billing.actions import paying as inner
from fitkit.features.billing.rules.orders import OrderStanding
from fitkit.features.payments import flows as payments
from fitkit.features.payments import queries as charges
from fitkit.features.payments.rules import RefundState
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.payments import PayWay
from tests.conftest import make_gym
from tests.factories.orders import PRICE, Shop, make_shop
from tests.features.billing.test_orders import NOON

GYMS = itertools.count()
WHICH = st.integers(0, 1)


class Orders(RuleBasedStateMachine):
    """Two orders of one member for the same plan: at most one of them may bring it."""

    shop: Shop

    @initialize()
    def begin(self) -> None:
        self.clock = time_machine.travel(NOON, tick=False)
        self.time = self.clock.start()
        self.shop = make_shop(make_gym(f"orders-{next(GYMS)}"))
        self.tokens = [self.shop.buy(), self.shop.buy()]

    def _tried(self, deed, *given: object) -> None:
        with suppress(Refusal):  # said to whoever asked; what must hold is looked at at the end
            deed(*given)

    @rule(n=WHICH)
    def open(self, n: int) -> None:
        self._tried(self.shop.open, self.tokens[n])

    @rule(n=WHICH, fate=st.sampled_from([Fate.APPROVED, Fate.HARD, Fate.LOST]))
    def fill(self, n: int, fate: Fate) -> None:
        view = self.shop.see(self.tokens[n])
        if view.charge_id is not None and self.shop.charge(self.tokens[n]).page_reference:
            self.shop.fill(self.tokens[n], fate)

    @rule(n=WHICH)
    def look(self, n: int) -> None:
        self.time.shift(timedelta(seconds=3))
        self.shop.look(self.tokens[n])

    @rule(n=WHICH)
    def pay(self, n: int) -> None:
        self.open(n)
        self.fill(n, Fate.APPROVED)
        self.time.shift(timedelta(seconds=3))

    @rule(n=WHICH)
    def cash(self, n: int) -> None:
        with open_work(self.shop.gym.acting(Role.OWNER)) as w:
            order_id = self.shop.row(self.tokens[n]).id
            self._tried(lambda: self._take(w, order_id))

    def _take(self, w, order_id) -> None:
        with w.session.begin_nested():
            day = self.shop.today
            actions.take_by_hand(w, order_id=order_id, way=PayWay.CASH, note="", paid_on=day)

    @rule(hours=st.sampled_from([0, 0, 1, 12]))
    def wait(self, hours: int) -> None:
        self.time.shift(timedelta(hours=hours))
        with open_work(self.shop.gym.system) as w:
            inner.expire(w)

    def teardown(self) -> None:
        if not hasattr(self, "tokens"):
            return
        try:
            self._end()
        finally:
            self.clock.stop()

    def _end(self) -> None:
        """Everything is asked about, told twice, and given back; then the sums are made."""
        for token in self.tokens * 2:
            self.time.shift(timedelta(seconds=3))
            self.shop.look(token)
            with open_work(self.shop.gym.system) as w:
                inner.settle(w, order_id=self.shop.row(token).id)
        paid = [t for t in self.tokens if self.shop.see(t).standing is OrderStanding.PAID]
        assert len(paid) <= 1
        assert len(self.shop.held(self.shop.member_id)) == len(paid)
        assert len(self.shop.deals()) == len(self.shop.periods()) == len(paid)
        self._give_back()
        assert self.shop.balance(self.shop.member_id).agorot == 0
        assert all(period.amount_agorot == PRICE.agorot for period in self.shop.periods())

    def _give_back(self) -> None:
        with open_work(self.shop.gym.system) as w:
            mine = charges.charges_of(w, member_id=self.shop.member_id).rows
            found = [r for c in mine for r in charges.refunds_of(w, charge_id=c.id)]
        for refund in found:
            if refund.state is RefundState.CREATED and refund.way is not PayWay.CASH:
                payments.give_back(wiring.ports(), self.shop.gym.system, refund_id=refund.id)


def test_whatever_happens_a_plan_is_given_once_and_the_rest_goes_back(real_database):
    run_state_machine_as_test(
        Orders,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
