"""What every change of guests' places is made of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.work import Work
from fitkit.features.booking.actions._statements import (
    END_GUEST,
    GUEST_AGAIN,
    GUESTS_GONE_WITH,
    LIVE_GUESTS,
)
from fitkit.features.booking.rules import BookingStatus
from fitkit.features.scheduling import actions as scheduling_actions
from fitkit.features.scheduling.rules import SessionFacts
from fitkit.features.subscriptions import actions as subscription_actions


def guests_of(w: Work, session_id: UUID, member_id: UUID | None = None) -> list[Any]:
    """Live guests of a member in a class, or all of the class, in the order of locks; rows of the table."""
    rows = w.hot(LIVE_GUESTS, {"session": session_id}).all()
    return [row for row in rows if member_id is None or row.member_id == member_id]


def end_guest(
    w: Work, session: SessionFacts, row: Any, *, is_late: bool, release_id: UUID | None = None
) -> bool:
    """End one guest's place and count it back; whether an entry came back."""
    returns = row.entry_taken and not is_late and row.subscription_id is not None
    if returns:
        subscription_actions.return_entry(w, subscription_id=row.subscription_id, booking_id=row.id)
    status = BookingStatus.LATE_CANCELLED if is_late else BookingStatus.CANCELLED
    binds = {
        "guest": row.id,
        "status_after": status,
        "entry_kept": row.entry_taken and not returns,
        "release": release_id,
        "at": w.now,
    }
    w.hot(END_GUEST, binds)
    scheduling_actions.give_back(w, session_id=session.id, booked=1)
    return bool(returns)


def end_guests(w: Work, session: SessionFacts, member_id: UUID, *, is_late: bool) -> int:
    """End the places of all guests of a member in a class, as the member's own; how many there were."""
    rows = guests_of(w, session.id, member_id)
    for row in rows:
        end_guest(w, session, row, is_late=is_late)
    return len(rows)


def guests_again(
    w: Work,
    session: SessionFacts,
    member_id: UUID,
    *,
    left_at: datetime,
    room: int,
    entries: Mapping[UUID, int],
) -> int:
    """Bring back who went with their host's place at a moment; how many came.

    In the order in which they were brought, paid as before, as far as there is room and an entry.

    Args:
        w: the transaction; the session is held and the host's turn is taken.
        session: the class.
        member_id: the host.
        left_at: when the host's place ended.
        room: free places, the host's own no longer among them.
        entries: how many each of the host's packs has left.
    """
    left, came = dict(entries), 0
    binds = {"session": session.id, "member": member_id, "left": left_at}
    for row in w.hot(GUESTS_GONE_WITH, binds).all():
        pays = row.subscription_id if not row.entry_taken else None
        if came >= room or (pays is not None and left.get(pays, 0) < 1):
            continue
        if pays is not None:
            left[pays] = subscription_actions.take_entry(
                w,
                subscription_id=pays,
                booking_id=row.id,
                day=day_of(session.starts_at, w.actor.zone),
            )
        kept = row.entry_taken or pays is not None
        w.hot(GUEST_AGAIN, {"guest": row.id, "entry_kept": kept, "at": w.now})
        scheduling_actions.give_back(w, session_id=session.id, booked=-1)
        came += 1
    return came
