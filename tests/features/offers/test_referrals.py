"""Credit for bringing somebody: once, for a first plan that is paid, never to oneself."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine

from fitkit.core.errors import Refusal
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing.actions import Codes
from fitkit.features.ledger import actions as book
from fitkit.features.members.rules import MemberDetails
from fitkit.features.members.tables import Member
from fitkit.features.offers import actions as offers
from fitkit.features.offers.queries import OfferChoices
from fitkit.features.offers.rules.referrals import Person, Rewards, brought, checked
from fitkit.features.plans.rules import PlanKind, Terms
from tests.factories.orders import NOA, Shop, make_shop

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
FIFTY, THIRTY = Money.shekels(50), Money.shekels(30)
PACK = Terms(PlanKind.PACK, entries=10, valid_days=175)
DAN = MemberDetails("דן", "לוי", phone="052-5550111", email="dan@example.com")


@pytest.fixture
def shop(gym) -> Shop:
    with time_machine.travel(NOON, tick=False):
        shop = make_shop(gym)
        choose(shop, Rewards(FIFTY, THIRTY))
        yield shop


def choose(shop: Shop, rewards: Rewards) -> None:
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        offers.choose_offers(w, choices=OfferChoices(rewards=rewards))


def by_link(shop: Shop) -> Codes:
    """What somebody comes by who follows the member's link."""
    with open_work(shop.gym.acting(Role.MEMBER, member_id=shop.member_id)) as w:
        code = offers.own_code(w, member_id=shop.member_id)
        assert offers.own_code(w, member_id=shop.member_id) == code
    return Codes(brought_by=code)


def test_both_get_credit_when_the_first_plan_is_paid_and_not_before(shop):
    token = shop.visit(codes=by_link(shop))
    friend = shop.row(token).member_id
    assert shop.balance(shop.member_id) == ZERO
    shop.pay(token)
    assert (shop.balance(shop.member_id), shop.balance(friend)) == (-FIFTY, -THIRTY)
    with open_work(shop.gym.system) as w:
        assert book.prove(w)


def test_it_is_given_once_whatever_is_bought_then(shop):
    pack = shop.plan("כרטיסייה", PACK, Money.shekels(850))
    codes = by_link(shop)
    shop.pay(shop.visit(codes=codes))
    shop.pay(shop.visit(plan_id=pack, codes=codes))
    assert shop.balance(shop.member_id) == -FIFTY


def test_it_is_off_until_the_owner_sets_it(shop):
    choose(shop, Rewards())
    shop.pay(shop.visit(codes=by_link(shop)))
    assert shop.balance(shop.member_id) == ZERO


def test_a_forged_link_brings_nobody(shop):
    for code in ("", "x", "aaaaaaaa", "' or 1=1"):
        who = replace(NOA, email=f"{new_id().hex}@example.com", last_name=f"כ{code[:1] or 'א'}")
        token = shop.visit(details=who, codes=Codes(brought_by=code))
        assert shop.row(token).referrer_id is None


def test_nobody_brings_themself_under_another_name(shop):
    codes = by_link(shop)
    with open_work(shop.gym.system) as w:
        w.get(Member, shop.member_id).email = "dan@example.com"
    shop.pay(shop.visit(details=DAN, codes=codes))
    assert shop.balance(shop.member_id) == ZERO


def test_who_held_a_plan_before_is_no_new_member(shop):
    pack = shop.plan("כרטיסייה", PACK, Money.shekels(850))
    shop.pay(shop.visit())
    shop.pay(shop.visit(plan_id=pack, codes=by_link(shop)))
    assert shop.balance(shop.member_id) == ZERO


def test_oneself_and_the_family_are_nobody_else():
    one = Person(new_id(), "+972525550100", "a@example.com", None)
    other = Person(new_id(), "+972525550111", "b@example.com", None)
    assert brought(one, other)
    assert not brought(one, one)
    assert not brought(replace(other, phone=one.phone), one)
    assert not brought(replace(other, email=one.email), one)
    assert not brought(replace(other, guardian_id=one.id), one)
    assert not brought(one, replace(other, guardian_id=one.id))
    empty = replace(one, phone="", email="")
    assert brought(empty, replace(other, phone="", email=""))


@pytest.mark.parametrize("rewards", [Rewards(Money(-1)), Rewards(ZERO, Money.shekels(1001))])
def test_absurd_credit_is_refused(rewards):
    with pytest.raises(Refusal):
        checked(rewards)
