"""Ask for a substitute, answer, assign; and what closes a request by itself.

Locks: the timetable's turn and the session (both by scheduling), then the request, never the other
way round; who only closes a request holds it alone.
"""

from typing import Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries as timetable
from fitkit.features.scheduling.queries import SessionView
from fitkit.features.staff import queries as staff
from fitkit.features.substitutes import rules
from fitkit.features.substitutes.events import (
    SubstituteAsked,
    SubstituteClosed,
    SubstituteDeclined,
    SubstituteFound,
    SubstituteWithdrawn,
)
from fitkit.features.substitutes.rules import ClassFacts, RequestFacts, RequestState
from fitkit.features.substitutes.tables import SubstituteDecline, SubstituteRequest
from fitkit.texts import substitutes as texts

_D = columns(SubstituteDecline)
_DECLINE: Final = (
    insert(_D).on_conflict_do_nothing(index_elements=["request_id", "staff_id"]).returning(_D.c.id)
)


@requires(Permission.SEE_TIMETABLE)
def ask(w: Work, *, session_id: UUID, to_staff_id: UUID | None = None, note: str = "") -> UUID:
    """Ask one colleague, or all, to give a class; return the request. Holds the session's row.

    For one's own class; who plans the timetable asks for anybody's. Publishes SubstituteAsked.

    Raises:
        Refusal: not one's own class, off, begun, without a coach, or asked for already; at
            ``to_staff_id``: no coach of this gym, or whose class it is; at ``note``: too long.
        NotFound: no such class, or nobody of this gym.
    """
    words = rules.checked_note(note)
    timetable.hold_session(w, session_id=session_id)
    coach_id = rules.coach_to_replace(_class(w, session_id), now=w.now)
    if coach_id != w.actor.staff_id and not w.actor.may(Permission.EDIT_TIMETABLE):
        raise Refusal(texts.NOT_YOURS)
    if to_staff_id is not None:
        _check_coach(w, to_staff_id, field="to_staff_id")
    if to_staff_id == coach_id:
        raise Refusal(texts.ASKED_ONESELF, field="to_staff_id")
    if _open(w, session_id):
        raise Refusal(texts.ASKED_ALREADY)
    row = SubstituteRequest(
        session_id=session_id, asked_by=coach_id, asked_of=to_staff_id, note=words
    )
    w.add(row)
    w.session.flush()
    w.publish(
        SubstituteAsked(
            about=row.id, session_id=session_id, staff_id=coach_id, to_staff_id=to_staff_id
        )
    )
    return row.id


@requires(Permission.SEE_TIMETABLE)
def withdraw(w: Work, *, request_id: UUID) -> None:
    """Come after all: nobody is sought any more. Publishes SubstituteWithdrawn.

    Raises:
        Refusal: another's request, taken, or closed already.
        NotFound: no such request in this gym.
    """
    row = w.hold(SubstituteRequest, request_id)
    if row.asked_by != w.actor.staff_id and not w.actor.may(Permission.EDIT_TIMETABLE):
        raise Refusal(texts.NOT_YOURS)
    rules.check_open(_facts(row))
    _settle(w, row, RequestState.WITHDRAWN)
    w.publish(SubstituteWithdrawn(about=row.id, session_id=row.session_id, staff_id=row.asked_by))


@requires(Permission.SEE_TIMETABLE)
def accept(w: Work, *, request_id: UUID) -> UUID:
    """Take the class, as the first who says yes; return it. Members are told of their new coach.

    Holds the session and the request. Publishes SessionChanged and SubstituteFound.

    Raises:
        Refusal: taken or closed already, one's own, or another was asked; no coach here; in
            another class then, which is named; the class is off, has begun, or is another's by now.
        NotFound: no such request in this gym.
        Denied: who acts is nobody of the staff.
    """
    me = _me(w)
    _check_coach(w, me)
    rules.check_answer(_facts(w.get(SubstituteRequest, request_id)), staff_id=me)
    return _give(w, request_id, me)


