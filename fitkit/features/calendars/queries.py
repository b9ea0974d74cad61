"""Reads of calendar feeds: one's own address, what an address opens, and the classes it shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.booking.rules import BookingStatus
from fitkit.features.booking.tables import Booking
from fitkit.features.calendars import rules
from fitkit.features.calendars.rules import Entry, FeedOf
from fitkit.features.calendars.tables import CalendarFeed, CalendarKey
from fitkit.features.class_types.tables import ClassType
from fitkit.features.locations.tables import Location, Room
from fitkit.features.members.tables import Member
from fitkit.features.orgs.tables import Org
from fitkit.features.scheduling.rules import SessionStatus
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.staff.tables import StaffProfile

_SHOWN: Final[tuple[Any, ...]] = (  # Any: SQLAlchemy's attributes
    col(ClassSession.id).label("session_id"),
    col(ClassSession.starts_at),
    col(ClassSession.ends_at),
    col(ClassSession.status).label("session_status"),
    col(ClassSession.revision),
    col(ClassSession.updated_at).label("session_changed_at"),
    col(ClassSession.note),
    col(ClassSession.booked),
    col(ClassSession.capacity),
    col(ClassType.name_he),
    col(ClassType.name_en),
    col(Location.name).label("location"),
    col(Location.address).label("address"),
    col(Room.name).label("room"),
    col(StaffProfile.name).label("coach"),
)


@dataclass(frozen=True, slots=True)
class FeedView:
    """One's own feed."""

    id: UUID
    of: FeedOf
    token: str  # the secret of its address
    last_read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Opened:
    """What an address opens."""

    feed_id: UUID
    gym_id: UUID


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is needed to write a feed."""

    of: FeedOf
    gym: str
    zone_name: str
    entries: tuple[Entry, ...]
    is_noted: bool  # the reading was kept a moment ago


@requires(Permission.USE_ACCOUNT)
def own(w: Work) -> tuple[FeedView, ...]:
    """The actor's own feeds in this gym: as a member, then as a coach; none where none was opened."""
    mine = [
        (of, feed)
        for of in FeedOf
        if (who := person(w, of)) is not None and (feed := live(w, of, who)) is not None
    ]
    return tuple(
        FeedView(
            feed.id, of, crypto.unseal(feed.token_sealed, sealed_to(feed.id)), feed.last_read_at
        )
        for of, feed in mine
    )


@internal
def person(w: Work, of: FeedOf) -> UUID | None:
    """The actor's own id as a member or as staff; None: they are no such person here."""
    return w.actor.member_id if of is FeedOf.MEMBER else w.actor.staff_id


@internal
def live(w: Work, of: FeedOf, who: UUID) -> CalendarFeed | None:
    """A person's feed that is not revoked."""
    column = col(CalendarFeed.member_id if of is FeedOf.MEMBER else CalendarFeed.staff_id)
    found = select(CalendarFeed).where(column == who, col(CalendarFeed.revoked_at).is_(None))
    return w.session.scalars(found).one_or_none()


@internal
def opened(w: Work, *, token_hash: str) -> Opened | None:
    """What the address with this digest opens; None: unknown or revoked. Needs no gym."""
    found = select(CalendarKey.feed_id, CalendarKey.gym_id).where(
        col(CalendarKey.token_hash) == token_hash, col(CalendarKey.revoked_at).is_(None)
    )
    row = w.session.execute(found).one_or_none()
    return None if row is None else Opened(row.feed_id, row.gym_id)


