"""The gym takes places back: with a class, a member or a plan."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.booking import queries
from fitkit.features.booking.actions._guests import end_guest, end_guests, guests_of
from fitkit.features.booking.actions._line import (
    end_wait,
    left_over,
    line_with_turns,
    move_line,
    place_freed,
)
from fitkit.features.booking.actions._places import end_place, take_turns
from fitkit.features.booking.actions._statements import (
    FORGIVE_ENTRY,
    LATE_ENTRIES,
    LIVE,
    NAME_RELEASE_OF_WAIT,
    RELEASE_PLACE,
)
from fitkit.features.booking.events import (
    PlaceReleased,
)
from fitkit.features.booking.rules import (
    Attendance,
    CancelledBy,
    Release,
    Waiter,
    WaitState,
)
from fitkit.features.members import queries as members
from fitkit.features.scheduling import actions as scheduling_actions
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.rules import SessionFacts
from fitkit.features.subscriptions import actions as subscription_actions
from fitkit.features.subscriptions import queries as subscriptions


@internal
def release_places(w: Work, *, session_id: UUID) -> int:
    """Give back all places, guests' too, and numbers of a cancelled class; return how many.

    At no cost, and what had been cancelled late, places and guests, gets its entry back: a class
    that never was costs nobody one. What is released keeps the batch by which the class is off now, whichever
    cancellation is told first: ``retake_places`` gives it back. Nothing happens when the class
    takes place after all, or all was released before. Publishes PlaceReleased for each place.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    if session.is_on:
        return 0
    release_id = scheduling.cancel_batch_of(w, session_id=session_id)
    live = w.hot(LIVE, {"session": session_id}).all()
    guests = guests_of(w, session_id)
    line = queries.line_of(w, session_id=session_id)
    late = [w.hot(statement, {"session": session_id}).all() for statement in LATE_ENTRIES]
    rows = [*live, *late[0], *late[1]]
    take_turns(w, [row.member_id for row in rows] + [waiter.member_id for waiter in line])
    for row in live:  # by subscription: two releases at once do not wait for each other
        returned = _release(w, row, release_id)
        _publish_released(w, session, row.id, row.member_id, entry_returned=returned)
    for row in guests:
        end_guest(w, session, row, is_late=False, release_id=release_id)
    _forgive(w, late, release_id)
    for waiter in line:
        w.hot(NAME_RELEASE_OF_WAIT, {"entry": waiter.entry_id, "release": release_id})
        end_wait(w, session, waiter.member_id, WaitState.RELEASED)
        _publish_released(w, session, waiter.entry_id, waiter.member_id, was_waiting=True)
    if live:
        scheduling_actions.give_back(w, session_id=session_id, booked=len(live))
    return len(live) + len(guests) + len(line)


@internal
def classes_to_release(
    w: Work, *, member_id: UUID, subscription_id: UUID | None = None
) -> tuple[UUID, ...]:
    """Find the classes not begun whose places a member loses, as ``queries.classes_ahead`` does.

    Waits for the member's turn: a booking that was decided before is there, a later one sees
    what took the right away. Takes no session after it, as the order of locks asks.
    """
    take_turns(w, [member_id])
    return queries.classes_ahead(w, member_id=member_id, subscription_id=subscription_id)


@internal
def release_archived(w: Work, *, session_id: UUID, member_id: UUID) -> bool:
    """Take back the place or number of an archived member in a class not begun, at no cost.

    The line moves. False when there is nothing to take back: restored meanwhile, checked in,
    or released before. Publishes PlaceReleased.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    line = line_with_turns(w, session, also=[member_id])
    if not members.facts(w, member_id=member_id).is_archived or not _is_ahead(w, session):
        return False
    entry_id = end_wait(w, session, member_id, WaitState.RELEASED)
    if entry_id is not None:
        because = Release.MEMBER_ARCHIVED
        _publish_released(w, session, entry_id, member_id, was_waiting=True, because=because)
        rest = [waiter for waiter in line if waiter.entry_id != entry_id]
        move_line(w, left_over(session, line, [entry_id]), rest)
        return True
    return _take_back(w, session, member_id, line, because=Release.MEMBER_ARCHIVED)


@internal
def release_unpaid(w: Work, *, session_id: UUID, member_id: UUID, subscription_id: UUID) -> bool:
    """Take back a place in a class not begun that an ended subscription paid for, at no cost.

    The line moves. False when there is nothing to take back: checked in, paid by another one
    now, or released before. Publishes PlaceReleased.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    line = line_with_turns(w, session, also=[member_id])
    if not _is_ahead(w, session):
        return False
    because = Release.PLAN_ENDED
    return _take_back(w, session, member_id, line, because=because, paid_by=subscription_id)


