"""What actions and jobs ask: a member's desk, a class's line, who has a place."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of, day_span, week_span
from fitkit.core.permissions import internal
from fitkit.core.tables import columns
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
    CancelledBy,
    Desk,
    LineMoment,
    MyPlace,
    Waiter,
    WaitState,
)
from fitkit.features.booking.tables import Booking, WaitlistEntry
from fitkit.features.class_types.rules import Policy
from fitkit.features.orgs import queries as orgs
from fitkit.features.orgs.rules import QuietHours, quiet_until
from fitkit.features.orgs.tables import Org, OrgSettings
from fitkit.features.scheduling.rules import SessionFacts, SessionStatus
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.subscriptions import queries as subscriptions

_LOOK_BACK: Final = timedelta(days=2)  # offers of classes that began while no worker ran

_OTHER = PLACES.alias("other")
_EARLIER = sa.exists().where(
    _OTHER.c.session_id == PLACES.c.session_id,
    _OTHER.c.member_id == PLACES.c.member_id,
    _OTHER.c.booked_at < PLACES.c.booked_at,
)
# Binds: session, member. The newest place of a member in a class, cancelled ones too.
_NEWEST_PLACE: Final = (
    sa.select(*PLACE_COLUMNS, PLACES.c.cancelled_at, _EARLIER.label("is_again"))
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
_WAITERS = (
    sa.select(
        ENTRIES.c.id,
        ENTRIES.c.session_id,
        ENTRIES.c.member_id,
        ENTRIES.c.number,
        ENTRIES.c.passed_over_at,
        ENTRIES.c.notice_minutes,
        ENTRIES.c.offered_at,
        ENTRIES.c.offer_until,
        ENTRIES.c.claim_told_at,
    )
    .where(ENTRIES.c.state == WaitState.WAITING)
    .order_by(ENTRIES.c.number)
)
# Binds: session. The line in order.
_LINE: Final = _WAITERS.where(
    ENTRIES.c.session_id == sa.bindparam("session", type_=ENTRIES.c.session_id.type)
)
_LINES: Final = _WAITERS.where(
    ENTRIES.c.session_id.in_(
        sa.bindparam("sessions", expanding=True, type_=ENTRIES.c.session_id.type)
    )
)
_NOW = sa.bindparam("now", type_=SESSIONS.c.starts_at.type)
_OFFERS = (
    sa.select(sa.func.count())
    .where(
        ENTRIES.c.session_id == SESSIONS.c.id,
        ENTRIES.c.state == WaitState.WAITING,
        ENTRIES.c.offer_until.is_not(None),
    )
    .correlate(SESSIONS)
    .scalar_subquery()
)
_OVER = sa.exists().where(
    ENTRIES.c.session_id == SESSIONS.c.id,
    ENTRIES.c.state == WaitState.WAITING,
    ENTRIES.c.offer_until <= _NOW,
)
_CLAIM = sa.func.coalesce(TYPES.c.policy["claim_minutes"].as_integer(), Policy().claim_minutes)


def _minutes(n: sa.ColumnElement[int]) -> sa.ColumnElement[Any]:  # Any: an interval
    return sa.func.make_interval(0, 0, 0, 0, 0, n)


_UNASKED = sa.exists().where(
    ENTRIES.c.session_id == SESSIONS.c.id,
    ENTRIES.c.state == WaitState.WAITING,
    ENTRIES.c.passed_over_at.is_(None),
    ENTRIES.c.offer_until.is_(None),
    ENTRIES.c.claim_told_at.is_(None),
    sa.or_(ENTRIES.c.offered_at.is_(None), SESSIONS.c.starts_at - _minutes(_CLAIM) <= _NOW),
    SESSIONS.c.starts_at - _minutes(ENTRIES.c.notice_minutes) >= _NOW,
)
_GYMS, _SETTINGS = columns(Org), columns(OrgSettings)
# Binds: now, since. Classes with somebody in line for whom something may be due; few, whatever the past.
_TO_MOVE: Final = (
    sa.select(
        SESSIONS.c.id,
        SESSIONS.c.org_id,
        SESSIONS.c.starts_at,
        TYPES.c.policy,
        _GYMS.c.zone,
        _SETTINGS.c.quiet_from,
        _SETTINGS.c.quiet_to,
        _SETTINGS.c.observes_sabbath,
    )
    .join(TYPES, TYPES.c.id == SESSIONS.c.class_type_id)
    .join(_GYMS, _GYMS.c.id == SESSIONS.c.org_id)
    .join(_SETTINGS, _SETTINGS.c.org_id == SESSIONS.c.org_id, isouter=True)
    .where(
        SESSIONS.c.status == SessionStatus.SCHEDULED,
        SESSIONS.c.waiting > 0,
        SESSIONS.c.starts_at > sa.bindparam("since", type_=SESSIONS.c.starts_at.type),
        sa.or_(
            _OVER,
            SESSIONS.c.held < _OFFERS,
            sa.and_(
                SESSIONS.c.starts_at > _NOW,
                SESSIONS.c.booked + SESSIONS.c.held < SESSIONS.c.capacity,
                _UNASKED,
            ),
        ),
    )
    .order_by(SESSIONS.c.starts_at, SESSIONS.c.id)
)


@internal
def desk_for(
    w: Work,
    *,
    session: SessionFacts,
    member_id: UUID,
    by_staff: bool = False,
    is_fixed: bool = False,
) -> Desk:
    """All facts about one member and one class, in two statements."""
    zone = w.actor.zone
    day = day_of(session.starts_at, zone)
    my = my_week(w, member_id, *week_span(day, zone))
    held = subscriptions.entitlements(w, member_id=member_id, day=day)
    return rules.desk(session, my, held, zone=zone, by_staff=by_staff, is_fixed=is_fixed)


@internal
def desk_of_newcomer(
    w: Work,
    *,
    session: SessionFacts,
    member_id: UUID,
    by_staff: bool = False,
    is_fixed: bool = False,
) -> Desk:
    """The same of whoever asks for a place by themself, and whether others who wait come first.

    Two statements; two more only while a place is free and somebody waits.
    """
    desk = desk_for(w, session=session, member_id=member_id, by_staff=by_staff, is_fixed=is_fixed)
    first = line_comes_first(w, session=session, member_id=member_id)
    return replace(desk, line_comes_first=first)


@internal
def line_of(w: Work, *, session_id: UUID) -> tuple[Waiter, ...]:
    """Who waits for a class, in order."""
    return tuple(_waiter(row) for row in w.hot(_LINE, {"session": session_id}))


@internal
def line_moment(w: Work, *, session: SessionFacts) -> LineMoment:
    """How the line of a class moves now, in the hours of this gym."""
    return rules.line_moment(session, now=w.now, quiet=orgs.quiet_hours(w), zone=w.actor.zone)


@internal
def line_comes_first(w: Work, *, session: SessionFacts, member_id: UUID) -> bool:
    """Whether the free places of a held class are others' who wait. No statement when nobody does."""
    if session.free < 1 or not session.waiting:
        return False
    others = [x for x in line_of(w, session_id=session.id) if x.member_id != member_id]
    if not others:
        return False
    moment = line_moment(w, session=session)
    return rules.line_comes_first(others, session, moment, now=w.now)


