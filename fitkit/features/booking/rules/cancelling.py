"""What cancelling a place means, and until when it is free."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fitkit.features.booking.rules.engine import payer_of, policy_for
from fitkit.features.booking.rules.facts import (
    PROMOTED_GRACE,
    Cost,
    FreeCancellation,
    LateCancellation,
    MyPlace,
    TooLate,
    Via,
)
from fitkit.features.orgs.rules import awake_by
from fitkit.features.penalties.rules import Offence, Record, next_step
from fitkit.features.scheduling.rules import SessionFacts
from fitkit.features.subscriptions.rules import Entitlement


def cancellation_outcome(
    place: MyPlace,
    session: SessionFacts,
    held: Iterable[Entitlement],
    *,
    zone: ZoneInfo,
    now: datetime,
    record: Record | None = None,
) -> FreeCancellation | LateCancellation | TooLate:
    """What cancelling a live place means now.

    Free to the end where the gym moved the class after it was booked; else free before the cut-off, shortly after booking, and for 30 minutes after a promotion; costs
    from then on until the class starts; at its start it is too late.

    Args:
        place: the member's live place.
        session: its class.
        held: what the member holds on its day; says whose rules count and whether the week does.
        zone: the gym's.
        now: the moment of the tap.
        record: the member's offences, to say which penalty a late cancellation leads to.
    """
    if now >= session.starts_at:
        return TooLate()
    pays = payer_of(place, held)
    until = free_until(place, session, pays, zone=zone)
    if now < until:
        return FreeCancellation(until, was_moved=moved_since(session, place.booked_at))
    penalty = next_step(record, Offence.LATE_CANCEL, at=now) if record else None
    return LateCancellation(cost_of(place, pays), penalty)


def free_until(
    place: MyPlace, session: SessionFacts, by: Entitlement | None, *, zone: ZoneInfo
) -> datetime:
    """Until when a place may be cancelled at no cost; at that moment it costs.

    The start itself, where the gym moved the class after it was booked. Else the latest of the cut-off, 30 minutes after a place that came unasked, and the minutes of grace
    after booking; those are given once in a class, and not after a swap: who books again, or
    swaps, has thought about it.
    """
    if moved_since(session, place.booked_at):
        return session.starts_at
    policy = policy_for(session, by)
    until = cut_off(session, by, zone=zone)
    match place.via:
        case Via.PROMOTION | Via.OFFER:
            until = max(until, place.booked_at + PROMOTED_GRACE)
        case Via.SWAP:
            pass
        case _ if not place.is_again:
            until = max(until, place.booked_at + timedelta(minutes=policy.grace_minutes))
    return min(until, session.starts_at)


def moved_since(session: SessionFacts, booked_at: datetime) -> bool:
    """Whether the gym changed the start of a class after a place in it was booked."""
    return session.moved_at is not None and booked_at < session.moved_at


def cut_off(session: SessionFacts, by: Entitlement | None, *, zone: ZoneInfo) -> datetime:
    """When cancelling begins to cost, under the rules as the plan that pays changes them.

    Never inside the gym's quiet hours: then it is the moment at which they began, so that nobody
    has to be awake to cancel for free.
    """
    at = policy_for(session, by).free_until(session.starts_at)
    return awake_by(at, session.quiet, zone)


def cost_of(place: MyPlace, by: Entitlement | None) -> Cost:
    """What a late cancellation of a place takes."""
    if place.entry_taken:
        return Cost.ENTRY
    if by is not None and by.weekly_limit is not None:
        return Cost.WEEK_VISIT
    return Cost.NOTHING
