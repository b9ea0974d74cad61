"""Reads of places: a member's week and desk, the roster of a class, figures of who came."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from fitkit.core import paging
from fitkit.core.clock import day_of, day_span, week_span, week_start
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.paging import PAGE, Page
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.booking import rules
from fitkit.features.booking.rules import (
    Attendance,
    BookingStatus,
    CancelledBy,
    CardStatus,
    Desk,
    MyPlace,
    MyWait,
    MyWeek,
    Via,
    Waiter,
    WaitState,
)
from fitkit.features.booking.tables import Booking, WaitlistEntry
from fitkit.features.class_types.tables import ClassType
from fitkit.features.members.rules import MemberStatus, full_name
from fitkit.features.members.tables import Member
from fitkit.features.plans.tables import Plan
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.queries import SessionView
from fitkit.features.scheduling.rules import SessionFacts, SessionStatus
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.features.subscriptions.rules import Entitlement
from fitkit.features.subscriptions.tables import Subscription

_B = columns(Booking)
_E = columns(WaitlistEntry)
_S = columns(ClassSession)
_C = columns(ClassType)
_AROUND: Final = timedelta(days=1)  # a class of the night before may still be on

_MEMBER = sa.bindparam("member", type_=_B.c.member_id.type)
_IN_SPAN = (
    _S.c.starts_at >= sa.bindparam("begins", type_=_S.c.starts_at.type),
    _S.c.starts_at < sa.bindparam("ends", type_=_S.c.starts_at.type),
)
_AHEAD = _E.alias("ahead")
_RANK = (
    sa.select(sa.func.count())
    .where(
        _AHEAD.c.session_id == _E.c.session_id,
        _AHEAD.c.state == WaitState.WAITING,
        _AHEAD.c.number <= _E.c.number,
    )
    .scalar_subquery()
)
_PLACE_COLUMNS = (
    _B.c.id,
    _B.c.session_id,
    _C.c.name_he,
    _C.c.name_en,
    _S.c.starts_at,
    _S.c.ends_at,
    _S.c.status.label("session_status"),
    _B.c.subscription_id,
    _B.c.entry_taken,
    _B.c.status,
    _B.c.via,
    _B.c.booked_at,
    _B.c.cancelled_by,
    _B.c.attendance,
)
_MY_PLACES = (
    sa.select(*_PLACE_COLUMNS, sa.cast(sa.null(), sa.Integer).label("position"))
    .join(_S, _S.c.id == _B.c.session_id)
    .join(_C, _C.c.id == _S.c.class_type_id)
    .where(_B.c.member_id == _MEMBER, *_IN_SPAN)
)
_NULLS = [sa.cast(sa.null(), c.type) for c in _PLACE_COLUMNS[2:]]
_MY_WAITS = (
    sa.select(_E.c.id, _E.c.session_id, *_NULLS, _RANK.label("position"))
    .join(_S, _S.c.id == _E.c.session_id)
    .where(_E.c.member_id == _MEMBER, _E.c.state == WaitState.WAITING, *_IN_SPAN)
)
# Binds: member, begins, ends. A member's places and lines of a few days, in one round trip: half
# of every booking's desk.
_MINE: Final = sa.union_all(_MY_PLACES, _MY_WAITS)

# Binds: session, member. The newest place of a member in a class, cancelled ones too.
_NEWEST_PLACE: Final = (
    sa.select(*_PLACE_COLUMNS, sa.cast(sa.null(), sa.Integer).label("position"), _B.c.cancelled_at)
    .join(_S, _S.c.id == _B.c.session_id)
    .join(_C, _C.c.id == _S.c.class_type_id)
    .where(
        _B.c.session_id == sa.bindparam("session", type_=_B.c.session_id.type),
        _B.c.member_id == _MEMBER,
    )
    .order_by(sa.case((_B.c.status == BookingStatus.BOOKED, 0), else_=1), _B.c.booked_at.desc())
    .limit(1)
)

_KNOWN: Final = sa.or_(_S.c.attendance_taken_at.is_not(None), _B.c.attendance != Attendance.NONE)

# Binds: session. The line in order.
_LINE: Final = (
    sa.select(_E.c.id, _E.c.member_id, _E.c.number, _E.c.passed_over_at)
    .where(
        _E.c.session_id == sa.bindparam("session", type_=_E.c.session_id.type),
        _E.c.state == WaitState.WAITING,
    )
    .order_by(_E.c.number)
)


@dataclass(frozen=True, slots=True)
class ClassCard:
    """A class as a member sees it."""

    session: SessionView
    status: CardStatus
    booking_id: UUID | None  # of a live place
    via: Via | None  # how the live place was come by


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place in a member's history."""

    booking_id: UUID
    session_id: UUID
    name: Text
    starts_at: datetime
    ends_at: datetime
    is_class_cancelled: bool
    status: BookingStatus
    cancelled_by: CancelledBy | None
    entry_taken: bool
    attendance: Attendance


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A member with a place."""

    booking_id: UUID
    member_id: UUID
    name: str
    via: Via
    attendance: Attendance
    checked_in_at: datetime | None
    plan: Text | None  # what pays; None: nothing
    entries_left: int | None  # None: not counted
    is_first_visit: bool  # never came before
    is_birthday: bool  # on the day of the class
    is_past_due: bool


@dataclass(frozen=True, slots=True)
class LineView:
    """A member in line."""

    entry_id: UUID
    member_id: UUID
    name: str
    position: int
    joined_at: datetime
    was_passed_over: bool


@dataclass(frozen=True, slots=True)
class GoneView:
    """A member who gave a place back."""

    member_id: UUID
    name: str
    is_late: bool
    cancelled_at: datetime


@dataclass(frozen=True, slots=True)
class RosterView:
    """Who comes to a class."""

    session: SessionView
    places: tuple[RosterLine, ...]  # by name
    line: tuple[LineView, ...]  # in order
    gone: tuple[GoneView, ...]  # newest first
    check_in_from: datetime
    check_in_until: datetime

    @property
    def attended(self) -> int:
        """How many came so far."""
        return sum(line.attendance is Attendance.ATTENDED for line in self.places)


@dataclass(frozen=True, slots=True)
class SpanFigures:
    """What happened in the classes that start in a span; cancelled classes left out."""

    classes: int
    capacity: int
    booked: int
    waiting: int
    attended: int
    no_shows: int
    late_cancelled: int
    no_shows_of: int  # places that were marked, or whose class had its attendance taken

    @property
    def utilisation_share(self) -> float:
        """Places booked of those there were, 0 to 1; 0 without classes."""
        return self.booked / self.capacity if self.capacity else 0.0

    @property
    def no_show_share(self) -> float:
        """No-shows among the places of which it is known who came, 0 to 1."""
        return self.no_shows / self.no_shows_of if self.no_shows_of else 0.0


@dataclass(frozen=True, slots=True)
class AttendanceView:
    """How a member comes."""

    visits: int
    visits_30: int  # in the last 30 days
    no_shows_30: int
    late_cancelled_30: int
    upcoming: int
    first_visit: datetime | None
    last_visit: datetime | None


@dataclass(frozen=True, slots=True)
class WeekUse:
    """How much of a week a member has used."""

    booked: int  # live places and late cancellations
    attended: int
    limit: int | None  # of the weekly plan that pays; None: no weekly plan


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def week_for_member(
    w: Work, *, member_id: UUID, day: date, location_id: UUID | None = None
) -> tuple[ClassCard, ...]:
    """The classes of the week (from Sunday) of a day, by start, with what each means to a member.

    Classes of the past are among them. Three statements, however many classes.
    """
    begins, ends = week_span(day, w.actor.zone)
    first = week_start(day)
    return _cards(w, member_id, begins, ends, (first, first + timedelta(days=6)), location_id)


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def day_for_member(w: Work, *, member_id: UUID, day: date) -> tuple[ClassCard, ...]:
    """The classes of one day, by start, with what each means to a member. Three statements."""
    begins, ends = day_span(day, w.actor.zone)
    return _cards(w, member_id, begins, ends, (day, day), None)


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def card(w: Work, *, session_id: UUID, member_id: UUID) -> ClassCard:
    """One class with what it means to a member.

    Raises:
        NotFound: no such class in this gym.
    """
    view = scheduling.one(w, session_id=session_id)
    day = day_of(view.starts_at, w.actor.zone)
    my = _my_week(w, member_id, *week_span(day, w.actor.zone))
    held = subscriptions.entitlements(w, member_id=member_id, day=day)
    return _card(w, view, my, held)


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def upcoming(w: Work, *, member_id: UUID) -> tuple[ClassCard, ...]:
    """A member's live places and lines in classes that are not over, by start. Three statements."""
    mine = sa.union_all(
        sa.select(_B.c.session_id).where(
            _B.c.member_id == member_id, _B.c.status == BookingStatus.BOOKED
        ),
        sa.select(_E.c.session_id).where(
            _E.c.member_id == member_id, _E.c.state == WaitState.WAITING
        ),
    )
    views = scheduling.not_over(w, ids=mine)
    if not views:
        return ()
    zone = w.actor.zone
    first, last = (day_of(v.starts_at, zone) for v in (views[0], views[-1]))
    my = _my_week(w, member_id, week_span(first, zone)[0], week_span(last, zone)[1])
    held = subscriptions.entitlements_between(w, member_id=member_id, first=first, last=last)
    return tuple(_card(w, view, my, held) for view in views if _is_mine(my, view.id))


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def next_place(w: Work, *, member_id: UUID) -> ClassCard | None:
    """The member's next live place in a class that is not over; None without any."""
    return next((c for c in upcoming(w, member_id=member_id) if c.booking_id), None)


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def history(
    w: Work, *, member_id: UUID, after: str | None = None, limit: int = PAGE
) -> Page[PlaceView]:
    """A member's places in classes that have begun, newest class first, cancelled ones too.

    Raises:
        Refusal: a cursor that is none of ours.
    """
    limit = max(1, min(limit, PAGE))
    chosen = (
        sa.select(*_PLACE_COLUMNS)
        .join(_S, _S.c.id == _B.c.session_id)
        .join(_C, _C.c.id == _S.c.class_type_id)
        .where(_B.c.member_id == member_id, _S.c.starts_at <= w.now)
        .order_by(_S.c.starts_at.desc(), _B.c.id.desc())
        .limit(limit + 1)
    )
    if after is not None:
        chosen = chosen.where(sa.tuple_(_S.c.starts_at, _B.c.id) < _beyond(after))
    places = [_place(row) for row in w.hot(chosen)]
    page = places[:limit]
    more = len(places) > limit
    last = page[-1] if more else None
    at = paging.cursor(last.starts_at.isoformat(), str(last.booking_id)) if last else None
    return Page(tuple(_history_line(p) for p in page), at)


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def week_use(w: Work, *, member_id: UUID, day: date) -> WeekUse:
    """How much of the week (from Sunday) of a day a member has used, and of how much."""
    zone = w.actor.zone
    begins, ends = week_span(day, zone)
    my = _my_week(w, member_id, begins, ends)
    week = [p for p in my.places if begins <= p.starts_at < ends and p.counts_in_week]
    held = subscriptions.entitlements(w, member_id=member_id, day=day)
    limits = [e.weekly_limit for e in held]
    weekly = None if None in limits else sum(n for n in limits if n is not None) or None
    attended = sum(p.attendance is Attendance.ATTENDED for p in week)
    return WeekUse(len(week), attended, weekly)


