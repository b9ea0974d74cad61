"""Other ways to a place: a swap, a trial, walking in, a guest. All ask the one engine."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of
from fitkit.core.i18n import Counted, Text, clock_time
from fitkit.features.booking.rules.cancelling import cancellation_outcome
from fitkit.features.booking.rules.engine import (
    decide_booking,
    desk,
    payer_of,
    policy_for,
    span_of_day,
)
from fitkit.features.booking.rules.facts import (
    Admit,
    Attendance,
    BookingCost,
    Desk,
    DropIn,
    FreeCancellation,
    Hindrance,
    LateCancellation,
    Me,
    Mend,
    MyPlace,
    Queue,
    Reason,
    Refuse,
    Sentence,
    Takes,
    TooLate,
)
from fitkit.features.booking.rules.line import decide_promotion
from fitkit.features.members.rules import Fields
from fitkit.features.scheduling.rules import SessionFacts
from fitkit.features.subscriptions.rules import Entitlement, Standing
from fitkit.texts import places as words
from fitkit.texts import schedule as texts

GUEST_NAME_MOST: Final = 80
# What another class of theirs stands in the way of.
SWAPPABLE: Final = frozenset(
    {
        Reason.CLASH,
        Reason.DAY_LIMIT,
        Reason.TYPE_WEEK_LIMIT,
        Reason.OPEN_LIMIT,
        Reason.WEEK_USED_UP,
        Reason.ENTRIES_USED_UP,
    }
)
# What money at the desk mends at once.
_SOLD_AT_THE_DOOR: Final = frozenset(
    {
        Reason.WEEK_USED_UP,
        Reason.ENTRIES_USED_UP,
        Reason.FROZEN,
        Reason.NOT_HERE,
        Reason.OTHER_HOURS,
        Reason.NOT_COVERED,
        Reason.NO_PLAN,
    }
)


def without(desk_of: Desk, place: MyPlace) -> Desk:
    """The same desk, had the member not taken one of their places: what it took is back."""
    rest = tuple(p for p in desk_of.my.places if p.booking_id != place.booking_id)
    held = tuple(_with_entry_back(e, place) for e in desk_of.held)
    return desk(
        desk_of.session,
        replace(desk_of.my, places=rest),
        held,
        zone=desk_of.zone,
        by_staff=desk_of.by_staff,
        is_fixed=desk_of.is_fixed,
        line_comes_first=desk_of.line_comes_first,
    )


def unblocked(desk_of: Desk) -> Desk:
    """The same desk without a penalty's block: what was theirs is not kept from them."""
    me = replace(desk_of.my.me, blocked_until=None)
    return replace(desk_of, my=replace(desk_of.my, me=me))


def decide_swap(desk_of: Desk, place: MyPlace, *, now: datetime) -> Admit | Refuse:
    """Decide whether a place may be given up, at no cost, for one in the desk's class.

    Another class of the same day, until some minutes before the one that is left begins (to its
    start, where the gym moved it after it was booked), once a day; all rules of the class that is wanted hold, as if the other place had never been taken.
    A full class is refused: the place that would be given up is kept. Who is kept a place in the
    class by an offer swaps to that one.
    """
    hindered = _not_swappable(desk_of, place, now)
    if hindered is not None:
        return Refuse((hindered,))
    asks = without(desk_of, place)
    if asks.wait is not None and asks.wait.has_offer(now):
        return decide_promotion(asks)
    match decide_booking(asks, now=now):
        case Admit() as admitted:
            return admitted
        case Queue():
            other = {"other": place.name, "at": clock_time(place.starts_at, desk_of.zone)}
            return Refuse((Hindrance(Reason.FULL, Sentence(words.SWAP_FULL, other), Mend.NOTHING),))
        case Refuse() as refused:
            return refused


def cost_of_swap(place: MyPlace, admitted: Admit) -> BookingCost:
    """What a swap takes beyond what the place that is given up had taken.

    Nothing where one plan pays for both: what the first took comes back and goes out again.
    """
    pays_both = admitted.by.subscription_id == place.subscription_id
    if pays_both or admitted.cost.takes is Takes.NOTHING:
        return BookingCost(Takes.NOTHING, Sentence(words.SWAP_TAKES_NOTHING))
    return admitted.cost


def swap_for(desk_of: Desk, *, now: datetime) -> tuple[MyPlace, Admit] | None:
    """The place of the same day that could be swapped for one in the desk's class, soonest first."""
    begins, ends = span_of_day(day_of(desk_of.session.starts_at, desk_of.zone), desk_of.zone)
    same_day = (p for p in desk_of.my.places if p.is_live and begins <= p.starts_at < ends)
    for place in sorted(same_day, key=lambda p: (p.starts_at, p.booking_id)):
        decision = decide_swap(desk_of, place, now=now)
        if isinstance(decision, Admit):
            return place, decision
    return None


