"""Gift cards' money that paid a debt which is no sale of ours is gone: the credit after it is no gift's."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing.actions import Codes, crediting, paying
from fitkit.features.billing.queries.credit import free_credit
from fitkit.features.billing.queries.gifts import gifts_left
from fitkit.features.billing.queries.swallowed import swallowed
from fitkit.features.billing.rules.gifts import Move, swallowed_by
from fitkit.features.billing.tables import Period
from fitkit.features.ledger import actions as book
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Cause
from fitkit.features.plans.rules import PlanKind, Terms
from fitkit.ports.payments import PayWay
from tests.conftest import Gym, make_gym
from tests.factories.gifts import get_gift, gift_code, parts
from tests.factories.orders import Shop, make_shop
from tests.factories.renewals import make_renewing, today

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
PACK = Terms(PlanKind.PACK, entries=10, valid_days=175)


def ils(shekels: int) -> Money:
    return Money.shekels(shekels)


# rules: against the purses as one would keep them by hand

OPS = st.lists(st.tuples(st.sampled_from(["gift", "other", "debt", "use"]), st.integers(1, 60)))


@given(ops=OPS)
def test_by_the_book_it_is_what_purses_kept_by_hand_say(ops: list[tuple[str, int]]):
    gifts = other = owed = eaten = came = parted = 0
    moves: list[Move] = []
    for op, n in ops:
        more: dict[str, Money] = {}
        if op == "gift":
            gone = min(n, owed)
            gifts, owed, eaten, came = gifts + n - gone, owed - gone, eaten + gone, came + n
            more = {"came": Money(n)}
        elif op == "other":
            gone = min(n, owed)
            other, owed = other + n - gone, owed - gone
        elif op == "debt":
            of_other = min(n, other)
            of_gifts = min(n - of_other, gifts)
            other, gifts, eaten = other - of_other, gifts - of_gifts, eaten + of_gifts
            owed += n - of_other - of_gifts
            more = {"debt": Money(n)}
        else:
            used = min(n, gifts + other)
            part = min(used, gifts)
            gifts, other, parted = gifts - part, other - (used - part), parted + part
            more = {"used": Money(part)}
        moves.append(Move(Money(gifts + other - owed), **more))
        assert swallowed_by(moves).agorot == eaten
        assert parted <= came - eaten
        assert gifts == came - eaten - parted


AMOUNTS = st.integers(0, 10**6).map(Money)
ANY_MOVES = st.lists(
    st.builds(
        Move,
        free=st.integers(-(10**6), 10**6).map(Money),
        came=AMOUNTS,
        used=AMOUNTS,
        debt=st.integers(-(10**6), 10**6).map(Money),
    ),
    max_size=12,
)


@given(moves=ANY_MOVES)
def test_no_more_is_swallowed_than_came_and_than_was_owed_whatever_the_book_holds(
    moves: list[Move],
):
    gone = swallowed_by(moves)
    came = sum((one.came for one in moves), ZERO)
    debts = sum((max(one.debt, ZERO) for one in moves), ZERO)
    assert ZERO <= gone <= min(came, debts)


def test_a_debt_that_is_undone_gives_back_what_it_swallowed():
    moves = [
        Move(ils(50), came=ils(50)),
        Move(ils(30), debt=ils(20)),
        Move(ils(50), debt=ils(-20)),
    ]
    assert [swallowed_by(moves[:n]) for n in range(4)] == [ZERO, ZERO, ils(20), ZERO]


# by the book


@pytest.fixture
def shop(gym) -> Shop:
    with time_machine.travel(NOON, tick=True):
        yield make_shop(gym)


def correct(gym: Gym, member_id: UUID, shekels: int) -> UUID:
    with open_work(gym.system) as w:
        seen = ledger.balance(w, member_id=member_id)
    with open_work(gym.acting(Role.OWNER)) as w:
        return book.correct(w, member_id=member_id, change=ils(shekels), seen=seen, reason="ספירה")


def left(gym: Gym, member_id: UUID) -> Money:
    """What is a gift's, which is never more than what they have to their credit."""
    with open_work(gym.system) as w:
        found = gifts_left(w, member_id=member_id)
        assert found <= free_credit(w, member_id=member_id)
        return found


