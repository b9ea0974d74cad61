"""Talking to payment companies: pages, kept cards, what became of it, giving back, checking."""

from fitkit.features.payments.flows.callbacks import read_callback, take_callback
from fitkit.features.payments.flows.charging import (
    PageView,
    ask,
    ask_now,
    collect,
    go_on,
    open_page,
    tell,
)
from fitkit.features.payments.flows.checking import CheckView, check_connection
from fitkit.features.payments.flows.refunding import give_back

__all__ = [
    "CheckView",
    "PageView",
    "ask",
    "ask_now",
    "check_connection",
    "collect",
    "give_back",
    "go_on",
    "open_page",
    "read_callback",
    "take_callback",
    "tell",
]
