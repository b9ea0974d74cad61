from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from fitkit.core import clock

IL = ZoneInfo("Asia/Jerusalem")
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(days)
def test_a_week_begins_on_the_sunday_on_or_before_the_day(day):
    first = clock.week_start(day)
    assert first.weekday() == 6
    assert timedelta(0) <= day - first < timedelta(days=7)


@given(days, st.times())
def test_a_wall_time_falls_on_its_own_day(day, at):
    assert clock.day_of(clock.wall(day, at.replace(microsecond=0), IL), IL) == day


def test_a_time_that_the_spring_change_skips_comes_an_hour_later_on_the_wall():
    at = clock.wall(date(2027, 3, 26), time(2, 30), IL)
    assert at.astimezone(IL).time() == time(3, 30)


def test_a_time_that_comes_twice_in_autumn_is_the_first_of_the_two():
    assert clock.wall(date(2027, 10, 31), time(1, 30), IL) == datetime(
        2027, 10, 30, 22, 30, tzinfo=UTC
    )


def test_the_days_of_the_clock_changes_have_23_and_25_hours():
    spans = [
        clock.day_span(day, IL)
        for day in (date(2027, 3, 26), date(2027, 3, 27), date(2027, 10, 31))
    ]
    assert [end - start for start, end in spans] == [timedelta(hours=h) for h in (23, 24, 25)]


def test_one_born_on_29_february_turns_older_on_1_march_in_common_years():
    born = date(2008, 2, 29)
    assert clock.years_between(born, date(2026, 2, 28)) == 17
    assert clock.years_between(born, date(2026, 3, 1)) == 18
    assert clock.years_between(born, date(2028, 2, 29)) == 20
