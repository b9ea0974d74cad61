"""Reads of what lowers a price."""

from fitkit.features.offers.queries.coupons import CouponView, UseView, all_coupons, uses_of

__all__ = ["CouponView", "UseView", "all_coupons", "uses_of"]