@internal
def lines_of(w: Work, *, ids: Collection[UUID]) -> dict[UUID, tuple[Waiter, ...]]:
    """Who waits for several classes, in order; classes without anybody are missing."""
    found: dict[UUID, list[Waiter]] = {}
    for row in w.hot(_LINES, {"sessions": list(ids)}):
        found.setdefault(row.session_id, []).append(_waiter(row))
    return {session_id: tuple(line) for session_id, line in found.items()}


@internal
def lines_to_move(w: Work) -> tuple[tuple[UUID, str, UUID], ...]:
    """(gym, its zone, class) of the lines in which something is due, in all gyms of the Work.

    An offer has run out or lost its place, or a free place goes to somebody whose turn has not
    come yet. Lines that rest are left out until their quiet hours end.
    """
    found = w.hot(_TO_MOVE, {"now": w.now, "since": w.now - _LOOK_BACK})
    return tuple((row.org_id, row.zone, row.id) for row in found if _moves_now(row, w.now))


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
            col(ClassSession.booked) + col(ClassSession.held) < col(ClassSession.capacity),
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
def ahead_of_standing(w: Work, *, standing_id: UUID) -> tuple[UUID, ...]:
    """Classes from tomorrow on in which a fixed place has a place, by start."""
    tomorrow = day_span(day_of(w.now, w.actor.zone), w.actor.zone)[1]
    found = (
        select(col(ClassSession.id))
        .join(Booking, col(Booking.session_id) == col(ClassSession.id))
        .where(
            col(Booking.standing_id) == standing_id,
            col(Booking.status) == BookingStatus.BOOKED,
            col(ClassSession.starts_at) >= tomorrow,
        )
        .order_by(col(ClassSession.starts_at), col(ClassSession.id))
    )
    return tuple(w.session.scalars(found))


@internal
def taken_from_standing(w: Work, *, standing_id: UUID) -> frozenset[UUID]:
    """Classes not begun in which the gym took back a fixed place's place."""
    found = (
        select(col(ClassSession.id))
        .join(Booking, col(Booking.session_id) == col(ClassSession.id))
        .where(
            col(Booking.standing_id) == standing_id,
            col(Booking.status) == BookingStatus.CANCELLED,
            col(Booking.cancelled_by) == CancelledBy.GYM,
            col(ClassSession.starts_at) > w.now,
        )
    )
    return frozenset(w.session.scalars(found))


@internal
def newest_place(
    w: Work, *, session_id: UUID, member_id: UUID
) -> tuple[MyPlace, datetime | None] | None:
    """A member's live place in a class, or the last one they gave back and when; None: never any."""
    row = w.hot(_NEWEST_PLACE, {"session": session_id, "member": member_id}).first()
    if row is None:
        return None
    return replace(place_of(row), is_again=row.is_again), row.cancelled_at


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


def _waiter(row: Any) -> Waiter:  # Any: a row of _LINE
    return Waiter(
        row.id,
        row.member_id,
        row.number,
        was_passed_over=row.passed_over_at is not None,
        notice_minutes=row.notice_minutes,
        was_asked=row.offered_at is not None and row.offer_until is None,
        offer_until=row.offer_until,
        was_told_to_claim=row.claim_told_at is not None,
    )


def _moves_now(row: Any, now: datetime) -> bool:  # Any: a row of _TO_MOVE
    has_settings = row.quiet_from is not None
    quiet = (
        QuietHours(row.quiet_from, row.quiet_to, row.observes_sabbath)
        if has_settings
        else QuietHours()
    )
    end = quiet_until(now, quiet, ZoneInfo(row.zone))
    return end is None or end >= Policy.of(row.policy).closes_at(row.starts_at)
