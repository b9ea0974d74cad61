"""What a gym sells, on screens of their own beside one another."""

import reflex as rx

from fitkit.design.nav import link_tabs
from fitkit.texts import coupons, desk, gift_cards, products, web
from fitkit.web.frames import path_in

_TABS = (
    ("plans", "/dashboard/plans", desk.PLANS),
    ("coupons", "/dashboard/plans/coupons", coupons.COUPONS),
    ("gift_cards", "/dashboard/plans/gift-cards", gift_cards.GIFT_CARDS),
    ("products", "/dashboard/plans/products", products.PRODUCTS),
)


def offer_tabs(current: str) -> rx.Component:
    """The parts of what is sold; ``current`` is the one that is shown."""
    entries = [(label, path_in(path), key == current) for key, path, label in _TABS]
    return link_tabs(entries, web.NAV_PLANS)
