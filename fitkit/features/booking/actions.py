"""Places change hands: book, cancel, wait, promote, check in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, assert_never
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.booking import queries, rules
from fitkit.features.booking.events import (
    AttendanceCleared,
    AttendanceTaken,
    BookingCancelled,
    BookingMade,
    CancellationUndone,
    CheckedIn,
    NoShowMarked,
    PlaceReleased,
    WaitlistJoined,
    WaitlistLeft,
    WaitlistPassedOver,
    WaitlistPromoted,
)
from fitkit.features.booking.rules import (
    Admit,
    Attendance,
    BookingStatus,
    CancelledBy,
    Cost,
    Desk,
    FreeCancellation,
    LateCancellation,
    MyPlace,
    Queue,
    Reason,
    Refuse,
    Release,
    Sentence,
    TooLate,
    Via,
    Waiter,
    WaitState,
)
from fitkit.features.booking.tables import Booking, WaitlistEntry
from fitkit.features.members import queries as members
from fitkit.features.scheduling import actions as scheduling_actions
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.rules import SessionFacts
from fitkit.features.scheduling.rules import title as session_title
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.subscriptions import actions as subscription_actions
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.features.subscriptions.rules import Entitlement
from fitkit.texts import members as member_texts
from fitkit.texts import schedule as texts

_B = columns(Booking)
_E = columns(WaitlistEntry)
_S = columns(ClassSession)


def _bind(name: str, column: sa.Column[Any]) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=column.type)


_AT = _bind("at", _B.c.booked_at)

# One statement: count the place and write its row. Binds: session, at, and the row's own.
_taken = scheduling_actions.PLACE_TAKEN.cte("taken")
_PLACE_ROW: Final = {
    "id": _bind("place", _B.c.id),
    "created_at": _AT,
    "updated_at": _AT,
    "org_id": _taken.c.org_id,
    "session_id": _taken.c.id,
    "subscription_id": _bind("subscription", _B.c.subscription_id),
    "member_id": _bind("member", _B.c.member_id),
    "entry_taken": _bind("entry_taken", _B.c.entry_taken),
    "status": sa.literal(BookingStatus.BOOKED, _B.c.status.type),
    "via": _bind("via", _B.c.via),
    "booked_at": _AT,
    "attendance": sa.literal(Attendance.NONE, _B.c.attendance.type),
}
_GIVE_PLACE: Final = (
    sa.insert(_B)
    .from_select(list(_PLACE_ROW), sa.select(*_PLACE_ROW.values()), include_defaults=False)
    .returning(_B.c.id)
)

# The same for a number in line.
_numbered = scheduling_actions.NUMBER_TAKEN.cte("numbered")
_WAIT_ROW: Final = {
    "id": _bind("entry", _E.c.id),
    "created_at": _AT,
    "updated_at": _AT,
    "org_id": _numbered.c.org_id,
    "session_id": _numbered.c.id,
    "member_id": _bind("member", _E.c.member_id),
    "number": _numbered.c.last_number,
    "state": sa.literal(WaitState.WAITING, _E.c.state.type),
    "joined_at": _AT,
    "notice_minutes": _bind("notice", _E.c.notice_minutes),
}
_JOIN_LINE: Final = (
    sa.insert(_E)
    .from_select(list(_WAIT_ROW), sa.select(*_WAIT_ROW.values()), include_defaults=False)
    .returning(_E.c.id)
)

_END_PLACE: Final = (
    sa.update(_B)
    .where(
        _B.c.id == _bind("place", _B.c.id),
        _B.c.status == BookingStatus.BOOKED,
        _B.c.attendance != Attendance.ATTENDED,
    )
    .values(
        status=_bind("status_after", _B.c.status),
        entry_taken=_bind("entry_kept", _B.c.entry_taken),
        cancelled_at=_AT,
        cancelled_by=_bind("by", _B.c.cancelled_by),
        attendance=Attendance.NONE,
        updated_at=_AT,
    )
    .returning(_B.c.id)
)
_END_WAIT: Final = (
    sa.update(_E)
    .where(
        _E.c.session_id == _bind("session", _E.c.session_id),
        _E.c.member_id == _bind("member", _E.c.member_id),
        _E.c.state == WaitState.WAITING,
    )
    .values(state=_bind("state_after", _E.c.state), left_at=_AT, updated_at=_AT)
    .returning(_E.c.id)
)
_PASS_OVER: Final = (
    sa.update(_E)
    .where(_E.c.id == _bind("entry", _E.c.id))
    .values(passed_over_at=_AT, updated_at=_AT)
)
_TAKE_AGAIN: Final = (
    sa.update(_B)
    .where(_B.c.id == _bind("place", _B.c.id))
    .values(
        status=BookingStatus.BOOKED,
        entry_taken=_bind("entry_kept", _B.c.entry_taken),
        cancelled_at=None,
        cancelled_by=None,
        updated_at=_AT,
    )
)
_MARK: Final = (
    sa.update(_B)
    .where(
        _B.c.session_id == _bind("session", _B.c.session_id),
        _B.c.member_id == _bind("member", _B.c.member_id),
        _B.c.status == BookingStatus.BOOKED,
        _B.c.attendance != _bind("attendance_after", _B.c.attendance),
    )
    .values(
        attendance=_bind("attendance_after", _B.c.attendance),
        checked_in_at=_bind("checked_in", _B.c.checked_in_at),
        updated_at=_AT,
    )
    .returning(_B.c.id)
)
# With the class even what was checked in before it was taken off.
_RELEASE_PLACE: Final = (
    sa.update(_B)
    .where(_B.c.id == _bind("place", _B.c.id), _B.c.status == BookingStatus.BOOKED)
    .values(
        status=BookingStatus.CANCELLED,
        entry_taken=False,
        cancelled_at=_AT,
        cancelled_by=CancelledBy.GYM,
        attendance=Attendance.NONE,
        checked_in_at=None,
        updated_at=_AT,
    )
)
_MISS: Final = (
    sa.update(_B)
    .where(
        _B.c.session_id == _bind("session", _B.c.session_id),
        _B.c.status == BookingStatus.BOOKED,
        _B.c.attendance == Attendance.NONE,
    )
    .values(attendance=Attendance.NO_SHOW, updated_at=_AT)
    .returning(_B.c.id, _B.c.member_id)
)
_LIVE: Final = (
    sa.select(_B.c.id, _B.c.member_id, _B.c.subscription_id, _B.c.entry_taken)
    .where(
        _B.c.session_id == _bind("session", _B.c.session_id), _B.c.status == BookingStatus.BOOKED
    )
    .order_by(_B.c.subscription_id, _B.c.id)
)
_turn = (
    sa.func.unnest(sa.bindparam("turns", type_=ARRAY(sa.BigInteger)))
    .table_valued("turn")
    .render_derived()
)
_TURNS: Final = sa.select(sa.func.pg_advisory_xact_lock(_turn.c.turn)).select_from(_turn)
_RECOUNT: Final = (
    sa.update(_S)
    .where(_S.c.id.in_(sa.bindparam("sessions", expanding=True, type_=_S.c.id.type)))
    .values(
        booked=sa.select(sa.func.count())
        .where(_B.c.session_id == _S.c.id, _B.c.status == BookingStatus.BOOKED)
        .scalar_subquery()
    )
)


@dataclass(frozen=True, slots=True)
class BookingReceipt:
    """A place, or a number in line."""

    session_id: UUID
    booking_id: UUID | None  # of a place
    position: int | None  # in line, 1 is next
    entries_left: int | None  # after it; None: not counted, or in line
    said: Sentence

    @property
    def is_in(self) -> bool:
        """Whether it is a place."""
        return self.booking_id is not None


@dataclass(frozen=True, slots=True)
class CancellationReceipt:
    """A place given back."""

    session_id: UUID
    booking_id: UUID
    is_late: bool
    cost: Cost
    entry_returned: bool
    said: Sentence


@dataclass(frozen=True, slots=True)
class AttendanceReceipt:
    """Who came to a class."""

    attended: int
    no_shows: int


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


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def book(w: Work, *, session_id: UUID, member_id: UUID) -> BookingReceipt:
    """Give the member a place, or a number in line when the class is full.

    Holds the session's row and the member's turn. Staff are not bound by the hours of booking
    and may add until the class is over; all else is the same. Publishes BookingMade or
    WaitlistJoined.

    Raises:
        Refusal: as ``rules.decide_booking`` says.
        NotFound: no such class or member in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id, turn=_turn_of(member_id))
    by_staff = w.actor.member_id != member_id
    desk = queries.desk_for(w, session=session, member_id=member_id, by_staff=by_staff)
    decision = rules.decide_booking(desk, now=w.now)
    match decision:
        case Admit(by):
            via = Via.STAFF if by_staff else Via.APP
            return _book(w, session, member_id, by, via=via)
        case Queue(position):
            return _wait(w, session, member_id, position)
        case Refuse():
            if decision.reason is Reason.NO_PLAN:
                _refuse_stranger(w, member_id)
            raise decision.as_refusal()
        case never:
            assert_never(never)


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def cancel(w: Work, *, session_id: UUID, member_id: UUID) -> CancellationReceipt:
    """Give a place back; whoever is next in line gets it in the same transaction.

    Until the cut-off what was paid comes back, later not. Holds the session's row. Publishes
    BookingCancelled, and WaitlistPromoted or WaitlistPassedOver for the line.

    Raises:
        Refusal: no live place, checked in already, the class began or was cancelled.
        NotFound: no such class in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    place = _live_place(w, session, member_id)
    held = subscriptions.entitlements(w, member_id=member_id, day=_day(w, session))
    match rules.cancellation_outcome(place, session, held, now=w.now):
        case FreeCancellation():
            cost, is_late = Cost.NOTHING, False
        case LateCancellation(cost):
            is_late = True
        case TooLate():
            raise Refusal(texts.BEGAN_NO_CANCEL)
        case never:
            assert_never(never)
    line = _line_with_turns(w, session, also=[member_id])
    by = CancelledBy.MEMBER if w.actor.member_id == member_id else CancelledBy.STAFF
    returned = _end_place(w, session, place, by=by, is_late=is_late)
    w.publish(
        BookingCancelled(
            about=place.booking_id,
            session_id=session_id,
            member_id=member_id,
            by=by,
            is_late=is_late,
            cost=cost,
        )
    )
    _move_line(w, replace(session, booked=session.booked - 1), line)
    said = Sentence(_cancelled_text(cost, is_late=is_late, returned=returned), _named(w, session))
    return CancellationReceipt(session_id, place.booking_id, is_late, cost, returned, said)


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def undo_cancel(w: Work, *, session_id: UUID, member_id: UUID) -> BookingReceipt:
    """Take back a cancellation of the last ten minutes, if the place is still free.

    The same place, paid by the same plan: a late cancellation that is undone costs nothing more.
    Publishes CancellationUndone.

    Raises:
        Refusal: nothing to undo or too long ago; the place is taken; the class began; in another
            class by now; the plan no longer pays.
        NotFound: no such class in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id, turn=_turn_of(member_id))
    place = _undoable(w, session, member_id)
    if session.free < 1:
        raise Refusal(texts.UNDO_TAKEN)
    desk = queries.desk_for(w, session=session, member_id=member_id, by_staff=True)
    same_plan = tuple(e for e in desk.held if e.subscription_id == place.subscription_id)
    if place.status is BookingStatus.LATE_CANCELLED:
        same_plan = tuple(_paid_already(e) for e in same_plan)
    decision = rules.decide_booking(replace(desk, held=same_plan), now=w.now)
    if not isinstance(decision, Admit):
        raise Refusal(texts.UNDO_GONE) if isinstance(decision, Queue) else decision.as_refusal()
    entries_left = None
    if decision.by.costs_entry and place.status is BookingStatus.CANCELLED:
        entries_left = _take_entry(w, decision.by, place.booking_id)
    w.hot(
        _TAKE_AGAIN,
        {
            "place": place.booking_id,
            "entry_kept": place.entry_taken or entries_left is not None,
            "at": w.now,
        },
    )
    scheduling_actions.give_back(w, session_id=session_id, booked=-1)
    w.publish(
        CancellationUndone(about=place.booking_id, session_id=session_id, member_id=member_id)
    )
    said = Sentence(texts.YOU_ARE_IN, _named(w, session))
    return BookingReceipt(session_id, place.booking_id, None, entries_left, said)


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def leave_waitlist(w: Work, *, session_id: UUID, member_id: UUID) -> None:
    """Give a number in line back. Holds the session's row. Publishes WaitlistLeft.

    Raises:
        Refusal: not in line (any more).
        NotFound: no such class in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    entry_id = _end_wait(w, session, member_id, WaitState.LEFT)
    if entry_id is None:
        raise Refusal(texts.NOT_WAITING)
    w.publish(WaitlistLeft(about=entry_id, session_id=session_id, member_id=member_id))


@requires(Permission.CHECK_IN)
def check_in(w: Work, *, session_id: UUID, member_id: UUID) -> None:
    """Say that a member came: from an hour before the class until its day is over.

    Nothing happens when that was said already. Publishes CheckedIn.

    Raises:
        Refusal: no live place, too early, the day is over, or the class was cancelled.
        NotFound: no such class in this gym.
    """
    _check_floor(w, session_id, from_start=False)
    place = _mark(w, session_id, member_id, Attendance.ATTENDED)
    if place is not None:
        w.publish(CheckedIn(about=place, session_id=session_id, member_id=member_id))


@requires(Permission.CHECK_IN)
def clear_attendance(w: Work, *, session_id: UUID, member_id: UUID) -> None:
    """Take back a check-in or a no-show that was a slip. Publishes AttendanceCleared.

    Raises:
        Refusal: as for check_in.
        NotFound: no such class in this gym.
    """
    _check_floor(w, session_id, from_start=False)
    place = _mark(w, session_id, member_id, Attendance.NONE)
    if place is not None:
        w.publish(AttendanceCleared(about=place, session_id=session_id, member_id=member_id))


@requires(Permission.CHECK_IN)
def mark_no_show(w: Work, *, session_id: UUID, member_id: UUID) -> None:
    """Say that a member did not come: from the start of the class until its day is over.

    Publishes NoShowMarked.

    Raises:
        Refusal: no live place, the class has not begun, the day is over, or it was cancelled.
        NotFound: no such class in this gym.
    """
    _check_floor(w, session_id, from_start=True)
    place = _mark(w, session_id, member_id, Attendance.NO_SHOW)
    if place is not None:
        w.publish(NoShowMarked(about=place, session_id=session_id, member_id=member_id))


@requires(Permission.CHECK_IN)
def close_attendance(w: Work, *, session_id: UUID) -> AttendanceReceipt:
    """Close the attendance of a class that has begun: who was not checked in is a no-show.

    Until the day is over single members can still be checked in. Holds the session's row.
    Publishes NoShowMarked for each, and AttendanceTaken.

    Raises:
        Refusal: not begun, closed already, or the class was cancelled.
        NotFound: no such class in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    if not session.is_on:
        raise Refusal(texts.CLASS_IS_OFF)
    if w.now < session.starts_at:
        raise Refusal(texts.NOT_BEGUN)
    scheduling_actions.mark_attendance_taken(w, session_id=session_id)
    for row in w.hot(_MISS, {"session": session_id, "at": w.now}).all():
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


