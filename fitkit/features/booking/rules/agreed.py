"""What a member agreed to with a tap, and whether it has become dearer meanwhile."""

from dataclasses import dataclass
from typing import Final

from fitkit.core.errors import Refusal
from fitkit.features.booking.rules.facts import (
    BookingCost,
    Cost,
    FreeCancellation,
    LateCancellation,
    Takes,
    TooLate,
)
from fitkit.features.penalties.rules import Step
from fitkit.texts import places as words

_DEARNESS: Final = tuple(Takes)
_SEVERITY: Final = (None, Step.WARNING, Step.STRIKE, Step.ENTRY, Step.BLOCK)


class Dearer(Refusal):
    """It takes more by now than was agreed to: nothing was done, and the new cost may be agreed to."""


@dataclass(frozen=True, slots=True)
class Toll:
    """All that cancelling takes at a moment: said before, checked when it is done."""

    is_late: bool = False
    week_visits: int = 0
    entries: int = 0  # those of guests who go with the place among them
    step: Step | None = None  # the penalty it leads to

    def is_dearer_than(self, agreed: "Toll") -> bool:
        """Whether anything of it is more than was agreed to."""
        return (
            self.is_late > agreed.is_late
            or self.week_visits > agreed.week_visits
            or self.entries > agreed.entries
            or _SEVERITY.index(self.step) > _SEVERITY.index(agreed.step)
        )


def check_agreed(cost: BookingCost, agreed: Takes | None) -> None:
    """Refuse to take more for a place than was agreed to; None: whatever it takes.

    Raises:
        Dearer: the new cost, in words.
    """
    if agreed is not None and _DEARNESS.index(cost.takes) > _DEARNESS.index(agreed):
        raise Dearer(words.DEARER, cost=cost.said.as_text())


def toll_of(outcome: FreeCancellation | LateCancellation | TooLate, *, guest_entries: int) -> Toll:
    """All that a cancellation takes.

    Args:
        outcome: of ``cancellation_outcome``, with the member's record for its penalty.
        guest_entries: entries out for guests who go with the place.
    """
    match outcome:
        case FreeCancellation() | TooLate():
            return Toll()
        case LateCancellation(cost, penalty):
            return Toll(
                is_late=True,
                week_visits=int(cost is Cost.WEEK_VISIT),
                entries=guest_entries + (cost is Cost.ENTRY),
                step=penalty.step if penalty else None,
            )
