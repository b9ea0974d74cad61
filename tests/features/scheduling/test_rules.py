from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.features.scheduling import rules
from fitkit.features.scheduling.rules import ClashOf, Span, Taken
from fitkit.texts import schedule as texts

ISRAEL = ZoneInfo("Asia/Jerusalem")
HOUR = timedelta(hours=1)
days = st.dates(date(2025, 1, 1), date(2030, 12, 31))
at_times = st.times().map(lambda t: t.replace(second=0, microsecond=0))


def local(span: Span) -> datetime:
    return span.starts_at.astimezone(ISRAEL)


@given(days, at_times.filter(lambda t: t.hour >= 3), st.integers(1, 52))
def test_a_series_keeps_its_wall_time_its_weekday_and_its_length(day, at, times):
    spans = rules.weekly(day, at, length=HOUR, times=times, zone=ISRAEL)
    assert [local(s).date() for s in spans] == [day + timedelta(days=7 * n) for n in range(times)]
    assert {local(s).time() for s in spans} == {at}
    assert {s.ends_at - s.starts_at for s in spans} == {HOUR}


def test_an_evening_class_stays_at_half_past_six_when_the_clocks_go_back():
    before, after = rules.weekly(
        date(2026, 10, 20), time(18, 30), length=HOUR, times=2, zone=ISRAEL
    )
    assert (local(before).hour, local(after).hour) == (18, 18)
    assert after.starts_at - before.starts_at == timedelta(days=7, hours=1)


def test_a_class_at_half_past_two_on_the_friday_without_it_is_an_hour_later_on_the_wall_and_only_once():
    spans = rules.weekly(date(2027, 3, 19), time(2, 30), length=HOUR, times=3, zone=ISRAEL)
    assert [local(s).strftime("%d.%m %H:%M") for s in spans] == [
        "19.03 02:30",
        "26.03 03:30",
        "02.04 02:30",
    ]
    assert {s.ends_at - s.starts_at for s in spans} == {HOUR}


def test_a_class_at_half_past_one_on_the_sunday_that_has_it_twice_is_the_first_of_the_two():
    _, twice, after = rules.weekly(
        date(2026, 10, 18), time(1, 30), length=HOUR, times=3, zone=ISRAEL
    )
    assert twice.starts_at == datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
    assert local(after).time() == time(1, 30)


def test_the_length_is_the_type_s_unless_an_end_is_said():
    assert rules.length_of(time(18, 30), None, minutes=55) == timedelta(minutes=55)
    assert rules.length_of(time(18, 30), time(19, 15), minutes=55) == timedelta(minutes=45)


@pytest.mark.parametrize(
    ("at", "until", "minutes"),
    [
        (time(23, 30), time(0, 30), 60),
        (time(18, 30), time(0, 0), 330),
        (time(16, 0), time(0, 0), 480),
        (time(23, 55), time(0, 5), 10),
    ],
)
def test_an_end_in_the_night_is_the_next_day_s(at, until, minutes):
    assert rules.length_of(at, until, minutes=55) == timedelta(minutes=minutes)


@pytest.mark.parametrize("until", [time(18, 30), time(18, 0), time(2, 31)])
def test_an_end_that_is_not_after_the_start_is_refused_where_it_was_typed(until):
    with pytest.raises(Refusal) as refused:
        rules.length_of(time(18, 30), until, minutes=60)
    assert (refused.value.text, refused.value.field) == (texts.END_BEFORE_START, "until")


@pytest.mark.parametrize(
    ("until", "is_good"),
    [(time(8, 9), False), (time(8, 10), True), (time(16, 0), True), (time(16, 1), False)],
)
def test_a_class_lasts_from_ten_minutes_to_eight_hours(until, is_good):
    if is_good:
        rules.length_of(time(8), until, minutes=60)
        return
    with pytest.raises(Refusal) as refused:
        rules.length_of(time(8), until, minutes=60)
    assert refused.value.field == "until"


