"""What is done to several classes at once: what each becomes, which ones cannot, what can be undone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of, wall
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.features.scheduling.rules.sessions import (
    BatchKind,
    Clash,
    ClashOf,
    SessionChange,
    SessionStatus,
    Span,
    Taken,
    check_when,
    checked_capacity,
    checked_reason,
    length_of,
    plain_time,
    title,
)
from fitkit.texts import common, schedule
from fitkit.texts import planning as texts

UNDO_WITHIN: Final = timedelta(hours=24)
MOST: Final = 500  # classes in one batch
DAYS_MOVED: Final = (-60, 60)  # that a class is moved by at once
# What a calendar shows of a class, and what makes a class of a slot an exception.
_SHOWN: Final = ("starts_at", "ends_at", "location_id", "room_id", "coach_id", "status")
_CHANGES: Final = ("starts_at", "ends_at", "location_id", "room_id", "coach_id", "capacity")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which classes: those that fit all that is said. Nothing said is no class at all."""

    ids: tuple[UUID, ...] = ()  # picked by hand
    with_following: bool = False  # … and the later ones of their weekly classes and series
    slot_id: UUID | None = None
    series_id: UUID | None = None
    class_type_id: UUID | None = None
    coach_id: UUID | None = None
    location_id: UUID | None = None
    first_on: date | None = None  # days in the gym's zone, both included
    last_on: date | None = None
    weekdays: tuple[int, ...] = ()  # 0 Sunday to 6 Saturday; none: any

    @property
    def is_nothing(self) -> bool:
        """Whether it names no class; a span of days alone must have both ends."""
        named = (self.slot_id, self.series_id, self.class_type_id, self.coach_id, self.location_id)
        return not self.ids and not any(named) and not (self.first_on and self.last_on)


@dataclass(frozen=True, slots=True)
class MoveTo:
    """Another wall time on the same day."""

    at: time


@dataclass(frozen=True, slots=True)
class MoveBy:
    """So many minutes later on the wall, on the same day; below zero: earlier."""

    minutes: int


@dataclass(frozen=True, slots=True)
class MoveByDays:
    """So many days later at the same wall time; below zero: earlier."""

    days: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """Not given; the reason is told to members."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Restore:
    """Given after all."""


@dataclass(frozen=True, slots=True)
class SetCoach:
    """Another coach, or none."""

    coach_id: UUID | None


@dataclass(frozen=True, slots=True)
class SetRoom:
    """Another room of the same location, or none."""

    room_id: UUID | None


@dataclass(frozen=True, slots=True)
class SetCapacity:
    """As many places."""

    capacity: int


Deed = MoveTo | MoveBy | MoveByDays | Cancel | Restore | SetCoach | SetRoom | SetCapacity


@dataclass(frozen=True, slots=True)
class Standing:
    """How a class stands, as far as planning changes it."""

    starts_at: datetime
    ends_at: datetime
    location_id: UUID
    room_id: UUID | None
    coach_id: UUID | None
    capacity: int
    status: SessionStatus
    cancel_reason: str = ""
    slot_on: date | None = None
    is_exception: bool = False
    cancel_batch_id: UUID | None = None  # what took it off; booking keeps it with what it releases
    moved_at: datetime | None = None  # when its start was last changed

    @property
    def span(self) -> Span:
        """From when until when."""
        return Span(self.starts_at, self.ends_at)

    @property
    def is_on(self) -> bool:
        """Whether it takes place, or took place."""
        return self.status is SessionStatus.SCHEDULED

    def changed(self, after: "Standing") -> tuple[str, ...]:
        """Names of what is another in the other, of what members and staff are told."""
        return tuple(n for n in _CHANGES if getattr(self, n) != getattr(after, n))

    def shows(self, after: "Standing") -> bool:
        """Whether a calendar would show a difference."""
        return any(getattr(self, n) != getattr(after, n) for n in _SHOWN)

    def facts(self) -> dict[str, Any]:
        """As a batch keeps it."""
        return {f.name: _kept(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Standing":  # Any: JSON values
        """From what a batch keeps."""
        return cls(
            starts_at=datetime.fromisoformat(facts["starts_at"]),
            ends_at=datetime.fromisoformat(facts["ends_at"]),
            location_id=UUID(facts["location_id"]),
            room_id=_uuid(facts["room_id"]),
            coach_id=_uuid(facts["coach_id"]),
            capacity=facts["capacity"],
            status=SessionStatus(facts["status"]),
            cancel_reason=facts["cancel_reason"],
            slot_on=date.fromisoformat(facts["slot_on"]) if facts["slot_on"] else None,
            is_exception=facts["is_exception"],
            cancel_batch_id=_uuid(facts.get("cancel_batch_id")),
            moved_at=_moment(facts.get("moved_at")),
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """A class before a deed."""

    id: UUID
    name: Text
    now: Standing
    booked: int
    waiting: int
    is_of_slot: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What a deed makes of one class."""

    facts: Facts
    after: Standing

    @property
    def is_change(self) -> bool:
        """Whether anything becomes another."""
        return self.facts.now != self.after

    def taken_off_by(self, batch_id: UUID) -> "Step":
        """The same step, the batch named where it takes the class off."""
        if not self.facts.now.is_on or self.after.status is not SessionStatus.CANCELLED:
            return self
        return replace(self, after=replace(self.after, cancel_batch_id=batch_id))

    def moved_when(self, now: datetime) -> "Step":
        """The same step, the moment kept where it changes the start."""
        if self.facts.now.starts_at == self.after.starts_at:
            return self
        return replace(self, after=replace(self.after, moved_at=now))


