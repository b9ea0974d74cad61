"""Who is where when: classes that stand, and what slots will yield beyond them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.i18n import Text
from fitkit.core.work import Work
from fitkit.features.class_types.tables import ClassType
from fitkit.features.closures import queries as closures
from fitkit.features.locations.tables import Location, Room
from fitkit.features.scheduling.rules import Pattern, Refuser, SessionStatus, Span, Taken
from fitkit.features.scheduling.tables import ClassSession, TimetableSlot
from fitkit.features.staff.tables import StaffProfile

_DAY: Final = timedelta(days=1)


def taken(
    w: Work,
    *,
    begins: datetime,
    ends: datetime,
    coach_ids: Collection[UUID],
    room_ids: Collection[UUID],
    except_ids: Collection[UUID] = (),
    except_slot_id: UUID | None = None,
) -> list[Taken]:
    """What keeps coaches and rooms busy at some moment of a span, cancelled classes left out.

    Classes that exist, and behind them those that slots will yield. A slot left out is left out
    with its classes.
    """
    found = _standing(begins, ends, coach_ids, room_ids)
    if except_slot_id is not None:
        found = found.where(
            sa.or_(col(ClassSession.slot_id).is_(None), col(ClassSession.slot_id) != except_slot_id)
        )
    gone = set(except_ids)
    busy = [
        Taken(s.id, Text(s.name_he, s.name_en), Span(s.starts_at, s.ends_at), s.coach_id, s.room_id)
        for s in w.session.execute(found)
        if s.id not in gone
    ]
    return busy + _to_come(w, begins, ends, set(coach_ids), set(room_ids), except_slot_id)


def pattern(row: TimetableSlot, name: Text) -> Pattern:
    """A slot as rules see it."""
    return Pattern(
        slot_id=row.id,
        name=name,
        location_id=row.location_id,
        weekday=row.weekday,
        at=row.starts,
        minutes=row.minutes,
        first_on=row.first_on,
        last_on=row.last_on,
        room_id=row.room_id,
        coach_id=row.coach_id,
    )


def refuser(w: Work, *, coach_ids: Collection[UUID], room_ids: Collection[UUID]) -> Refuser:
    """What words clashes of these coaches and rooms."""
    coaches = select(col(StaffProfile.id), col(StaffProfile.name)).where(
        col(StaffProfile.id).in_(coach_ids)
    )
    rooms = select(col(Room.id), col(Room.name)).where(col(Room.id).in_(room_ids))
    return Refuser(
        dict(w.session.execute(coaches).tuples().all()) if coach_ids else {},
        dict(w.session.execute(rooms).tuples().all()) if room_ids else {},
        w.actor.zone,
    )


def _standing(
    begins: datetime,
    ends: datetime,
    coach_ids: Collection[UUID],
    room_ids: Collection[UUID],
) -> Any:  # Any: SQLAlchemy's own
    return (
        sa.select(
            col(ClassSession.id),
            col(ClassSession.starts_at),
            col(ClassSession.ends_at),
            col(ClassSession.coach_id),
            col(ClassSession.room_id),
            col(ClassType.name_he),
            col(ClassType.name_en),
        )
        .join(ClassType, col(ClassType.id) == col(ClassSession.class_type_id))
        .where(
            sa.or_(
                col(ClassSession.coach_id).in_(coach_ids), col(ClassSession.room_id).in_(room_ids)
            ),
            col(ClassSession.status) == SessionStatus.SCHEDULED,
            col(ClassSession.starts_at) < ends,
            col(ClassSession.ends_at) > begins,
        )
        .order_by(col(ClassSession.starts_at), col(ClassSession.id))
    )


def _to_come(
    w: Work,
    begins: datetime,
    ends: datetime,
    coach_ids: set[UUID],
    room_ids: set[UUID],
    except_slot_id: UUID | None,
) -> list[Taken]:
    zone = w.actor.zone
    first, last = day_of(begins, zone) - _DAY, day_of(ends, zone)
    found = (
        select(TimetableSlot, col(ClassType.name_he), col(ClassType.name_en))
        .join(ClassType, col(ClassType.id) == col(TimetableSlot.class_type_id))
        .join(Location, col(Location.id) == col(TimetableSlot.location_id))
        .where(
            sa.or_(
                col(TimetableSlot.coach_id).in_(coach_ids),
                col(TimetableSlot.room_id).in_(room_ids),
            ),
            col(TimetableSlot.first_on) <= last,
            sa.func.coalesce(col(TimetableSlot.generated_until), sa.literal(first)) < last,
            col(ClassType.retired_at).is_(None),
            col(Location.closed_at).is_(None),
        )
    )
    if except_slot_id is not None:
        found = found.where(col(TimetableSlot.id) != except_slot_id)
    rows = w.session.execute(found).all()
    closed = closures.confirmed(w, first=first, last=last) if rows else ()
    busy: list[Taken] = []
    for row, he, en in rows:
        yields = pattern(row, Text(he, en))
        since = max(first, row.generated_until + _DAY) if row.generated_until else first
        busy += [
            Taken(row.id, yields.name, yields.span(day, zone), row.coach_id, row.room_id)
            for day in yields.days(since, last)
            if yields.stopped_by(closed, day) is None
        ]
    return busy
