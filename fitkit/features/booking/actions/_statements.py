"""The statements of places, lines and attendance that run most; each is written once."""

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from fitkit.core.tables import columns
from fitkit.features.booking.rules import (
    Attendance,
    BookingStatus,
    CancelledBy,
    WaitState,
)
from fitkit.features.booking.tables import Booking, GuestPlace, WaitlistEntry
from fitkit.features.scheduling import actions as scheduling_actions
from fitkit.features.scheduling.tables import ClassSession

PLACES = columns(Booking)
_E = columns(WaitlistEntry)
_G = columns(GuestPlace)
_S = columns(ClassSession)


def _bind(name: str, column: sa.Column[Any]) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=column.type)


_AT = _bind("at", PLACES.c.booked_at)
# One statement: count the place and write its row. Binds: session, at, and the row's own.
_taken = scheduling_actions.PLACE_TAKEN.cte("taken")
_PLACE_ROW: Final = {
    "id": _bind("place", PLACES.c.id),
    "created_at": _AT,
    "updated_at": _AT,
    "org_id": _taken.c.org_id,
    "session_id": _taken.c.id,
    "subscription_id": _bind("subscription", PLACES.c.subscription_id),
    "member_id": _bind("member", PLACES.c.member_id),
    "entry_taken": _bind("entry_taken", PLACES.c.entry_taken),
    "status": sa.literal(BookingStatus.BOOKED, PLACES.c.status.type),
    "via": _bind("via", PLACES.c.via),
    "booked_at": _AT,
    "attendance": sa.literal(Attendance.NONE, PLACES.c.attendance.type),
    "swapped_from_id": _bind("swapped_from", PLACES.c.swapped_from_id),
    "standing_id": _bind("standing", PLACES.c.standing_id),
}
GIVE_PLACE: Final = (
    sa.insert(PLACES)
    .from_select(list(_PLACE_ROW), sa.select(*_PLACE_ROW.values()), include_defaults=False)
    .returning(PLACES.c.id)
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
JOIN_LINE: Final = (
    sa.insert(_E)
    .from_select(list(_WAIT_ROW), sa.select(*_WAIT_ROW.values()), include_defaults=False)
    .returning(_E.c.id)
)
END_PLACE: Final = (
    sa.update(PLACES)
    .where(
        PLACES.c.id == _bind("place", PLACES.c.id),
        PLACES.c.status == BookingStatus.BOOKED,
        PLACES.c.attendance != Attendance.ATTENDED,
    )
    .values(
        status=_bind("status_after", PLACES.c.status),
        entry_taken=_bind("entry_kept", PLACES.c.entry_taken),
        cancelled_at=_AT,
        cancelled_by=_bind("by", PLACES.c.cancelled_by),
        attendance=Attendance.NONE,
        updated_at=_AT,
    )
    .returning(PLACES.c.id)
)
_of_member = (
    sa.select(_E.c.id, _E.c.offer_until)
    .where(
        _E.c.session_id == _bind("session", _E.c.session_id),
        _E.c.member_id == _bind("member", _E.c.member_id),
        _E.c.state == WaitState.WAITING,
    )
    .subquery("of_member")
)
# Says of whom nobody else changes meanwhile whether an offer stood: the session is held.
END_WAIT: Final = (
    sa.update(_E)
    .where(_E.c.id == _of_member.c.id)
    .values(state=_bind("state_after", _E.c.state), left_at=_AT, offer_until=None, updated_at=_AT)
    .returning(_E.c.id, _of_member.c.offer_until.is_not(None).label("had_offer"))
)
_THIS_WAIT = _E.c.id == _bind("entry", _E.c.id)
MAKE_OFFER: Final = (
    sa.update(_E)
    .where(_THIS_WAIT)
    .values(offered_at=_AT, offer_until=_bind("until", _E.c.offer_until), updated_at=_AT)
)
END_OFFER: Final = sa.update(_E).where(_THIS_WAIT).values(offer_until=None, updated_at=_AT)
TELL_TO_CLAIM: Final = sa.update(_E).where(_THIS_WAIT).values(claim_told_at=_AT, updated_at=_AT)
SET_NOTICE: Final = (
    sa.update(_E)
    .where(_THIS_WAIT)
    .values(notice_minutes=_bind("minutes", _E.c.notice_minutes), updated_at=_AT)
)
# Who was asked or told about an earlier place is to be asked and told about the next.
ASK_AGAIN: Final = (
    sa.update(_E)
    .where(
        _E.c.session_id == _bind("session", _E.c.session_id),
        _E.c.state == WaitState.WAITING,
        sa.or_(
            _E.c.claim_told_at.is_not(None),
            sa.and_(_E.c.offered_at.is_not(None), _E.c.offer_until.is_(None)),
        ),
    )
    .values(
        claim_told_at=None,
        offered_at=sa.case((_E.c.offer_until.is_not(None), _E.c.offered_at), else_=None),
        updated_at=_AT,
    )
)
# No more places are kept than offers stand: one that ends frees its place, unless the class
# became smaller and another offer needs it.
RECOUNT_HELD: Final = (
    sa.update(_S)
    .where(_S.c.id == _bind("session", _S.c.id))
    .values(
        held=sa.func.least(
            _S.c.held,
            sa.select(sa.func.count())
            .where(
                _E.c.session_id == _S.c.id,
                _E.c.state == WaitState.WAITING,
                _E.c.offer_until.is_not(None),
            )
            .scalar_subquery(),
        ),
        updated_at=_AT,
    )
)
PASS_OVER: Final = (
    sa.update(_E)
    .where(_E.c.id == _bind("entry", _E.c.id))
    .values(passed_over_at=_AT, updated_at=_AT)
)
_ATTENDANCE = PLACES.c.attendance.type
TAKE_AGAIN: Final = (
    sa.update(PLACES)
    .where(PLACES.c.id == _bind("place", PLACES.c.id))
    .values(
        status=BookingStatus.BOOKED,
        entry_taken=_bind("entry_kept", PLACES.c.entry_taken),
        # Who had come when the class was taken off has come still.
        attendance=sa.case(
            (PLACES.c.checked_in_at.is_not(None), sa.literal(Attendance.ATTENDED, _ATTENDANCE)),
            else_=sa.literal(Attendance.NONE, _ATTENDANCE),
        ),
        release_id=None,
        cancelled_at=None,
        cancelled_by=None,
        updated_at=_AT,
    )
)
_was = (
    sa.select(PLACES.c.id, PLACES.c.attendance)
    .where(
        PLACES.c.session_id == _bind("session", PLACES.c.session_id),
        PLACES.c.member_id == _bind("member", PLACES.c.member_id),
        PLACES.c.status == BookingStatus.BOOKED,
    )
    .subquery("was")
)
MARK: Final = (
    sa.update(PLACES)
    .where(
        PLACES.c.id == _was.c.id,
        PLACES.c.status == BookingStatus.BOOKED,
        PLACES.c.attendance != _bind("attendance_after", PLACES.c.attendance),
    )
    .values(
        attendance=_bind("attendance_after", PLACES.c.attendance),
        checked_in_at=_bind("checked_in", PLACES.c.checked_in_at),
        updated_at=_AT,
    )
    .returning(PLACES.c.id, _was.c.attendance.label("before"))
)
# With the class even what was checked in before it was taken off; when that was stays known, for an undo.
RELEASE_PLACE: Final = (
    sa.update(PLACES)
    .where(PLACES.c.id == _bind("place", PLACES.c.id), PLACES.c.status == BookingStatus.BOOKED)
    .values(
        status=BookingStatus.CANCELLED,
        entry_taken=False,
        cancelled_at=_AT,
        cancelled_by=CancelledBy.GYM,
        attendance=Attendance.NONE,
        release_id=_bind("release", PLACES.c.release_id),
        updated_at=_AT,
    )
)
MISS: Final = (
    sa.update(PLACES)
    .where(
        PLACES.c.session_id == _bind("session", PLACES.c.session_id),
        PLACES.c.status == BookingStatus.BOOKED,
        PLACES.c.attendance == Attendance.NONE,
    )
    .values(attendance=Attendance.NO_SHOW, updated_at=_AT)
    .returning(PLACES.c.id, PLACES.c.member_id)
)
LIVE: Final = (
    sa.select(PLACES.c.id, PLACES.c.member_id, PLACES.c.subscription_id, PLACES.c.entry_taken)
    .where(
        PLACES.c.session_id == _bind("session", PLACES.c.session_id),
        PLACES.c.status == BookingStatus.BOOKED,
    )
    .order_by(PLACES.c.subscription_id, PLACES.c.id)
)
_turn = (
    sa.func.unnest(sa.bindparam("turns", type_=ARRAY(sa.BigInteger)))
    .table_valued("turn")
    .render_derived()
)
TURNS: Final = sa.select(sa.func.pg_advisory_xact_lock(_turn.c.turn)).select_from(_turn)
_live_places = (
    sa.select(sa.func.count())
    .where(PLACES.c.session_id == _S.c.id, PLACES.c.status == BookingStatus.BOOKED)
    .scalar_subquery()
)
_live_guests = (
    sa.select(sa.func.count())
    .where(_G.c.session_id == _S.c.id, _G.c.status == BookingStatus.BOOKED)
    .scalar_subquery()
)
RECOUNT: Final = (
    sa.update(_S)
    .where(_S.c.id.in_(sa.bindparam("sessions", expanding=True, type_=_S.c.id.type)))
    .values(booked=_live_places + _live_guests)
)
UNMARK: Final = (
    sa.update(PLACES)
    .where(PLACES.c.id == _bind("place", PLACES.c.id))
    .values(attendance=Attendance.NONE, checked_in_at=None, updated_at=_AT)
)
# A no-show that staff accept a reason for; binds: place, at.
EXCUSE: Final = (
    sa.update(PLACES)
    .where(
        PLACES.c.id == _bind("place", PLACES.c.id),
        PLACES.c.status == BookingStatus.BOOKED,
        PLACES.c.attendance == Attendance.NO_SHOW,
    )
    .values(attendance=Attendance.EXCUSED, updated_at=_AT)
    .returning(PLACES.c.session_id, PLACES.c.member_id)
)
# What closing made no-shows; binds: session, at.
UNMISS: Final = (
    sa.update(PLACES)
    .where(
        PLACES.c.session_id == _bind("session", PLACES.c.session_id),
        PLACES.c.status == BookingStatus.BOOKED,
        PLACES.c.attendance == Attendance.NO_SHOW,
    )
    .values(attendance=Attendance.NONE, updated_at=_AT)
    .returning(PLACES.c.id)
)

# A place for a guest, counted like a member's. Binds: session, at, and the row's own.
_taken_for_guest = scheduling_actions.PLACE_TAKEN.cte("taken_for_guest")
_GUEST_ROW: Final = {
    "id": _bind("guest", _G.c.id),
    "created_at": _AT,
    "updated_at": _AT,
    "org_id": _taken_for_guest.c.org_id,
    "session_id": _taken_for_guest.c.id,
    "subscription_id": _bind("subscription", _G.c.subscription_id),
    "member_id": _bind("member", _G.c.member_id),
    "name": _bind("name", _G.c.name),
    "phone": _bind("phone", _G.c.phone),
    "entry_taken": _bind("entry_taken", _G.c.entry_taken),
    "status": sa.literal(BookingStatus.BOOKED, _G.c.status.type),
    "booked_at": _AT,
    "attendance": sa.literal(Attendance.NONE, _G.c.attendance.type),
}
GIVE_GUEST_PLACE: Final = (
    sa.insert(_G)
    .from_select(list(_GUEST_ROW), sa.select(*_GUEST_ROW.values()), include_defaults=False)
    .returning(_G.c.id)
)
LIVE_GUESTS: Final = (
    sa.select(_G)
    .where(
        _G.c.session_id == _bind("session", _G.c.session_id), _G.c.status == BookingStatus.BOOKED
    )
    .order_by(_G.c.subscription_id, _G.c.id)
)
END_GUEST: Final = (
    sa.update(_G)
    .where(_G.c.id == _bind("guest", _G.c.id), _G.c.status == BookingStatus.BOOKED)
    .values(
        status=_bind("status_after", _G.c.status),
        entry_taken=_bind("entry_kept", _G.c.entry_taken),
        release_id=_bind("release", _G.c.release_id),
        # Who had come when the class was taken off has come still, once that is undone.
        attendance=sa.case(
            (_bind("release", _G.c.release_id).is_not(None), _G.c.attendance),
            else_=sa.literal(Attendance.NONE, _ATTENDANCE),
        ),
        cancelled_at=_AT,
        updated_at=_AT,
    )
)

# Who of the guests came. Binds: session, guest, attendance_after, at.
MARK_GUEST: Final = (
    sa.update(_G)
    .where(
        _G.c.session_id == _bind("session", _G.c.session_id),
        _G.c.id == _bind("guest", _G.c.id),
        _G.c.status == BookingStatus.BOOKED,
        _G.c.attendance != _bind("attendance_after", _G.c.attendance),
    )
    .values(attendance=_bind("attendance_after", _G.c.attendance), updated_at=_AT)
    .returning(_G.c.member_id)
)

# What a batch released, in the order in which it was booked. Binds: session, release.
RELEASED_PLACES: Final = (
    sa.select(PLACES.c.id, PLACES.c.member_id, PLACES.c.subscription_id)
    .where(
        PLACES.c.session_id == _bind("session", PLACES.c.session_id),
        PLACES.c.release_id == _bind("release", PLACES.c.release_id),
        PLACES.c.status == BookingStatus.CANCELLED,
    )
    .order_by(PLACES.c.booked_at, PLACES.c.id)
)
RELEASED_GUESTS: Final = (
    sa.select(_G)
    .where(
        _G.c.session_id == _bind("session", _G.c.session_id),
        _G.c.release_id == _bind("release", _G.c.release_id),
        _G.c.status == BookingStatus.CANCELLED,
    )
    .order_by(_G.c.booked_at, _G.c.id)
)
RELEASED_WAITS: Final = (
    sa.select(_E.c.id, _E.c.member_id)
    .where(
        _E.c.session_id == _bind("session", _E.c.session_id),
        _E.c.release_id == _bind("release", _E.c.release_id),
        _E.c.state == WaitState.RELEASED,
    )
    .order_by(_E.c.number)
)
# What a late cancellation keeps, of members and of guests. Binds: session.
LATE_ENTRIES: Final = tuple(
    sa.select(kind.c.id, kind.c.member_id, kind.c.subscription_id)
    .where(
        kind.c.session_id == _bind("session", kind.c.session_id),
        kind.c.status == BookingStatus.LATE_CANCELLED,
        kind.c.entry_taken,
        kind.c.subscription_id.is_not(None),
    )
    .order_by(kind.c.subscription_id, kind.c.id)
    for kind in (PLACES, _G)
)
# The entry of a late cancellation comes back with the class. Binds: row, release, at.
FORGIVE_ENTRY: Final = tuple(
    sa.update(kind)
    .where(kind.c.id == _bind("row", kind.c.id))
    .values(entry_taken=False, release_id=_bind("release", kind.c.release_id), updated_at=_AT)
    for kind in (PLACES, _G)
)
# What a batch forgave, and is kept again. Binds: session, release; row, entry_kept, at.
FORGIVEN_ENTRIES: Final = tuple(
    sa.select(kind.c.id, kind.c.member_id, kind.c.subscription_id)
    .where(
        kind.c.session_id == _bind("session", kind.c.session_id),
        kind.c.release_id == _bind("release", kind.c.release_id),
        kind.c.status == BookingStatus.LATE_CANCELLED,
    )
    .order_by(kind.c.subscription_id, kind.c.id)
    for kind in (PLACES, _G)
)
KEEP_ENTRY: Final = tuple(
    sa.update(kind)
    .where(kind.c.id == _bind("row", kind.c.id))
    .values(entry_taken=_bind("entry_kept", kind.c.entry_taken), release_id=None, updated_at=_AT)
    for kind in (PLACES, _G)
)
# What one batch released is another's to give back. Binds: session, release, release_after, at.
HAND_OVER: Final = tuple(
    sa.update(kind)
    .where(
        kind.c.session_id == _bind("session", kind.c.session_id),
        kind.c.release_id == _bind("release", kind.c.release_id),
    )
    .values(release_id=_bind("release_after", kind.c.release_id), updated_at=_AT)
    for kind in (PLACES, _G, _E)
)
# Guests who went with their host's place, both at one moment. Binds: session, member, left.
GUESTS_GONE_WITH: Final = (
    sa.select(_G)
    .where(
        _G.c.session_id == _bind("session", _G.c.session_id),
        _G.c.member_id == _bind("member", _G.c.member_id),
        _G.c.status != BookingStatus.BOOKED,
        _G.c.cancelled_at == _bind("left", _G.c.cancelled_at),
    )
    .order_by(_G.c.booked_at, _G.c.id)
)
GUEST_AGAIN: Final = (
    sa.update(_G)
    .where(_G.c.id == _bind("guest", _G.c.id))
    .values(
        status=BookingStatus.BOOKED,
        entry_taken=_bind("entry_kept", _G.c.entry_taken),
        release_id=None,
        cancelled_at=None,
        updated_at=_AT,
    )
)
WAIT_AGAIN: Final = (
    sa.update(_E)
    .where(_E.c.id == _bind("entry", _E.c.id))
    .values(
        state=WaitState.WAITING,
        left_at=None,
        release_id=None,
        # An offer that went with the class, or with a walk-in, was not theirs to let pass.
        offered_at=None,
        claim_told_at=None,
        updated_at=_AT,
    )
)
# The number in line that a place ended; both were written at one moment. Binds: session, member, left.
WAIT_ENDED_BY: Final = sa.select(_E.c.id).where(
    _E.c.session_id == _bind("session", _E.c.session_id),
    _E.c.member_id == _bind("member", _E.c.member_id),
    _E.c.state == WaitState.PROMOTED,
    _E.c.left_at == _bind("left", _E.c.left_at),
)
NAME_RELEASE_OF_WAIT: Final = (
    sa.update(_E)
    .where(_E.c.id == _bind("entry", _E.c.id))
    .values(release_id=_bind("release", _E.c.release_id))
)
