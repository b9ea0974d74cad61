"""Places from before are brought in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.clock import day_of
from fitkit.core.ids import new_id
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.booking.actions._statements import PLACES, RECOUNT
from fitkit.features.booking.rules import (
    Attendance,
    BookingStatus,
    CancelledBy,
    Via,
)
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.subscriptions import actions as subscription_actions


@dataclass(frozen=True, slots=True)
class PastPlace:
    """A place brought in from before."""

    session_id: UUID
    member_id: UUID
    booked_at: datetime
    subscription_id: UUID | None = None
    takes_entry: bool = False  # moves an entry of the subscription
    status: BookingStatus = BookingStatus.BOOKED
    attendance: Attendance = Attendance.NONE
    via: Via = Via.APP
    cancelled_at: datetime | None = None
    checked_in_at: datetime | None = None  # None: not known, as of the booking


@internal
def record_past(w: Work, *, places: Sequence[PastPlace]) -> None:
    """Bring in places as they were, without checks or events, and count them: imports, the demo.

    Raises:
        Refusal: an entry was to be taken of a subscription that has none left.
    """
    ids = [new_id() for _ in places]
    taking = {past.session_id for past in places if past.takes_entry}
    classes = scheduling.by_id(w, ids=taking) if taking else {}
    for place_id, past in zip(ids, places, strict=True):
        if past.takes_entry and past.subscription_id is not None:
            subscription_actions.take_entry(
                w,
                subscription_id=past.subscription_id,
                booking_id=place_id,
                day=day_of(classes[past.session_id].starts_at, w.actor.zone),
            )
    if not places:
        return
    w.hot(sa.insert(PLACES), [_past_row(w, i, past) for i, past in zip(ids, places, strict=True)])
    w.hot(RECOUNT, {"sessions": sorted({past.session_id for past in places})})


def _past_row(w: Work, place_id: UUID, past: PastPlace) -> dict[str, Any]:
    came = past.attendance is Attendance.ATTENDED
    ended = past.status is not BookingStatus.BOOKED
    return {
        "id": place_id,
        "created_at": past.booked_at,
        "updated_at": past.booked_at,
        "org_id": w.actor.org_id,
        "session_id": past.session_id,
        "subscription_id": past.subscription_id,
        "member_id": past.member_id,
        "entry_taken": past.takes_entry,
        "status": past.status,
        "via": past.via,
        "booked_at": past.booked_at,
        "cancelled_at": (past.cancelled_at or past.booked_at) if ended else None,
        "cancelled_by": CancelledBy.MEMBER if ended else None,
        "attendance": past.attendance,
        "checked_in_at": (past.checked_in_at or past.booked_at) if came else None,
    }
