"""When a deal's next period begins, what it costs, and whether there is one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.errors import Refusal
from fitkit.core.money import Money
from fitkit.features.billing.rules import periods, renewing
from fitkit.features.billing.rules.renewing import Age, Rhythm
from fitkit.features.plans.rules import Every

TODAY = date(2026, 11, 23)
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
rests = st.lists(st.tuples(days, st.integers(0, 60)), max_size=4)


@given(anchor=days, number=st.integers(0, 60), every=st.sampled_from(Every), rests=rests)
def test_periods_follow_each_other_without_a_gap_whatever_rests(anchor, number, every, rests):
    plan = Rhythm(anchor, every)
    first, last = renewing.span_of(plan, number, rests)
    following = renewing.first_of(plan, number + 1, rests)
    assert first <= last
    assert following == last + timedelta(days=1)


@given(anchor=days, number=st.integers(0, 60), every=st.sampled_from(Every), rests=rests)
def test_a_freeze_moves_what_comes_after_it_by_its_days_and_nothing_else(
    anchor, number, every, rests
):
    first = renewing.first_of(Rhythm(anchor, every), number, rests)
    counted = sum(n for since, n in rests if since <= first)
    assert first == periods.begins(anchor, number, every) + timedelta(days=counted)


def test_a_freeze_that_is_called_off_moves_nothing():
    called_off = renewing.days_rested(
        date(2026, 12, 1), date(2026, 12, 1), ended_on=date(2026, 11, 25)
    )
    woken = renewing.days_rested(date(2026, 12, 1), date(2026, 12, 4), ended_on=date(2026, 12, 5))
    assert (called_off, woken) == (0, 4)


def test_the_thirty_first_and_the_leap_day_come_back():
    monthly = Rhythm(date(2027, 1, 31), Every.MONTH)
    assert [renewing.first_of(monthly, n, ()).day for n in range(4)] == [31, 28, 31, 30]
    yearly = Rhythm(date(2024, 2, 29), Every.YEAR)
    assert [str(renewing.first_of(yearly, n, ())) for n in (1, 4)] == ["2025-02-28", "2028-02-29"]


def test_what_was_agreed_for_some_months_does_not_renew_itself():
    agreed = Rhythm(date(2026, 1, 1), Every.MONTH, commitment_months=12)
    assert [renewing.has_period(agreed, n) for n in (11, 12)] == [True, False]
    going_on = Rhythm(date(2026, 1, 1), Every.MONTH, commitment_months=12, goes_on=True)
    assert renewing.has_period(going_on, 12)
    yearly = Rhythm(date(2026, 1, 1), Every.YEAR, commitment_months=12)
    assert [renewing.has_period(yearly, n) for n in (0, 1)] == [True, False]


@pytest.mark.parametrize(("ends", "expected"), [(None, True), (1, True), (0, True), (-1, False)])
def test_a_subscription_reaches_a_period_when_it_lasts_to_its_eve(ends, expected):
    eve = TODAY - timedelta(days=1)
    ends_on = None if ends is None else eve + timedelta(days=ends)
    assert renewing.reaches(TODAY, ends_on) is expected


def test_a_new_price_counts_from_its_day():
    old, new = Money.shekels(300), Money.shekels(330)
    said = {"new": new, "since": TODAY}
    assert renewing.price_on(TODAY - timedelta(days=1), old, **said) == old
    assert renewing.price_on(TODAY, old, **said) == new


@pytest.mark.parametrize(
    ("price", "ahead", "field"),
    [(330, 29, "since"), (330, 400, "since"), (0, 30, "price"), (-1, 30, "price")],
)
def test_a_price_that_is_told_late_or_absurd_is_refused(price, ahead, field):
    with pytest.raises(Refusal) as refused:
        renewing.check_price_change(
            Money.shekels(price), since=TODAY + timedelta(days=ahead), today=TODAY
        )
    assert refused.value.field == field


def test_a_price_may_change_thirty_days_ahead():
    renewing.check_price_change(Money.shekels(330), since=TODAY + timedelta(days=30), today=TODAY)


@pytest.mark.parametrize(
    ("left", "said"),
    [(60, None), (45, 45), (30, 45), (29, None), (21, 21), (10, 21), (9, None), (-1, None)],
)
def test_the_end_of_a_commitment_is_told_twice(left, said):
    assert renewing.end_notice(TODAY + timedelta(days=left), TODAY) == said


@pytest.mark.parametrize(
    ("left", "said"), [(31, None), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_a_card_is_warned_of_a_month_and_a_week_before(left, said):
    assert renewing.card_notice(TODAY + timedelta(days=left), TODAY) == said


@pytest.mark.parametrize(
    ("old", "age"),
    [(0, Age.WEEK), (7, Age.WEEK), (8, Age.MONTH), (30, Age.MONTH), (31, Age.TWO), (61, Age.OLD)],
)
def test_debts_are_sorted_by_age(old, age):
    assert renewing.age_of(TODAY - timedelta(days=old), TODAY) is age


@pytest.mark.parametrize("ahead", [-1, 61])
def test_a_promise_is_for_today_or_the_weeks_after(ahead):
    with pytest.raises(Refusal):
        renewing.check_promise(TODAY + timedelta(days=ahead), today=TODAY)


@pytest.mark.parametrize(
    ("credit", "asked", "taken"),
    [
        (50, [390], [50]),
        (500, [390], [390]),
        (500, [390, 200], [390, 110]),
        (300, [390, 200], [300, 0]),
        (0, [390], [0]),
        (50, [], []),
    ],
)
def test_credit_goes_to_what_is_asked_first_and_never_beyond_it(credit, asked, taken):
    found = renewing.by_credit(Money.shekels(credit), [Money.shekels(n) for n in asked])
    assert list(found) == [Money.shekels(n) for n in taken]