@requires(Permission.SEE_ROSTER)
def roster(w: Work, *, session_id: UUID) -> RosterView:
    """Who comes to a class, who waits and who gave a place back. Four statements.

    Raises:
        NotFound: no such class in this gym.
    """
    view = scheduling.one(w, session_id=session_id)
    span = rules.check_in_span(view.facts, zone=w.actor.zone)
    return RosterView(
        view,
        tuple(_roster_lines(w, view)),
        tuple(_line_views(w, session_id)),
        tuple(_gone(w, session_id)),
        span.starts_at,
        span.ends_at,
    )


@requires(Permission.SEE_ROSTER)
def day_figures(w: Work, *, day: date) -> SpanFigures:
    """What happens in the classes of a day."""
    return _figures(w, *day_span(day, w.actor.zone))


@requires(Permission.SEE_OVERVIEW)
def week_figures(w: Work, *, day: date) -> SpanFigures:
    """What happens in the classes of the week (from Sunday) of a day."""
    return _figures(w, *week_span(day, w.actor.zone))


@requires(Permission.SEE_OVERVIEW)
def figures_by_week(w: Work, *, day: date, weeks: int = 10) -> tuple[SpanFigures, ...]:
    """The same of several weeks, the oldest first and the week of ``day`` last. Two statements."""
    return _weekly(w, [week_start(day) - timedelta(days=7 * n) for n in reversed(range(weeks))])


