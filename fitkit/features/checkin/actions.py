"""Checking in at the door, and the kiosks themselves."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core import crypto
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.booking import actions as booking
from fitkit.features.booking import queries as places
from fitkit.features.booking.rules import Attendance, BookingStatus, check_in_span
from fitkit.features.checkin import queries
from fitkit.features.checkin.events import KioskAdded, KioskRenamed, KioskRevoked
from fitkit.features.checkin.rules import AtDoor, Outcome, Scanned
from fitkit.features.checkin.tables import Kiosk, KioskKey
from fitkit.features.locations.tables import Location
from fitkit.features.scheduling import queries as timetable
from fitkit.texts import checkin as texts
from fitkit.texts import schedule

NAME_MOST: Final = 60
SEEN_EVERY: Final = timedelta(minutes=1)
_K = columns(Kiosk)
_KEY = columns(KioskKey)


@dataclass(frozen=True, slots=True)
class NewKiosk:
    """A kiosk and the token of its address, which is told this once."""

    kiosk_id: UUID
    token: str


@requires(Permission.CHECK_IN)
def scan(w: Work, *, code: str, session_id: UUID) -> Scanned:
    """Check in whoever a pass names; of a code that is not good nothing is told.

    Scanning again, on another device too, finds them in.

    Raises:
        Refusal: too early, the day is over, or the class was cancelled.
        NotFound: no such class in this gym.
    """
    timetable.one(w, session_id=session_id)
    member = queries.member_by_code(w, code=code)
    if member is None:
        return Scanned(Outcome.UNKNOWN)
    name = f"{member.first_name} {member.last_name}".strip()
    outcome = _come(w, session_id=session_id, member_id=member.id)
    return Scanned(outcome, member.id, name)


@requires(Permission.USE_KIOSK)
def scan_at_kiosk(w: Work, *, kiosk_id: UUID, code: str) -> AtDoor | None:
    """Who a pass names, and their classes here that are on or about to begin; None: it is not good.

    Raises:
        NotFound: no such kiosk in this gym, or a revoked one.
    """
    kiosk = queries.open_kiosk(w, kiosk_id=kiosk_id)
    member = queries.member_by_code(w, code=code)
    return None if member is None else queries.member_at(w, kiosk=kiosk, member_id=member.id)


@requires(Permission.USE_KIOSK)
def check_in_at_kiosk(w: Work, *, kiosk_id: UUID, session_id: UUID, member_id: UUID) -> Outcome:
    """Check somebody in to a class of theirs at the kiosk's own location, on or about to begin.

    Raises:
        NotFound: no such kiosk in this gym or a revoked one, or no such place of theirs there.
    """
    kiosk = queries.open_kiosk(w, kiosk_id=kiosk_id)
    return _come_to(w, kiosk, session_id=session_id, member_id=member_id)


@requires(Permission.CHECK_IN, own=Permission.SEE_OWN)
def come_in(w: Work, *, code: str, session_id: UUID, member_id: UUID) -> Outcome:
    """Check oneself in by the door's own code, to a class there that is on or about to begin.

    Raises:
        Refusal: the code is not good (any more).
        NotFound: no such place of theirs there.
    """
    kiosk = queries.kiosk_by_code(w, code=code)
    if kiosk is None:
        raise Refusal(texts.CODE_OVER)
    return _come_to(w, kiosk, session_id=session_id, member_id=member_id)


@requires(Permission.EDIT_SETTINGS)
def add_kiosk(w: Work, *, name: str, location_id: UUID) -> NewKiosk:
    """Give a tablet an address of its own; only its digest is kept. Publishes KioskAdded.

    Raises:
        Refusal: no name; at ``name``. The location is closed; at ``location_id``.
        NotFound: no such location in this gym.
    """
    clean = _named(name)
    location = w.get(Location, location_id)
    if location.closed_at is not None:
        raise Refusal(texts.KIOSK_AT_CLOSED, field="location_id")
    token = crypto.new_token()
    kiosk = Kiosk(name=clean, location_id=location_id, added_by=w.actor.user_id)
    w.add(kiosk)
    w.session.flush()
    key = KioskKey(
        token_hash=crypto.digest(token),
        kiosk_id=kiosk.id,
        gym_id=kiosk.org_id,
        location_id=location_id,
    )
    w.add(key)
    w.publish(KioskAdded(about=kiosk.id, location_id=location_id))
    return NewKiosk(kiosk.id, token)


@requires(Permission.EDIT_SETTINGS)
def rename_kiosk(w: Work, *, kiosk_id: UUID, name: str) -> str:
    """Give a kiosk another name, and return the one it had; its address stays. Publishes KioskRenamed.

    Raises:
        Refusal: no name; at ``name``.
        NotFound: no such kiosk in this gym.
    """
    clean = _named(name)
    kiosk = w.hold(Kiosk, kiosk_id)
    before = kiosk.name
    if clean != before:
        kiosk.name = clean
        w.publish(KioskRenamed(about=kiosk_id, location_id=kiosk.location_id))
    return before


@requires(Permission.EDIT_SETTINGS)
def revoke_kiosk(w: Work, *, kiosk_id: UUID) -> None:
    """Close a tablet's address, at once and for good; again changes nothing. Publishes KioskRevoked.

    Raises:
        NotFound: no such kiosk in this gym.
    """
    kiosk = w.hold(Kiosk, kiosk_id)
    if kiosk.revoked_at is not None:
        return
    kiosk.revoked_at = w.now
    w.hot(sa.update(_KEY).where(_KEY.c.kiosk_id == kiosk_id).values(revoked_at=w.now))
    w.publish(KioskRevoked(about=kiosk_id, location_id=kiosk.location_id))


@internal
def mark_seen(w: Work, *, kiosk_id: UUID) -> None:
    """Note that a tablet is there, about once a minute."""
    is_stale = sa.or_(_K.c.last_seen_at.is_(None), _K.c.last_seen_at < w.now - SEEN_EVERY)
    w.hot(sa.update(_K).where(_K.c.id == kiosk_id, is_stale).values(last_seen_at=w.now))


def _named(name: str) -> str:
    clean = " ".join(name.split())[:NAME_MOST]
    if not clean:
        raise Refusal(texts.KIOSK_NEEDS_NAME, field="name")
    return clean


def _come_to(w: Work, kiosk: Kiosk, *, session_id: UUID, member_id: UUID) -> Outcome:
    who = queries.member_at(w, kiosk=kiosk, member_id=member_id)
    if session_id not in {c.session_id for c in who.classes}:
        raise NotFound
    return _come(_by_the_door(w), session_id=session_id, member_id=member_id)


def _by_the_door(w: Work) -> Work:
    """The same transaction, in which the door may check in whom it has recognised."""
    may = w.actor.permissions | {Permission.CHECK_IN}
    return replace(w, actor=replace(w.actor, permissions=may))


def _come(w: Work, *, session_id: UUID, member_id: UUID) -> Outcome:
    found = places.newest_place(w, session_id=session_id, member_id=member_id)
    place = found[0] if found else None
    if place is None or place.status is not BookingStatus.BOOKED:
        return Outcome.NO_PLACE
    session = timetable.one(w, session_id=session_id).facts
    if w.now >= check_in_span(session, zone=w.actor.zone).ends_at:
        raise Refusal(schedule.CHECK_IN_OVER)  # only staff put right what is of another day
    booking.check_in(w, session_id=session_id, member_id=member_id)
    return Outcome.WAS_IN if place.attendance is Attendance.ATTENDED else Outcome.CHECKED_IN
