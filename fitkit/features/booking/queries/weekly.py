"""How classes of the timetable went: how full, how wanted, how often somebody stayed away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.booking.queries._rows import ENTRIES, PLACES, SESSIONS
from fitkit.features.booking.rules import Attendance, BookingStatus
from fitkit.features.scheduling.rules import SessionStatus


@dataclass(frozen=True, slots=True)
class SlotFigures:
    """How a weekly class went in its last weeks, or a single one."""

    classes: int
    capacity: int
    booked: int
    waited: int  # how often somebody joined its waitlist
    no_shows: int
    no_shows_of: int  # places of the classes whose attendance was taken

    @property
    def utilisation_share(self) -> float:
        """Places booked of those there were, 0 to 1."""
        return self.booked / self.capacity if self.capacity else 0.0

    @property
    def no_show_share(self) -> float | None:
        """No-shows among the places of classes with attendance taken, 0 to 1; None: none was."""
        return self.no_shows / self.no_shows_of if self.no_shows_of else None


# Binds: begins, ends. The classes of slots that were given in a span, and what is known of each.
_GIVEN = (
    sa.select(
        SESSIONS.c.id,
        SESSIONS.c.slot_id,
        SESSIONS.c.capacity,
        SESSIONS.c.booked,
        SESSIONS.c.attendance_taken_at,
    )
    .where(
        SESSIONS.c.slot_id.is_not(None),
        SESSIONS.c.status == SessionStatus.SCHEDULED,
        SESSIONS.c.starts_at >= sa.bindparam("begins", type_=SESSIONS.c.starts_at.type),
        SESSIONS.c.starts_at < sa.bindparam("ends", type_=SESSIONS.c.starts_at.type),
    )
    .cte("given")
)
_WAITED = (
    sa.select(_GIVEN.c.slot_id, sa.func.count().label("waited"))
    .join(ENTRIES, ENTRIES.c.session_id == _GIVEN.c.id)
    .group_by(_GIVEN.c.slot_id)
    .cte("waited")
)
_CAME = (
    sa.select(
        _GIVEN.c.slot_id,
        sa.func.count().label("of"),
        sa.func.count().filter(PLACES.c.attendance == Attendance.NO_SHOW).label("no_shows"),
    )
    .join(PLACES, PLACES.c.session_id == _GIVEN.c.id)
    .where(_GIVEN.c.attendance_taken_at.is_not(None), PLACES.c.status == BookingStatus.BOOKED)
    .group_by(_GIVEN.c.slot_id)
    .cte("came")
)
_BY_SLOT: Final = (
    sa.select(
        _GIVEN.c.slot_id,
        sa.func.count().label("classes"),
        sa.func.sum(_GIVEN.c.capacity).label("capacity"),
        sa.func.sum(_GIVEN.c.booked).label("booked"),
        sa.func.coalesce(sa.func.max(_WAITED.c.waited), 0).label("waited"),
        sa.func.coalesce(sa.func.max(_CAME.c.no_shows), 0).label("no_shows"),
        sa.func.coalesce(sa.func.max(_CAME.c["of"]), 0).label("no_shows_of"),
    )
    .outerjoin(_WAITED, _WAITED.c.slot_id == _GIVEN.c.slot_id)
    .outerjoin(_CAME, _CAME.c.slot_id == _GIVEN.c.slot_id)
    .group_by(_GIVEN.c.slot_id)
)


def _places_of(*more: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    """Places of a class whose attendance was taken."""
    return (
        sa.select(sa.func.count())
        .where(
            PLACES.c.session_id == SESSIONS.c.id,
            PLACES.c.status == BookingStatus.BOOKED,
            SESSIONS.c.attendance_taken_at.is_not(None),
            *more,
        )
        .correlate(SESSIONS)
        .scalar_subquery()
    )


# Binds: sessions. The same of single classes; who waits for one to come is counted too.
_BY_CLASS: Final = sa.select(
    SESSIONS.c.id,
    SESSIONS.c.capacity,
    SESSIONS.c.booked,
    sa.select(sa.func.count())
    .where(ENTRIES.c.session_id == SESSIONS.c.id)
    .correlate(SESSIONS)
    .scalar_subquery()
    .label("waited"),
    _places_of(PLACES.c.attendance == Attendance.NO_SHOW).label("no_shows"),
    _places_of().label("no_shows_of"),
).where(
    SESSIONS.c.id.in_(sa.bindparam("sessions", expanding=True, type_=SESSIONS.c.id.type)),
    SESSIONS.c.status == SessionStatus.SCHEDULED,
)


@requires(Permission.SEE_OVERVIEW)
def figures_by_class(w: Work, *, ids: Collection[UUID]) -> dict[UUID, SlotFigures]:
    """How single classes went, or stand so far; those that are cancelled are left out."""
    if not ids:
        return {}
    return {
        r.id: SlotFigures(1, r.capacity, r.booked, r.waited, r.no_shows, r.no_shows_of)
        for r in w.hot(_BY_CLASS, {"sessions": list(ids)})
    }


@requires(Permission.SEE_OVERVIEW)
def figures_by_slot(w: Work, *, weeks: int = 8) -> dict[UUID, SlotFigures]:
    """How each weekly class went in its last weeks, today's begun classes among them."""
    span = {"begins": w.now - timedelta(weeks=min(max(weeks, 1), 52)), "ends": w.now}
    return {
        r.slot_id: SlotFigures(r.classes, r.capacity, r.booked, r.waited, r.no_shows, r.no_shows_of)
        for r in w.hot(_BY_SLOT, span)
    }
