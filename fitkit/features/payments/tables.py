"""PayAccount, PayKey, Card, Charge, Callback, Refund."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.sealing import sealed
from fitkit.core.tables import JSON, OrgRow, Row, UtcDateTime, choice
from fitkit.features.payments.rules import ChargeMode, ChargeState, RefundState
from fitkit.ports.payments import DeclineKind, DeclineReason, PayWay, Problem, Provider


class PayAccount(OrgRow, table=True):
    """A gym's account at a payment company. One is in use; an older one stays for refunds."""

    __tablename__ = "pay_account"

    provider: Provider = Field(sa_type=choice(Provider), nullable=False)
    credentials_sealed: str = sealed("credentials")  # a JSON object of strings
    token_sealed: str = sealed("token")  # of its callback address
    is_in_use: bool = True
    at_once: int = 4  # charges at the same time
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # the test by the button
    problem: Problem | None = Field(default=None, sa_type=choice(Problem), nullable=True)
    called: str = Field(default="", max_length=120)  # how the company calls the account

    __table_args__ = (
        Index(
            "uq_pay_account_in_use",
            "org_id",
            unique=True,
            postgresql_where=sa.text("is_in_use"),
        ),
        sa.CheckConstraint("at_once between 1 and 50", name="at_once"),
    )


class PayKey(Row, table=True):
    """Which account of which gym a callback address belongs to. Global: read before any gym is known."""

    __tablename__ = "pay_key"

    token_hash: str = Field(unique=True, max_length=64)
    account_id: UUID = Field(foreign_key="pay_account.id", index=True)
    gym_id: UUID = Field(foreign_key="org.id", index=True)


class Card(OrgRow, table=True):
    """A member's card, kept by the company of an account."""

    __tablename__ = "card"

    member_id: UUID = Field(foreign_key="member.id", index=True)
    account_id: UUID = Field(foreign_key="pay_account.id", index=True)
    token_sealed: str = sealed("token")
    holder_id_sealed: str | None = sealed("holder_id", optional=True)
    last4: str = Field(max_length=8)
    brand: str = Field(default="", max_length=30)
    good_until: date  # the last day of its month
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # or replaced
    # Left for one thing alone by whoever paid for it: never charged for another, nor the member's own.
    is_apart: bool = False

    __table_args__ = (
        Index(  # a member has one card of their own at a time
            "uq_card_member",
            "member_id",
            unique=True,
            postgresql_where=sa.text("removed_at is null and not is_apart"),
        ),
        Index(
            "ix_card_ending", "org_id", "good_until", postgresql_where=sa.text("removed_at is null")
        ),
    )


