"""Whom a change of the timetable touches, and what each is told, before it is done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.booking.queries._rows import ENTRIES, PLACES
from fitkit.features.booking.rules import BookingStatus, WaitState
from fitkit.features.members.tables import Member
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.rules import (
    Chosen,
    Deed,
    Exceptions,
    Left,
    Outlook,
    Plan,
    SessionChange,
    SlotChange,
    Standing,
    Step,
)

_M = columns(Member)
_SESSIONS: Final = sa.bindparam("sessions", expanding=True, type_=PLACES.c.session_id.type)
_NAME: Final = sa.func.trim(_M.c.first_name + " " + _M.c.last_name).label("name")
# Binds: sessions. Who has a place, and who waits, in one round trip.
_PEOPLE: Final = sa.union_all(
    sa.select(
        PLACES.c.session_id,
        PLACES.c.member_id,
        _NAME,
        PLACES.c.entry_taken,
        sa.false().label("is_waiting"),
    )
    .join(_M, _M.c.id == PLACES.c.member_id)
    .where(PLACES.c.session_id.in_(_SESSIONS), PLACES.c.status == BookingStatus.BOOKED),
    sa.select(
        ENTRIES.c.session_id,
        ENTRIES.c.member_id,
        _NAME,
        sa.false().label("entry_taken"),
        sa.true().label("is_waiting"),
    )
    .join(_M, _M.c.id == ENTRIES.c.member_id)
    .where(ENTRIES.c.session_id.in_(_SESSIONS), ENTRIES.c.state == WaitState.WAITING),
)


class Told(StrEnum):
    """What a member is told about one class."""

    OFF_ENTRY_BACK = "off_entry_back"  # it is off, and the entry comes back
    OFF = "off"  # it is off, and counts against nothing
    LINE_CLOSED = "line_closed"  # it is off, and nobody waits any more
    MOVED = "moved"
    PLACE = "place"  # another location or room
    COACH = "coach"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Touched:
    """One class of one member."""

    session_id: UUID
    name: Text
    starts_at: datetime  # as it is now
    told: Told


@dataclass(frozen=True, slots=True)
class AffectedMember:
    """Somebody who has a place or waits, and what they are told."""

    member_id: UUID
    name: str
    classes: tuple[Touched, ...]  # by start, never empty


@dataclass(frozen=True, slots=True)
class ClassEffect:
    """What becomes of one class."""

    id: UUID
    name: Text
    before: Standing
    after: Standing
    booked: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ClassLeft:
    """A class that stays as it is, and why."""

    id: UUID
    name: Text
    starts_at: datetime
    why: Refusal


@dataclass(frozen=True, slots=True)
class EffectView:
    """What a change would do, before it is done."""

    classes: tuple[ClassEffect, ...]  # by start
    left: tuple[ClassLeft, ...]  # by start
    people: tuple[AffectedMember, ...]  # by name

    @property
    def told(self) -> int:
        """How many people would be told something."""
        return sum(any(c.told is not Told.NOTHING for c in p.classes) for p in self.people)


@dataclass(frozen=True, slots=True)
class SlotEffect:
    """What a change of a weekly class would do."""

    effect: EffectView
    kept: int  # classes that stay because they were changed by hand
    outlook: Outlook  # what it yields from then on, and whom that meets


@requires(Permission.EDIT_TIMETABLE)
def effect_of(w: Work, *, chosen: Chosen, deed: Deed) -> EffectView:
    """What a deed would do to the chosen classes and to whoever is in them; nothing is changed.

    Raises:
        Refusal: more classes than can be changed at once.
        NotFound: no such room in this gym.
    """
    return _view(w, scheduling.effect(w, chosen=chosen, deed=deed))


@requires(Permission.EDIT_TIMETABLE)
def effect_of_change(w: Work, *, session_id: UUID, change: SessionChange) -> EffectView:
    """What a change of one class would do; nothing is changed.

    Raises:
        NotFound: no such class in this gym.
    """
    return _view(w, scheduling.effect_of_change(w, session_id=session_id, change=change))


@requires(Permission.EDIT_TIMETABLE)
def effect_of_closing(w: Work, *, closure_ids: Collection[UUID]) -> EffectView:
    """What confirming these days off would take from the timetable, and from whom."""
    return _view(w, scheduling.effect_of_closures(w, closure_ids=closure_ids))


@requires(Permission.EDIT_TIMETABLE)
def effect_of_slot_change(
    w: Work, *, slot_id: UUID, from_on: date, change: SlotChange, exceptions: Exceptions
) -> SlotEffect:
    """What a change of a weekly class from a day on would do; nothing is changed.

    Raises:
        NotFound: no such slot in this gym.
    """
    found = scheduling.outlook_of_change(
        w, slot_id=slot_id, from_on=from_on, change=change, exceptions=exceptions
    )
    return SlotEffect(_view(w, found.plan), found.kept, found.outlook)


@requires(Permission.EDIT_TIMETABLE)
def effect_of_slot_end(
    w: Work, *, slot_id: UUID, last_on: date, exceptions: Exceptions
) -> EffectView:
    """Which classes go with a weekly class that ends, and who is in them; nothing is changed.

    Raises:
        NotFound: no such slot in this gym.
    """
    plan = scheduling.effect_of_end(w, slot_id=slot_id, last_on=last_on, exceptions=exceptions)
    return _view(w, plan)


def _view(w: Work, plan: Plan) -> EffectView:
    return EffectView(
        tuple(
            ClassEffect(
                s.facts.id, s.facts.name, s.facts.now, s.after, s.facts.booked, s.facts.waiting
            )
            for s in plan.steps
        ),
        tuple(_left(one) for one in plan.left),
        _people(w, plan.steps),
    )


def _left(one: Left) -> ClassLeft:
    return ClassLeft(one.facts.id, one.facts.name, one.facts.now.starts_at, one.why)


def _people(w: Work, steps: Sequence[Step]) -> tuple[AffectedMember, ...]:
    by_id = {s.facts.id: s for s in steps if s.facts.booked or s.facts.waiting}
    if not by_id:
        return ()
    named: dict[UUID, str] = {}
    touched: dict[UUID, list[Touched]] = {}
    for row in w.hot(_PEOPLE, {"sessions": list(by_id)}):
        step = by_id[row.session_id]
        named[row.member_id] = row.name
        told = _told(step, entry_taken=row.entry_taken, is_waiting=row.is_waiting)
        one = Touched(row.session_id, step.facts.name, step.facts.now.starts_at, told)
        touched.setdefault(row.member_id, []).append(one)
    people = (
        AffectedMember(
            i, named[i], tuple(sorted(t, key=lambda one: (one.starts_at, one.session_id)))
        )
        for i, t in touched.items()
    )
    return tuple(sorted(people, key=lambda p: (p.name, p.member_id)))


def _told(step: Step, *, entry_taken: bool, is_waiting: bool) -> Told:
    if step.facts.now.is_on and not step.after.is_on:
        if is_waiting:
            return Told.LINE_CLOSED
        return Told.OFF_ENTRY_BACK if entry_taken else Told.OFF
    changed = set(step.facts.now.changed(step.after))
    if "starts_at" in changed:
        return Told.MOVED
    if {"location_id", "room_id"} & changed:
        return Told.PLACE
    return Told.COACH if "coach_id" in changed else Told.NOTHING
