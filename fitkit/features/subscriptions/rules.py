"""What subscriptions allow on a day, which of them pays first, and when one may be given."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.features.class_types.rules import PolicyOverride
from fitkit.features.members.rules import MemberStatus, is_printable
from fitkit.features.plans.rules import PlanKind, override_for
from fitkit.texts import common
from fitkit.texts import subscriptions as texts

ADJUST_MOST: Final = 200
NOTE_MOST: Final = 200
BACK_MOST: Final = timedelta(days=3 * 366)  # a gym that moves in brings its past
AHEAD_MOST: Final = timedelta(days=366)
FREEZE_DAYS: Final = (7, 30)
MEDICAL_DAYS: Final = (1, 183)  # by a doctor's note, which staff have seen
HALF_YEAR: Final = timedelta(days=183)
REST_MOST: Final = 30  # days within any half year that a member lets rest by themself


class SubscriptionStatus(StrEnum):
    """Where a subscription stands."""

    ACTIVE = "active"
    FROZEN = "frozen"
    ENDED = "ended"


class Standing(StrEnum):
    """Whether an entitlement may be used."""

    GOOD = "good"
    FROZEN = "frozen"
    PAST_DUE = "past_due"


class MoveReason(StrEnum):
    """Why the entries left changed."""

    GIVEN = "given"
    BOOKED = "booked"
    RETURNED = "returned"
    ADJUSTED = "adjusted"
    PENALTY = "penalty"  # taken for coming to nothing
    EXCUSED = "excused"  # a penalty was taken back
    EXPIRED = "expired"


class EndReason(StrEnum):
    """Why a subscription ended."""

    LAPSED = "lapsed"  # its last day is over
    STAFF = "staff"
    CANCELLED = "cancelled"  # by the member's notice
    CHANGED = "changed"  # another plan took its place
    HANDED_OVER = "handed_over"  # to another member


class FreezeKind(StrEnum):
    """By whose word a subscription rests."""

    OWN = "own"  # the member's: so many days a half year
    STAFF = "staff"
    MEDICAL = "medical"  # by a doctor's note: its days are counted apart


class Shortfall(StrEnum):
    """Why nothing pays; in the order of how close the member is to a place."""

    WEEK_USED_UP = "week_used_up"
    ENTRIES_USED_UP = "entries_used_up"
    PAST_DUE = "past_due"
    FROZEN = "frozen"
    NOT_HERE = "not_here"  # other locations
    OTHER_HOURS = "other_hours"  # classes that begin at other hours
    NOT_COVERED = "not_covered"  # other class types, or other days
    NO_PLAN = "no_plan"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What one subscription allows."""

    subscription_id: UUID
    plan_id: UUID
    kind: PlanKind
    standing: Standing
    weekly_limit: int | None  # bookings from Sunday to Saturday; None: no limit
    entries_left: int | None  # None: not counted
    starts_on: date
    ends_on: date | None  # the last day; None: until ended
    class_type_ids: frozenset[UUID]  # empty: all
    location_ids: frozenset[UUID] = frozenset()  # empty: all
    day_limit: int | None = None  # bookings a day
    open_limit: int | None = None  # bookings ahead at one time
    # What its plan changes of the booking rules now: by class type id, or "*".
    overrides: Mapping[str, PolicyOverride] = field(default_factory=dict, hash=False)
    rests: tuple[tuple[date, date], ...] = ()  # first and last day of each freeze
    class_from: time | None = None  # good for classes that begin from this wall time
    class_until: time | None = None  # up to this one

    def rests_on(self, day: date) -> bool:
        """Whether it is frozen on a day."""
        return any(first <= day <= last for first, last in self.rests)

    def override_for(self, class_type_id: UUID) -> PolicyOverride | None:
        """What its plan changes of the rules of a class type; None: nothing."""
        return override_for(class_type_id, self.overrides)

    def is_good_at(self, at: time) -> bool:
        """Whether it is good for classes that begin at a wall time; both its hours are in it."""
        begins, ends = self.class_from, self.class_until
        return (begins is None or begins <= at) and (ends is None or at <= ends)

    def covers(self, class_type_id: UUID, day: date) -> bool:
        """Whether it is good for this type of class on this day."""
        in_time = self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
        return in_time and (not self.class_type_ids or class_type_id in self.class_type_ids)

    @property
    def costs_entry(self) -> bool:
        """Whether a booking takes an entry of it."""
        return self.entries_left is not None


