"""What has happened to coupons."""

from dataclasses import dataclass
from typing import ClassVar

from fitkit.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CouponMade(Event):
    """A coupon may be used from now on; about the coupon."""

    name: ClassVar[str] = "offers.coupon_made"


@dataclass(frozen=True, kw_only=True)
class CouponStopped(Event):
    """A coupon is taken no more; about the coupon."""

    name: ClassVar[str] = "offers.coupon_stopped"