def test_a_start_must_be_ahead_and_within_a_year():
    now = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # 18:30 in Tel Aviv
    today = date(2026, 11, 23)
    rules.check_when(today, time(18, 31), now=now, zone=ISRAEL)
    rules.check_when(today + rules.AHEAD_MOST, time(6), now=now, zone=ISRAEL)
    for day, at, text, field in [
        (today, time(18, 30), texts.HOUR_PASSED, "at"),
        (today - timedelta(days=1), time(20), texts.DAY_PASSED, "day"),
        (today + rules.AHEAD_MOST + timedelta(days=1), time(6), texts.TOO_FAR_AHEAD, "day"),
        (date.max, time(6), texts.TOO_FAR_AHEAD, "day"),
        (date.min, time(6), texts.DAY_PASSED, "day"),
    ]:
        with pytest.raises(Refusal) as refused:
            rules.check_when(day, at, now=now, zone=ISRAEL)
        assert (refused.value.text, refused.value.field) == (text, field)


@pytest.mark.parametrize("times", [0, -1, 53, 10**9, True, "3"])
def test_none_or_more_than_a_year_of_classes_are_refused(times):
    with pytest.raises(Refusal) as refused:
        rules.check_times(times)
    assert refused.value.field == "times"


@pytest.mark.parametrize("capacity", [0, -4, 501, 2.5])
def test_a_class_for_nobody_or_for_a_stadium_is_refused(capacity):
    with pytest.raises(Refusal) as refused:
        rules.checked_capacity(capacity)
    assert refused.value.field == "capacity"


def test_the_limits_themselves_are_allowed():
    assert [rules.check_times(n) for n in (1, 52)] == [1, 52]
    assert [rules.checked_capacity(n) for n in (1, 500)] == [1, 500]
    assert rules.checked_note("א" * 500) == "א" * 500


@pytest.mark.parametrize("note", ["א" * 501, "mat\x00", "mat\u202e"])
def test_a_note_that_is_too_long_or_cannot_be_shown_is_refused(note):
    with pytest.raises(Refusal) as refused:
        rules.checked_note(note)
    assert refused.value.field == "note"


COACH, ROOM = uuid4(), uuid4()
NINE = datetime(2026, 11, 24, 7, tzinfo=UTC)


def taken(
    start: datetime, *, coach: UUID | None = None, room: UUID | None = None, name: str = "WOD"
) -> Taken:
    return Taken(uuid4(), Text(name, name), Span(start, start + HOUR), coach, room)


def test_a_class_that_ends_as_another_starts_does_not_clash():
    standing = [taken(NINE - HOUR, coach=COACH), taken(NINE + HOUR, room=ROOM)]
    assert (
        rules.first_clash([Span(NINE, NINE + HOUR)], standing, coach_id=COACH, room_id=ROOM) is None
    )


def test_a_minute_in_common_is_a_clash_and_the_other_class_is_named():
    late = NINE + timedelta(minutes=59)
    other = taken(late, room=ROOM, name="הרמות")
    clash = rules.first_clash([Span(NINE, NINE + HOUR)], [other], coach_id=COACH, room_id=ROOM)
    assert clash == rules.Clash(ClashOf.ROOM, other)


def test_nobody_in_charge_and_no_room_clash_with_nothing():
    standing = [taken(NINE), taken(NINE, coach=COACH, room=ROOM)]
    assert (
        rules.first_clash([Span(NINE, NINE + HOUR)], standing, coach_id=None, room_id=None) is None
    )


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=8), st.integers(0, 40))
def test_a_clash_is_found_exactly_when_there_is_one(others, at):
    span = Span(NINE + at * HOUR / 4, NINE + at * HOUR / 4 + HOUR)
    standing = [
        taken(NINE + n * HOUR / 4, coach=COACH if is_coach else None, room=ROOM)
        for n, is_coach in others
    ]
    clash = rules.first_clash([span], standing, coach_id=COACH, room_id=None)
    busy = [t for t in standing if t.coach_id == COACH and t.span.overlaps(span)]
    assert (clash is not None) == bool(busy)
    if clash is not None:
        assert clash.other.span.starts_at == min(t.span.starts_at for t in busy)


def test_a_title_says_the_class_the_day_and_the_hour_of_the_gym():
    name = rules.title(Text("הרמות", "Lifting"), datetime(2026, 11, 24, 16, 30, tzinfo=UTC), ISRAEL)
    assert name.to(Lang.HE) == "הרמות 24.11 18:30"
    assert name.to(Lang.EN) == "Lifting 24.11 18:30"
