"""What every change of guests' places is made of."""

from typing import Any
from uuid import UUID

from fitkit.core.work import Work
from fitkit.features.booking.actions._statements import END_GUEST, LIVE_GUESTS
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
