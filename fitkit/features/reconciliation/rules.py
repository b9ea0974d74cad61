"""What a night's comparison finds between a company's list and ours."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from fitkit.core.money import Money

MOST_DAYS: Final = 31  # that a night goes back


class DifferenceKind(StrEnum):
    """What is wrong."""

    NOT_THERE = "not_there"  # we say that it moved, and the company's list does not
    NOT_HERE = "not_here"  # it is on the company's list, and we do not know of it
    AMOUNT = "amount"  # both know of it, with other amounts


@dataclass(frozen=True, slots=True)
class Ours:
    """A charge that was paid, or a refund that was done, through an account."""

    id: UUID
    is_refund: bool
    transaction_id: str
    amount: Money
    on: date

    @property
    def key(self) -> str:
        """What the company was told it is."""
        return self.id.hex


@dataclass(frozen=True, slots=True)
class Theirs:
    """A line of the company's list."""

    transaction_id: str
    key: str  # empty where its list does not carry ours
    is_refund: bool
    amount: Money
    on: date


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that does not agree."""

    kind: DifferenceKind
    is_refund: bool
    on: date
    transaction_id: str
    ours: Money | None
    theirs: Money | None
    our_id: UUID | None

    @property
    def what(self) -> str:
        """Names it, so that the next night finds the same one."""
        return self.our_id.hex if self.our_id else self.transaction_id


def days_to_compare(today: date, *, since: date | None) -> tuple[date, ...]:
    """Which days a night compares, in order: the day before yesterday, and yesterday; all since the last it compared.

    Args:
        today: of the night, in the gym's zone.
        since: the last day that was compared, or the first that never was; None: the account is new.
    """
    usual = today - timedelta(days=2)
    first = max(min(since or usual, usual), today - timedelta(days=MOST_DAYS))
    return tuple(date.fromordinal(n) for n in range(first.toordinal(), today.toordinal()))


def comes_back(
    *, note: str, is_gone: bool, before: tuple[int | None, ...], now: tuple[int | None, ...]
) -> bool:
    """Whether a settled difference that is found again is open again.

    What staff said of it holds for the next nights too: unless it was in order meanwhile, or has other amounts.

    Args:
        note: what staff said it was; empty: a night found it in order.
        is_gone: a night found it in order since.
        before: our amount and theirs, in agorot, as they were settled.
        now: the same as they are found.
    """
    return not note or is_gone or before != now


def compared(
    ours: Sequence[Ours], theirs: Sequence[Theirs], *, days: Collection[date]
) -> tuple[Difference, ...]:
    """Compare two lists of some days, ours first, each in its order.

    Both lists reach over the days at their ends, because a charge of midnight stands on one day here and
    on another there: what is found anywhere in the other list is no difference, and only what is of
    ``days`` is missed. A line is matched by the company's number, else by our key.

    Args:
        ours: what we say moved, of the days and around them.
        theirs: the company's list, of the days and around them.
        days: which days are compared.
    """
    left = {(t.is_refund, t.transaction_id): t for t in theirs}
    by_key = {(t.is_refund, t.key): t for t in theirs if t.key}
    found: list[Difference] = []
    for one in ours:
        by_number = left.get((one.is_refund, one.transaction_id))
        other = by_number or by_key.get((one.is_refund, one.key))
        if other is None:
            if one.on in days:
                found.append(_ours_alone(one))
            continue
        left.pop((other.is_refund, other.transaction_id), None)
        if other.amount != one.amount:
            found.append(_other_amount(one, other))
    return (*found, *(_theirs_alone(other) for other in left.values() if other.on in days))


def _ours_alone(one: Ours) -> Difference:
    return Difference(
        DifferenceKind.NOT_THERE,
        one.is_refund,
        one.on,
        one.transaction_id,
        ours=one.amount,
        theirs=None,
        our_id=one.id,
    )


def _theirs_alone(other: Theirs) -> Difference:
    return Difference(
        DifferenceKind.NOT_HERE,
        other.is_refund,
        other.on,
        other.transaction_id,
        ours=None,
        theirs=other.amount,
        our_id=None,
    )


def _other_amount(one: Ours, other: Theirs) -> Difference:
    return Difference(
        DifferenceKind.AMOUNT,
        one.is_refund,
        one.on,
        other.transaction_id,
        ours=one.amount,
        theirs=other.amount,
        our_id=one.id,
    )
