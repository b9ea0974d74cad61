"""The ladder of penalties, and what stands of one."""

from enum import StrEnum


class Offence(StrEnum):
    """What was done."""

    LATE_CANCEL = "late_cancel"
    NO_SHOW = "no_show"


class Step(StrEnum):
    """What it led to."""

    WARNING = "warning"
    ENTRY = "entry"  # an entry of a pack was taken
    STRIKE = "strike"  # counted, nothing taken: no pack
    BLOCK = "block"  # no new bookings for some days


class PenaltyState(StrEnum):
    """Where a penalty stands."""

    STANDING = "standing"
    DISPUTED = "disputed"
    UPHELD = "upheld"
    EXCUSED = "excused"  # taken back; counts for nothing