_ORDER: Final = {PlanKind.UNLIMITED: 0, PlanKind.WEEKLY: 1, PlanKind.TRIAL: 2, PlanKind.PACK: 3}


def in_paying_order(held: Iterable[Entitlement]) -> tuple[Entitlement, ...]:
    """The first pays first: what costs nothing per visit, then what is lost soonest."""
    return tuple(
        sorted(
            held,
            key=lambda e: (_ORDER[e.kind], e.ends_on or date.max, e.starts_on, e.subscription_id),
        )
    )


def shortfall(
    one: Entitlement,
    *,
    class_type_id: UUID,
    location_id: UUID | None,
    day: date,
    at: time,
    used: int,
) -> Shortfall | None:
    """Why one subscription does not pay for a class; None when it does.

    Args:
        one: the subscription.
        class_type_id: the class's type.
        location_id: where it is; None: not known, and not asked.
        day: the class's day in the gym's zone.
        at: the wall time at which it begins.
        used: its bookings in the week (from Sunday) of ``day``.
    """
    elsewhere = _elsewhere(one, class_type_id, location_id, day, at)
    if elsewhere is not None:
        return elsewhere
    standing = Standing.FROZEN if one.rests_on(day) else one.standing
    if standing is not Standing.GOOD:
        return _STANDS_BADLY[standing]
    if one.weekly_limit is not None and used >= one.weekly_limit:
        return Shortfall.WEEK_USED_UP
    if one.entries_left is not None and one.entries_left < 1:
        return Shortfall.ENTRIES_USED_UP
    return None


def _elsewhere(
    one: Entitlement, class_type_id: UUID, location_id: UUID | None, day: date, at: time
) -> Shortfall | None:
    """Whether it is for other classes, places or hours, the worst first."""
    if not one.covers(class_type_id, day):
        return Shortfall.NOT_COVERED
    if one.location_ids and location_id is not None and location_id not in one.location_ids:
        return Shortfall.NOT_HERE
    return None if one.is_good_at(at) else Shortfall.OTHER_HOURS


_STANDS_BADLY: Final = {
    Standing.FROZEN: Shortfall.FROZEN,
    Standing.PAST_DUE: Shortfall.PAST_DUE,
}


def check_start(starts_on: date, *, today: date) -> None:
    """Refuse a first day too far off.

    Raises:
        Refusal: at ``starts_on``.
    """
    if not today - BACK_MOST <= starts_on <= today + AHEAD_MOST:
        raise Refusal(texts.START_TOO_FAR, field="starts_on")


def overlap(
    first: tuple[date, date | None], second: tuple[date, date | None]
) -> tuple[date, date | None] | None:
    """The days two spans share, ends included (None: open); None when they share none."""
    begins = max(first[0], second[0])
    ends = [end for _, end in (first, second) if end is not None]
    if ends and min(ends) < begins:
        return None
    return begins, min(ends, default=None)


def days_of(first_on: date, last_on: date) -> int:
    """How many days a span has, ends included."""
    return (last_on - first_on).days + 1


def check_freeze(
    span: tuple[date, date],
    *,
    kind: PlanKind,
    held: tuple[date, date | None],
    others: Iterable[tuple[date, date]],
    today: date,
    by: FreezeKind = FreezeKind.STAFF,
) -> None:
    """Refuse a freeze that cannot be.

    Args:
        span: its first and last day.
        kind: of the subscription; a trial does not rest.
        held: the subscription's first and last day (None: until ended).
        others: its other freezes.
        today: in the gym's zone.
        by: whose word it is: a doctor's allows fewer and more days.

    Raises:
        Refusal: at ``first_on`` or ``last_on``; of a trial at none.
    """
    first, last = span
    least, most = MEDICAL_DAYS if by is FreezeKind.MEDICAL else FREEZE_DAYS
    if kind is PlanKind.TRIAL:
        raise Refusal(texts.NO_FREEZE_OF_TRIAL)
    if first < today:
        raise Refusal(texts.FREEZE_IN_PAST, field="first_on")
    if first > today + AHEAD_MOST:
        raise Refusal(texts.START_TOO_FAR, field="first_on")
    if not least <= days_of(first, last) <= most:
        raise Refusal(texts.FREEZE_LENGTH, field="last_on", least=least, most=most)
    if overlap((first, first), held) is None:
        raise Refusal(texts.FREEZE_OUTSIDE, field="first_on")
    if any(overlap(span, other) for other in others):
        raise Refusal(texts.FREEZE_OVERLAPS, field="first_on")


