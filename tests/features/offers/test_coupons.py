"""Coupons on orders: taken once, never beyond their limits, let go when nothing is paid, kept by the deal."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from fitkit import wiring
from fitkit.core.actor import VISITOR
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import flows
from fitkit.features.billing import queries as sales
from fitkit.features.billing.actions import _giving, paying, periods
from fitkit.features.billing.rules.orders import OrderStanding
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.members.rules import MemberDetails
from fitkit.features.offers import actions as offers
from fitkit.features.offers import queries
from fitkit.features.payments.jobs import look_in_gym
from fitkit.features.plans.rules import Every, PlanKind, Terms
from fitkit.texts import coupons as texts
from tests.factories.orders import NOA, PRICE, Shop, make_shop

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
HALF = Money.shekels(195)
PACK = Terms(PlanKind.PACK, entries=10, valid_days=175)
DAN = MemberDetails("דן", "לוי", phone="052-5550111", email="dan@example.com")


@pytest.fixture
def time():
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def shop(time, gym) -> Shop:
    return make_shop(gym)


def uses(shop: Shop) -> int:
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        (only,) = queries.all_coupons(w)
        return only.uses


def periods_paid(shop: Shop, time, count: int) -> list[Money]:
    """What the periods of the only deal cost, the first included."""
    for _ in range(count):
        (deal,) = shop.deals()
        time.move_to(
            datetime(deal.next_on.year, deal.next_on.month, deal.next_on.day, 10, tzinfo=UTC)
        )
        with open_work(shop.gym.system) as w:
            periods.open_next(w, deal_id=deal.id)
    return [Money(p.amount_agorot) for p in shop.periods()]


# what it does


def test_the_first_payment_is_less_and_its_line_says_why(shop):
    shop.coupon()
    token = shop.visit(coupon="welcome ")
    view = shop.see(token)
    assert view.amount == HALF
    assert [amount for _, amount in view.lines] == [PRICE, -HALF]
    assert "WELCOME" in view.lines[1][0]
    assert shop.pay(token).standing is OrderStanding.PAID
    assert uses(shop) == 1
    with open_work(shop.gym.system) as w:
        assert ledger.balance_of_account(w, account=Account.CLEARING_DEMO) == HALF
    assert shop.balance(shop.row(token).member_id) == ZERO


def test_what_was_agreed_to_names_the_discount_and_the_price_after_it(shop):
    shop.coupon(percent=50, periods=3)
    said = shop.row(shop.visit(coupon="WELCOME")).disclosed
    assert "₪195" in said
    assert "₪390" in said
    assert "3 תשלומים" in said


@pytest.mark.parametrize(("lasts", "lowered"), [(1, 1), (2, 2), (None, 4)])
def test_renewals_are_lowered_for_as_many_payments_as_was_agreed(shop, time, lasts, lowered):
    shop.coupon(periods=lasts)
    shop.pay(shop.visit(coupon="WELCOME"))
    assert periods_paid(shop, time, 3) == [HALF] * lowered + [PRICE] * (4 - lowered)


def test_an_amount_off_is_taken_of_each_payment_and_the_book_agrees(shop, time):
    shop.coupon(amount=Money.shekels(40), periods=2)
    token = shop.visit(coupon="WELCOME")
    shop.pay(token)
    lower = PRICE - Money.shekels(40)
    assert periods_paid(shop, time, 2) == [lower, lower, PRICE]
    lines = shop.periods()[1].lines
    assert [agorot for _, agorot, _ in lines] == [PRICE.agorot, -4000]
    assert shop.balance(shop.row(token).member_id) == lower + PRICE


def test_the_next_charge_that_is_shown_is_the_one_that_is_charged(shop):
    shop.coupon(periods=2)
    token = shop.visit(coupon="WELCOME")
    assert shop.pay(token).next_amount == HALF
    member_id = shop.row(token).member_id
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        (only,) = sales.next_charges(w, member_id=member_id)
        assert (only.price, only.next_amount) == (PRICE, HALF)


def test_a_share_of_a_common_billing_day_is_lowered_too(shop):
    shop.coupon()
    plan_id = shop.plan("מהראשון", Terms(PlanKind.UNLIMITED), every=Every.MONTH, billing_day=1)
    token = shop.visit(plan_id=plan_id, coupon="WELCOME")
    assert shop.see(token).amount == Money.shekels(52)  # half of 8 of November's 30 days


def test_a_first_payment_of_nothing_still_keeps_a_card_for_the_second(shop):
    shop.coupon(percent=100)
    token = shop.visit(coupon="WELCOME")
    assert shop.see(token).standing is OrderStanding.OPEN
    assert shop.pay(token).standing is OrderStanding.PAID
    assert shop.charge(token).keeps_card
    assert shop.balance(shop.row(token).member_id) == ZERO


def test_a_pack_for_nothing_is_given_at_once(shop):
    shop.coupon(percent=100)
    pack = shop.plan("כרטיסייה", PACK, Money.shekels(850))
    token = shop.visit(plan_id=pack, coupon="WELCOME")
    assert shop.see(token).standing is OrderStanding.PAID
    assert uses(shop) == 1


def test_at_the_desk_and_by_a_link_it_counts_alike(shop):
    shop.coupon(most_each=2)
    pack = shop.plan("כרטיסייה", PACK, Money.shekels(850))
    token = shop.at_desk(plan_id=pack, coupon="WELCOME")
    assert shop.see(token).amount == Money.shekels(425)
    assert shop.see(token).standing is OrderStanding.PAID


def test_a_stopped_coupon_stays_with_who_has_it(shop, time):
    coupon_id = shop.coupon(periods=None)
    token = shop.visit(coupon="WELCOME")
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        offers.stop_coupon(w, coupon_id=coupon_id)
        offers.stop_coupon(w, coupon_id=coupon_id)
    assert shop.pay(token).standing is OrderStanding.PAID
    assert periods_paid(shop, time, 1) == [HALF, HALF]
    with pytest.raises(Refusal) as refused:
        shop.visit(details=DAN, coupon="WELCOME")
    assert refused.value.text is texts.IS_OVER


# limits


def test_the_last_use_is_taken_once_and_free_again_when_nothing_is_paid(shop, time):
    shop.coupon(most_uses=1)
    shop.visit(coupon="WELCOME")
    with pytest.raises(Refusal) as refused:
        shop.visit(details=DAN, coupon="WELCOME")
    assert refused.value.text is texts.ALL_USED
    time.shift(timedelta(hours=25))
    with open_work(shop.gym.system) as w:
        assert paying.expire(w) == 1
    assert shop.pay(shop.visit(details=DAN, coupon="WELCOME")).standing is OrderStanding.PAID
    assert uses(shop) == 1


def test_who_pays_too_late_for_a_coupon_that_others_used_up_gets_the_money_back(shop, time):
    shop.coupon(most_uses=1)
    late = shop.visit(coupon="WELCOME")
    shop.open(late)
    with open_work(shop.gym.system) as w:
        row = w.hold(type(shop.row(late)), shop.row(late).id)
        _giving.expire(w, row)  # as its time would have it
    shop.pay(shop.visit(details=DAN, coupon="WELCOME"))
    shop.fill(late)
    assert shop.look(late).standing is OrderStanding.GIVEN_BACK
    assert uses(shop) == 1


def test_a_member_uses_it_as_often_as_it_says(shop):
    shop.coupon()
    pack = shop.plan("כרטיסייה", PACK, Money.shekels(850))
    shop.pay(shop.buy(coupon="WELCOME"))
    with pytest.raises(Refusal) as refused:
        shop.buy(plan_id=pack, coupon="WELCOME")
    assert refused.value.text is texts.USED_BY_YOU


def test_only_new_members_are_those_who_held_no_plan(shop):
    shop.coupon(only_new=True, most_each=None)
    pack = shop.plan("כרטיסייה", PACK, Money.shekels(850))
    shop.pay(shop.buy(coupon="WELCOME"))
    with pytest.raises(Refusal) as refused:
        shop.buy(plan_id=pack, coupon="WELCOME")
    assert refused.value.text is texts.ONLY_NEW


def test_a_visitor_who_is_somebody_hears_nothing_of_them(shop):
    shop.coupon(only_new=True)
    pack = shop.plan("כרטיסייה", PACK, Money.shekels(850))
    shop.pay(shop.visit())
    with pytest.raises(Refusal) as refused:
        shop.visit(plan_id=pack, coupon="WELCOME")
    assert refused.value.text is texts.NOT_FOR_YOU
    assert NOA.first_name not in refused.value.to(Lang.HE)


def test_another_plan_and_another_code_are_refused_and_nothing_is_ordered(shop):
    pack = shop.plan("כרטיסייה", PACK, Money.shekels(850))
    shop.coupon(plan_ids=(pack,))
    for code, why in (("WELCOME", texts.OTHER_PLANS), ("NOTHING", texts.NO_SUCH_CODE)):
        with pytest.raises(Refusal) as refused:
            shop.visit(coupon=code)
        assert (refused.value.text, refused.value.field) == (why, "coupon")
    assert uses(shop) == 0


def test_a_visitor_sees_what_a_code_gives_and_guesses_only_so_many(shop):
    shop.coupon()
    ask = {"slug": shop.slug, "plan_id": shop.plan_id}
    found = flows.see_coupon(wiring.ports(), VISITOR, **ask, code="welcome")
    assert found.discount.percent == 50
    refused = []
    for n in range(25):
        with pytest.raises(Refusal) as why:
            flows.see_coupon(wiring.ports(), VISITOR, **ask, code=f"GUESS{n}")
        refused.append(why.value.text)
    assert refused[0] is texts.NO_SUCH_CODE
    assert refused[-1] is not texts.NO_SUCH_CODE


# whose it is


def test_only_who_may_edit_plans_makes_and_stops_one(shop):
    coupon_id = shop.coupon()
    coach = shop.gym.acting(Role.COACH)
    with open_work(coach) as w, pytest.raises(Denied):
        offers.stop_coupon(w, coupon_id=coupon_id)
    with open_work(coach) as w, pytest.raises(Denied):
        queries.uses_of(w, coupon_id=coupon_id)


def test_a_code_is_made_once_and_its_users_are_seen(shop):
    coupon_id = shop.coupon()
    with pytest.raises(Refusal) as refused:
        shop.coupon(" Welcome")
    assert refused.value.text is texts.CODE_TAKEN
    shop.pay(shop.visit(coupon="WELCOME"))
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        (use,) = queries.uses_of(w, coupon_id=coupon_id)
        assert (use.member, use.off) == ("נועה כהן", HALF)


def test_another_gyms_coupon_is_none(shop, other_gym):
    coupon_id = shop.coupon()
    with open_work(other_gym.acting(Role.OWNER)) as w:
        assert queries.all_coupons(w) == ()
        with pytest.raises(NotFound):
            offers.stop_coupon(w, coupon_id=coupon_id)


def test_what_is_paid_after_others_used_the_coupon_up_goes_back_and_gives_nothing(shop, time):
    shop.coupon(most_uses=1)
    late = shop.buy(coupon="WELCOME")
    shop.open(late)
    time.shift(timedelta(hours=25))
    look_in_gym(wiring.ports(), shop.gym.system)  # the page is given up
    shop.run_jobs()
    with open_work(shop.gym.system) as w:
        assert paying.expire(w) == 1
    assert shop.pay(shop.visit(details=DAN, coupon="WELCOME")).standing is OrderStanding.PAID
    shop.fill(late)
    time.shift(timedelta(minutes=1))
    assert shop.look(late).standing is OrderStanding.GIVEN_BACK
    shop.run_jobs()
    assert shop.held(shop.member_id) == ()
    assert shop.balance(shop.member_id) == ZERO
    assert uses(shop) == 1


def test_a_coupon_comes_back_where_the_money_does(shop):
    shop.coupon()
    first, second = shop.buy(), shop.buy(coupon="WELCOME")
    shop.pay(first)
    assert shop.pay(second).standing is OrderStanding.GIVEN_BACK
    assert uses(shop) == 0
