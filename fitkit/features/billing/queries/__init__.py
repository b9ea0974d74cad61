"""Reads of what members owe and pay: orders, periods and deals."""

from fitkit.features.billing.queries.agreed import (
    NextChargeView,
    PricePreview,
    ReachedView,
    next_charges,
    price_preview,
)
from fitkit.features.billing.queries.bills import (
    DebtPlanView,
    debt_plan,
    owed_now,
    split_preview,
)
from fitkit.features.billing.queries.change_links import LinkedView, LinkStanding, change_path
from fitkit.features.billing.queries.changes import (
    AheadView,
    ChangeView,
    ChoiceView,
    came_by_change,
    change_preview,
    changes_ahead,
    choices,
)
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
from fitkit.features.billing.queries.freezes import RestView, rest_preview, wake_preview
from fitkit.features.billing.queries.handing import HandOverView, hand_over_preview
from fitkit.features.billing.queries.links import due_path, lang_of
from fitkit.features.billing.queries.orders import (
    OrderView,
    PickupView,
    ShopView,
    coupon_for,
    order_path,
    own_shop,
    sells_with_vat,
    waiting_for_pickup,
    was_bought,
)
from fitkit.features.billing.queries.owing import (
    AgeSum,
    DebtorFilter,
    DebtorPage,
    DebtorView,
    UnpaidView,
    debtors,
    unpaid,
)
from fitkit.features.billing.queries.paid import PaymentView, payments_of
from fitkit.features.billing.queries.visits import (
    VisitView,
    open_visits,
    open_visits_of_class,
    visit_paths,
)

__all__ = [
    "AgeSum",
    "AheadView",
    "CancellationView",
    "ChangeView",
    "ChoiceView",
    "DebtPlanView",
    "DebtorFilter",
    "DebtorPage",
    "DebtorView",
    "EndableView",
    "EndingView",
    "HandOverView",
    "LineView",
    "LinkStanding",
    "LinkedView",
    "NextChargeView",
    "OrderView",
    "PaymentView",
    "PickupView",
    "PricePreview",
    "ReachedView",
    "RestView",
    "ShopView",
    "UnpaidView",
    "VisitView",
    "came_by_change",
    "cancellation",
    "cancellations",
    "change_path",
    "change_preview",
    "changes_ahead",
    "choices",
    "coupon_for",
    "credit",
    "debt_plan",
    "debtors",
    "due_path",
    "endable",
    "hand_over_preview",
    "lang_of",
    "next_charges",
    "open_visits",
    "open_visits_of_class",
    "order_path",
    "owed_now",
    "own_shop",
    "payments_of",
    "preview",
    "price_preview",
    "rest_preview",
    "sells_with_vat",
    "split_preview",
    "to_review",
    "unpaid",
    "visit_paths",
    "waiting_for_pickup",
    "wake_preview",
    "was_bought",
]
