"""Reads of orders, periods and deals."""

from fitkit.features.billing.queries.endings import (
    CancellationView,
    EndableView,
    EndingView,
    LineView,
    cancellation,
    cancellations,
    endable,
    preview,
    to_review,
)

__all__ = [
    "CancellationView",
    "EndableView",
    "EndingView",
    "LineView",
    "cancellation",
    "cancellations",
    "endable",
    "preview",
    "to_review",
]
