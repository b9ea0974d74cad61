"""When a deal's next period begins, what it costs, and whether there is one at all.

A period's first day is counted from the deal's anchor, so that the 31st comes back after a short month;
freezes that begin by then move it by their days, one for one, and back where they are called off.
Who took a plan for some months is asked before it goes on: the law knows no paid term that renews
itself (Consumer Protection Law s.13A, reference/israel.md §6.2).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from fitkit.core.errors import Refusal
from fitkit.core.money import ZERO, Money
from fitkit.features.billing.rules import periods
from fitkit.features.plans.rules import PRICE_MOST, Every
from fitkit.texts import renewals as texts

PRICE_NOTICE: Final = timedelta(days=30)
PRICE_AHEAD_MOST: Final = timedelta(days=366)
# Before the end of a commitment: the law wants one between 60 and 30 days, and another some 21 days before.
END_NOTICES: Final = ((45, 30), (21, 10))
END_ON_BILLS: Final = 3  # months before that day on whose bills it stands
CARD_NOTICES: Final = (30, 7)  # days before a card ends
PROMISE_MOST: Final = timedelta(days=60)
AGES: Final = (7, 30, 60)  # days; the last of each bucket but the last

Rest = tuple[date, int]  # the first day of a freeze, and how many days of it count


class Age(StrEnum):
    """How old a debt is."""

    WEEK = "week"  # 0 to 7 days
    MONTH = "month"  # 8 to 30
    TWO = "two"  # 31 to 60
    OLD = "old"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a deal says of its periods."""

    anchor_on: date
    every: Every
    commitment_months: int | None = None
    goes_on: bool = False  # the member said so


def by_credit(credit: Money, asked: Sequence[Money]) -> tuple[Money, ...]:
    """What credit takes off each amount that is asked for, in their order: all it can, the first ones first."""
    taken: list[Money] = []
    for amount in asked:
        one = min(credit, amount)
        taken.append(one)
        credit -= one
    return tuple(taken)


def days_rested(first_on: date, last_on: date, *, ended_on: date | None) -> int:
    """How many days of a freeze count: none of one that was called off before it began.

    ``last_on`` is the day before it was woken where ``ended_on`` says when that was.
    """
    if ended_on is not None and ended_on <= first_on:
        return 0
    return periods.days_in(first_on, last_on)


def first_of(plan: Rhythm, number: int, rests: Iterable[Rest]) -> date:
    """The first day of a period, from 0, with the days of every freeze that begins by then."""
    begins = periods.begins(plan.anchor_on, number, plan.every)
    known, days = list(rests), 0
    while True:
        first = begins + timedelta(days=days)
        rested = sum(n for since, n in known if since <= first)
        if rested == days:
            return first
        days = rested


def span_of(plan: Rhythm, number: int, rests: Iterable[Rest]) -> tuple[date, date]:
    """The first and last day of a period: the last is the eve of the next."""
    known = list(rests)
    first = first_of(plan, number, known)
    return first, max(first, first_of(plan, number + 1, known) - timedelta(days=1))


def committed_periods(plan: Rhythm) -> int | None:
    """How many periods were agreed; None: until ended."""
    if plan.commitment_months is None:
        return None
    months = 1 if plan.every is Every.MONTH else 12
    return -(-plan.commitment_months // months)


def agreed_until(plan: Rhythm, rests: Iterable[Rest]) -> date | None:
    """The last day of what was agreed for some months, freezes counted in; None: it goes on until ended."""
    agreed = committed_periods(plan)
    if agreed is None or plan.goes_on:
        return None
    return first_of(plan, agreed, rests) - timedelta(days=1)


def says_end(first_on: date, ends_on: date) -> bool:
    """Whether the bill of a period that begins on a day says when the commitment ends: in its last months.

    The law wants it on each bill of the last three (s.13A, reference/israel.md §6.2).
    """
    return first_on >= periods.months_after(ends_on + timedelta(days=1), -END_ON_BILLS)


def has_period(plan: Rhythm, number: int) -> bool:
    """Whether there is such a period: none after those that were agreed, unless the member went on."""
    agreed = committed_periods(plan)
    return agreed is None or plan.goes_on or number < agreed


def reaches(first_on: date, ends_on: date | None) -> bool:
    """Whether a subscription lasts until a period begins: its last day is the eve, or later, or open."""
    return ends_on is None or ends_on >= first_on - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ToldPrice:
    """A price that was told and has not begun."""

    price: Money
    since: date


def may_replace(told: ToldPrice, now: Money, *, price: Money, since: date) -> bool:
    """Whether another price may take the place of one that was told: only where it is dearer on no day.

    Until its day the price stays what it is ``now``. Otherwise what was told comes on its day, and another price
    is told after that: nobody pays more, or sooner, than the notice they have says.
    """
    if price > told.price or since == told.since:
        return price <= told.price
    return price <= now if since < told.since else now <= told.price


def price_on(day: date, price: Money, *, new: Money | None, since: date | None) -> Money:
    """What a period that begins on a day costs: the new price from its day on, the old one before."""
    if new is not None and since is not None and since <= day:
        return new
    return price


def check_price_change(price: Money, *, since: date, today: date) -> None:
    """Refuse a price that is absurd, or told too late.

    Raises:
        Refusal: at ``price`` or ``since``.
    """
    if not ZERO < price <= PRICE_MOST:
        raise Refusal(texts.PRICE_OUT_OF_RANGE, field="price", most=PRICE_MOST)
    if since < today + PRICE_NOTICE:
        raise Refusal(texts.PRICE_TOO_SOON, field="since", days=PRICE_NOTICE.days)
    if since > today + PRICE_AHEAD_MOST:
        raise Refusal(texts.PRICE_TOO_FAR, field="since")


def check_promise(day: date, *, today: date) -> None:
    """Refuse a day of a promise that is over or too far.

    Raises:
        Refusal: at ``day``.
    """
    if day < today:
        raise Refusal(texts.PROMISE_OVER, field="day")
    if day > today + PROMISE_MOST:
        raise Refusal(texts.PROMISE_TOO_FAR, field="day", days=PROMISE_MOST.days)


def end_notice(ends_on: date, today: date) -> int | None:
    """Which notice of a commitment's end is due, by its days before; None: none today."""
    left = (ends_on - today).days
    return next((most for most, least in END_NOTICES if least <= left <= most), None)


def card_notice(good_until: date, today: date) -> int | None:
    """Which warning of a card's end is due, by its days before; None: none today."""
    left = (good_until - today).days
    due = [days for days in CARD_NOTICES if 0 <= left <= days]
    return min(due, default=None)


def age_of(since: date, today: date) -> Age:
    """How old a debt is that has stood since a day."""
    return list(Age)[sum((today - since).days > most for most in AGES)]