def decide_trial(desk_of: Desk, *, now: datetime) -> Admit | Refuse:
    """Decide whether somebody who holds nothing may book the desk's class as their trial."""
    trial = desk_of.my.me.trial
    if trial is None or not desk_of.session.policy.allows_trial:
        return Refuse((Hindrance(Reason.NO_PLAN, Sentence(words.NO_TRIAL), Mend.PLAN),))
    given = trial.entitlement(day_of(now, desk_of.zone))
    match decide_booking(replace(desk_of, held=(given,)), now=now):
        case Admit(by):
            said = Sentence(words.TAKES_TRIAL_PRICE, {"price": trial.price})
            return Admit(by, BookingCost(Takes.TRIAL, said, left=0, price=trial.price))
        case Queue():
            return Refuse((Hindrance(Reason.FULL, Sentence(words.TRIAL_FULL), Mend.NOTHING),))
        case Refuse() as refused:
            return refused


def decide_walk_in(desk_of: Desk, *, now: datetime) -> Admit | DropIn | Refuse:
    """Decide what pays for somebody who stands at the desk: what they hold, else one visit's price.

    A number in line does not count against them. Debts, forms and penalties do.
    """
    asks = replace(desk_of, by_staff=True, position=None, wait=None, line_comes_first=False)
    match decide_booking(asks, now=now):
        case Admit() as admitted:
            return admitted
        case Queue():
            return _full_at_the_door()
        case Refuse() as refused:
            price = asks.session.drop_in
            is_sold = all(h.reason in _SOLD_AT_THE_DOOR for h in refused.reasons)
            if not is_sold or price is None:
                return refused
    if asks.session.free < 1:
        return _full_at_the_door()
    said = Sentence(words.TAKES_DROP_IN, {"price": price})
    return DropIn(BookingCost(Takes.DROP_IN, said, price=price))


def decide_retake(
    desk_of: Desk, subscription_id: UUID | None, *, now: datetime
) -> Admit | DropIn | Refuse:
    """Decide whether a place that was released may be its member's again, paid as before.

    Limits, forms and penalties were answered when it was booked and are not asked again.

    Args:
        desk_of: the facts now.
        subscription_id: what had paid; None: it was sold for one visit.
        now: the moment.
    """
    unlimited = replace(desk_of.session.policy, day_limit=None, week_limit=None, open_limit=None)
    asks = replace(
        desk_of,
        session=replace(desk_of.session, policy=unlimited, required_forms=()),
        held=tuple(
            replace(e, overrides={}, day_limit=None, open_limit=None)
            for e in desk_of.held
            if e.subscription_id == subscription_id
        ),
        my=replace(desk_of.my, me=Me()),
        by_staff=True,
    )
    match decide_booking(asks, now=now):
        case Admit() as admitted:
            return admitted
        case Queue():
            return _full_at_the_door()
        case Refuse() as refused:
            is_unpaid = subscription_id is None
            if not is_unpaid or any(h.reason is not Reason.NO_PLAN for h in refused.reasons):
                return refused
    if asks.session.free < 1:
        return _full_at_the_door()
    return DropIn(BookingCost(Takes.DROP_IN, Sentence(words.TAKES_NOTHING)))


def decide_guest(
    session: SessionFacts,
    place: MyPlace,
    held: Iterable[Entitlement],
    *,
    guests: int,
    by_staff: bool,
    line_comes_first: bool,
    now: datetime,
) -> Admit | DropIn | Refuse:
    """Decide whether a member may bring one more guest, and what pays for it.

    An entry of the pack that paid for their own place, else the price of one visit.

    Args:
        session: the class.
        place: the host's live place in it.
        held: what the host holds on its day.
        guests: how many they bring already.
        by_staff: whether staff ask: then until the class is over.
        line_comes_first: whether the free places are others' who wait.
        now: the moment of the tap.
    """
    by = payer_of(place, held)
    hindered = _no_guest(session, by, guests=guests, by_staff=by_staff, now=now)
    if hindered is None and line_comes_first:
        hindered = _full_for_guests()
    if hindered is not None:
        return Refuse((hindered,))
    if by is not None and by.standing is Standing.GOOD and by.entries_left:
        left = by.entries_left - 1
        said = Sentence(words.TAKES_ENTRY, {"left": words.left(left)})
        return Admit(by, BookingCost(Takes.ENTRY, said, left=left))
    if session.drop_in is None:
        said = Sentence(words.GUEST_NOTHING_PAYS)
        return Refuse((Hindrance(Reason.ENTRIES_USED_UP, said, Mend.CALL),))
    said = Sentence(words.TAKES_DROP_IN, {"price": session.drop_in})
    return DropIn(BookingCost(Takes.DROP_IN, said, price=session.drop_in))