def rested_within(span: tuple[date, date], others: Iterable[tuple[date, date]]) -> int:
    """The most days that rest within any half year that some of a span's days are in, those included.

    A day on which several rest is one day.
    """
    spans = [span, *others]
    found = {
        first + timedelta(days=n) for first, last in spans for n in range(days_of(first, last))
    }
    days = sorted(found)
    latest = span[1] + HALF_YEAR - timedelta(days=1)
    ends = {min(last, latest) for _, last in spans if last >= span[0]}  # there the most are behind
    return max(bisect_right(days, end) - bisect_right(days, end - HALF_YEAR) for end in ends)


def check_allowance(span: tuple[date, date], rested: Iterable[tuple[date, date]]) -> None:
    """Refuse a freeze by a member who has let rest as many days as they may.

    Args:
        span: its first and last day.
        rested: the member's other freezes, those by a doctor's note not among them.

    Raises:
        Refusal: at ``last_on``.
    """
    before = list(rested)
    if rested_within(span, before) <= REST_MOST:
        return
    whole = days_of(*span)
    fits = (
        n
        for n in range(whole - 1, 0, -1)
        if rested_within(_first_days(span, n), before) <= REST_MOST
    )
    left = next(fits, 0)
    if left < FREEZE_DAYS[0]:
        raise Refusal(texts.REST_USED_UP, field="last_on", most=REST_MOST)
    raise Refusal(texts.REST_LEFT, field="last_on", most=REST_MOST, left=left)


def _first_days(span: tuple[date, date], n: int) -> tuple[date, date]:
    return span[0], span[0] + timedelta(days=n - 1)


def checked_reason(words: str, *, needed: bool = False) -> str:
    """Why a subscription rests, on one line; may be empty where it is not needed.

    Raises:
        Refusal: at ``reason``: missing where it is needed, too long, not printable.
    """
    one = " ".join(words.split())
    if needed and not one:
        raise Refusal(texts.SAY_NOTE, field="reason")
    if len(one) > NOTE_MOST:
        raise Refusal(common.TOO_LONG, field="reason", most=NOTE_MOST)
    if not is_printable(one):
        raise Refusal(common.SOMETHING_WRONG, field="reason")
    return one


def member_status(
    now: MemberStatus, held: Iterable[tuple[SubscriptionStatus, bool]]
) -> MemberStatus:
    """The status that follows from what is held.

    Args:
        now: the status before; a lead stays one, whoever is past due too.
        held: (status, whether it is a trial) of each subscription that is not ended.
    """
    rows = list(held)
    if now is MemberStatus.PAST_DUE:
        return now
    if not rows:
        return MemberStatus.ENDED
    if all(status is SubscriptionStatus.FROZEN for status, _ in rows):
        return MemberStatus.FROZEN
    if all(is_trial for _, is_trial in rows):
        return MemberStatus.TRIAL if now in (MemberStatus.ACTIVE, MemberStatus.FROZEN) else now
    return MemberStatus.ACTIVE if now is MemberStatus.FROZEN else now


def check_adjustment(delta: int, note: str, *, left: int) -> str:
    """Refuse a correction that makes no sense; return its reason on one line.

    Raises:
        Refusal: at ``delta``: nothing, too much, or more taken than is left;
            at ``note``: missing, too long, not printable.
    """
    words = " ".join(note.split())
    if delta == 0 or abs(delta) > ADJUST_MOST:
        raise Refusal(texts.ADJUST_BY, field="delta", most=ADJUST_MOST)
    if left + delta < 0:
        raise Refusal(texts.ONLY_SO_MANY_LEFT, field="delta", left=texts.entries(left))
    if not words:
        raise Refusal(texts.SAY_WHY, field="note")
    if len(words) > NOTE_MOST:
        raise Refusal(common.TOO_LONG, field="note", most=NOTE_MOST)
    if not is_printable(words):
        raise Refusal(common.SOMETHING_WRONG, field="note")
    return words
