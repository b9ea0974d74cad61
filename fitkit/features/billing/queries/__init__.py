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
from fitkit.features.billing.queries.periods import (
    DebtorList,
    DebtorView,
    NextChargeView,
    PaymentView,
    UnpaidView,
    debtors,
    due_path,
    next_charges,
    payments_of,
    unpaid,
)

__all__ = [
    "CancellationView",
    "DebtorList",
    "DebtorView",
    "EndableView",
    "EndingView",
    "LineView",
    "NextChargeView",
    "PaymentView",
    "UnpaidView",
    "cancellation",
    "cancellations",
    "debtors",
    "due_path",
    "endable",
    "next_charges",
    "payments_of",
    "preview",
    "to_review",
    "unpaid",
]
