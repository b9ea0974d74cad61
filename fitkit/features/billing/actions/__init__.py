"""Changes of orders, periods and deals."""

from fitkit.features.billing.actions.collecting import promise, take_now, write_off
from fitkit.features.billing.actions.endings import (
    cancel,
    decide,
    give_back_later,
    hand_back,
    withdraw,
)
from fitkit.features.billing.actions.periods import announce_price, go_on

__all__ = [
    "announce_price",
    "cancel",
    "decide",
    "give_back_later",
    "go_on",
    "hand_back",
    "promise",
    "take_now",
    "withdraw",
    "write_off",
]
