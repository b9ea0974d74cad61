"""Classes chosen together, and what a deed would make of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from fitkit.core.clock import day_span
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.class_types.tables import ClassType
from fitkit.features.closures import queries as closures
from fitkit.features.locations.tables import Room
from fitkit.features.scheduling import rules
from fitkit.features.scheduling.queries import _busy
from fitkit.features.scheduling.rules import (
    BatchKind,
    Cancel,
    Chosen,
    Deed,
    Facts,
    Left,
    Plan,
    SessionChange,
    SetRoom,
    Standing,
    Step,
)
from fitkit.features.scheduling.rules import SessionStatus as Status
from fitkit.features.scheduling.tables import ClassSession, TimetableBatch
from fitkit.texts import planning as texts


@dataclass(frozen=True, slots=True)
class BatchView:
    """Something that was done to several classes."""

    id: UUID
    kind: BatchKind
    at: datetime
    session_ids: tuple[UUID, ...]
    may_be_undone: bool


@dataclass(frozen=True, slots=True)
class ChosenCount:
    """How many classes were chosen."""

    on: int  # that take place and are not over
    off: int  # that are cancelled and could still be given


@requires(Permission.EDIT_TIMETABLE)
def count_of(w: Work, *, chosen: Chosen) -> ChosenCount:
    """How many classes a choice comes to, before anything is done to them.

    Raises:
        Refusal: more than can be changed at once.
    """
    now = [f.now for f in facts_of(w, chosen=chosen)]
    return ChosenCount(
        on=sum(one.is_on and one.ends_at > w.now for one in now),
        off=sum(not one.is_on and one.starts_at > w.now for one in now),
    )


@requires(Permission.EDIT_TIMETABLE)
def effect(w: Work, *, chosen: Chosen, deed: Deed) -> Plan:
    """What a deed would make of the chosen classes, and which ones cannot; nothing is changed."""
    return plan_of(w, facts=facts_of(w, chosen=chosen), deed=deed)


@requires(Permission.EDIT_TIMETABLE)
def effect_of_change(w: Work, *, session_id: UUID, change: SessionChange) -> Plan:
    """What a change of one class would do, or why it cannot; nothing is changed.

    Raises:
        NotFound: no such class in this gym.
    """
    found = facts_of(w, chosen=Chosen(ids=(session_id,)))
    if not found:
        raise NotFound
    try:
        after = rules.changed_to(found[0], change, now=w.now, zone=w.actor.zone)
    except Refusal as why:
        return Plan((), (Left(found[0], why),))
    return settled(w, steps=[Step(found[0], after)])


@requires(Permission.EDIT_TIMETABLE)
def effect_of_closures(w: Work, *, closure_ids: Collection[UUID]) -> Plan:
    """Which classes confirming these days would take off; nothing is changed."""
    closed = closures.by_ids(w, ids=closure_ids)
    return plan_of(w, facts=stopped_by(w, closed=closed), deed=Cancel())


@requires(Permission.EDIT_TIMETABLE)
def latest_batches(w: Work, *, limit: int = 10) -> tuple[BatchView, ...]:
    """What was done last to several classes, newest first."""
    found = (
        select(TimetableBatch).order_by(col(TimetableBatch.id).desc()).limit(min(max(limit, 1), 50))
    )
    return tuple(_batch_view(w, row) for row in w.session.scalars(found))


@internal
def facts_of(w: Work, *, chosen: Chosen, lock: bool = False) -> tuple[Facts, ...]:
    """The chosen classes as planning sees them, by id; locked in that order, if asked.

    Raises:
        Refusal: more than can be changed at once.
    """
    if chosen.is_nothing:
        return ()
    return _facts(w, _conditions(w, chosen), lock=lock)


@internal
def facts_of_slot(
    w: Work, *, slot_id: UUID, ids: Collection[UUID] = (), lock: bool = False
) -> tuple[Facts, ...]:
    """The classes of a slot that stand and have not begun, by id; of those ids only, if given."""
    wanted = [
        col(ClassSession.slot_id) == slot_id,
        col(ClassSession.status) == Status.SCHEDULED,
        col(ClassSession.starts_at) > w.now,
    ]
    if ids:
        wanted.append(col(ClassSession.id).in_(ids))
    return _facts(w, wanted, lock=lock)


@internal
def facts_by_ids(w: Work, *, ids: Collection[UUID], lock: bool = False) -> tuple[Facts, ...]:
    """Several classes, withdrawn ones too, by id."""
    return _facts(w, [col(ClassSession.id).in_(ids)], lock=lock, withdrawn=True)


@internal
def stopped_by(
    w: Work, *, closed: Collection[rules.ClosedDay], lock: bool = False
) -> tuple[Facts, ...]:
    """The classes to come that closures keep from being given, by id."""
    zone = w.actor.zone
    spans = [day_span(c.day, zone) for c in closed]
    if not spans:
        return ()
    within = [
        sa.and_(col(ClassSession.starts_at) >= begins, col(ClassSession.starts_at) < ends)
        for begins, ends in spans
    ]
    wanted = [
        sa.or_(*within),
        col(ClassSession.status) == Status.SCHEDULED,
        col(ClassSession.starts_at) > w.now,
    ]
    found = _facts(w, wanted)
    stopped = [f.id for f in found if _is_stopped(f.now, closed, w)]
    if not lock:
        return tuple(f for f in found if f.id in set(stopped))
    return _facts(w, [col(ClassSession.id).in_(stopped)], lock=True) if stopped else ()


@internal
def plan_of(w: Work, *, facts: Iterable[Facts], deed: Deed) -> Plan:
    """What a deed makes of classes; those that cannot are told with the reason."""
    steps, left = [], []
    room = _location_of(w, deed)
    for one in facts:
        try:
            _check_same_place(one, room)
            after = rules.becomes(one, deed, now=w.now, zone=w.actor.zone)
            steps.append(Step(one, after))
        except Refusal as why:
            left.append(Left(one, why))
    return settled(w, steps=steps, left=left)


@internal
def settled(
    w: Work, *, steps: Sequence[Step], left: Sequence[Left] = (), except_slot_id: UUID | None = None
) -> Plan:
    """The steps that can be taken together beside everything that stands."""
    on = [s for s in steps if s.after.is_on and s.facts.now != s.after and _needs_room(s)]
    if not on:
        return _plan(steps, left)
    coach_ids = {s.after.coach_id for s in on if s.after.coach_id}
    room_ids = {s.after.room_id for s in on if s.after.room_id}
    standing = _busy.taken(
        w,
        begins=min(s.after.starts_at for s in on),
        ends=max(s.after.ends_at for s in on),
        coach_ids=coach_ids,
        room_ids=room_ids,
        except_ids=[s.facts.id for s in steps],
        except_slot_id=except_slot_id,
    )
    refuse = _busy.refuser(w, coach_ids=coach_ids, room_ids=room_ids)
    stays = [one for one in left if one.facts.now.is_on]
    kept = [
        rules.Taken(
            o.facts.id, o.facts.name, o.facts.now.span, o.facts.now.coach_id, o.facts.now.room_id
        )
        for o in stays
    ]
    plan = rules.settle(steps, [*standing, *_once(kept, standing)], refuse=refuse)
    together = sorted((*left, *plan.left), key=lambda one: one.facts.now.starts_at)
    return Plan(plan.steps, tuple(together))


def _plan(steps: Sequence[Step], left: Sequence[Left]) -> Plan:
    changed = sorted((s for s in steps if s.is_change), key=lambda s: s.after.starts_at)
    return Plan(tuple(changed), tuple(sorted(left, key=lambda one: one.facts.now.starts_at)))


def _once(kept: Sequence[rules.Taken], standing: Sequence[rules.Taken]) -> list[rules.Taken]:
    known = {one.id for one in standing}
    return [one for one in kept if one.id not in known]


def _needs_room(step: Step) -> bool:
    """Whether a step could bring somebody into two classes: fewer places and a reason cannot."""
    return not step.facts.now.is_on or bool(
        {"starts_at", "ends_at", "coach_id", "room_id"} & set(step.facts.now.changed(step.after))
    )


def _is_stopped(now: Standing, closed: Collection[rules.ClosedDay], w: Work) -> bool:
    local = now.starts_at.astimezone(w.actor.zone)
    minutes = int((now.ends_at - now.starts_at).total_seconds() // 60)
    return any(
        c.stops(location_id=now.location_id, day=local.date(), at=local.time(), minutes=minutes)
        for c in closed
    )


def _check_same_place(one: Facts, location_id: UUID | None) -> None:
    if location_id is not None and location_id != one.now.location_id:
        raise Refusal(texts.ROOM_OF_OTHER_PLACE, field="room_id")


def _location_of(w: Work, deed: Deed) -> UUID | None:
    if not isinstance(deed, SetRoom) or deed.room_id is None:
        return None
    return w.get(Room, deed.room_id).location_id


def _conditions(w: Work, chosen: Chosen) -> list[sa.ColumnElement[bool]]:
    zone = w.actor.zone
    named = (
        (ClassSession.slot_id, chosen.slot_id),
        (ClassSession.series_id, chosen.series_id),
        (ClassSession.class_type_id, chosen.class_type_id),
        (ClassSession.coach_id, chosen.coach_id),
        (ClassSession.location_id, chosen.location_id),
    )
    wanted = [col(column) == value for column, value in named if value is not None]
    if chosen.ids:
        wanted.append(_picked(chosen))
    if chosen.first_on is not None:
        wanted.append(col(ClassSession.starts_at) >= day_span(chosen.first_on, zone)[0])
    if chosen.last_on is not None:
        wanted.append(col(ClassSession.starts_at) < day_span(chosen.last_on, zone)[1])
    if chosen.weekdays:
        local = sa.func.timezone(zone.key, col(ClassSession.starts_at))
        wanted.append(sa.func.extract("dow", local).in_(chosen.weekdays))
    return wanted


def _picked(chosen: Chosen) -> sa.ColumnElement[bool]:
    own = col(ClassSession.id).in_(chosen.ids)
    if not chosen.with_following:
        return own
    first = aliased(ClassSession)
    later = sa.exists().where(
        col(first.id).in_(chosen.ids),
        col(first.series_id) == col(ClassSession.series_id),
        col(first.starts_at) <= col(ClassSession.starts_at),
    )
    return sa.or_(own, later)


def _facts(
    w: Work,
    wanted: Sequence[sa.ColumnElement[bool]],
    *,
    lock: bool = False,
    withdrawn: bool = False,
) -> tuple[Facts, ...]:
    found: Any = (
        select(ClassSession, col(ClassType.name_he), col(ClassType.name_en))
        .join(ClassType, col(ClassType.id) == col(ClassSession.class_type_id))
        .where(*wanted)
        .order_by(col(ClassSession.id))
        .limit(rules.MOST + 1)
    )
    if not withdrawn:
        found = found.where(col(ClassSession.status) != Status.WITHDRAWN)
    if lock:
        found = found.with_for_update(key_share=True, of=ClassSession).execution_options(
            populate_existing=True
        )
    rows = w.session.execute(found).all()
    if len(rows) > rules.MOST:
        raise Refusal(texts.TOO_MANY, most=rules.MOST)
    return tuple(
        Facts(s.id, Text(he, en), standing(s), s.booked, s.waiting, s.slot_id is not None)
        for s, he, en in rows
    )


@internal
def standing(row: ClassSession) -> Standing:
    """How a row stands."""
    return Standing(
        row.starts_at,
        row.ends_at,
        row.location_id,
        row.room_id,
        row.coach_id,
        row.capacity,
        row.status,
        row.cancel_reason,
        row.slot_on,
        row.is_exception,
        row.cancel_batch_id,
        row.moved_at,
    )


def _batch_view(w: Work, row: TimetableBatch) -> BatchView:
    ids = tuple(UUID(e["session_id"]) for e in row.before if "session_id" in e)
    is_young = w.now - row.created_at <= rules.UNDO_WITHIN
    return BatchView(row.id, row.kind, row.created_at, ids, row.undone_at is None and is_young)
