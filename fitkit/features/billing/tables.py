"""Order, Deal, Period, PayLinks, CreditUse, GiftPart, Cancellation."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.sealing import sealed
from fitkit.core.tables import JSON, OrgRow, Row, UtcDateTime, choice
from fitkit.features.billing.rules.cancellation import Ground
from fitkit.features.billing.rules.changes import ChangeKind, ChangeState
from fitkit.features.billing.rules.words import (
    BillState,
    CancellationState,
    DealState,
    DebtPlanState,
    OrderChannel,
    OrderKind,
    OrderState,
    PeriodState,
)
from fitkit.features.plans.rules import Every


class Order(OrgRow, table=True):
    """A checkout: something for a member from a day, at a price that is fixed when it is placed."""

    __tablename__ = "sales_order"

    member_id: UUID = Field(foreign_key="member.id", index=True)
    kind: OrderKind = Field(default=OrderKind.PLAN, sa_type=choice(OrderKind), nullable=False)
    plan_id: UUID | None = Field(default=None, foreign_key="plan.id", index=True)
    starts_on: date  # of a plan; of anything else the day it was placed
    coupon_id: UUID | None = Field(default=None, foreign_key="coupon.id", index=True)
    # Of goods: [[product, how many]]; of a gift card: for whom it is; of a visitor: who pays, by their word.
    what: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    # What the buyer pays by their credit; the amount is what is left to pay.
    credit_agorot: int = Field(default=0, sa_type=sa.BigInteger, nullable=False)
    # What it took for its buyer: goods, a coupon's use, credit. Of a visit: it is owed, or was paid for it.
    is_holding: bool = True
    gift_use_id: UUID | None = Field(  # of a gift card that became credit for it
        default=None, foreign_key="gift_card_use.id", index=True
    )
    referrer_id: UUID | None = Field(  # who brought the buyer
        default=None, foreign_key="member.id", index=True
    )
    handed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # goods, to their buyer
    place_id: UUID | None = None  # of a visit: the booking, or the guest's place
    lines: list[Any] = Field(
        default_factory=list, sa_type=JSON, nullable=False
    )  # [words, agorot, n]
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    # Of a plan: what it is sold at and gives, as placed; it may be another by the time it is paid.
    agreed: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    vat_per_mille: int
    state: OrderState = Field(default=OrderState.OPEN, sa_type=choice(OrderState), nullable=False)
    channel: OrderChannel = Field(sa_type=choice(OrderChannel), nullable=False)
    token_sealed: str = sealed("token")  # of its page, which needs no sign-in
    consented_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    disclosed: str = Field(default="", sa_type=sa.Text)  # the text the buyer agreed to, as shown
    expires_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    paid_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    subscription_id: UUID | None = Field(default=None, foreign_key="subscription.id", index=True)
    # Of whom the order itself wrote down: their way into the app. Never of somebody known before.
    invitation_id: UUID | None = Field(default=None, foreign_key="invitation.id", index=True)
    by_user_id: UUID | None = None  # staff who placed it
    is_visitors: bool = (
        False  # placed by somebody who was not signed in: who they are is their word
    )

    __table_args__ = (
        sa.CheckConstraint("amount_agorot >= 0", name="amount"),
        sa.CheckConstraint("(state = 'paid') = (paid_at is not null)", name="paid"),
        sa.CheckConstraint("(kind = 'plan') = (plan_id is not null)", name="kind"),
        sa.CheckConstraint("(kind = 'visit') = (place_id is not null)", name="place"),
        sa.CheckConstraint("credit_agorot >= 0", name="credit"),
        Index(  # a place is owed for once
            "uq_sales_order_place",
            "place_id",
            unique=True,
            postgresql_where=sa.text("kind = 'visit' and is_holding"),
        ),
        Index("ix_sales_order_place", "place_id", postgresql_where=sa.text("place_id is not null")),
        Index(
            "ix_sales_order_pickup",
            "org_id",
            postgresql_where=sa.text("kind = 'goods' and state = 'paid' and handed_at is null"),
        ),
        Index(
            "ix_sales_order_expiry",
            "expires_at",
            postgresql_where=sa.text("state in ('open', 'paying', 'failed', 'abandoned')"),
        ),
    )


class OrderKey(Row, table=True):
    """Which order of which gym a page belongs to. Global: read before any gym is known."""

    __tablename__ = "sales_order_key"

    token_hash: str = Field(unique=True, max_length=64)
    order_id: UUID = Field(foreign_key="sales_order.id", index=True)
    gym_id: UUID = Field(foreign_key="org.id", index=True)


class Deal(OrgRow, table=True):
    """The money side of a subscription: what was agreed, and what renews when."""

    __tablename__ = "deal"

    subscription_id: UUID = Field(foreign_key="subscription.id")
    member_id: UUID = Field(foreign_key="member.id", index=True)
    state: DealState = Field(default=DealState.RUNNING, sa_type=choice(DealState), nullable=False)
    every: Every | None = Field(default=None, sa_type=choice(Every), nullable=True)  # None: once
    price_agorot: int = Field(
        sa_type=sa.BigInteger, nullable=False
    )  # of a period, or of all; VAT included
    anchor_on: date  # the first day of period 0
    next_number: int = 0  # of the period that becomes due next
    next_on: date | None = None  # its first day; None: nothing renews any more
    commitment_months: int | None = None
    open_price_agorot: int | None = Field(
        default=None, sa_type=sa.BigInteger
    )  # a month without commitment
    made_on: date
    is_remote: bool = True
    was_disclosed: bool = True
    paid_agorot: int = Field(default=0, sa_type=sa.BigInteger)  # so far, refunds taken off
    new_price_agorot: int | None = Field(default=None, sa_type=sa.BigInteger)  # told, from a day on
    new_price_from: date | None = None
    goes_on: bool = False  # after its commitment: the member said so
    # What a coupon takes off, as it was agreed: a percentage or an amount of each payment.
    off_percent: int | None = None
    off_agorot: int | None = Field(default=None, sa_type=sa.BigInteger)
    off_periods: int | None = None  # payments it counts for, from period 0 on; empty: all
    off_code: str = Field(default="", max_length=24)  # of the coupon, for its line
    # Left by a visitor who paid for it, and charged for it alone; empty, or removed: the member's own is.
    card_id: UUID | None = Field(default=None, foreign_key="card.id", index=True)

    __table_args__ = (
        Index("uq_deal_subscription", "subscription_id", unique=True),
        Index(
            "ix_deal_next",
            "org_id",
            "next_on",
            postgresql_where=sa.text("state = 'running' and next_on is not null"),
        ),
        sa.CheckConstraint("price_agorot >= 0", name="price"),
    )


class Period(OrgRow, table=True):
    """What is due for one period of a deal; charged once, whatever crashes."""

    __tablename__ = "deal_period"

    deal_id: UUID = Field(foreign_key="deal.id")
    member_id: UUID = Field(foreign_key="member.id", index=True)
    number: int  # of the deal, from 0
    first_on: date
    last_on: date
    lines: list[Any] = Field(default_factory=list, sa_type=JSON, nullable=False)
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    # What of it the member had to their credit, or paid in parts; the rest is charged.
    credit_agorot: int = Field(default=0, sa_type=sa.BigInteger, nullable=False)
    vat_per_mille: int
    state: PeriodState = Field(default=PeriodState.DUE, sa_type=choice(PeriodState), nullable=False)
    tries: int = 0  # charges of a kept card that failed
    next_try_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None: no try is ahead
    held_until: datetime | None = Field(default=None, sa_type=UtcDateTime)  # while it is charged
    failed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # first
    needs_card: bool = False  # there is none, or the one there is will never do
    told_step: int = 0  # of the notices and tasks of dunning that are done
    promised_on: date | None = None  # the day a member promised to pay
    paid_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # While what is owed for it is paid in parts; then nothing of it is charged or told by itself.
    debt_plan_id: UUID | None = Field(default=None, foreign_key="debt_plan.id", index=True)

    __table_args__ = (
        Index("uq_deal_period_number", "deal_id", "number", unique=True),  # never charged twice
        Index(
            "ix_deal_period_try",
            "org_id",
            "next_try_at",
            postgresql_where=sa.text("next_try_at is not null"),
        ),
        Index(
            "ix_deal_period_unpaid",
            "org_id",
            "failed_at",
            postgresql_where=sa.text("state in ('dunning', 'given_up')"),
        ),
        sa.CheckConstraint("amount_agorot >= 0", name="amount"),
        sa.CheckConstraint("credit_agorot between 0 and amount_agorot", name="credit"),
        sa.CheckConstraint("last_on >= first_on", name="days"),
        sa.CheckConstraint("(state = 'paid') = (paid_at is not null)", name="paid"),
    )


class PayLinks(OrgRow, table=True):
    """Which of a member's links to pay still work: those of the newest number. No row: none was ever revoked."""

    __tablename__ = "pay_links"

    member_id: UUID = Field(foreign_key="member.id", unique=True)
    number: int  # how often they were revoked

    __table_args__ = (sa.CheckConstraint("number between 1 and 65535", name="number"),)


