"""What every change of a place is made of: turns, entries, rows."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.work import Work
from fitkit.features.booking.actions._statements import END_PLACE, GIVE_PLACE, TURNS
from fitkit.features.booking.events import VisitSold
from fitkit.features.booking.rules import (
    BookingStatus,
    CancelledBy,
    MyPlace,
    Via,
)
from fitkit.features.members import queries as members
from fitkit.features.plans.rules import PlanKind
from fitkit.features.scheduling import actions as scheduling_actions
from fitkit.features.scheduling.rules import SessionFacts
from fitkit.features.scheduling.rules import title as session_title
from fitkit.features.subscriptions import actions as subscription_actions
from fitkit.features.subscriptions.rules import Entitlement
from fitkit.texts import members as member_texts
from fitkit.texts import schedule as texts


def give_place(
    w: Work,
    session: SessionFacts,
    member_id: UUID,
    by: Entitlement,
    *,
    via: Via,
    swapped_from_id: UUID | None = None,
    standing_id: UUID | None = None,
    price: Money | None = None,
) -> tuple[UUID, int | None]:
    """Write a decided place that a subscription pays for; its id and how many entries are left.

    ``price`` is what was told of a trial; None of one that is booked again, and of all else. Publishes
    VisitSold of a trial.
    """
    place_id = new_id()
    entries_left = take_entry(w, session, by, place_id)
    more = {"swapped_from": swapped_from_id, "standing": standing_id}
    _write_place(w, session, place_id, member_id, by, via, more)
    if by.kind is PlanKind.TRIAL:
        owe_visit(w, session, place_id, member_id, price, trial_id=by.subscription_id)
    return place_id, entries_left


def sell_place(
    w: Work, session: SessionFacts, member_id: UUID, *, via: Via, price: Money | None
) -> UUID:
    """Write a decided place for one visit at the price that was told. Publishes VisitSold."""
    place_id = new_id()
    _write_place(
        w, session, place_id, member_id, None, via, {"swapped_from": None, "standing": None}
    )
    owe_visit(w, session, place_id, member_id, price or ZERO)
    return place_id


def owe_visit(
    w: Work,
    session: SessionFacts,
    place_id: UUID,
    member_id: UUID,
    price: Money | None,
    *,
    trial_id: UUID | None = None,
) -> None:
    """Say that a place has a price of its own; nothing of one that costs nothing. Publishes VisitSold."""
    if price is not None and not price:
        return
    w.publish(
        VisitSold(
            about=place_id,
            session_id=session.id,
            member_id=member_id,
            price_agorot=None if price is None else price.agorot,
            trial_id=trial_id,
        )
    )


def _write_place(
    w: Work,
    session: SessionFacts,
    place_id: UUID,
    member_id: UUID,
    by: Entitlement | None,
    via: Via,
    more: dict[str, UUID | None],
) -> None:
    binds = {
        "session": session.id,
        "place": place_id,
        "subscription": by.subscription_id if by else None,
        "member": member_id,
        "entry_taken": by is not None and by.costs_entry,
        "via": via,
        "at": w.now,
    }
    if w.hot(GIVE_PLACE, binds | more).scalar() is None:
        raise RuntimeError("a place was decided on and is not there")


def take_entry(w: Work, session: SessionFacts, by: Entitlement, booking_id: UUID) -> int | None:
    if not by.costs_entry:
        return None
    return subscription_actions.take_entry(
        w,
        subscription_id=by.subscription_id,
        booking_id=booking_id,
        day=day_of_class(w, session),
    )


def end_place(
    w: Work, session: SessionFacts, place: MyPlace, *, by: CancelledBy, is_late: bool
) -> bool:
    """End a live place and count it back; whether an entry came back."""
    status = BookingStatus.LATE_CANCELLED if is_late else BookingStatus.CANCELLED
    returns = place.entry_taken and not is_late and place.subscription_id is not None
    if returns and place.subscription_id is not None:
        subscription_actions.return_entry(
            w, subscription_id=place.subscription_id, booking_id=place.booking_id
        )
    ended = w.hot(
        END_PLACE,
        {
            "place": place.booking_id,
            "status_after": status,
            "entry_kept": place.entry_taken and not returns,
            "by": by,
            "at": w.now,
        },
    ).scalar()
    if ended is None:  # checked in between our reading and now
        raise Refusal(texts.CAME_NO_CANCEL)
    scheduling_actions.give_back(w, session_id=session.id, booked=1)
    return returns


def refuse_stranger(w: Work, member_id: UUID) -> None:
    """Refuse somebody who holds nothing because they are in the archive, or not of this gym at all."""
    known = members.facts(w, member_id=member_id)
    if known.is_archived:
        raise Refusal(member_texts.IN_ARCHIVE, name=known.name)


def named(w: Work, session: SessionFacts) -> dict[str, object]:
    return {"session": session_title(session.name, session.starts_at, w.actor.zone)}


def day_of_class(w: Work, session: SessionFacts) -> date:
    return day_of(session.starts_at, w.actor.zone)


def take_turns(w: Work, member_ids: Iterable[UUID]) -> None:
    """Wait for the turns of several members, always in one order."""
    turns = sorted({turn_of(member_id) for member_id in member_ids})
    if turns:
        w.hot(TURNS, {"turns": turns})


def turn_of(member_id: UUID) -> int:
    """The number of a member's lock: the random half of the id."""
    return int.from_bytes(member_id.bytes[8:], "big", signed=True)
