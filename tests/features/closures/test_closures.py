"""Holidays: what the calendar proposes, what an owner decides, what that takes off."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.errors import Denied, Invalid, NotFound, Refusal
from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from fitkit.features.closures import actions, jobs, queries, rules
from fitkit.features.closures.rules import ClosedDay, ClosureDetails, ClosureState, Leaning
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries as timetable
from fitkit.features.scheduling.rules import SessionStatus
from fitkit.texts import closures as texts
from tests.conftest import Gym
from tests.factories import scheduling as make
from tests.factories.locations import make_location


def test_the_holidays_of_2027_are_those_of_the_calendar_with_their_eves():
    found = {(p.day, p.key): p.leaning for p in rules.proposals(2027)}
    closed = [d for (d, _), leaning in found.items() if leaning is Leaning.CLOSE]
    assert closed == [
        date(2027, 4, 22), date(2027, 4, 28), date(2027, 6, 11), date(2027, 10, 2),
        date(2027, 10, 3), date(2027, 10, 11), date(2027, 10, 16), date(2027, 10, 23),
    ]  # fmt: skip
    short = {k: d for (d, k), leaning in found.items() if leaning is Leaning.SHORTEN}
    assert short["yom_kippur_eve"] == date(2027, 10, 10)
    assert short["memorial_eve"] == date(2027, 5, 10)
    assert short["tisha_beav_eve"] == date(2027, 8, 11)
    assert [k for k in short if k.startswith("rosh")] == [
        "rosh_hashana_eve"
    ]  # of two days: one eve
    assert found[date(2027, 5, 12), "independence"] is Leaning.OPEN
    assert {p.closes_at for p in rules.proposals(2027)} == {None, time(13)}


@given(st.integers(2024, 2099))
def test_of_every_year_each_day_is_proposed_once_in_both_languages(year):
    found = rules.proposals(year)
    assert len({(p.key, p.day) for p in found}) == len(found)
    assert all(p.name.he and p.name.en and p.day.year == year for p in found)
    assert sum(p.leaning is Leaning.CLOSE for p in found) == 8
    assert [p.day for p in found] == sorted(p.day for p in found)


@pytest.mark.parametrize("year", [1947, 2101, -1, 10**9])
def test_a_year_nobody_knows_is_refused(year):
    with pytest.raises(Refusal) as refused:
        rules.proposals(year)
    assert refused.value.field == "year"


@given(st.times(), st.integers(10, 480), st.times() | st.none())
def test_a_short_day_stops_what_is_not_over_in_time(at, minutes, closes_at):
    here, day = uuid4(), date(2027, 4, 21)
    closed = ClosedDay(uuid4(), day, texts.EVES["pesach"], closes_at, None)
    stops = closed.stops(location_id=here, day=day, at=at, minutes=minutes)
    if closes_at is None:
        assert stops
    else:
        ends = at.hour * 60 + at.minute + minutes
        assert stops == (ends > closes_at.hour * 60 + closes_at.minute)
    assert not closed.stops(location_id=here, day=day + timedelta(days=1), at=at, minutes=minutes)
    elsewhere = replace(closed, location_id=uuid4())
    assert not elsewhere.stops(location_id=here, day=day, at=at, minutes=minutes)


def test_a_year_is_proposed_once_whatever_was_decided_since(w: Work):
    year = w.now.year + 1
    count = actions.propose(w, year=year)
    assert count == len(rules.proposals(year))
    found = queries.closures_of_year(w, year=year)
    actions.decline(w, closure_ids=[found[0].id])
    assert actions.propose(w, year=year) == 0
    assert {v.state for v in found} == {ClosureState.PROPOSED}
    assert queries.closed_between(w, first=found[0].day, last=found[-1].day) == ()


def test_what_waits_is_counted_by_year_and_what_has_passed_waits_no_more(w: Work):
    may = replace(w, now=datetime(2027, 5, 1, 12, tzinfo=UTC))
    for year in (2027, 2028):
        actions.propose(may, year=year)
    of_2027 = queries.closures_of_year(may, year=2027)
    assert queries.undecided(may) == {2027: len(of_2027), 2028: len(rules.proposals(2028))}
    scheduling.confirm_closures(may, closure_ids=[of_2027[0].id])
    actions.decline(may, closure_ids=[of_2027[1].id])
    assert queries.undecided(may)[2027] == len(of_2027) - 2
    later = replace(w, now=datetime(2027, 12, 31, 12, tzinfo=UTC))
    assert queries.undecided(later) == {2028: len(rules.proposals(2028))}


def test_the_next_year_comes_in_october(w: Work):
    september = replace(w, now=datetime(2027, 9, 30, 12, tzinfo=UTC))
    jobs.propose_coming_years(september)
    assert queries.closures_of_year(w, year=2028) == ()
    left = queries.closures_of_year(w, year=2027)
    assert min(v.day for v in left) >= date(2027, 9, 30)
    jobs.propose_coming_years(replace(w, now=datetime(2027, 10, 1, 12, tzinfo=UTC)))
    assert len(queries.closures_of_year(w, year=2028)) == len(rules.proposals(2028))


def test_confirming_takes_classes_off_and_undoing_brings_them_back(w: Work):
    place, day = make.make_place(w), make.tomorrow(w)
    early, late = (make.publish(w, place, at=time(h)).session_ids[0] for h in (9, 18))
    kept = make.publish(w, place, day + timedelta(days=1)).session_ids[0]
    short = actions.add_closure(w, details=ClosureDetails(day, "ערב חג", "Eve", time(13)))
    seen = timetable.effect_of_closures(w, closure_ids=[short])
    assert [s.facts.id for s in seen.steps] == [late]
    done = scheduling.confirm_closures(w, closure_ids=[short])
    off = timetable.session(w, session_id=late)
    assert (off.status, off.cancel_reason) == (SessionStatus.CANCELLED, "ערב חג · Eve")
    for one in (early, kept):
        assert timetable.session(w, session_id=one).status is SessionStatus.SCHEDULED
    assert queries.closed_between(w, first=day, last=day)[0].id == short
    scheduling.undo_batch(w, batch_id=done.batch_id)
    assert timetable.session(w, session_id=late).status is SessionStatus.SCHEDULED
    assert queries.closed_between(w, first=day, last=day) == ()


def test_declining_later_brings_nothing_back_by_surprise(w: Work):
    place, day = make.make_place(w), make.tomorrow(w)
    session_id = make.publish(w, place).session_ids[0]
    closed = actions.add_closure(w, details=ClosureDetails(day, "חג"))
    scheduling.confirm_closures(w, closure_ids=[closed])
    assert actions.decline(w, closure_ids=[closed]) == 1
    assert timetable.session(w, session_id=session_id).status is SessionStatus.CANCELLED
    assert actions.decline(w, closure_ids=[closed]) == 0


def test_a_closure_of_one_location_leaves_the_other_open(w: Work):
    place, day = make.make_place(w), make.tomorrow(w)
    other = make_location(w, "פלורנטין")
    here = make.publish(w, place).session_ids[0]
    there = make.publish(w, place, location_id=other, room_id=None, coach_id=None).session_ids[0]
    closed = actions.add_closure(w, details=ClosureDetails(day, "צביעה", location_id=other))
    done = scheduling.confirm_closures(w, closure_ids=[closed])
    assert done.session_ids == (there,)
    assert timetable.session(w, session_id=here).status is SessionStatus.SCHEDULED


def test_what_is_confirmed_is_not_changed_and_a_holiday_keeps_its_day(w: Work):
    year = w.now.year + 1
    actions.propose(w, year=year)
    one = queries.closures_of_year(w, year=year)[0]
    moved = ClosureDetails(one.day + timedelta(days=1), "אחר", closes_at=time(15))
    actions.change_closure(w, closure_id=one.id, details=moved)
    after = queries.closures_of_year(w, year=year)[0]
    assert (after.day, after.closes_at, after.name.he) == (one.day, time(15), "אחר")
    scheduling.confirm_closures(w, closure_ids=[one.id])
    with pytest.raises(Refusal) as refused:
        actions.change_closure(w, closure_id=one.id, details=moved)
    assert refused.value.text is texts.CONFIRMED_ALREADY


def test_absurd_days_off_are_refused(w: Work):
    for wrong, field in [
        (ClosureDetails(date(2020, 1, 1), "חג"), "day"),
        (ClosureDetails(date(2100, 1, 1), "חג"), "day"),
        (ClosureDetails(make.tomorrow(w), " "), "name_he"),
        (ClosureDetails(make.tomorrow(w), "א" * 81), "name_he"),
    ]:
        with pytest.raises(Invalid) as refused:
            actions.add_closure(w, details=wrong)
        assert field in refused.value.problems
    with pytest.raises(Refusal):
        actions.decline(w, closure_ids=[])


def test_coaches_do_not_decide_and_another_gym_has_none(gym: Gym, other_gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        day = make.tomorrow(w)
        one = actions.add_closure(w, details=ClosureDetails(day, "חג"))
    with open_work(gym.acting(Role.COACH)) as w:
        for deed in (
            lambda: actions.add_closure(w, details=ClosureDetails(day, "חג")),
            lambda: actions.decline(w, closure_ids=[one]),
            lambda: scheduling.confirm_closures(w, closure_ids=[one]),
            lambda: queries.closures_of_year(w, year=2027),
        ):
            with pytest.raises(Denied):
                deed()
    with open_work(other_gym.acting(Role.OWNER)) as w:
        for deed in (
            lambda: actions.decline(w, closure_ids=[one]),
            lambda: scheduling.confirm_closures(w, closure_ids=[one]),
            lambda: actions.change_closure(w, closure_id=one, details=ClosureDetails(day, "ש")),
        ):
            with pytest.raises(NotFound):
                deed()
        assert queries.closures_of_year(w, year=day.year) == ()
