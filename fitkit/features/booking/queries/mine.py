"""What a member sees: their week, one card, what is ahead, what was."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core import paging
from fitkit.core.clock import day_of, day_span, week_span, week_start
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.paging import PAGE, Page
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.booking import rules
from fitkit.features.booking.queries import desk
from fitkit.features.booking.queries._rows import (
    ENTRIES,
    PLACE_COLUMNS,
    PLACES,
    SESSIONS,
    TYPES,
    my_week,
    place_of,
)
from fitkit.features.booking.queries.desk import classes_ahead, desk_for
from fitkit.features.booking.rules import (
    Attendance,
    BookingStatus,
    CancelledBy,
    CardStatus,
    MyPlace,
    MyWeek,
    Terms,
    Via,
    WaitState,
)
from fitkit.features.orgs import queries as orgs
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.queries import SessionView
from fitkit.features.scheduling.rules import SessionStatus
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.features.subscriptions.rules import Entitlement


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


class HistoryOf(StrEnum):
    """Which places of a history."""

    ALL = "all"
    CAME = "came"
    MISSED = "missed"  # excused ones too
    LATE = "late"  # cancelled at a cost
    CANCELLED = "cancelled"  # at none


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

    Classes of the past are among them. Three statements, however many classes; two more when
    somebody waits where a place is free.
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
    my = my_week(w, member_id, *week_span(day, w.actor.zone))
    held = subscriptions.entitlements(w, member_id=member_id, day=day)
    return _card(w, view, my, held, _others_first(w, member_id, (view,)))


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def terms(w: Work, *, session_id: UUID, member_id: UUID) -> Terms:
    """By which moments a member may do what with a class.

    Raises:
        NotFound: no such class in this gym.
    """
    session = scheduling.one(w, session_id=session_id).facts
    return rules.terms_of(desk_for(w, session=session, member_id=member_id))


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def upcoming(w: Work, *, member_id: UUID) -> tuple[ClassCard, ...]:
    """A member's live places and lines in classes that are not over, by start. Three statements."""
    mine = sa.union_all(
        sa.select(PLACES.c.session_id).where(
            PLACES.c.member_id == member_id, PLACES.c.status == BookingStatus.BOOKED
        ),
        sa.select(ENTRIES.c.session_id).where(
            ENTRIES.c.member_id == member_id, ENTRIES.c.state == WaitState.WAITING
        ),
    )
    views = scheduling.not_over(w, ids=mine)
    if not views:
        return ()
    zone = w.actor.zone
    begins, ends = (day_of(v.starts_at, zone) for v in (views[0], views[-1]))
    my = my_week(w, member_id, week_span(begins, zone)[0], week_span(ends, zone)[1])
    held = subscriptions.entitlements_between(w, member_id=member_id, first=begins, last=ends)
    first = _others_first(w, member_id, views)
    return tuple(_card(w, view, my, held, first) for view in views if _is_mine(my, view.id))


