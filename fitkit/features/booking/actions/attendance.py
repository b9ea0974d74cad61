"""Who came."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.booking import queries, rules
from fitkit.features.booking.actions._attendance import mark_place, no_show_was_none
from fitkit.features.booking.actions._guests import guests_of
from fitkit.features.booking.actions._statements import EXCUSE, MARK_GUEST, MISS, UNMISS
from fitkit.features.booking.events import (
    AttendanceCleared,
    AttendanceReopened,
    AttendanceTaken,
    CheckedIn,
    GuestCheckedIn,
    GuestCleared,
    NoShowExcused,
    NoShowMarked,
)
from fitkit.features.booking.rules import (
    Attendance,
    BookingStatus,
)
from fitkit.features.scheduling import actions as scheduling_actions
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.rules import SessionFacts
from fitkit.texts import places as words
from fitkit.texts import schedule as texts


@dataclass(frozen=True, slots=True)
class AttendanceReceipt:
    """Who came to a class."""

    attended: int
    no_shows: int


@requires(Permission.CHECK_IN)
def check_in(
    w: Work, *, session_id: UUID, member_id: UUID, arrived_at: datetime | None = None
) -> None:
    """Say that a member came: from an hour before the class until 48 hours after it.

    Nothing happens when that was said already. What a no-show that was a slip led to is taken back.
    Publishes CheckedIn.

    Args:
        w: the transaction.
        session_id: the class.
        member_id: who came.
        arrived_at: when the tap was made, of one that a telephone kept while it was offline; brought
            between the opening of check-in and now (see ``rules.arrival``). None: now.

    Raises:
        Refusal: no live place, too early, 48 hours have passed, or the class was cancelled.
        NotFound: no such class in this gym.
    """
    session = _check_floor(w, session_id, from_start=False)
    came_at = rules.arrival(arrived_at, session, now=w.now, zone=w.actor.zone)
    place = _mark(w, session_id, member_id, Attendance.ATTENDED, came_at=came_at)
    if place is not None:
        w.publish(CheckedIn(about=place, session_id=session_id, member_id=member_id))


@requires(Permission.CHECK_IN)
def clear_attendance(w: Work, *, session_id: UUID, member_id: UUID) -> None:
    """Take back a check-in or a no-show that was a slip, and what it led to. Publishes AttendanceCleared.

    Raises:
        Refusal: as for check_in.
        NotFound: no such class in this gym.
    """
    _check_floor(w, session_id, from_start=False)
    place = _mark(w, session_id, member_id, Attendance.NONE)
    if place is not None:
        w.publish(AttendanceCleared(about=place, session_id=session_id, member_id=member_id))


@requires(Permission.CHECK_IN)
def check_in_guest(w: Work, *, session_id: UUID, guest_id: UUID) -> None:
    """Say that somebody's guest came, in the hours of check_in.

    Nothing happens when that was said already. Publishes GuestCheckedIn.

    Raises:
        Refusal: no such guest in this class (any more), too early, 48 hours have passed, or it is off.
        NotFound: no such class in this gym.
    """
    _check_floor(w, session_id, from_start=False)
    host_id = _mark_guest(w, session_id, guest_id, Attendance.ATTENDED)
    if host_id is not None:
        w.publish(GuestCheckedIn(about=guest_id, session_id=session_id, member_id=host_id))


@requires(Permission.CHECK_IN)
def clear_guest(w: Work, *, session_id: UUID, guest_id: UUID) -> None:
    """Take back a guest's check-in that was a slip. Publishes GuestCleared.

    Raises:
        Refusal: as for check_in_guest.
        NotFound: no such class in this gym.
    """
    _check_floor(w, session_id, from_start=False)
    host_id = _mark_guest(w, session_id, guest_id, Attendance.NONE)
    if host_id is not None:
        w.publish(GuestCleared(about=guest_id, session_id=session_id, member_id=host_id))


@requires(Permission.CHECK_IN)
def mark_no_show(w: Work, *, session_id: UUID, member_id: UUID) -> None:
    """Say that a member did not come: from the start of the class until 48 hours after it.

    Publishes NoShowMarked.

    Raises:
        Refusal: no live place, the class has not begun, 48 hours have passed, or it was cancelled.
        NotFound: no such class in this gym.
    """
    _check_floor(w, session_id, from_start=True)
    place = _mark(w, session_id, member_id, Attendance.NO_SHOW)
    if place is not None:
        w.publish(NoShowMarked(about=place, session_id=session_id, member_id=member_id))


@requires(Permission.CHECK_IN)
def close_attendance(w: Work, *, session_id: UUID) -> AttendanceReceipt:
    """Close the attendance of a class that has begun: who was not checked in is a no-show.

    For 48 hours after the class, as long as it can be closed at all, it can be reopened and single
    members checked in. Holds the session's row.
    Publishes NoShowMarked for each, and AttendanceTaken.

    Raises:
        Refusal: not begun, 48 hours have passed, closed already, or the class was cancelled.
        NotFound: no such class in this gym.
    """
    scheduling.hold_session(w, session_id=session_id)
    _check_floor(w, session_id, from_start=True)
    scheduling_actions.mark_attendance_taken(w, session_id=session_id)
    for row in w.hot(MISS, {"session": session_id, "at": w.now}).all():
        w.publish(NoShowMarked(about=row.id, session_id=session_id, member_id=row.member_id))
    came = queries.attendance_counts(w, session_id=session_id)
    receipt = AttendanceReceipt(came[Attendance.ATTENDED], came[Attendance.NO_SHOW])
    w.publish(
        AttendanceTaken(
            about=session_id,
            session_id=session_id,
            attended=receipt.attended,
            no_shows=receipt.no_shows,
        )
    )
    return receipt


@requires(Permission.CHECK_IN)
def reopen_attendance(w: Work, *, session_id: UUID) -> None:
    """Take the closing of a class's attendance back as a whole: who was a no-show is not known again.

    Until 48 hours after the class; what was judged meanwhile is taken back. Holds the session's
    row. Publishes AttendanceReopened.

    Raises:
        Refusal: not closed, 48 hours have passed, or the class was cancelled.
        NotFound: no such class in this gym.
    """
    scheduling.hold_session(w, session_id=session_id)
    _check_floor(w, session_id, from_start=True)
    scheduling_actions.mark_attendance_open(w, session_id=session_id)
    for place_id in w.hot(UNMISS, {"session": session_id, "at": w.now}).scalars().all():
        no_show_was_none(w, place_id)
    w.publish(AttendanceReopened(about=session_id, session_id=session_id))


@internal
def excuse_no_show(w: Work, *, booking_id: UUID) -> bool:
    """Accept why a member did not come; False when that place is no no-show. Publishes NoShowExcused."""
    row = w.hot(EXCUSE, {"place": booking_id, "at": w.now}).first()
    if row is None:
        return False
    ids = {"session_id": row.session_id, "member_id": row.member_id}
    w.publish(NoShowExcused(about=booking_id, **ids))
    return True


def _check_floor(w: Work, session_id: UUID, *, from_start: bool) -> SessionFacts:
    view = scheduling.one(w, session_id=session_id)
    session, zone = view.facts, w.actor.zone
    if not session.is_on:
        raise Refusal(texts.CLASS_IS_OFF)
    span = rules.correction_span(session)
    if from_start and w.now < session.starts_at:
        raise Refusal(texts.NOT_BEGUN)
    if w.now < span.starts_at:
        raise Refusal(texts.CHECK_IN_EARLY, at=rules.when(span.starts_at, now=w.now, zone=zone))
    if w.now >= span.ends_at:
        raise Refusal(texts.CORRECTION_OVER)
    return session


def _mark_guest(w: Work, session_id: UUID, guest_id: UUID, attendance: Attendance) -> UUID | None:
    """Set the attendance of a guest's place; the host's id, or None when it was so already."""
    binds = {
        "session": session_id,
        "guest": guest_id,
        "attendance_after": attendance,
        "at": w.now,
    }
    host_id: UUID | None = w.hot(MARK_GUEST, binds).scalar()
    if host_id is None and all(row.id != guest_id for row in guests_of(w, session_id)):
        raise Refusal(words.GUEST_GONE)
    return host_id


def _mark(
    w: Work,
    session_id: UUID,
    member_id: UUID,
    attendance: Attendance,
    *,
    came_at: datetime | None = None,
) -> UUID | None:
    """Set the attendance of a live place; its id, or None when it was so already."""
    place_id = mark_place(w, session_id, member_id, attendance, came_at=came_at)
    if place_id is None:
        newest = queries.newest_place(w, session_id=session_id, member_id=member_id)
        if newest is None or newest[0].status is not BookingStatus.BOOKED:
            raise Refusal(texts.NO_PLACE)
    return place_id
