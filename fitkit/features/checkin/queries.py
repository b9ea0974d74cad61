"""Reads at the door: a pass, who stands at a kiosk, the kiosks of a gym."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.actor import Actor
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, internal, public, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.booking.rules import Attendance, BookingStatus
from fitkit.features.booking.tables import Booking
from fitkit.features.checkin import rules
from fitkit.features.checkin.rules import AtDoor, DoorClass, Ring
from fitkit.features.checkin.tables import Kiosk, KioskKey
from fitkit.features.class_types.tables import ClassType
from fitkit.features.locations.tables import Location
from fitkit.features.members.tables import Member
from fitkit.features.orgs.tables import Org
from fitkit.features.scheduling.rules import SessionStatus
from fitkit.features.scheduling.tables import ClassSession
from fitkit.texts import checkin as texts

FOUND_MOST: Final = 6
DOOR_STEPS: Final = 120  # codes a tablet is given at once
_M = columns(Member)
_B = columns(Booking)
_S = columns(ClassSession)
_C = columns(ClassType)


@dataclass(frozen=True, slots=True)
class PassView:
    """A member's pass for the rest of the day."""

    member_id: UUID
    name: str
    ring: Ring


@dataclass(frozen=True, slots=True)
class KioskView:
    """A tablet, for those who look after it."""

    id: UUID
    name: str
    location: str
    last_seen_at: datetime | None  # None: never opened
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class KioskFacts:
    """A kiosk as its address says: whose, where."""

    kiosk_id: UUID
    org_id: UUID
    location_id: UUID
    zone: str

    @property
    def actor(self) -> Actor:
        """Who acts at it: nobody's user, and the one permission."""
        return Actor(
            org_id=self.org_id,
            permissions=frozenset({Permission.USE_KIOSK}),
            zone_name=self.zone,
        )


@dataclass(frozen=True, slots=True)
class DoorView:
    """What a kiosk shows while nobody stands at it."""

    gym: str
    location: str
    name: str
    ring: Ring  # of the door's own code


@requires(Permission.CHECK_IN, own=Permission.SEE_OWN)
def pass_of(w: Work, *, member_id: UUID) -> PassView:
    """A member's codes from this minute to the end of the day; a guardian's own are the children's too.

    Raises:
        NotFound: no such member in this gym, or an archived one.
    """
    row = w.get(Member, member_id)
    if row.archived_at is not None:
        raise NotFound
    first, count = rules.span_of_ring(w.now, w.actor.zone)
    ring = rules.make_ring(member_id, key=pass_keys(w)[0], first=first, count=count)
    return PassView(member_id, f"{row.first_name} {row.last_name}".strip(), ring)


@requires(Permission.EDIT_SETTINGS)
def kiosks(w: Work) -> tuple[KioskView, ...]:
    """The gym's kiosks, those in use first, newest first; revoked ones too."""
    found = (
        select(Kiosk, col(Location.name))
        .join(Location, col(Location.id) == col(Kiosk.location_id))
        .order_by(col(Kiosk.revoked_at).is_not(None), col(Kiosk.id).desc())
    )
    return tuple(
        KioskView(k.id, k.name, location, k.last_seen_at, k.revoked_at)
        for k, location in w.session.execute(found)
    )


@public
def kiosk_of(w: Work, *, token: str) -> KioskFacts | None:
    """The kiosk that an address opens; None for every address that opens none, without a difference."""
    found = (
        select(KioskKey, col(Org.zone))
        .join(Org, col(Org.id) == col(KioskKey.gym_id))
        .where(
            col(KioskKey.token_hash) == crypto.digest(token[:100]),
            col(KioskKey.revoked_at).is_(None),
        )
    )
    row = w.session.execute(found).first()
    if row is None:
        return None
    key, zone = row
    return KioskFacts(key.kiosk_id, key.gym_id, key.location_id, zone)


@requires(Permission.USE_KIOSK)
def door(w: Work, *, kiosk_id: UUID) -> DoorView:
    """What a kiosk shows while nobody stands at it, and the door's codes for two hours.

    Raises:
        NotFound: no such kiosk in this gym, or a revoked one.
    """
    kiosk = open_kiosk(w, kiosk_id=kiosk_id)
    gym = w.session.scalars(select(col(Org.name)).where(col(Org.id) == w.actor.org_id)).one()
    where = w.get(Location, kiosk.location_id).name
    first = rules.step_of(w.now)
    ring = rules.make_ring(kiosk_id, key=door_keys(w)[0], first=first, count=DOOR_STEPS)
    return DoorView(gym, where, kiosk.name, ring)