@dataclass(frozen=True, slots=True)
class Left:
    """A class that cannot, and why."""

    facts: Facts
    why: Refusal
    clash: Clash | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a deed makes of the chosen classes."""

    steps: tuple[Step, ...]  # by start; those that change
    left: tuple[Left, ...]  # by start


def kind_of(deed: Deed) -> BatchKind:
    """Under which name a batch is kept."""
    match deed:
        case MoveTo() | MoveBy() | MoveByDays():
            return BatchKind.MOVE
        case Cancel():
            return BatchKind.CANCEL
        case Restore():
            return BatchKind.RESTORE
        case SetCoach() | SetRoom() | SetCapacity():
            return BatchKind.CHANGE


def becomes(facts: Facts, deed: Deed, *, now: datetime, zone: ZoneInfo) -> Standing:
    """What a deed makes of a class, others not looked at.

    Raises:
        Refusal: it is cancelled, or is not; it has begun or is over; the time is none; fewer
            places than are taken.
    """
    before = facts.now
    match deed:
        case Cancel(reason):
            return cancelled(facts, reason, now=now)
        case Restore():
            return _restored(before, now=now)
        case _:
            if not before.is_on:
                raise Refusal(schedule.IS_CANCELLED)
            return by_hand(facts, _changed(facts, deed, now=now, zone=zone))


def _changed(
    facts: Facts,
    deed: MoveTo | MoveBy | MoveByDays | SetCoach | SetRoom | SetCapacity,
    *,
    now: datetime,
    zone: ZoneInfo,
) -> Standing:
    before = facts.now
    match deed:
        case MoveTo(at):
            return _moved(before, at, now=now, zone=zone)
        case MoveBy(minutes):
            return _moved(before, _shifted(before, minutes, zone), now=now, zone=zone)
        case MoveByDays(days):
            at = before.starts_at.astimezone(zone).time()
            return _moved(before, at, days=_checked_days(days), now=now, zone=zone)
        case SetCoach(coach_id):
            return replace(before, coach_id=coach_id)
        case SetRoom(room_id):
            return replace(before, room_id=room_id)
        case SetCapacity(capacity):
            return resized(facts, capacity)


def changed_to(facts: Facts, change: SessionChange, *, now: datetime, zone: ZoneInfo) -> Standing:
    """What a change of one class makes of it, others not looked at.

    Raises:
        Refusal: it is cancelled, has begun and would be moved, the end is not after the start, the
            time has passed or is over a year away, fewer places than are taken; at the field.
    """
    if not facts.now.is_on:
        raise Refusal(schedule.IS_CANCELLED)
    span = _changed_span(facts.now, change, now=now, zone=zone)
    after = replace(
        resized(facts, change.capacity),
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        location_id=change.location_id,
        room_id=change.room_id,
        coach_id=change.coach_id,
    )
    return by_hand(facts, after)


def by_hand(facts: Facts, after: Standing) -> Standing:
    """A class of a slot that was changed by hand is an exception from then on."""
    is_changed = facts.is_of_slot and bool(facts.now.changed(after))
    return replace(after, is_exception=facts.now.is_exception or is_changed)


def cancelled(facts: Facts, reason: str, *, now: datetime) -> Standing:
    """A class that is not given.

    Raises:
        Refusal: cancelled already, over, or a reason too long.
    """
    words = checked_reason(reason)
    if not facts.now.is_on:
        raise Refusal(schedule.CANCELLED_ALREADY)
    if facts.now.ends_at <= now:
        raise Refusal(schedule.OVER_ALREADY)
    return replace(facts.now, status=SessionStatus.CANCELLED, cancel_reason=words)


def resized(facts: Facts, capacity: int) -> Standing:
    """A class with as many places.

    Raises:
        Refusal: out of 1 to 500, or fewer than are taken; at ``capacity``.
    """
    if checked_capacity(capacity) < facts.booked:
        raise Refusal(schedule.CAPACITY_BELOW_BOOKED, field="capacity", booked=facts.booked)
    return replace(facts.now, capacity=capacity)


def settle(steps: Sequence[Step], standing: Iterable[Taken], *, refuse: "Refuser") -> Plan:
    """Which steps can be taken together: none brings a coach or a room into two classes at once.

    Args:
        steps: what each class would become.
        standing: what keeps coaches and rooms busy besides them.
        refuse: words a clash.
    """
    fixed = list(standing)
    wanted = sorted(steps, key=lambda s: (s.after.starts_at, s.facts.id))
    left: list[Left] = []
    while True:
        clash = _first_clashing(wanted, fixed)
        if clash is None:
            break
        step, found = clash
        wanted.remove(step)
        left.append(Left(step.facts, refuse(found, step.after), found))
        if step.facts.now.is_on:
            fixed.append(_taken(step.facts, step.facts.now))
    changed = tuple(s for s in wanted if s.is_change)
    return Plan(changed, tuple(sorted(left, key=lambda one: one.facts.now.starts_at)))


class Refuser:
    """Words a clash; the names are read once."""

    def __init__(
        self, coaches: Mapping[UUID, str], rooms: Mapping[UUID, str], zone: ZoneInfo
    ) -> None:
        self.coaches, self.rooms, self.zone = coaches, rooms, zone

    def __call__(self, clash: Clash, after: Standing) -> Refusal:
        """The refusal, at the field."""
        other = title(clash.other.name, clash.other.span.starts_at, self.zone)
        if clash.of is ClashOf.COACH:
            coach = self.coaches.get(after.coach_id, "") if after.coach_id else ""
            return Refusal(schedule.COACH_BUSY, field="coach_id", coach=coach, other=other)
        room = self.rooms.get(after.room_id, "") if after.room_id else ""
        return Refusal(schedule.ROOM_BUSY, field="room_id", room=room, other=other)


def why_not_undone(
    present: Facts, before: Standing, after: Standing, *, now: datetime
) -> Refusal | None:
    """Why a class stays as it is when its batch is undone; None: it goes back."""
    if present.now != after:
        return Refusal(texts.CHANGED_SINCE)
    if before.capacity < present.booked:
        return Refusal(texts.BOOKED_SINCE, booked=present.booked)
    comes_back = before.is_on and not after.is_on
    is_moved = (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at)
    if (comes_back or is_moved) and min(before.starts_at, after.starts_at) <= now:
        return Refusal(texts.BEGAN_SINCE)
    if after.is_on and not before.is_on and after.ends_at <= now:
        return Refusal(texts.BEGAN_SINCE)
    return None


def _first_clashing(wanted: Sequence[Step], fixed: Sequence[Taken]) -> tuple[Step, Clash] | None:
    """The first step that does not fit beside what is fixed and the steps before it."""
    by_whom: dict[tuple[ClashOf, UUID], list[Taken]] = {}
    for other in fixed:
        _note(by_whom, other)
    for step in wanted:
        if not step.after.is_on:
            continue
        taken = _taken(step.facts, step.after)
        clash = _clash(taken, by_whom)
        if clash is not None and step.is_change:
            return step, clash
        _note(by_whom, taken)
    return None


def _note(by_whom: dict[tuple[ClashOf, UUID], list[Taken]], taken: Taken) -> None:
    if taken.coach_id is not None:
        by_whom.setdefault((ClashOf.COACH, taken.coach_id), []).append(taken)
    if taken.room_id is not None:
        by_whom.setdefault((ClashOf.ROOM, taken.room_id), []).append(taken)


def _clash(taken: Taken, by_whom: Mapping[tuple[ClashOf, UUID], Sequence[Taken]]) -> Clash | None:
    for of, whom in ((ClashOf.COACH, taken.coach_id), (ClashOf.ROOM, taken.room_id)):
        others = by_whom.get((of, whom), ()) if whom else ()
        for other in others:
            if other.span.overlaps(taken.span):
                return Clash(of, other)
    return None


def _taken(facts: Facts, standing: Standing) -> Taken:
    return Taken(facts.id, facts.name, standing.span, standing.coach_id, standing.room_id)


def _restored(before: Standing, *, now: datetime) -> Standing:
    if before.is_on:
        raise Refusal(schedule.NOT_CANCELLED)
    if before.starts_at <= now:
        raise Refusal(schedule.BEGAN_NO_RESTORE)
    return replace(before, status=SessionStatus.SCHEDULED, cancel_reason="", cancel_batch_id=None)


def _moved(before: Standing, at: time, *, days: int = 0, now: datetime, zone: ZoneInfo) -> Standing:
    day = day_of(before.starts_at, zone) + timedelta(days=days)
    starts_at = wall(day, plain_time(at), zone)
    if starts_at == before.starts_at:
        return before
    if before.starts_at <= now:
        raise Refusal(schedule.BEGAN_NO_MOVE, field="at")
    check_when(day, plain_time(at), now=now, zone=zone)
    return replace(
        before, starts_at=starts_at, ends_at=starts_at + (before.ends_at - before.starts_at)
    )


def _changed_span(
    before: Standing, change: SessionChange, *, now: datetime, zone: ZoneInfo
) -> Span:
    length = length_of(change.at, change.until, minutes=0)
    starts_at = wall(change.day, plain_time(change.at), zone)
    ends = before.ends_at.astimezone(zone)
    shown = (ends.hour, ends.minute) == (change.until.hour, change.until.minute)
    # The same hours as now keep the same moments, whatever the clocks did in between.
    if starts_at == before.starts_at and (shown or before.ends_at - starts_at == length):
        return before.span
    if before.starts_at <= now:
        raise Refusal(schedule.BEGAN_NO_MOVE, field="at")
    check_when(change.day, change.at, now=now, zone=zone)
    return Span(starts_at, starts_at + length)


def _shifted(before: Standing, minutes: int, zone: ZoneInfo) -> time:
    local = before.starts_at.astimezone(zone).replace(tzinfo=None)
    if abs(minutes) >= 24 * 60:
        raise Refusal(texts.KEEPS_DAY, field="minutes")
    there = local + timedelta(minutes=minutes)
    if there.date() != local.date():
        raise Refusal(texts.KEEPS_DAY, field="minutes")
    return there.time()


def _checked_days(days: int) -> int:
    if not DAYS_MOVED[0] <= days <= DAYS_MOVED[1]:
        raise Refusal(common.OUT_OF_RANGE, field="days", least=DAYS_MOVED[0], most=DAYS_MOVED[1])
    return days


def _kept(value: object) -> Any:  # Any: a JSON value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _uuid(value: str | None) -> UUID | None:
    return UUID(value) if value else None
