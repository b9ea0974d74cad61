"""Comparison and Difference."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.tables import JSON, OrgRow, UtcDateTime, choice
from fitkit.features.reconciliation.rules import DifferenceKind


class Comparison(OrgRow, table=True):
    """The last night of one account; one row an account."""

    __tablename__ = "pay_comparison"

    account_id: UUID = Field(foreign_key="pay_account.id")
    at: datetime = Field(sa_type=UtcDateTime, nullable=False)  # when it was tried last
    compared_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when a list came last
    first_on: date  # the days it was about
    last_on: date
    theirs: int = 0  # lines of their list on those days
    ours: int = 0

    __table_args__ = (Index("uq_pay_comparison_account", "account_id", unique=True),)


class PayDifference(OrgRow, table=True):
    """One charge or refund that the two do not agree on."""

    __tablename__ = "pay_difference"

    account_id: UUID = Field(foreign_key="pay_account.id", index=True)
    kind: DifferenceKind = Field(sa_type=choice(DifferenceKind), nullable=False)
    what: str = Field(max_length=200)  # names it: our id in hex, or their number
    is_refund: bool
    on: date
    transaction_id: str = Field(default="", max_length=200)
    ours_agorot: int | None = Field(default=None, sa_type=sa.BigInteger)
    theirs_agorot: int | None = Field(default=None, sa_type=sa.BigInteger)
    charge_id: UUID | None = Field(default=None, foreign_key="charge.id", index=True)
    refund_id: UUID | None = Field(default=None, foreign_key="refund.id", index=True)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_by: UUID | None = None  # empty: a later night found it in order
    note: str = Field(default="", max_length=300)  # what it was, in the words of who settled it
    gone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # since when it is in order
    # [settled_at, settled_by or "", note, opened again at] of each time before, oldest first
    past: list[Any] = Field(default_factory=list, sa_type=JSON, nullable=False)

    __table_args__ = (
        Index("uq_pay_difference_what", "account_id", "kind", "what", unique=True),
        Index(
            "ix_pay_difference_open", "org_id", "on", postgresql_where=sa.text("settled_at is null")
        ),
    )
