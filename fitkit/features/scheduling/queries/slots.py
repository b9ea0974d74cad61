"""Reads of the slots, of the classes they yield, and of what one would yield before it is saved."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from fitkit.core.clock import day_of
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.class_types import queries as class_types
from fitkit.features.class_types.rules import Colour
from fitkit.features.class_types.tables import ClassType
from fitkit.features.closures import queries as closures
from fitkit.features.locations.tables import Location, Room
from fitkit.features.scheduling import rules
from fitkit.features.scheduling.queries import _busy, batches
from fitkit.features.scheduling.rules import (
    Clash,
    Clashing,
    Exceptions,
    Facts,
    Left,
    Outlook,
    Pattern,
    Plan,
    SessionDetails,
    SessionStatus,
    SlotChange,
    SlotDetails,
    Span,
    Standing,
    Step,
    Taken,
)
from fitkit.features.scheduling.tables import ClassSession, TimetableSlot
from fitkit.features.staff.tables import StaffProfile
from fitkit.texts import planning as texts

_S = columns(ClassSession)
_DAY: Final = timedelta(days=1)
_OF_SLOT: Final = (
    sa.select(_S.c.id, _S.c.slot_on, _S.c.starts_at, _S.c.status)
    .where(
        _S.c.slot_id == sa.bindparam("slot", type_=_S.c.slot_id.type),
        _S.c.slot_on.between(sa.bindparam("first"), sa.bindparam("last")),
        _S.c.status != SessionStatus.WITHDRAWN,
    )
    .order_by(_S.c.slot_on)
)


@dataclass(frozen=True, slots=True)
class SlotSession:
    """A class that a slot yields."""

    id: UUID
    slot_on: date  # the day the slot yields it for, wherever it was moved to
    starts_at: datetime
    status: SessionStatus


@dataclass(frozen=True, slots=True)
class SlotView:
    """A class of every week."""

    id: UUID
    class_type_id: UUID
    name: Text
    colour: Colour
    weekday: int  # 0 Sunday to 6 Saturday
    at: time
    minutes: int
    capacity: int
    location_id: UUID
    location: str
    room_id: UUID | None
    room: str  # empty: none
    coach_id: UUID | None
    coach: str  # empty: none
    first_on: date
    last_on: date | None
    generated_until: date | None


@dataclass(frozen=True, slots=True)
class SlotPlan:
    """What a change of a slot would do."""

    plan: Plan  # of its classes that exist
    kept: int  # classes that stay because they were changed by hand
    outlook: Outlook


@requires(Permission.SEE_TIMETABLE)
def slots(w: Work, *, ended_too: bool = False) -> tuple[SlotView, ...]:
    """The weekly classes by weekday and hour; those that have ended only if asked."""
    found = _slots()
    if not ended_too:
        today = day_of(w.now, w.actor.zone)
        found = found.where(
            sa.or_(col(TimetableSlot.last_on).is_(None), col(TimetableSlot.last_on) >= today)
        )
    return tuple(_view(row) for row in w.session.execute(found))


@requires(Permission.SEE_TIMETABLE)
def slot(w: Work, *, slot_id: UUID) -> SlotView:
    """One weekly class.

    Raises:
        NotFound: no such slot in this gym.
    """
    row = w.session.execute(_slots().where(col(TimetableSlot.id) == slot_id)).first()
    if row is None:
        raise NotFound
    return _view(row)


@requires(Permission.EDIT_TIMETABLE)
def outlook(w: Work, *, details: SlotDetails) -> Outlook:
    """What a weekly class would yield and whom it would meet, while it is being typed."""
    today = day_of(w.now, w.actor.zone)
    try:
        rules.check_slot_days(details, today=today)
        kind = class_types.class_type(w, class_type_id=details.class_type_id)
        minutes = rules.checked_minutes(
            kind.minutes if details.minutes is None else details.minutes
        )
    except Refusal as problem:
        return Outlook((), (), (), problem)
    return outlook_of(
        w,
        pattern=Pattern(
            details.class_type_id,
            kind.name,
            details.location_id,
            details.weekday,
            rules.plain_time(details.at),
            minutes,
            details.first_on,
            details.last_on,
            details.room_id,
            details.coach_id,
        ),
        since=details.first_on,
    )


@requires(Permission.EDIT_TIMETABLE)
def clashes_of(w: Work, *, details: SessionDetails, times: int) -> tuple[Clashing, ...]:
    """Whom classes would meet that are about to be published, a week apart; empty: nobody.

    Raises:
        Refusal: the end is not after the start; at ``until``.
        NotFound: no such class type in this gym.
    """
    kind = class_types.class_type(w, class_type_id=details.class_type_id)
    length = rules.length_of(details.at, details.until, minutes=kind.minutes)
    zone = w.actor.zone
    times = min(max(times, 1), rules.TIMES[1])
    spans = rules.weekly(details.day, details.at, length=length, times=times, zone=zone)
    dated = [(day_of(span.starts_at, zone), span) for span in spans]
    return _clashes(w, dated, coach_id=details.coach_id, room_id=details.room_id)


@requires(Permission.EDIT_TIMETABLE)
def outlook_of_change(
    w: Work, *, slot_id: UUID, from_on: date, change: SlotChange, exceptions: Exceptions
) -> SlotPlan:
    """What a change of a weekly class from a day on would do; nothing is changed."""
    row = w.get(TimetableSlot, slot_id)
    try:
        rules.check_from(from_on, today=day_of(w.now, w.actor.zone), field="from_on")
        rules.checked_slot_change(change)
    except Refusal as problem:
        return SlotPlan(Plan((), ()), 0, Outlook((), (), (), problem))
    facts = batches.facts_of_slot(w, slot_id=slot_id)
    return plan_of_change(
        w, row=row, from_on=from_on, change=change, exceptions=exceptions, facts=facts
    )


@requires(Permission.EDIT_TIMETABLE)
def effect_of_end(w: Work, *, slot_id: UUID, last_on: date, exceptions: Exceptions) -> Plan:
    """Which classes would go with a weekly class that ends; nothing is changed."""
    w.get(TimetableSlot, slot_id)
    facts = batches.facts_of_slot(w, slot_id=slot_id)
    return plan_of_end(facts, last_on=last_on, exceptions=exceptions, reason="", now=w.now)


@internal
def sessions_of_slot(
    w: Work, *, slot_id: UUID, first_on: date, last_on: date
) -> tuple[SlotSession, ...]:
    """The classes a slot yields for a span of days, both included, by day; cancelled ones too."""
    found = w.hot(_OF_SLOT, {"slot": slot_id, "first": first_on, "last": last_on})
    return tuple(SlotSession(r.id, r.slot_on, r.starts_at, r.status) for r in found)


@internal
def outlook_of(
    w: Work, *, pattern: Pattern, since: date, except_slot_id: UUID | None = None
) -> Outlook:
    """What a pattern yields from a day on, and whom it meets within a year of it."""
    zone = w.actor.zone
    last = since + rules.AHEAD_MOST
    closed = closures.confirmed(w, first=since, last=last)
    days = [d for d in pattern.days(since, last) if pattern.span(d, zone).starts_at > w.now]
    given = [d for d in days if pattern.stopped_by(closed, d) is None]
    soon = rules.horizon(day_of(w.now, zone))
    met = (pattern.stopped_by(closed, d) for d in days if d <= soon)
    return Outlook(
        days=tuple(d for d in given if d <= soon),
        clashes=_clashes(
            w,
            [(day, pattern.span(day, zone)) for day in given],
            coach_id=pattern.coach_id,
            room_id=pattern.room_id,
            except_slot_id=except_slot_id,
        ),
        closed=tuple(c for c in met if c is not None),
        problem=None,
    )


@internal
def plan_of_change(
    w: Work,
    *,
    row: TimetableSlot,
    from_on: date,
    change: SlotChange,
    exceptions: Exceptions,
    facts: Iterable[Facts],
) -> SlotPlan:
    """What a change of a slot does with its classes, and what its new pattern meets."""
    name = class_types.class_type(w, class_type_id=row.class_type_id).name
    after = pattern_after(_busy.pattern(row, name), change, from_on)
    ours = [f for f in facts if f.now.slot_on is not None and f.now.slot_on >= from_on]
    following = [f for f in ours if exceptions is Exceptions.TAKE or not f.now.is_exception]
    steps, left = _follow(w, following, after, capacity=change.capacity, from_on=from_on)
    return SlotPlan(
        batches.settled(w, steps=steps, left=left, except_slot_id=row.id),
        len(ours) - len(following),
        outlook_of(w, pattern=after, since=from_on, except_slot_id=row.id),
    )


@internal
def plan_of_end(
    facts: Iterable[Facts], *, last_on: date, exceptions: Exceptions, reason: str, now: datetime
) -> Plan:
    """What goes with a slot that ends: nobody's classes silently, the others as cancelled."""
    steps = []
    for one in facts:
        is_after = one.now.slot_on is not None and one.now.slot_on > last_on
        if is_after and (exceptions is Exceptions.TAKE or not one.now.is_exception):
            is_free = not one.booked and not one.waiting
            off = replace(one.now, status=SessionStatus.WITHDRAWN)
            steps.append(Step(one, off if is_free else rules.cancelled(one, reason, now=now)))
    return Plan(tuple(sorted(steps, key=lambda s: s.facts.now.starts_at)), ())


