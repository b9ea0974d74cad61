"""When a fixed place may be given, and what a missed one is told as."""

from datetime import date
from typing import Final

from fitkit.core.errors import Refusal
from fitkit.texts import standing as texts

CLASS_IS_OFF: Final = "cancelled"
# Reasons that the member brought about and knows of: nothing is told.
KNOWN: Final = frozenset({"already_booked", "already_waiting", CLASS_IS_OFF, "frozen"})
# Reasons that another plan, or another entry, takes away.
UNPAID: Final = frozenset(
    {"no_plan", "not_covered", "not_here", "entries_used_up", "week_used_up", "past_due"}
)


def check_giving(
    first_on: date, *, slot_last_on: date | None, given: int, capacity: int, today: date
) -> None:
    """Refuse a fixed place that cannot be.

    Args:
        first_on: its first day.
        slot_last_on: the slot's last day; None: until ended.
        given: fixed places of the slot that are not ended.
        capacity: places of the slot.
        today: in the gym's zone.

    Raises:
        Refusal: at ``first_on``: in the past; at ``slot_id``: the slot is over, or all fixed.
    """
    if first_on < today:
        raise Refusal(texts.FIRST_IN_PAST, field="first_on")
    if slot_last_on is not None and slot_last_on < first_on:
        raise Refusal(texts.SLOT_OVER, field="slot_id")
    if given >= capacity:
        raise Refusal(texts.FULL, field="slot_id")


def is_wanted(first_on: date, last_on: date | None, *, day: date) -> bool:
    """Whether a fixed place is for a class of a day."""
    return first_on <= day and (last_on is None or day <= last_on)


def is_told(reason: str) -> bool:
    """Whether the member hears that a fixed place was not booked."""
    return reason not in KNOWN
