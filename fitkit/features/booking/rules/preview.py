"""What the rules of booking mean for one class on one day: moments instead of minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.i18n import Text
from fitkit.features.booking.rules.cancelling import cut_off
from fitkit.features.booking.rules.line import LineWay, line_moment
from fitkit.features.class_types.rules import Policy
from fitkit.features.orgs.rules import QuietHours
from fitkit.features.scheduling.rules import SessionFacts, SessionStatus


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

    The engine is asked: when cancelling begins to cost, and how the line moves from the opening on.

    Args:
        policy: the rules, as a plan changes them where it does.
        starts_at: when the class begins.
        quiet: the gym's quiet hours, in which no free cancelling ends.
        zone: the gym's.
    """
    session = example_of(policy, starts_at, quiet)
    free_until = cut_off(session, None, zone=zone)
    swap = policy.swap_minutes
    return RulesPreview(
        policy=policy,
        starts_at=starts_at,
        opens_at=policy.opens_at(starts_at, zone),
        closes_at=policy.closes_at(starts_at),
        free_until=free_until,
        is_early=free_until < policy.free_until(starts_at),
        swap_until=None if swap is None else starts_at - timedelta(minutes=swap),
        line=_line(session, quiet, zone) if policy.waitlist_limit else None,
    )


def example_of(policy: Policy, starts_at: datetime, quiet: QuietHours) -> SessionFacts:
    """A class that is full under these rules, as the engine knows classes."""
    return SessionFacts(
        id=UUID(int=0),
        class_type_id=UUID(int=0),
        name=Text("", ""),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        capacity=1,
        booked=1,
        waiting=0,
        status=SessionStatus.SCHEDULED,
        policy=policy,
        quiet=quiet,
    )


def _line(session: SessionFacts, quiet: QuietHours, zone: ZoneInfo) -> LinePreview:
    spans = _ways(session, quiet, zone)
    auto = [until for way, _, until in spans if way is LineWay.PROMOTE]
    offers = [until for way, _, until in spans if way is LineWay.OFFER]
    claims = [since for way, since, _ in spans if way is LineWay.CLAIM]
    return LinePreview(
        most=session.policy.waitlist_limit,
        auto_until=max(auto, default=None),
        offers_until=max(offers, default=None),
        claims_from=min(claims, default=None),
    )


def _ways(
    session: SessionFacts, quiet: QuietHours, zone: ZoneInfo
) -> list[tuple[LineWay, datetime, datetime]]:
    """How the line moves, from when until when, one after another until booking closes."""
    closes_at = session.policy.closes_at(session.starts_at)
    at, spans = session.policy.opens_at(session.starts_at, zone), []
    while at < closes_at:
        now = line_moment(session, now=at, quiet=quiet, zone=zone)
        until = now.until or closes_at
        spans.append((now.way, at, until))
        at = until
    return spans
