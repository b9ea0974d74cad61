"""What came to nothing and still stands: late cancellations and no-shows to be judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.booking.rules import UNDO_FOR, Attendance, BookingStatus
from fitkit.features.booking.tables import Booking
from fitkit.features.penalties import queries as penalties
from fitkit.features.penalties.queries import PenaltyView
from fitkit.features.penalties.rules import Offence, OffenceFacts
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.queries import SessionView
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
_LATE: Final = sa.select(_B.c.id, _B.c.cancelled_at).where(
    _B.c.session_id == sa.bindparam("session", type_=_B.c.session_id.type),
    _B.c.status == BookingStatus.LATE_CANCELLED,
)


@dataclass(frozen=True, slots=True)
class OffenceView:
    """A penalty, and the class it came of."""

    penalty: PenaltyView
    session: SessionView


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def penalties_of(w: Work, *, member_id: UUID) -> tuple[OffenceView, ...]:
    """A member's penalties with their classes, the newest first; excused ones too."""
    return _with_classes(w, penalties.of_member(w, member_id=member_id))


@requires(Permission.EXCUSE)
def disputed(w: Work) -> tuple[OffenceView, ...]:
    """What waits for a decision with its class, the longest waiting first."""
    return _with_classes(w, penalties.disputes(w))


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
def offence_of(w: Work, *, booking_id: UUID) -> OffenceFacts | None:
    """A late cancellation or a no-show as it stands, whether it was or can be judged or not."""
    row = w.hot(_FOUND, {"booking": booking_id}).first()
    if row is None:
        return None
    if row.status is BookingStatus.LATE_CANCELLED and not row.is_back:
        return _facts(row, Offence.LATE_CANCEL)
    if row.status is BookingStatus.BOOKED and row.attendance is Attendance.NO_SHOW:
        return _facts(row, Offence.NO_SHOW)
    return None


@internal
def no_shows_of(w: Work, *, session_id: UUID) -> tuple[UUID, ...]:
    """Places of a class whose members did not come, in no order."""
    return tuple(w.hot(_NO_SHOWS, {"session": session_id}).scalars())


@internal
def late_cancellations_of(w: Work, *, session_id: UUID) -> tuple[tuple[UUID, datetime], ...]:
    """Places of a class that were cancelled late, and when each can no longer be undone; in no order."""
    rows = w.hot(_LATE, {"session": session_id}).all()
    return tuple((row.id, row.cancelled_at + UNDO_FOR) for row in rows)


def _with_classes(w: Work, views: Sequence[PenaltyView]) -> tuple[OffenceView, ...]:
    classes = scheduling.by_id(w, ids={view.session_id for view in views})
    return tuple(OffenceView(v, classes[v.session_id]) for v in views if v.session_id in classes)


def _facts(row: Any, offence: Offence) -> OffenceFacts:  # Any: a row of _FOUND
    at = row.cancelled_at if offence is Offence.LATE_CANCEL else row.starts_at
    return OffenceFacts(row.id, row.session_id, row.member_id, offence, at, row.subscription_id)
