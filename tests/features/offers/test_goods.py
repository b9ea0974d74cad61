"""Products: on the shelf, in a basket, paid and picked up; never more than there are."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.errors import Denied, Invalid, NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions as sales
from fitkit.features.billing import queries as orders
from fitkit.features.billing.actions import _giving, paying
from fitkit.features.billing.rules.orders import OrderStanding
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.offers import actions as offers
from fitkit.features.offers import queries
from fitkit.features.offers.rules.products import ProductDetails, checked, gathered
from fitkit.ports.payments import PayWay
from fitkit.texts import products as texts
from tests.conftest import make_gym
from tests.factories.orders import Shop, make_shop, token_of

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
FORTY = Money.shekels(40)


@pytest.fixture
def time():
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def shop(time, gym) -> Shop:
    return make_shop(gym)


def bottle(shop: Shop, stock: int | None = 5, **more: object) -> UUID:
    details = ProductDetails("בקבוק", "Bottle", FORTY, stock, **more)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        return offers.add_product(w, details=details)


def buy(shop: Shop, *goods: tuple[UUID, int]) -> str:
    """The member orders in the app; the token of the order's page."""
    with open_work(shop.gym.acting(Role.MEMBER, member_id=shop.member_id)) as w:
        placed = sales.buy_goods(
            w, member_id=shop.member_id, goods=goods, lang=Lang.HE, consents=True
        )
    return token_of(placed)


def at_desk(shop: Shop, *goods: tuple[UUID, int]) -> str:
    """Staff sell for cash; the token of the order's page."""
    by_hand = sales.ByHand(PayWay.CASH, "", shop.today)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        placed = sales.sell_goods(
            w, member_id=shop.member_id, goods=goods, by_hand=by_hand, lang=Lang.HE
        )
        assert placed.is_paid
    return token_of(placed)


def left(shop: Shop) -> int | None:
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        return queries.products_of(w)[0].stock


# rules


@given(st.lists(st.tuples(st.integers(1, 5).map(lambda n: UUID(int=n)), st.integers(-3, 9))))
def test_each_product_stands_once_and_in_order(wanted):
    try:
        goods = gathered(wanted)
    except Refusal:
        return
    assert [i for i, _ in goods] == sorted({i for i, n in wanted if n > 0})
    assert sum(n for _, n in goods) == sum(n for _, n in wanted if n > 0)


@pytest.mark.parametrize("wanted", [[], [(new_id(), 0)], [(new_id(), 51)]])
def test_nothing_and_absurdly_many_are_refused(wanted):
    with pytest.raises(Refusal):
        gathered(wanted)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (ProductDetails("", "", FORTY), "name_he"),
        (ProductDetails("בקבוק", "", ZERO), "price"),
        (ProductDetails("בקבוק", "", Money(-1)), "price"),
        (ProductDetails("בקבוק", "", FORTY, -1), "stock"),
    ],
)
def test_what_makes_no_product_is_refused_at_its_field(details, field):
    with pytest.raises(Invalid) as refused:
        checked(details)
    assert field in refused.value.problems


# sold


def test_goods_are_one_order_with_a_line_for_each_paid_and_picked_up(shop):
    one, other = bottle(shop), bottle(shop, None)
    token = buy(shop, (one, 2), (other, 1))
    assert left(shop) == 3
    view = shop.see(token)
    assert view.amount == Money.shekels(120)
    assert sorted(amount for _, amount in view.lines) == [FORTY, Money.shekels(80)]
    assert shop.pay(token).standing is OrderStanding.PAID
    assert shop.balance(shop.member_id) == ZERO
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        assert ledger.balance_of_account(w, account=Account.VAT) == -Money(1831)
        (waiting,) = orders.waiting_for_pickup(w)
        for _ in range(2):
            sales.hand_over(w, order_id=waiting.order_id)
        assert orders.waiting_for_pickup(w) == ()


def test_at_the_desk_they_are_paid_and_handed_over_at_once(shop):
    token = at_desk(shop, (bottle(shop), 1))
    assert shop.see(token).standing is OrderStanding.PAID
    assert left(shop) == 4
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        assert ledger.balance_of_account(w, account=Account.CASH) == FORTY
        assert orders.waiting_for_pickup(w) == ()


def test_a_price_that_changes_leaves_a_placed_order_as_it_was(shop):
    product_id = bottle(shop)
    token = buy(shop, (product_id, 1))
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        dearer = ProductDetails("בקבוק", "Bottle", Money.shekels(90), 4)
        offers.change_product(w, product_id=product_id, details=dearer)
    assert shop.pay(token).amount == FORTY


def test_what_is_not_there_is_refused_and_nothing_is_taken(shop):
    one, few = bottle(shop), bottle(shop, 1)
    with pytest.raises(Refusal) as refused:
        buy(shop, (one, 1), (few, 2))
    assert refused.value.text is texts.NOT_SO_MANY
    assert left(shop) == 5


def test_an_unpaid_order_puts_back_what_it_took(shop, time):
    buy(shop, (bottle(shop), 5))
    assert left(shop) == 0
    time.shift(timedelta(hours=25))
    with open_work(shop.gym.system) as w:
        assert paying.expire(w) == 1
        assert paying.expire(w) == 0
    assert left(shop) == 5


def test_paid_too_late_for_the_last_one_the_money_goes_back(shop, time):
    product_id = bottle(shop, 1)
    late = buy(shop, (product_id, 1))
    shop.open(late)
    with open_work(shop.gym.system) as w:
        _giving.expire(w, w.hold(type(shop.row(late)), shop.row(late).id))
    at_desk(shop, (product_id, 1))
    shop.fill(late)
    assert shop.look(late).standing is OrderStanding.GIVEN_BACK
    assert left(shop) == 0


def test_what_is_for_the_desk_alone_or_retired_is_not_bought_in_the_app(shop):
    hidden, gone = bottle(shop, in_shop=False), bottle(shop)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        offers.retire_product(w, product_id=gone)
    for product_id in (hidden, gone):
        with pytest.raises(Refusal) as refused:
            buy(shop, (product_id, 1))
        assert refused.value.text is texts.NOT_SOLD


def test_another_gyms_product_is_none_and_a_coach_sells_nothing(shop, other_gym):
    theirs = bottle(make_shop(other_gym))
    with pytest.raises(NotFound):
        buy(shop, (theirs, 1))
    with open_work(shop.gym.acting(Role.COACH)) as w, pytest.raises(Denied):
        sales.sell_goods(
            w, member_id=shop.member_id, goods=[(bottle(shop), 1)], by_hand=None, lang=Lang.HE
        )


def test_raced_sales_never_take_the_stock_below_zero(real_database):
    shop = make_shop(make_gym())
    product_id = bottle(shop, 3)

    def take(_: int) -> bool:
        try:
            at_desk(shop, (product_id, 1))
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == 3
    assert left(shop) == 0