@requires(Permission.SEE_OVERVIEW)
def made_between(w: Work, *, first: date, last: date) -> int:
    """How many places were booked on the days of a span, ends included; cancelled ones too."""
    zone = w.actor.zone
    begins, ends = day_span(first, zone)[0], day_span(last, zone)[1]
    found = select(sa.func.count(col(Booking.id))).where(
        col(Booking.booked_at) >= begins, col(Booking.booked_at) < ends
    )
    return int(w.session.scalar(found) or 0)


@requires(Permission.SEE_ROSTER)
def attended_by_session(w: Work, *, ids: Collection[UUID]) -> dict[UUID, int]:
    """How many came so far, by class; classes to which nobody came are missing."""
    found = (
        select(col(Booking.session_id), sa.func.count(col(Booking.id)))
        .where(
            col(Booking.session_id).in_(ids),
            col(Booking.status) == BookingStatus.BOOKED,
            col(Booking.attendance) == Attendance.ATTENDED,
        )
        .group_by(col(Booking.session_id))
    )
    return {session_id: n for session_id, n in w.session.execute(found)}  # noqa: C416  # rows


@requires(Permission.SEE_ROSTER)
def first_visits_by_session(w: Work, *, ids: Collection[UUID]) -> dict[UUID, int]:
    """How many with a place never came before it, by class; classes without any are missing."""
    earlier, before = aliased(Booking), aliased(ClassSession)
    came_before = (
        select(col(earlier.id))
        .join(before, col(before.id) == col(earlier.session_id))
        .where(
            col(earlier.member_id) == col(Booking.member_id),
            col(earlier.attendance) == Attendance.ATTENDED,
            col(before.starts_at) < col(ClassSession.starts_at),
        )
        .exists()
    )
    found = (
        select(col(Booking.session_id), sa.func.count(col(Booking.id)))
        .join(ClassSession, col(ClassSession.id) == col(Booking.session_id))
        .where(
            col(Booking.session_id).in_(ids),
            col(Booking.status) == BookingStatus.BOOKED,
            ~came_before,
        )
        .group_by(col(Booking.session_id))
    )
    return {session_id: n for session_id, n in w.session.execute(found)}  # noqa: C416  # rows


