"""Who of the line gets a free place, in which way, and when the line rests.

A line has three ways by the time left: far from the class whoever is next gets the place; nearer,
when a place could cost them, they are asked one after another, the place being kept meanwhile; in
the last hour the first tap has it. In the gym's quiet hours the line rests, and so does the clock
of an offer, unless booking of the class closes before they end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.errors import Refusal
from fitkit.features.booking.rules.engine import cost_of_booking, what_pays
from fitkit.features.booking.rules.facts import Admit, Desk, Refuse
from fitkit.features.class_types.rules import MINUTES_BEFORE
from fitkit.features.orgs.rules import QuietHours, awake_by, quiet_until
from fitkit.features.scheduling.rules import SessionFacts
from fitkit.texts import common

_MINUTE: Final = timedelta(minutes=1)


class LineWay(StrEnum):
    """How a free place goes to the line."""

    PROMOTE = "promote"  # the next in line has it
    OFFER = "offer"  # the next in line is asked, the place is kept meanwhile
    CLAIM = "claim"  # all are told, the first tap has it
    REST = "rest"  # not before the quiet hours end
    OVER = "over"  # the class is off, or booking is closed


@dataclass(frozen=True, slots=True)
class LineMoment:
    """How a line moves now, and until when that stays so."""

    way: LineWay
    until: datetime | None  # None: for good


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody in line."""

    entry_id: UUID
    member_id: UUID
    number: int
    was_passed_over: bool
    notice_minutes: int = 0  # own: no place that comes later than this before the start
    was_asked: bool = False  # offered what is free now, and let it pass
    offer_until: datetime | None = None  # an offer stands
    was_told_to_claim: bool = False  # of what is free now

    @property
    def has_offer(self) -> bool:
        """Whether a place is kept for them."""
        return self.offer_until is not None


@dataclass(frozen=True, slots=True)
class LineCall:
    """Who is called from the line, and who was passed over on the way, both in its order."""

    called: tuple[tuple[Waiter, Admit], ...]
    passed: tuple[tuple[Waiter, Refuse], ...]


def line_moment(
    session: SessionFacts, *, now: datetime, quiet: QuietHours, zone: ZoneInfo
) -> LineMoment:
    """How the line of a class moves at a moment.

    By itself until some time before free cancelling ends, then by offers, and in the last
    minutes before the start by the first tap; an hour that is none (an offer of no minutes)
    belongs to the first tap. Quiet hours count where they end before booking does.
    """
    policy = session.policy
    closes_at = policy.closes_at(session.starts_at)
    if not session.is_on or now >= closes_at:
        return LineMoment(LineWay.OVER, None)
    awake_at = rests_until(session, now, quiet, zone)
    if awake_at is not None:
        return LineMoment(LineWay.REST, awake_at)
    claim_from = min(session.starts_at - timedelta(minutes=policy.claim_minutes), closes_at)
    promote_until = min(auto_until(session, quiet, zone), claim_from)
    if now < promote_until:
        return LineMoment(LineWay.PROMOTE, promote_until)
    if now < claim_from and policy.offer_minutes:
        return LineMoment(LineWay.OFFER, claim_from)
    return LineMoment(LineWay.CLAIM, closes_at)


def auto_until(session: SessionFacts, quiet: QuietHours, zone: ZoneInfo) -> datetime:
    """Until when the line moves by itself: some minutes before free cancelling ends.

    That end is the class type's own, brought out of quiet hours as on every card: a place that
    comes unasked later could cost whoever got it.
    """
    cut_off = awake_by(session.policy.free_until(session.starts_at), quiet, zone)
    return cut_off - timedelta(minutes=session.policy.auto_minutes)


def rests_until(
    session: SessionFacts, at: datetime, quiet: QuietHours, zone: ZoneInfo
) -> datetime | None:
    """When the quiet that a moment is in ends, if the class can be booked after it.

    None: nothing waits, it is waking time or the class comes too soon.
    """
    end = quiet_until(at, quiet, zone)
    closes_at = session.policy.closes_at(session.starts_at)
    return end if end is not None and end < closes_at else None


