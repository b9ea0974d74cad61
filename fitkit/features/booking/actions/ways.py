"""Other ways to a place: a swap, a trial, walking in, a regular's fixed place."""

from dataclasses import dataclass, replace
from typing import assert_never
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Counted
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.booking import queries, rules
from fitkit.features.booking.actions._attendance import mark_place
from fitkit.features.booking.actions._guests import end_guest, end_guests, guests_of
from fitkit.features.booking.actions._line import (
    end_wait,
    line_with_turns,
    offered,
    place_freed,
    take_kept,
)
from fitkit.features.booking.actions._places import (
    end_place,
    give_place,
    named,
    refuse_stranger,
    sell_place,
    take_turns,
    turn_of,
)
from fitkit.features.booking.actions._statements import UNMARK, WAIT_AGAIN, WAIT_ENDED_BY
from fitkit.features.booking.actions.places import BookingReceipt
from fitkit.features.booking.events import (
    BookingCancelled,
    BookingMade,
    CheckedIn,
    GuestCancelled,
    WalkInUndone,
)
from fitkit.features.booking.rules import (
    Admit,
    Attendance,
    BookingCost,
    CancelledBy,
    Cost,
    Dearer,
    Desk,
    DropIn,
    Hindrance,
    Mend,
    MyPlace,
    Queue,
    Reason,
    Refuse,
    Sentence,
    Takes,
    Via,
    Waiter,
    WaitState,
)
from fitkit.features.scheduling import actions as scheduling_actions
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.rules import SessionFacts
from fitkit.features.subscriptions import actions as subscription_actions
from fitkit.features.subscriptions.rules import Entitlement
from fitkit.texts import places as words
from fitkit.texts import schedule as texts


@dataclass(frozen=True, slots=True)
class WalkInReceipt:
    """Somebody came without a place and has one now."""

    session_id: UUID
    booking_id: UUID
    is_new: bool  # False: they had a place, and only came
    cost: BookingCost | None  # None: they had a place
    said: Sentence


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def swap(
    w: Work,
    *,
    from_session_id: UUID,
    to_session_id: UUID,
    member_id: UUID,
    agreed: Takes | None = None,
    guests: int | None = None,
) -> BookingReceipt:
    """Give one place up for one in another class of the same day, at no cost; both or neither.

    Guests do not come along: their places are given back, with what they took. Whoever is next in
    line of the class that is left gets its place in the same transaction. Whoever is kept a place
    in the class that is wanted gets that one (and publishes OfferAccepted). Holds both sessions'
    rows, in the order of their ids, then turns. Publishes BookingCancelled, GuestCancelled for
    each guest, BookingMade, and what the line's moving publishes.

    Args:
        w: the transaction.
        from_session_id: the class whose place is given up.
        to_session_id: the class that is wanted.
        member_id: whose.
        agreed: what the card said that the swap takes; None: whatever it takes.
        guests: how many the card said that stay behind; None: however many.

    Raises:
        Refusal: as ``rules.decide_swap`` says; the place that would be given up is kept.
        Dearer: it takes more than was agreed to, or leaves more guests behind.
        NotFound: no such class in this gym.
    """
    if from_session_id == to_session_id:
        raise Refusal(texts.ALREADY_BOOKED)
    held = {
        each: scheduling.hold_session(w, session_id=each)
        for each in sorted((from_session_id, to_session_id))
    }
    left, wanted = held[from_session_id], held[to_session_id]
    line = line_with_turns(w, left, also=[member_id])
    if not line:
        take_turns(w, [member_id])  # what the week and the day allow is counted here
    place, decision, kept = _swap_decision(w, left, wanted, member_id)
    if isinstance(decision, Refuse):
        raise decision.as_refusal()
    rules.check_agreed(rules.cost_of_swap(place, decision), agreed)
    if guests is not None and place.guests > guests:
        raise Dearer(words.SWAP_GUESTS_NOW, guests=Counted(words.GUESTS_STAY, place.guests))
    by = CancelledBy.MEMBER if w.actor.acts_for(member_id) else CancelledBy.STAFF
    end_place(w, left, place, by=by, is_late=False)
    freed = 1 + _leave_guests(w, left, member_id)
    if kept is not None:
        take_kept(w, wanted, kept)
    else:
        _leave_line(w, wanted, member_id)
    place_id, entries_left = give_place(
        w, wanted, member_id, decision.by, via=Via.SWAP, swapped_from_id=place.booking_id
    )
    w.publish(
        BookingCancelled(
            about=place.booking_id,
            session_id=left.id,
            member_id=member_id,
            by=by,
            is_late=False,
            cost=Cost.NOTHING,
        )
    )
    w.publish(BookingMade(about=place_id, session_id=wanted.id, member_id=member_id, via=Via.SWAP))
    place_freed(w, replace(left, booked=left.booked - freed), line)
    said = Sentence(words.SWAPPED, {**named(w, wanted), "other": left.name})
    if place.guests:
        gone = Counted(words.GUESTS_GONE, place.guests)
        said = Sentence(words.SWAP_AND_GUESTS, {"swap": said.as_text(), "guests": gone})
    return BookingReceipt(wanted.id, place_id, None, entries_left, said)


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def book_trial(w: Work, *, session_id: UUID, member_id: UUID) -> BookingReceipt:
    """Give somebody who holds nothing the gym's trial plan, and a place with it: both or neither.

    What it costs is owed, as told. Holds the session's row and the member's turn, then the
    member's row. Publishes SubscriptionGiven, VisitSold and BookingMade.

    Raises:
        Refusal: as ``rules.decide_trial`` says: no trial is sold, or one was had; the class is
            full, or what keeps anybody from booking.
        NotFound: no such class or member in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id, turn=turn_of(member_id))
    by_staff = not w.actor.acts_for(member_id)
    desk = queries.desk_of_newcomer(w, session=session, member_id=member_id, by_staff=by_staff)
    decision = rules.decide_trial(desk, now=w.now)
    if isinstance(decision, Refuse):
        raise decision.as_refusal()
    given = subscription_actions.give_trial(w, member_id=member_id, plan_id=decision.by.plan_id)
    by = replace(decision.by, subscription_id=given.subscription_id)
    return _given(w, session, member_id, by, Via.TRIAL, price=decision.cost.price)


@requires(Permission.CHECK_IN)
def walk_in(w: Work, *, session_id: UUID, member_id: UUID) -> WalkInReceipt:
    """Book somebody who stands at the desk and check them in, at once.

    What they hold pays; where nothing does, one visit at the class type's price, which they owe
    from then on (publishes VisitSold). Who has a place is checked in, and a place that is kept for them is theirs. Holds the
    session's row and the member's turn. Publishes BookingMade and CheckedIn.

    Raises:
        Refusal: as ``rules.decide_walk_in`` says: no price either, debts, forms, a full class;
            too early, or the class is over; nothing held, and put into the archive.
        NotFound: no such class or member in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id, turn=turn_of(member_id))
    _check_door(w, session)
    desk = queries.desk_for(w, session=session, member_id=member_id, by_staff=True)
    if desk.mine is not None and desk.has_place:
        return _come(w, session, member_id, desk.mine.booking_id, None)
    decision = rules.decide_walk_in(_with_what_is_kept(desk), now=w.now)
    if not isinstance(decision, Admit):
        refuse_stranger(w, member_id)
    if isinstance(decision, Refuse):
        raise decision.as_refusal()
    if desk.position is not None:
        end_wait(w, session, member_id, WaitState.PROMOTED)
    match decision:
        case Admit(by, cost):
            place_id, _ = give_place(w, session, member_id, by, via=Via.WALK_IN)
        case DropIn(cost):
            place_id = sell_place(w, session, member_id, via=Via.WALK_IN, price=cost.price)
        case never:
            assert_never(never)
    w.publish(
        BookingMade(about=place_id, session_id=session.id, member_id=member_id, via=Via.WALK_IN)
    )
    return _come(w, session, member_id, place_id, cost)


