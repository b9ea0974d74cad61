"""Who gets a place, and what a cancellation costs."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of, day_span, week_span
from fitkit.core.i18n import Counted, clock_time
from fitkit.features.booking.rules.facts import (
    CHECK_IN_FROM,
    PROMOTED_GRACE,
    Admit,
    BookingStatus,
    Cost,
    Desk,
    FreeCancellation,
    LateCancellation,
    MyPlace,
    MyWeek,
    Queue,
    Reason,
    Refuse,
    Sentence,
    TooLate,
    Via,
    when,
)
from fitkit.features.orgs.rules import QuietHours
from fitkit.features.scheduling.rules import SessionFacts, Span
from fitkit.features.subscriptions.rules import (
    Entitlement,
    Shortfall,
    in_paying_order,
    shortfall,
)
from fitkit.texts import schedule as texts
from fitkit.texts import subscriptions as plan_texts

_USUAL: Final = QuietHours()


def desk(
    session: SessionFacts,
    my: MyWeek,
    held: Iterable[Entitlement],
    *,
    zone: ZoneInfo,
    by_staff: bool = False,
    line_comes_first: bool = False,
    quiet: QuietHours = _USUAL,
) -> Desk:
    """Lay out the facts of one member and one class.

    Args:
        session: the class.
        my: at least the member's places of the class's week (Sunday to Saturday in ``zone``)
            and of the days next to it; more does no harm.
        held: what the member holds on the day of the class; more does no harm.
        zone: the gym's.
        by_staff: whether staff ask for them.
        line_comes_first: whether the free places are others' who wait.
        quiet: the gym's quiet hours.
    """
    wait = next((wait for wait in my.waits if wait.session_id == session.id), None)
    here = [p for p in my.places if p.session_id == session.id]
    live = [p for p in here if p.status is BookingStatus.BOOKED]
    span = Span(session.starts_at, session.ends_at)
    clashes = (
        p
        for p in my.places
        if p.is_live and p.session_id != session.id and span.overlaps(Span(p.starts_at, p.ends_at))
    )
    return Desk(
        session=session,
        zone=zone,
        held=tuple(held),
        mine=max(live or here, key=lambda p: p.booked_at, default=None),
        position=wait.position if wait else None,
        clash=min(clashes, key=lambda p: p.starts_at, default=None),
        used_this_week=used_in_week_of(session.starts_at, my.places, zone=zone),
        by_staff=by_staff,
        wait=wait,
        line_comes_first=line_comes_first,
        quiet=quiet,
    )


def used_in_week_of(at: datetime, places: Iterable[MyPlace], *, zone: ZoneInfo) -> dict[UUID, int]:
    """How many classes each subscription has paid for in the week (from Sunday) of a moment."""
    begins, ends = week_span(day_of(at, zone), zone)
    used: dict[UUID, int] = {}
    for p in places:
        if p.subscription_id and p.counts_in_week and begins <= p.starts_at < ends:
            used[p.subscription_id] = used.get(p.subscription_id, 0) + 1
    return used


def decide_booking(desk: Desk, *, now: datetime) -> Admit | Queue | Refuse:
    """Decide what happens when a member asks for a place.

    Refusals are ordered by what the member can mend soonest: what cannot be mended is told
    first (they are in already, the class is off, booking is closed), then what a tap mends
    (two classes at once), then what the plan lacks; a full class comes last.
    """
    session = desk.session
    refused = _settled(desk) or _hours(desk, now) or clash_of(desk)
    if refused is not None:
        return refused
    pays = what_pays(desk)
    if isinstance(pays, Refuse):
        return pays
    if session.free > 0 and not desk.line_comes_first:
        return Admit(pays)
    if session.waiting < session.policy.waitlist_limit:
        return Queue(session.waiting + 1)
    return Refuse(Reason.FULL, Sentence(texts.FULL_NO_LINE))


def may_claim(desk: Desk) -> bool:
    """Whether somebody in line may simply take a free place: it is nobody's turn before them."""
    if desk.wait is None or desk.wait.offer_until is not None:
        return False  # who is kept a place takes that one
    return desk.session.free > 0 and not desk.line_comes_first


def cancellation_outcome(
    place: MyPlace, session: SessionFacts, held: Iterable[Entitlement], *, now: datetime
) -> FreeCancellation | LateCancellation | TooLate:
    """What cancelling a live place means now.

    Free before the cut-off, and for 30 minutes after a promotion; costs from then on until
    the class starts; at its start it is too late.

    Args:
        place: the member's live place.
        session: its class.
        held: what the member holds on its day; says whether the week is counted.
        now: the moment of the tap.
    """
    if now >= session.starts_at:
        return TooLate()
    until = free_until(place, session)
    if now < until:
        return FreeCancellation(until)
    return LateCancellation(cost_of(place, held))


