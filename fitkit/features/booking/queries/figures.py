"""Counts of who came, by span, week and member."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col, select

from fitkit.core.clock import day_span, week_span, week_start
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.booking.queries._rows import PLACES, SESSIONS
from fitkit.features.booking.rules import (
    Attendance,
    BookingStatus,
)
from fitkit.features.booking.tables import Booking
from fitkit.features.scheduling.rules import SessionStatus
from fitkit.features.scheduling.tables import ClassSession

_KNOWN: Final = sa.or_(
    SESSIONS.c.attendance_taken_at.is_not(None), PLACES.c.attendance != Attendance.NONE
)


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


def _figures(w: Work, begins: datetime, ends: datetime) -> SpanFigures:
    """Two statements over one span: what classes offer, and what became of their places."""
    on = (
        SESSIONS.c.starts_at >= begins,
        SESSIONS.c.starts_at < ends,
        SESSIONS.c.status == SessionStatus.SCHEDULED,
    )
    offered: Any = w.hot(  # Any: both in the view's order
        sa.select(
            sa.func.count(),
            sa.func.coalesce(sa.func.sum(SESSIONS.c.capacity), 0),
            sa.func.coalesce(sa.func.sum(SESSIONS.c.booked), 0),
            sa.func.coalesce(sa.func.sum(SESSIONS.c.waiting), 0),
        ).where(*on)
    ).one()
    live = PLACES.c.status == BookingStatus.BOOKED
    n = sa.func.count()
    became: Any = w.hot(
        sa.select(
            n.filter(live, PLACES.c.attendance == Attendance.ATTENDED),
            n.filter(live, PLACES.c.attendance == Attendance.NO_SHOW),
            n.filter(PLACES.c.status == BookingStatus.LATE_CANCELLED),
            n.filter(live, _KNOWN),
        )
        .select_from(PLACES)
        .join(SESSIONS, SESSIONS.c.id == PLACES.c.session_id)
        .where(*on)
    ).one()
    return SpanFigures(*offered, *became)


def _weekly(w: Work, sundays: list[date]) -> tuple[SpanFigures, ...]:
    """``_figures`` of consecutive weeks: the database puts each class into the week it starts in."""
    spans = [week_span(sunday, w.actor.zone) for sunday in sundays]
    bounds = sa.cast([begins for begins, _ in spans], ARRAY(sa.DateTime(timezone=True)))
    week = sa.func.width_bucket(SESSIONS.c.starts_at, bounds).label("week")  # from 1
    on = (
        SESSIONS.c.starts_at >= spans[0][0],
        SESSIONS.c.starts_at < spans[-1][1],
        SESSIONS.c.status == SessionStatus.SCHEDULED,
    )
    n, total = sa.func.count(), sa.func.sum
    offered = w.hot(
        sa.select(
            week, n, total(SESSIONS.c.capacity), total(SESSIONS.c.booked), total(SESSIONS.c.waiting)
        )
        .where(*on)
        .group_by(week)
    )
    live = PLACES.c.status == BookingStatus.BOOKED
    became = w.hot(
        sa.select(
            week,
            n.filter(live, PLACES.c.attendance == Attendance.ATTENDED),
            n.filter(live, PLACES.c.attendance == Attendance.NO_SHOW),
            n.filter(PLACES.c.status == BookingStatus.LATE_CANCELLED),
            n.filter(live, _KNOWN),
        )
        .select_from(PLACES)
        .join(SESSIONS, SESSIONS.c.id == PLACES.c.session_id)
        .where(*on)
        .group_by(week)
    )
    first: dict[int, Any] = {row[0]: row[1:] for row in offered}  # Any: both in the view's order
    second: dict[int, Any] = {row[0]: row[1:] for row in became}
    none = (0, 0, 0, 0)
    return tuple(
        SpanFigures(*first.get(at, none), *second.get(at, none)) for at in range(1, len(spans) + 1)
    )