class Charge(OrgRow, table=True):
    """One attempt to take an amount for a cause. Its key is ``id`` in hex, once for ever."""

    __tablename__ = "charge"

    member_id: UUID = Field(foreign_key="member.id", index=True)
    cause_kind: str = Field(max_length=40)  # the table of the row it is for
    cause_id: UUID
    attempt: int  # of its cause, from 1
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)  # 0: a card is only kept
    lines: list[Any] = Field(
        default_factory=list, sa_type=JSON, nullable=False
    )  # [words, agorot, n]
    words: str = Field(max_length=50)  # what it is for, in Hebrew
    words_en: str = Field(
        default="", max_length=50
    )  # in English; empty: told in one language alone
    mode: ChargeMode = Field(sa_type=choice(ChargeMode), nullable=False)
    state: ChargeState = Field(
        default=ChargeState.CREATED, sa_type=choice(ChargeState), nullable=False
    )
    account_id: UUID | None = Field(default=None, foreign_key="pay_account.id", index=True)
    card_id: UUID | None = Field(default=None, foreign_key="card.id", index=True)  # charged or kept
    keeps_card: bool = False
    keeps_apart: bool = False  # what it keeps is for its cause alone
    is_advance: bool = False  # paid ahead of any sale: a receipt, and no VAT yet
    instalments: int = 1  # the most the page offers; as chosen, when paid
    page_reference: str | None = Field(default=None, max_length=200)
    page_url: str = Field(default="", max_length=2000)
    bit_url: str = Field(default="", max_length=2000)
    told_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime
    )  # just before the company is
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # looked up last
    looks: int = 0  # how often it was looked up
    # [[when, what the company answered]], the last forty; an empty answer: none came
    asks: list[Any] = Field(default_factory=list, sa_type=JSON, nullable=False)
    next_look_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    way: PayWay | None = Field(default=None, sa_type=choice(PayWay), nullable=True)  # when paid
    paid_on: date | None = None  # in the gym's zone
    transaction_id: str | None = Field(default=None, max_length=200)
    approval: str = Field(default="", max_length=60)
    last4: str = Field(default="", max_length=8)
    decline: DeclineKind | None = Field(default=None, sa_type=choice(DeclineKind), nullable=True)
    reason: DeclineReason | None = Field(default=None, sa_type=choice(DeclineReason), nullable=True)
    said: str = Field(default="", max_length=300)  # by the company, for staff
    note: str = Field(default="", max_length=200)  # of staff: a cheque's number, who brought it
    actor_user_id: UUID | None = None  # who took it by hand
    refunded_agorot: int = Field(default=0, sa_type=sa.BigInteger)  # under way counted in
    is_surplus: bool = False  # it had been paid before, and cannot go back by itself: it is credit

    __table_args__ = (
        Index("uq_charge_attempt", "org_id", "cause_kind", "cause_id", "attempt", unique=True),
        Index(  # invariant 2
            "uq_charge_open",
            "cause_kind",
            "cause_id",
            unique=True,
            postgresql_where=sa.text("state in ('created', 'on_page', 'unknown', 'sent')"),
        ),
        Index("uq_charge_page", "account_id", "page_reference", unique=True),
        Index("uq_charge_transaction", "account_id", "transaction_id", unique=True),
        Index(
            "ix_charge_look",
            "next_look_at",
            postgresql_where=sa.text("next_look_at is not null"),
        ),
        Index("ix_charge_day", "org_id", "paid_on", postgresql_where=sa.text("state = 'paid'")),
        sa.CheckConstraint("amount_agorot >= 0", name="amount"),
        sa.CheckConstraint("refunded_agorot between 0 and amount_agorot", name="refunded"),
        sa.CheckConstraint("attempt >= 1 and instalments >= 1", name="counts"),
        sa.CheckConstraint(
            "(state = 'paid') = (way is not null and paid_on is not null)"
            " or (state = 'paid' and amount_agorot = 0)",
            name="paid",
        ),
    )


class Callback(OrgRow, table=True):
    """What a company told unasked, as it came."""

    __tablename__ = "pay_callback"

    account_id: UUID = Field(foreign_key="pay_account.id", index=True)
    body: bytes = Field(sa_type=sa.LargeBinary, nullable=False)  # at most 64 kB
    content_type: str = Field(default="", max_length=120)
    query: str = Field(default="", max_length=2000)
    reference: str = Field(default="", max_length=200)  # what it points to; empty: unreadable
    charge_id: UUID | None = Field(default=None, foreign_key="charge.id", index=True)
    handled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Refund(OrgRow, table=True):
    """Money that goes back of a charge. Its key is ``id`` in hex."""

    __tablename__ = "refund"

    charge_id: UUID = Field(foreign_key="charge.id", index=True)
    account_id: UUID | None = Field(default=None, foreign_key="pay_account.id")  # of its charge
    member_id: UUID = Field(foreign_key="member.id", index=True)
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    way: PayWay = Field(
        sa_type=choice(PayWay), nullable=False
    )  # the original one, or cash, transfer
    state: RefundState = Field(
        default=RefundState.CREATED, sa_type=choice(RefundState), nullable=False
    )
    why: str = Field(max_length=500)
    cause_kind: str = Field(default="", max_length=40)  # what decided it; empty: staff by hand
    cause_id: UUID | None = None
    actor_user_id: UUID | None = None  # empty: FitKit itself
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # looked up last
    tries: int = 0  # how often the company could not be reached
    next_look_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    transaction_id: str | None = Field(default=None, max_length=200)
    said: str = Field(default="", max_length=300)

    __table_args__ = (
        sa.CheckConstraint("amount_agorot > 0", name="amount"),
        Index("uq_refund_transaction", "account_id", "transaction_id", unique=True),
        Index(
            "uq_refund_cause",
            "charge_id",
            "cause_kind",
            "cause_id",
            unique=True,
            postgresql_where=sa.text("cause_id is not null and state <> 'refused'"),
        ),
        Index(
            "ix_refund_open",
            "org_id",
            postgresql_where=sa.text("state in ('created', 'unknown')"),
        ),
        Index(
            "ix_refund_look",
            "next_look_at",
            postgresql_where=sa.text("next_look_at is not null"),
        ),
    )