class DebtPlan(OrgRow, table=True):
    """What a member owes, to be paid in parts on their days. Its parts are bills."""

    __tablename__ = "debt_plan"

    member_id: UUID = Field(foreign_key="member.id", index=True)
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)  # of all parts
    state: DebtPlanState = Field(
        default=DebtPlanState.KEPT, sa_type=choice(DebtPlanState), nullable=False
    )
    by_user_id: UUID | None = None  # who agreed to it for the gym

    __table_args__ = (
        Index(
            "uq_debt_plan_kept",
            "member_id",
            unique=True,
            postgresql_where=sa.text("state = 'kept'"),
        ),
        sa.CheckConstraint("amount_agorot > 0", name="amount"),
    )


class Bill(OrgRow, table=True):
    """All that a member owed at a moment, asked for in one charge; or a part of it, by a plan."""

    __tablename__ = "bill"

    member_id: UUID = Field(foreign_key="member.id", index=True)
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    lines: list[Any] = Field(
        default_factory=list, sa_type=JSON, nullable=False
    )  # [words, agorot, n]
    period_ids: list[Any] = Field(default_factory=list, sa_type=JSON, nullable=False)  # of them
    state: BillState = Field(default=BillState.OPEN, sa_type=choice(BillState), nullable=False)
    paid_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    plan_id: UUID | None = Field(default=None, foreign_key="debt_plan.id", index=True)
    due_on: date | None = None  # of a part
    tries: int = 0  # charges of a kept card that failed, of a part
    next_try_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # of a part

    __table_args__ = (
        Index(  # one for all at a time
            "uq_bill_open",
            "member_id",
            unique=True,
            postgresql_where=sa.text("state = 'open' and plan_id is null"),
        ),
        Index(  # parts whose day has come
            "ix_bill_try",
            "org_id",
            "next_try_at",
            postgresql_where=sa.text("next_try_at is not null"),
        ),
        sa.CheckConstraint("amount_agorot > 0", name="amount"),
        sa.CheckConstraint("(state = 'paid') = (paid_at is not null)", name="paid"),
        sa.CheckConstraint("(plan_id is null) = (due_on is null)", name="part"),
    )


