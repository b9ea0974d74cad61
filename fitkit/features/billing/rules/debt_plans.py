"""A debt in parts: how it is split, on which days, and when a plan of parts is broken."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from fitkit.core import clock
from fitkit.core.errors import Refusal
from fitkit.core.money import Money
from fitkit.features.billing.rules import dunning, periods
from fitkit.texts import debts as texts

PARTS_LEAST: Final = 2
PARTS_MOST: Final = 12
FIRST_MOST: Final = timedelta(days=31)
RETRY_DAYS: Final = (2, 4)  # after a part was refused, until it is left to the pay link
GRACE: Final = timedelta(days=7)  # after a part's day, until the plan is broken


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts."""

    due_on: date
    amount: Money


def parts_of(owed: Money, *, count: int, first_on: date, today: date) -> tuple[Part, ...]:
    """Split what is owed into equal parts a month apart; the first has what does not divide. They sum to it.

    Raises:
        Refusal: at ``count``: too few or too many, or less than a shekel each; at ``first_on``: over, or too far.
    """
    if not PARTS_LEAST <= count <= PARTS_MOST:
        raise Refusal(texts.HOW_MANY_PARTS, field="count", least=PARTS_LEAST, most=PARTS_MOST)
    if owed.agorot < 100 * count:
        raise Refusal(texts.TOO_SMALL_TO_SPLIT, field="count")
    if not today <= first_on <= today + FIRST_MOST:
        raise Refusal(texts.FIRST_PART_WHEN, field="first_on", days=FIRST_MOST.days)
    each, rest = divmod(owed.agorot, count)
    return tuple(
        Part(periods.months_after(first_on, n), Money(each + (rest if n == 0 else 0)))
        for n in range(count)
    )


def first_try(due_on: date, zone: ZoneInfo) -> datetime:
    """When a part is charged to the kept card."""
    return clock.wall(due_on, dunning.AT, zone)


def next_try(due_on: date, tries: int, zone: ZoneInfo) -> datetime | None:
    """When it is tried again after so many refusals; None: no more by itself."""
    if not 1 <= tries <= len(RETRY_DAYS):
        return None
    return clock.wall(due_on + timedelta(days=RETRY_DAYS[tries - 1]), dunning.AT, zone)


def is_broken(due_on: date, *, today: date) -> bool:
    """Whether a part that is still unpaid breaks the plan."""
    return today > due_on + GRACE
