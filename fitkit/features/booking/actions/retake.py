"""What was released with a class is given back when its cancellation is undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.booking import queries, rules
from fitkit.features.booking.actions._places import take_entry, take_turns
from fitkit.features.booking.actions._statements import (
    FORGIVEN_ENTRIES,
    GUEST_AGAIN,
    HAND_OVER,
    KEEP_ENTRY,
    RELEASED_GUESTS,
    RELEASED_PLACES,
    RELEASED_WAITS,
    TAKE_AGAIN,
    WAIT_AGAIN,
)
from fitkit.features.booking.events import GuestNotRetaken, PlaceNotRetaken, PlaceRetaken
from fitkit.features.booking.rules import Admit, Desk, Reason, Refuse
from fitkit.features.scheduling import actions as scheduling_actions
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.rules import SessionFacts


@dataclass(frozen=True, slots=True)
class RetakeReceipt:
    """Who is in again, in the order in which they had booked, and who could not be."""

    places: tuple[UUID, ...]  # members
    waits: tuple[UUID, ...]  # members
    guests: int
    guests_missed: tuple[tuple[UUID, Reason], ...]  # their hosts, and why not
    missed: tuple[tuple[UUID, Reason], ...]  # members, and why not


_NOTHING: Final = RetakeReceipt((), (), 0, (), ())


@internal
def retake_places(w: Work, *, session_id: UUID, release_id: UUID) -> RetakeReceipt:
    """Give the places, guests, entries and numbers back that a batch released, as far as may be.

    Nothing is asked of a member but what cannot be otherwise: that the class has room, that they
    are in no other class then, and that what paid still does. Whoever came to it meanwhile stays.
    What was cancelled late keeps its entry again, where the plan still has one.
    Twice is once; of a class that is off again by then, the undoing of that gives it back. Holds
    the session's row and everybody's turn. Publishes PlaceRetaken, PlaceNotRetaken or
    GuestNotRetaken for each that is worth telling.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    binds = {"session": session_id, "release": release_id}
    if not session.is_on:
        _hand_over(w, session_id, release_id)
        return _NOTHING
    if w.now >= session.starts_at:
        return _NOTHING
    places = w.hot(RELEASED_PLACES, binds).all()
    guests = w.hot(RELEASED_GUESTS, binds).all()
    waits = w.hot(RELEASED_WAITS, binds).all()
    late = [w.hot(statement, binds).all() for statement in FORGIVEN_ENTRIES]
    take_turns(w, [row.member_id for row in (*places, *guests, *waits, *late[0], *late[1])])
    missed: list[tuple[UUID, Reason]] = []
    taken: list[UUID] = []
    for row in places:
        left = replace(session, booked=session.booked + len(taken))
        because = _retake(w, left, row)
        if because is None:
            taken.append(row.member_id)
        else:
            missed.append((row.member_id, because))
    left = replace(session, booked=session.booked + len(taken))
    alone = _retake_guests(w, left, guests, dict(missed))
    _keep_again(w, session, late)
    again = _wait_again(w, session, waits)
    brought = len(guests) - len(alone)
    return RetakeReceipt(tuple(taken), again, brought, tuple(alone), tuple(missed))


def _hand_over(w: Work, session_id: UUID, release_id: UUID) -> None:
    """Name the batch by which a class is off now on what an earlier one of it released."""
    after = scheduling.cancel_batch_of(w, session_id=session_id)
    if after is None or after == release_id:
        return
    binds = {"session": session_id, "release": release_id, "release_after": after, "at": w.now}
    for statement in HAND_OVER:
        w.hot(statement, binds)


def _retake(w: Work, session: SessionFacts, row: Any) -> Reason | None:  # Any: a released booking
    """Give one place back; why not, when it cannot be."""
    desk = queries.desk_for(w, session=session, member_id=row.member_id, by_staff=True)
    decision = rules.decide_retake(desk, row.subscription_id, now=w.now)
    told = {
        "about": row.id,
        "session_id": session.id,
        "member_id": row.member_id,
        "starts_at": session.starts_at,
    }
    if isinstance(decision, Refuse):
        w.publish(PlaceNotRetaken(because=decision.reason, **told))
        return decision.reason
    took = isinstance(decision, Admit) and take_entry(w, session, decision.by, row.id) is not None
    w.hot(TAKE_AGAIN, {"place": row.id, "entry_kept": took, "at": w.now})
    scheduling_actions.give_back(w, session_id=session.id, booked=-1)
    w.publish(PlaceRetaken(was_waiting=False, **told))
    return None


def _retake_guests(
    w: Work, session: SessionFacts, rows: Sequence[Any], missed: Mapping[UUID, Reason]
) -> list[tuple[UUID, Reason]]:  # Any: guests' rows
    """Give guests of those who are in again their places back; the hosts of the others, and why not."""
    alone = []
    room = session.free
    for row in rows:
        because = missed.get(row.member_id) or _retake_guest(w, session, row, room)
        if because is None:
            room -= 1
            continue
        alone.append((row.member_id, because))
        w.publish(
            GuestNotRetaken(
                about=row.id,
                session_id=session.id,
                member_id=row.member_id,
                starts_at=session.starts_at,
                because=because,
                host_is_in=missed.get(row.member_id) in (None, Reason.ALREADY_BOOKED),
            )
        )
    return alone


def _retake_guest(
    w: Work, session: SessionFacts, row: Any, room: int
) -> Reason | None:  # Any: a guest's row
    """Give one guest's place back, paid as before; why not, when it cannot be."""
    if room < 1:
        return Reason.FULL
    entry_kept = row.subscription_id is not None
    if entry_kept:
        held = queries.desk_for(w, session=session, member_id=row.member_id, by_staff=True).held
        pays = [e for e in held if e.subscription_id == row.subscription_id and e.entries_left]
        if not pays:
            return Reason.ENTRIES_USED_UP
        take_entry(w, session, pays[0], row.id)
    w.hot(GUEST_AGAIN, {"guest": row.id, "entry_kept": entry_kept, "at": w.now})
    scheduling_actions.give_back(w, session_id=session.id, booked=-1)
    return None


def _keep_again(w: Work, session: SessionFacts, late: Sequence[Sequence[Any]]) -> None:
    """Let late cancellations keep their entries again; Any: rows of FORGIVEN_ENTRIES."""
    for rows, keep in zip(late, KEEP_ENTRY, strict=True):
        for row in rows:
            held = queries.desk_for(w, session=session, member_id=row.member_id, by_staff=True).held
            pays = [e for e in held if e.subscription_id == row.subscription_id and e.entries_left]
            if pays:
                take_entry(w, session, pays[0], row.id)
            w.hot(keep, {"row": row.id, "entry_kept": bool(pays), "at": w.now})


def _wait_again(w: Work, session: SessionFacts, rows: Any) -> tuple[UUID, ...]:  # Any: entries
    again = []
    for row in rows:
        desk: Desk = queries.desk_for(w, session=session, member_id=row.member_id)
        if desk.has_place or desk.position is not None:
            continue
        w.hot(WAIT_AGAIN, {"entry": row.id, "at": w.now})
        scheduling_actions.give_back(w, session_id=session.id, waiting=-1)
        w.publish(
            PlaceRetaken(
                about=row.id,
                session_id=session.id,
                member_id=row.member_id,
                starts_at=session.starts_at,
                was_waiting=True,
            )
        )
        again.append(row.member_id)
    return tuple(again)
