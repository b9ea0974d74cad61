"""Coupon and CouponUse."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.tables import JSON, OrgRow, UtcDateTime


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
