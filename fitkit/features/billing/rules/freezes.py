"""What a freeze does to what is paid: the days that come back, the charge that moves, in lines for a person.

One calculation for the preview and for the deed: the dates are those that ``renewing`` gives to the periods.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Counted
from fitkit.core.money import ZERO, Money
from fitkit.features.billing.rules import periods, renewing
from fitkit.features.billing.rules.cancellation import Line
from fitkit.features.billing.rules.renewing import Rest, Rhythm
from fitkit.features.offers.rules.coupons import Discount
from fitkit.texts import freezes as texts

CHARGES_AHEAD: Final = 15  # a freeze begins at most a year ahead
Days = tuple[date, date]  # first and last, ends included


@dataclass(frozen=True, slots=True)
class Renewal:
    """A deal that renews, as far as a freeze moves it."""

    rhythm: Rhythm
    next_number: int  # of the period that is opened next
    rests: tuple[Rest, ...]  # those there are
    price: Money
    new_price: Money | None = None
    new_price_from: date | None = None
    discount: Discount | None = None  # of a coupon

    def price_of(self, number: int, day: date) -> Money:
        """What a period that begins on a day costs, a coupon taken off."""
        price = renewing.price_on(day, self.price, new=self.new_price, since=self.new_price_from)
        return price - (self.discount.off(price, number) if self.discount else ZERO)


@dataclass(frozen=True, slots=True)
class PaidSpan:
    """The days that the newest payment is for."""

    first_on: date
    last_on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class RestFacts:
    """A subscription that is to rest, or to wake."""

    ends_on: date | None  # its last day
    rests: tuple[Rest, ...]  # its freezes before: first day and how many days count
    renewal: Renewal | None  # None: nothing is charged any more
    paid: PaidSpan | None  # None: nothing was, or it is given back


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What of a deal keeps it from being changed."""

    has_notice: bool = False  # a member's notice ends it
    owes: bool = False  # a period is not paid, and dunning runs
    is_charging: bool = False  # a period's or a change's charge is under way
    is_committed: bool = False  # to months that are not over
    rests: bool = False  # now, or a freeze is planned


@dataclass(frozen=True, slots=True)
class Moved:
    """A charge on another day."""

    before: date
    after: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Effect:
    """What a freeze, or the end of one, does."""

    days: int  # that rest, or that do not after all
    credit: Money  # of what is paid: what the days that come back are worth
    charge: Moved | None  # None: none moves
    ends_on: date | None  # the subscription's last day then
    lines: tuple[Line, ...]


def check_may_rest(found: Obstacles, *, is_staff: bool) -> None:
    """Refuse to let a subscription rest whose deal is ending, being charged, or in debt.

    Staff may let somebody rest who owes: a debt stays what it is.

    Raises:
        Refusal: in words.
    """
    if found.has_notice:
        raise Refusal(texts.NOT_WHILE_ENDING)
    if found.is_charging:
        raise Refusal(texts.NOT_WHILE_CHARGED)
    if found.owes and not is_staff:
        raise Refusal(texts.NOT_WHILE_OWING)


def rest(facts: RestFacts, span: Days) -> Effect:
    """What it does to let a subscription rest from a day to a day."""
    days = periods.days_in(*span)
    after = (*facts.rests, (span[0], days))
    back, credit = _given_back(facts, span)
    ends_on = None if facts.ends_on is None else facts.ends_on + timedelta(days=days)
    stays, moved = _charges(facts.renewal, after)
    lines = [
        Line(
            texts.RESTS,
            None,
            {"days": Counted(texts.DAYS, days), "first": span[0], "last": span[1]},
        )
    ]
    if credit:
        lines.append(Line(texts.CREDIT, credit, {"days": Counted(texts.DAYS, back)}))
    lines += _charge_lines(stays, moved)
    if ends_on is not None:
        lines.append(Line(texts.END_MOVES, None, {"before": facts.ends_on, "after": ends_on}))
    return Effect(days, credit, moved, ends_on, tuple(lines))


def wake(facts: RestFacts, span: Days, *, today: date, starts_on: date) -> Effect:
    """What it does to end a freeze today, or to call it off before it begins.

    Args:
        facts: of the subscription, with this freeze among its rests.
        span: the freeze's first and last day.
        today: in the gym's zone; it does not rest any more.
        starts_on: the subscription's first day, which its last is never before.
    """
    used = periods.days_in(span[0], today - timedelta(days=1))
    unused = periods.days_in(max(span[0], today), span[1])
    after = (*_without(facts.rests, span), *([(span[0], used)] if used else []))
    ends_on = facts.ends_on
    if ends_on is not None:
        ends_on = max(today, starts_on, ends_on - timedelta(days=unused))
    stays, moved = _charges(facts.renewal, after)
    lines = [
        Line(
            texts.WAKES if used else texts.CALLED_OFF,
            None,
            {"used": Counted(texts.DAYS, used), "unused": Counted(texts.DAYS, unused)},
        )
    ]
    lines += _charge_lines(stays, moved)
    if ends_on is not None and ends_on != facts.ends_on:
        lines.append(Line(texts.END_MOVES, None, {"before": facts.ends_on, "after": ends_on}))
    return Effect(unused, ZERO, moved, ends_on, tuple(lines))


def worth(paid: PaidSpan, days: Days, rests: Iterable[Rest]) -> Money:
    """What some days of a paid span are worth: by the day, those that rested not counted as days of it."""
    whole = periods.days_in(paid.first_on, paid.last_on) - _rested_in(paid, rests)
    part = periods.days_in(max(days[0], paid.first_on), min(days[1], paid.last_on))
    return paid.amount.times(Fraction(min(part, whole), whole)) if whole > 0 else ZERO


def _rested_in(paid: PaidSpan, rests: Iterable[Rest]) -> int:
    """Days of the span that rested, or will: a freeze that began in it lies in it as a whole."""
    return sum(n for since, n in rests if paid.first_on <= since <= paid.last_on)


def _given_back(facts: RestFacts, span: Days) -> tuple[int, Money]:
    """How many paid days are kept for after the freeze, and what they are worth."""
    if facts.paid is None:
        return 0, ZERO
    inside = (max(span[0], facts.paid.first_on), min(span[1], facts.paid.last_on))
    return periods.days_in(*inside), worth(facts.paid, inside, facts.rests)


def _charges(
    renewal: Renewal | None, after: tuple[Rest, ...]
) -> tuple[tuple[date, Money] | None, Moved | None]:
    """The next charge where it stays, and the first that moves."""
    if renewal is None:
        return None, None
    stays = None
    for number in range(renewal.next_number, renewal.next_number + CHARGES_AHEAD):
        if not renewing.has_period(renewal.rhythm, number):
            break
        was = renewing.first_of(renewal.rhythm, number, renewal.rests)
        will = renewing.first_of(renewal.rhythm, number, after)
        if was != will:
            return stays, Moved(was, will, renewal.price_of(number, will))
        stays = stays or (was, renewal.price_of(number, was))
    return stays, None


def _charge_lines(stays: tuple[date, Money] | None, moved: Moved | None) -> list[Line]:
    lines = []
    if stays is not None:
        lines.append(Line(texts.CHARGE_STAYS, stays[1], {"day": stays[0]}))
    if moved is not None:
        which = texts.CHARGE_MOVES if stays is None else texts.LATER_MOVES
        lines.append(Line(which, moved.amount, {"before": moved.before, "after": moved.after}))
    return lines


def _without(rests: Iterable[Rest], span: Days) -> tuple[Rest, ...]:
    return tuple(one for one in rests if one[0] != span[0])
