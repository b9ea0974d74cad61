"""The only reader of the clock, and the arithmetic of days and weeks in a gym's zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ISRAEL = ZoneInfo("Asia/Jerusalem")
_behind = [timedelta(0)]  # of the whole process, its threads too


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC) - _behind[-1]


@contextmanager
def turned_back(to: datetime) -> Iterator[None]:
    """Let this process live from a past moment on: for the demo, which lives through its past.

    Raises:
        ValueError: the moment is ahead.
    """
    behind = datetime.now(UTC) - to
    if behind < timedelta(0):
        raise ValueError("the clock is turned back only")
    _behind.append(behind)
    try:
        yield
    finally:
        _behind.pop()


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The calendar day of a moment where the gym is."""
    return at.astimezone(zone).date()


def week_start(day: date) -> date:
    """The Sunday on or before a day."""
    return day - timedelta(days=(day.weekday() + 1) % 7)


def month_start(day: date) -> date:
    """The first of the day's month."""
    return day.replace(day=1)


def wall(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The UTC moment of a wall time.

    A time that the clock change skips (02:30 on the Friday in spring) is the moment
    the clocks would have shown it, one hour later on the wall. A time that comes twice
    (01:30 on the Sunday in autumn) is the first of the two.
    """
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def day_span(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The UTC moments at which a day begins and ends; 23, 24 or 25 hours apart."""
    return wall(day, time(0), zone), wall(day + timedelta(days=1), time(0), zone)


def week_span(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The UTC moments at which the day's week begins (Sunday) and ends."""
    first = week_start(day)
    return wall(first, time(0), zone), wall(first + timedelta(days=7), time(0), zone)


def years_between(born: date, today: date) -> int:
    """Whole years of age; one born on 29 February turns older on 1 March in common years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
