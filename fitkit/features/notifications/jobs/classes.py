"""What happens to a member's classes, and the reminders."""

from dataclasses import replace
from uuid import UUID

from fitkit.core.jobs import later, on, task
from fitkit.core.work import Work
from fitkit.features.booking.events import (
    BookingCancelled,
    BookingMade,
    CancellationUndone,
    GuestNotRetaken,
    OfferExpired,
    OfferMade,
    PlaceNotRetaken,
    PlaceReleased,
    PlaceRetaken,
    PlaceToClaim,
    WaitlistPassedOver,
    WaitlistPromoted,
)
from fitkit.features.booking.rules import CancelledBy, Reason, Release
from fitkit.features.notifications import queries
from fitkit.features.notifications.events import ReminderChanged
from fitkit.features.notifications.jobs._telling import tell
from fitkit.features.notifications.rules import (
    TOLD_CHANGES,
    NoticeKind,
    Receiver,
)
from fitkit.features.penalties.events import (
    PenaltyDisputed,
    PenaltyExcused,
    PenaltyGiven,
    PenaltyUpheld,
)
from fitkit.features.scheduling.events import SessionChanged
from fitkit.features.standing.events import StandingMissed
from fitkit.texts import notices as texts

# Who came to the class again by themself before it was given back misses nothing.
_HAVE_IT = frozenset({Reason.ALREADY_BOOKED, Reason.ALREADY_WAITING})


@on(BookingMade)
def tell_booked(w: Work, e: BookingMade) -> None:
    """The member who has a place; and the reminder is planned."""
    _tell_of_class(w, e, NoticeKind.BOOKED)
    _plan_reminder(w, e.about)


@on(WaitlistPromoted)
def tell_promoted(w: Work, e: WaitlistPromoted) -> None:
    """The member whose waiting is over."""
    _tell_of_class(w, e, NoticeKind.PROMOTED)
    _plan_reminder(w, e.about)


@on(WaitlistPassedOver)
def tell_passed_over(w: Work, e: WaitlistPassedOver) -> None:
    """The member who was first in line, and whom nothing pays for."""
    _tell_of_class(w, e, NoticeKind.PASSED_OVER)


@on(OfferMade)
def tell_offered(w: Work, e: OfferMade) -> None:
    """The member for whom a place is kept."""
    happening = queries.of_class(
        w,
        kind=NoticeKind.OFFERED,
        about=e.about,
        session_id=e.session_id,
        occasion=e.until.isoformat(),
        until=e.until,
    )
    tell(w, Receiver(member_id=e.member_id), happening)


@on(OfferExpired)
def tell_offer_over(w: Work, e: OfferExpired) -> None:
    """The member who did not answer in time, or whose place is no more."""
    happening = queries.of_class(
        w,
        kind=NoticeKind.OFFER_OVER,
        about=e.about,
        session_id=e.session_id,
        occasion=e.until.isoformat(),
    )
    tell(w, Receiver(member_id=e.member_id), happening)


@on(PlaceToClaim)
def tell_to_claim(w: Work, e: PlaceToClaim) -> None:
    """Everybody in line, once each time a place frees in the last hour."""
    happening = queries.of_class(
        w,
        kind=NoticeKind.TO_CLAIM,
        about=e.about,
        session_id=e.session_id,
        occasion=e.freed_at.isoformat(),
    )
    tell(w, Receiver(member_id=e.member_id), happening)


@on(BookingCancelled)
def tell_booking_cancelled(w: Work, e: BookingCancelled) -> None:
    """The member whose place the gym gave up."""
    if e.by is CancelledBy.STAFF:
        _tell_of_class(w, e, NoticeKind.BOOKING_CANCELLED)


@on(CancellationUndone)
def remind_again(w: Work, e: CancellationUndone) -> None:
    """The reminder of a place that was taken again."""
    _plan_reminder(w, e.about)


@on(PlaceReleased)
def tell_released(w: Work, e: PlaceReleased) -> None:
    """Whoever had a place or a number in a class that is off, or whose plan ended before it."""
    if e.because is not Release.CLASS_OFF:
        _tell_of_class(w, e, NoticeKind.BOOKING_CANCELLED)
        return
    kept = queries.entry_words(w, booking_id=e.about) if e.entry_returned else texts.PLACE_RELEASED
    happening = queries.of_class(
        w,
        kind=NoticeKind.CLASS_CANCELLED,
        about=e.about,
        session_id=e.session_id,
        outcome=texts.LINE_DISSOLVED if e.was_waiting else kept,
    )
    tell(w, Receiver(member_id=e.member_id), happening)


