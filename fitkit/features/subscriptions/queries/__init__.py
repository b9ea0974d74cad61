"""Reads of subscriptions: what pays on a day, what a member holds, the story of its entries."""

from fitkit.features.subscriptions.queries.entitled import (
    ENTITLED,
    entitlements,
    entitlements_between,
)
from fitkit.features.subscriptions.queries.freezes import (
    FreezeView,
    freezes,
    freezes_to_turn,
    rested,
    rests_on,
)
from fitkit.features.subscriptions.queries.held import (
    HeldView,
    MoveView,
    StandingView,
    comes_back_to_another,
    held,
    lasts_until,
    moves,
    over_by,
    standing_of,
    was_handed_over,
)
from fitkit.features.subscriptions.queries.overview import (
    RunningOutView,
    WithoutPlanView,
    holders_count,
    holding_on,
    running_out,
    without_plan,
)

__all__ = [
    "ENTITLED",
    "FreezeView",
    "HeldView",
    "MoveView",
    "RunningOutView",
    "StandingView",
    "WithoutPlanView",
    "comes_back_to_another",
    "entitlements",
    "entitlements_between",
    "freezes",
    "freezes_to_turn",
    "held",
    "holders_count",
    "holding_on",
    "lasts_until",
    "moves",
    "over_by",
    "rested",
    "rests_on",
    "running_out",
    "standing_of",
    "was_handed_over",
    "without_plan",
]
