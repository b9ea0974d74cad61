"""The line of a held session moves: by itself, by offers, or all are told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.work import Work
from fitkit.features.booking import queries, rules
from fitkit.features.booking.actions._places import give_place, take_turns
from fitkit.features.booking.actions._statements import (
    ASK_AGAIN,
    END_OFFER,
    END_WAIT,
    MAKE_OFFER,
    PASS_OVER,
    RECOUNT_HELD,
    TELL_TO_CLAIM,
)
from fitkit.features.booking.events import (
    OfferAccepted,
    OfferMade,
    PlaceToClaim,
    WaitlistPassedOver,
    WaitlistPromoted,
)
from fitkit.features.booking.rules import (
    Admit,
    Desk,
    LineMoment,
    LineWay,
    Refuse,
    Via,
    Waiter,
    WaitState,
)
from fitkit.features.orgs import queries as orgs
from fitkit.features.scheduling import actions as scheduling_actions
from fitkit.features.scheduling.rules import SessionFacts
from fitkit.texts import schedule as texts


def line_with_turns(
    w: Work, session: SessionFacts, also: Iterable[UUID] = ()
) -> tuple[Waiter, ...]:
    """The line of a held session, everybody's turn taken; empty when nobody can come of it."""
    line = queries.line_of(w, session_id=session.id) if session.waiting and session.is_on else ()
    take_turns(w, [*also, *(waiter.member_id for waiter in line)] if line else [])
    return line


def place_freed(w: Work, session: SessionFacts, line: Sequence[Waiter]) -> None:
    """One more place of a held session is free: it is everybody's in line anew, in order.

    Who let an earlier place pass is asked again, and told again; see ``move_line``.
    """
    if not line:
        return
    w.hot(ASK_AGAIN, {"session": session.id, "at": w.now})
    fresh = [replace(x, was_asked=False, was_told_to_claim=False) for x in line]
    move_line(w, session, fresh)


def move_line(w: Work, session: SessionFacts, line: Sequence[Waiter]) -> None:
    """Let the free places of a held session go to its line in the way of the hour.

    Whose turn comes and who may not have the place is told once and passed over. Does nothing
    while the line rests: it moves again when the quiet hours end.
    The line is in order, and everybody's turn in it is taken.
    """
    if session.free < 1 or not line:
        return
    moment = queries.line_moment(w, session=session)
    due = [x for x in line if rules.may_be_called(x, session, moment, w.now)]
    if not due:
        return
    all_of_them = moment.way is LineWay.CLAIM
    places = len(due) if all_of_them else session.free
    call = rules.next_in_line(_desks(w, session, due), places=places)
    for waiter, admitted in call.called:
        _call(w, session, waiter, admitted, moment)
    for waiter, refused in call.passed:
        _pass_over(w, session, waiter, refused)


def end_wait(w: Work, session: SessionFacts, member_id: UUID, state: WaitState) -> UUID | None:
    """End somebody's wait in a held session; the place that was kept for them is free then.

    Returns the entry, None for nobody in line. The caller lets the line move.
    """
    row = w.hot(
        END_WAIT,
        {"session": session.id, "member": member_id, "state_after": state, "at": w.now},
    ).first()
    if row is None:
        return None
    scheduling_actions.give_back(w, session_id=session.id, waiting=1)
    if row.had_offer:
        w.hot(RECOUNT_HELD, {"session": session.id, "at": w.now})
    entry_id: UUID = row.id
    return entry_id


def offered(w: Work, session: SessionFacts, member_id: UUID) -> Waiter:
    """Who holds an offer that stands and for which a place is kept."""
    if not session.is_on:
        raise Refusal(texts.CLASS_IS_OFF)
    line = queries.line_of(w, session_id=session.id)
    waiter = next((x for x in line if x.member_id == member_id), None)
    if waiter is None or waiter.offer_until is None:
        raise Refusal(texts.NO_OFFER)
    is_over = w.now >= min(waiter.offer_until, session.starts_at)
    is_lost = waiter in rules.beyond_what_is_kept(line, session.held)
    if is_over or is_lost:
        raise Refusal(texts.OFFER_GONE)
    return waiter


