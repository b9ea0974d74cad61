"""Reads of what lowers a price, and of what is sold beside plans."""

from fitkit.features.offers.queries.coupons import CouponView, UseView, all_coupons, uses_of
from fitkit.features.offers.queries.gift_cards import (
    GiftState,
    GiftsView,
    GiftUseView,
    GiftView,
    gift_card_uses,
    gift_cards_sold,
)
from fitkit.features.offers.queries.products import ProductView, products_of, shelf
from fitkit.features.offers.queries.settings import OfferChoices, offer_choices

__all__ = [
    "CouponView",
    "GiftState",
    "GiftUseView",
    "GiftView",
    "GiftsView",
    "OfferChoices",
    "ProductView",
    "UseView",
    "all_coupons",
    "gift_card_uses",
    "gift_cards_sold",
    "offer_choices",
    "products_of",
    "shelf",
    "uses_of",
]
