from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.clock import wall
from fitkit.features.orgs.rules import QuietHours, awake_by, quiet_since, quiet_until

ZONE = ZoneInfo("Asia/Jerusalem")
NIGHT = QuietHours(time(22), time(7))
KEPT = QuietHours(time(22), time(7), observes_sabbath=True)
TICK = timedelta(microseconds=1)
moments = st.integers(0, 2 * 366 * 24 * 60).map(
    lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m)
)
walls = st.times().map(lambda t: t.replace(second=0, microsecond=0))
nights = st.builds(QuietHours, walls, walls, st.booleans())


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return wall(day, time(hour, minute), ZONE)


@given(at=moments, quiet=nights)
def test_quiet_began_not_later_than_the_moment_and_just_before_it_everybody_was_awake(at, quiet):
    began, ends = quiet_since(at, quiet, ZONE), quiet_until(at, quiet, ZONE)
    assert (began is None) == (ends is None)
    if began is not None and ends is not None:
        assert began <= at < ends
        assert quiet_since(began - TICK, quiet, ZONE) is None


@given(at=moments, quiet=nights)
def test_what_is_moved_out_of_the_quiet_is_never_later_and_disturbs_nobody_a_moment_before(
    at, quiet
):
    moved = awake_by(at, quiet, ZONE)
    assert moved <= at
    assert quiet_since(moved - TICK, quiet, ZONE) is None or moved == at


def test_a_moment_of_the_night_goes_back_to_the_evening():
    monday = date(2026, 11, 23)
    assert awake_by(at(monday, 3), NIGHT, ZONE) == at(date(2026, 11, 22), 22)
    assert awake_by(at(monday, 22), NIGHT, ZONE) == at(monday, 22)
    assert awake_by(at(monday, 6, 59), NIGHT, ZONE) == at(date(2026, 11, 22), 22)
    assert awake_by(at(monday, 7), NIGHT, ZONE) == at(monday, 7)


def test_a_sabbath_with_the_night_after_it_began_on_friday():
    sunday, friday = date(2026, 11, 29), date(2026, 11, 27)
    quiet = QuietHours(time(20), time(7), observes_sabbath=True)
    assert awake_by(at(sunday, 6), quiet, ZONE) == at(friday, 16)
    assert awake_by(at(sunday, 6), KEPT, ZONE) == at(date(2026, 11, 28), 22)
    assert awake_by(at(date(2026, 11, 28), 12), KEPT, ZONE) == at(friday, 16)
    assert awake_by(at(date(2026, 11, 28), 12), NIGHT, ZONE) == at(date(2026, 11, 28), 12)


def test_the_nights_of_both_clock_changes_begin_in_the_evening():
    assert awake_by(at(date(2027, 3, 26), 2, 30), NIGHT, ZONE) == at(date(2027, 3, 25), 22)
    twice = datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=ZONE).astimezone(UTC)
    assert awake_by(twice, NIGHT, ZONE) == at(date(2026, 10, 24), 22)


def test_a_siesta_begins_on_its_own_day():
    siesta = QuietHours(time(14), time(16))
    assert awake_by(at(date(2026, 11, 23), 15), siesta, ZONE) == at(date(2026, 11, 23), 14)
