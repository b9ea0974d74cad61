"""What actions and jobs ask: a member's desk, a class's line, who has a place."""

from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of, week_span
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.booking import rules
from fitkit.features.booking.queries._rows import (
    ENTRIES,
    MEMBER,
    PLACE_COLUMNS,
    PLACES,
    SESSIONS,
    TYPES,
    my_week,
    place_of,
)
from fitkit.features.booking.rules import (
    Attendance,
    BookingStatus,
    Desk,
    MyPlace,
    Waiter,
    WaitState,
)
from fitkit.features.booking.tables import Booking, WaitlistEntry
from fitkit.features.scheduling.rules import SessionFacts, SessionStatus
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.subscriptions import queries as subscriptions

# Binds: session, member. The newest place of a member in a class, cancelled ones too.
_NEWEST_PLACE: Final = (
    sa.select(
        *PLACE_COLUMNS, sa.cast(sa.null(), sa.Integer).label("position"), PLACES.c.cancelled_at
    )
    .join(SESSIONS, SESSIONS.c.id == PLACES.c.session_id)
    .join(TYPES, TYPES.c.id == SESSIONS.c.class_type_id)
    .where(
        PLACES.c.session_id == sa.bindparam("session", type_=PLACES.c.session_id.type),
        PLACES.c.member_id == MEMBER,
    )
    .order_by(
        sa.case((PLACES.c.status == BookingStatus.BOOKED, 0), else_=1), PLACES.c.booked_at.desc()
    )
    .limit(1)
)
# Binds: session. The line in order.
_LINE: Final = (
    sa.select(ENTRIES.c.id, ENTRIES.c.member_id, ENTRIES.c.number, ENTRIES.c.passed_over_at)
    .where(
        ENTRIES.c.session_id == sa.bindparam("session", type_=ENTRIES.c.session_id.type),
        ENTRIES.c.state == WaitState.WAITING,
    )
    .order_by(ENTRIES.c.number)
)


@internal
def desk_for(w: Work, *, session: SessionFacts, member_id: UUID, by_staff: bool = False) -> Desk:
    """All facts about one member and one class, in two statements."""
    zone = w.actor.zone
    day = day_of(session.starts_at, zone)
    my = my_week(w, member_id, *week_span(day, zone))
    held = subscriptions.entitlements(w, member_id=member_id, day=day)
    return rules.desk(session, my, held, zone=zone, by_staff=by_staff)


@internal
def line_of(w: Work, *, session_id: UUID) -> tuple[Waiter, ...]:
    """Who waits for a class, in order."""
    return tuple(
        Waiter(row.id, row.member_id, row.number, row.passed_over_at is not None)
        for row in w.hot(_LINE, {"session": session_id})
    )


@internal
def passed_over_with_room(w: Work, *, member_id: UUID) -> tuple[UUID, ...]:
    """Classes to come with a free place in whose line a member was passed over."""
    found = (
        select(col(ClassSession.id))
        .join(WaitlistEntry, col(WaitlistEntry.session_id) == col(ClassSession.id))
        .where(
            col(WaitlistEntry.member_id) == member_id,
            col(WaitlistEntry.state) == WaitState.WAITING,
            col(WaitlistEntry.passed_over_at).is_not(None),
            col(ClassSession.status) == SessionStatus.SCHEDULED,
            col(ClassSession.booked) < col(ClassSession.capacity),
            col(ClassSession.starts_at) > w.now,
        )
    )
    return tuple(w.session.scalars(found))


@internal
def classes_ahead(
    w: Work, *, member_id: UUID, subscription_id: UUID | None = None
) -> tuple[UUID, ...]:
    """Classes not begun in which a member has a place or a number, by start.

    With a subscription: those in which it pays for their place.
    """
    booked = select(col(Booking.session_id)).where(
        col(Booking.member_id) == member_id, col(Booking.status) == BookingStatus.BOOKED
    )
    waits = select(col(WaitlistEntry.session_id)).where(
        col(WaitlistEntry.member_id) == member_id, col(WaitlistEntry.state) == WaitState.WAITING
    )
    paid = booked.where(col(Booking.subscription_id) == subscription_id)
    wanted = (booked, waits) if subscription_id is None else (paid,)
    found = (
        select(col(ClassSession.id))
        .where(
            sa.or_(*(col(ClassSession.id).in_(ids) for ids in wanted)),
            col(ClassSession.status) == SessionStatus.SCHEDULED,
            col(ClassSession.starts_at) > w.now,
        )
        .order_by(col(ClassSession.starts_at), col(ClassSession.id))
    )
    return tuple(w.session.scalars(found))


@internal
def newest_place(
    w: Work, *, session_id: UUID, member_id: UUID
) -> tuple[MyPlace, datetime | None] | None:
    """A member's live place in a class, or the last one they gave back and when; None: never any."""
    row = w.hot(_NEWEST_PLACE, {"session": session_id, "member": member_id}).first()
    return None if row is None else (place_of(row), row.cancelled_at)


@internal
def attendance_counts(w: Work, *, session_id: UUID) -> dict[Attendance, int]:
    """How many live places of a class have each attendance; every kind is there."""
    found = (
        select(col(Booking.attendance), sa.func.count(col(Booking.id)))
        .where(col(Booking.session_id) == session_id, col(Booking.status) == BookingStatus.BOOKED)
        .group_by(col(Booking.attendance))
    )
    counts = dict.fromkeys(Attendance, 0)
    for kind, n in w.session.execute(found):
        counts[kind] = n
    return counts


@internal
def members_with_places(w: Work, *, session_id: UUID) -> frozenset[UUID]:
    """Who has a live place in a class: whom to tell of a change."""
    found = select(col(Booking.member_id)).where(
        col(Booking.session_id) == session_id, col(Booking.status) == BookingStatus.BOOKED
    )
    return frozenset(w.session.scalars(found))


@internal
def places_starting(
    w: Work, *, begins: datetime, ends: datetime
) -> tuple[tuple[UUID, UUID, UUID], ...]:
    """(booking, session, member) of live places in classes that start in a span: for reminders."""
    found = (
        select(col(Booking.id), col(Booking.session_id), col(Booking.member_id))
        .join(ClassSession, col(ClassSession.id) == col(Booking.session_id))
        .where(
            col(ClassSession.starts_at) >= begins,
            col(ClassSession.starts_at) < ends,
            col(ClassSession.status) == SessionStatus.SCHEDULED,
            col(Booking.status) == BookingStatus.BOOKED,
        )
        .order_by(col(ClassSession.starts_at), col(Booking.id))
    )
    return tuple((b, s, m) for b, s, m in w.session.execute(found))