class CreditUse(OrgRow, table=True):
    """What of a member's credit is set aside for something that is ordered, or was used for it."""

    __tablename__ = "credit_use"

    member_id: UUID = Field(foreign_key="member.id")
    cause_kind: str = Field(max_length=40)  # the table of the row it is for
    cause_id: UUID
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    gift_agorot: int = Field(default=0, sa_type=sa.BigInteger, nullable=False)  # of it, gift cards'
    is_spent: bool = False  # its sale stands in the book

    __table_args__ = (
        Index("uq_credit_use_cause", "org_id", "cause_kind", "cause_id", unique=True),
        Index("ix_credit_use_held", "member_id", "is_spent"),  # what is set aside of a member's
        sa.CheckConstraint("amount_agorot > 0", name="amount"),
        sa.CheckConstraint("gift_agorot between 0 and amount_agorot", name="gift"),
    )


class GiftPart(OrgRow, table=True):
    """What of a sale the money of gift cards paid; or, below zero, what of such a part was taken back.

    Only ever added. Each has its own document, under its id.
    """

    __tablename__ = "gift_part"

    member_id: UUID = Field(foreign_key="member.id", index=True)
    cause_kind: str = Field(max_length=40)  # the table of the row that was sold; or took it back
    cause_id: UUID
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    of_id: UUID | None = Field(  # the part that it takes back
        default=None, foreign_key="gift_part.id", index=True
    )

    __table_args__ = (
        Index("ix_gift_part_cause", "org_id", "cause_kind", "cause_id"),
        sa.CheckConstraint("amount_agorot <> 0", name="amount"),
        sa.CheckConstraint("(of_id is null) = (amount_agorot > 0)", name="back"),
    )


