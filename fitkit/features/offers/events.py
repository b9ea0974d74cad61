"""What has happened to coupons, gift cards and products. Amounts in agorot."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CouponMade(Event):
    """A coupon may be used from now on; about the coupon."""

    name: ClassVar[str] = "offers.coupon_made"


@dataclass(frozen=True, kw_only=True)
class CouponStopped(Event):
    """A coupon is taken no more; about the coupon."""

    name: ClassVar[str] = "offers.coupon_stopped"


@dataclass(frozen=True, kw_only=True)
class GiftCardSold(Event):
    """A gift card was paid for; about the card. Its letter goes out."""

    name: ClassVar[str] = "offers.gift_card_sold"
    member_id: UUID  # who bought it
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class GiftCardUsed(Event):
    """Something of a gift card went to a member's credit; about the card."""

    name: ClassVar[str] = "offers.gift_card_used"
    member_id: UUID
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class GiftCardSentAgain(Event):
    """Staff want the letter of a gift card sent again; about the card."""

    name: ClassVar[str] = "offers.gift_card_sent_again"
    sending: UUID  # another letter than those before


@dataclass(frozen=True, kw_only=True)
class OfferSettingsChanged(Event):
    """The gym decided otherwise of gift cards or of credit for bringing somebody; about the gym."""

    name: ClassVar[str] = "offers.settings_changed"


@dataclass(frozen=True, kw_only=True)
class ReferralPaid(Event):
    """Credit was given for a new member; about the reward."""

    name: ClassVar[str] = "offers.referral_paid"
    member_id: UUID  # who got it
    amount_agorot: int
    is_referrer: bool  # else it is the new member themself


@dataclass(frozen=True, kw_only=True)
class ProductAdded(Event):
    """A product is sold from now on; about the product."""

    name: ClassVar[str] = "offers.product_added"


@dataclass(frozen=True, kw_only=True)
class ProductChanged(Event):
    """A product's name, price or stock is another; about the product."""

    name: ClassVar[str] = "offers.product_changed"


@dataclass(frozen=True, kw_only=True)
class ProductRetired(Event):
    """A product is sold no more; about the product."""

    name: ClassVar[str] = "offers.product_retired"
