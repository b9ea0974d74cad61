"""Changes of what lowers a price."""

from fitkit.features.offers.actions.coupons import (
    let_coupon_go,
    make_coupon,
    note_off,
    stop_coupon,
    use_coupon,
    use_coupon_again,
)

__all__ = [
    "let_coupon_go",
    "make_coupon",
    "note_off",
    "stop_coupon",
    "use_coupon",
    "use_coupon_again",
]