@requires(Permission.GIVE_PLANS, own=Permission.SEE_OWN)
def paid_between(
    w: Work, *, member_id: UUID, subscription_id: UUID, first: date, last: date
) -> tuple[SessionView, ...]:
    """Classes not begun, on days from first to last, whose places a subscription pays; by start.

    What a freeze of these days would give back.
    """
    ids = classes_ahead(w, member_id=member_id, subscription_id=subscription_id)
    views = scheduling.by_id(w, ids=ids)
    zone = w.actor.zone
    return tuple(
        views[i] for i in ids if i in views and first <= day_of(views[i].starts_at, zone) <= last
    )


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def next_place(w: Work, *, member_id: UUID) -> ClassCard | None:
    """The member's next live place in a class that is not over; None without any."""
    return next((c for c in upcoming(w, member_id=member_id) if c.booking_id), None)


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def history(
    w: Work,
    *,
    member_id: UUID,
    of: HistoryOf = HistoryOf.ALL,
    after: str | None = None,
    limit: int = PAGE,
) -> Page[PlaceView]:
    """A member's places in classes that have begun, newest class first, cancelled ones too.

    Raises:
        Refusal: a cursor that is none of ours.
    """
    limit = max(1, min(limit, PAGE))
    chosen = (
        sa.select(*PLACE_COLUMNS)
        .join(SESSIONS, SESSIONS.c.id == PLACES.c.session_id)
        .join(TYPES, TYPES.c.id == SESSIONS.c.class_type_id)
        .where(PLACES.c.member_id == member_id, SESSIONS.c.starts_at <= w.now, *_HISTORY[of])
        .order_by(SESSIONS.c.starts_at.desc(), PLACES.c.id.desc())
        .limit(limit + 1)
    )
    if after is not None:
        chosen = chosen.where(sa.tuple_(SESSIONS.c.starts_at, PLACES.c.id) < _beyond(after))
    places = [place_of(row) for row in w.hot(chosen)]
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
    my = my_week(w, member_id, begins, ends)
    week = [p for p in my.places if begins <= p.starts_at < ends and p.counts_in_week]
    held = subscriptions.entitlements(w, member_id=member_id, day=day)
    limits = [e.weekly_limit for e in held]
    weekly = None if None in limits else sum(n for n in limits if n is not None) or None
    attended = sum(p.attendance is Attendance.ATTENDED for p in week)
    return WeekUse(len(week), attended, weekly)


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def attendance_of(w: Work, *, member_id: UUID) -> AttendanceView:
    """How a member comes: one statement over their places."""
    came = sa.and_(
        PLACES.c.status == BookingStatus.BOOKED, PLACES.c.attendance == Attendance.ATTENDED
    )
    lately = sa.and_(
        SESSIONS.c.starts_at > w.now - timedelta(days=30), SESSIONS.c.starts_at <= w.now
    )
    missed = sa.and_(
        PLACES.c.status == BookingStatus.BOOKED, PLACES.c.attendance == Attendance.NO_SHOW
    )
    late = PLACES.c.status == BookingStatus.LATE_CANCELLED
    ahead = sa.and_(
        PLACES.c.status == BookingStatus.BOOKED,
        SESSIONS.c.status == SessionStatus.SCHEDULED,
        SESSIONS.c.ends_at > w.now,
        sa.not_(came),
    )
    n, first, last = (
        sa.func.count(),
        sa.func.min(SESSIONS.c.starts_at),
        sa.func.max(SESSIONS.c.starts_at),
    )
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
        .select_from(PLACES)
        .join(SESSIONS, SESSIONS.c.id == PLACES.c.session_id)
        .where(PLACES.c.member_id == member_id)
    )
    row: Any = w.hot(found).one()  # Any: in the view's order
    return AttendanceView(*row)


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
    my = my_week(w, member_id, *week)
    held = subscriptions.entitlements_between(w, member_id=member_id, first=days[0], last=days[1])
    first = _others_first(w, member_id, views)
    return tuple(
        _card(w, view, my, held, first)
        for view in views
        if location_id is None or view.location_id == location_id
    )


def _card(
    w: Work,
    view: SessionView,
    my: MyWeek,
    held: Collection[Entitlement],
    others_first: Collection[UUID],
) -> ClassCard:
    facts = rules.desk(
        view.facts,
        my,
        held,
        zone=w.actor.zone,
        line_comes_first=view.id in others_first,
    )
    live = facts.mine if facts.has_place else None
    return ClassCard(
        view,
        rules.status_of(facts, now=w.now),
        live.booking_id if live else None,
        live.via if live else None,
    )


def _others_first(w: Work, member_id: UUID, views: Collection[SessionView]) -> frozenset[UUID]:
    """Classes whose free places are others' who wait. No statement unless somebody waits where one is."""
    wanted = [
        view.facts
        for view in views
        if view.facts.free > 0 and view.waiting and view.facts.is_on and view.starts_at > w.now
    ]
    if not wanted:
        return frozenset()
    quiet, zone = orgs.quiet_hours(w), w.actor.zone
    lines = desk.lines_of(w, ids=[s.id for s in wanted])
    first = set()
    for session in wanted:
        moment = rules.line_moment(session, now=w.now, quiet=quiet, zone=zone)
        others = [x for x in lines.get(session.id, ()) if x.member_id != member_id]
        if rules.line_comes_first(others, session, moment, now=w.now):
            first.add(session.id)
    return frozenset(first)


def _is_mine(my: MyWeek, session_id: UUID) -> bool:
    return any(
        p.session_id == session_id and p.status is BookingStatus.BOOKED for p in my.places
    ) or any(wait.session_id == session_id for wait in my.waits)


_LIVE: Final = PLACES.c.status == BookingStatus.BOOKED
_HISTORY: Final[dict[HistoryOf, tuple[sa.ColumnElement[bool], ...]]] = {
    HistoryOf.ALL: (),
    HistoryOf.CAME: (_LIVE, PLACES.c.attendance == Attendance.ATTENDED),
    HistoryOf.MISSED: (
        _LIVE,
        PLACES.c.attendance.in_((Attendance.NO_SHOW, Attendance.EXCUSED)),
    ),
    HistoryOf.LATE: (PLACES.c.status == BookingStatus.LATE_CANCELLED,),
    HistoryOf.CANCELLED: (PLACES.c.status == BookingStatus.CANCELLED,),
}


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
            sa.literal(moment, SESSIONS.c.starts_at.type),
            sa.literal(UUID(booking_id), PLACES.c.id.type),
        )
    except ValueError:
        raise Refusal(paging.BAD_CURSOR) from None