def take_kept(w: Work, session: SessionFacts, waiter: Waiter) -> None:
    """Free the place that an offer keeps, for its holder; the caller writes it as theirs."""
    scheduling_actions.give_back(w, session_id=session.id, held=1)
    end_wait(w, session, waiter.member_id, WaitState.PROMOTED)
    w.publish(
        OfferAccepted(about=waiter.entry_id, session_id=session.id, member_id=waiter.member_id)
    )


def end_offer(w: Work, session: SessionFacts, entry_id: UUID) -> None:
    """End an offer, its number kept; the place is free again unless another one needs it."""
    w.hot(END_OFFER, {"entry": entry_id, "at": w.now})
    w.hot(RECOUNT_HELD, {"session": session.id, "at": w.now})


def left_over(session: SessionFacts, line: Sequence[Waiter], gone: Iterable[UUID]) -> SessionFacts:
    """The session's facts once some offers, by entry, have ended: no more is kept than stands."""
    ended = set(gone)
    standing = sum(x.has_offer and x.entry_id not in ended for x in line)
    return replace(session, held=min(session.held, standing))


def _call(
    w: Work, session: SessionFacts, waiter: Waiter, admitted: Admit, moment: LineMoment
) -> None:
    match moment.way:
        case LineWay.PROMOTE:
            _promote(w, session, waiter, admitted)
        case LineWay.OFFER:
            _offer(w, session, waiter)
        case LineWay.CLAIM:
            _tell_to_claim(w, session, waiter)
        case LineWay.REST | LineWay.OVER:
            raise RuntimeError("a line moved that does not")


def _promote(w: Work, session: SessionFacts, waiter: Waiter, admitted: Admit) -> None:
    end_wait(w, session, waiter.member_id, WaitState.PROMOTED)
    place_id, _ = give_place(w, session, waiter.member_id, admitted.by, via=Via.PROMOTION)
    w.publish(
        WaitlistPromoted(
            about=place_id,
            session_id=session.id,
            member_id=waiter.member_id,
            starts_at=session.starts_at,
        )
    )


def _offer(w: Work, session: SessionFacts, waiter: Waiter) -> None:
    zone, quiet = w.actor.zone, orgs.quiet_hours(w)
    until = rules.offer_until(session, now=w.now, quiet=quiet, zone=zone)
    w.hot(MAKE_OFFER, {"entry": waiter.entry_id, "until": until, "at": w.now})
    scheduling_actions.give_back(w, session_id=session.id, held=-1)
    w.publish(
        OfferMade(
            about=waiter.entry_id,
            session_id=session.id,
            member_id=waiter.member_id,
            starts_at=session.starts_at,
            until=until,
        )
    )


def _tell_to_claim(w: Work, session: SessionFacts, waiter: Waiter) -> None:
    w.hot(TELL_TO_CLAIM, {"entry": waiter.entry_id, "at": w.now})
    w.publish(
        PlaceToClaim(
            about=waiter.entry_id,
            session_id=session.id,
            member_id=waiter.member_id,
            starts_at=session.starts_at,
            freed_at=w.now,
        )
    )


def _desks(w: Work, session: SessionFacts, line: Sequence[Waiter]) -> Iterator[tuple[Waiter, Desk]]:
    for waiter in line:
        yield waiter, queries.desk_for(w, session=session, member_id=waiter.member_id)


def _pass_over(w: Work, session: SessionFacts, waiter: Waiter, refused: Refuse) -> None:
    if waiter.was_passed_over:
        return
    w.hot(PASS_OVER, {"entry": waiter.entry_id, "at": w.now})
    w.publish(
        WaitlistPassedOver(
            about=waiter.entry_id,
            session_id=session.id,
            member_id=waiter.member_id,
            because=refused.reason,
        )
    )
