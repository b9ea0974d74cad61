"""A member books, cancels, and thinks again."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Counted, Text
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.booking import queries, rules
from fitkit.features.booking.actions._guests import end_guests, guests_again
from fitkit.features.booking.actions._line import end_wait, line_with_turns, place_freed
from fitkit.features.booking.actions._places import (
    day_of_class,
    end_place,
    give_place,
    named,
    refuse_stranger,
    take_entry,
    turn_of,
)
from fitkit.features.booking.actions._statements import JOIN_LINE, TAKE_AGAIN
from fitkit.features.booking.events import (
    BookingCancelled,
    BookingMade,
    CancellationUndone,
    WaitlistJoined,
)
from fitkit.features.booking.rules import (
    Admit,
    Attendance,
    BookingStatus,
    CancelledBy,
    Cost,
    Dearer,
    Desk,
    FreeCancellation,
    LateCancellation,
    MyPlace,
    Queue,
    Reason,
    Refuse,
    Sentence,
    Takes,
    Toll,
    TooLate,
    Via,
    WaitState,
)
from fitkit.features.penalties import actions as penalty_actions
from fitkit.features.penalties import queries as penalties
from fitkit.features.penalties.rules import Offence
from fitkit.features.scheduling import actions as scheduling_actions
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.rules import SessionFacts
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.features.subscriptions.rules import Entitlement
from fitkit.texts import places as words
from fitkit.texts import schedule as texts
from fitkit.texts import subscriptions as plan_texts


@dataclass(frozen=True, slots=True)
class BookingReceipt:
    """A place, or a number in line."""

    session_id: UUID
    booking_id: UUID | None  # of a place
    position: int | None  # in line, 1 is next
    entries_left: int | None  # after it; None: not counted, or in line
    said: Sentence

    @property
    def is_in(self) -> bool:
        """Whether it is a place."""
        return self.booking_id is not None


@dataclass(frozen=True, slots=True)
class CancellationReceipt:
    """A place given back."""

    session_id: UUID
    booking_id: UUID
    is_late: bool
    cost: Cost
    entry_returned: bool
    said: Sentence


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def book(
    w: Work,
    *,
    session_id: UUID,
    member_id: UUID,
    notice_minutes: int = 0,
    agreed: Takes | None = None,
) -> BookingReceipt:
    """Give the member a place, or a number in line when the class is full.

    A free place is the line's while somebody waits whose turn it is. Who waits themself may take
    one that is nobody's before them: the first tap has it in the last hour. A number in line
    comes with the notice the member wants (see ``set_notice``). ``agreed`` is what a card said that
    it takes; nothing dearer is taken for it then. None: whatever it takes.

    Holds the session's row and the member's turn. Staff are not bound by the hours of booking
    and may add until the class is over; all else is the same. Publishes BookingMade or
    WaitlistJoined.

    Raises:
        Refusal: as ``rules.decide_booking`` says; a notice out of 0 to 14 days.
        Dearer: a place would take more by now than was agreed to.
        NotFound: no such class or member in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id, turn=turn_of(member_id))
    by_staff = not w.actor.acts_for(member_id)
    notice = rules.checked_notice(notice_minutes)
    desk = queries.desk_of_newcomer(w, session=session, member_id=member_id, by_staff=by_staff)
    decision = rules.decide_booking(desk, now=w.now)
    match decision:
        case Admit(by, cost):
            rules.check_agreed(cost, agreed)
            if desk.wait is not None:
                end_wait(w, session, member_id, WaitState.PROMOTED)
            return _book(w, session, member_id, by, via=_via(desk))
        case Queue() as queue:
            return _wait(w, session, member_id, queue, notice)
        case Refuse():
            if decision.reason is Reason.NO_PLAN:
                refuse_stranger(w, member_id)
            raise decision.as_refusal()
        case never:
            assert_never(never)


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def cancel(
    w: Work, *, session_id: UUID, member_id: UUID, agreed: Toll | None = None
) -> CancellationReceipt:
    """Give a place back, with those of the member's guests; whoever is next in line gets it at once.

    Until the cut-off what was paid comes back, later not. ``agreed`` is what a card said that it
    takes; None: whatever it takes. Holds the session's row. Publishes BookingCancelled, and
    WaitlistPromoted or WaitlistPassedOver for the line.

    Raises:
        Refusal: no live place, checked in already, the class began or was cancelled.
        Dearer: it takes more by now than was agreed to.
        NotFound: no such class in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    place = _live_place(w, session, member_id)
    outcome = _outcome(w, session, member_id, place, agreed)
    match outcome:
        case FreeCancellation():
            cost, is_late = Cost.NOTHING, False
        case LateCancellation(cost):
            is_late = True
        case TooLate():
            raise Refusal(texts.BEGAN_NO_CANCEL)
        case never:
            assert_never(never)
    line = line_with_turns(w, session, also=[member_id])
    by = CancelledBy.MEMBER if w.actor.acts_for(member_id) else CancelledBy.STAFF
    returned = end_place(w, session, place, by=by, is_late=is_late)
    freed = 1 + end_guests(w, session, member_id, is_late=is_late)
    w.publish(
        BookingCancelled(
            about=place.booking_id,
            session_id=session_id,
            member_id=member_id,
            by=by,
            is_late=is_late,
            cost=cost,
        )
    )
    place_freed(w, replace(session, booked=session.booked - freed), line)
    text = _cancelled_text(cost, is_late=is_late, returned=returned)
    if returned and _is_anothers(w, place, member_id):
        text = texts.CANCELLED_WENT_ON
    said = Sentence(text, named(w, session))
    if freed > 1:
        gone = Counted(words.GUESTS_GONE, freed - 1)
        said = Sentence(words.AND_GUESTS, {"line": said.as_text(), "guests": gone})
    if is_late and place.guest_entries:
        visits = plan_texts.entries(place.guest_entries + (cost is Cost.ENTRY))
        said = Sentence(texts.CANCELLED_LATE_ALL, {"visits": visits, **named(w, session)})
    return CancellationReceipt(session_id, place.booking_id, is_late, cost, returned, said)


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def undo_cancel(w: Work, *, session_id: UUID, member_id: UUID) -> BookingReceipt:
    """Take back a cancellation of the last ten minutes, if the place is still free.

    The same place, paid by the same plan: a late cancellation that is undone costs nothing more.
    Guests who went with it come again where there is room.
    Publishes CancellationUndone.

    Raises:
        Refusal: nothing to undo or too long ago; the place is taken; the class began; in another
            class by now; the plan no longer pays.
        NotFound: no such class in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id, turn=turn_of(member_id))
    place, left_at = _undoable(w, session, member_id)
    if session.free < 1:
        raise Refusal(texts.UNDO_TAKEN)
    desk = queries.desk_for(w, session=session, member_id=member_id, by_staff=True)
    same_plan = tuple(e for e in desk.held if e.subscription_id == place.subscription_id)
    # Who has joined the line meanwhile leaves it first: a place does not come beside a number.
    asked = replace(desk, held=same_plan, line_comes_first=desk.wait is not None)
    as_before = rules.unblocked(rules.without(asked, place))
    decision = rules.decide_booking(as_before, now=w.now)
    if not isinstance(decision, Admit):
        raise Refusal(texts.UNDO_GONE) if isinstance(decision, Queue) else decision.as_refusal()
    entries_left = None
    if decision.by.costs_entry and not place.entry_taken:
        entries_left = take_entry(w, session, decision.by, place.booking_id)
    w.hot(
        TAKE_AGAIN,
        {
            "place": place.booking_id,
            "entry_kept": place.entry_taken or entries_left is not None,
            "at": w.now,
        },
    )
    if place.status is BookingStatus.LATE_CANCELLED:
        # Excused within these minutes it was this one: the same place cancelled again is another.
        penalty_actions.void(w, booking_id=place.booking_id, offence=Offence.LATE_CANCEL)
    scheduling_actions.give_back(w, session_id=session_id, booked=-1)
    guests_again(
        w,
        session,
        member_id,
        left_at=left_at,
        room=session.free - 1,
        entries=_entries(w, session, member_id),
    )
    w.publish(
        CancellationUndone(about=place.booking_id, session_id=session_id, member_id=member_id)
    )
    said = Sentence(texts.YOU_ARE_IN, named(w, session))
    return BookingReceipt(session_id, place.booking_id, None, entries_left, said)