@internal
def release_places(w: Work, *, session_id: UUID) -> int:
    """Give back all places and numbers of a cancelled class at no cost; return how many.

    Nothing happens when the class takes place after all, or all was released before. Publishes
    PlaceReleased for each.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    if session.is_on:
        return 0
    live = w.hot(_LIVE, {"session": session_id}).all()
    line = queries.line_of(w, session_id=session_id)
    _take_turns(w, [row.member_id for row in live] + [waiter.member_id for waiter in line])
    for row in live:  # by subscription: two releases at once do not wait for each other
        returned = _release(w, row)
        _publish_released(w, session, row.id, row.member_id, entry_returned=returned)
    for waiter in line:
        _end_wait(w, session, waiter.member_id, WaitState.RELEASED)
        _publish_released(w, session, waiter.entry_id, waiter.member_id, was_waiting=True)
    if live:
        scheduling_actions.give_back(w, session_id=session_id, booked=len(live))
    return len(live) + len(line)


@internal
def classes_to_release(
    w: Work, *, member_id: UUID, subscription_id: UUID | None = None
) -> tuple[UUID, ...]:
    """Find the classes not begun whose places a member loses, as ``queries.classes_ahead`` does.

    Waits for the member's turn: a booking that was decided before is there, a later one sees
    what took the right away. Takes no session after it, as the order of locks asks.
    """
    _take_turns(w, [member_id])
    return queries.classes_ahead(w, member_id=member_id, subscription_id=subscription_id)


@internal
def release_archived(w: Work, *, session_id: UUID, member_id: UUID) -> bool:
    """Take back the place or number of an archived member in a class not begun, at no cost.

    The line moves. False when there is nothing to take back: restored meanwhile, checked in,
    or released before. Publishes PlaceReleased.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    line = _line_with_turns(w, session, also=[member_id])
    if not members.facts(w, member_id=member_id).is_archived or not _is_ahead(w, session):
        return False
    entry_id = _end_wait(w, session, member_id, WaitState.RELEASED)
    if entry_id is not None:
        because = Release.MEMBER_ARCHIVED
        _publish_released(w, session, entry_id, member_id, was_waiting=True, because=because)
        return True
    return _take_back(w, session, member_id, line, because=Release.MEMBER_ARCHIVED)


