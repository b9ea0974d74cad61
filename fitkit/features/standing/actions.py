"""Give and end fixed places, and book them when their class is there."""

from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from fitkit.core.clock import day_of
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.booking import actions as booking
from fitkit.features.booking.rules import Refuse
from fitkit.features.members import queries as members
from fitkit.features.scheduling.tables import TimetableSlot
from fitkit.features.standing import queries, rules
from fitkit.features.standing.events import StandingEnded, StandingGiven, StandingMissed
from fitkit.features.standing.tables import StandingBooking, StandingTry
from fitkit.texts import members as member_texts
from fitkit.texts import standing as texts

_T = columns(StandingTry)
_TRY: Final = (
    insert(_T)
    .on_conflict_do_nothing(index_elements=["standing_id", "session_id"])
    .returning(_T.c.id)
)


@requires(Permission.BOOK_OTHERS)
def give(w: Work, *, slot_id: UUID, member_id: UUID, first_on: date | None = None) -> UUID:
    """Give a member a fixed place in a slot from a day (today unless said); return its id.

    The classes that are there already are booked right after. Holds the slot's row. Publishes
    StandingGiven.

    Raises:
        Refusal: the member is archived; at ``slot_id``: they have one already, all places are
            fixed, or the slot is over; at ``first_on``: in the past.
        NotFound: no such slot or member in this gym.
    """
    slot = w.hold(TimetableSlot, slot_id)  # two people at the desk give the last place once
    known = members.facts(w, member_id=member_id)
    if known.is_archived:
        raise Refusal(member_texts.IN_ARCHIVE, name=known.name)
    regulars = queries.live_of_slot(w, slot_id=slot_id)
    if any(one.member_id == member_id for one in regulars):
        raise Refusal(texts.ALREADY, field="slot_id")
    today = day_of(w.now, w.actor.zone)
    first = first_on or today
    rules.check_giving(
        first,
        slot_last_on=slot.last_on,
        given=len(regulars),
        capacity=slot.capacity,
        today=today,
    )
    row = StandingBooking(slot_id=slot_id, member_id=member_id, first_on=first)
    w.add(row)
    w.session.flush()
    w.publish(StandingGiven(about=row.id, slot_id=slot_id, member_id=member_id, first_on=first))
    return row.id


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def end(w: Work, *, standing_id: UUID, member_id: UUID) -> None:
    """End a member's fixed place; what it booked from tomorrow on is given back at no cost.

    Publishes StandingEnded.

    Raises:
        Refusal: ended already.
        NotFound: no such fixed place of this member.
    """
    row = w.hold(StandingBooking, standing_id)
    if row.member_id != member_id:
        raise NotFound
    if row.ended_at is not None:
        raise Refusal(texts.ENDED_ALREADY)
    _end(w, row)


@internal
def end_all_of(w: Work, *, member_id: UUID) -> None:
    """End every fixed place of a member who was put away."""
    for one in queries.live_of_member(w, member_id=member_id):
        row = w.hold(StandingBooking, one.id)
        if row.ended_at is None:
            _end(w, row)


@internal
def try_place(w: Work, *, standing_id: UUID, session_id: UUID, day: date) -> bool:
    """Book a fixed place in one class, once whatever comes of it; whether there is a place now.

    Nothing happens when it was tried before, is not for that day, or has ended. Holds the fixed
    place's row, then what booking holds. Publishes
    StandingMissed with the reason, unless the member knows it.
    """
    row = w.hold(StandingBooking, standing_id)  # who ends it gives back what this books
    if row.ended_at is not None or not rules.is_wanted(row.first_on, row.last_on, day=day):
        return False
    try_id = _write_try(w, standing_id, session_id)
    if try_id is None:
        return False
    answer = booking.book_standing(
        w, session_id=session_id, member_id=row.member_id, standing_id=standing_id
    )
    if not isinstance(answer, Refuse):
        _settle(w, try_id, is_booked=True, reason="")
        return True
    _settle(w, try_id, is_booked=False, reason=str(answer.reason))
    if rules.is_told(answer.reason):
        w.publish(
            StandingMissed(
                about=standing_id,
                session_id=session_id,
                member_id=row.member_id,
                because=str(answer.reason),
            )
        )
    return False


@internal
def forget_try(w: Work, *, standing_id: UUID, session_id: UUID) -> None:
    """Let a fixed place be tried for a class again: what kept it out is over."""
    gone = sa.delete(StandingTry).where(
        _T.c.standing_id == standing_id, _T.c.session_id == session_id
    )
    w.session.execute(gone.execution_options(synchronize_session=False))


def _end(w: Work, row: StandingBooking) -> None:
    row.ended_at = w.now
    w.session.flush()
    w.publish(StandingEnded(about=row.id, slot_id=row.slot_id, member_id=row.member_id))


def _write_try(w: Work, standing_id: UUID, session_id: UUID) -> UUID | None:
    values = {
        "id": new_id(),
        "org_id": w.actor.org_id,
        "created_at": w.now,
        "updated_at": w.now,
        "standing_id": standing_id,
        "session_id": session_id,
        "is_booked": False,
        "reason": "",
    }
    written: UUID | None = w.hot(_TRY.values(values)).scalar()
    return written


def _settle(w: Work, try_id: UUID, *, is_booked: bool, reason: str) -> None:
    row = w.get(StandingTry, try_id)
    row.is_booked, row.reason = is_booked, reason
    w.session.flush()
