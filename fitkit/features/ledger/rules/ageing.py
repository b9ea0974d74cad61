"""How old a debt is: what is paid pays the oldest charge first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_span
from fitkit.core.money import ZERO, Money

AGES: Final = (30, 60, 90)  # days; the last day of each bucket but the last


@dataclass(frozen=True, slots=True)
class Ageing:
    """A debt by the age of what is unpaid; the four sum to it."""

    to_30: Money = ZERO  # days, from today on back
    to_60: Money = ZERO
    to_90: Money = ZERO
    older: Money = ZERO

    def __add__(self, other: "Ageing") -> "Ageing":
        return Ageing(
            self.to_30 + other.to_30,
            self.to_60 + other.to_60,
            self.to_90 + other.to_90,
            self.older + other.older,
        )

    @property
    def total(self) -> Money:
        """The whole debt."""
        return self.to_30 + self.to_60 + self.to_90 + self.older


def bounds(today: date, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The moments from which on a charge is up to 30, 60 and 90 days old, in the gym's zone."""
    return tuple(day_span(today - timedelta(days=days), zone)[0] for days in AGES)


def unpaid(
    charges: Iterable[tuple[datetime, Money]], owed: Money
) -> tuple[tuple[datetime, Money], ...]:
    """What of charges is unpaid when so much is owed: the newest ones, the oldest of them in part.

    Args:
        charges: (moment, amount) of what stands, oldest first; together not less than ``owed``.
        owed: above zero.

    Returns:
        The same, oldest first, never empty; they sum to ``owed``.

    Raises:
        ValueError: nothing is owed, or more than was charged.
    """
    left, found = owed, []
    for at, amount in reversed(list(charges)):
        if left <= ZERO:
            break
        part = min(amount, left)
        found.append((at, part))
        left -= part
    if left or not found:
        raise ValueError("a debt is what charges made")
    return tuple(reversed(found))


def aged(
    charges: Sequence[tuple[datetime, int]], owed: int, bounds: Sequence[datetime]
) -> tuple[datetime, tuple[int, int, int, int]]:
    """Since when something of a debt is unpaid, and how much by age: ``age`` of ``unpaid``, for a list of thousands.

    Args:
        charges: (moment, agorot) of what stands, oldest first; together not less than ``owed``.
        owed: agorot, above zero.
        bounds: of the day.

    Raises:
        ValueError: nothing is owed, or more than was charged.
    """
    left, since, sums = owed, None, [0, 0, 0, 0]
    month, two, three = bounds
    for at, amount in reversed(charges):
        if left <= 0:
            break
        part = min(amount, left)
        sums[0 if at >= month else 1 if at >= two else 2 if at >= three else 3] += part
        left -= part
        since = at
    if left or since is None:
        raise ValueError("a debt is what charges made")
    return since, (sums[0], sums[1], sums[2], sums[3])


def age(parts: Iterable[tuple[datetime, Money]], bounds: Sequence[datetime]) -> Ageing:
    """Unpaid parts by their age, of the day whose ``bounds`` are given."""
    sums = [ZERO] * (len(AGES) + 1)
    for at, amount in parts:
        sums[sum(at < since for since in bounds)] += amount
    return Ageing(*sums)