@requires(Permission.CHECK_IN)
def undo_walk_in(w: Work, *, session_id: UUID, member_id: UUID) -> None:
    """Take a walk-in of the last ten minutes back as a whole: the check-in, the place, guests, what it took.

    The number in line that it ended is theirs again; an offer that stood is made anew, in order.
    Holds the session's row and the turns of the line. Publishes WalkInUndone, and what the line's
    moving publishes.

    Raises:
        Refusal: no walk-in, or too long ago.
        NotFound: no such class in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    line = line_with_turns(w, session, also=[member_id])
    if not line:
        take_turns(w, [member_id])  # they may come back to the line
    newest = queries.newest_place(w, session_id=session_id, member_id=member_id)
    place = newest[0] if newest else None
    is_theirs = place is not None and place.is_live and place.via is Via.WALK_IN
    if place is None or not is_theirs or w.now >= place.booked_at + rules.UNDO_FOR:
        raise Refusal(words.WALK_IN_GONE)
    w.hot(UNMARK, {"place": place.booking_id, "at": w.now})
    end_place(w, session, place, by=CancelledBy.STAFF, is_late=False)
    gone = 1 + end_guests(w, session, member_id, is_late=False)
    w.publish(WalkInUndone(about=place.booking_id, session_id=session_id, member_id=member_id))
    freed = replace(session, booked=session.booked - gone)
    if _wait_as_before(w, session, place, member_id):
        freed = replace(freed, waiting=session.waiting + 1)
        line = queries.line_of(w, session_id=session_id)
    place_freed(w, freed, line)


@internal
def book_standing(
    w: Work, *, session_id: UUID, member_id: UUID, standing_id: UUID
) -> BookingReceipt | Refuse:
    """Book a regular's fixed place; what keeps them from it is returned, not raised.

    Not bound by the opening of booking; all else is the same. A full class is a reason, too, and
    one whose free places are the line's: a fixed place does not wait in line. Holds the session's row and the member's turn. Publishes
    BookingMade.

    Raises:
        NotFound: no such class in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id, turn=turn_of(member_id))
    desk = queries.desk_of_newcomer(w, session=session, member_id=member_id, is_fixed=True)
    match rules.decide_booking(desk, now=w.now):
        case Admit(by, _):
            return _given(w, session, member_id, by, Via.STANDING, standing_id=standing_id)
        case Queue():
            return Refuse((Hindrance(Reason.FULL, Sentence(texts.FULL), Mend.LINE),))
        case Refuse() as refused:
            return refused
        case never:
            assert_never(never)


