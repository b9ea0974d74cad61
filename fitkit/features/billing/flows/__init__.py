"""Paying and ending, with the outside between."""

from fitkit.features.billing.flows.endings import Asking, ask_code, check_code, send_code

__all__ = ["Asking", "ask_code", "check_code", "send_code"]