def guest_outcome(
    host: MyPlace,
    session: SessionFacts,
    held: Iterable[Entitlement],
    *,
    booked_at: datetime,
    entry_taken: bool,
    subscription_id: UUID | None,
    zone: ZoneInfo,
    now: datetime,
) -> FreeCancellation | LateCancellation | TooLate:
    """Say what giving a guest's place back means: as the host's, counted from its own booking.

    Args:
        host: the host's live place in the class.
        session: the class.
        held: what the host holds on its day.
        booked_at: when the guest was brought.
        entry_taken: whether an entry is out for the guest.
        subscription_id: whose it is; None: the visit is paid at the gym.
        zone: the gym's.
        now: the moment of the tap.
    """
    as_hosts = replace(
        host, booked_at=booked_at, entry_taken=entry_taken, subscription_id=subscription_id
    )
    return cancellation_outcome(as_hosts, session, held, zone=zone, now=now)


def checked_guest(name: str, phone: str) -> tuple[str, str]:
    """The name and the phone (E.164, or empty) of a guest.

    Raises:
        Invalid: no name, too long a one, not a phone; at its field.
    """
    fields = Fields()
    clean = fields.line("name", name, GUEST_NAME_MOST, needed=True), fields.phone("phone", phone)
    fields.settle()
    return clean


def _with_entry_back(by: Entitlement, place: MyPlace) -> Entitlement:
    is_out = place.entry_taken and place.subscription_id == by.subscription_id
    if not is_out or by.entries_left is None:
        return by
    return replace(by, entries_left=by.entries_left + 1)


def _not_swappable(desk_of: Desk, place: MyPlace, now: datetime) -> Hindrance | None:
    zone = desk_of.zone
    day = day_of(place.starts_at, zone)
    other: dict[str, object] = {"other": place.name, "at": clock_time(place.starts_at, zone)}
    text: Text | None = None
    by = payer_of(place, desk_of.held)
    changed = by.override_for(place.class_type_id) if by and place.class_type_id else None
    minutes = place.policy.overridden(changed).swap_minutes
    if minutes is not None and place.was_moved:
        minutes = 0
    begins, ends = span_of_day(day, zone)
    swapped = any(p.is_swap and begins <= p.starts_at < ends for p in desk_of.my.places)
    if not place.is_live or place.attendance is Attendance.ATTENDED:
        text = texts.NO_PLACE
    elif minutes is None:
        text = words.SWAPS_OFF
    elif day != day_of(desk_of.session.starts_at, zone):
        text = words.SWAP_SAME_DAY
    elif now >= place.starts_at - timedelta(minutes=minutes):
        text = words.SWAP_LATE
        other["before"] = Counted(words.MINUTES_BEFORE, minutes) if minutes else words.AT_START
    elif swapped:
        text = words.SWAP_ONCE
    if text is None:
        return None
    return Hindrance(Reason.NOT_SWAPPABLE, Sentence(text, other), Mend.NOTHING)


def _no_guest(
    session: SessionFacts, by: Entitlement | None, *, guests: int, by_staff: bool, now: datetime
) -> Hindrance | None:
    policy = policy_for(session, by)
    ends = session.ends_at if by_staff else policy.closes_at(session.starts_at)
    if not session.is_on:
        return Hindrance(Reason.CANCELLED, Sentence(texts.CLASS_IS_OFF), Mend.NOTHING)
    if now >= ends:
        return Hindrance(Reason.STARTED, Sentence(words.GUEST_LATE), Mend.NOTHING)
    if guests >= policy.guests_most:
        text = words.GUESTS_MOST if policy.guests_most else words.NO_GUESTS
        said = Sentence(text, {"guests": Counted(words.GUESTS, policy.guests_most or 1)})
        return Hindrance(Reason.DAY_LIMIT, said, Mend.CALL)
    return _full_for_guests() if session.free < 1 else None


def _full_for_guests() -> Hindrance:
    return Hindrance(Reason.FULL, Sentence(words.GUEST_FULL), Mend.NOTHING)


def _full_at_the_door() -> Refuse:
    return Refuse((Hindrance(Reason.FULL, Sentence(words.FULL_AT_DOOR), Mend.LINE),))