@internal
def release_unpaid(w: Work, *, session_id: UUID, member_id: UUID, subscription_id: UUID) -> bool:
    """Take back a place in a class not begun that an ended subscription paid for, at no cost.

    The line moves. False when there is nothing to take back: checked in, paid by another one
    now, or released before. Publishes PlaceReleased.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    line = _line_with_turns(w, session, also=[member_id])
    if not _is_ahead(w, session):
        return False
    because = Release.PLAN_ENDED
    return _take_back(w, session, member_id, line, because=because, paid_by=subscription_id)


@internal
def fill_places(w: Work, *, session_id: UUID) -> None:
    """Give free places of a class to those in line who may have them, in order."""
    session = scheduling.hold_session(w, session_id=session_id)
    if rules.line_moves(session, now=w.now):
        _move_line(w, session, _line_with_turns(w, session))


@internal
def record_past(w: Work, *, places: Sequence[PastPlace]) -> None:
    """Bring in places as they were, without checks or events, and count them: imports, the demo.

    Raises:
        Refusal: an entry was to be taken of a subscription that has none left.
    """
    ids = [new_id() for _ in places]
    for place_id, past in zip(ids, places, strict=True):
        if past.takes_entry and past.subscription_id is not None:
            subscription_actions.take_entry(
                w, subscription_id=past.subscription_id, booking_id=place_id
            )
    if not places:
        return
    w.hot(sa.insert(_B), [_past_row(w, i, past) for i, past in zip(ids, places, strict=True)])
    w.hot(_RECOUNT, {"sessions": sorted({past.session_id for past in places})})


def _book(
    w: Work, session: SessionFacts, member_id: UUID, by: Entitlement, *, via: Via
) -> BookingReceipt:
    place_id, entries_left = _give_place(w, session, member_id, by, via=via)
    w.publish(BookingMade(about=place_id, session_id=session.id, member_id=member_id, via=via))
    said = Sentence(texts.YOU_ARE_IN, _named(w, session))
    return BookingReceipt(session.id, place_id, None, entries_left, said)


def _give_place(
    w: Work, session: SessionFacts, member_id: UUID, by: Entitlement, *, via: Via
) -> tuple[UUID, int | None]:
    place_id = new_id()
    entries_left = _take_entry(w, by, place_id)
    given = w.hot(
        _GIVE_PLACE,
        {
            "session": session.id,
            "place": place_id,
            "subscription": by.subscription_id,
            "member": member_id,
            "entry_taken": by.costs_entry,
            "via": via,
            "at": w.now,
        },
    ).scalar()
    if given is None:
        raise RuntimeError("a place was decided on and is not there")
    return place_id, entries_left


def _take_entry(w: Work, by: Entitlement, booking_id: UUID) -> int | None:
    if not by.costs_entry:
        return None
    return subscription_actions.take_entry(
        w, subscription_id=by.subscription_id, booking_id=booking_id
    )


def _wait(w: Work, session: SessionFacts, member_id: UUID, position: int) -> BookingReceipt:
    entry_id = new_id()
    binds = {
        "session": session.id,
        "entry": entry_id,
        "member": member_id,
        "notice": 0,
        "at": w.now,
    }
    if w.hot(_JOIN_LINE, binds).scalar() is None:
        raise RuntimeError("a number was decided on and is not there")
    w.publish(
        WaitlistJoined(
            about=entry_id, session_id=session.id, member_id=member_id, position=position
        )
    )
    said = Sentence(texts.IN_LINE_NOW, {"position": position, **_named(w, session)})
    return BookingReceipt(session.id, None, position, None, said)


def _refuse_stranger(w: Work, member_id: UUID) -> None:
    known = members.facts(w, member_id=member_id)
    if known.is_archived:
        raise Refusal(member_texts.IN_ARCHIVE, name=known.name)


def _live_place(w: Work, session: SessionFacts, member_id: UUID) -> MyPlace:
    newest = queries.newest_place(w, session_id=session.id, member_id=member_id)
    if newest is None or newest[0].status is not BookingStatus.BOOKED:
        raise Refusal(texts.NO_PLACE)
    if not session.is_on:
        raise Refusal(texts.CLASS_IS_OFF)
    if newest[0].attendance is Attendance.ATTENDED:
        raise Refusal(texts.CAME_NO_CANCEL)
    return newest[0]


def _end_place(
    w: Work, session: SessionFacts, place: MyPlace, *, by: CancelledBy, is_late: bool
) -> bool:
    """End a live place and count it back; whether an entry came back."""
    status = BookingStatus.LATE_CANCELLED if is_late else BookingStatus.CANCELLED
    returns = place.entry_taken and not is_late and place.subscription_id is not None
    if returns and place.subscription_id is not None:
        subscription_actions.return_entry(
            w, subscription_id=place.subscription_id, booking_id=place.booking_id
        )
    ended = w.hot(
        _END_PLACE,
        {
            "place": place.booking_id,
            "status_after": status,
            "entry_kept": place.entry_taken and not returns,
            "by": by,
            "at": w.now,
        },
    ).scalar()
    if ended is None:  # checked in between our reading and now
        raise Refusal(texts.CAME_NO_CANCEL)
    scheduling_actions.give_back(w, session_id=session.id, booked=1)
    return returns


def _is_ahead(w: Work, session: SessionFacts) -> bool:
    return session.is_on and w.now < session.starts_at


def _take_back(
    w: Work,
    session: SessionFacts,
    member_id: UUID,
    line: Sequence[Waiter],
    *,
    because: Release,
    paid_by: UUID | None = None,
) -> bool:
    """Release one live place of a held session and move its line; False when there is none."""
    newest = queries.newest_place(w, session_id=session.id, member_id=member_id)
    place = newest[0] if newest is not None else None
    if place is None or not place.is_live or place.attendance is Attendance.ATTENDED:
        return False
    if paid_by is not None and place.subscription_id != paid_by:
        return False
    returned = _end_place(w, session, place, by=CancelledBy.GYM, is_late=False)
    about = place.booking_id
    _publish_released(w, session, about, member_id, entry_returned=returned, because=because)
    _move_line(w, replace(session, booked=session.booked - 1), line)
    return True


def _line_with_turns(
    w: Work, session: SessionFacts, also: Iterable[UUID] = ()
) -> tuple[Waiter, ...]:
    """The line of a held session, everybody's turn taken; empty when it does not move now."""
    if not rules.line_moves(replace(session, booked=0), now=w.now):
        return ()
    line = queries.line_of(w, session_id=session.id)
    _take_turns(w, [*also, *(waiter.member_id for waiter in line)])
    return line


