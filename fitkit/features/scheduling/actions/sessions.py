"""Changes of the timetable, and the counters under which places move."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.class_types import queries as class_types
from fitkit.features.class_types.queries import ClassTypeView
from fitkit.features.locations import queries as locations
from fitkit.features.scheduling import queries, rules
from fitkit.features.scheduling.actions._apply import (
    Applied,
    apply_plan,
    keep_batch,
    made_entry,
    queue_for_timetable,
)
from fitkit.features.scheduling.actions._checks import check_coach, check_place
from fitkit.features.scheduling.events import SeriesWithdrawn, SessionNoted, SessionsPublished
from fitkit.features.scheduling.rules import (
    BatchKind,
    ClashOf,
    Facts,
    Restore,
    SessionChange,
    SessionDetails,
    SessionStatus,
    Span,
    Standing,
    Step,
)
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.staff import queries as staff
from fitkit.texts import schedule as texts
from fitkit.texts import substitutes as substitute_texts

_S = columns(ClassSession)
_AT = sa.bindparam("at", type_=_S.c.updated_at.type)
_THIS = _S.c.id == sa.bindparam("session", type_=_S.c.id.type)

# Building blocks of one statement each with booking's own insert; binds: session, at. Run only
# under hold_session, which is why the conditions never fail in earnest: they, and the check
# constraint behind them, are the last wall.
PLACE_TAKEN: Final = (
    sa.update(_S)
    .where(_THIS, _S.c.booked + _S.c.held < _S.c.capacity, _S.c.status == SessionStatus.SCHEDULED)
    .values(booked=_S.c.booked + 1, updated_at=_AT)
    .returning(_S.c.id, _S.c.org_id)
)
NUMBER_TAKEN: Final = (
    sa.update(_S)
    .where(_THIS, _S.c.status == SessionStatus.SCHEDULED)
    .values(waiting=_S.c.waiting + 1, last_number=_S.c.last_number + 1, updated_at=_AT)
    .returning(_S.c.id, _S.c.org_id, _S.c.last_number)
)
_GIVEN_BACK: Final = (
    sa.update(_S)
    .where(_THIS)
    .values(
        booked=_S.c.booked - sa.bindparam("booked", type_=sa.Integer),
        waiting=_S.c.waiting - sa.bindparam("waiting", type_=sa.Integer),
        held=_S.c.held - sa.bindparam("held", type_=sa.Integer),
        updated_at=_AT,
    )
)


@dataclass(frozen=True, slots=True)
class Published:
    """What was put on the timetable."""

    series_id: UUID  # withdraw() takes it back
    batch_id: UUID  # … and so does undo_batch()
    session_ids: tuple[UUID, ...]  # by start, never empty
    days: tuple[date, ...]  # of the same, in the gym's zone


@dataclass(frozen=True, slots=True)
class Changed:
    """What became another of one class."""

    batch_id: UUID | None  # undo_batch() takes it back; None: nothing was another
    fields: tuple[str, ...]  # of starts_at, ends_at, location_id, room_id, coach_id, capacity


@dataclass(frozen=True, slots=True)
class PastSession:
    """A class that took place before the gym came here."""

    class_type_id: UUID
    location_id: UUID
    starts_at: datetime
    ends_at: datetime
    capacity: int
    room_id: UUID | None = None
    coach_id: UUID | None = None
    attendance_taken: bool = True
    slot_id: UUID | None = None  # the weekly class it belongs to
    slot_on: date | None = None  # the day of it in that


@requires(Permission.EDIT_TIMETABLE)
def publish(w: Work, *, details: SessionDetails) -> Published:
    """Put one class on the timetable. Publishes SessionsPublished.

    Raises:
        Refusal: the time has passed or is over a year away, the end is not after the start, a
            capacity out of 1 to 500, a note too long; a class type, location, room or coach that
            is not in use; the coach or the room is in another class then, which is named. At
            the field.
        NotFound: no such class type, location, room or coach in this gym.
    """
    return _publish(w, details, times=1)


@requires(Permission.EDIT_TIMETABLE)
def publish_weekly(w: Work, *, details: SessionDetails, times: int) -> Published:
    """Put 1 to 52 classes a week apart on the timetable, all or none, at one wall time.

    Publishes one SessionsPublished.

    Raises:
        Refusal: as for publish; ``times`` out of 1 to 52.
        NotFound: as for publish.
    """
    return _publish(w, details, times=rules.check_times(times))


@requires(Permission.EDIT_TIMETABLE)
def withdraw(w: Work, *, series_id: UUID) -> int:
    """Take back what was published together; return how many classes. Holds their rows.

    Raises:
        Refusal: somebody has a place or waits, or one of them has begun.
        NotFound: no such series in this gym, or nothing of it stands.
    """
    queue_for_timetable(w)
    rows = w.session.scalars(
        select(ClassSession)
        .where(
            col(ClassSession.series_id) == series_id,
            col(ClassSession.status) == SessionStatus.SCHEDULED,
        )
        .order_by(col(ClassSession.id))
        .with_for_update()
    ).all()
    if not rows:
        raise NotFound
    if any(row.booked or row.waiting for row in rows):
        raise Refusal(texts.SERIES_BOOKED)
    if any(row.starts_at <= w.now for row in rows):
        raise Refusal(texts.SERIES_BEGAN)
    for row in rows:
        row.status = SessionStatus.WITHDRAWN
    w.publish(
        SeriesWithdrawn(about=series_id, class_type_id=rows[0].class_type_id, times=len(rows))
    )
    return len(rows)


@requires(Permission.EDIT_TIMETABLE)
def change_session(w: Work, *, session_id: UUID, change: SessionChange) -> Changed:
    """Move a class or give it another coach, room or size; say what changed.

    A class that has begun keeps its time; who gave it, and where, can still be put right.
    Publishes SessionChanged when anything did.

    Raises:
        Refusal: as for publish, at the field; a capacity below the places taken; cancelled.
        NotFound: no such class in this gym.
    """
    queue_for_timetable(w)
    row = _hold(w, session_id)
    if row.status is SessionStatus.CANCELLED:
        raise Refusal(texts.IS_CANCELLED)
    facts = queries.facts_by_ids(w, ids=[session_id])[0]
    after = rules.changed_to(facts, change, now=w.now, zone=w.actor.zone)
    if change.location_id != row.location_id or change.room_id != row.room_id:
        check_place(w, change.location_id, change.room_id)
    if change.coach_id != row.coach_id:
        check_coach(w, change.coach_id)
    is_moved = after.span != facts.now.span
    done = _alone(w, facts, after, kind=BatchKind.MOVE if is_moved else BatchKind.CHANGE)
    return Changed(done.batch_id, facts.now.changed(after))


@requires(Permission.EDIT_TIMETABLE)
def cancel_session(w: Work, *, session_id: UUID, reason: str = "") -> UUID:
    """Take a class off; booking releases its places after the commit. Publishes SessionCancelled.

    Returns the batch of it, which undo_batch takes back, places among it.

    Raises:
        Refusal: cancelled already, over, or a reason too long; at ``reason``.
        NotFound: no such class in this gym.
    """
    words = rules.checked_reason(reason)
    _hold(w, session_id)
    facts = queries.facts_by_ids(w, ids=[session_id])[0]
    after = rules.cancelled(facts, words, now=w.now)
    return _batch_of(_alone(w, facts, after, kind=BatchKind.CANCEL))


@requires(Permission.EDIT_TIMETABLE)
def restore_session(w: Work, *, session_id: UUID) -> UUID:
    """Give a cancelled class after all; places that were released by then stay released.

    Returns the batch of it. Publishes SessionRestored.

    Raises:
        Refusal: not cancelled, its time has passed, or the coach or the room is in another
            class by now.
        NotFound: no such class in this gym.
    """
    queue_for_timetable(w)
    _hold(w, session_id)
    facts = queries.facts_by_ids(w, ids=[session_id])[0]
    after = rules.becomes(facts, Restore(), now=w.now, zone=w.actor.zone)
    return _batch_of(_alone(w, facts, after, kind=BatchKind.RESTORE))


@requires(Permission.CHECK_IN)
def set_note(w: Work, *, session_id: UUID, note: str) -> None:
    """Say what members should know about a class; empty takes the note away.

    Raises:
        Refusal: too long, or with characters that cannot be shown; at ``note``.
        NotFound: no such class in this gym.
    """
    words = rules.checked_note(note)
    row = _hold(w, session_id)
    if row.note == words:
        return
    row.note = words
    row.revision += 1
    w.publish(SessionNoted(about=session_id, session_id=session_id))


@internal
def give_to_coach(w: Work, *, session_id: UUID, coach_id: UUID, instead_of: UUID) -> None:
    """Give a class to come to another coach; the caller has decided that they may.

    Holds the timetable's turn and the session's row. Publishes SessionChanged.

    Raises:
        Refusal: the class is off, has begun, or is no longer of ``instead_of``; the coach is in
            another class then, which is named.
        NotFound: no such class in this gym.
    """
    queue_for_timetable(w)
    row = _hold(w, session_id)
    if row.status is SessionStatus.CANCELLED:
        raise Refusal(substitute_texts.CLASS_OFF)
    if row.starts_at <= w.now:
        raise Refusal(substitute_texts.CLASS_BEGAN)
    if row.coach_id != instead_of:
        raise Refusal(substitute_texts.OTHER_COACH)
    facts = queries.facts_by_ids(w, ids=[session_id])[0]
    after = rules.by_hand(facts, replace(facts.now, coach_id=coach_id))
    _alone(w, facts, after, kind=BatchKind.CHANGE)


@internal
def publish_past(w: Work, *, sessions: Sequence[PastSession]) -> tuple[UUID, ...]:
    """Bring in classes as they were, without checks, events or counters: for imports and the demo.

    Returns their ids in the given order. Future ones are welcome too.
    """
    series_id = new_id()
    rows = [
        ClassSession(
            class_type_id=past.class_type_id,
            location_id=past.location_id,
            room_id=past.room_id,
            coach_id=past.coach_id,
            starts_at=past.starts_at,
            ends_at=past.ends_at,
            capacity=past.capacity,
            series_id=past.slot_id or series_id,
            slot_id=past.slot_id,
            slot_on=past.slot_on,
            published_at=min(past.starts_at, w.now),
            attendance_taken_at=(
                past.ends_at if past.attendance_taken and past.ends_at <= w.now else None
            ),
        )
        for past in sessions
    ]
    w.add(*rows)
    w.session.flush()
    return tuple(row.id for row in rows)


@internal
def give_back(
    w: Work, *, session_id: UUID, booked: int = 0, waiting: int = 0, held: int = 0
) -> None:
    """Count places, numbers in line and places kept for offers back; less than 0 takes them.

    The caller holds the session and changes the rows.
    """
    counts = {"booked": booked, "waiting": waiting, "held": held}
    w.hot(_GIVEN_BACK, {"session": session_id, "at": w.now, **counts})


@internal
def mark_attendance_taken(w: Work, *, session_id: UUID) -> None:
    """Keep when attendance was closed; the caller holds the session.

    Raises:
        Refusal: taken already.
    """
    row = w.get(ClassSession, session_id)
    if row.attendance_taken_at is not None:
        raise Refusal(texts.TAKEN_ALREADY)
    row.attendance_taken_at = w.now


@internal
def mark_attendance_open(w: Work, *, session_id: UUID) -> None:
    """Forget that attendance was closed; the caller holds the session.

    Raises:
        Refusal: it is not closed.
    """
    row = w.get(ClassSession, session_id)
    if row.attendance_taken_at is None:
        raise Refusal(texts.NOT_TAKEN)
    row.attendance_taken_at = None


def _publish(w: Work, details: SessionDetails, *, times: int) -> Published:
    zone = w.actor.zone
    rules.check_when(details.day, details.at, now=w.now, zone=zone)
    note = rules.checked_note(details.note)
    class_type = class_types.class_type(w, class_type_id=details.class_type_id)
    if class_type.is_retired:
        raise Refusal(texts.TYPE_RETIRED, field="class_type_id")
    length = rules.length_of(details.at, details.until, minutes=class_type.minutes)
    capacity = rules.checked_capacity(
        class_type.capacity if details.capacity is None else details.capacity
    )
    check_place(w, details.location_id, details.room_id)
    check_coach(w, details.coach_id)
    spans = rules.weekly(details.day, details.at, length=length, times=times, zone=zone)
    queue_for_timetable(w)
    _refuse_clash(w, spans, coach_id=details.coach_id, room_id=details.room_id)
    return _write(w, details, spans, class_type=class_type, capacity=capacity, note=note)


def _write(
    w: Work,
    details: SessionDetails,
    spans: Sequence[Span],
    *,
    class_type: ClassTypeView,
    capacity: int,
    note: str,
) -> Published:
    series_id = new_id()
    rows = [
        ClassSession(
            class_type_id=class_type.id,
            location_id=details.location_id,
            room_id=details.room_id,
            coach_id=details.coach_id,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            capacity=capacity,
            series_id=series_id,
            note=note,
            published_at=w.now,
        )
        for span in spans
    ]
    w.add(*rows)
    w.session.flush()
    w.publish(
        SessionsPublished(
            about=series_id,
            class_type_id=class_type.id,
            location_id=details.location_id,
            staff_id=details.coach_id,
            times=len(rows),
            starts_at=spans[0].starts_at,
        )
    )
    days = tuple(day_of(span.starts_at, w.actor.zone) for span in spans)
    batch_id = new_id()
    entries = [made_entry(row.id) for row in rows]
    keep_batch(w, batch_id=batch_id, kind=BatchKind.PUBLISH, entries=entries)
    return Published(series_id, batch_id, tuple(row.id for row in rows), days)


def _hold(w: Work, session_id: UUID) -> ClassSession:
    row = w.hold(ClassSession, session_id)
    if row.status is SessionStatus.WITHDRAWN:
        raise NotFound
    return row


def _refuse_clash(
    w: Work, spans: Sequence[Span], *, coach_id: UUID | None, room_id: UUID | None
) -> None:
    standing = queries.standing_at(
        w,
        begins=spans[0].starts_at,
        ends=spans[-1].ends_at,
        coach_id=coach_id,
        room_id=room_id,
    )
    clash = rules.first_clash(spans, standing, coach_id=coach_id, room_id=room_id)
    if clash is None:
        return
    other = rules.title(clash.other.name, clash.other.span.starts_at, w.actor.zone)
    match clash.of:
        case ClashOf.COACH if coach_id is not None:
            coach = staff.facts(w, staff_id=coach_id).name
            raise Refusal(texts.COACH_BUSY, field="coach_id", coach=coach, other=other)
        case ClashOf.ROOM if room_id is not None:
            room = locations.room(w, room_id=room_id).name
            raise Refusal(texts.ROOM_BUSY, field="room_id", room=room, other=other)


def _alone(w: Work, facts: Facts, after: Standing, *, kind: BatchKind) -> Applied:
    """One class is a batch of one: undone in the same way as many."""
    plan = queries.settled(w, steps=[Step(facts, after)])
    if plan.left:
        raise plan.left[0].why
    return apply_plan(w, plan, kind=kind)


def _batch_of(done: Applied) -> UUID:
    if done.batch_id is None:
        raise RuntimeError("a status that did not change")
    return done.batch_id