def _check_door(w: Work, session: SessionFacts) -> None:
    zone = w.actor.zone
    span = rules.check_in_span(session, zone=zone)
    if w.now < span.starts_at:
        raise Refusal(texts.CHECK_IN_EARLY, at=rules.when(span.starts_at, now=w.now, zone=zone))
    if w.now >= span.ends_at:
        raise Refusal(texts.CHECK_IN_OVER)


def _with_what_is_kept(desk: Desk) -> Desk:
    """The desk of somebody who stands there: the place that an offer keeps for them is free to them."""
    if desk.wait is None or desk.wait.offer_until is None or not desk.session.held:
        return desk
    return replace(desk, session=replace(desk.session, held=desk.session.held - 1))


def _wait_as_before(w: Work, session: SessionFacts, place: MyPlace, member_id: UUID) -> bool:
    """Give back the number in line that a place had ended; whether there was one."""
    binds = {"session": session.id, "member": member_id, "left": place.booked_at}
    entry_id = w.hot(WAIT_ENDED_BY, binds).scalar()
    if entry_id is None:
        return False
    w.hot(WAIT_AGAIN, {"entry": entry_id, "at": w.now})
    scheduling_actions.give_back(w, session_id=session.id, waiting=-1)
    return True


def _swap_decision(
    w: Work, left: SessionFacts, wanted: SessionFacts, member_id: UUID
) -> tuple[MyPlace, Admit | Refuse, Waiter | None]:
    """The place that is given up, the answer, and the offer that keeps the place that is wanted."""
    newest = queries.newest_place(w, session_id=left.id, member_id=member_id)
    if newest is None or not newest[0].is_live:
        raise Refusal(texts.NO_PLACE)
    if newest[0].attendance is Attendance.ATTENDED:
        raise Refusal(texts.CAME_NO_CANCEL)
    by_staff = not w.actor.acts_for(member_id)
    desk = queries.desk_of_newcomer(w, session=wanted, member_id=member_id, by_staff=by_staff)
    has_offer = desk.wait is not None and desk.wait.has_offer(w.now)
    kept = offered(w, wanted, member_id) if has_offer else None
    return newest[0], rules.decide_swap(desk, newest[0], now=w.now), kept


def _leave_guests(w: Work, left: SessionFacts, member_id: UUID) -> int:
    """Give back the places of a member's guests in a class that they leave; how many."""
    rows = guests_of(w, left.id, member_id)
    for row in rows:
        end_guest(w, left, row, is_late=False)
        w.publish(GuestCancelled(about=row.id, session_id=left.id, member_id=member_id))
    return len(rows)


def _given(
    w: Work,
    session: SessionFacts,
    member_id: UUID,
    by: Entitlement,
    via: Via,
    *,
    standing_id: UUID | None = None,
    price: Money | None = None,
) -> BookingReceipt:
    _leave_line(w, session, member_id)
    place_id, entries_left = give_place(
        w, session, member_id, by, via=via, standing_id=standing_id, price=price
    )
    w.publish(BookingMade(about=place_id, session_id=session.id, member_id=member_id, via=via))
    said = Sentence(texts.YOU_ARE_IN, named(w, session))
    return BookingReceipt(session.id, place_id, None, entries_left, said)


def _leave_line(w: Work, session: SessionFacts, member_id: UUID) -> None:
    """A place does not come beside a number: who waits here leaves the line with it."""
    if session.waiting:
        end_wait(w, session, member_id, WaitState.PROMOTED)


def _come(
    w: Work, session: SessionFacts, member_id: UUID, place_id: UUID, cost: BookingCost | None
) -> WalkInReceipt:
    if mark_place(w, session.id, member_id, Attendance.ATTENDED) is not None:
        w.publish(CheckedIn(about=place_id, session_id=session.id, member_id=member_id))
    if cost is None:
        said = Sentence(texts.YOU_ARE_IN, named(w, session))
    else:
        said = Sentence(words.WALKED_IN, {**named(w, session), "cost": cost.said.as_text()})
    return WalkInReceipt(session.id, place_id, cost is not None, cost, said)
