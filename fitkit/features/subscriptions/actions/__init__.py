"""Changes of subscriptions: give, end, freeze, take an entry and give it back, correct."""

from fitkit.features.subscriptions.actions.debts import block_for_debt, last_until, settle_debt
from fitkit.features.subscriptions.actions.entries import (
    adjust_entries,
    return_entry,
    return_for_penalty,
    take_entry,
    take_for_penalty,
)
from fitkit.features.subscriptions.actions.freezes import freeze, turn_freezes, unfreeze
from fitkit.features.subscriptions.actions.held import (
    Given,
    check_sold,
    end,
    end_lapsed,
    end_on,
    give,
    give_past,
    give_sold,
    give_trial,
)
from fitkit.features.subscriptions.actions.notices import end_by_notice, lift_notice
from fitkit.features.subscriptions.actions.over import end_for_another, hand_over

__all__ = [
    "Given",
    "adjust_entries",
    "block_for_debt",
    "check_sold",
    "end",
    "end_by_notice",
    "end_for_another",
    "end_lapsed",
    "end_on",
    "freeze",
    "give",
    "give_past",
    "give_sold",
    "give_trial",
    "hand_over",
    "last_until",
    "lift_notice",
    "return_entry",
    "return_for_penalty",
    "settle_debt",
    "take_entry",
    "take_for_penalty",
    "turn_freezes",
    "unfreeze",
]