def _move_line(w: Work, session: SessionFacts, line: Sequence[Waiter]) -> None:
    """Promote from the line into free places, in order, and tell those passed over once."""
    if not line or not rules.line_moves(session, now=w.now):
        return
    call = rules.next_in_line(_desks(w, session, line), places=session.free)
    for waiter, admitted in call.promoted:
        _end_wait(w, session, waiter.member_id, WaitState.PROMOTED)
        place_id, _ = _give_place(w, session, waiter.member_id, admitted.by, via=Via.PROMOTION)
        w.publish(
            WaitlistPromoted(
                about=place_id,
                session_id=session.id,
                member_id=waiter.member_id,
                starts_at=session.starts_at,
            )
        )
    for waiter, refused in call.passed:
        _pass_over(w, session, waiter, refused)


def _desks(w: Work, session: SessionFacts, line: Sequence[Waiter]) -> Iterator[tuple[Waiter, Desk]]:
    for waiter in line:
        yield waiter, queries.desk_for(w, session=session, member_id=waiter.member_id)


def _pass_over(w: Work, session: SessionFacts, waiter: Waiter, refused: Refuse) -> None:
    if waiter.was_passed_over:
        return
    w.hot(_PASS_OVER, {"entry": waiter.entry_id, "at": w.now})
    w.publish(
        WaitlistPassedOver(
            about=waiter.entry_id,
            session_id=session.id,
            member_id=waiter.member_id,
            because=refused.reason,
        )
    )


