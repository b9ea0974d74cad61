"""What a coupon takes off, for whom it counts, and what may be written of one."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.errors import Invalid, Refusal
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.features.offers.rules.coupons import (
    Asker,
    CouponDetails,
    Discount,
    check_usable,
    checked,
    folded,
)
from fitkit.texts import coupons as texts

TODAY = date(2026, 11, 23)
HALF = Discount(percent=50)
PLAN = new_id()
prices = st.integers(0, 10_000_000).map(Money)
discounts = st.one_of(
    st.builds(Discount, percent=st.integers(1, 100), periods=st.none() | st.integers(1, 36)),
    st.builds(
        Discount,
        amount=st.integers(1, 10_000_000).map(Money),
        periods=st.none() | st.integers(1, 36),
    ),
)


@given(discounts, prices, st.integers(0, 40))
def test_no_more_is_taken_off_than_there_is_to_pay_and_nothing_after_its_time(one, price, number):
    off = one.off(price, number)
    assert ZERO <= off <= price
    if not one.counts(number):
        assert off == ZERO


@given(discounts, prices, st.integers(0, 40))
def test_what_counts_once_counts_for_every_payment_before(one, price, number):
    if one.counts(number):
        assert all(one.off(price, n) == one.off(price, number) for n in range(number))


def test_examples_a_person_would_give():
    assert HALF.off(Money.shekels(390), 0) == Money.shekels(195)
    assert HALF.off(Money.shekels(390), 1) == ZERO
    assert Discount(amount=Money.shekels(500)).off(Money.shekels(390), 0) == Money.shekels(390)
    assert Discount(percent=10, periods=3).off(Money.shekels(100), 2) == Money.shekels(10)
    assert Discount(percent=10, periods=None).off(Money.shekels(100), 99) == Money.shekels(10)
    assert Discount(percent=33).off(Money(101), 0) == Money(33)


def asker(**more: object) -> Asker:
    facts = {"plan_id": PLAN, "is_new": True, "uses": 0, "own_uses": 0, "today": TODAY}
    return Asker(**facts | more)


def why(details: CouponDetails, *, is_stopped: bool = False, **more: object) -> object:
    try:
        check_usable(details, asker(**more), is_stopped=is_stopped)
    except Refusal as refusal:
        return refusal.text
    return None


@pytest.mark.parametrize(
    ("limits", "facts", "refused"),
    [
        ({}, {}, None),
        ({}, {"is_stopped": True}, texts.IS_OVER),
        ({"valid_to": TODAY}, {}, None),
        ({"valid_to": TODAY - timedelta(days=1)}, {}, texts.IS_OVER),
        ({"valid_from": TODAY}, {}, None),
        ({"valid_from": TODAY + timedelta(days=1)}, {}, texts.NOT_YET),
        ({"plan_ids": (PLAN,)}, {}, None),
        ({"plan_ids": (UUID(int=1),)}, {}, texts.OTHER_PLANS),
        ({"only_new": True}, {}, None),
        ({"only_new": True}, {"is_new": False}, texts.ONLY_NEW),
        ({"most_each": 2}, {"own_uses": 1}, None),
        ({"most_each": 2}, {"own_uses": 2}, texts.USED_BY_YOU),
        ({"most_each": None}, {"own_uses": 99}, None),
        ({"most_uses": 5}, {"uses": 4}, None),
        ({"most_uses": 5}, {"uses": 5}, texts.ALL_USED),
    ],
)
def test_a_coupon_counts_within_its_limits_alone(limits, facts, refused):
    assert why(CouponDetails("X10", HALF, **limits), **facts) is refused


def test_a_code_is_the_same_however_it_is_typed():
    assert folded(" wel come ") == folded("WELCOME") == "WELCOME"
    assert checked(CouponDetails(" קיץ26 ", HALF), today=TODAY).code == "קיץ26"


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (CouponDetails("", HALF), "code"),
        (CouponDetails("AB", HALF), "code"),
        (CouponDetails("A" * 25, HALF), "code"),
        (CouponDetails("<b>x</b>", HALF), "code"),
        (CouponDetails("X10", Discount(percent=0)), "percent"),
        (CouponDetails("X10", Discount(percent=101)), "percent"),
        (CouponDetails("X10", Discount()), "amount"),
        (CouponDetails("X10", Discount(amount=ZERO)), "amount"),
        (CouponDetails("X10", Discount(amount=Money.shekels(1_000_000))), "amount"),
        (CouponDetails("X10", Discount(percent=10, periods=0)), "periods"),
        (CouponDetails("X10", HALF, most_uses=0), "most_uses"),
        (CouponDetails("X10", HALF, most_each=0), "most_each"),
        (CouponDetails("X10", HALF, valid_to=TODAY - timedelta(days=1)), "valid_to"),
    ],
)
def test_what_makes_no_coupon_is_refused_at_its_field(details, field):
    with pytest.raises(Invalid) as refused:
        checked(details, today=TODAY)
    assert set(refused.value.problems) == {field}
