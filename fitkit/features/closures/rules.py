"""What a closure is."""

from enum import StrEnum


class ClosureState(StrEnum):
    """Where a closure stands."""

    PROPOSED = "proposed"  # by the calendar; closes nothing
    CONFIRMED = "confirmed"
    DECLINED = "declined"  # the gym is open on that day