@internal
def steps_after(
    w: Work, *, row: TimetableSlot, facts: Sequence[Facts], from_on: date
) -> list[Step]:
    """What classes become that follow a slot as it is now; those that cannot are left out."""
    after = replace(_busy.pattern(row, Text("", "")), first_on=from_on)
    return _follow(w, facts, after, capacity=row.capacity, from_on=from_on)[0]


@internal
def pattern_after(before: Pattern, change: SlotChange, from_on: date) -> Pattern:
    """A slot's pattern from a day on."""
    return replace(
        before,
        weekday=change.weekday,
        at=rules.plain_time(change.at),
        minutes=change.minutes,
        location_id=change.location_id,
        room_id=change.room_id,
        coach_id=change.coach_id,
        first_on=max(before.first_on, from_on),
    )


def _follow(
    w: Work, following: Sequence[Facts], after: Pattern, *, capacity: int, from_on: date
) -> tuple[list[Step], list[Left]]:
    """Each class on the day of its week that the pattern has now."""
    used = [f.now.slot_on for f in following if f.now.slot_on is not None]
    steps, left = [], []
    for one in following:
        try:
            steps.append(Step(one, _following(w, one, after, capacity, from_on, used)))
        except Refusal as why:
            left.append(Left(one, why))
    return steps, left


