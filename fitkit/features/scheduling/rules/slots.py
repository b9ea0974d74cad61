"""When a slot yields classes, and what may be typed about one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import wall
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text, near_day
from fitkit.features.class_types.rules import MINUTES
from fitkit.features.closures.rules import ClosedDay, closure_that_stops
from fitkit.features.members.rules import Fields
from fitkit.features.scheduling.rules.sessions import (
    AHEAD_MOST,
    Clash,
    ClashOf,
    Span,
    Taken,
)
from fitkit.texts import planning as texts
from fitkit.texts import schedule

AHEAD: Final = timedelta(weeks=8)  # classes exist so far ahead
_DAY: Final = timedelta(days=1)


class Exceptions(StrEnum):
    """What a slot's change does with its classes that were changed by hand."""

    KEEP = "keep"  # they stay as they are
    TAKE = "take"  # they follow the slot again


@dataclass(frozen=True, slots=True)
class SlotDetails:
    """A class of every week, as typed; times are wall times in the gym's zone."""

    class_type_id: UUID
    location_id: UUID
    first_on: date  # the first class is on its weekday, on or after this day
    weekday: int  # 0 Sunday to 6 Saturday
    at: time
    minutes: int | None = None  # None: as long as the class type says
    last_on: date | None = None  # None: until it is ended
    room_id: UUID | None = None
    coach_id: UUID | None = None
    capacity: int | None = None  # None: as the class type says


@dataclass(frozen=True, slots=True)
class SlotChange:
    """What a slot becomes from a day on: all of it, also what stays."""

    weekday: int  # 0 Sunday to 6 Saturday
    at: time
    minutes: int
    location_id: UUID
    capacity: int
    room_id: UUID | None = None
    coach_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """When a slot yields a class, and whom it keeps busy."""

    slot_id: UUID
    name: Text
    location_id: UUID
    weekday: int
    at: time
    minutes: int
    first_on: date
    last_on: date | None
    room_id: UUID | None = None
    coach_id: UUID | None = None

    def days(self, first: date, last: date) -> tuple[date, ...]:
        """The days of a span, both included, on which it yields a class."""
        begins = max(first, self.first_on)
        ends = last if self.last_on is None else min(last, self.last_on)
        day = begins + timedelta(days=(self.weekday - weekday_of(begins)) % 7)
        return tuple(day + timedelta(weeks=n) for n in range((ends - day).days // 7 + 1))

    def span(self, day: date, zone: ZoneInfo) -> Span:
        """The class of a day: at the same wall time whatever the clocks do, of equal length."""
        start = wall(day, self.at, zone)
        return Span(start, start + timedelta(minutes=self.minutes))

    def stopped_by(self, closures: Iterable[ClosedDay], day: date) -> ClosedDay | None:
        """The closure that keeps the class of a day from being given."""
        return closure_that_stops(
            closures, location_id=self.location_id, day=day, at=self.at, minutes=self.minutes
        )

    def taken(self, first: date, last: date, zone: ZoneInfo) -> tuple[Taken, ...]:
        """What it keeps busy in a span of days for which no classes exist yet."""
        return tuple(
            Taken(self.slot_id, self.name, self.span(day, zone), self.coach_id, self.room_id)
            for day in self.days(first, last)
        )


@dataclass(frozen=True, slots=True)
class Clashing:
    """One class, or one slot, that is in the way, and when."""

    of: ClashOf
    name: Text
    at: time  # its wall time
    days: tuple[date, ...]  # in order, never empty


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a slot would yield, before it is saved."""

    days: tuple[date, ...]  # of the classes of the coming eight weeks, closed days left out
    clashes: tuple[Clashing, ...]  # while there are any it is refused
    closed: tuple[ClosedDay, ...]  # that keep a class from being given, by day
    problem: Refusal | None  # why it cannot be saved, whatever the clashes


def weekday_of(day: date) -> int:
    """0 Sunday to 6 Saturday."""
    return (day.weekday() + 1) % 7


def same_week(day: date, weekday: int) -> date:
    """The day of that weekday in the day's week, from Sunday."""
    return day + timedelta(days=weekday - weekday_of(day))


def horizon(today: date) -> date:
    """The last day up to which classes exist."""
    return today + AHEAD


def check_slot_days(details: SlotDetails, *, today: date) -> None:
    """Refuse a slot that yields nothing, or begins where nobody plans.

    Raises:
        Refusal: at ``weekday``, ``first_on`` or ``last_on``.
    """
    fields = Fields()
    fields.whole("weekday", details.weekday, 0, 6)
    _raise_first(fields)
    check_from(details.first_on, today=today, field="first_on")
    if details.last_on is None:
        return
    if details.last_on < details.first_on:
        raise Refusal(texts.END_BEFORE_FIRST, field="last_on")
    ahead = (details.weekday - weekday_of(details.first_on)) % 7
    if details.first_on + timedelta(days=ahead) > details.last_on:
        raise Refusal(texts.YIELDS_NOTHING, field="last_on")


def check_from(day: date, *, today: date, field: str) -> None:
    """Refuse a day that has passed or is over a year away.

    Raises:
        Refusal: at ``field``.
    """
    if day < today:
        raise Refusal(schedule.DAY_PASSED, field=field)
    if day > today + AHEAD_MOST:
        raise Refusal(schedule.TOO_FAR_AHEAD, field=field)


def checked_minutes(minutes: int) -> int:
    """Refuse a class of two minutes or of a day.

    Raises:
        Refusal: not 10 to 480; at ``minutes``.
    """
    fields = Fields()
    fields.whole("minutes", minutes, *MINUTES)
    _raise_first(fields)
    return minutes


def checked_slot_change(change: SlotChange) -> SlotChange:
    """The change with its hour on the minute.

    Raises:
        Refusal: a weekday that is none, an odd length; at the field.
    """
    fields = Fields()
    fields.whole("weekday", change.weekday, 0, 6)
    _raise_first(fields)
    checked_minutes(change.minutes)
    return change


def moved_day(slot_on: date, *, weekday: int, taken: Iterable[date], from_on: date) -> date | None:
    """Where a class of a slot goes when the slot moves to another weekday: the same week.

    None: it cannot, because that day lies before the change or has a class of the slot already.
    """
    day = same_week(slot_on, weekday)
    if day == slot_on:
        return day
    return None if day < from_on or day in set(taken) else day


def clashing(clashes: Sequence[tuple[Clash, date]], *, zone: ZoneInfo) -> tuple[Clashing, ...]:
    """Clashes of several days told by what is in the way, the nearest first."""
    found: dict[tuple[ClashOf, Text, time], list[date]] = {}
    for clash, day in clashes:
        at = clash.other.span.starts_at.astimezone(zone).time()
        found.setdefault((clash.of, clash.other.name, at), []).append(day)
    told = [Clashing(of, name, at, tuple(sorted(set(d)))) for (of, name, at), d in found.items()]
    return tuple(sorted(told, key=lambda c: (c.days, c.of)))


def on_day(name: Text, day: date, at: time) -> Text:
    """A class in a sentence: ``WOD 24.11 18:30``."""
    when = f"{near_day(day)} {at:%H:%M}"
    return Text(f"{name.he} {when}", f"{name.en} {when}")


def _raise_first(fields: Fields) -> None:
    for name, problem in fields.problems.items():
        raise problem if isinstance(problem, Refusal) else Refusal(problem, field=name)
