"""Whom a member brings, and what one more would take."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from fitkit.core.clock import day_of
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.booking import rules
from fitkit.features.booking.queries.desk import line_comes_first, newest_place
from fitkit.features.booking.rules import (
    Attendance,
    BookingCost,
    BookingStatus,
    LateCancellation,
    Refuse,
    Sentence,
    TooLate,
)
from fitkit.features.booking.tables import GuestPlace
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.subscriptions import queries as subscriptions


@dataclass(frozen=True, slots=True)
class MyGuest:
    """Somebody a member brings."""

    guest_id: UUID
    name: str
    phone: str  # E.164, or empty
    is_kept: bool  # they came, or it is too late: the place is not given back
    costs_entry: bool  # giving it back by now returns no entry


@dataclass(frozen=True, slots=True)
class MyGuests:
    """Whom a member brings to a class; one of ``takes`` and ``why_not``, neither without an own place."""

    guests: tuple[MyGuest, ...]  # as they were brought
    takes: BookingCost | None  # what one more would take
    why_not: Sentence | None  # there can be none more


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def guests(w: Work, *, session_id: UUID, member_id: UUID) -> MyGuests:
    """Whom a member brings to a class, and what one more would take from the member.

    Raises:
        NotFound: no such class in this gym.
    """
    session = scheduling.one(w, session_id=session_id).facts
    newest = newest_place(w, session_id=session_id, member_id=member_id)
    if newest is None or not newest[0].is_live:
        return MyGuests((), None, None)
    place, zone = newest[0], w.actor.zone
    held = subscriptions.entitlements(w, member_id=member_id, day=day_of(session.starts_at, zone))
    views = []
    for row in _brought(w, session_id, member_id):
        outcome = rules.guest_outcome(
            place,
            session,
            held,
            booked_at=row.booked_at,
            entry_taken=row.entry_taken,
            subscription_id=row.subscription_id,
            zone=zone,
            now=w.now,
        )
        is_late = isinstance(outcome, LateCancellation)
        is_kept = isinstance(outcome, TooLate) or row.attendance is Attendance.ATTENDED
        views.append(MyGuest(row.id, row.name, row.phone, is_kept, is_late and row.entry_taken))
    decision = rules.decide_guest(
        session,
        place,
        held,
        guests=len(views),
        by_staff=not w.actor.acts_for(member_id),
        line_comes_first=line_comes_first(w, session=session, member_id=member_id),
        now=w.now,
    )
    if isinstance(decision, Refuse):
        return MyGuests(tuple(views), None, decision.said)
    return MyGuests(tuple(views), decision.cost, None)


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def guests_ahead(w: Work, *, member_id: UUID) -> dict[UUID, tuple[str, ...]]:
    """The names of whom a member brings to classes that are not over, by class, as they were brought."""
    found = (
        sa.select(col(GuestPlace.session_id), col(GuestPlace.name))
        .join(ClassSession, col(ClassSession.id) == col(GuestPlace.session_id))
        .where(
            col(GuestPlace.member_id) == member_id,
            col(GuestPlace.status) == BookingStatus.BOOKED,
            col(ClassSession.ends_at) > w.now,
        )
        .order_by(col(GuestPlace.id))
    )
    names: dict[UUID, tuple[str, ...]] = {}
    for session_id, name in w.session.execute(found):
        names[session_id] = (*names.get(session_id, ()), name)
    return names


def _brought(w: Work, session_id: UUID, member_id: UUID) -> list[GuestPlace]:
    found = (
        sa.select(GuestPlace)
        .where(
            col(GuestPlace.session_id) == session_id,
            col(GuestPlace.member_id) == member_id,
            col(GuestPlace.status) == BookingStatus.BOOKED,
        )
        .order_by(col(GuestPlace.id))
    )
    return list(w.session.execute(found).scalars())