def _following(
    w: Work,
    one: Facts,
    after: Pattern,
    capacity: int,
    from_on: date,
    used: Collection[date],
) -> Standing:
    slot_on = one.now.slot_on or from_on
    day = rules.moved_day(slot_on, weekday=after.weekday, taken=used, from_on=from_on)
    if day is None:
        raise Refusal(texts.DAY_TAKEN, field="weekday")
    span = after.span(day, w.actor.zone)
    if span.starts_at <= w.now:
        raise Refusal(texts.BEGAN_SINCE, field="at")
    return replace(
        rules.resized(one, capacity),
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        location_id=after.location_id,
        room_id=after.room_id,
        coach_id=after.coach_id,
        slot_on=day,
        is_exception=False,
    )


def _clashes(
    w: Work,
    spans: Sequence[tuple[date, Span]],
    *,
    coach_id: UUID | None,
    room_id: UUID | None,
    except_slot_id: UUID | None = None,
) -> tuple[Clashing, ...]:
    if not spans or (coach_id is None and room_id is None):
        return ()
    zone = w.actor.zone
    standing = _busy.taken(
        w,
        begins=spans[0][1].starts_at,
        ends=spans[-1][1].ends_at,
        coach_ids=[coach_id] if coach_id else [],
        room_ids=[room_id] if room_id else [],
        except_slot_id=except_slot_id,
    )
    near: dict[date, list[Taken]] = {}
    for other in standing:
        for n in (-1, 0, 1):
            near.setdefault(day_of(other.span.starts_at, zone) + n * _DAY, []).append(other)
    found: list[tuple[Clash, date]] = []
    for day, span in spans:
        clash = rules.first_clash([span], near.get(day, ()), coach_id=coach_id, room_id=room_id)
        if clash is not None:
            found.append((clash, day))
    return rules.clashing(found, zone=zone)


def _slots() -> Any:  # Any: SQLAlchemy's own
    return (
        sa.select(
            TimetableSlot,
            col(ClassType.name_he),
            col(ClassType.name_en),
            col(ClassType.colour),
            col(Location.name).label("location"),
            col(Room.name).label("room"),
            col(StaffProfile.name).label("coach"),
        )
        .join(ClassType, col(ClassType.id) == col(TimetableSlot.class_type_id))
        .join(Location, col(Location.id) == col(TimetableSlot.location_id))
        .join(Room, col(Room.id) == col(TimetableSlot.room_id), isouter=True)
        .join(StaffProfile, col(StaffProfile.id) == col(TimetableSlot.coach_id), isouter=True)
        .order_by(col(TimetableSlot.weekday), col(TimetableSlot.starts), col(TimetableSlot.id))
    )


def _view(row: Any) -> SlotView:  # Any: a row of _slots
    one, he, en, colour, location, room, coach = row
    return SlotView(
        id=one.id,
        class_type_id=one.class_type_id,
        name=Text(he, en),
        colour=colour,
        weekday=one.weekday,
        at=one.starts,
        minutes=one.minutes,
        capacity=one.capacity,
        location_id=one.location_id,
        location=location,
        room_id=one.room_id,
        room=room or "",
        coach_id=one.coach_id,
        coach=coach or "",
        first_on=one.first_on,
        last_on=one.last_on,
        generated_until=one.generated_until,
    )