def free_until(place: MyPlace, session: SessionFacts) -> datetime:
    """Until when a place may be cancelled at no cost; at that moment it costs."""
    until = session.policy.free_until(session.starts_at)
    if place.via in (Via.PROMOTION, Via.OFFER):
        until = max(until, place.booked_at + PROMOTED_GRACE)
    return min(until, session.starts_at)


def cost_of(place: MyPlace, held: Iterable[Entitlement]) -> Cost:
    """What a late cancellation of a place takes."""
    if place.entry_taken:
        return Cost.ENTRY
    pays = next((e for e in held if e.subscription_id == place.subscription_id), None)
    if pays is not None and pays.weekly_limit is not None:
        return Cost.WEEK_VISIT
    return Cost.NOTHING


def check_in_span(session: SessionFacts, *, zone: ZoneInfo) -> Span:
    """When somebody may be checked in: from an hour before the start until the day is over."""
    day = day_of(session.ends_at, zone)
    return Span(session.starts_at - CHECK_IN_FROM, day_span(day, zone)[1])


def _settled(desk: Desk) -> Refuse | None:
    if desk.has_place:
        return Refuse(Reason.ALREADY_BOOKED, Sentence(texts.ALREADY_BOOKED))
    if desk.position is not None and not may_claim(desk):
        return Refuse(
            Reason.ALREADY_WAITING,
            Sentence(texts.ALREADY_WAITING, {"position": desk.position}),
        )
    return None


def _hours(desk: Desk, now: datetime) -> Refuse | None:
    session, policy = desk.session, desk.session.policy
    if not session.is_on:
        return Refuse(Reason.CANCELLED, Sentence(texts.CLASS_IS_OFF))
    if desk.by_staff:
        return Refuse(Reason.STARTED, Sentence(texts.OVER)) if now >= session.ends_at else None
    if now >= session.starts_at:
        return Refuse(Reason.STARTED, Sentence(texts.BEGAN))
    closes_at = policy.closes_at(session.starts_at)
    if now >= closes_at:
        closed = {"at": when(closes_at, now=now, zone=desk.zone)}
        return Refuse(Reason.CLOSED, Sentence(texts.BOOKING_CLOSED, closed))
    opens_at = policy.opens_at(session.starts_at, desk.zone)
    if now < opens_at:
        opens = {"at": when(opens_at, now=now, zone=desk.zone)}
        return Refuse(Reason.NOT_OPEN, Sentence(texts.OPENS_AT, opens))
    return None


def clash_of(desk: Desk) -> Refuse | None:
    """Refuse who is in another class at that time; None when they are not."""
    if desk.clash is None:
        return None
    at = clock_time(desk.clash.starts_at, desk.zone)
    return Refuse(Reason.CLASH, Sentence(texts.OVERLAPS, {"other": desk.clash.name, "at": at}))


def what_pays(desk: Desk) -> Entitlement | Refuse:
    """Find what pays for the class, or why nothing of theirs does."""
    day = day_of(desk.session.starts_at, desk.zone)
    short = set()
    for one in in_paying_order(desk.held):
        lacking = shortfall(
            one,
            class_type_id=desk.session.class_type_id,
            location_id=None,
            day=day,
            used=desk.used_this_week.get(one.subscription_id, 0),
        )
        if lacking is None:
            return one
        short.add(lacking)
    found = next((s for s in Shortfall if s in short), Shortfall.NO_PLAN)
    if found is Shortfall.WEEK_USED_UP:
        used = _most_used(desk)
        said = Sentence(texts.WEEK_USED_UP, {"used": Counted(texts.CLASSES_USED, used)})
        return Refuse(Reason.WEEK_USED_UP, said)
    reason, text = _SHORT_OF[found]
    return Refuse(reason, Sentence(text))


def _most_used(desk: Desk) -> int:
    weekly = (e for e in desk.held if e.weekly_limit is not None)
    return max((desk.used_this_week.get(e.subscription_id, 0) for e in weekly), default=0)


_SHORT_OF: Final = {
    Shortfall.ENTRIES_USED_UP: (Reason.ENTRIES_USED_UP, plan_texts.NO_ENTRIES_LEFT),
    Shortfall.PAST_DUE: (Reason.PAST_DUE, plan_texts.PLAN_PAST_DUE),
    Shortfall.FROZEN: (Reason.FROZEN, plan_texts.PLAN_FROZEN),
    Shortfall.NOT_HERE: (Reason.NOT_COVERED, plan_texts.NOT_COVERED),
    Shortfall.NOT_COVERED: (Reason.NOT_COVERED, plan_texts.NOT_COVERED),
    Shortfall.NO_PLAN: (Reason.NO_PLAN, plan_texts.NO_PLAN),
}