@requires(Permission.USE_KIOSK)
def people_by_phone(w: Work, *, kiosk_id: UUID, digits: str) -> tuple[AtDoor, ...]:
    """Whose phone ends so, among those who have a place in a class here that is on or about to begin.

    Who has no place is not found, so that a tablet tells nobody who is a member. By first name, six at most.

    Raises:
        NotFound: no such kiosk in this gym, or a revoked one.
        Refusal: fewer than four digits.
    """
    kiosk = open_kiosk(w, kiosk_id=kiosk_id)
    wanted = rules.digits_of(digits)
    if not wanted:
        raise Refusal(texts.MORE_DIGITS, field="digits")
    return _at_door(w, kiosk.location_id, _M.c.phone.like("%" + wanted))[:FOUND_MOST]


@requires(Permission.CHECK_IN, own=Permission.SEE_OWN)
def at_door(w: Work, *, code: str, member_id: UUID) -> AtDoor | None:
    """Somebody who scanned the door's own code, and their classes there now; None: it is not good.

    Raises:
        NotFound: no such member in this gym.
    """
    kiosk = kiosk_by_code(w, code=code)
    return None if kiosk is None else member_at(w, kiosk=kiosk, member_id=member_id)


# building blocks


@internal
def pass_keys(w: Work) -> tuple[bytes, ...]:
    """The gym's keys for passes, newest first."""
    return crypto.keys_for(f"pass:{w.actor.org_id}")


@internal
def door_keys(w: Work) -> tuple[bytes, ...]:
    """The gym's keys for doors, newest first."""
    return crypto.keys_for(f"door:{w.actor.org_id}")


@internal
def member_by_code(w: Work, *, code: str) -> Member | None:
    """Whose pass it is; None where it is forged, old, another gym's, or of somebody put away."""
    member_id = rules.read(code, keys=pass_keys(w), now=w.now)
    row = None if member_id is None else w.session.get(Member, member_id)
    return None if row is None or row.archived_at is not None else row


@internal
def kiosk_by_code(w: Work, *, code: str) -> Kiosk | None:
    """Which door shows this code now; None where it is forged, old, another gym's, or of a revoked one."""
    kiosk_id = rules.read(code, keys=door_keys(w), now=w.now)
    row = None if kiosk_id is None else w.session.get(Kiosk, kiosk_id)
    return None if row is None or row.revoked_at is not None else row


@internal
def open_kiosk(w: Work, *, kiosk_id: UUID) -> Kiosk:
    """A kiosk in use.

    Raises:
        NotFound: no such kiosk in this gym, or a revoked one.
    """
    row = w.get(Kiosk, kiosk_id)
    if row.revoked_at is not None:
        raise NotFound
    return row


@internal
def member_at(w: Work, *, kiosk: Kiosk, member_id: UUID) -> AtDoor:
    """A member at a door, with their classes there.

    Raises:
        NotFound: no such member in this gym.
    """
    found = _at_door(w, kiosk.location_id, _M.c.id == member_id)
    if found:
        return found[0]
    row = w.get(Member, member_id)
    return AtDoor(row.id, row.first_name, row.last_name[:1], ())


def _at_door(
    w: Work, location_id: UUID, who: sa.ColumnElement[bool]
) -> tuple[AtDoor, ...]:  # by first name
    found = (
        sa.select(
            _M.c.id,
            _M.c.first_name,
            _M.c.last_name,
            _S.c.id.label("session_id"),
            _C.c.name_he,
            _C.c.name_en,
            _S.c.starts_at,
            _B.c.attendance,
        )
        .join(_B, _B.c.member_id == _M.c.id)
        .join(_S, _S.c.id == _B.c.session_id)
        .join(_C, _C.c.id == _S.c.class_type_id)
        .where(
            who,
            _M.c.archived_at.is_(None),
            _B.c.status == BookingStatus.BOOKED,
            _S.c.status == SessionStatus.SCHEDULED,
            _S.c.location_id == location_id,
            _S.c.starts_at <= w.now + rules.SOON,
            _S.c.ends_at > w.now,
        )
        .order_by(_M.c.first_name, _M.c.id, _S.c.starts_at)
    )
    people: dict[UUID, AtDoor] = {}
    for row in w.hot(found):
        known = people.get(row.id)
        classes = (*(known.classes if known else ()), _door_class(row))
        people[row.id] = AtDoor(row.id, row.first_name, row.last_name[:1], classes)
    return tuple(people.values())


def _door_class(row: Any) -> DoorClass:  # Any: a row of _at_door
    is_in = row.attendance == Attendance.ATTENDED
    return DoorClass(row.session_id, Text(row.name_he, row.name_en), row.starts_at, is_in)
