"""What happens to places when the timetable or a plan changes."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from fitkit.core.actor import system
from fitkit.core.clock import day_of
from fitkit.core.jobs import every, later, on, task
from fitkit.core.work import Work
from fitkit.features.booking import actions, queries
from fitkit.features.booking.events import (
    AttendanceTaken,
    BookingCancelled,
    NoShowMarked,
    OfferMade,
    PlaceReleased,
)
from fitkit.features.booking.rules import UNDO_FOR
from fitkit.features.members.events import FormRecorded, MemberArchived, MemberStatusChanged
from fitkit.features.penalties import actions as penalty_actions
from fitkit.features.penalties import queries as penalties
from fitkit.features.penalties.events import PenaltyExcused
from fitkit.features.penalties.rules import Offence
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.events import (
    SessionCancelled,
    SessionChanged,
    SessionRestored,
)
from fitkit.features.subscriptions.events import (
    EntriesAdjusted,
    SubscriptionEnded,
    SubscriptionEndSet,
    SubscriptionFrozen,
    SubscriptionGiven,
    SubscriptionUnfrozen,
)


@on(SessionCancelled)
def release_places(w: Work, e: SessionCancelled) -> None:
    """A class that was taken off costs nobody anything, nor does it lead to a penalty."""
    actions.release_places(w, session_id=e.session_id)
    for penalty_id in penalties.standing_of_class(w, session_id=e.session_id):
        later(w, forgive_penalty, run_at=w.now, penalty_id=penalty_id)


@on(SessionRestored)
def retake_places(w: Work, e: SessionRestored) -> None:
    """What a batch released comes back when it is undone."""
    if e.undone_id is not None:
        actions.retake_places(w, session_id=e.session_id, release_id=e.undone_id)
    for booking_id, stands_at in queries.late_cancellations_of(w, session_id=e.session_id):
        run_at = max(w.now, stands_at)
        later(w, judge_late_cancellation, run_at=run_at, booking_id=booking_id)


@task()
def forgive_penalty(w: Work, *, penalty_id: UUID) -> None:
    """One member a job, unless the class takes place after all; judged anew if it comes back."""
    of = penalties.one(w, penalty_id=penalty_id)
    if not scheduling.one(w, session_id=of.session_id).facts.is_on:
        penalty_actions.void(w, booking_id=of.booking_id, offence=of.offence)


@on(SessionChanged)
def fill_new_places(w: Work, e: SessionChanged) -> None:
    """More places: the line moves. Fewer, or another time: offers that no longer hold are ended."""
    if e.capacity > e.capacity_before:
        actions.places_added(w, session_id=e.session_id)
    elif {"capacity", "starts_at"}.intersection(e.fields):
        actions.fill_places(w, session_id=e.session_id)


@on(SubscriptionGiven)
def call_who_was_given_a_plan(w: Work, e: SubscriptionGiven) -> None:
    """Who was passed over for want of a plan has one now."""
    _call_again(w, e.member_id)


@on(EntriesAdjusted)
def call_who_was_given_entries(w: Work, e: EntriesAdjusted) -> None:
    """Who was passed over for want of entries has some now."""
    if e.delta > 0:
        _call_again(w, e.member_id)


@on(BookingCancelled)
def call_who_has_room_again(w: Work, e: BookingCancelled) -> None:
    """Who was passed over for the week, an entry or another class may be free for it now."""
    _call_again(w, e.member_id)


@on(MemberArchived)
def release_places_of_archived(w: Work, e: MemberArchived) -> None:
    """Who was put away is expected nowhere."""
    for session_id in actions.classes_to_release(w, member_id=e.member_id):
        later(w, release_archived, run_at=w.now, session_id=session_id, member_id=e.member_id)


@on(SubscriptionEnded)
def release_unpaid_places(w: Work, e: SubscriptionEnded) -> None:
    """What nothing pays for any more is free for others."""
    found = actions.classes_to_release(w, member_id=e.member_id, subscription_id=e.about)
    for session_id in found:
        ids = {"session_id": session_id, "member_id": e.member_id, "subscription_id": e.about}
        later(w, release_unpaid, run_at=w.now, **ids)


@task()
def release_archived(w: Work, *, session_id: UUID, member_id: UUID) -> None:
    """One class a job: a Work holds one session."""
    actions.release_archived(w, session_id=session_id, member_id=member_id)


@task()
def release_unpaid(w: Work, *, session_id: UUID, member_id: UUID, subscription_id: UUID) -> None:
    """One class a job: a Work holds one session."""
    actions.release_unpaid(
        w, session_id=session_id, member_id=member_id, subscription_id=subscription_id
    )


@task()
def fill_places(w: Work, *, session_id: UUID) -> None:
    """One class a job: a Work holds one session."""
    actions.fill_places(w, session_id=session_id)


@on(FormRecorded)
def call_who_handed_in_a_form(w: Work, e: FormRecorded) -> None:
    """Who was passed over for want of a form has it on file now."""
    _call_again(w, e.member_id)


@on(SubscriptionFrozen)
def release_frozen_places(w: Work, e: SubscriptionFrozen) -> None:
    """Nobody is expected on the days on which their plan rests; each class asks for its own day."""
    found = actions.classes_to_release(w, member_id=e.member_id, subscription_id=e.about)
    for session_id in found:
        ids = {"session_id": session_id, "member_id": e.member_id, "subscription_id": e.about}
        later(w, release_frozen, run_at=w.now, **ids)


@task()
def release_frozen(w: Work, *, session_id: UUID, member_id: UUID, subscription_id: UUID) -> None:
    """One class a job: a Work holds one session."""
    actions.release_frozen(
        w, session_id=session_id, member_id=member_id, subscription_id=subscription_id
    )


@on(SubscriptionUnfrozen)
def release_days_given_back(w: Work, e: SubscriptionUnfrozen) -> None:
    """A freeze that ended early took its days off the end again: places on them are free."""
    _release_beyond(w, e.member_id, e.about, e.ends_on)


@on(SubscriptionEndSet)
def release_days_after_the_end(w: Work, e: SubscriptionEndSet) -> None:
    """What ends sooner pays for nothing after that."""
    _release_beyond(w, e.member_id, e.about, e.ends_on)


@task()
def release_uncovered(w: Work, *, session_id: UUID, member_id: UUID, subscription_id: UUID) -> None:
    """One class a job: a Work holds one session."""
    actions.release_uncovered(
        w, session_id=session_id, member_id=member_id, subscription_id=subscription_id
    )


@on(BookingCancelled)
def judge_when_it_stands(w: Work, e: BookingCancelled) -> None:
    """A late cancellation is judged once it can no longer be undone."""
    if e.is_late:
        later(w, judge_late_cancellation, run_at=w.now + UNDO_FOR, booking_id=e.about)


@on(NoShowMarked)
def judge_no_show_later(w: Work, e: NoShowMarked) -> None:
    """A no-show is judged some hours after the class: until then it may be a slip."""
    later(w, judge_no_show, run_at=_decided_at(w, e.session_id), booking_id=e.about)


@on(AttendanceTaken)
def judge_no_shows_later(w: Work, e: AttendanceTaken) -> None:
    """So are those that were marked before attendance was closed."""
    later(w, judge_no_shows, run_at=_decided_at(w, e.session_id), session_id=e.session_id)


@task()
def judge_late_cancellation(w: Work, *, booking_id: UUID) -> None:
    """Once, if it still stands."""
    found = queries.late_cancellation(w, booking_id=booking_id)
    if found is not None:
        penalty_actions.judge_offence(w, facts=found)


@task()
def judge_no_show(w: Work, *, booking_id: UUID) -> None:
    """Once, if it still stands; one member a job."""
    found = queries.no_show(w, booking_id=booking_id)
    if found is not None:
        penalty_actions.judge_offence(w, facts=found)


@task()
def judge_no_shows(w: Work, *, session_id: UUID) -> None:
    """One job for each who did not come."""
    for booking_id in queries.no_shows_of(w, session_id=session_id):
        later(w, judge_no_show, run_at=w.now, booking_id=booking_id)


@on(PlaceReleased)
def call_who_was_released(w: Work, e: PlaceReleased) -> None:
    """Who lost a class to the gym may have room for another in whose line they were passed over."""
    if not e.was_waiting:
        _call_again(w, e.member_id)


@on(MemberStatusChanged)
def call_who_stands_better(w: Work, e: MemberStatusChanged) -> None:
    """Who was passed over for a debt may have paid it."""
    _call_again(w, e.about)


@on(SessionRestored)
def go_on_with_line(w: Work, e: SessionRestored) -> None:
    """A class takes place after all: whoever still waits for it waits on."""
    actions.fill_places(w, session_id=e.session_id)


@on(OfferMade)
def plan_end_of_offer(w: Work, e: OfferMade) -> None:
    """An offer ends at its moment."""
    later(w, expire_offers, run_at=e.until, session_id=e.session_id)


@task()
def expire_offers(w: Work, *, session_id: UUID) -> None:
    """One class a job: a Work holds one session."""
    actions.expire_offers(w, session_id=session_id)


@every(minutes=1)
def move_lines(w: Work) -> None:
    """What is due in a line of any gym: after quiet hours, in the last hour, after time was lost."""
    for org_id, zone, session_id in queries.lines_to_move(w):
        in_gym = replace(w, actor=system(org_id, zone))
        later(in_gym, fill_places, run_at=w.now, session_id=session_id)


@on(PenaltyExcused)
def accept_excuse(w: Work, e: PenaltyExcused) -> None:
    """Whose no-show was excused is shown as excused wherever attendance is; a slip is none any more."""
    if e.offence is Offence.NO_SHOW and not penalties.is_void(w, penalty_id=e.about):
        actions.excuse_no_show(w, booking_id=e.booking_id)


def _release_beyond(w: Work, member_id: UUID, subscription_id: UUID, ends_on: date | None) -> None:
    if ends_on is None:
        return
    ids = {"member_id": member_id, "subscription_id": subscription_id}
    views = scheduling.by_id(w, ids=actions.classes_to_release(w, **ids))
    for session_id in sorted(views):
        if day_of(views[session_id].starts_at, w.actor.zone) > ends_on:
            later(w, release_uncovered, run_at=w.now, session_id=session_id, **ids)


def _decided_at(w: Work, session_id: UUID) -> datetime:
    ends_at = scheduling.one(w, session_id=session_id).facts.ends_at
    return max(w.now, ends_at + timedelta(hours=penalties.ladder(w).decide_hours_after))


def _call_again(w: Work, member_id: UUID) -> None:
    for session_id in queries.passed_over_with_room(w, member_id=member_id):
        later(w, fill_places, run_at=w.now, session_id=session_id)
