"""When and of what to remind, and which places are still ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.booking.rules import BookingStatus
from fitkit.features.booking.tables import Booking
from fitkit.features.notifications import rules
from fitkit.features.notifications.queries.letterhead import gym_facts
from fitkit.features.notifications.queries.of_classes import of_class
from fitkit.features.notifications.queries.preferences import reminder_wish
from fitkit.features.notifications.rules import Happening, NoticeKind, Receiver
from fitkit.features.scheduling.rules import SessionStatus
from fitkit.features.scheduling.tables import ClassSession


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder to come."""

    at: datetime
    receiver: Receiver
    happening: Happening


@internal
def reminders(w: Work, *, booking_id: UUID) -> tuple[Reminder, ...]:
    """When and of what to remind of a booking, by moment; empty when it is over, or none is wanted."""
    ahead = _ahead(w, booking_id)
    if ahead is None:
        return ()
    return tuple(
        Reminder(
            at,
            Receiver(member_id=ahead.member_id),
            of_class(
                w,
                kind=NoticeKind.REMINDER,
                about=ahead.session_id,
                session_id=ahead.session_id,
                occasion=ahead.starts_at.isoformat() + which,
            ),
        )
        for which, at in _moments(w, ahead)
    )


@internal
def next_reminder(w: Work, *, booking_id: UUID) -> datetime | None:
    """When to remind of a booking next; None: it is over, none is wanted, or all of them are gone."""
    ahead = _ahead(w, booking_id)
    moments = _moments(w, ahead) if ahead is not None else ()
    return min((at for _, at in moments if at > w.now), default=None)


@internal
def places_ahead(
    w: Work, *, member_id: UUID | None = None, session_id: UUID | None = None
) -> tuple[UUID, ...]:
    """Bookings of a member, or in a class, whose class is still to come."""
    query = (
        select(Booking.id)
        .join(ClassSession, col(ClassSession.id) == col(Booking.session_id))
        .where(col(Booking.status) == BookingStatus.BOOKED, col(ClassSession.starts_at) > w.now)
    )
    if member_id is not None:
        query = query.where(col(Booking.member_id) == member_id)
    if session_id is not None:
        query = query.where(col(Booking.session_id) == session_id)
    return tuple(w.session.execute(query).scalars())


def _ahead(w: Work, booking_id: UUID) -> Any:  # Any: a row of two tables, as below
    """Who has that place in which class, from when on; None: the class has begun, or the place is no more."""
    query: Any = (
        sa.select(
            col(Booking.member_id),
            col(ClassSession.id).label("session_id"),
            col(ClassSession.starts_at),
        )
        .select_from(Booking)
        .join(ClassSession, col(ClassSession.id) == col(Booking.session_id))
        .where(
            col(Booking.id) == booking_id,
            col(Booking.status) == BookingStatus.BOOKED,
            col(ClassSession.status) == SessionStatus.SCHEDULED,
            col(ClassSession.starts_at) > w.now,
        )
    )
    return w.session.execute(query).first()


def _moments(w: Work, ahead: Any) -> Sequence[tuple[str, datetime]]:  # Any: a row of two tables
    gym, wish = gym_facts(w), reminder_wish(w, ahead.member_id)
    return rules.reminder_moments(ahead.starts_at, wish, quiet=gym.quiet, zone=gym.zone)
