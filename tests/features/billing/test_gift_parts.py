"""Gift cards' money is used once, first, and never more than there was, whatever comes in which order."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from fitkit.core.errors import Refusal
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions as sales
from fitkit.features.billing.actions import Codes, crediting, paying
from fitkit.features.billing.queries.gifts import gifts_left
from fitkit.features.billing.queries.swallowed import swallowed
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.billing.rules.gifts import of_gifts
from fitkit.features.billing.tables import CreditUse, GiftPart
from fitkit.features.documents.rules import takes_back
from fitkit.features.documents.tables import TaxDocument
from fitkit.features.ledger import actions as book
from fitkit.features.offers.tables import GiftCardUse
from fitkit.features.plans.rules import PlanKind, Terms
from fitkit.ports.payments import PayWay
from tests.conftest import make_gym
from tests.factories.gifts import get_gift, gift_code, papers, parts
from tests.factories.orders import Shop, make_shop
from tests.features.billing.test_orders import NOON

GYMS = itertools.count()
AMOUNTS = st.integers(0, 10**7).map(Money)
PRICES = (20, 60, 130)
PACK = Terms(PlanKind.PACK, entries=10, valid_days=175)


@given(used=st.lists(AMOUNTS, max_size=8), came=AMOUNTS)
def test_gifts_go_first_and_no_more_of_them_than_came(used: list[Money], came: Money):
    left = came
    for amount in used:
        part = of_gifts(amount, gifts=left)
        assert ZERO <= part <= amount
        assert part == amount or part == left  # first, as far as there is any
        left -= part
    assert left == max(came - sum(used, ZERO), ZERO)


def test_nothing_is_a_gift_where_none_is_left():
    assert of_gifts(Money(100), gifts=ZERO) == of_gifts(Money(100), gifts=Money(-1)) == ZERO
    assert of_gifts(Money(100), gifts=Money(100)) == Money(100)
    assert of_gifts(ZERO, gifts=Money(100)) == ZERO


def correct(shop: Shop, change: Money) -> UUID:
    """Staff move what the member owes."""
    seen = shop.balance(shop.member_id)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        return book.correct(w, member_id=shop.member_id, change=change, seen=seen, reason="ספירה")


class Gifts(RuleBasedStateMachine):
    """One member with gifts, other credit and debts, who buys, lets go, leaves and stays."""

    shop: Shop

    @initialize()
    def begin(self) -> None:
        self.clock = time_machine.travel(NOON, tick=False)
        self.time = self.clock.start()
        self.shop = make_shop(make_gym(f"gifts-{next(GYMS)}"))
        self.plans = {n: self.shop.plan(f"ח{n}", PACK, Money.shekels(n)) for n in PRICES}
        self.tokens: list[str] = []
        self.notices: list[object] = []
        self.corrections: list[UUID] = []

    @rule(shekels=st.sampled_from([50, 75]))
    def gift(self, shekels: int) -> None:
        get_gift(self.shop.gym, self.shop.member_id, Money.shekels(shekels))

    @rule(shekels=st.sampled_from([-30, 40]))
    def correct(self, shekels: int) -> None:
        self.corrections.append(correct(self.shop, Money.shekels(shekels)))

    @rule()
    def undo_correction(self) -> None:
        for posting_id in self.corrections[-1:]:
            with suppress(Refusal), open_work(self.shop.gym.acting(Role.OWNER)) as w:
                book.reverse(w, posting_id=posting_id, reason="טעות")

    @rule(price=st.sampled_from(PRICES), by_code=st.booleans())
    def buy(self, price: int, *, by_code: bool) -> None:
        code = gift_code(self.shop.gym, Money.shekels(50)) if by_code else ""
        with suppress(Refusal):
            self.tokens.append(
                self.shop.buy(plan_id=self.plans[price], codes=Codes(gift_code=code))
            )

    @rule()
    def pay(self) -> None:
        if self.tokens:
            with suppress(Refusal), open_work(self.shop.gym.acting(Role.OWNER)) as w:
                order_id, day = self.shop.row(self.tokens[-1]).id, self.shop.today
                paying.take_by_hand(w, order_id=order_id, way=PayWay.CASH, note="", paid_on=day)

    @rule()
    def wait(self) -> None:
        self.time.shift(timedelta(hours=25))
        with open_work(self.shop.gym.system) as w:
            paying.expire(w)

    @rule()
    def leave(self) -> None:
        for deal in self.shop.deals()[-1:]:
            with suppress(Refusal), open_work(self.shop.gym.acting(Role.OWNER)) as w:
                self.notices.append(
                    sales.cancel(w, member_id=self.shop.member_id, deal_id=deal.id, notice=Typed())
                )

    @rule()
    def stay(self) -> None:
        for notice in self.notices[-1:]:
            with suppress(Refusal), open_work(self.shop.gym.acting(Role.OWNER)) as w:
                sales.withdraw(w, cancellation_id=notice, reason="נשאר")

    @invariant()
    def no_more_is_used_than_came_and_each_part_has_its_document(self) -> None:
        if not hasattr(self, "tokens"):
            return
        with open_work(self.shop.gym.system) as w:
            is_gift = (GiftCardUse.undone_at.is_(None), ~GiftCardUse.is_given_back)
            came = w.session.scalar(
                sa.select(sa.func.sum(GiftCardUse.amount_agorot)).where(*is_gift)
            )
            used = w.session.scalar(sa.select(sa.func.sum(GiftPart.amount_agorot)))
            aside = sa.select(sa.func.sum(CreditUse.gift_agorot)).where(~CreditUse.is_spent)
            taken = (used or 0) + (w.session.scalar(aside) or 0)
            assert 0 <= taken <= (came or 0)
            gone = swallowed(w, member_id=self.shop.member_id).agorot
            assert 0 <= gone <= (came or 0) - taken
            left = gifts_left(w, member_id=self.shop.member_id).agorot
            assert taken + left <= (came or 0) - gone
            told = [
                -paper.amount_agorot if takes_back(paper.kind) else paper.amount_agorot
                for paper in w.session.scalars(sa.select(TaxDocument))
                if paper.cause_kind == "gift_part"
            ]
            assert sum(told) == (used or 0)

    def teardown(self) -> None:
        if hasattr(self, "clock"):
            self.clock.stop()


def test_whatever_comes_in_which_order_the_sums_of_gifts_hold(real_database: str):
    run_state_machine_as_test(
        Gifts,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_code_that_goes_back_on_its_card_pays_nothing_else_meanwhile(gym):
    """Some of it was swallowed by a debt, so the order that waits set aside less than the code brought."""
    shop = make_shop(gym)
    correct(shop, Money.shekels(20))
    shop.buy(codes=Codes(gift_code=gift_code(gym, Money.shekels(50))))
    correct(shop, Money.shekels(-20))
    with open_work(gym.system) as w:
        crediting.use_credit(
            w,
            member_id=shop.member_id,
            cause_kind="sales_order",
            cause_id=new_id(),
            most=Money.shekels(20),
        )
        held = w.session.execute(sa.select(CreditUse.amount_agorot, CreditUse.gift_agorot)).all()
    assert sorted(tuple(row) for row in held) == [(2_000, 0), (3_000, 3_000)]


# at once


def test_many_at_once_set_aside_each_agora_of_a_gift_once(real_database: str):
    shop = make_shop(make_gym())
    get_gift(shop.gym, shop.member_id, Money.shekels(50))

    def take(_: int) -> Money:
        with open_work(shop.gym.system) as w:
            return crediting.use_credit(
                w,
                member_id=shop.member_id,
                cause_kind="sales_order",
                cause_id=new_id(),
                most=Money.shekels(20),
            )

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, range(6)), ZERO) == Money.shekels(50)
    with open_work(shop.gym.system) as w:
        held = w.session.scalars(sa.select(CreditUse.gift_agorot)).all()
        assert sum(held) == Money.shekels(50).agorot
        assert gifts_left(w, member_id=shop.member_id) == ZERO


def test_two_tabs_that_pay_one_order_owe_one_invoice(real_database: str):
    shop = make_shop(make_gym())
    get_gift(shop.gym, shop.member_id, Money.shekels(50))
    token = shop.buy()
    shop.open(token)
    shop.fill(token)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: shop.look(token), range(3)))
    shop.run_jobs()
    assert parts(shop.gym) == [Money.shekels(50)]
    mine = [p for p in papers(shop.gym, shop.member_id) if p.cause_kind == "gift_part"]
    assert [p.amount_agorot for p in mine] == [5_000]


class Killed(BaseException):
    """The process is gone before its transaction was."""


def sell(shop: Shop, token: str, *, dies: bool = False) -> None:
    order_id = shop.row(token).id
    with open_work(shop.gym.acting(Role.OWNER)) as w, w.session.begin_nested():
        paying.take_by_hand(w, order_id=order_id, way=PayWay.CASH, note="", paid_on=shop.today)
        if dies:
            raise Killed


def test_whoever_is_killed_while_it_is_sold_leaves_neither_the_sale_nor_its_document(gym):
    shop = make_shop(gym)
    get_gift(gym, shop.member_id, Money.shekels(50))
    token = shop.buy()
    with pytest.raises(Killed):
        sell(shop, token, dies=True)
    assert (parts(gym), papers(gym, shop.member_id), shop.deals()) == ([], [], [])
    sell(shop, token)
    assert parts(gym) == [Money.shekels(50)]
