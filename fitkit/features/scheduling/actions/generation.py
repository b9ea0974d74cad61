"""Classes that slots yield, eight weeks ahead."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from fitkit.core.clock import day_of
from fitkit.core.i18n import Text
from fitkit.core.ids import new_id
from fitkit.core.permissions import internal
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.class_types.tables import ClassType
from fitkit.features.closures import queries as closures
from fitkit.features.closures.rules import ClosedDay
from fitkit.features.locations.tables import Location, Room
from fitkit.features.scheduling import queries, rules
from fitkit.features.scheduling.actions._apply import queue_for_timetable
from fitkit.features.scheduling.events import SessionsGenerated
from fitkit.features.scheduling.tables import ClassSession, TimetableSlot
from fitkit.features.staff.tables import StaffProfile

_S = columns(ClassSession)
_T = columns(TimetableSlot)
_C, _R = columns(StaffProfile), columns(Room)
_DAY: Final = timedelta(days=1)


def _array(name: str, column: sa.Column[Any]) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=ARRAY(column.type))


_given = (
    sa.func.unnest(
        _array("ids", _S.c.id),
        _array("slots", _S.c.slot_id),
        _array("days", _S.c.slot_on),
        _array("starts", _S.c.starts_at),
        _array("ends", _S.c.ends_at),
    )
    .table_valued(
        sa.column("id", _S.c.id.type),
        sa.column("slot_id", _S.c.slot_id.type),
        sa.column("slot_on", _S.c.slot_on.type),
        sa.column("starts_at", _S.c.starts_at.type),
        sa.column("ends_at", _S.c.ends_at.type),
        name="given",
    )
    .render_derived()
)
_AT = sa.bindparam("at", type_=_S.c.created_at.type)
# A coach who left and a room that is closed are not given on: the class is there without them.
_ROW: Final = {
    "id": _given.c.id,
    "created_at": _AT,
    "updated_at": _AT,
    "org_id": _T.c.org_id,
    "class_type_id": _T.c.class_type_id,
    "location_id": _T.c.location_id,
    "room_id": _R.c.id,
    "coach_id": _C.c.id,
    "starts_at": _given.c.starts_at,
    "ends_at": _given.c.ends_at,
    "capacity": _T.c.capacity,
    "booked": sa.literal(0),
    "waiting": sa.literal(0),
    "held": sa.literal(0),
    "last_number": sa.literal(0),
    "status": sa.literal(rules.SessionStatus.SCHEDULED, _S.c.status.type),
    "series_id": _T.c.id,
    "slot_id": _T.c.id,
    "slot_on": _given.c.slot_on,
    "is_exception": sa.false(),
    "revision": sa.literal(0),
    "note": sa.literal(""),
    "published_at": _AT,
    "cancel_reason": sa.literal(""),
}
# One statement for a whole gym: a row that is there, in whatever state, is left as it is.
_YIELD: Final = (
    insert(_S)
    .from_select(
        list(_ROW),
        sa.select(*_ROW.values())
        .select_from(_given)
        .join(_T, _T.c.id == _given.c.slot_id)
        .outerjoin(_C, sa.and_(_C.c.id == _T.c.coach_id, _C.c.archived_at.is_(None)))
        .outerjoin(_R, sa.and_(_R.c.id == _T.c.room_id, _R.c.closed_at.is_(None))),
        include_defaults=False,
    )
    .on_conflict_do_nothing(
        index_elements=["slot_id", "slot_on"], index_where=_S.c.slot_id.is_not(None)
    )
    .returning(_S.c.id, _S.c.slot_id, _S.c.slot_on)
)
_REACHED: Final = (
    sa.update(_T)
    .where(_T.c.id.in_(sa.bindparam("slots", expanding=True, type_=_T.c.id.type)))
    .values(
        generated_until=sa.func.greatest(
            _T.c.generated_until, sa.bindparam("until", type_=_T.c.generated_until.type)
        ),
        updated_at=_AT,
    )
)


@internal
def generate(w: Work, *, until: date | None = None, slot_ids: Collection[UUID] = ()) -> int:
    """Bring the gym's slots to eight weeks ahead, or to a day; return how many classes are new.

    Running it again, or twice at once, adds nothing. What was cancelled, withdrawn or moved by
    hand is not made anew; days that are confirmed closed, retired class types and closed locations
    yield nothing (``make_up_for`` does when a day is open after all). Waits for other planning. Publishes SessionsGenerated for each slot.
    """
    queue_for_timetable(w)
    today = day_of(w.now, w.actor.zone)
    last = until or rules.horizon(today)
    rows = _behind(w, last, slot_ids)
    if not rows:
        return 0
    closed = closures.confirmed(w, first=today, last=last)
    wanted = [one for row in rows for one in _yields(w, row, closed, _since(row, today), last)]
    made = _insert(w, wanted)
    w.hot(_REACHED, {"slots": [row.id for row in rows], "until": last, "at": w.now})
    for row in rows:
        w.session.expire(row)
    _tell(w, made)
    return sum(len(days) for days in made.values())


@internal
def make_up_for(w: Work, *, day: date) -> int:
    """Make the classes of a day that slots did not yield because it was closed, where it no longer is.

    Returns how many are new; running it again adds nothing. What was cancelled, withdrawn or moved
    by hand is not made anew, nor what a slot would yield only as it was changed later, nor a class
    whose coach or room has another by now. Waits for other planning. Publishes SessionsGenerated
    for each slot.
    """
    queue_for_timetable(w)
    if day < day_of(w.now, w.actor.zone):
        return 0
    closed = closures.confirmed(w, first=day, last=day)
    rows = [row for row in _beyond(w, day) if row.changed_from is None or row.changed_from <= day]
    wanted = [one for row in rows for one in _yields(w, row, closed, day, day)]
    of = {row.id: row for row in rows}
    made = _insert(w, [one for one in wanted if _has_room(w, of[one[0]], one)])
    _tell(w, made)
    return sum(len(days) for days in made.values())


def _beyond(w: Work, day: date) -> Sequence[TimetableSlot]:
    """Slots in use whose classes exist up to a day or further, by id."""
    found = (
        _in_use()
        .where(col(TimetableSlot.first_on) <= day, col(TimetableSlot.generated_until) >= day)
        .order_by(col(TimetableSlot.id))
    )
    return w.session.scalars(found).all()


def _has_room(w: Work, row: TimetableSlot, one: "Yielded") -> bool:
    _, _, begins, ends = one
    standing = queries.standing_at(
        w, begins=begins, ends=ends, coach_id=row.coach_id, room_id=row.room_id
    )
    span = rules.Span(begins, ends)
    return not any(taken.span.overlaps(span) for taken in standing)


def _behind(w: Work, last: date, slot_ids: Collection[UUID]) -> Sequence[TimetableSlot]:
    """Slots whose classes do not reach the day yet, and which can yield any."""
    found = (
        _in_use()
        .where(
            col(TimetableSlot.first_on) <= last,
            sa.or_(
                col(TimetableSlot.generated_until).is_(None),
                col(TimetableSlot.generated_until)
                < sa.func.least(col(TimetableSlot.last_on), sa.literal(last)),
            ),
        )
        .order_by(col(TimetableSlot.id))
        .execution_options(populate_existing=True)
    )
    if slot_ids:
        found = found.where(col(TimetableSlot.id).in_(slot_ids))
    return w.session.scalars(found).all()


def _in_use() -> SelectOfScalar[TimetableSlot]:
    """Slots whose class type and location are."""
    return (
        select(TimetableSlot)
        .join(ClassType, col(ClassType.id) == col(TimetableSlot.class_type_id))
        .join(Location, col(Location.id) == col(TimetableSlot.location_id))
        .where(col(ClassType.retired_at).is_(None), col(Location.closed_at).is_(None))
    )


Yielded = tuple[UUID, date, datetime, datetime]


def _yields(
    w: Work, row: TimetableSlot, closed: Collection[ClosedDay], since: date, last: date
) -> list[Yielded]:
    pattern = queries.pattern(row, Text("", ""))
    found = []
    for day in pattern.days(since, last):
        span = pattern.span(day, w.actor.zone)
        if span.starts_at > w.now and pattern.stopped_by(closed, day) is None:
            found.append((row.id, day, span.starts_at, span.ends_at))
    return found


def _since(row: TimetableSlot, today: date) -> date:
    return max(today, row.generated_until + _DAY) if row.generated_until else today


def _insert(w: Work, wanted: Sequence[Yielded]) -> dict[UUID, list[date]]:
    if not wanted:
        return {}
    slots, days, starts, ends = zip(*wanted, strict=True)
    given = {
        "ids": [new_id() for _ in wanted],
        "slots": list(slots),
        "days": list(days),
        "starts": list(starts),
        "ends": list(ends),
        "at": w.now,
    }
    made: dict[UUID, list[date]] = {}
    for row in w.hot(_YIELD, given):
        made.setdefault(row.slot_id, []).append(row.slot_on)
    return made


def _tell(w: Work, made: dict[UUID, list[date]]) -> None:
    for slot_id in sorted(made):
        days = made[slot_id]
        w.publish(
            SessionsGenerated(
                about=slot_id,
                slot_id=slot_id,
                times=len(days),
                first_on=min(days),
                last_on=max(days),
            )
        )
