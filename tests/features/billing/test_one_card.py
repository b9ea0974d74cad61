"""A gift card pays one order at a time, in however many tabs its code is typed, and none of its money is lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.errors import Invalid, Refusal
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing.actions import Codes, paying
from fitkit.features.billing.queries.gifts import to_pay_with
from fitkit.features.billing.rules.orders import OrderStanding, is_same_buyer
from fitkit.features.billing.rules.words import OrderState
from fitkit.features.billing.tables import Order
from fitkit.features.ledger import actions as book
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.offers.tables import GiftCard, GiftCardUse
from fitkit.features.plans.rules import PlanKind, Terms
from fitkit.ports.payments import Payer
from fitkit.texts import gift_cards as texts
from tests.conftest import make_gym
from tests.factories.gifts import gift_code
from tests.factories.orders import NOA, PRICE, Shop, make_shop

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
HUNDRED, THOUSAND = Money.shekels(100), Money.shekels(1000)
PACK = Terms(PlanKind.PACK, entries=10, valid_days=175)
WEEKS = Terms(PlanKind.UNLIMITED, valid_days=28)
DAN = replace(NOA, first_name="דן", phone="052-5550999", email="dan@example.com")


@pytest.fixture
def time():
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def shop(time, gym) -> Shop:
    return make_shop(gym)


def orders(shop: Shop, *states: OrderState) -> list[Order]:
    with open_work(shop.gym.system) as w:
        found = sa.select(Order).where(Order.gift_use_id.is_not(None)).order_by(Order.id)
        return [row for row in w.session.scalars(found) if not states or row.state in states]


def must_hold(shop: Shop, worth: Money) -> None:
    """What is on the card and what is used of it is what it was worth; the book says so too."""
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        left = w.session.scalar(sa.select(sa.func.sum(GiftCard.left_agorot)))
        used = w.session.scalar(
            sa.select(sa.func.coalesce(sa.func.sum(GiftCardUse.amount_agorot), 0)).where(
                GiftCardUse.undone_at.is_(None)
            )
        )
        promised = sum(
            row.credit_agorot
            for row in w.session.scalars(sa.select(Order).where(Order.gift_use_id.is_not(None)))
            if row.state is not OrderState.EXPIRED
        )
        assert (left + used, promised) == (worth.agorot, used)
        assert -ledger.balance_of_account(w, account=Account.GIFT_CARDS) == Money(int(left))
        assert book.prove(w)


def tried(shop: Shop, code: str, **more: object) -> str:
    """A visitor orders; the token of the page, or the field at which it was refused."""
    try:
        return shop.visit(codes=Codes(gift_code=code), **more)
    except Refusal as why:
        return f"refused at {why.field}"


# who waits makes way


@pytest.mark.parametrize("worth", [HUNDRED, Money.shekels(500)])
def test_the_second_tab_has_the_gift_and_the_first_is_over(shop, worth):
    code = gift_code(shop.gym, worth)
    first = shop.visit(codes=Codes(gift_code=code))
    second = shop.visit(codes=Codes(gift_code=code))
    assert shop.see(first).standing is OrderStanding.EXPIRED
    view = shop.see(second)
    assert (view.credit, view.amount) == (min(worth, PRICE), PRICE - min(worth, PRICE))
    assert len(orders(shop, OrderState.OPEN)) == 1
    must_hold(shop, worth)
    with pytest.raises(Refusal):
        shop.open(first)


def test_what_is_looked_at_is_what_is_then_paid(shop):
    code = gift_code(shop.gym, Money.shekels(500))
    shop.visit(codes=Codes(gift_code=code))
    with open_work(shop.gym.system) as w:
        assert to_pay_with(w, gift_code=code) == Money.shekels(500)
    plan = shop.plan("יקר", PACK, Money.shekels(600))
    assert shop.see(shop.visit(plan_id=plan, codes=Codes(gift_code=code))).credit == Money.shekels(
        500
    )
    must_hold(shop, Money.shekels(500))


def test_who_has_the_code_has_the_card_by_whatever_name(shop):
    code = gift_code(shop.gym, HUNDRED)
    first = shop.visit(codes=Codes(gift_code=code))
    second = shop.visit(codes=Codes(gift_code=code), details=DAN)
    assert shop.see(first).standing is OrderStanding.EXPIRED
    assert shop.see(second).credit == HUNDRED
    member = shop.buy(codes=Codes(gift_code=code))  # who signs in after all
    assert shop.see(second).standing is OrderStanding.EXPIRED
    assert shop.see(member).credit == HUNDRED
    third = shop.visit(codes=Codes(gift_code=code))
    assert shop.see(member).standing is OrderStanding.EXPIRED
    assert shop.see(third).credit == HUNDRED
    must_hold(shop, HUNDRED)


def test_another_card_and_an_order_without_one_are_left_alone(shop):
    one, other = gift_code(shop.gym, HUNDRED), gift_code(shop.gym, HUNDRED)
    first = shop.visit(codes=Codes(gift_code=one))
    bare = shop.visit(details=DAN)
    second = shop.visit(codes=Codes(gift_code=other), details=DAN)
    assert {shop.see(each).standing for each in (first, bare, second)} == {OrderStanding.OPEN}
    must_hold(shop, HUNDRED + HUNDRED)


def test_another_gyms_code_ends_nothing(shop, other_gym):
    code = gift_code(shop.gym, HUNDRED)
    first = shop.visit(codes=Codes(gift_code=code))
    assert tried(make_shop(other_gym), code) == "refused at gift_code"
    assert shop.see(first).standing is OrderStanding.OPEN


def test_what_is_refused_after_all_ends_nothing(shop):
    code = gift_code(shop.gym, HUNDRED)
    first = shop.visit(codes=Codes(gift_code=code))
    for more in ({"consents": False}, {"codes": Codes("NOTHING", gift_code=code)}):
        with pytest.raises(Refusal):
            shop.visit(**({"codes": Codes(gift_code=code)} | more))
    with pytest.raises((Refusal, Invalid)):
        shop.visit(codes=Codes(gift_code=code), details=replace(NOA, first_name=""))
    assert shop.see(first).standing is OrderStanding.OPEN
    must_hold(shop, HUNDRED)


# who pays does not


def test_while_one_is_being_paid_another_tab_is_told_so_and_has_it_when_it_was_left(shop, time):
    code = gift_code(shop.gym, Money.shekels(500))  # more than the plan: some is left on it
    first = shop.visit(codes=Codes(gift_code=code), plan_id=shop.plan("יקר", PACK, THOUSAND))
    shop.open(first)
    for details in (NOA, DAN):
        with pytest.raises(Refusal) as refused:
            shop.visit(codes=Codes(gift_code=code), details=details)
        assert (refused.value.text, refused.value.field) == (texts.IS_PAYING, "gift_code")
    with open_work(shop.gym.system) as w, pytest.raises(Refusal):
        to_pay_with(w, gift_code=code)
    assert shop.see(first).standing is OrderStanding.ON_PAGE
    time.shift(timedelta(minutes=46))
    for _ in range(3):
        shop.run_jobs()
        shop.look(first)
    assert shop.see(first).standing is OrderStanding.ABANDONED
    second = shop.visit(codes=Codes(gift_code=code))
    assert shop.see(second).credit == PRICE
    must_hold(shop, Money.shekels(500))


def test_who_pays_the_left_page_after_all_gets_their_money_back_and_the_gift_stays_with_the_newest(
    shop, time
):
    code = gift_code(shop.gym, HUNDRED)
    first = shop.visit(codes=Codes(gift_code=code))
    shop.open(first)
    shop.charge(first)
    with open_work(shop.gym.system) as w:
        w.get(Order, shop.see(first).id).state = OrderState.ABANDONED
    second = shop.visit(codes=Codes(gift_code=code))
    shop.fill(first)
    shop.look(first)
    shop.run_jobs()
    assert shop.see(first).standing is OrderStanding.GIVEN_BACK
    assert shop.see(second).credit == HUNDRED
    must_hold(shop, HUNDRED)
    shop.pay(second)
    assert shop.see(second).standing is OrderStanding.PAID
    must_hold(shop, HUNDRED)


# what is bought is bought once


@pytest.mark.parametrize("terms", [PACK, WEEKS])
def test_the_same_in_another_tab_after_it_was_bought_is_told_so(shop, terms):
    code, plan = gift_code(shop.gym, THOUSAND), shop.plan("מסלול", terms)
    first = shop.visit(plan_id=plan, codes=Codes(gift_code=code))
    assert shop.see(first).standing is OrderStanding.PAID
    with pytest.raises(Refusal) as refused:
        shop.visit(plan_id=plan, codes=Codes(gift_code=code))
    assert (refused.value.text, refused.value.field) == (texts.BOUGHT_WITH_IT, "plan_id")
    assert len(orders(shop)) == 1
    must_hold(shop, THOUSAND)


def test_what_is_held_stays_bought_and_another_pack_may_be_had_ten_minutes_later(shop, time):
    code = gift_code(shop.gym, THOUSAND + THOUSAND)
    pack, weeks = shop.plan("כרטיסייה", PACK), shop.plan("ארבעה שבועות", WEEKS)
    for plan in (pack, weeks):
        shop.visit(plan_id=plan, codes=Codes(gift_code=code))
    time.shift(timedelta(minutes=10) - timedelta(seconds=1))
    assert tried(shop, code, plan_id=pack) == "refused at plan_id"
    time.shift(timedelta(seconds=1))
    assert "refused" not in tried(shop, code, plan_id=pack)
    assert tried(shop, code, plan_id=weeks) == "refused at plan_id"
    after = shop.today + timedelta(days=28)
    assert "refused" not in tried(shop, code, plan_id=weeks, starts_on=after)
    must_hold(shop, THOUSAND + THOUSAND)


def test_somebody_else_with_the_rest_of_the_card_buys_the_same(shop):
    code, plan = gift_code(shop.gym, THOUSAND), shop.plan("כרטיסייה", PACK)
    first = shop.visit(plan_id=plan, codes=Codes(gift_code=code))
    second = shop.visit(plan_id=plan, codes=Codes(gift_code=code), details=DAN)
    assert shop.row(first).member_id != shop.row(second).member_id
    assert len(orders(shop, OrderState.PAID)) == 2
    must_hold(shop, THOUSAND)


def test_without_the_card_nobody_learns_what_somebody_bought(shop):
    code, plan = gift_code(shop.gym, THOUSAND), shop.plan("ארבעה שבועות", WEEKS)
    shop.visit(plan_id=plan, codes=Codes(gift_code=code))
    other = gift_code(shop.gym, THOUSAND)
    assert "refused" not in tried(shop, "", plan_id=plan)
    assert "refused" not in tried(shop, other, plan_id=plan)


def test_a_card_that_is_used_up_is_still_told_as_such(shop):
    code, plan = gift_code(shop.gym, HUNDRED), shop.plan("כרטיסייה", PACK, HUNDRED)
    shop.visit(plan_id=plan, codes=Codes(gift_code=code))
    with pytest.raises(Refusal) as refused:
        shop.visit(codes=Codes(gift_code=code))
    assert refused.value.text is texts.CARD_IS_USED


NAMES = st.sampled_from(["נועה כהן", "דן לוי", "Noa Cohen"])
MAILS = st.sampled_from(["", "a@example.com", "b@example.com"])
PHONES = st.sampled_from(["", "+972525550100", "+972525550101"])
PAYERS = st.builds(Payer, NAMES, MAILS, PHONES)


@given(one=PAYERS, other=PAYERS)
def test_the_same_buyer_has_the_name_and_one_way_to_reach_them(one: Payer, other: Payer):
    same = is_same_buyer(one, other)
    assert same == is_same_buyer(other, one)
    assert is_same_buyer(one, one) == bool(one.email or one.phone)
    if same:
        assert one.name == other.name
        assert one.email == other.email or one.phone == other.phone
    assert not is_same_buyer(one, replace(other, name="אחרת"))


# at once


@pytest.mark.parametrize("worth", [HUNDRED, Money.shekels(500)])
def test_two_tabs_at_once_leave_one_order_with_the_gift(real_database, worth):
    shop = make_shop(make_gym())
    code = gift_code(shop.gym, worth)
    with ThreadPoolExecutor(2) as pool:
        tokens = list(pool.map(lambda _: tried(shop, code), range(2)))
    assert not [each for each in tokens if "refused" in each]
    states = sorted(shop.see(each).standing for each in tokens)
    assert states == [OrderStanding.EXPIRED, OrderStanding.OPEN]
    assert len({shop.row(each).member_id for each in tokens}) == 1  # nobody is written down twice
    must_hold(shop, worth)


@pytest.mark.parametrize("terms", [PACK, WEEKS])
def test_two_tabs_at_once_buy_what_the_gift_pays_whole_once(real_database, terms):
    shop = make_shop(make_gym())
    code, plan = gift_code(shop.gym, THOUSAND), shop.plan("מסלול", terms)
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: tried(shop, code, plan_id=plan), range(4)))
    assert sorted(told)[-3:] == ["refused at plan_id"] * 3 or told.count("refused at plan_id") == 3
    assert len(orders(shop, OrderState.PAID)) == len(orders(shop)) == 1
    must_hold(shop, THOUSAND)


def test_many_names_a_member_and_whoever_sweeps_at_once_promise_each_agora_once(real_database):
    shop = make_shop(make_gym())
    code = gift_code(shop.gym, Money.shekels(500))

    def one(n: int) -> str:
        if n == 3:
            with open_work(shop.gym.system) as w:
                paying.expire(w)
            return ""
        if n == 4:
            try:
                return shop.buy(codes=Codes(gift_code=code))
            except Refusal as why:
                return f"refused at {why.field}"
        return tried(shop, code, details=NOA if n % 2 else DAN)

    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(one, range(6)))
    alive = orders(shop, OrderState.OPEN)
    assert len(alive) == 1
    assert Money(alive[0].credit_agorot) == PRICE
    assert "refused" not in "".join(told)
    must_hold(shop, Money.shekels(500))


def test_one_that_goes_to_the_payment_while_another_tab_orders_is_one_order(real_database):
    shop = make_shop(make_gym())
    code = gift_code(shop.gym, Money.shekels(500))
    first = shop.visit(codes=Codes(gift_code=code))

    def go() -> str:
        try:
            shop.open(first)
        except Refusal:
            return "over"
        return first

    with ThreadPoolExecutor(2) as pool:
        paid, ordered = pool.submit(go), pool.submit(tried, shop, code)
        outcome = (paid.result(), ordered.result())
    alive = orders(shop, OrderState.OPEN, OrderState.PAYING)
    assert len(alive) == 1
    assert ("over" in outcome) != ("refused at gift_code" in outcome)
    must_hold(shop, Money.shekels(500))
    assert alive[0].credit_agorot == PRICE.agorot
    assert alive[0].amount_agorot == ZERO.agorot
