"""Coupon, CouponUse; OfferSettings; GiftCard, GiftCardUse; Product; ReferralCode, ReferralReward."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.i18n import Lang
from fitkit.core.sealing import sealed
from fitkit.core.tables import JSON, OrgRow, UtcDateTime, choice


class Coupon(OrgRow, table=True):
    """A code that lowers the price of plans. Never changed, only stopped."""

    __tablename__ = "coupon"

    code: str = Field(max_length=24)  # in capital letters
    percent: int | None = None  # 1 to 100; empty: an amount
    off_agorot: int | None = Field(default=None, sa_type=sa.BigInteger)  # of each payment
    periods: int | None = None  # payments it lowers, from the first on; empty: all
    most_uses: int | None = None  # empty: as many as want
    most_each: int | None = None  # by one member
    valid_from: date | None = None
    valid_to: date | None = None  # the last day
    only_new: bool = False
    plan_ids: list[Any] = Field(  # empty: of all
        default_factory=list, sa_type=JSON, nullable=False
    )
    stopped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        Index("uq_coupon_code", "org_id", "code", unique=True),
        sa.CheckConstraint(
            "(percent is null) <> (off_agorot is null)"
            " and (percent is null or percent between 1 and 100)"
            " and (off_agorot is null or off_agorot > 0)",
            name="discount",
        ),
    )


class CouponUse(OrgRow, table=True):
    """A coupon on an order; let go when the order ends unpaid."""

    __tablename__ = "coupon_use"

    coupon_id: UUID = Field(foreign_key="coupon.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    order_id: UUID = Field(index=True)
    off_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)  # of the first payment
    let_go_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        Index(
            "uq_coupon_use_order",
            "order_id",
            unique=True,
            postgresql_where=sa.text("let_go_at is null"),
        ),
        sa.CheckConstraint("off_agorot >= 0", name="off"),
    )


class OfferSettings(OrgRow, table=True):
    """What a gym decided of gift cards and of credit for those who bring somebody; one row, or none yet."""

    __tablename__ = "offer_settings"

    sells_gift_cards: bool = False  # in the shop; staff sell them whenever
    gift_least_agorot: int = Field(default=5_000, sa_type=sa.BigInteger, nullable=False)
    gift_most_agorot: int = Field(default=200_000, sa_type=sa.BigInteger, nullable=False)
    referrer_agorot: int = Field(default=0, sa_type=sa.BigInteger, nullable=False)  # 0: nothing
    friend_agorot: int = Field(default=0, sa_type=sa.BigInteger, nullable=False)

    __table_args__ = (
        Index("uq_offer_settings", "org_id", unique=True),
        sa.CheckConstraint(
            "gift_least_agorot > 0 and gift_most_agorot >= gift_least_agorot", name="gift"
        ),
        sa.CheckConstraint("referrer_agorot >= 0 and friend_agorot >= 0", name="referral"),
    )


class GiftCard(OrgRow, table=True):
    """Money that was paid ahead, for whoever has the code. What is left of it is owed by the gym."""

    __tablename__ = "gift_card"

    code_hash: str = Field(unique=True, max_length=64)
    code_sealed: str = sealed("code")
    ending: str = Field(max_length=4)  # of the code, to tell cards apart
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    left_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    order_id: UUID = Field(unique=True)  # that paid for it
    buyer_id: UUID = Field(foreign_key="member.id", index=True)
    receiver: str = Field(max_length=60)
    receiver_email: str = Field(max_length=254)
    message: str = Field(default="", sa_type=sa.Text)
    lang: Lang = Field(sa_type=choice(Lang), nullable=False)  # of its letter
    good_until: date  # the last day
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint(
            "amount_agorot > 0 and left_agorot between 0 and amount_agorot", name="left"
        ),
    )


class GiftCardUse(OrgRow, table=True):
    """What of a gift card went to a member's credit, or back to its buyer. Only ever added."""

    __tablename__ = "gift_card_use"

    gift_card_id: UUID = Field(foreign_key="gift_card.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    is_given_back: bool = False  # its price went back to the buyer
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # back on the card

    __table_args__ = (sa.CheckConstraint("amount_agorot > 0", name="amount"),)


class Product(OrgRow, table=True):
    """Something from the shelf: a bottle, a shirt."""

    __tablename__ = "product"

    name_he: str = Field(max_length=60)
    name_en: str = Field(max_length=60)
    price_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)  # VAT included
    stock: int | None = None  # on the shelf; empty: not counted
    in_shop: bool = True
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("price_agorot > 0", name="price"),
        sa.CheckConstraint("stock >= 0", name="stock"),
    )


class ReferralCode(OrgRow, table=True):
    """The code in a member's own link to the shop."""

    __tablename__ = "referral_code"

    member_id: UUID = Field(foreign_key="member.id")
    code: str = Field(max_length=8)

    __table_args__ = (
        Index("uq_referral_code_member", "member_id", unique=True),
        Index("uq_referral_code", "org_id", "code", unique=True),
    )


class ReferralReward(OrgRow, table=True):
    """Credit that was given for a new member, to who brought them or to themself; once for ever."""

    __tablename__ = "referral_reward"

    member_id: UUID = Field(foreign_key="member.id", index=True)  # who got it
    friend_id: UUID = Field(foreign_key="member.id")  # who was brought
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)

    __table_args__ = (
        Index("uq_referral_reward", "friend_id", "member_id", unique=True),
        sa.CheckConstraint("amount_agorot > 0", name="amount"),
    )
