"""Changes of what members owe and pay: orders, periods and deals."""

from fitkit.features.billing.actions._placing import NO_CODES, Codes, PlacedOrder
from fitkit.features.billing.actions.bills import take_all
from fitkit.features.billing.actions.cards import charge_own_card
from fitkit.features.billing.actions.changes import begin_change, call_off, change_at_desk
from fitkit.features.billing.actions.debt_plans import end_debt_plan, split_debt
from fitkit.features.billing.actions.debts import promise, take_now, write_off
from fitkit.features.billing.actions.endings import (
    cancel,
    decide,
    give_back_later,
    hand_back,
    withdraw,
)
from fitkit.features.billing.actions.freezes import freeze, unfreeze
from fitkit.features.billing.actions.given import end_plan
from fitkit.features.billing.actions.handing import hand_plan_over
from fitkit.features.billing.actions.links import revoke_links
from fitkit.features.billing.actions.orders import buy, sell_at_desk, sell_by_link
from fitkit.features.billing.actions.past import (
    PaidPeriod,
    PastDeal,
    PastPeriod,
    agree_past,
    record_past,
)
from fitkit.features.billing.actions.paying import take_back, take_by_hand
from fitkit.features.billing.actions.periods import announce_price, go_on
from fitkit.features.billing.actions.retail import (
    ByHand,
    buy_gift_card,
    buy_goods,
    hand_over,
    place_gift_card,
    place_goods,
    sell_gift_card,
    sell_goods,
)

__all__ = [
    "NO_CODES",
    "ByHand",
    "Codes",
    "PaidPeriod",
    "PastDeal",
    "PastPeriod",
    "PlacedOrder",
    "agree_past",
    "announce_price",
    "begin_change",
    "buy",
    "buy_gift_card",
    "buy_goods",
    "call_off",
    "cancel",
    "change_at_desk",
    "charge_own_card",
    "decide",
    "end_debt_plan",
    "end_plan",
    "freeze",
    "give_back_later",
    "go_on",
    "hand_back",
    "hand_over",
    "hand_plan_over",
    "place_gift_card",
    "place_goods",
    "promise",
    "record_past",
    "revoke_links",
    "sell_at_desk",
    "sell_by_link",
    "sell_gift_card",
    "sell_goods",
    "split_debt",
    "take_all",
    "take_back",
    "take_by_hand",
    "take_now",
    "unfreeze",
    "withdraw",
    "write_off",
]