def _end_wait(w: Work, session: SessionFacts, member_id: UUID, state: WaitState) -> UUID | None:
    entry_id: UUID | None = w.hot(
        _END_WAIT,
        {"session": session.id, "member": member_id, "state_after": state, "at": w.now},
    ).scalar()
    if entry_id is not None:
        scheduling_actions.give_back(w, session_id=session.id, waiting=1)
    return entry_id


def _undoable(w: Work, session: SessionFacts, member_id: UUID) -> MyPlace:
    newest = queries.newest_place(w, session_id=session.id, member_id=member_id)
    if newest is None:
        raise Refusal(texts.NO_PLACE)
    place, cancelled_at = newest
    if place.status is BookingStatus.BOOKED:
        raise Refusal(texts.ALREADY_BOOKED)
    is_theirs = place.cancelled_by in (CancelledBy.MEMBER, CancelledBy.STAFF)
    if not is_theirs or cancelled_at is None or w.now >= cancelled_at + rules.UNDO_FOR:
        raise Refusal(texts.UNDO_GONE)
    if w.now >= session.starts_at:
        raise Refusal(texts.BEGAN)
    return place


def _paid_already(by: Entitlement) -> Entitlement:
    """A late cancellation kept the entry, or counts in the week: nothing more is needed."""
    return replace(by, weekly_limit=None, entries_left=None)


