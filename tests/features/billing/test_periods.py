"""Periods: month ends, leap days, shares that sum."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.money import Money
from fitkit.features.billing.rules.periods import (
    Every,
    begins,
    days_in,
    months_between,
    number_of,
    period,
    share,
)

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("anchor", "n", "first", "last"),
    [
        (date(2026, 1, 31), 0, date(2026, 1, 31), date(2026, 2, 27)),
        (date(2026, 1, 31), 1, date(2026, 2, 28), date(2026, 3, 30)),
        (date(2026, 1, 31), 2, date(2026, 3, 31), date(2026, 4, 29)),  # the 31st comes back
        (date(2028, 1, 30), 1, date(2028, 2, 29), date(2028, 3, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15), date(2027, 2, 14)),
        (date(2026, 3, 27), 0, date(2026, 3, 27), date(2026, 4, 26)),  # over the clock change
    ],
)
def test_a_month_from_its_anchor(anchor, n, first, last):
    assert period(anchor, n, Every.MONTH) == (first, last)


def test_a_year_from_a_leap_day_comes_back_to_it():
    anchor = date(2028, 2, 29)
    assert begins(anchor, 1, Every.YEAR) == date(2029, 2, 28)
    assert begins(anchor, 4, Every.YEAR) == date(2032, 2, 29)


@given(DAYS, st.integers(0, 120), st.sampled_from(Every))
def test_periods_follow_one_another_without_a_gap(anchor, n, every):
    assert period(anchor, n, every)[1] + timedelta(days=1) == period(anchor, n + 1, every)[0]


@given(DAYS, DAYS, st.sampled_from(Every))
def test_every_day_is_in_the_period_that_is_named(anchor, day, every):
    first, last = period(anchor, number_of(anchor, day, every), every)
    assert first <= day <= last


@given(DAYS, st.integers(0, 400), st.integers(0, 400), st.integers(0, 10_000_000))
def test_what_was_used_and_what_was_not_sum_to_the_price(first, length, used, agorot):
    last = first + timedelta(days=length)
    middle = first + timedelta(days=min(used, length))
    price = Money(agorot)
    kept = share(price, used=(first, middle), of=(first, last))
    rest = price - kept
    exact = Fraction(agorot) * days_in(first, middle) / days_in(first, last)
    assert abs(kept.agorot - exact) <= Fraction(1, 2)
    assert rest.agorot >= 0


def test_days_outside_a_span_do_not_count():
    span = (date(2026, 11, 1), date(2026, 11, 30))
    price = Money.shekels(300)
    assert share(price, used=(date(2026, 10, 1), date(2026, 11, 10)), of=span) == Money.shekels(100)
    assert share(price, used=(date(2026, 12, 1), date(2026, 12, 9)), of=span) == Money(0)


@pytest.mark.parametrize(
    ("first", "until", "months"),
    [
        (date(2026, 1, 1), date(2026, 4, 10), 3 + Fraction(9, 30)),
        (date(2026, 1, 31), date(2026, 2, 28), Fraction(1)),
        (date(2026, 1, 31), date(2026, 3, 1), 1 + Fraction(1, 31)),
        (date(2026, 5, 5), date(2026, 5, 5), Fraction(0)),
        (date(2026, 5, 5), date(2026, 5, 1), Fraction(0)),
    ],
)
def test_months_between_two_days(first, until, months):
    assert months_between(first, until) == months
