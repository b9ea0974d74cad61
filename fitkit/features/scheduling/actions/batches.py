"""What is done to several classes in one action, days off among it, and its undoing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.closures import actions as closure_actions
from fitkit.features.closures.rules import ClosedDay, ClosureState
from fitkit.features.locations import queries as locations
from fitkit.features.scheduling import queries, rules
from fitkit.features.scheduling.actions import _undo_slot
from fitkit.features.scheduling.actions._apply import (
    Applied,
    apply_plan,
    queue_for_timetable,
    write_steps,
)
from fitkit.features.scheduling.events import BatchUndone
from fitkit.features.scheduling.rules import (
    BatchKind,
    Cancel,
    Chosen,
    Deed,
    Facts,
    Left,
    Plan,
    SessionStatus,
    SetCoach,
    SetRoom,
    Standing,
    Step,
)
from fitkit.features.scheduling.tables import TimetableBatch
from fitkit.features.staff import queries as staff
from fitkit.texts import planning as texts
from fitkit.texts import schedule


@dataclass(frozen=True, slots=True)
class Undone:
    """What went back, and what could not."""

    session_ids: tuple[UUID, ...]  # by start
    left: tuple[Left, ...]  # by start


@requires(Permission.EDIT_TIMETABLE)
def apply(w: Work, *, chosen: Chosen, deed: Deed) -> Applied:
    """Do one thing to all the chosen classes that can; the others are told with the reason.

    Waits for other planning, then holds the rows in ascending order. Publishes SessionChanged,
    SessionCancelled or SessionRestored for each.

    Raises:
        Refusal: no class was chosen, more than 500, or none of them can: the first one's reason.
        NotFound: no such coach or room in this gym.
    """
    _check_deed(w, deed)
    queue_for_timetable(w)
    facts = queries.facts_of(w, chosen=chosen, lock=True)
    if not facts:
        raise Refusal(texts.NOTHING_CHOSEN)
    plan = queries.plan_of(w, facts=facts, deed=deed)
    if not plan.steps:
        raise plan.left[0].why if plan.left else Refusal(texts.NOTHING_TO_DO)
    return apply_plan(w, plan, kind=rules.kind_of(deed))


@requires(Permission.EDIT_TIMETABLE)
def confirm_closures(w: Work, *, closure_ids: Collection[UUID]) -> Applied:
    """Put days off in force and take off the classes they meet; undone like any batch.

    Raises:
        Refusal: none was chosen.
        NotFound: one of them is not this gym's.
    """
    queue_for_timetable(w)
    before = closure_actions.confirm(w, closure_ids=closure_ids)
    facts = queries.stopped_by(w, closed=[closed for closed, _ in before], lock=True)
    steps = [_closed_step(w, one, [closed for closed, _ in before]) for one in facts]
    plan = Plan(tuple(sorted(steps, key=lambda s: s.facts.now.starts_at)), ())
    entries = [{"closure_id": str(closed.id), "state": str(state)} for closed, state in before]
    return apply_plan(w, plan, kind=BatchKind.CLOSURE, more=entries)


@requires(Permission.EDIT_TIMETABLE)
def undo_batch(w: Work, *, batch_id: UUID) -> Undone:
    """Bring back how everything of a batch stood: once, within 24 hours.

    A class that was changed since stays as it is and is told. Places that were released for the
    batch are given back after the commit. Publishes BatchUndone, and for each class as apply does.

    Raises:
        Refusal: undone already, over 24 hours ago, or nothing of it can go back.
        NotFound: no such batch in this gym.
    """
    queue_for_timetable(w)
    batch = w.hold(TimetableBatch, batch_id)
    if batch.undone_at is not None:
        raise Refusal(texts.UNDONE_ALREADY)
    if w.now - batch.created_at > rules.UNDO_WITHIN:
        raise Refusal(texts.UNDO_TOO_LATE)
    undone = _undo(w, batch)
    batch.undone_at = w.now
    w.publish(BatchUndone(about=batch_id, times=len(undone.session_ids)))
    return undone


def _undo(w: Work, batch: TimetableBatch) -> Undone:
    kept = {UUID(e["session_id"]): e for e in batch.before if "session_id" in e}
    facts = queries.facts_by_ids(w, ids=list(kept), lock=True) if kept else ()
    is_all = batch.kind is BatchKind.PUBLISH or _undo_slot.was_made(batch)
    if is_all:
        _refuse_if_booked(w, facts)
    steps, left = _steps_back(w, facts, kept)
    more = _undo_slot.slot_back(w, batch, set(kept))
    plan = queries.settled(w, steps=[*steps, *more], left=left)
    closed = {
        UUID(e["closure_id"]): ClosureState(e["state"]) for e in batch.before if "closure_id" in e
    }
    if not plan.steps and not closed and not _undo_slot.has_slot(batch):
        raise Refusal(texts.NOTHING_UNDONE)
    write_steps(w, plan.steps, undone_id=batch.id)
    if closed:
        closure_actions.stand_again(w, states=closed)
    _undo_slot.forget(w, batch)
    return Undone(tuple(s.facts.id for s in plan.steps), plan.left)


def _refuse_if_booked(w: Work, facts: Collection[Facts]) -> None:
    """What was published by mistake is taken back whole, and only while nobody is in it.

    Raises:
        Refusal: somebody has a place or waits, or one of them has begun.
    """
    standing = [f for f in facts if f.now.is_on]
    if any(f.booked or f.waiting for f in standing):
        raise Refusal(schedule.SERIES_BOOKED)
    if any(f.now.starts_at <= w.now for f in standing):
        raise Refusal(schedule.SERIES_BEGAN)


def _steps_back(
    w: Work, facts: Collection[Facts], kept: Mapping[UUID, Mapping[str, Any]]
) -> tuple[list[Step], list[Left]]:
    steps: list[Step] = []
    left: list[Left] = []
    for one in facts:
        entry = kept[one.id]
        if entry["before"] is None:
            steps += _taken_back(one)
            continue
        before, after = Standing.of(entry["before"]), Standing.of(entry["after"])
        why = rules.why_not_undone(one, before, after, now=w.now)
        if why is None:
            steps.append(Step(one, before))
        else:
            left.append(Left(one, why))
    return steps, left


def _taken_back(one: Facts) -> list[Step]:
    """A class that the batch made goes, unless somebody is in it or it is gone already."""
    if not one.now.is_on or one.booked or one.waiting:
        return []
    return [Step(one, replace(one.now, status=SessionStatus.WITHDRAWN))]


def _closed_step(w: Work, one: Facts, closed: Collection[ClosedDay]) -> Step:
    """Cancelled with the day's name as the reason, in both languages."""
    local = one.now.starts_at.astimezone(w.actor.zone)
    name = next(c.name for c in closed if c.day == local.date())
    reason = name.he if name.he == name.en else f"{name.he} · {name.en}"
    return Step(one, rules.cancelled(one, reason, now=w.now))


def _check_deed(w: Work, deed: Deed) -> None:
    match deed:
        case SetCoach(coach_id) if coach_id is not None:
            if not staff.facts(w, staff_id=coach_id).is_coach:
                raise Refusal(schedule.COACH_GONE, field="coach_id")
        case SetRoom(room_id) if room_id is not None:
            locations.room(w, room_id=room_id)
        case Cancel(reason):
            rules.checked_reason(reason)