@requires(Permission.SEE_MEMBERS)
def last_visits(w: Work, *, member_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """The start of the last class each came to; who never came is missing."""
    found = (
        select(col(Booking.member_id), sa.func.max(col(ClassSession.starts_at)))
        .join(ClassSession, col(ClassSession.id) == col(Booking.session_id))
        .where(
            col(Booking.member_id).in_(member_ids), col(Booking.attendance) == Attendance.ATTENDED
        )
        .group_by(col(Booking.member_id))
    )
    return {member_id: at for member_id, at in w.session.execute(found)}  # noqa: C416  # rows


@requires(Permission.SEE_MEMBERS)
def used_in_week(w: Work, *, member_ids: Collection[UUID], day: date) -> dict[UUID, int]:
    """How many classes of the week (from Sunday) of a day each has used; who used none is missing.

    Live places and late cancellations, as a weekly plan counts them.
    """
    begins, ends = week_span(day, w.actor.zone)
    found = (
        select(col(Booking.member_id), sa.func.count(col(Booking.id)))
        .join(ClassSession, col(ClassSession.id) == col(Booking.session_id))
        .where(
            col(Booking.member_id).in_(member_ids),
            col(Booking.status).in_([BookingStatus.BOOKED, BookingStatus.LATE_CANCELLED]),
            col(ClassSession.status) == SessionStatus.SCHEDULED,
            col(ClassSession.starts_at) >= begins,
            col(ClassSession.starts_at) < ends,
        )
        .group_by(col(Booking.member_id))
    )
    return {member_id: n for member_id, n in w.session.execute(found)}  # noqa: C416  # rows


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def attendance_of(w: Work, *, member_id: UUID) -> AttendanceView:
    """How a member comes: one statement over their places."""
    came = sa.and_(_B.c.status == BookingStatus.BOOKED, _B.c.attendance == Attendance.ATTENDED)
    lately = sa.and_(_S.c.starts_at > w.now - timedelta(days=30), _S.c.starts_at <= w.now)
    missed = sa.and_(_B.c.status == BookingStatus.BOOKED, _B.c.attendance == Attendance.NO_SHOW)
    late = _B.c.status == BookingStatus.LATE_CANCELLED
    ahead = sa.and_(
        _B.c.status == BookingStatus.BOOKED,
        _S.c.status == SessionStatus.SCHEDULED,
        _S.c.ends_at > w.now,
        sa.not_(came),
    )
    n, first, last = sa.func.count(), sa.func.min(_S.c.starts_at), sa.func.max(_S.c.starts_at)
    found = (
        sa.select(
            n.filter(came),
            n.filter(came, lately),
            n.filter(missed, lately),
            n.filter(late, lately),
            n.filter(ahead),
            first.filter(came),
            last.filter(came),
        )
        .select_from(_B)
        .join(_S, _S.c.id == _B.c.session_id)
        .where(_B.c.member_id == member_id)
    )
    row: Any = w.hot(found).one()  # Any: in the view's order
    return AttendanceView(*row)


@internal
def desk_for(w: Work, *, session: SessionFacts, member_id: UUID, by_staff: bool = False) -> Desk:
    """All facts about one member and one class, in two statements."""
    zone = w.actor.zone
    day = day_of(session.starts_at, zone)
    my = _my_week(w, member_id, *week_span(day, zone))
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
    return None if row is None else (_place(row), row.cancelled_at)


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


def _cards(
    w: Work,
    member_id: UUID,
    begins: datetime,
    ends: datetime,
    days: tuple[date, date],
    location_id: UUID | None,
) -> tuple[ClassCard, ...]:
    zone = w.actor.zone
    views = scheduling.between(w, begins=begins, ends=ends)
    week = week_span(days[0], zone)
    my = _my_week(w, member_id, *week)
    held = subscriptions.entitlements_between(w, member_id=member_id, first=days[0], last=days[1])
    return tuple(
        _card(w, view, my, held)
        for view in views
        if location_id is None or view.location_id == location_id
    )


def _card(w: Work, view: SessionView, my: MyWeek, held: Collection[Entitlement]) -> ClassCard:
    facts = rules.desk(view.facts, my, held, zone=w.actor.zone)
    live = facts.mine if facts.has_place else None
    return ClassCard(
        view,
        rules.status_of(facts, now=w.now),
        live.booking_id if live else None,
        live.via if live else None,
    )


def _is_mine(my: MyWeek, session_id: UUID) -> bool:
    return any(
        p.session_id == session_id and p.status is BookingStatus.BOOKED for p in my.places
    ) or any(wait.session_id == session_id for wait in my.waits)


def _my_week(w: Work, member_id: UUID, begins: datetime, ends: datetime) -> MyWeek:
    rows = w.hot(
        _MINE, {"member": member_id, "begins": begins - _AROUND, "ends": ends + _AROUND}
    ).all()
    return MyWeek(
        tuple(_place(row) for row in rows if row.position is None),
        tuple(
            MyWait(row.id, row.session_id, row.position) for row in rows if row.position is not None
        ),
    )


def _place(row: Any) -> MyPlace:  # Any: a row of _PLACE_COLUMNS
    return MyPlace(
        row.id,
        row.session_id,
        Text(row.name_he, row.name_en),
        row.starts_at,
        row.ends_at,
        row.session_status,
        row.subscription_id,
        row.entry_taken,
        row.status,
        row.via,
        row.booked_at,
        row.cancelled_by,
        row.attendance,
    )


def _history_line(place: MyPlace) -> PlaceView:
    return PlaceView(
        place.booking_id,
        place.session_id,
        place.name,
        place.starts_at,
        place.ends_at,
        place.session_status is not SessionStatus.SCHEDULED,
        place.status,
        place.cancelled_by,
        place.entry_taken,
        place.attendance,
    )


def _beyond(after: str) -> Any:  # Any: a tuple of values
    at, booking_id = paging.keys(after, 2)
    try:
        moment = datetime.fromisoformat(at).astimezone(UTC)
        return sa.tuple_(
            sa.literal(moment, _S.c.starts_at.type), sa.literal(UUID(booking_id), _B.c.id.type)
        )
    except ValueError:
        raise Refusal(paging.BAD_CURSOR) from None


def _roster_lines(w: Work, view: SessionView) -> Iterator[RosterLine]:
    earlier = aliased(Booking)
    came_before = (
        select(col(earlier.id))
        .join(ClassSession, col(ClassSession.id) == col(earlier.session_id))
        .where(
            col(earlier.member_id) == col(Booking.member_id),
            col(earlier.attendance) == Attendance.ATTENDED,
            col(ClassSession.starts_at) < view.starts_at,
        )
        .exists()
    )
    found: Any = (  # Any: too many columns for a type
        sa.select(
            col(Booking.id),
            col(Booking.member_id),
            col(Booking.via),
            col(Booking.attendance),
            col(Booking.checked_in_at),
            col(Member.first_name),
            col(Member.last_name),
            col(Member.birth_date),
            col(Member.status).label("member_status"),
            col(Plan.name_he),
            col(Plan.name_en),
            col(Subscription.entries_left),
            came_before.label("came_before"),
        )
        .join(Member, col(Member.id) == col(Booking.member_id))
        .join(Subscription, col(Subscription.id) == col(Booking.subscription_id), isouter=True)
        .join(Plan, col(Plan.id) == col(Subscription.plan_id), isouter=True)
        .where(col(Booking.session_id) == view.id, col(Booking.status) == BookingStatus.BOOKED)
        .order_by(col(Member.folded), col(Member.id))
    )
    day = day_of(view.starts_at, w.actor.zone)
    for row in w.session.execute(found):
        born = row.birth_date
        yield RosterLine(
            row.id,
            row.member_id,
            full_name(row.first_name, row.last_name),
            row.via,
            row.attendance,
            row.checked_in_at,
            None if row.name_he is None else Text(row.name_he, row.name_en),
            row.entries_left,
            not row.came_before,
            born is not None and (born.month, born.day) == (day.month, day.day),
            row.member_status is MemberStatus.PAST_DUE,
        )


def _line_views(w: Work, session_id: UUID) -> Iterator[LineView]:
    found: Any = (  # Any: too many columns for a type
        sa.select(
            col(WaitlistEntry.id),
            col(WaitlistEntry.member_id),
            col(WaitlistEntry.joined_at),
            col(WaitlistEntry.passed_over_at),
            col(Member.first_name),
            col(Member.last_name),
        )
        .join(Member, col(Member.id) == col(WaitlistEntry.member_id))
        .where(
            col(WaitlistEntry.session_id) == session_id,
            col(WaitlistEntry.state) == WaitState.WAITING,
        )
        .order_by(col(WaitlistEntry.number))
    )
    for position, row in enumerate(w.session.execute(found), start=1):
        yield LineView(
            row.id,
            row.member_id,
            full_name(row.first_name, row.last_name),
            position,
            row.joined_at,
            row.passed_over_at is not None,
        )


def _gone(w: Work, session_id: UUID) -> Iterable[GoneView]:
    found: Any = (  # Any: too many columns for a type
        sa.select(
            col(Booking.member_id),
            col(Member.first_name),
            col(Member.last_name),
            col(Booking.status),
            col(Booking.cancelled_at),
        )
        .join(Member, col(Member.id) == col(Booking.member_id))
        .where(
            col(Booking.session_id) == session_id,
            col(Booking.status) != BookingStatus.BOOKED,
            col(Booking.cancelled_at).is_not(None),
        )
        .order_by(col(Booking.cancelled_at).desc())
    )
    for member_id, first, last, status, at in w.session.execute(found):
        if at is not None:
            late = status is BookingStatus.LATE_CANCELLED
            yield GoneView(member_id, full_name(first, last), late, at)


def _figures(w: Work, begins: datetime, ends: datetime) -> SpanFigures:
    """Two statements over one span: what classes offer, and what became of their places."""
    on = (
        _S.c.starts_at >= begins,
        _S.c.starts_at < ends,
        _S.c.status == SessionStatus.SCHEDULED,
    )
    offered: Any = w.hot(  # Any: both in the view's order
        sa.select(
            sa.func.count(),
            sa.func.coalesce(sa.func.sum(_S.c.capacity), 0),
            sa.func.coalesce(sa.func.sum(_S.c.booked), 0),
            sa.func.coalesce(sa.func.sum(_S.c.waiting), 0),
        ).where(*on)
    ).one()
    live = _B.c.status == BookingStatus.BOOKED
    n = sa.func.count()
    became: Any = w.hot(
        sa.select(
            n.filter(live, _B.c.attendance == Attendance.ATTENDED),
            n.filter(live, _B.c.attendance == Attendance.NO_SHOW),
            n.filter(_B.c.status == BookingStatus.LATE_CANCELLED),
            n.filter(live, _KNOWN),
        )
        .select_from(_B)
        .join(_S, _S.c.id == _B.c.session_id)
        .where(*on)
    ).one()
    return SpanFigures(*offered, *became)


def _weekly(w: Work, sundays: list[date]) -> tuple[SpanFigures, ...]:
    """``_figures`` of consecutive weeks: the database puts each class into the week it starts in."""
    spans = [week_span(sunday, w.actor.zone) for sunday in sundays]
    bounds = sa.cast([begins for begins, _ in spans], ARRAY(sa.DateTime(timezone=True)))
    week = sa.func.width_bucket(_S.c.starts_at, bounds).label("week")  # from 1
    on = (
        _S.c.starts_at >= spans[0][0],
        _S.c.starts_at < spans[-1][1],
        _S.c.status == SessionStatus.SCHEDULED,
    )
    n, total = sa.func.count(), sa.func.sum
    offered = w.hot(
        sa.select(week, n, total(_S.c.capacity), total(_S.c.booked), total(_S.c.waiting))
        .where(*on)
        .group_by(week)
    )
    live = _B.c.status == BookingStatus.BOOKED
    became = w.hot(
        sa.select(
            week,
            n.filter(live, _B.c.attendance == Attendance.ATTENDED),
            n.filter(live, _B.c.attendance == Attendance.NO_SHOW),
            n.filter(_B.c.status == BookingStatus.LATE_CANCELLED),
            n.filter(live, _KNOWN),
        )
        .select_from(_B)
        .join(_S, _S.c.id == _B.c.session_id)
        .where(*on)
        .group_by(week)
    )
    first: dict[int, Any] = {row[0]: row[1:] for row in offered}  # Any: both in the view's order
    second: dict[int, Any] = {row[0]: row[1:] for row in became}
    none = (0, 0, 0, 0)
    return tuple(
        SpanFigures(*first.get(at, none), *second.get(at, none)) for at in range(1, len(spans) + 1)
    )