@requires(Permission.SEE_TIMETABLE)
def decline(w: Work, *, request_id: UUID) -> None:
    """Say no; the request stays with the others. Saying it twice is saying it once.

    Publishes SubstituteDeclined.

    Raises:
        Refusal: taken or closed already, one's own, or another was asked.
        NotFound: no such request in this gym.
        Denied: who acts is nobody of the staff.
    """
    me = _me(w)
    row = w.get(SubstituteRequest, request_id)
    rules.check_answer(_facts(row), staff_id=me)
    written = {
        "id": new_id(),
        "org_id": w.actor.org_id,
        "created_at": w.now,
        "updated_at": w.now,
        "request_id": request_id,
        "staff_id": me,
    }
    if w.hot(_DECLINE, written).first() is not None:
        w.publish(SubstituteDeclined(about=row.id, session_id=row.session_id, staff_id=me))


@requires(Permission.EDIT_TIMETABLE)
def assign(w: Work, *, request_id: UUID, staff_id: UUID) -> UUID:
    """Decide who gives the class that a substitute is sought for; return it.

    Holds the session and the request. Publishes SessionChanged and SubstituteFound.

    Raises:
        Refusal: as for accept; at ``staff_id``.
        NotFound: no such request, or nobody of this gym.
    """
    of = _facts(w.get(SubstituteRequest, request_id))
    rules.check_open(of)
    _check_coach(w, staff_id, field="staff_id")
    if staff_id == of.asked_by:
        raise Refusal(texts.ASKED_ONESELF, field="staff_id")
    return _give(w, request_id, staff_id)


@internal
def close_moot(w: Work, *, session_id: UUID | None = None) -> int:
    """Close open requests that have lost their sense, of one class or of all; return how many.

    Publishes SubstituteClosed for each.
    """
    found = select(SubstituteRequest).where(col(SubstituteRequest.state) == RequestState.OPEN)
    if session_id is not None:
        found = found.where(col(SubstituteRequest.session_id) == session_id)
    rows = w.session.scalars(
        found.order_by(col(SubstituteRequest.id)).with_for_update(key_share=True)
    ).all()
    classes = timetable.by_id(w, ids=[row.session_id for row in rows])
    moot = []
    for row in rows:
        of = classes.get(row.session_id)  # a class that was taken back is found no more
        if of is None or rules.is_moot(_of(of), asked_by=row.asked_by, now=w.now):
            moot.append(row)
    for row in moot:
        _settle(w, row, RequestState.CLOSED)
        w.publish(SubstituteClosed(about=row.id, session_id=row.session_id, staff_id=row.asked_by))
    return len(moot)


def _give(w: Work, request_id: UUID, staff_id: UUID) -> UUID:
    """First the class, then the request: whoever comes second finds it settled, and all is undone."""
    asked = w.get(SubstituteRequest, request_id)
    scheduling.give_to_coach(
        w, session_id=asked.session_id, coach_id=staff_id, instead_of=asked.asked_by
    )
    row = w.hold(SubstituteRequest, request_id)
    rules.check_open(_facts(row))
    _settle(w, row, RequestState.ACCEPTED)
    row.accepted_by = staff_id
    w.publish(
        SubstituteFound(
            about=row.id,
            session_id=row.session_id,
            staff_id=staff_id,
            staff_before=row.asked_by,
            by_user_id=w.actor.user_id,
        )
    )
    return row.session_id


def _settle(w: Work, row: SubstituteRequest, state: RequestState) -> None:
    row.state, row.settled_at = state, w.now


def _me(w: Work) -> UUID:
    if w.actor.staff_id is None:
        raise Denied
    return w.actor.staff_id


def _check_coach(w: Work, staff_id: UUID, *, field: str = "") -> None:
    if not staff.facts(w, staff_id=staff_id).is_coach:
        raise Refusal(texts.NOT_A_COACH, field=field)


def _open(w: Work, session_id: UUID) -> bool:
    found = select(col(SubstituteRequest.id)).where(
        col(SubstituteRequest.session_id) == session_id,
        col(SubstituteRequest.state) == RequestState.OPEN,
    )
    return w.session.execute(found).first() is not None


def _class(w: Work, session_id: UUID) -> ClassFacts:
    found = timetable.by_id(w, ids=[session_id]).get(session_id)
    if found is None:
        raise NotFound
    return _of(found)


def _of(found: SessionView) -> ClassFacts:
    return ClassFacts(found.status, found.starts_at, found.coach_id)


def _facts(row: SubstituteRequest) -> RequestFacts:
    return RequestFacts(row.state, row.asked_by, row.asked_of)
