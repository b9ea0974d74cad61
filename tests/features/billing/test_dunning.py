"""After a failed renewal: four tries, three notices, one task, and nothing silent."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.clock import ISRAEL, day_of
from fitkit.features.billing.rules import dunning
from fitkit.features.billing.rules.dunning import DunningState, StepKind

FAILED = datetime(2026, 11, 20, 8, tzinfo=UTC)  # 10:00 in Israel


def test_a_soft_decline_is_tried_four_times_at_ten():
    found = dunning.steps(FAILED, ISRAEL, may_retry=True)
    tries = [s.at for s in found if s.kind is StepKind.RETRY]
    assert [day_of(at, ISRAEL).day for at in tries] == [21, 23, 26, 1]  # the last waits for the 1st
    assert {at.astimezone(ISRAEL).time() for at in tries} == {dunning.AT}
    told = [day_of(s.at, ISRAEL).day for s in found if s.kind is StepKind.TELL]
    assert told == [20, 23, 30]
    assert [day_of(s.at, ISRAEL).day for s in found if s.kind is StepKind.TASK] == [26]
    assert [day_of(s.at, ISRAEL).day for s in found if s.kind is StepKind.BLOCK] == [27]


def test_a_hard_decline_is_never_tried_again_and_asks_for_a_card_at_once():
    found = dunning.steps(FAILED, ISRAEL, may_retry=False)
    assert found[0].kind is StepKind.ASK_CARD
    assert found[0].at == FAILED
    assert not [s for s in found if s.kind is StepKind.RETRY]
    assert dunning.next_retry(FAILED, 1, ISRAEL, may_retry=False) is None
    assert dunning.state_after(1, may_retry=False) is DunningState.NEEDS_CARD


@pytest.mark.parametrize(
    ("failed", "days"),
    [
        (date(2026, 11, 8), [10, 11, 15, 18]),  # the 9th waits for the 10th, the 14th for the 15th
        (date(2026, 11, 27), [28, 1, 3, 7]),  # the 30th waits for the 1st
        (date(2026, 11, 12), [13, 15, 18, 22]),  # the 13th stays: the 15th is the next one's
    ],
)
def test_tries_wait_for_a_day_of_pay_that_is_near(failed, days):
    assert [d.day for d in dunning.retry_days(failed)] == days


def test_ten_stays_ten_over_the_clock_change():
    failed = datetime(2027, 3, 24, 8, tzinfo=UTC)  # the clocks go forward on the 26th
    found = dunning.steps(failed, ISRAEL, may_retry=True)
    assert {s.at.astimezone(ISRAEL).hour for s in found[1:]} == {10}


@given(st.integers(0, 87_000).map(lambda h: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=h)))
def test_tries_go_forward_and_each_is_at_most_two_days_late(failed):
    first = day_of(failed, ISRAEL)
    tries = dunning.retry_days(first)
    assert list(tries) == sorted(set(tries))
    for n, day in zip(dunning.RETRY_DAYS, tries, strict=True):
        assert timedelta(days=n) <= day - first <= timedelta(days=n + dunning.NEAR_DAYS)


def test_after_the_last_try_a_person_takes_over():
    assert [dunning.state_after(n, may_retry=True) for n in (1, 4, 5)] == [
        DunningState.RETRYING,
        DunningState.RETRYING,
        DunningState.EXHAUSTED,
    ]
    assert dunning.next_retry(FAILED, 5, ISRAEL, may_retry=True) is None
    assert dunning.next_retry(FAILED, 1, ISRAEL, may_retry=True) == datetime(
        2026, 11, 21, 8, tzinfo=UTC
    )
    assert dunning.blocks_from(FAILED, ISRAEL) == datetime(2026, 11, 27, 8, tzinfo=UTC)
