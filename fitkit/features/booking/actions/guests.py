"""A member brings somebody, and thinks again."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.booking import queries, rules
from fitkit.features.booking.actions._guests import end_guest, guests_of
from fitkit.features.booking.actions._line import line_with_turns, place_freed
from fitkit.features.booking.actions._places import (
    day_of_class,
    named,
    owe_visit,
    take_entry,
    turn_of,
)
from fitkit.features.booking.actions._statements import GIVE_GUEST_PLACE
from fitkit.features.booking.events import GuestBrought, GuestCancelled
from fitkit.features.booking.rules import (
    Admit,
    Attendance,
    BookingCost,
    DropIn,
    FreeCancellation,
    LateCancellation,
    MyPlace,
    Refuse,
    Sentence,
    TooLate,
)
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.rules import SessionFacts
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.texts import places as words
from fitkit.texts import schedule as texts


@dataclass(frozen=True, slots=True)
class GuestReceipt:
    """A place for a guest."""

    session_id: UUID
    guest_id: UUID
    cost: BookingCost
    said: Sentence


@dataclass(frozen=True, slots=True)
class GuestCancellationReceipt:
    """A guest's place given back."""

    session_id: UUID
    guest_id: UUID
    is_late: bool
    entry_returned: bool
    said: Sentence


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def bring_guest(
    w: Work, *, session_id: UUID, member_id: UUID, name: str, phone: str = ""
) -> GuestReceipt:
    """Give a place to somebody whom a member with a place brings.

    It takes an entry of the pack that paid for the member's place, else the price of one visit
    is told, which the member owes. Holds the session's row and the member's turn. Publishes
    GuestBrought, and VisitSold where it has a price.

    Raises:
        Invalid: no name, or not a phone.
        Refusal: the member has no place; as ``rules.decide_guest`` says.
        NotFound: no such class in this gym.
    """
    clean_name, clean_phone = rules.checked_guest(name, phone)
    session = scheduling.hold_session(w, session_id=session_id, turn=turn_of(member_id))
    place = _hosts_place(w, session, member_id)
    held = subscriptions.entitlements(w, member_id=member_id, day=day_of_class(w, session))
    decision = rules.decide_guest(
        session,
        place,
        held,
        guests=len(guests_of(w, session_id, member_id)),
        by_staff=not w.actor.acts_for(member_id),
        line_comes_first=queries.line_comes_first(w, session=session, member_id=member_id),
        now=w.now,
    )
    if isinstance(decision, Refuse):
        raise decision.as_refusal()
    guest_id = new_id()
    by = decision.by if isinstance(decision, Admit) else None
    if by is not None:
        take_entry(w, session, by, guest_id)
    binds = {
        "session": session_id,
        "guest": guest_id,
        "subscription": by.subscription_id if by else None,
        "member": member_id,
        "name": clean_name,
        "phone": clean_phone,
        "entry_taken": by is not None,
        "at": w.now,
    }
    if w.hot(GIVE_GUEST_PLACE, binds).scalar() is None:
        raise RuntimeError("a place was decided on and is not there")
    w.publish(GuestBrought(about=guest_id, session_id=session_id, member_id=member_id))
    if isinstance(decision, DropIn):
        owe_visit(w, session, guest_id, member_id, decision.cost.price or ZERO)
    params = {"name": clean_name, "cost": decision.cost.said.as_text(), **named(w, session)}
    return GuestReceipt(session_id, guest_id, decision.cost, Sentence(words.GUEST_HERE, params))


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def cancel_guest(
    w: Work, *, session_id: UUID, member_id: UUID, guest_id: UUID
) -> GuestCancellationReceipt:
    """Give a guest's place back, under the same hours as the member's own; the line moves.

    Holds the session's row. Publishes GuestCancelled, and what the line's moving publishes.

    Raises:
        Refusal: no such guest of this member, checked in already, or the class began or was
            cancelled.
        NotFound: no such class in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    if not session.is_on:
        raise Refusal(texts.CLASS_IS_OFF)
    row = next((r for r in guests_of(w, session_id, member_id) if r.id == guest_id), None)
    if row is None:
        raise Refusal(words.GUEST_GONE)
    if row.attendance is Attendance.ATTENDED:
        raise Refusal(texts.CAME_NO_CANCEL)
    is_late = _is_late(w, session, member_id, row)
    line = line_with_turns(w, session, also=[member_id])
    returned = end_guest(w, session, row, is_late=is_late)
    w.publish(GuestCancelled(about=guest_id, session_id=session_id, member_id=member_id))
    place_freed(w, replace(session, booked=session.booked - 1), line)
    lost = is_late and row.entry_taken
    text = words.GUEST_RETURNED if returned else words.GUEST_CANCELLED
    said = Sentence(words.GUEST_LOST if lost else text, {"name": row.name, **named(w, session)})
    return GuestCancellationReceipt(session_id, guest_id, is_late, returned, said)


def _hosts_place(w: Work, session: SessionFacts, member_id: UUID) -> MyPlace:
    newest = queries.newest_place(w, session_id=session.id, member_id=member_id)
    if newest is None or not newest[0].is_live:
        raise Refusal(texts.NO_PLACE)
    return newest[0]


def _is_late(
    w: Work, session: SessionFacts, member_id: UUID, row: Any
) -> bool:  # Any: a guest's row
    """Whether giving a guest's place back costs by now: as the host's, counted from its own booking."""
    host = _hosts_place(w, session, member_id)
    held = subscriptions.entitlements(w, member_id=member_id, day=day_of_class(w, session))
    outcome = rules.guest_outcome(
        host,
        session,
        held,
        booked_at=row.booked_at,
        entry_taken=row.entry_taken,
        subscription_id=row.subscription_id,
        zone=w.actor.zone,
        now=w.now,
    )
    match outcome:
        case FreeCancellation():
            return False
        case LateCancellation():
            return True
        case TooLate():
            raise Refusal(texts.BEGAN_NO_CANCEL)
