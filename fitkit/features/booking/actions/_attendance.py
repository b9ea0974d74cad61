"""A place is marked; what it was judged for as a no-show is taken back with that."""

from datetime import datetime
from uuid import UUID

from fitkit.core.work import Work
from fitkit.features.booking.actions._statements import MARK
from fitkit.features.booking.rules import Attendance
from fitkit.features.penalties import actions as penalties
from fitkit.features.penalties.rules import Offence


def mark_place(
    w: Work,
    session_id: UUID,
    member_id: UUID,
    attendance: Attendance,
    *,
    came_at: datetime | None = None,
) -> UUID | None:
    """Set the attendance of a live place; its id, or None where none is live or it was so already.

    Who came did so at a moment; None: now.
    """
    binds = {
        "session": session_id,
        "member": member_id,
        "attendance_after": attendance,
        "checked_in": (came_at or w.now) if attendance is Attendance.ATTENDED else None,
        "at": w.now,
    }
    row = w.hot(MARK, binds).first()
    if row is None:
        return None
    place_id: UUID = row.id
    if row.before in (Attendance.NO_SHOW, Attendance.EXCUSED):
        no_show_was_none(w, place_id)
    return place_id


def no_show_was_none(w: Work, place_id: UUID) -> None:
    """It was a slip: what came of it, if it was judged already, counts for nothing; another is judged anew."""
    penalties.void(w, booking_id=place_id, offence=Offence.NO_SHOW)
