"""When sessions are, what may be published, and who is in two places at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of, wall
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text, clock_time, near_day
from fitkit.core.money import Money
from fitkit.features.class_types.rules import CAPACITY, MINUTES, Policy
from fitkit.features.members.rules import Fields, FormKind
from fitkit.features.orgs.rules import QuietHours
from fitkit.texts import schedule as texts

NOTE_MOST: Final = 500
REASON_MOST: Final = 200
TIMES: Final = (1, 52)
AHEAD_MOST: Final = timedelta(days=370)
WEEK: Final = timedelta(days=7)


class SessionStatus(StrEnum):
    """Where a session stands; that it is over is told by its end."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"  # will not take place; shown struck through
    WITHDRAWN = "withdrawn"  # published by mistake and taken back; shown nowhere


class BatchKind(StrEnum):
    """What was done to several sessions at once."""

    PUBLISH = "publish"
    MOVE = "move"
    CANCEL = "cancel"
    RESTORE = "restore"
    CHANGE = "change"  # of coach, room or places
    CLOSURE = "closure"  # a holiday was confirmed
    SLOT = "slot"  # a slot was changed or ended


class ClashOf(StrEnum):
    """Who would be in two classes at once."""

    COACH = "coach"
    ROOM = "room"


@dataclass(frozen=True, slots=True)
class SessionDetails:
    """What is published; times are wall times in the gym's zone."""

    class_type_id: UUID
    location_id: UUID
    day: date
    at: time
    until: time | None = None  # later on the same day; None: as long as the class type says
    room_id: UUID | None = None
    coach_id: UUID | None = None
    capacity: int | None = None  # 1 to 500; None: as the class type says
    note: str = ""


@dataclass(frozen=True, slots=True)
class SessionChange:
    """What a session becomes: all of it, also what stays as it was."""

    location_id: UUID
    day: date
    at: time
    until: time
    capacity: int  # 1 to 500, not below the places taken
    room_id: UUID | None = None
    coach_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What booking decides on."""

    id: UUID
    class_type_id: UUID
    name: Text
    starts_at: datetime
    ends_at: datetime
    capacity: int
    booked: int
    waiting: int
    status: SessionStatus
    policy: Policy
    held: int = 0  # kept for who was offered a place
    location_id: UUID | None = None
    quiet: QuietHours = field(default_factory=QuietHours)
    required_forms: tuple[FormKind, ...] = ()  # on file before a member may book
    drop_in: Money | None = None  # of one visit without a plan; None: not sold
    moved_at: datetime | None = None  # when its start was last changed

    @property
    def free(self) -> int:
        """Places left, those kept for an offer not among them."""
        return self.capacity - self.booked - self.held

    @property
    def is_on(self) -> bool:
        """Whether it takes place, or took place."""
        return self.status is SessionStatus.SCHEDULED


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment until another, UTC; the end does not belong to it."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether there is a moment in both; one that ends when the other starts does not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Taken:
    """A session that stands, and whom it keeps busy."""

    id: UUID
    name: Text
    span: Span
    coach_id: UUID | None
    room_id: UUID | None


@dataclass(frozen=True, slots=True)
class Clash:
    """Who would be in two classes at once, and where they are already."""

    of: ClashOf
    other: Taken


def length_of(at: time, until: time | None, *, minutes: int) -> timedelta:
    """How long a class lasts: until a wall time of the day or of the night, or so many minutes.

    An hour that is not after the start is the next day's, if the class is a possible one then:
    23:30 until 00:30 is an hour, 20:00 until 19:00 a slip.

    Raises:
        Refusal: the end is not after the start, or the class is shorter than 10 minutes or
            longer than 8 hours; at ``until``.
    """
    if until is None:
        return timedelta(minutes=minutes)
    least, most = (timedelta(minutes=m) for m in MINUTES)
    length = _since_midnight(until) - _since_midnight(at)
    if length <= timedelta(0):
        length += timedelta(days=1)
        if length > most:
            raise Refusal(texts.END_BEFORE_START, field="until")
    if not least <= length <= most:
        raise Refusal(texts.LENGTH_ODD, field="until", least=MINUTES[0], most=MINUTES[1] // 60)
    return length


def weekly(
    day: date, at: time, *, length: timedelta, times: int, zone: ZoneInfo
) -> tuple[Span, ...]:
    """So many spans a week apart, at the same wall time whatever the clocks do, of equal length."""
    starts = (wall(day + n * WEEK, plain_time(at), zone) for n in range(times))
    return tuple(Span(start, start + length) for start in starts)


def check_times(times: int) -> int:
    """Refuse to publish none or more than a year's.

    Raises:
        Refusal: not 1 to 52; at ``times``.
    """
    fields = Fields()
    fields.whole("times", times, *TIMES)
    _raise_only(fields)
    return times


def check_when(day: date, at: time, *, now: datetime, zone: ZoneInfo) -> None:
    """Refuse a start that has passed, or is more than a year away.

    Raises:
        Refusal: at ``day``, or at ``at`` when only the hour has passed.
    """
    today = day_of(now, zone)
    if day > today + AHEAD_MOST:
        raise Refusal(texts.TOO_FAR_AHEAD, field="day")
    if day < today:
        raise Refusal(texts.DAY_PASSED, field="day")
    if wall(day, plain_time(at), zone) <= now:
        raise Refusal(texts.HOUR_PASSED, field="at")


def checked_capacity(capacity: int) -> int:
    """Refuse a class for nobody or for a stadium.

    Raises:
        Refusal: not 1 to 500; at ``capacity``.
    """
    fields = Fields()
    fields.whole("capacity", capacity, *CAPACITY)
    _raise_only(fields)
    return capacity


def checked_note(note: str) -> str:
    """A note without stray blanks; its line breaks stay.

    Raises:
        Refusal: too long, or with characters that cannot be shown; at ``note``.
    """
    fields = Fields()
    whole = fields.paragraph("note", note, NOTE_MOST)
    _raise_only(fields)
    return whole


def checked_reason(reason: str) -> str:
    """Why a class is cancelled, on one line; may be empty.

    Raises:
        Refusal: too long, or with characters that cannot be shown; at ``reason``.
    """
    fields = Fields()
    line = fields.line("reason", reason, REASON_MOST)
    _raise_only(fields)
    return line


def first_clash(
    spans: Sequence[Span],
    standing: Iterable[Taken],
    *,
    coach_id: UUID | None,
    room_id: UUID | None,
) -> Clash | None:
    """The earliest class in which the coach or the room is already during one of the spans.

    Of two at the same moment the coach's is told: a room is easier to find.
    """
    for other in sorted(standing, key=lambda t: (t.span.starts_at, t.id)):
        if not any(other.span.overlaps(span) for span in spans):
            continue
        if coach_id is not None and other.coach_id == coach_id:
            return Clash(ClashOf.COACH, other)
        if room_id is not None and other.room_id == room_id:
            return Clash(ClashOf.ROOM, other)
    return None


def title(name: Text, starts_at: datetime, zone: ZoneInfo) -> Text:
    """A session in a sentence: ``WOD 24.11 18:30``."""
    when = f"{near_day(day_of(starts_at, zone))} {clock_time(starts_at, zone)}"
    return Text(f"{name.he} {when}", f"{name.en} {when}")


def plain_time(at: time) -> time:
    """A wall time on the minute."""
    return at.replace(second=0, microsecond=0, tzinfo=None)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)


def _raise_only(fields: Fields) -> None:
    for name, problem in fields.problems.items():
        raise problem if isinstance(problem, Refusal) else Refusal(problem, field=name)
