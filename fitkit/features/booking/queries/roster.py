"""What staff see of one class: who comes, who waits, who gave a place back."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.booking import rules
from fitkit.features.booking.queries._rows import PLACES
from fitkit.features.booking.rules import (
    Attendance,
    BookingStatus,
    Via,
    WaitState,
)
from fitkit.features.booking.tables import Booking, GuestPlace, WaitlistEntry
from fitkit.features.members import queries as members
from fitkit.features.members.rules import FormKind, MemberStatus, full_name
from fitkit.features.members.tables import Member
from fitkit.features.penalties import queries as penalties
from fitkit.features.penalties.queries import PenaltyView
from fitkit.features.penalties.rules import Offence
from fitkit.features.plans.tables import Plan
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.queries import SessionView
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.subscriptions.tables import Subscription

_G = columns(GuestPlace)
_Judged = Mapping[tuple[UUID, Offence], PenaltyView]  # by place


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
    missing_forms: tuple[FormKind, ...]  # that the class asks for
    penalty: PenaltyView | None  # what a no-show here led to, an excused one too


@dataclass(frozen=True, slots=True)
class GuestView:
    """Somebody whom a member brings."""

    guest_id: UUID
    host_id: UUID
    host: str
    name: str
    attendance: Attendance


@dataclass(frozen=True, slots=True)
class LineView:
    """A member in line."""

    entry_id: UUID
    member_id: UUID
    name: str
    position: int
    joined_at: datetime
    was_passed_over: bool
    offer_until: datetime | None  # a place is kept for them until
    notice_minutes: int  # how late before the start they still want a place; 0: any time


@dataclass(frozen=True, slots=True)
class GoneView:
    """A member who gave a place back."""

    booking_id: UUID
    member_id: UUID
    name: str
    is_late: bool
    cancelled_at: datetime
    penalty: PenaltyView | None  # what it led to, once it was judged; an excused one too


@dataclass(frozen=True, slots=True)
class RosterView:
    """Who comes to a class."""

    session: SessionView
    places: tuple[RosterLine, ...]  # by name
    guests: tuple[GuestView, ...]  # by name; they have places too
    line: tuple[LineView, ...]  # in order
    gone: tuple[GoneView, ...]  # newest first
    check_in_from: datetime
    check_in_until: datetime  # who comes to the door
    correct_until: datetime  # what staff mark, close and put right

    @property
    def attended(self) -> int:
        """How many came so far, guests among them."""
        came = [place.attendance for place in self.places]
        came += [guest.attendance for guest in self.guests]
        return came.count(Attendance.ATTENDED)


@requires(Permission.SEE_ROSTER)
def roster(w: Work, *, session_id: UUID) -> RosterView:
    """Who comes to a class, who waits and who gave a place back. Seven statements at most.

    Raises:
        NotFound: no such class in this gym.
    """
    view = scheduling.one(w, session_id=session_id)
    span = rules.check_in_span(view.facts, zone=w.actor.zone)
    of_class = penalties.of_classes(w, ids=[session_id]).get(session_id, ())
    judged = {(penalty.booking_id, penalty.offence): penalty for penalty in of_class}
    return RosterView(
        view,
        tuple(_roster_lines(w, view, judged)),
        tuple(_guests(w, session_id)),
        tuple(_line_views(w, session_id)),
        tuple(_gone(w, session_id, judged)),
        span.starts_at,
        span.ends_at,
        rules.correction_span(view.facts).ends_at,
    )


@requires(Permission.SEE_ROSTER)
def attended_by_session(w: Work, *, ids: Collection[UUID]) -> dict[UUID, int]:
    """How many came so far, guests among them, by class; classes to which nobody came are missing."""
    came = [
        sa.select(kind.c.session_id).where(
            kind.c.session_id.in_(ids),
            kind.c.status == BookingStatus.BOOKED,
            kind.c.attendance == Attendance.ATTENDED,
        )
        for kind in (PLACES, _G)
    ]
    all_of_them = sa.union_all(*came).subquery("came")
    found = sa.select(all_of_them.c.session_id, sa.func.count().label("n")).group_by(
        all_of_them.c.session_id
    )
    return {row.session_id: row.n for row in w.hot(found)}


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


def _roster_lines(w: Work, view: SessionView, judged: _Judged) -> Iterator[RosterLine]:
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
    rows = w.session.execute(found).all()
    on_file = _on_file(w, view, [row.member_id for row in rows], day)
    for row in rows:
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
            rules.lacking_forms(
                view.required_forms,
                on_file.get(row.member_id, frozenset()),
                born_on=born,
                day=day,
            ),
            judged.get((row.id, Offence.NO_SHOW)),
        )


def _on_file(
    w: Work, view: SessionView, member_ids: Collection[UUID], day: date
) -> Mapping[UUID, frozenset[FormKind]]:
    """Forms of each that are good on the day; not asked for where the class asks for none."""
    if not view.required_forms or not member_ids:
        return {}
    return members.forms_on_file(w, member_ids=member_ids, day=day)


def _guests(w: Work, session_id: UUID) -> Iterator[GuestView]:
    found: Any = (  # Any: a row of two tables
        sa.select(
            col(GuestPlace.id),
            col(GuestPlace.member_id),
            col(GuestPlace.name),
            col(GuestPlace.attendance),
            col(Member.first_name),
            col(Member.last_name),
        )
        .join(Member, col(Member.id) == col(GuestPlace.member_id))
        .where(
            col(GuestPlace.session_id) == session_id,
            col(GuestPlace.status) == BookingStatus.BOOKED,
        )
        .order_by(col(GuestPlace.name), col(GuestPlace.id))
    )
    for row in w.session.execute(found):
        host = full_name(row.first_name, row.last_name)
        yield GuestView(row.id, row.member_id, host, row.name, row.attendance)


def _line_views(w: Work, session_id: UUID) -> Iterator[LineView]:
    found: Any = (  # Any: too many columns for a type
        sa.select(
            col(WaitlistEntry.id),
            col(WaitlistEntry.member_id),
            col(WaitlistEntry.joined_at),
            col(WaitlistEntry.passed_over_at),
            col(WaitlistEntry.offer_until),
            col(WaitlistEntry.notice_minutes),
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
            row.offer_until,
            row.notice_minutes,
        )


def _gone(w: Work, session_id: UUID, judged: _Judged) -> Iterable[GoneView]:
    found: Any = (  # Any: too many columns for a type
        sa.select(
            col(Booking.id),
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
    for booking_id, member_id, first, last, status, at in w.session.execute(found):
        if at is not None:
            late = status is BookingStatus.LATE_CANCELLED
            penalty = judged.get((booking_id, Offence.LATE_CANCEL))
            yield GoneView(booking_id, member_id, full_name(first, last), late, at, penalty)
