"""By which moments a member may do what with a class, under the rules that count for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fitkit.features.booking.rules.cancelling import cost_of, cut_off
from fitkit.features.booking.rules.engine import payer_of, policy_for, what_pays
from fitkit.features.booking.rules.facts import Cost, Desk
from fitkit.features.subscriptions.rules import Entitlement


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules of one class for one member, as moments (UTC) and numbers."""

    opens_at: datetime
    closes_at: datetime
    free_until: datetime  # of a place; then a cancellation costs, until the start
    late_cost: Cost  # of such a cancellation
    swap_until: datetime | None  # None: no swaps
    wait_most: int  # how many may wait; 0: nobody
    guests_most: int


def terms_of(desk: Desk) -> Terms:
    """The rules that count for who asks: the class type's, as what would pay changes them."""
    starts_at, by = desk.session.starts_at, _payer(desk)
    policy = policy_for(desk.session, by)
    swap = policy.swap_minutes
    if swap is not None and desk.has_place and desk.mine is not None and desk.mine.was_moved:
        swap = 0
    return Terms(
        opens_at=policy.opens_at(starts_at, desk.zone),
        closes_at=policy.closes_at(starts_at),
        free_until=cut_off(desk.session, by, zone=desk.zone),
        late_cost=_late_cost(desk, by),
        swap_until=None if swap is None else starts_at - timedelta(minutes=swap),
        wait_most=policy.waitlist_limit,
        guests_most=policy.guests_most,
    )


def _payer(desk: Desk) -> Entitlement | None:
    """What paid for their place, or what would pay; None: nothing does."""
    if desk.has_place and desk.mine is not None:
        return payer_of(desk.mine, desk.held)
    found = what_pays(desk)
    return found if isinstance(found, Entitlement) else None


def _late_cost(desk: Desk, by: Entitlement | None) -> Cost:
    """What a late cancellation takes of their place, or would of the one they could book."""
    if desk.has_place and desk.mine is not None:
        return cost_of(desk.mine, by)
    if by is None:
        return Cost.NOTHING
    if by.entries_left is not None:
        return Cost.ENTRY
    return Cost.NOTHING if by.weekly_limit is None else Cost.WEEK_VISIT