@internal
def reading(w: Work, *, feed_id: UUID) -> Reading | None:
    """A feed with its classes of the last month and the year to come, by start.

    None: it was revoked, the gym is closed, or its person was put away.
    """
    feed = w.session.get(CalendarFeed, feed_id)
    org = w.session.get(Org, w.actor.org_id)
    if feed is None or feed.revoked_at is not None or org is None or org.closed_at is not None:
        return None
    last = feed.last_read_at
    is_noted = last is not None and w.now - last < rules.READ_NOTED
    if feed.member_id is not None:
        member = w.session.get(Member, feed.member_id)
        if member is None or member.archived_at is not None:
            return None
        found = _places(w, feed.member_id)
        return Reading(FeedOf.MEMBER, org.name, org.zone, found, is_noted)
    coach = w.session.get(StaffProfile, feed.staff_id)
    if feed.staff_id is None or coach is None or coach.archived_at is not None:
        return None
    return Reading(FeedOf.COACH, org.name, org.zone, _given(w, feed.staff_id), is_noted)


@internal
def sealed_to(feed_id: UUID) -> str:
    """Where a feed's token is sealed to."""
    return f"calendar_feed:{feed_id}:token"


def _places(w: Work, member_id: UUID) -> tuple[Entry, ...]:
    """Places of a member, with those that ended lately, so that calendars take them away."""
    is_live = col(Booking.status) == BookingStatus.BOOKED
    ended = col(Booking.cancelled_at) > w.now - rules.CANCELLED_SHOWN
    found: Any = _classes(  # Any: too many columns for a type
        w,
        col(Booking.id).label("booking_id"),
        col(Booking.status).label("booking_status"),
        col(Booking.booked_at),
        col(Booking.cancelled_at),
        col(Booking.updated_at).label("place_changed_at"),
    ).join(Booking, col(Booking.session_id) == col(ClassSession.id))
    rows = w.session.execute(
        found.where(col(Booking.member_id) == member_id, sa.or_(is_live, ended))
    )
    return tuple(_place(row) for row in rows)


def _given(w: Work, staff_id: UUID) -> tuple[Entry, ...]:
    rows = w.session.execute(_classes(w).where(col(ClassSession.coach_id) == staff_id))
    return tuple(
        _entry(
            row,
            uid=rules.session_uid(row.session_id),
            sequence=row.revision,
            is_on=row.session_status is SessionStatus.SCHEDULED,
            changed_at=row.session_changed_at,
            places=(row.booked, row.capacity),
        )
        for row in rows
    )


def _classes(w: Work, *more: Any) -> Any:  # Any: SQLAlchemy's attributes; a select of too many
    return (
        sa.select(*_SHOWN, *more)
        .select_from(ClassSession)
        .join(ClassType, col(ClassType.id) == col(ClassSession.class_type_id))
        .join(Location, col(Location.id) == col(ClassSession.location_id))
        .join(Room, col(Room.id) == col(ClassSession.room_id), isouter=True)
        .join(StaffProfile, col(StaffProfile.id) == col(ClassSession.coach_id), isouter=True)
        .where(
            col(ClassSession.status) != SessionStatus.WITHDRAWN,
            col(ClassSession.starts_at) > w.now - rules.SHOWN_BACK,
            col(ClassSession.starts_at) < w.now + rules.SHOWN_AHEAD,
        )
        .order_by(col(ClassSession.starts_at), col(ClassSession.id))
    )


def _place(row: Any) -> Entry:  # Any: a row of _places
    is_on = (
        row.booking_status is BookingStatus.BOOKED and row.session_status is SessionStatus.SCHEDULED
    )
    changed_at = max(row.place_changed_at, row.session_changed_at)
    sequence = rules.place_sequence(
        row.revision, booked_at=row.booked_at, changed_at=row.place_changed_at
    )
    return _entry(
        row,
        uid=rules.place_uid(row.booking_id),
        sequence=sequence,
        is_on=is_on,
        changed_at=changed_at,
    )


def _entry(
    row: Any,  # Any: a row of _classes
    *,
    uid: str,
    sequence: int,
    is_on: bool,
    changed_at: datetime,
    places: tuple[int, int] | None = None,
) -> Entry:
    return Entry(
        uid=uid,
        sequence=sequence,
        name=Text(row.name_he, row.name_en),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        changed_at=changed_at,
        is_on=is_on,
        coach=row.coach or "",
        location=row.location,
        address=row.address,
        room=row.room or "",
        note=row.note,
        places=places,
    )
