"""Reads of the slots, and of the classes they yield."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.permissions import internal
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.scheduling.rules import SessionStatus
from fitkit.features.scheduling.tables import ClassSession

_S = columns(ClassSession)
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


@internal
def sessions_of_slot(
    w: Work, *, slot_id: UUID, first_on: date, last_on: date
) -> tuple[SlotSession, ...]:
    """The classes a slot yields for a span of days, both included, by day; cancelled ones too."""
    found = w.hot(_OF_SLOT, {"slot": slot_id, "first": first_on, "last": last_on})
    return tuple(SlotSession(r.id, r.slot_on, r.starts_at, r.status) for r in found)