def _check_floor(w: Work, session_id: UUID, *, from_start: bool) -> None:
    view = scheduling.one(w, session_id=session_id)
    session, zone = view.facts, w.actor.zone
    if not session.is_on:
        raise Refusal(texts.CLASS_IS_OFF)
    span = rules.check_in_span(session, zone=zone)
    if from_start and w.now < session.starts_at:
        raise Refusal(texts.NOT_BEGUN)
    if w.now < span.starts_at:
        raise Refusal(texts.CHECK_IN_EARLY, at=rules.when(span.starts_at, now=w.now, zone=zone))
    if w.now >= span.ends_at:
        raise Refusal(texts.CHECK_IN_OVER)


def _mark(w: Work, session_id: UUID, member_id: UUID, attendance: Attendance) -> UUID | None:
    """Set the attendance of a live place; its id, or None when it was so already."""
    binds = {
        "session": session_id,
        "member": member_id,
        "attendance_after": attendance,
        "checked_in": w.now if attendance is Attendance.ATTENDED else None,
        "at": w.now,
    }
    place_id: UUID | None = w.hot(_MARK, binds).scalar()
    if place_id is None:
        newest = queries.newest_place(w, session_id=session_id, member_id=member_id)
        if newest is None or newest[0].status is not BookingStatus.BOOKED:
            raise Refusal(texts.NO_PLACE)
    return place_id


