"""Fixed places follow the timetable, the member's plans and the archive."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.jobs import later, on, task
from fitkit.core.work import Work
from fitkit.features.booking import actions as booking
from fitkit.features.booking import queries as places
from fitkit.features.members.events import MemberArchived, MemberStatusChanged
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.events import SessionRestored, SessionsGenerated
from fitkit.features.standing import actions, queries
from fitkit.features.standing.events import StandingEnded, StandingGiven
from fitkit.features.standing.tables import StandingBooking
from fitkit.features.subscriptions.events import (
    EntriesAdjusted,
    SubscriptionGiven,
    SubscriptionUnfrozen,
)

_AHEAD: Final = timedelta(days=366)  # no class is generated further ahead


@on(SessionsGenerated)
def book_regulars(w: Work, e: SessionsGenerated) -> None:
    """New classes of a slot: its regulars first, in the order in which they were given their places."""
    for row in queries.live_of_slot(w, slot_id=e.slot_id):
        _try_all(w, row, first_on=e.first_on, last_on=e.last_on)


@on(StandingGiven)
def book_what_is_there(w: Work, e: StandingGiven) -> None:
    """The classes that were there before the fixed place."""
    row = w.get(StandingBooking, e.about)
    _try_all(w, row, first_on=e.first_on, last_on=e.first_on + _AHEAD)


@on(StandingEnded)
def release_ended(w: Work, e: StandingEnded) -> None:
    """What it booked from tomorrow on is free for others."""
    for session_id in places.ahead_of_standing(w, standing_id=e.about):
        ids = {"session_id": session_id, "member_id": e.member_id, "standing_id": e.about}
        later(w, release_standing, run_at=w.now, **ids)


@on(SessionRestored)
def book_what_is_on_again(w: Work, e: SessionRestored) -> None:
    """What was tried while the class was off is tried now that it takes place."""
    for standing_id in queries.tried_while_off(w, session_id=e.session_id):
        actions.forget_try(w, standing_id=standing_id, session_id=e.session_id)
        later(w, try_place, run_at=w.now, standing_id=standing_id, session_id=e.session_id)


@on(SubscriptionUnfrozen)
def book_again(w: Work, e: SubscriptionUnfrozen) -> None:
    """What a freeze kept out, or gave back, on days that it no longer covers."""
    for row in queries.live_of_member(w, member_id=e.member_id):
        lost = places.taken_from_standing(w, standing_id=row.id)
        _try_again(w, row, lost | queries.paused_in(w, standing_id=row.id))


@on(SubscriptionGiven)
def book_what_is_paid_now(w: Work, e: SubscriptionGiven) -> None:
    """What nothing paid for when the classes came: a plan that is renewed keeps the fixed place."""
    _try_unpaid(w, e.member_id)


@on(EntriesAdjusted)
def book_what_has_entries_now(w: Work, e: EntriesAdjusted) -> None:
    """The same for a pack that was filled up."""
    if e.delta < 1:
        return
    _try_unpaid(w, e.member_id)


@on(MemberStatusChanged)
def book_what_a_debt_kept_out(w: Work, e: MemberStatusChanged) -> None:
    """The same for a debt that was settled."""
    _try_unpaid(w, e.about)


@on(MemberArchived)
def end_of_archived(w: Work, e: MemberArchived) -> None:
    """Who was put away is nobody's regular."""
    actions.end_all_of(w, member_id=e.member_id)


@task()
def try_place(w: Work, *, standing_id: UUID, session_id: UUID) -> None:
    """One class and one regular a job: a Work holds one session and one member's turn."""
    day = day_of(scheduling.one(w, session_id=session_id).starts_at, w.actor.zone)
    actions.try_place(w, standing_id=standing_id, session_id=session_id, day=day)


@task()
def release_standing(w: Work, *, session_id: UUID, member_id: UUID, standing_id: UUID) -> None:
    """One class a job: a Work holds one session."""
    booking.release_standing(w, session_id=session_id, member_id=member_id, standing_id=standing_id)


def _try_unpaid(w: Work, member_id: UUID) -> None:
    for row in queries.live_of_member(w, member_id=member_id):
        _try_again(w, row, queries.unpaid_in(w, standing_id=row.id))


def _try_again(w: Work, row: StandingBooking, lost: Collection[UUID]) -> None:
    if not lost:
        return
    for session_id in lost:
        actions.forget_try(w, standing_id=row.id, session_id=session_id)
    today = day_of(w.now, w.actor.zone)
    _try_all(w, row, first_on=today, last_on=today + _AHEAD)


def _try_all(w: Work, row: StandingBooking, *, first_on: date, last_on: date) -> None:
    found = scheduling.sessions_of_slot(
        w, slot_id=row.slot_id, first_on=max(first_on, row.first_on), last_on=last_on
    )
    for session in found:
        if session.starts_at > w.now:
            later(w, try_place, run_at=w.now, standing_id=row.id, session_id=session.id)
