"""The ladder: which step an offence leads to, and what is said of the next one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.errors import Invalid, Refusal
from fitkit.core.ids import new_id
from fitkit.features.penalties import rules
from fitkit.features.penalties.rules import Ladder, Offence, PenaltyState, Record, Step

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
LATE, MISSED = Offence.LATE_CANCEL, Offence.NO_SHOW
steps = st.lists(
    st.sampled_from([Step.WARNING, Step.ENTRY, Step.BLOCK]), min_size=1, max_size=10
).map(tuple)


@given(steps, st.integers(1, 50), st.booleans())
def test_the_last_step_repeats_and_an_entry_is_a_strike_without_a_pack(ladder, n, has_pack):
    verdict = rules.judge(n, Ladder(steps=ladder), has_pack=has_pack)
    meant = ladder[min(n, len(ladder)) - 1]
    assert verdict.number == n
    assert verdict.step is (Step.STRIKE if meant is Step.ENTRY and not has_pack else meant)
    assert (verdict.block_days > 0) is (meant is Step.BLOCK)


def test_by_default_a_warning_then_an_entry_then_three_days():
    said = [rules.judge(n, Ladder(), has_pack=True) for n in (1, 2, 3, 4)]
    assert [v.step for v in said] == [Step.WARNING, Step.ENTRY, Step.BLOCK, Step.BLOCK]
    assert [v.block_days for v in said] == [0, 0, 3, 3]
    assert rules.judge(2, Ladder(), has_pack=False).step is Step.STRIKE


def test_offences_are_counted_from_one():
    with pytest.raises(ValueError, match="from one"):
        rules.judge(0, Ladder(), has_pack=True)


def test_an_offence_of_exactly_thirty_days_ago_counts_no_more():
    edge = NOW - timedelta(days=30)
    assert rules.number_of([(edge, LATE)], Ladder(), at=NOW) == 1
    assert rules.number_of([(edge + timedelta(seconds=1), LATE)], Ladder(), at=NOW) == 2


@given(st.lists(st.integers(0, 60 * 24), max_size=8), st.integers(1, 60))
def test_a_longer_window_never_counts_fewer(hours, days):
    counted = [(NOW - timedelta(hours=h), MISSED) for h in hours]
    short, long = Ladder(window_days=days), Ladder(window_days=days + 1)
    assert rules.number_of(counted, short, at=NOW) <= rules.number_of(counted, long, at=NOW)


def test_what_is_not_counted_leads_to_nothing_and_counts_for_nothing():
    record = Record(Ladder(counts_no_shows=False), ((NOW - timedelta(days=1), MISSED),))
    assert rules.next_step(record, MISSED, at=NOW) is None
    said = rules.next_step(record, LATE, at=NOW)
    assert said is not None
    assert said.number == 1
    off = replace(record, ladder=Ladder(is_on=False))
    assert rules.next_step(off, LATE, at=NOW) is None


def test_before_the_tap_the_second_one_costs_an_entry():
    record = Record(Ladder(), ((NOW - timedelta(days=3), LATE),), has_entry=True)
    said = rules.next_step(record, LATE, at=NOW)
    assert said is not None
    assert (said.number, said.step) == (2, Step.ENTRY)


@given(steps, st.integers(1, 365), st.integers(1, 30), st.booleans())
def test_rules_come_back_as_they_were_kept(ladder, window, block, is_on):
    kept = Ladder(steps=ladder, window_days=window, block_days=block, is_on=is_on)
    assert Ladder.of(7, kept.facts()) == replace(kept, version=7)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("window_days", {"window_days": 0}),
        ("window_days", {"window_days": 366}),
        ("block_days", {"block_days": 31}),
        ("decide_hours_after", {"decide_hours_after": -1}),
        ("dispute_hours", {"dispute_hours": 0}),
        ("steps", {"steps": ()}),
        ("steps", {"steps": (Step.WARNING,) * 11}),
        ("steps", {"steps": (Step.STRIKE,)}),
        ("counts_no_shows", {"counts_late_cancels": False, "counts_no_shows": False}),
    ],
)
def test_numbers_that_make_no_sense_are_refused_at_their_field(field, wrong):
    with pytest.raises(Invalid) as caught:
        rules.checked(replace(Ladder(), **wrong))
    assert set(caught.value.problems) == {field}


def test_the_pack_that_paid_loses_the_entry_else_the_first_that_has_one():
    first, second = new_id(), new_id()
    assert rules.pack_to_take(second, [(first, 4), (second, 1)]) == second
    assert rules.pack_to_take(second, [(first, 4), (second, 0)]) == first
    assert rules.pack_to_take(None, [(first, 0)]) is None
    assert rules.pack_to_take(None, []) is None


def test_a_dispute_is_in_time_until_its_hour():
    assert rules.may_dispute(PenaltyState.STANDING, NOW, now=NOW - timedelta(seconds=1))
    assert not rules.may_dispute(PenaltyState.STANDING, NOW, now=NOW)
    for state in (PenaltyState.DISPUTED, PenaltyState.UPHELD, PenaltyState.EXCUSED):
        assert not rules.may_dispute(state, NOW, now=NOW - timedelta(hours=1))


@pytest.mark.parametrize("words", ["  ", "x" * 501, "a\u202eb"])
def test_words_of_a_dispute_are_refused_where_they_cannot_be(words):
    with pytest.raises(Refusal) as caught:
        rules.checked_words(words, field="words", needed=True)
    assert caught.value.field == "words"
