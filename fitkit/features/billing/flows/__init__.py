"""Paying and ending, with the outside between."""

from fitkit.features.billing.flows.endings import Asking, ask_code, check_code, send_code
from fitkit.features.billing.flows.renewals import (
    DueView,
    change_card,
    look_again,
    pay_due,
    see_due,
)

__all__ = [
    "Asking",
    "DueView",
    "ask_code",
    "change_card",
    "check_code",
    "look_again",
    "pay_due",
    "see_due",
    "send_code",
]
