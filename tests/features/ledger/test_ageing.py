"""What is paid pays the oldest first; parts and ages always sum to the debt."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.money import ZERO, Money
from fitkit.features.ledger.rules import ageing
from fitkit.features.ledger.rules.ageing import Ageing

ZONE = ZoneInfo("Asia/Jerusalem")
TODAY = date(2026, 11, 27)
NOON = datetime(2026, 11, 27, 10, tzinfo=UTC)
CHARGES = st.lists(
    st.tuples(st.integers(0, 400), st.integers(1, 100_000).map(Money)), min_size=1, max_size=12
)


def of_days(*charged: tuple[int, int]) -> list[tuple[datetime, Money]]:
    """(days ago, shekels), oldest first."""
    return [(NOON - timedelta(days=days), Money.shekels(amount)) for days, amount in charged]


@given(CHARGES, st.integers(1, 1_200_000))
def test_parts_and_ages_sum_to_what_is_owed_and_are_the_newest(charges, owed):
    kept = [(NOON - timedelta(days=d), amount) for d, amount in sorted(charges, reverse=True)]
    most = sum((amount for _, amount in kept), ZERO)
    debt = min(Money(owed), most)
    parts = ageing.unpaid(kept, debt)
    assert sum((amount for _, amount in parts), ZERO) == debt
    assert list(parts[1:]) == kept[len(kept) - len(parts) + 1 :]
    assert ageing.age(parts, ageing.bounds(TODAY, ZONE)).total == debt


def test_a_payment_pays_the_oldest_charge_first():
    charges = of_days((100, 300), (40, 300), (1, 300))
    parts = ageing.unpaid(charges, Money.shekels(450))
    assert parts == ((charges[1][0], Money.shekels(150)), charges[2])
    assert ageing.age(parts, ageing.bounds(TODAY, ZONE)) == Ageing(
        to_30=Money.shekels(300), to_60=Money.shekels(150)
    )


@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        *((0, "to_30"), (30, "to_30"), (31, "to_60"), (60, "to_60")),
        *((61, "to_90"), (90, "to_90"), (91, "older"), (4000, "older")),
    ],
)
def test_each_day_belongs_to_its_bucket(days, bucket):
    aged = ageing.age(of_days((days, 10)), ageing.bounds(TODAY, ZONE))
    assert aged == Ageing(**{bucket: Money.shekels(10)})


def test_the_day_is_the_gyms():
    late = datetime(2026, 10, 27, 22, 30, tzinfo=UTC)  # past midnight in Tel Aviv: 30 days ago
    aged = ageing.age([(late, Money(1))], ageing.bounds(TODAY, ZONE))
    assert aged == Ageing(to_30=Money(1))


@pytest.mark.parametrize("owed", [ZERO, Money(-1), Money.shekels(11)])
def test_a_debt_that_no_charge_made_is_a_bug(owed):
    with pytest.raises(ValueError, match="debt"):
        ageing.unpaid(of_days((1, 10)), owed)


@given(
    amounts=st.lists(
        st.tuples(st.integers(0, 200), st.integers(1, 50_000)), min_size=1, max_size=9
    ),
    share=st.integers(1, 100),
)
def test_the_quick_way_of_a_list_says_the_same(amounts, share):
    now = datetime(2026, 11, 28, 9, tzinfo=UTC)
    charges = sorted((now - timedelta(days=days), agorot) for days, agorot in amounts)
    owed = max(1, sum(agorot for _, agorot in charges) * share // 100)
    marks = ageing.bounds(now.date(), ZONE)
    parts = ageing.unpaid([(at, Money(agorot)) for at, agorot in charges], Money(owed))
    since, sums = ageing.aged(charges, owed, marks)
    assert since == parts[0][0]
    assert Ageing(*map(Money, sums)) == ageing.age(parts, marks)