@internal
def release_frozen(w: Work, *, session_id: UUID, member_id: UUID, subscription_id: UUID) -> bool:
    """Take back a place in a class not begun, on a day on which what paid for it rests, at no cost.

    The line moves. False when there is nothing to take back: the freeze was called off, checked
    in, paid by another one now, or released before. Publishes PlaceReleased.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    line = line_with_turns(w, session, also=[member_id])
    day = day_of(session.starts_at, w.actor.zone)
    rests = subscriptions.rests_on(w, subscription_id=subscription_id, day=day)
    if not rests or not _is_ahead(w, session):
        return False
    because = Release.PLAN_FROZEN
    return _take_back(w, session, member_id, line, because=because, paid_by=subscription_id)


@internal
def release_uncovered(w: Work, *, session_id: UUID, member_id: UUID, subscription_id: UUID) -> bool:
    """Take back a place in a class not begun, on a day beyond the end of what paid for it, at no cost.

    The line moves. False when there is nothing to take back: it lasts longer by now, checked in,
    paid by another one, or released before. Publishes PlaceReleased.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    line = line_with_turns(w, session, also=[member_id])
    day = day_of(session.starts_at, w.actor.zone)
    lasts = subscriptions.lasts_until(w, subscription_id=subscription_id, day=day)
    if lasts or not _is_ahead(w, session):
        return False
    because = Release.PLAN_ENDED
    return _take_back(w, session, member_id, line, because=because, paid_by=subscription_id)


@internal
def release_standing(w: Work, *, session_id: UUID, member_id: UUID, standing_id: UUID) -> bool:
    """Take back a place in a class not begun that an ended fixed place booked, at no cost.

    The line moves. False when there is nothing to take back: booked anew by the member, checked
    in, or released before. Publishes PlaceReleased.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    line = line_with_turns(w, session, also=[member_id])
    is_theirs = session_id in queries.ahead_of_standing(w, standing_id=standing_id)
    if not is_theirs or not _is_ahead(w, session):
        return False
    return _take_back(w, session, member_id, line, because=Release.STANDING_ENDED)


def _is_ahead(w: Work, session: SessionFacts) -> bool:
    return session.is_on and w.now < session.starts_at


def _take_back(
    w: Work,
    session: SessionFacts,
    member_id: UUID,
    line: Sequence[Waiter],
    *,
    because: Release,
    paid_by: UUID | None = None,
) -> bool:
    """Release one live place of a held session and move its line; False when there is none."""
    newest = queries.newest_place(w, session_id=session.id, member_id=member_id)
    place = newest[0] if newest is not None else None
    if place is None or not place.is_live or place.attendance is Attendance.ATTENDED:
        return False
    if paid_by is not None and place.subscription_id != paid_by:
        return False
    returned = end_place(w, session, place, by=CancelledBy.GYM, is_late=False)
    freed = 1 + end_guests(w, session, member_id, is_late=False)
    about = place.booking_id
    _publish_released(w, session, about, member_id, entry_returned=returned, because=because)
    place_freed(w, replace(session, booked=session.booked - freed), line)
    return True


def _release(w: Work, row: Any, release_id: UUID | None) -> bool:  # Any: a row of LIVE
    returns = bool(row.entry_taken) and row.subscription_id is not None
    if returns:
        subscription_actions.return_entry(w, subscription_id=row.subscription_id, booking_id=row.id)
    w.hot(RELEASE_PLACE, {"place": row.id, "release": release_id, "at": w.now})
    return returns


def _forgive(w: Work, late: Sequence[Sequence[Any]], release_id: UUID | None) -> None:
    """Give back what late cancellations kept; Any: rows of LATE_ENTRIES."""
    for rows, forgive in zip(late, FORGIVE_ENTRY, strict=True):
        for row in rows:
            by = row.subscription_id
            subscription_actions.return_entry(w, subscription_id=by, booking_id=row.id)
            w.hot(forgive, {"row": row.id, "release": release_id, "at": w.now})


def _publish_released(
    w: Work,
    session: SessionFacts,
    about: UUID,
    member_id: UUID,
    *,
    was_waiting: bool = False,
    entry_returned: bool = False,
    because: Release = Release.CLASS_OFF,
) -> None:
    w.publish(
        PlaceReleased(
            about=about,
            session_id=session.id,
            member_id=member_id,
            starts_at=session.starts_at,
            was_waiting=was_waiting,
            entry_returned=entry_returned,
            because=because,
        )
    )
