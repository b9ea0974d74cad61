"""Reads of days off: a year's, and what is closed in a span."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.closures import rules
from fitkit.features.closures.rules import ClosedDay, ClosureState, Leaning
from fitkit.features.closures.tables import Closure
from fitkit.features.locations.tables import Location


@dataclass(frozen=True, slots=True)
class ClosureView:
    """A day off, as it is shown to whoever decides."""

    id: UUID
    day: date
    name: Text
    closes_at: time | None  # None: all day
    location_id: UUID | None  # None: all locations
    location: str  # empty: all locations
    state: ClosureState
    leaning: Leaning  # what FitKit would do
    is_own: bool  # added by the gym, not by the calendar


@requires(Permission.EDIT_TIMETABLE)
def closures_of_year(w: Work, *, year: int) -> tuple[ClosureView, ...]:
    """All that was proposed, confirmed or declined of a year, by day."""
    found = (
        select(Closure, col(Location.name))
        .join(Location, col(Location.id) == col(Closure.location_id), isouter=True)
        .where(col(Closure.day).between(date(_known(year), 1, 1), date(_known(year), 12, 31)))
        .order_by(col(Closure.day), col(Closure.id))
    )
    return tuple(_view(row, location or "") for row, location in w.session.execute(found))


@requires(Permission.EDIT_TIMETABLE)
def undecided(w: Work) -> dict[int, int]:
    """How many days to come wait for a decision, by year; years without any are left out."""
    year = sa.func.extract("year", col(Closure.day)).cast(sa.Integer)
    found = (
        sa.select(year.label("year"), sa.func.count().label("days"))
        .where(
            col(Closure.state) == ClosureState.PROPOSED,
            col(Closure.day) >= day_of(w.now, w.actor.zone),
        )
        .group_by(year)
        .order_by(year)
    )
    return {r.year: r.days for r in w.session.execute(found)}


@requires(Permission.SEE_TIMETABLE)
def closed_between(w: Work, *, first: date, last: date) -> tuple[ClosedDay, ...]:
    """What is confirmed closed in a span of days, both included, by day."""
    return confirmed(w, first=first, last=last)


@internal
def confirmed(w: Work, *, first: date, last: date) -> tuple[ClosedDay, ...]:
    """As closed_between, whoever asks."""
    found = (
        select(Closure)
        .where(
            col(Closure.state) == ClosureState.CONFIRMED,
            col(Closure.day).between(first, last),
        )
        .order_by(col(Closure.day), col(Closure.id))
    )
    return tuple(closed_day(row) for row in w.session.scalars(found))


@internal
def by_ids(w: Work, *, ids: Collection[UUID]) -> tuple[ClosedDay, ...]:
    """Several closures, in whatever state, by day; ids of others are left out."""
    found = select(Closure).where(col(Closure.id).in_(ids)).order_by(col(Closure.day))
    return tuple(closed_day(row) for row in w.session.scalars(found))


@internal
def closed_day(row: Closure) -> ClosedDay:
    """The facts of a row."""
    name = Text(row.name_he, row.name_en)
    return ClosedDay(row.id, row.day, name, row.closes_at, row.location_id)


def _known(year: int) -> int:
    return min(max(year, rules.YEARS[0]), rules.YEARS[1])


def _view(row: Closure, location: str) -> ClosureView:
    return ClosureView(
        id=row.id,
        day=row.day,
        name=Text(row.name_he, row.name_en),
        closes_at=row.closes_at,
        location_id=row.location_id,
        location=location,
        state=row.state,
        leaning=rules.leaning_of(row.key, row.closes_at),
        is_own=not row.key,
    )
