"""A line is left and moves; an offer is taken, passed on, or runs out."""

from dataclasses import replace
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.booking import queries, rules
from fitkit.features.booking.actions._line import (
    end_offer,
    end_wait,
    left_over,
    line_with_turns,
    move_line,
    offered,
    place_freed,
    take_kept,
)
from fitkit.features.booking.actions._places import give_place, named, turn_of
from fitkit.features.booking.actions._statements import SET_NOTICE
from fitkit.features.booking.actions.places import BookingReceipt
from fitkit.features.booking.events import (
    BookingMade,
    NoticeSet,
    OfferDeclined,
    OfferExpired,
    WaitlistLeft,
)
from fitkit.features.booking.rules import Refuse, Sentence, Takes, Via, Waiter, WaitState
from fitkit.features.orgs import queries as orgs
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.rules import SessionFacts
from fitkit.texts import schedule as texts


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def leave_waitlist(w: Work, *, session_id: UUID, member_id: UUID) -> None:
    """Give a number in line back; a place that was kept for it goes on to the next.

    Holds the session's row. Publishes WaitlistLeft, and what the line's moving publishes.

    Raises:
        Refusal: not in line (any more).
        NotFound: no such class in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    line = line_with_turns(w, session)
    entry_id = end_wait(w, session, member_id, WaitState.LEFT)
    if entry_id is None:
        raise Refusal(texts.NOT_WAITING)
    w.publish(WaitlistLeft(about=entry_id, session_id=session_id, member_id=member_id))
    move_line(w, left_over(session, line, [entry_id]), _without(line, member_id))


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def accept_offer(
    w: Work, *, session_id: UUID, member_id: UUID, agreed: Takes | None = None
) -> BookingReceipt:
    """Take the place that is kept for somebody in line, while their offer stands.

    Nothing dearer is taken for it than was agreed to; None: whatever it takes. Holds the
    session's row and the member's turn. Publishes OfferAccepted and BookingMade.

    Raises:
        Refusal: no offer stands, or it has run out; what keeps them from the place.
        Dearer: it takes more by now than was agreed to.
        NotFound: no such class in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id, turn=turn_of(member_id))
    waiter = offered(w, session, member_id)
    decision = rules.decide_promotion(queries.desk_for(w, session=session, member_id=member_id))
    if isinstance(decision, Refuse):
        raise decision.as_refusal()
    rules.check_agreed(decision.cost, agreed)
    take_kept(w, session, waiter)
    place_id, entries_left = give_place(w, session, member_id, decision.by, via=Via.OFFER)
    w.publish(
        BookingMade(about=place_id, session_id=session_id, member_id=member_id, via=Via.OFFER)
    )
    said = Sentence(texts.YOU_ARE_IN, named(w, session))
    return BookingReceipt(session_id, place_id, None, entries_left, said)


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def decline_offer(w: Work, *, session_id: UUID, member_id: UUID) -> None:
    """Pass on the place that is kept for somebody in line; they keep their number.

    Holds the session's row. Publishes OfferDeclined, and what the line's moving publishes.

    Raises:
        Refusal: no offer stands, or it has run out.
        NotFound: no such class in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    line = line_with_turns(w, session)
    waiter = offered(w, session, member_id)
    end_offer(w, session, waiter.entry_id)
    w.publish(OfferDeclined(about=waiter.entry_id, session_id=session_id, member_id=member_id))
    move_line(w, left_over(session, line, [waiter.entry_id]), _asked(line, [waiter.entry_id]))


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def set_notice(w: Work, *, session_id: UUID, member_id: UUID, notice_minutes: int) -> None:
    """Say how long before the start a place may still come to somebody in line; 0: any time.

    An offer that stands is theirs to take all the same. Holds the session's row. Publishes
    NoticeSet when it changes anything; a line that may reach them now moves.

    Raises:
        Refusal: not in line; out of 0 to 14 days, at ``notice_minutes``.
        NotFound: no such class in this gym.
    """
    minutes = rules.checked_notice(notice_minutes)
    session = scheduling.hold_session(w, session_id=session_id)
    line = line_with_turns(w, session)
    waiter = next((x for x in line if x.member_id == member_id), None)
    if waiter is None:
        raise Refusal(texts.NOT_WAITING)
    if waiter.notice_minutes == minutes:
        return
    w.hot(SET_NOTICE, {"entry": waiter.entry_id, "minutes": minutes, "at": w.now})
    w.publish(
        NoticeSet(
            about=waiter.entry_id, session_id=session_id, member_id=member_id, minutes=minutes
        )
    )
    changed = replace(waiter, notice_minutes=minutes)
    move_line(w, session, [changed if x is waiter else x for x in line])


@internal
def fill_places(w: Work, *, session_id: UUID) -> None:
    """Bring a line up to date: end what offers are over, then let free places go to whose turn it is.

    Whatever was missed is made up for, and doing it twice does nothing more. Holds the session's
    row. Publishes OfferExpired, and what the line's moving publishes.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    line = line_with_turns(w, session)
    move_line(w, *_without_old_offers(w, session, line))


@internal
def places_added(w: Work, *, session_id: UUID) -> None:
    """A class became larger: its line is asked anew, in order, as after a cancellation."""
    session = scheduling.hold_session(w, session_id=session_id)
    line = line_with_turns(w, session)
    place_freed(w, *_without_old_offers(w, session, line))


@internal
def expire_offers(w: Work, *, session_id: UUID) -> None:
    """End the offers of a class that have run out, and pass their places on.

    Nothing happens in quiet hours that the class comes after, and while the class is off. Holds
    the session's row. Publishes OfferExpired, and what the line's moving publishes.
    """
    fill_places(w, session_id=session_id)


def _without_old_offers(
    w: Work, session: SessionFacts, line: tuple[Waiter, ...]
) -> tuple[SessionFacts, tuple[Waiter, ...]]:
    """End what has run out or lost its place to a smaller class; what is left, as facts."""
    quiet, zone = orgs.quiet_hours(w) if line else None, w.actor.zone
    over = [
        x
        for x in line
        if quiet is not None and rules.is_offer_over(x, session, now=w.now, quiet=quiet, zone=zone)
    ]
    rest = [x for x in line if x not in over]
    lost = rules.beyond_what_is_kept(rest, session.held)
    for waiter in (*over, *lost):
        _expire(w, session, waiter, was_taken_back=waiter in lost)
    ended = [x.entry_id for x in (*over, *lost)]
    return left_over(session, line, ended), _asked(line, ended)


def _expire(w: Work, session: SessionFacts, waiter: Waiter, *, was_taken_back: bool) -> None:
    end_offer(w, session, waiter.entry_id)
    w.publish(
        OfferExpired(
            about=waiter.entry_id,
            session_id=session.id,
            member_id=waiter.member_id,
            until=waiter.offer_until or w.now,
            was_taken_back=was_taken_back,
        )
    )


def _without(line: tuple[Waiter, ...], member_id: UUID) -> tuple[Waiter, ...]:
    return tuple(x for x in line if x.member_id != member_id)


def _asked(line: tuple[Waiter, ...], ended: list[UUID]) -> tuple[Waiter, ...]:
    """The line after some offers, by entry, have ended: who had them was asked."""
    return tuple(
        replace(x, offer_until=None, was_asked=True) if x.entry_id in ended else x for x in line
    )
