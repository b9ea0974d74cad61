"""What came to nothing and still stands: late cancellations and no-shows to be judged."""

from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.permissions import internal
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.booking.rules import UNDO_FOR, Attendance, BookingStatus
from fitkit.features.booking.tables import Booking
from fitkit.features.penalties.rules import Offence, OffenceFacts
from fitkit.features.scheduling.rules import SessionStatus
from fitkit.features.scheduling.tables import ClassSession

_B = columns(Booking)
_S = columns(ClassSession)
_again = _B.alias("again")
_FOUND: Final = (
    sa.select(
        _B.c.id,
        _B.c.session_id,
        _B.c.member_id,
        _B.c.subscription_id,
        _B.c.status,
        _B.c.attendance,
        _B.c.cancelled_at,
        _S.c.starts_at,
        _S.c.ends_at,
        _S.c.attendance_taken_at,
        sa.exists()
        .where(
            _again.c.session_id == _B.c.session_id,
            _again.c.member_id == _B.c.member_id,
            _again.c.status == BookingStatus.BOOKED,
        )
        .label("is_back"),
    )
    .join(_S, _S.c.id == _B.c.session_id)
    .where(
        _B.c.id == sa.bindparam("booking", type_=_B.c.id.type),
        _S.c.status == SessionStatus.SCHEDULED,
    )
)
_NO_SHOWS: Final = sa.select(_B.c.id).where(
    _B.c.session_id == sa.bindparam("session", type_=_B.c.session_id.type),
    _B.c.status == BookingStatus.BOOKED,
    _B.c.attendance == Attendance.NO_SHOW,
)


@internal
def late_cancellation(w: Work, *, booking_id: UUID) -> OffenceFacts | None:
    """A late cancellation that stands: past its undoing, of a class that takes place, and not booked again."""
    row = w.hot(_FOUND, {"booking": booking_id}).first()
    if row is None or row.status is not BookingStatus.LATE_CANCELLED or row.is_back:
        return None
    if w.now < row.cancelled_at + UNDO_FOR:
        return None
    return _facts(row, Offence.LATE_CANCEL)


@internal
def no_show(w: Work, *, booking_id: UUID) -> OffenceFacts | None:
    """A no-show that stands, of a class whose attendance was taken."""
    row = w.hot(_FOUND, {"booking": booking_id}).first()
    if row is None or row.status is not BookingStatus.BOOKED:
        return None
    if row.attendance is not Attendance.NO_SHOW or row.attendance_taken_at is None:
        return None
    return _facts(row, Offence.NO_SHOW)


@internal
def no_shows_of(w: Work, *, session_id: UUID) -> tuple[UUID, ...]:
    """Places of a class whose members did not come, in no order."""
    return tuple(w.hot(_NO_SHOWS, {"session": session_id}).scalars())


def _facts(row: Any, offence: Offence) -> OffenceFacts:  # Any: a row of _FOUND
    at = row.cancelled_at if offence is Offence.LATE_CANCEL else row.starts_at
    return OffenceFacts(row.id, row.session_id, row.member_id, offence, at, row.subscription_id)