class Purse:
    """A member of a shop: what staff correct, what gift cards bring."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.gym, self.member_id = shop, shop.gym, shop.member_id

    def gift(self, shekels: int) -> Money:
        get_gift(self.gym, self.member_id, ils(shekels))
        return left(self.gym, self.member_id)

    def debt(self, shekels: int) -> Money:
        correct(self.gym, self.member_id, shekels)
        return left(self.gym, self.member_id)


@pytest.fixture
def purse(shop) -> Purse:
    return Purse(shop)


def test_a_gift_that_comes_to_a_correction_pays_it_first(purse):
    assert purse.debt(20) == ZERO
    assert purse.gift(50) == ils(30)
    assert purse.debt(-20) == ils(30)  # other credit, which needs no invoice
    shop = purse.shop
    shop.buy(plan_id=shop.plan("כרטיסייה", PACK, ils(50)))
    assert parts(purse.gym) == [ils(30)]
    assert left(purse.gym, purse.member_id) == ZERO


def test_a_correction_takes_other_credit_before_a_gift(purse):
    purse.debt(-25)
    assert purse.gift(50) == ils(50)
    assert purse.debt(20) == ils(50)
    assert purse.debt(20) == ils(35)
    assert purse.debt(60) == ZERO
    assert purse.gift(50) == ils(25)


def test_a_debt_that_was_paid_before_the_gift_came_swallows_nothing(purse):
    purse.debt(20)
    purse.debt(-20)
    assert purse.gift(50) == ils(50)


def test_an_opening_balance_swallows_as_a_correction_does(purse):
    with open_work(purse.gym.system) as w:
        book.post(
            w,
            draft=postings.opening_balance(purse.member_id, ils(20)),
            cause=Cause("member", purse.member_id),
            at=w.now,
        )
    assert purse.gift(50) == ils(30)


def test_a_correction_that_is_reversed_gives_the_gift_back(purse):
    posting_id = correct(purse.gym, purse.member_id, 20)
    assert purse.gift(50) == ils(30)
    with open_work(purse.gym.acting(Role.OWNER)) as w:
        book.reverse(w, posting_id=posting_id, reason="טעות")
    assert left(purse.gym, purse.member_id) == ils(50)


def test_what_a_sale_used_is_not_swallowed_and_what_comes_after_is(purse):
    shop = purse.shop
    purse.gift(50)
    shop.buy(plan_id=shop.plan("כרטיסייה", PACK, ils(30)))
    assert parts(purse.gym) == [ils(30)]  # nothing was left to pay
    assert purse.debt(40) == ZERO
    assert purse.gift(75) == ils(55)


def test_an_order_that_waits_keeps_what_it_holds_of_a_gift(purse):
    shop = purse.shop
    purse.gift(50)
    token = shop.buy()  # the rest of it is not paid yet
    assert shop.see(token).credit == ils(50)
    assert purse.debt(40) == ZERO
    with open_work(purse.gym.system) as w:
        assert swallowed(w, member_id=purse.member_id) == ZERO
    assert purse.gift(75) == ils(35)
    with open_work(purse.gym.acting(Role.OWNER)) as w:
        order_id = shop.row(token).id
        paying.take_by_hand(w, order_id=order_id, way=PayWay.CASH, note="", paid_on=shop.today)
    assert parts(purse.gym) == [ils(50)]
    assert left(purse.gym, purse.member_id) == ils(35)


def test_what_a_period_asks_is_no_debt_from_elsewhere(real_database):
    gym = make_gym()
    deal = make_renewing(gym, anchor=today() - timedelta(days=31), fate=None)
    deal.hour()
    get_gift(gym, deal.member_id, ils(100))
    assert left(gym, deal.member_id) == ils(100)
    use(gym, deal.member_id)
    assert parts(gym) == [ils(100)]
    correct(gym, deal.member_id, 20)
    get_gift(gym, deal.member_id, ils(100))
    assert left(gym, deal.member_id) == ils(80)
    use(gym, deal.member_id)
    assert parts(gym) == [ils(100), ils(80)]
    with open_work(gym.system) as w:
        assert w.get(Period, deal.period().id).credit_agorot == 18_000
        assert swallowed(w, member_id=deal.member_id) == ils(20)
    correct(gym, deal.member_id, -20)  # goes to the period, and is no gift
    use(gym, deal.member_id)
    assert parts(gym) == [ils(100), ils(80)]
    assert deal.period().credit_agorot == 20_000


def use(gym: Gym, member_id: UUID) -> None:
    with open_work(gym.system) as w:
        crediting.pay_by_credit(w, member_id=member_id)


def test_another_gym_sees_nothing_of_it(purse, other_gym):
    purse.debt(20)
    purse.gift(50)
    with open_work(other_gym.system) as w:
        assert swallowed(w, member_id=purse.member_id) == ZERO
        assert gifts_left(w, member_id=purse.member_id) == ZERO
        assert swallowed(w, member_id=new_id()) == ZERO


def test_a_card_that_is_given_back_whole_after_a_debt_leaves_nothing_of_it(purse):
    """An order by a code, the debt swallows of it, the order ends: the card has all of it again."""
    shop = purse.shop
    purse.debt(20)
    shop.buy(codes=Codes(gift_code=gift_code(purse.gym, ils(50))))
    with time_machine.travel(NOON + timedelta(hours=25), tick=True):
        with open_work(purse.gym.system) as w:
            paying.expire(w)
        assert shop.balance(purse.member_id) == ils(20)
        assert purse.gift(50) == ils(30)