def _book(
    w: Work, session: SessionFacts, member_id: UUID, by: Entitlement, *, via: Via
) -> BookingReceipt:
    place_id, entries_left = give_place(w, session, member_id, by, via=via)
    w.publish(BookingMade(about=place_id, session_id=session.id, member_id=member_id, via=via))
    said = Sentence(texts.YOU_ARE_IN, named(w, session))
    return BookingReceipt(session.id, place_id, None, entries_left, said)


def _via(desk: Desk) -> Via:
    if desk.by_staff:
        return Via.STAFF
    return Via.APP if desk.wait is None else Via.CLAIM


def _wait(
    w: Work, session: SessionFacts, member_id: UUID, queue: Queue, notice: int
) -> BookingReceipt:
    entry_id = new_id()
    binds = {
        "session": session.id,
        "entry": entry_id,
        "member": member_id,
        "notice": notice,
        "at": w.now,
    }
    if w.hot(JOIN_LINE, binds).scalar() is None:
        raise RuntimeError("a number was decided on and is not there")
    w.publish(
        WaitlistJoined(
            about=entry_id, session_id=session.id, member_id=member_id, position=queue.position
        )
    )
    said = Sentence(texts.IN_LINE_NOW, {"position": queue.position, **named(w, session)})
    freed = rules.said_of_freed(queue.cost)
    if freed is not None:
        both = {"line": said.as_text(), "takes": freed.as_text()}
        said = Sentence(words.IN_LINE_AND_TAKES, both)
    return BookingReceipt(session.id, None, queue.position, None, said)


