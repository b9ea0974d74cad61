"""By which moments a member may do what with a class, under the rules that count for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fitkit.features.booking.rules.facts import Desk


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules of one class for one member, as moments (UTC) and numbers."""

    opens_at: datetime
    closes_at: datetime
    free_until: datetime  # of a place; then a cancellation costs, until the start
    swap_until: datetime | None  # None: no swaps
    wait_most: int  # how many may wait; 0: nobody
    guests_most: int


def terms_of(desk: Desk) -> Terms:
    """The rules that count for who asks: the class type's, as what would pay changes them."""
    starts_at = desk.session.starts_at
    policy = desk.session.policy
    swap = policy.swap_minutes
    return Terms(
        opens_at=policy.opens_at(starts_at, desk.zone),
        closes_at=policy.closes_at(starts_at),
        free_until=policy.free_until(starts_at),
        swap_until=None if swap is None else starts_at - timedelta(minutes=swap),
        wait_most=policy.waitlist_limit,
        guests_most=policy.guests_most,
    )
