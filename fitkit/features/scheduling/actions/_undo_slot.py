"""How a slot goes back with the batch that made, changed or ended it."""

from collections.abc import Collection, Mapping
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from fitkit.core.errors import Refusal
from fitkit.core.work import Work
from fitkit.features.scheduling import queries
from fitkit.features.scheduling.actions._apply import Entry
from fitkit.features.scheduling.rules import Step
from fitkit.features.scheduling.tables import ClassSession, TimetableBatch, TimetableSlot
from fitkit.texts import planning as texts

_KEPT = (
    "weekday",
    "starts",
    "minutes",
    "location_id",
    "room_id",
    "coach_id",
    "capacity",
    "last_on",
    "changed_from",
)


def facts_of_row(row: TimetableSlot) -> dict[str, Any]:
    """A slot as a batch keeps it."""
    return {name: _plain(getattr(row, name)) for name in _KEPT}


def slot_entry(
    slot_id: UUID, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, from_on: date
) -> Entry:
    """A slot in a batch; without a before it was made by it."""
    return {
        "slot_id": str(slot_id),
        "before": before,
        "after": after,
        "from_on": from_on.isoformat(),
    }


def has_slot(batch: TimetableBatch) -> bool:
    """Whether a slot is part of it."""
    return any("slot_id" in e for e in batch.before)


def was_made(batch: TimetableBatch) -> bool:
    """Whether the batch made the slot."""
    return any("slot_id" in e and e["before"] is None for e in batch.before)


def slot_back(w: Work, batch: TimetableBatch, known: Collection[UUID]) -> list[Step]:
    """Bring the slot's row back; return what that makes of its classes that came since.

    Raises:
        Refusal: the slot was changed since.
    """
    found = next((e for e in batch.before if "slot_id" in e), None)
    if found is None or found["before"] is None:
        return []
    row = w.hold(TimetableSlot, UUID(found["slot_id"]))
    if facts_of_row(row) != found["after"]:
        raise Refusal(texts.SLOT_CHANGED_SINCE)
    _restore(row, found["before"])
    since = date.fromisoformat(found["from_on"])
    facts = queries.facts_of_slot(w, slot_id=row.id, lock=True)
    came = [f for f in facts if f.id not in known and not f.now.is_exception]
    return queries.steps_after(w, row=row, facts=came, from_on=since)


def forget(w: Work, batch: TimetableBatch) -> None:
    """Remove a slot that the batch made; the classes it had are withdrawn by now.

    Raises:
        Refusal: members have fixed places in it.
    """
    if not was_made(batch):
        return
    slot_id = next(UUID(e["slot_id"]) for e in batch.before if "slot_id" in e)
    for one in w.session.scalars(select(ClassSession).where(col(ClassSession.slot_id) == slot_id)):
        one.slot_id, one.slot_on = None, None
    row = w.get(TimetableSlot, slot_id)
    try:
        with w.session.begin_nested():
            w.session.delete(row)
            w.session.flush()
    except IntegrityError:
        raise Refusal(texts.STANDING_HOLDS) from None


def _restore(row: TimetableSlot, kept: Mapping[str, Any]) -> None:
    row.weekday, row.minutes, row.capacity = kept["weekday"], kept["minutes"], kept["capacity"]
    row.starts = time.fromisoformat(kept["starts"])
    row.location_id = UUID(kept["location_id"])
    row.room_id = UUID(kept["room_id"]) if kept["room_id"] else None
    row.coach_id = UUID(kept["coach_id"]) if kept["coach_id"] else None
    row.last_on = date.fromisoformat(kept["last_on"]) if kept["last_on"] else None
    row.changed_from = date.fromisoformat(kept["changed_from"]) if kept["changed_from"] else None


def _plain(value: object) -> Any:  # Any: a JSON value
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
