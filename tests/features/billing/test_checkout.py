"""What taking a plan costs, and what is said of it before."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.i18n import Lang, Text, day_in_record, money
from fitkit.core.money import ZERO, Money
from fitkit.features.billing.rules import cancellation
from fitkit.features.billing.rules.checkout import (
    Offer,
    committed_total,
    committed_until,
    first_payment,
    next_payment_on,
)
from fitkit.features.billing.rules.disclosure import disclosure, ending_terms, payment_terms
from fitkit.features.billing.rules.periods import begins, days_in
from fitkit.features.plans.rules import Every, PlanKind, Terms

MONTHLY = Offer(
    name=Text("חופשי", "Unlimited"),
    terms=Terms(PlanKind.UNLIMITED),
    price=Money.shekels(390),
    every=Every.MONTH,
    commitment_months=None,
    open_price=None,
    billing_day=None,
    starts_on=date(2026, 11, 10),
)
YEAR = replace(MONTHLY, commitment_months=12, open_price=Money.shekels(450))
PACK = replace(
    MONTHLY, every=None, terms=Terms(PlanKind.PACK, entries=10, valid_days=175), price=Money(85_000)
)
TERM = replace(MONTHLY, every=None, terms=Terms(PlanKind.WEEKLY, 3, valid_days=90))
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
PRICES = st.integers(1, 10_000_000).map(Money)


@given(DAYS, PRICES, st.none() | st.integers(1, 28))
def test_the_first_payment_is_never_more_than_a_period_and_leads_up_to_the_second(
    starts_on, price, billing_day
):
    offer = replace(MONTHLY, starts_on=starts_on, price=price, billing_day=billing_day)
    first, second = first_payment(offer), next_payment_on(offer)
    assert ZERO <= first.amount <= price
    assert first.last_on + timedelta(days=1) == second == begins(first.anchor_on, 1, Every.MONTH)
    assert first.anchor_on <= starts_on <= first.last_on
    assert first.is_share == (first.anchor_on < starts_on)
    if not first.is_share:
        assert first.amount == price


@given(DAYS, PRICES, st.integers(1, 28))
def test_days_before_and_after_the_first_day_sum_to_the_month(starts_on, price, billing_day):
    offer = replace(MONTHLY, starts_on=starts_on, price=price, billing_day=billing_day)
    first = first_payment(offer)
    before = days_in(first.anchor_on, starts_on - timedelta(days=1))
    assert before + first.days == first.of_days


def test_who_joins_on_the_tenth_pays_21_of_30_days_until_the_first():
    first = first_payment(replace(MONTHLY, billing_day=1))
    assert (first.amount, first.first_on, first.last_on, first.anchor_on) == (
        Money.shekels(273),
        date(2026, 11, 10),
        date(2026, 11, 30),
        date(2026, 11, 1),
    )
    assert (first.days, first.of_days) == (21, 30)


def test_who_joins_on_the_31st_is_charged_on_the_last_day_of_a_shorter_month():
    offer = replace(MONTHLY, starts_on=date(2027, 1, 31))
    assert next_payment_on(offer) == date(2027, 2, 28)


def test_a_year_from_leap_day_renews_on_the_last_of_february():
    offer = replace(MONTHLY, every=Every.YEAR, starts_on=date(2028, 2, 29), billing_day=1)
    assert next_payment_on(offer) == date(2029, 2, 28)
    assert first_payment(offer).amount == offer.price  # a billing day is of months only


def test_what_is_paid_once_has_one_payment():
    assert next_payment_on(PACK) is None
    first = first_payment(PACK)
    assert (first.amount, first.last_on, first.is_share) == (PACK.price, date(2027, 5, 3), False)


def test_a_commitment_ends_after_whole_months():
    assert committed_until(YEAR) == date(2027, 11, 9)
    assert committed_until(MONTHLY) is None


def test_with_a_common_billing_day_a_commitment_ends_and_sums_as_its_periods_do():
    offer = replace(YEAR, billing_day=1)
    first = first_payment(offer)
    assert committed_until(offer) == begins(first.anchor_on, 12, Every.MONTH) - timedelta(days=1)
    assert committed_total(offer) == first.amount + offer.price.times(11)
    words = " ".join(disclosure(offer, Lang.EN))
    assert day_in_record(committed_until(offer)) in words
    assert money(committed_total(offer), Lang.EN) in words


@pytest.mark.parametrize("offer", [MONTHLY, YEAR, PACK, TERM, replace(MONTHLY, billing_day=1)])
@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("is_remote", [True, False])
def test_every_disclosure_says_price_how_to_cancel_and_leaves_no_place_empty(
    offer, lang, is_remote
):
    lines = disclosure(replace(offer, is_remote=is_remote), lang)
    assert all(line and "{" not in line and "None" not in line for line in lines)
    how = "איך מבטלים" if lang is Lang.HE else "How to cancel"
    assert lines[-1].startswith(how)
    assert lines == (*payment_terms(offer, lang), *lines[len(payment_terms(offer, lang)) :])


def test_a_commitment_discloses_its_end_the_open_price_and_the_caps_of_the_fee():
    words = " ".join(disclosure(YEAR, Lang.HE))
    caps = [f"{int(share * 100)}%" for share in cancellation.FEE_CAPS]
    for told in ("9.11.2027", "₪450", "₪390", "₪4,680", "12 חודשים", *caps):
        assert told in words


def test_a_renewing_plan_discloses_when_and_how_much_is_charged_next():
    words = " ".join(disclosure(replace(MONTHLY, billing_day=1), Lang.EN))
    for told in ("₪273", "10.11.2026", "30.11.2026", "21 days", "30 days", "1.12.2026", "₪390"):
        assert told in words
    assert "3 business days" in words
    assert "14 days" in words


def test_the_fourteen_days_are_told_to_whom_the_law_gives_them():
    def is_told(offer: Offer) -> bool:
        return any("14 days" in line for line in ending_terms(offer, Lang.EN))

    at_desk = {one: replace(one, is_remote=False) for one in (MONTHLY, YEAR, PACK, TERM)}
    assert all(is_told(one) for one in at_desk)
    assert [is_told(one) for one in at_desk.values()] == [True, False, False, False]


def test_an_exempt_dealers_price_speaks_of_no_vat():
    for offer in (MONTHLY, PACK):
        assert any("VAT" in line for line in disclosure(offer, Lang.EN))
        assert not any("VAT" in line for line in disclosure(replace(offer, has_vat=False), Lang.EN))


def test_what_is_free_is_said_to_be():
    free = replace(PACK, price=ZERO)
    assert disclosure(free, Lang.HE)[0] == "ללא תשלום."
    assert ending_terms(free, Lang.HE) == ()