def _release(w: Work, row: Any) -> bool:  # Any: a row of _LIVE
    returns = bool(row.entry_taken) and row.subscription_id is not None
    if returns:
        subscription_actions.return_entry(w, subscription_id=row.subscription_id, booking_id=row.id)
    w.hot(_RELEASE_PLACE, {"place": row.id, "at": w.now})
    return returns


def _publish_released(
    w: Work,
    session: SessionFacts,
    about: UUID,
    member_id: UUID,
    *,
    was_waiting: bool = False,
    entry_returned: bool = False,
    because: Release = Release.CLASS_OFF,
) -> None:
    w.publish(
        PlaceReleased(
            about=about,
            session_id=session.id,
            member_id=member_id,
            starts_at=session.starts_at,
            was_waiting=was_waiting,
            entry_returned=entry_returned,
            because=because,
        )
    )


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


def _cancelled_text(cost: Cost, *, is_late: bool, returned: bool) -> Text:
    if is_late:
        return texts.CANCELLED_LATE[cost.value]
    return texts.CANCELLED_RETURNED if returned else texts.CANCELLED_FREE


def _named(w: Work, session: SessionFacts) -> dict[str, object]:
    return {"session": session_title(session.name, session.starts_at, w.actor.zone)}


def _day(w: Work, session: SessionFacts) -> date:
    return day_of(session.starts_at, w.actor.zone)


def _take_turns(w: Work, member_ids: Iterable[UUID]) -> None:
    """Wait for the turns of several members, always in one order."""
    turns = sorted({_turn_of(member_id) for member_id in member_ids})
    if turns:
        w.hot(_TURNS, {"turns": turns})


def _turn_of(member_id: UUID) -> int:
    """The number of a member's lock: the random half of the id."""
    return int.from_bytes(member_id.bytes[8:], "big", signed=True)
