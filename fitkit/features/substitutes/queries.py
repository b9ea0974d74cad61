"""Reads of requests for a substitute: those that wait for somebody, one's own, and who is free."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.events import EventLog
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.scheduling import queries as timetable
from fitkit.features.scheduling.queries import SessionView
from fitkit.features.scheduling.rules import SessionStatus
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.staff import queries as staff
from fitkit.features.staff.queries import CoachView
from fitkit.features.staff.tables import StaffProfile
from fitkit.features.substitutes.events import SubstituteAsked
from fitkit.features.substitutes.rules import RequestState
from fitkit.features.substitutes.tables import SubstituteDecline, SubstituteRequest


@dataclass(frozen=True, slots=True)
class RequestView:
    """An open request, and the class it is for."""

    id: UUID
    session: SessionView
    asked_by: UUID
    asked_by_name: str
    asked_of: UUID | None  # one colleague; None: all coaches
    asked_of_name: str  # empty: all coaches
    note: str
    declined: tuple[str, ...]  # names, by when they said no


@dataclass(frozen=True, slots=True)
class AskedView:
    """A request that waits for the reader."""

    request: RequestView
    is_busy: bool  # the reader gives another class then


@requires(Permission.SEE_TIMETABLE)
def waiting_for_me(w: Work) -> tuple[AskedView, ...]:
    """Open requests that the reader may accept and has not declined, the nearest class first."""
    me = w.actor.staff_id
    if me is None or not staff.facts(w, staff_id=me).is_coach:
        return ()
    r, d = SubstituteRequest, SubstituteDecline
    no = sa.exists().where(col(d.request_id) == col(r.id), col(d.staff_id) == me)
    found = _views(
        w,
        col(r.asked_by) != me,
        sa.or_(col(r.asked_of).is_(None), col(r.asked_of) == me),
        sa.not_(no),
    )
    return tuple(AskedView(v, _is_busy(w, v.session, me)) for v in found)


@requires(Permission.SEE_TIMETABLE)
def mine_open(w: Work) -> tuple[RequestView, ...]:
    """The reader's own requests that nobody has answered yes to, the nearest class first."""
    me = w.actor.staff_id
    return () if me is None else _views(w, col(SubstituteRequest.asked_by) == me)


@requires(Permission.EDIT_TIMETABLE)
def all_open(w: Work) -> tuple[RequestView, ...]:
    """Every request of the gym that nobody has answered yes to, the nearest class first."""
    return _views(w)


@requires(Permission.SEE_TIMETABLE)
def open_of(w: Work, *, session_id: UUID) -> RequestView | None:
    """The open request of a class; None when nobody is sought for it."""
    found = _views(w, col(SubstituteRequest.session_id) == session_id)
    return found[0] if found else None


@requires(Permission.SEE_TIMETABLE)
def free_coaches(w: Work, *, session_id: UUID) -> tuple[CoachView, ...]:
    """Coaches who give no class at the time of this one, its own left out, by name.

    Raises:
        NotFound: no such class in this gym.
    """
    of = timetable.one(w, session_id=session_id)
    busy = _busy_at(w, of) | ({of.coach_id} if of.coach_id else set())
    return tuple(c for c in staff.coaches(w) if c.id not in busy)


@internal
def one(w: Work, *, request_id: UUID) -> RequestView | None:
    """An open request; None when it is settled or its class is off or begun."""
    found = _views(w, col(SubstituteRequest.id) == request_id)
    return found[0] if found else None


@internal
def asked_coaches(w: Work, *, request: RequestView) -> tuple[UUID, ...]:
    """Whom a request is put to: the one who was asked, or all who are free then."""
    if request.asked_of is not None:
        return (request.asked_of,)
    return tuple(c.id for c in free_coaches(w, session_id=request.session.id))


@internal
def asking_user(w: Work, *, request_id: UUID) -> UUID | None:
    """Who sent a request, which may be somebody else than whose class it is; None: FitKit itself."""
    found = select(EventLog.actor_user_id).where(
        col(EventLog.about) == request_id, col(EventLog.name) == SubstituteAsked.name
    )
    return w.session.scalars(found).first()


@internal
def name_of(w: Work, *, staff_id: UUID) -> str:
    """A coach's name.

    Raises:
        NotFound: nobody of this gym.
    """
    return staff.facts(w, staff_id=staff_id).name


def _views(w: Work, *wanted: sa.ColumnElement[bool]) -> tuple[RequestView, ...]:
    """Open ones whose class still stands, has not begun, and is still the asking coach's."""
    r = SubstituteRequest
    rows = w.session.scalars(
        select(r)
        .join(ClassSession, col(ClassSession.id) == col(r.session_id))
        .where(
            *wanted,
            col(r.state) == RequestState.OPEN,
            col(ClassSession.status) == SessionStatus.SCHEDULED,
            col(ClassSession.starts_at) > w.now,
            col(ClassSession.coach_id) == col(r.asked_by),
        )
        .order_by(col(ClassSession.starts_at), col(r.id))
    ).all()
    if not rows:
        return ()
    sessions = timetable.by_id(w, ids=[row.session_id for row in rows])
    names = _names(w, {i for row in rows for i in (row.asked_by, row.asked_of) if i})
    declined = _declined(w, [row.id for row in rows])
    return tuple(
        RequestView(
            row.id,
            sessions[row.session_id],
            row.asked_by,
            names[row.asked_by],
            row.asked_of,
            names[row.asked_of] if row.asked_of else "",
            row.note,
            declined[row.id],
        )
        for row in rows
    )


def _names(w: Work, ids: Collection[UUID]) -> dict[UUID, str]:
    found = sa.select(col(StaffProfile.id), col(StaffProfile.name)).where(
        col(StaffProfile.id).in_(ids)
    )
    return {i: name for i, name in w.session.execute(found)}  # noqa: C416  # rows, not pairs


def _declined(w: Work, request_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    d = SubstituteDecline
    found = (
        sa.select(col(d.request_id), col(StaffProfile.name))
        .select_from(d)
        .join(StaffProfile, col(StaffProfile.id) == col(d.staff_id))
        .where(col(d.request_id).in_(request_ids))
        .order_by(col(d.id))
    )
    names: dict[UUID, tuple[str, ...]] = defaultdict(tuple)
    for request_id, name in w.session.execute(found):
        names[request_id] += (name,)
    return names


def _busy_at(w: Work, of: SessionView) -> set[UUID]:
    s = ClassSession
    found = sa.select(col(s.coach_id)).where(
        col(s.coach_id).is_not(None),
        col(s.status) == SessionStatus.SCHEDULED,
        col(s.starts_at) < of.ends_at,
        col(s.ends_at) > of.starts_at,
        col(s.id) != of.id,
    )
    return set(w.session.scalars(found))


def _is_busy(w: Work, of: SessionView, staff_id: UUID) -> bool:
    return staff_id in _busy_at(w, of)