@on(PlaceRetaken)
def tell_retaken(w: Work, e: PlaceRetaken) -> None:
    """Whoever has their place or their number again, as the class takes place after all."""
    happening = queries.of_class(
        w,
        kind=NoticeKind.CLASS_RESTORED,
        about=e.about,
        session_id=e.session_id,
        occasion=w.now.isoformat(),
        outcome=texts.WAIT_RETAKEN if e.was_waiting else texts.PLACE_RETAKEN,
    )
    tell(w, Receiver(member_id=e.member_id), happening)
    if not e.was_waiting:
        _plan_reminder(w, e.about)


@on(PlaceNotRetaken)
def tell_not_retaken(w: Work, e: PlaceNotRetaken) -> None:
    """Whoever was in the class and cannot be again, and why."""
    if e.because not in _HAVE_IT:
        happening = queries.not_retaken(
            w, about=e.about, session_id=e.session_id, because=e.because
        )
        tell(w, Receiver(member_id=e.member_id), happening)


@on(GuestNotRetaken)
def tell_guest_not_retaken(w: Work, e: GuestNotRetaken) -> None:
    """The host who is in the class again, and whose guest is not; who is not is told of themself."""
    if e.host_is_in:
        happening = queries.guest_not_retaken(
            w, guest_id=e.about, session_id=e.session_id, because=e.because
        )
        tell(w, Receiver(member_id=e.member_id), happening)


@on(SessionChanged)
def tell_class_changed(w: Work, e: SessionChanged) -> None:
    """Whoever has a place or waits; reminders follow the new time."""
    if not TOLD_CHANGES.intersection(e.fields):
        return
    happening = queries.of_class(
        w,
        kind=NoticeKind.CLASS_CHANGED,
        about=e.session_id,
        session_id=e.session_id,
        occasion=w.now.isoformat(),
    )
    if "starts_at" in e.fields:  # leaving a class that was moved is free: booking's rule
        free = {"free": {"he": texts.FREE_AFTER_MOVE.he, "en": texts.FREE_AFTER_MOVE.en}}
        happening = replace(happening, facts={**happening.facts, **free})
    for receiver in queries.in_class(w, session_id=e.session_id):
        tell(w, receiver, happening)
    for booking_id in queries.places_ahead(w, session_id=e.session_id):
        _plan_reminder(w, booking_id)


@on(ReminderChanged)
def plan_reminders_anew(w: Work, e: ReminderChanged) -> None:
    """Reminders of all that the member has booked."""
    for booking_id in queries.places_ahead(w, member_id=e.about):
        _plan_reminder(w, booking_id)


@task()
def remind(w: Work, booking_id: UUID) -> None:
    """Remind, unless the class or the member's wish has moved: then later, or not at all.

    Of several that are due, after a worker was away, only the last is told; each is told once.
    """
    found = queries.reminders(w, booking_id=booking_id)
    due = [r for r in found if r.at <= w.now]
    if due:
        tell(w, due[-1].receiver, due[-1].happening)
    _plan_reminder(w, booking_id)


@on(PenaltyGiven)
def tell_penalty(w: Work, e: PenaltyGiven) -> None:
    """The member, with what it led to and how to dispute it."""
    tell(w, Receiver(member_id=e.member_id), queries.penalty_given(w, penalty_id=e.about))


@on(PenaltyDisputed)
def tell_dispute(w: Work, e: PenaltyDisputed) -> None:
    """Staff who decide."""
    happening = queries.dispute_opened(w, penalty_id=e.about)
    for receiver in queries.who_may_excuse(w):
        tell(w, receiver, happening)


@on(PenaltyUpheld)
def tell_upheld(w: Work, e: PenaltyUpheld) -> None:
    """The member whose dispute was decided."""
    tell(w, Receiver(member_id=e.member_id), queries.penalty_decided(w, penalty_id=e.about))


@on(PenaltyExcused)
def tell_excused(w: Work, e: PenaltyExcused) -> None:
    """The member whose penalty was taken back."""
    tell(w, Receiver(member_id=e.member_id), queries.penalty_decided(w, penalty_id=e.about))


@on(StandingMissed)
def tell_standing_missed(w: Work, e: StandingMissed) -> None:
    """The regular whose fixed place was not booked, and why."""
    happening = queries.standing_missed(
        w, standing_id=e.about, session_id=e.session_id, because=e.because
    )
    tell(w, Receiver(member_id=e.member_id), happening)


def _tell_of_class(
    w: Work,
    e: BookingMade | BookingCancelled | PlaceReleased | WaitlistPromoted | WaitlistPassedOver,
    kind: NoticeKind,
) -> None:
    happening = queries.of_class(w, kind=kind, about=e.about, session_id=e.session_id)
    tell(w, Receiver(member_id=e.member_id), happening)


def _plan_reminder(w: Work, booking_id: UUID) -> None:
    """For the next moment; who books within the last hours needs none."""
    soonest = queries.next_reminder(w, booking_id=booking_id)
    if soonest is not None:
        later(w, remind, run_at=soonest, booking_id=booking_id)
