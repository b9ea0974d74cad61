"""Changes of what lowers a price, and of what is sold beside plans."""

from fitkit.features.offers.actions.coupons import (
    let_coupon_go,
    make_coupon,
    note_off,
    stop_coupon,
    use_coupon,
    use_coupon_again,
)
from fitkit.features.offers.actions.gift_cards import (
    Redeemed,
    make_gift_card,
    note_sent,
    redeem,
    send_gift_card_again,
    take_gift_card_back,
    undo_use,
    use_again,
)
from fitkit.features.offers.actions.products import (
    add_product,
    change_product,
    put_goods_back,
    restore_product,
    retire_product,
    take_goods,
)
from fitkit.features.offers.actions.referrals import own_code, reward
from fitkit.features.offers.actions.settings import choose_offers

__all__ = [
    "Redeemed",
    "add_product",
    "change_product",
    "choose_offers",
    "let_coupon_go",
    "make_coupon",
    "make_gift_card",
    "note_off",
    "note_sent",
    "own_code",
    "put_goods_back",
    "redeem",
    "restore_product",
    "retire_product",
    "reward",
    "send_gift_card_again",
    "stop_coupon",
    "take_gift_card_back",
    "take_goods",
    "undo_use",
    "use_again",
    "use_coupon",
    "use_coupon_again",
]
