"""What a member has to their credit is used once, whoever asks at the same time, and comes back when it is not needed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from sqlmodel import select

from fitkit import wiring
from fitkit.core.errors import Denied
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from fitkit.features.billing import queries
from fitkit.features.billing.actions import crediting, periods
from fitkit.features.billing.queries import periods as due
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.billing.tables import Period
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Account, Cause
from fitkit.features.payments import flows as pages
from fitkit.integrations.sandbox.cards import Fate
from tests.conftest import Gym, make_gym
from tests.factories.members import make_member
from tests.factories.orders import make_shop
from tests.factories.payments import make_till
from tests.factories.renewals import Renewing, make_renewing, today

FIFTY, PRICE = Money.shekels(50), Money.shekels(390)
ORDER = "sales_order"


def to_credit(w: Work, member_id: UUID, amount: Money) -> None:
    """They paid for nothing in particular."""
    draft = postings.payment(member_id, amount, into=Account.CASH)
    ledger.post(w, draft=draft, cause=Cause("test", new_id()), at=w.now)


def sell(w: Work, member_id: UUID, order_id: UUID) -> None:
    draft = postings.sale(member_id, PRICE, rate=Fraction(0))
    ledger.post(w, draft=draft, cause=Cause(ORDER, order_id), at=w.now)


def use(w: Work, member_id: UUID, order_id: UUID, most: Money = PRICE) -> Money:
    return crediting.use_credit(
        w, member_id=member_id, cause_kind=ORDER, cause_id=order_id, most=most
    )


def test_whoever_owes_or_is_even_has_no_credit(w: Work):
    member_id = make_member(w)
    assert queries.credit(w, member_id=member_id) == ZERO
    sell(w, member_id, new_id())
    assert queries.credit(w, member_id=member_id) == ZERO
    assert use(w, member_id, new_id()) == ZERO


def test_credit_is_set_aside_for_one_thing_and_is_free_for_no_other(w: Work):
    member_id, first, second = make_member(w), new_id(), new_id()
    to_credit(w, member_id, FIFTY)
    assert use(w, member_id, first) == FIFTY
    assert use(w, member_id, second) == ZERO
    assert queries.credit(w, member_id=member_id) == ZERO
    assert use(w, member_id, first) == FIFTY  # told again


def test_no_more_than_the_price_is_used(w: Work):
    member_id = make_member(w)
    to_credit(w, member_id, FIFTY)
    assert use(w, member_id, new_id(), most=Money.shekels(20)) == Money.shekels(20)
    assert queries.credit(w, member_id=member_id) == Money.shekels(30)


def test_what_is_not_sold_gives_its_credit_free(w: Work):
    member_id, order_id = make_member(w), new_id()
    to_credit(w, member_id, FIFTY)
    use(w, member_id, order_id)
    crediting.let_credit_go(w, cause_kind=ORDER, cause_id=order_id)
    assert queries.credit(w, member_id=member_id) == FIFTY
    crediting.let_credit_go(w, cause_kind=ORDER, cause_id=order_id)


def test_what_is_sold_has_used_it(w: Work):
    member_id, order_id = make_member(w), new_id()
    to_credit(w, member_id, FIFTY)
    use(w, member_id, order_id)
    to_credit(w, member_id, PRICE - FIFTY)  # the rest of the price
    sell(w, member_id, order_id)
    assert crediting.spend_credit(w, cause_kind=ORDER, cause_id=order_id) == FIFTY
    crediting.let_credit_go(w, cause_kind=ORDER, cause_id=order_id)  # too late for that
    assert queries.credit(w, member_id=member_id) == ZERO
    to_credit(w, member_id, FIFTY)
    assert queries.credit(w, member_id=member_id) == FIFTY


def test_money_that_arrived_for_an_order_is_no_credit_before_the_plan_is_given(gym: Gym):
    shop = make_shop(gym)
    token = shop.buy()
    shop.open(token)
    shop.fill(token)
    charge_id = shop.charge(token).id
    pages.ask(wiring.ports(), gym.system, charge_id=charge_id)  # its reactions come later
    assert shop.balance(shop.member_id) == -PRICE
    assert credit_of(gym, shop.member_id) == ZERO
    shop.run_jobs()
    assert shop.balance(shop.member_id) == credit_of(gym, shop.member_id) == ZERO


def test_what_goes_back_is_no_credit_while_it_is_under_way(gym: Gym):
    till = make_till(gym.system)
    charge_id = till.paid()
    assert credit_of(gym, till.member_id) == PRICE
    till.refund(charge_id, FIFTY)
    assert credit_of(gym, till.member_id) == PRICE - FIFTY


def credit_of(gym: Gym, member_id: UUID) -> Money:
    with open_work(gym.acting(Role.OWNER)) as w:
        return queries.credit(w, member_id=member_id)


def test_many_at_once_use_it_once(real_database: str):
    gym = make_gym()
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        to_credit(w, member_id, FIFTY)

    def take(_: int) -> Money:
        with open_work(gym.system) as w:
            return use(w, member_id, new_id(), most=Money.shekels(20))

    with ThreadPoolExecutor(6) as pool:
        used = list(pool.map(take, range(12)))
    assert sum(used, ZERO) == FIFTY
    assert sorted(used)[-3:] == [Money.shekels(10), Money.shekels(20), Money.shekels(20)]


def test_a_member_sees_their_own_and_nobody_elses(gym: Gym, w: Work):
    mine, other = make_member(w), make_member(w)
    to_credit(w, mine, FIFTY)
    w.session.flush()
    me = Work(w.session, gym.acting(Role.MEMBER, member_id=mine), w.now)
    assert queries.credit(me, member_id=mine) == FIFTY
    with pytest.raises(Denied):
        queries.credit(me, member_id=other)


def test_a_renewal_uses_credit_first_and_the_card_pays_the_rest(real_database: str):
    deal = renewing()
    with open_work(deal.gym.system) as w:
        to_credit(w, deal.member_id, FIFTY)
    deal.hour()
    period = deal.period()
    assert (period.state, period.credit_agorot) == (PeriodState.PAID, FIFTY.agorot)
    assert deal.till.moved() == [PRICE - FIFTY]
    assert deal.balance() == ZERO
    assert deal.deal().paid_agorot == PRICE.agorot


def test_credit_for_all_of_it_needs_no_card(real_database: str):
    deal = renewing(fate=None)
    with open_work(deal.gym.system) as w:
        to_credit(w, deal.member_id, PRICE + FIFTY)
    deal.hour()
    assert deal.period().state is PeriodState.PAID
    assert deal.told() == []
    assert credit_of(deal.gym, deal.member_id) == FIFTY
    assert deal.balance() == -FIFTY


def test_credit_that_comes_to_a_debt_is_taken_off_the_next_try(real_database: str):
    deal = renewing(fate=Fate.SOFT_LATER)
    deal.hour()
    assert deal.period().state is PeriodState.DUNNING
    with open_work(deal.gym.system) as w:
        to_credit(w, deal.member_id, FIFTY)
    deal.till.card()
    deal.settle()
    deal.collect()
    period = deal.period()
    assert (period.state, period.credit_agorot) == (PeriodState.PAID, FIFTY.agorot)
    assert deal.till.moved() == [PRICE - FIFTY]
    assert deal.balance() == ZERO


def test_two_periods_that_open_at_once_use_credit_once(real_database: str):
    deal = renewing()
    from tests.features.billing.test_renewals_killed import add_deals

    add_deals(deal, 5)
    with open_work(deal.gym.system) as w:
        to_credit(w, deal.member_id, FIFTY)
        found = due.due_to_open(w, day=today())

    def open_one(deal_id: UUID) -> None:
        with open_work(deal.gym.system) as w:
            periods.open_next(w, deal_id=deal_id)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(open_one, found))
    with open_work(deal.gym.system) as w:
        used = [row.credit_agorot for row in w.session.scalars(select(Period))]
    assert (len(used), sum(used)) == (6, FIFTY.agorot)
    assert deal.balance() == PRICE.times(6) - FIFTY


def renewing(fate: Fate | None = Fate.APPROVED) -> Renewing:
    return make_renewing(make_gym(), anchor=today() - timedelta(days=40), fate=fate)
