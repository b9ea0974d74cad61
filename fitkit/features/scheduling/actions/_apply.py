"""How a plan is written: the rows, what is told of each, and the batch that can undo it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.errors import NotFound
from fitkit.core.ids import new_id
from fitkit.core.work import Work
from fitkit.features.scheduling.events import SessionCancelled, SessionChanged, SessionRestored
from fitkit.features.scheduling.rules import BatchKind, Left, Plan, SessionStatus, Step
from fitkit.features.scheduling.tables import ClassSession, TimetableBatch

Entry = dict[str, Any]  # Any: what a batch keeps, JSON


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done to several classes."""

    batch_id: UUID | None  # undo_batch() takes it back; None: nothing was done
    session_ids: tuple[UUID, ...]  # by start
    left: tuple[Left, ...]  # those that could not, by start


def queue_for_timetable(w: Work) -> None:
    """Two people planning at once would not see each other's classes: one after the other."""
    org_id = w.actor.org_id
    if org_id is None:
        raise NotFound
    key = int.from_bytes(org_id.bytes[8:], "big", signed=True)
    w.hot(sa.select(sa.func.pg_advisory_xact_lock(key)))


def apply_plan(w: Work, plan: Plan, *, kind: BatchKind, more: Sequence[Entry] = ()) -> Applied:
    """Write a plan and its batch; the rows are held by the caller. Publishes one event a class."""
    if not plan.steps and not more:
        return Applied(None, (), plan.left)
    batch_id = new_id()
    steps = [step.taken_off_by(batch_id).moved_when(w.now) for step in plan.steps]
    keep_batch(w, batch_id=batch_id, kind=kind, entries=[*more, *map(entry_of, steps)])
    write_steps(w, steps)
    return Applied(batch_id, tuple(s.facts.id for s in plan.steps), plan.left)


def keep_batch(w: Work, *, batch_id: UUID, kind: BatchKind, entries: Iterable[Entry]) -> None:
    """Keep what was done, and how each stood before."""
    w.add(
        TimetableBatch(
            id=batch_id,
            kind=kind,
            staff_user_id=w.actor.user_id,
            before=list(entries),
            created_at=w.now,
        )
    )


def entry_of(step: Step) -> Entry:
    """One class in a batch."""
    return {
        "session_id": str(step.facts.id),
        "before": step.facts.now.facts(),
        "after": step.after.facts(),
    }


def made_entry(session_id: UUID) -> Entry:
    """A class that a batch made."""
    return {"session_id": str(session_id), "before": None, "after": None}


def write_steps(
    w: Work,
    steps: Sequence[Step],
    *,
    undone_id: UUID | None = None,
) -> None:
    """Bring rows that are held to what they become, and tell what happened to each."""
    ids = [step.facts.id for step in steps]
    rows = {
        row.id: row
        for row in w.session.scalars(select(ClassSession).where(col(ClassSession.id).in_(ids)))
    }
    counted = [(step, rows[step.facts.id].booked, rows[step.facts.id].waiting) for step in steps]
    for step in steps:
        _write(w, rows[step.facts.id], step)
    for step, booked, waiting in counted:
        _tell(w, step, {"booked": booked, "waiting": waiting}, undone_id)


def _write(w: Work, row: ClassSession, step: Step) -> None:
    before, after = step.facts.now, step.after
    row.starts_at, row.ends_at = after.starts_at, after.ends_at
    row.location_id, row.room_id, row.coach_id = after.location_id, after.room_id, after.coach_id
    row.capacity = after.capacity
    # Fewer places than are taken and kept: offers give way, the newest first, when the line hears.
    row.held = min(row.held, after.capacity - row.booked)
    row.status, row.cancel_reason = after.status, after.cancel_reason
    row.cancel_batch_id = after.cancel_batch_id
    row.moved_at = after.moved_at
    row.slot_on, row.is_exception = after.slot_on, after.is_exception
    if before.status is not after.status:
        row.cancelled_at = w.now if after.status is SessionStatus.CANCELLED else None
    if before.shows(after):
        row.revision += 1


def _tell(w: Work, step: Step, counted: Mapping[str, int], undone_id: UUID | None) -> None:
    session_id, before, after = step.facts.id, step.facts.now, step.after
    if before.is_on and after.status is SessionStatus.CANCELLED:
        w.publish(
            SessionCancelled(
                about=session_id, session_id=session_id, starts_at=after.starts_at, **counted
            )
        )
    elif before.status is SessionStatus.CANCELLED and after.is_on:
        w.publish(
            SessionRestored(
                about=session_id,
                session_id=session_id,
                starts_at=after.starts_at,
                undone_id=undone_id,
            )
        )
    elif before.is_on and after.is_on and before.changed(after):
        w.publish(
            SessionChanged(
                about=session_id,
                session_id=session_id,
                fields=before.changed(after),
                starts_before=before.starts_at,
                starts_at=after.starts_at,
                staff_before=before.coach_id,
                staff_id=after.coach_id,
                capacity_before=before.capacity,
                capacity=after.capacity,
            )
        )
