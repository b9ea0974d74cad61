"""Changes of orders, periods and deals."""

from fitkit.features.billing.actions.endings import cancel, decide, give_back_later, withdraw

__all__ = ["cancel", "decide", "give_back_later", "withdraw"]