def offer_until(
    session: SessionFacts, *, now: datetime, quiet: QuietHours, zone: ZoneInfo
) -> datetime:
    """Until when an offer that is made now stands; at that moment it no longer does.

    Its minutes are counted in waking time: they stand still in quiet hours that end before the
    class, and none runs out in them. It ends with booking at the latest.
    """
    closes_at = session.policy.closes_at(session.starts_at)
    at, left = now, timedelta(minutes=session.policy.offer_minutes)
    while at < closes_at:
        awake_at = rests_until(session, at, quiet, zone)
        if awake_at is not None:
            at = awake_at
            continue
        if not left:
            break
        step = min(left, _to_the_minute(at))  # quiet hours begin and end with a minute
        at, left = at + step, left - step
    return min(at, closes_at)


def is_offer_over(
    waiter: Waiter, session: SessionFacts, *, now: datetime, quiet: QuietHours, zone: ZoneInfo
) -> bool:
    """Whether an offer has run out; never in quiet hours that the class comes after."""
    if waiter.offer_until is None or now < waiter.offer_until:
        return False
    return rests_until(session, now, quiet, zone) is None


def is_in_time(starts_at: datetime, notice_minutes: int, at: datetime) -> bool:
    """Whether a place that comes at a moment leaves the notice a member wants; exactly it does."""
    return at <= starts_at - timedelta(minutes=notice_minutes)


def may_be_called(waiter: Waiter, session: SessionFacts, moment: LineMoment, at: datetime) -> bool:
    """Whether somebody's turn may come: no offer stands, it is not too late for them, nor asked already."""
    if waiter.has_offer or not is_in_time(session.starts_at, waiter.notice_minutes, at):
        return False
    match moment.way:
        case LineWay.PROMOTE:
            return True
        case LineWay.OFFER:
            return not waiter.was_asked
        case LineWay.CLAIM:
            return not waiter.was_told_to_claim
        case LineWay.REST | LineWay.OVER:
            return False


def line_comes_first(
    line: Iterable[Waiter], session: SessionFacts, moment: LineMoment, *, now: datetime
) -> bool:
    """Whether a free place is the line's, so that a newcomer has to join it.

    It is while somebody waits whom it was not offered yet, who was not passed over and is not too
    late by their own notice; in quiet hours until the line moves again. In the hour of the first
    tap nobody is favoured.
    """
    match moment.way:
        case LineWay.CLAIM | LineWay.OVER:
            return False
        case LineWay.REST | LineWay.PROMOTE | LineWay.OFFER:
            pass
    at = moment.until if moment.way is LineWay.REST and moment.until else now
    return any(
        not waiter.was_passed_over
        and not waiter.was_asked
        and not waiter.has_offer
        and is_in_time(session.starts_at, waiter.notice_minutes, at)
        for waiter in line
    )


def decide_promotion(desk: Desk) -> Admit | Refuse:
    """Decide whether somebody in line may have a free place; how the line moves is not asked."""
    pays = what_pays(desk)
    return pays if isinstance(pays, Refuse) else Admit(pays, cost_of_booking(desk, pays))


def next_in_line(line: Iterable[tuple[Waiter, Desk]], *, places: int) -> LineCall:
    """Call as many from the line as there are places, in order among those who may come.

    Whoever may not is passed over and keeps their number.

    Args:
        line: in order; read no further than needed.
        places: free ones, 0 or more.
    """
    called: list[tuple[Waiter, Admit]] = []
    passed: list[tuple[Waiter, Refuse]] = []
    waiting: Iterator[tuple[Waiter, Desk]] = iter(line)
    while len(called) < places:
        ahead = next(waiting, None)
        if ahead is None:
            break
        waiter, facts = ahead
        match decide_promotion(facts):
            case Admit() as admitted:
                called.append((waiter, admitted))
            case Refuse() as refused:
                passed.append((waiter, refused))
    return LineCall(tuple(called), tuple(passed))


def beyond_what_is_kept(line: Iterable[Waiter], kept: int) -> tuple[Waiter, ...]:
    """Offers for which no place is kept any more, since the class became smaller; the last first."""
    standing = [waiter for waiter in line if waiter.has_offer]
    return tuple(reversed(standing[kept:]))


def checked_notice(minutes: int) -> int:
    """A member's own notice in whole minutes before the start; 0: any time.

    Raises:
        Refusal: out of 0 to 14 days; at ``notice_minutes``.
    """
    if not MINUTES_BEFORE[0] <= minutes <= MINUTES_BEFORE[1]:
        raise Refusal(common.NOT_A_CHOICE, field="notice_minutes")
    return minutes


def _to_the_minute(at: datetime) -> timedelta:
    into = timedelta(seconds=at.second, microseconds=at.microsecond)
    return _MINUTE - into
