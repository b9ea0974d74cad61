"""Reads of what members owe and pay: orders, periods and deals."""

from fitkit.features.billing.queries.credit import credit
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
from fitkit.features.billing.queries.orders import (
    OrderView,
    ShopView,
    order_path,
    own_shop,
    sells_with_vat,
    was_bought,
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
    "OrderView",
    "PaymentView",
    "ShopView",
    "UnpaidView",
    "cancellation",
    "cancellations",
    "credit",
    "debtors",
    "due_path",
    "endable",
    "next_charges",
    "order_path",
    "own_shop",
    "payments_of",
    "preview",
    "sells_with_vat",
    "to_review",
    "unpaid",
    "was_bought",
]