class Cancellation(OrgRow, table=True):
    """A member's notice that a deal ends, and what the law made of it."""

    __tablename__ = "cancellation"

    deal_id: UUID = Field(foreign_key="deal.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    noticed_on: date
    by_registered_post: bool = False
    state: CancellationState = Field(sa_type=choice(CancellationState), nullable=False)
    ground: Ground = Field(sa_type=choice(Ground), nullable=False)
    last_day: date
    used_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    fee_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    refund_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    owed_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    refund_by: date | None = None  # the law's last day
    lines: list[Any] = Field(
        default_factory=list, sa_type=JSON, nullable=False
    )  # [[he, en], agorot|null]
    reason: str = Field(default="", max_length=500)  # the member's, if they say one
    actor_user_id: UUID | None = None  # empty: by the public page
    is_protected: bool = False  # by their birth date, or as they stated
    spoke_before: bool = False  # with somebody of the gym: by a link that was sent, or as stated
    # How it stood before, for a member who stays: of the subscription, the deal, its periods.
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_why: str = Field(default="", max_length=500)  # the member's word, as staff noted it

    __table_args__ = (
        Index(
            "uq_cancellation_open",
            "deal_id",
            unique=True,
            postgresql_where=sa.text("state <> 'withdrawn'"),
        ),
    )


class PlanChange(OrgRow, table=True):
    """A deal that becomes another plan, or another member's: agreed to as it was shown."""

    __tablename__ = "plan_change"

    deal_id: UUID = Field(foreign_key="deal.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    plan_id: UUID = Field(foreign_key="plan.id", index=True)  # the new one
    kind: ChangeKind = Field(sa_type=choice(ChangeKind), nullable=False)
    state: ChangeState = Field(sa_type=choice(ChangeState), nullable=False)
    takes_on: date  # the first day of what is new; of a planned one as it was foreseen
    period_number: int  # of the deal's newest period: another one by then means it is too late
    lines: list[Any] = Field(default_factory=list, sa_type=JSON, nullable=False)  # [he, agorot, n]
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)  # charged, or due on its day
    credit_agorot: int = Field(default=0, sa_type=sa.BigInteger, nullable=False)
    # The new plan as it was agreed to: its price, rhythm and commitment then.
    price_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    every: Every | None = Field(default=None, sa_type=choice(Every), nullable=True)
    commitment_months: int | None = None
    open_price_agorot: int | None = Field(default=None, sa_type=sa.BigInteger)
    billing_day: int | None = None
    # What of the old deal's coupon goes over, as of a deal: it counts from the new one's period 0 on.
    off_percent: int | None = None
    off_agorot: int | None = Field(default=None, sa_type=sa.BigInteger)
    off_periods: int | None = None
    off_code: str = Field(default="", max_length=24)
    # What it gives, as agreed to; empty: agreed to before that was kept.
    terms: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    disclosed: str = Field(default="", sa_type=sa.Text)  # the text they agreed to, as shown
    is_remote: bool = True
    new_deal_id: UUID | None = Field(default=None, foreign_key="deal.id", index=True)
    note: str = Field(default="", max_length=500)  # of a hand-over: what was agreed
    by_user_id: UUID | None = None  # who asked for it

    __table_args__ = (
        Index(  # one is ahead at a time
            "uq_plan_change_ahead",
            "deal_id",
            unique=True,
            postgresql_where=sa.text("state in ('open', 'planned')"),
        ),
        sa.CheckConstraint("amount_agorot >= 0 and credit_agorot >= 0", name="amounts"),
    )
