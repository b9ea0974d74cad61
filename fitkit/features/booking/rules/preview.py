"""What the rules of booking mean for one class on one day: moments instead of minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fitkit.features.class_types.rules import Policy
from fitkit.features.orgs.rules import QuietHours, awake_by


@dataclass(frozen=True, slots=True)
class LinePreview:
    """How a free place goes to the line, from when until when; each part may be missing."""

    most: int  # how many may wait
    auto_until: datetime | None  # by itself until then
    offers_until: datetime | None  # then offered to one after another until then
    claims_from: datetime | None  # then the first tap has it, until booking closes


@dataclass(frozen=True, slots=True)
class RulesPreview:
    """The moments of one class under its rules; UTC."""

    policy: Policy
    starts_at: datetime
    opens_at: datetime
    closes_at: datetime
    free_until: datetime  # at that moment cancelling begins to cost
    is_early: bool  # free_until would have fallen into quiet hours
    swap_until: datetime | None  # None: no swaps
    line: LinePreview | None  # None: nobody may wait


def preview(
    policy: Policy, *, starts_at: datetime, quiet: QuietHours, zone: ZoneInfo
) -> RulesPreview:
    """Work out what a member would see of a class.

    Args:
        policy: the rules, as a plan changes them where it does.
        starts_at: when the class begins.
        quiet: the gym's quiet hours, in which no free cancelling ends.
        zone: the gym's.
    """
    wanted = policy.free_until(starts_at)
    free_until = min(awake_by(wanted, quiet, zone), starts_at)
    swap = policy.swap_minutes
    return RulesPreview(
        policy=policy,
        starts_at=starts_at,
        opens_at=policy.opens_at(starts_at, zone),
        closes_at=policy.closes_at(starts_at),
        free_until=free_until,
        is_early=free_until < wanted,
        swap_until=None if swap is None else starts_at - timedelta(minutes=swap),
        line=_line(policy, starts_at, free_until, zone) if policy.waitlist_limit else None,
    )


def _line(policy: Policy, starts_at: datetime, free_until: datetime, zone: ZoneInfo) -> LinePreview:
    opens_at, closes_at = policy.opens_at(starts_at, zone), policy.closes_at(starts_at)
    claims_from = min(starts_at - timedelta(minutes=policy.claim_minutes), closes_at)
    auto_until = min(free_until - timedelta(minutes=policy.auto_minutes), claims_from)
    offers = policy.offer_minutes > 0 and max(auto_until, opens_at) < claims_from
    return LinePreview(
        most=policy.waitlist_limit,
        auto_until=auto_until if auto_until > opens_at else None,
        offers_until=claims_from if offers else None,
        claims_from=claims_from if claims_from < closes_at else None,
    )
