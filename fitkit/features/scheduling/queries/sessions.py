"""Reads of the timetable: a week, a day, one class, titles; the hold under which places move."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_span, week_span
from fitkit.core.errors import NotFound
from fitkit.core.i18n import Text
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.class_types.rules import Colour, Policy
from fitkit.features.class_types.tables import ClassType
from fitkit.features.locations.tables import Location, Room
from fitkit.features.members.rules import FormKind
from fitkit.features.orgs.rules import QuietHours
from fitkit.features.orgs.tables import OrgSettings
from fitkit.features.scheduling import rules
from fitkit.features.scheduling.queries import _busy
from fitkit.features.scheduling.rules import SessionFacts, SessionStatus, Taken
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.staff.tables import StaffProfile

_S = columns(ClassSession)
_C = columns(ClassType)
_O = columns(OrgSettings)

# Binds: session, turn. Locks the session's row (not against foreign keys), then takes the turn,
# in one round trip; the materialised part makes sure of the order.
_HELD = (
    sa.select(_S)
    .where(_S.c.id == sa.bindparam("session"), _S.c.status != SessionStatus.WITHDRAWN)
    .with_for_update(key_share=True)
    .cte("held")
    .prefix_with("materialized", dialect="postgresql")
)
_FACTS = (
    _C.c.name_he,
    _C.c.name_en,
    _C.c.policy,
    _C.c.required_forms,
    _C.c.drop_in_agorot,
    _O.c.quiet_from,
    _O.c.quiet_to,
    _O.c.observes_sabbath,
)
_OF_HELD = (
    _HELD.c.id,
    _HELD.c.class_type_id,
    _HELD.c.location_id,
    _HELD.c.starts_at,
    _HELD.c.ends_at,
    _HELD.c.capacity,
    _HELD.c.booked,
    _HELD.c.waiting,
    _HELD.c.held,
    _HELD.c.status,
    _HELD.c.moved_at,
)
_HOLD: Final = (
    sa.select(*_OF_HELD, *_FACTS)
    .join(_C, _C.c.id == _HELD.c.class_type_id)
    .join(_O, _O.c.org_id == _HELD.c.org_id, isouter=True)
)
_HOLD_WITH_TURN: Final = _HOLD.add_columns(
    sa.func.pg_advisory_xact_lock(sa.bindparam("turn", type_=sa.BigInteger)).label("turn")
)


@dataclass(frozen=True, slots=True)
class SessionView:
    """A class on a timetable."""

    id: UUID
    class_type_id: UUID
    name: Text
    colour: Colour
    starts_at: datetime
    ends_at: datetime
    location_id: UUID
    location: str
    room_id: UUID | None
    room: str  # empty: none
    coach_id: UUID | None
    coach: str  # empty: none
    coach_tint: int
    capacity: int
    booked: int
    waiting: int
    status: SessionStatus
    series_id: UUID
    slot_id: UUID | None  # the weekly class it comes from
    is_exception: bool  # of a slot, and changed by hand
    note: str  # for members
    cancel_reason: str  # for members
    attendance_taken_at: datetime | None
    min_attendance: int
    policy: Policy
    held: int = 0  # of the free places, kept for who was offered one
    quiet: QuietHours = field(default_factory=QuietHours)  # the gym's
    required_forms: tuple[FormKind, ...] = ()  # on file before a member may book
    drop_in: Money | None = None  # of one visit without a plan; None: not sold
    moved_at: datetime | None = None  # when its start was last changed

    @property
    def facts(self) -> SessionFacts:
        """What booking decides on."""
        return SessionFacts(
            self.id,
            self.class_type_id,
            self.name,
            self.starts_at,
            self.ends_at,
            self.capacity,
            self.booked,
            self.waiting,
            self.status,
            self.policy,
            self.held,
            self.location_id,
            self.quiet,
            self.required_forms,
            self.drop_in,
            self.moved_at,
        )


@requires(Permission.SEE_TIMETABLE)
def week(
    w: Work, *, day: date, location_id: UUID | None = None, coach_id: UUID | None = None
) -> tuple[SessionView, ...]:
    """The classes of the week (from Sunday) of a day, by start; cancelled ones too."""
    return _between(w, *week_span(day, w.actor.zone), location_id=location_id, coach_id=coach_id)


@requires(Permission.SEE_TIMETABLE)
def day_of_gym(w: Work, *, day: date) -> tuple[SessionView, ...]:
    """The classes of a day, by start; cancelled ones too."""
    return _between(w, *day_span(day, w.actor.zone))


@requires(Permission.SEE_TIMETABLE)
def day_of_coach(w: Work, *, staff_id: UUID, day: date) -> tuple[SessionView, ...]:
    """What a coach gives on a day, by start; cancelled ones too."""
    return _between(w, *day_span(day, w.actor.zone), coach_id=staff_id)


@requires(Permission.SEE_TIMETABLE)
def session(w: Work, *, session_id: UUID) -> SessionView:
    """One class.

    Raises:
        NotFound: no such class in this gym, or it was withdrawn.
    """
    return one(w, session_id=session_id)


@requires(Permission.SEE_TIMETABLE)
def series(w: Work, *, series_id: UUID) -> tuple[SessionView, ...]:
    """What was published together, by start; cancelled ones too."""
    return _views(w, col(ClassSession.series_id) == series_id)


@requires(Permission.SEE_OVERVIEW)
def is_begun(w: Work) -> bool:
    """Whether anything stands, or ever stood, on the timetable."""
    kept = select(col(ClassSession.id)).where(col(ClassSession.status) != SessionStatus.WITHDRAWN)
    return w.session.execute(kept.limit(1)).first() is not None


@requires(Permission.SEE_AUDIT)
def names(w: Work, *, ids: Collection[UUID]) -> dict[UUID, Text]:
    """Titles such as "WOD 24.11 18:30" by id, withdrawn ones too; ids of others are left out."""
    found = (
        select(
            col(ClassSession.id),
            col(ClassType.name_he),
            col(ClassType.name_en),
            col(ClassSession.starts_at),
        )
        .join(ClassType, col(ClassType.id) == col(ClassSession.class_type_id))
        .where(col(ClassSession.id).in_(ids))
    )
    zone = w.actor.zone
    return {i: rules.title(Text(he, en), at, zone) for i, he, en, at in w.session.execute(found)}


@internal
def between(w: Work, *, begins: datetime, ends: datetime) -> tuple[SessionView, ...]:
    """Classes that start in a span, its end left out, by start; cancelled ones too."""
    return _between(w, begins, ends)


@internal
def by_id(w: Work, *, ids: Collection[UUID]) -> dict[UUID, SessionView]:
    """Several classes; withdrawn ones and ids of others are left out."""
    return {v.id: v for v in _views(w, col(ClassSession.id).in_(ids))}


@internal
def not_over(w: Work, *, ids: sa.CompoundSelect[UUID]) -> tuple[SessionView, ...]:
    """Those of the classes a statement finds that have not ended, by start; cancelled ones too."""
    return _views(w, col(ClassSession.id).in_(ids), col(ClassSession.ends_at) > w.now)


@internal
def one(w: Work, *, session_id: UUID) -> SessionView:
    """One class, whoever asks.

    Raises:
        NotFound: no such class in this gym, or it was withdrawn.
    """
    found = _views(w, col(ClassSession.id) == session_id)
    if not found:
        raise NotFound
    return found[0]


@internal
def hold_session(w: Work, *, session_id: UUID, turn: int | None = None) -> SessionFacts:
    """The class, its row locked until the end of the Work; then a turn is waited for, if asked.

    A turn is an advisory lock: whoever takes several things of one member takes their turn
    after the session, never before (see the words on locks in booking).

    Raises:
        NotFound: no such class in this gym, or it was withdrawn.
    """
    binds: dict[str, Any] = {"session": session_id}
    if turn is None:
        row = w.hot(_HOLD, binds).first()
    else:
        row = w.hot(_HOLD_WITH_TURN, binds | {"turn": turn}).first()
    if row is None:
        raise NotFound
    return SessionFacts(
        row.id,
        row.class_type_id,
        Text(row.name_he, row.name_en),
        row.starts_at,
        row.ends_at,
        row.capacity,
        row.booked,
        row.waiting,
        row.status,
        Policy.of(row.policy),
        row.held,
        row.location_id,
        _quiet(row),
        _forms(row),
        _drop_in(row),
        row.moved_at,
    )


@internal
def cancel_batch_of(w: Work, *, session_id: UUID) -> UUID | None:
    """The batch by which a class is off now; None: it is on, or is off by none."""
    found = select(col(ClassSession.cancel_batch_id)).where(col(ClassSession.id) == session_id)
    return w.session.execute(found).scalar()


@internal
def standing_at(
    w: Work, *, begins: datetime, ends: datetime, coach_id: UUID | None, room_id: UUID | None
) -> tuple[Taken, ...]:
    """What keeps a coach or a room busy at some moment of a span; cancelled classes do not.

    Classes that slots will yield are among it, beyond those that exist.
    """
    if coach_id is None and room_id is None:
        return ()
    found = _busy.taken(
        w,
        begins=begins,
        ends=ends,
        coach_ids=[coach_id] if coach_id else [],
        room_ids=[room_id] if room_id else [],
    )
    return tuple(found)


def _between(
    w: Work,
    begins: datetime,
    ends: datetime,
    *,
    location_id: UUID | None = None,
    coach_id: UUID | None = None,
) -> tuple[SessionView, ...]:
    wanted = [col(ClassSession.starts_at) >= begins, col(ClassSession.starts_at) < ends]
    if location_id is not None:
        wanted.append(col(ClassSession.location_id) == location_id)
    if coach_id is not None:
        wanted.append(col(ClassSession.coach_id) == coach_id)
    return _views(w, *wanted)


def _views(w: Work, *wanted: sa.ColumnElement[bool]) -> tuple[SessionView, ...]:
    found: sa.Select[Any] = (
        sa.select(
            *_columns(ClassSession, _SESSION_COLUMNS),
            *_columns(ClassType, _TYPE_COLUMNS),
            *_columns(OrgSettings, ("quiet_from", "quiet_to", "observes_sabbath")),
            col(Location.name).label("location"),
            col(Room.name).label("room"),
            col(StaffProfile.name).label("coach"),
            col(StaffProfile.tint).label("coach_tint"),
        )
        .select_from(ClassSession)
        .join(ClassType, col(ClassType.id) == col(ClassSession.class_type_id))
        .join(Location, col(Location.id) == col(ClassSession.location_id))
        .join(OrgSettings, col(OrgSettings.org_id) == col(ClassSession.org_id), isouter=True)
        .join(Room, col(Room.id) == col(ClassSession.room_id), isouter=True)
        .join(StaffProfile, col(StaffProfile.id) == col(ClassSession.coach_id), isouter=True)
        .where(*wanted, col(ClassSession.status) != SessionStatus.WITHDRAWN)
        .order_by(col(ClassSession.starts_at), col(ClassType.position), col(ClassSession.id))
    )
    return tuple(_view(row) for row in w.session.execute(found))


_TYPE_COLUMNS: Final = (
    "name_he",
    "name_en",
    "colour",
    "min_attendance",
    "policy",
    "required_forms",
    "drop_in_agorot",
)
_SESSION_COLUMNS: Final = (
    "id",
    "class_type_id",
    "starts_at",
    "ends_at",
    "location_id",
    "room_id",
    "coach_id",
    "capacity",
    "booked",
    "waiting",
    "held",
    "status",
    "series_id",
    "slot_id",
    "is_exception",
    "note",
    "cancel_reason",
    "attendance_taken_at",
    "moved_at",
)


def _columns(table: type, named: Collection[str]) -> list[Any]:  # Any: SQLAlchemy's attributes
    return [col(getattr(table, name)) for name in named]


def _view(row: Any) -> SessionView:  # Any: a row of _views
    return SessionView(
        id=row.id,
        class_type_id=row.class_type_id,
        name=Text(row.name_he, row.name_en),
        colour=row.colour,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        location_id=row.location_id,
        location=row.location,
        room_id=row.room_id,
        room=row.room or "",
        coach_id=row.coach_id,
        coach=row.coach or "",
        coach_tint=row.coach_tint or 0,
        capacity=row.capacity,
        booked=row.booked,
        waiting=row.waiting,
        held=row.held,
        status=row.status,
        series_id=row.series_id,
        slot_id=row.slot_id,
        is_exception=row.is_exception,
        note=row.note,
        cancel_reason=row.cancel_reason,
        attendance_taken_at=row.attendance_taken_at,
        min_attendance=row.min_attendance,
        policy=Policy.of(row.policy),
        quiet=_quiet(row),
        required_forms=_forms(row),
        drop_in=_drop_in(row),
        moved_at=row.moved_at,
    )


def _quiet(row: Any) -> QuietHours:  # Any: a row with the gym's settings, or none of them
    if row.quiet_from is None:
        return QuietHours()
    return QuietHours(row.quiet_from, row.quiet_to, row.observes_sabbath)


def _forms(row: Any) -> tuple[FormKind, ...]:  # Any: a row with a class type's columns
    return tuple(FormKind(kind) for kind in row.required_forms)


def _drop_in(row: Any) -> Money | None:  # Any: as above
    return None if row.drop_in_agorot is None else Money(row.drop_in_agorot)