def _live_place(w: Work, session: SessionFacts, member_id: UUID) -> MyPlace:
    newest = queries.newest_place(w, session_id=session.id, member_id=member_id)
    if newest is None or newest[0].status is not BookingStatus.BOOKED:
        raise Refusal(texts.NO_PLACE)
    if not session.is_on:
        raise Refusal(texts.CLASS_IS_OFF)
    if newest[0].attendance is Attendance.ATTENDED:
        raise Refusal(texts.CAME_NO_CANCEL)
    return newest[0]


def _outcome(
    w: Work, session: SessionFacts, member_id: UUID, place: MyPlace, agreed: Toll | None
) -> FreeCancellation | LateCancellation | TooLate:
    """What cancelling means now, if it takes no more than was agreed to."""
    held = subscriptions.entitlements(w, member_id=member_id, day=day_of_class(w, session))
    record = None if agreed is None else penalties.record_of(w, member_id=member_id)
    zone = w.actor.zone
    outcome = rules.cancellation_outcome(place, session, held, zone=zone, now=w.now, record=record)
    toll = rules.toll_of(outcome, guest_entries=place.guest_entries)
    if agreed is not None and toll.is_dearer_than(agreed):
        raise Dearer(words.CANCEL_DEARER)
    return outcome


def _undoable(w: Work, session: SessionFacts, member_id: UUID) -> tuple[MyPlace, datetime]:
    newest = queries.newest_place(w, session_id=session.id, member_id=member_id)
    if newest is None:
        raise Refusal(texts.NO_PLACE)
    place, cancelled_at = newest
    if place.status is BookingStatus.BOOKED:
        raise Refusal(texts.ALREADY_BOOKED)
    is_theirs = place.cancelled_by in (CancelledBy.MEMBER, CancelledBy.STAFF)
    if not is_theirs or cancelled_at is None or w.now >= cancelled_at + rules.UNDO_FOR:
        raise Refusal(texts.UNDO_GONE)
    if w.now >= session.starts_at:
        raise Refusal(texts.BEGAN)
    return place, cancelled_at


def _entries(w: Work, session: SessionFacts, member_id: UUID) -> dict[UUID, int]:
    """How many entries each of the member's packs has left now."""
    held = subscriptions.entitlements(w, member_id=member_id, day=day_of_class(w, session))
    return {e.subscription_id: e.entries_left for e in held if e.entries_left is not None}


def _is_anothers(w: Work, place: MyPlace, member_id: UUID) -> bool:
    """Whether what came back of a place is of a pack that its member handed over since."""
    if place.subscription_id is None:
        return False
    return subscriptions.comes_back_to_another(
        w, subscription_id=place.subscription_id, member_id=member_id
    )


def _cancelled_text(cost: Cost, *, is_late: bool, returned: bool) -> Text:
    if is_late:
        return texts.CANCELLED_LATE[cost.value]
    return texts.CANCELLED_RETURNED if returned else texts.CANCELLED_FREE
