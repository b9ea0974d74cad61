"""What members owe and pay, where the outside is talked to."""

from fitkit.features.billing.flows.change_links import (
    look_at_linked_change,
    pay_linked_change,
    see_linked_change,
)
from fitkit.features.billing.flows.changes import ChangeResult, change_plan, look_at_change
from fitkit.features.billing.flows.endings import Asking, ask_code, check_code, send_code
from fitkit.features.billing.flows.orders import (
    buy,
    buy_gift_card,
    buy_gift_card_by_kept_card,
    charge_kept_card,
    look_at_order,
    pay,
    see_coupon,
    see_gift_card,
    see_order,
    see_shop,
)
from fitkit.features.billing.flows.renewals import (
    DueView,
    change_card,
    charge_debt,
    look_again,
    pay_due,
    pay_part,
    see_due,
)

__all__ = [
    "Asking",
    "ChangeResult",
    "DueView",
    "ask_code",
    "buy",
    "buy_gift_card",
    "buy_gift_card_by_kept_card",
    "change_card",
    "change_plan",
    "charge_debt",
    "charge_kept_card",
    "check_code",
    "look_again",
    "look_at_change",
    "look_at_linked_change",
    "look_at_order",
    "pay",
    "pay_due",
    "pay_linked_change",
    "pay_part",
    "see_coupon",
    "see_due",
    "see_gift_card",
    "see_linked_change",
    "see_order",
    "see_shop",
    "send_code",
]
