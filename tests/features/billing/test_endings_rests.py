"""Days of a freeze are not had, whenever it was asked for and wherever it lies: past, under way, ahead."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.features.billing.rules.endings import DealFacts, Said, Span, ending
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.plans.rules import Every, PlanKind

MARCH = date(2026, 3, 1)
DAY = timedelta(days=1)


def span(number: int, first: date, last: date, shekels: int) -> Span:
    price = Money.shekels(shekels)
    return Span(new_id(), number, first, last, price, price, PeriodState.PAID)


def facts(spans: tuple[Span, ...], *, months: int | None, rests=()) -> DealFacts:
    return DealFacts(
        every=Every.MONTH,
        price=spans[0].amount,
        anchor_on=spans[0].first_on,
        made_on=date(2025, 12, 1),
        commitment_months=months,
        open_price=spans[0].amount if months else None,
        is_remote=False,
        was_disclosed=True,
        plan_kind=PlanKind.UNLIMITED,
        ends_on=None,
        entries=0,
        entries_used=0,
        rests=tuple(rests),
        spans=spans,
    )


def monthly(rest: tuple[date, date] | None) -> DealFacts:
    """March for 310 shekels; a freeze makes it as many days longer as it has."""
    longer = (rest[1] - rest[0]).days + 1 if rest else 0
    paid = span(0, MARCH, date(2026, 3, 31) + longer * DAY, 310)
    return facts((paid,), months=None, rests=[rest] if rest else [])


def yearly(rest: tuple[date, date] | None) -> DealFacts:
    """A year for 365 shekels a month, all of it paid."""
    firsts = [date(2026, n, 1) for n in range(1, 13)] + [date(2027, 1, 1)]
    spans = tuple(span(n, firsts[n], firsts[n + 1] - DAY, 365) for n in range(12))
    return facts(spans, months=12, rests=[rest] if rest else [])


@pytest.mark.parametrize(
    ("rest", "had"),
    [
        (None, 13),  # until three business days after the notice
        ((date(2026, 3, 20), date(2026, 4, 18)), 13),  # ahead: it will not come
        ((date(2026, 3, 14), date(2026, 4, 12)), 13),  # from the day after the last one
        ((date(2026, 3, 13), date(2026, 4, 11)), 12),  # the last day rests
        ((date(2026, 3, 10), date(2026, 4, 8)), 9),  # under way
        ((date(2026, 3, 2), date(2026, 3, 8)), 6),  # over
    ],
)
def test_of_what_renews_each_day_that_was_had_costs_the_same(rest, had):
    done = ending(monthly(rest), Said(date(2026, 3, 10))).settlement
    assert done.last_day == date(2026, 3, 13)
    assert (done.refund, done.owed) == (Money.shekels(10 * (31 - had)), ZERO)


AHEAD = (date(2026, 3, 20), date(2026, 4, 18))


def test_a_freeze_that_made_no_period_longer_makes_no_day_dearer():
    """A deal that ends by itself is not lengthened; of two paid periods the later one is."""
    march = span(0, MARCH, date(2026, 3, 31), 310)
    done = ending(facts((march,), months=None, rests=[AHEAD]), Said(date(2026, 3, 10))).settlement
    assert done.refund == Money.shekels(180)
    april = span(1, date(2026, 4, 1), date(2026, 5, 30), 310)
    both = facts((march, april), months=None, rests=[AHEAD])
    assert ending(both, Said(date(2026, 3, 10))).settlement.refund == Money.shekels(490)


@pytest.mark.parametrize(
    ("rest", "had"),
    [
        (None, 151),
        ((date(2026, 4, 1), date(2026, 4, 30)), 121),  # over
        ((date(2026, 5, 1), date(2026, 5, 30)), 121),  # under way
        (
            (date(2026, 5, 5), date(2026, 6, 3)),
            124,
        ),  # planned: until the last day three days are left
        ((date(2026, 6, 1), date(2026, 6, 30)), 151),  # after the last day
    ],
)
def test_of_a_term_no_day_of_a_freeze_is_had_nor_makes_it_shorter(rest, had):
    done = ending(yearly(rest), Said(date(2026, 5, 1))).settlement
    assert (done.last_day, done.fee) == (date(2026, 5, 31), ZERO)
    assert done.refund == Money.shekels(12 * (365 - had))


@given(st.integers(0, 60), st.integers(7, 30), st.integers(0, 30))
def test_what_comes_back_depends_on_the_days_that_were_had_alone(begins, length, told):
    rest = MARCH + begins * DAY, MARCH + (begins + length - 1) * DAY
    inside = rest if begins < 31 else None  # one of the next period makes this one no longer
    on = MARCH + told * DAY
    done = ending(monthly(inside), Said(on)).settlement
    days = (MARCH + n * DAY for n in range((done.last_day - MARCH).days + 1))
    had = sum(not (inside and inside[0] <= day <= inside[1]) for day in days)
    assert done.used == Money.shekels(10 * min(had, 31))
    assert done.refund == Money.shekels(310) - done.used
