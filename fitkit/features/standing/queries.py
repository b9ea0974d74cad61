"""Reads of fixed places: a member's, a slot's, and where there is room for another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.class_types.tables import ClassType
from fitkit.features.locations.tables import Location
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.scheduling.tables import ClassSession, TimetableSlot
from fitkit.features.standing import rules
from fitkit.features.standing.tables import StandingBooking, StandingTry


@dataclass(frozen=True, slots=True)
class StandingView:
    """A fixed place."""

    id: UUID
    slot_id: UUID
    member_id: UUID
    member: str
    name: Text
    weekday: int  # 0 Sunday to 6 Saturday
    at: time  # wall time
    location: str
    first_on: date
    last_on: date | None


@dataclass(frozen=True, slots=True)
class SlotChoice:
    """A weekly class, and how many of its places are open to regulars."""

    slot_id: UUID
    name: Text
    weekday: int
    at: time
    location: str
    free: int
    capacity: int


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def of_member(w: Work, *, member_id: UUID) -> tuple[StandingView, ...]:
    """A member's fixed places that are not over, nor their slots, by weekday and hour."""
    w.get(Member, member_id)
    return _views(w, col(StandingBooking.member_id) == member_id)


@requires(Permission.SEE_ROSTER)
def of_slot(w: Work, *, slot_id: UUID) -> tuple[StandingView, ...]:
    """A slot's regulars, whoever was given the place first at the top; none of a slot that is over."""
    found = _views(w, col(StandingBooking.slot_id) == slot_id)
    return tuple(sorted(found, key=lambda view: view.id))


@requires(Permission.BOOK_OTHERS)
def choices(w: Work) -> tuple[SlotChoice, ...]:
    """The weekly classes by weekday and hour, with the places that are open to regulars; full ones too."""
    today = day_of(w.now, w.actor.zone)
    regulars = (
        sa.select(sa.func.count())
        .where(
            col(StandingBooking.slot_id) == col(TimetableSlot.id),
            col(StandingBooking.ended_at).is_(None),
        )
        .correlate(TimetableSlot)
        .scalar_subquery()
    )
    found: Any = (  # Any: a row of three tables
        sa.select(
            col(TimetableSlot.id),
            col(ClassType.name_he),
            col(ClassType.name_en),
            col(TimetableSlot.weekday),
            col(TimetableSlot.starts),
            col(Location.name),
            col(TimetableSlot.capacity),
            regulars.label("regulars"),
        )
        .join(ClassType, col(ClassType.id) == col(TimetableSlot.class_type_id))
        .join(Location, col(Location.id) == col(TimetableSlot.location_id))
        .where(sa.or_(col(TimetableSlot.last_on).is_(None), col(TimetableSlot.last_on) >= today))
        .order_by(col(TimetableSlot.weekday), col(TimetableSlot.starts), col(TimetableSlot.id))
    )
    return tuple(
        SlotChoice(
            r.id,
            Text(r.name_he, r.name_en),
            r.weekday,
            r.starts,
            r.name,
            max(0, r.capacity - r.regulars),
            r.capacity,
        )
        for r in w.session.execute(found)
    )


@internal
def live_of_slot(w: Work, *, slot_id: UUID) -> Sequence[StandingBooking]:
    """A slot's fixed places that are not ended, in the order they were given."""
    found = (
        select(StandingBooking)
        .where(col(StandingBooking.slot_id) == slot_id, col(StandingBooking.ended_at).is_(None))
        .order_by(col(StandingBooking.id))
    )
    return w.session.scalars(found).all()


@internal
def live_of_member(w: Work, *, member_id: UUID) -> Sequence[StandingBooking]:
    """A member's fixed places that are not ended, in the order they were given."""
    found = (
        select(StandingBooking)
        .where(col(StandingBooking.member_id) == member_id, col(StandingBooking.ended_at).is_(None))
        .order_by(col(StandingBooking.id))
    )
    return w.session.scalars(found).all()


@internal
def paused_in(w: Work, *, standing_id: UUID) -> frozenset[UUID]:
    """Classes for which a fixed place was tried while the plan was frozen."""
    found = select(col(StandingTry.session_id)).where(
        col(StandingTry.standing_id) == standing_id, col(StandingTry.reason) == "frozen"
    )
    return frozenset(w.session.scalars(found))


@internal
def tried_while_off(w: Work, *, session_id: UUID) -> tuple[UUID, ...]:
    """Fixed places that were tried for a class while it was off, in the order they were given."""
    found = (
        select(col(StandingTry.standing_id))
        .where(
            col(StandingTry.session_id) == session_id, col(StandingTry.reason) == rules.CLASS_IS_OFF
        )
        .order_by(col(StandingTry.standing_id))
    )
    return tuple(w.session.scalars(found))


@internal
def unpaid_in(w: Work, *, standing_id: UUID) -> frozenset[UUID]:
    """Classes to come for which a fixed place was tried and nothing paid."""
    found = (
        select(col(StandingTry.session_id))
        .join(ClassSession, col(ClassSession.id) == col(StandingTry.session_id))
        .where(
            col(StandingTry.standing_id) == standing_id,
            col(StandingTry.is_booked).is_(False),
            col(StandingTry.reason).in_(rules.UNPAID),
            col(ClassSession.starts_at) > w.now,
        )
    )
    return frozenset(w.session.scalars(found))


def _views(w: Work, *wanted: sa.ColumnElement[bool]) -> tuple[StandingView, ...]:
    s, t = StandingBooking, TimetableSlot
    today = day_of(w.now, w.actor.zone)
    found: Any = (  # Any: a row of five tables
        sa.select(
            s,
            col(t.weekday),
            col(t.starts),
            col(ClassType.name_he),
            col(ClassType.name_en),
            col(Location.name),
            col(Member.first_name),
            col(Member.last_name),
        )
        .join(t, col(t.id) == col(s.slot_id))
        .join(ClassType, col(ClassType.id) == col(t.class_type_id))
        .join(Location, col(Location.id) == col(t.location_id))
        .join(Member, col(Member.id) == col(s.member_id))
        .where(
            col(s.ended_at).is_(None),
            sa.or_(col(s.last_on).is_(None), col(s.last_on) >= today),
            sa.or_(col(t.last_on).is_(None), col(t.last_on) >= today),
            *wanted,
        )
        .order_by(col(t.weekday), col(t.starts), col(s.id))
    )
    return tuple(
        StandingView(
            row.id,
            row.slot_id,
            row.member_id,
            full_name(first, last),
            Text(he, en),
            weekday,
            starts,
            location,
            row.first_on,
            row.last_on,
        )
        for row, weekday, starts, he, en, location, first, last in w.session.execute(found)
    )
