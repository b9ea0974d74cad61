"""CashDay, CashCount, CashDeposit."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.tables import OrgRow, UtcDateTime, choice
from fitkit.features.cashdesk.rules import CountKind, Kept


class CashDay(OrgRow, table=True):
    """A day of the drawer, from its opening to its closing. What moved before it was opened is its own too."""

    __tablename__ = "cash_day"

    number: int  # 1, 2, 3 … of the gym
    begins_at: datetime | None = Field(  # the closing before it; empty: the first
        default=None, sa_type=UtcDateTime
    )
    opened_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    opened_by: UUID | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_by: UUID | None = None
    reopened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # last
    reopened_by: UUID | None = None
    reopen_reason: str = Field(default="", max_length=500)

    __table_args__ = (
        Index("uq_cash_day_number", "org_id", "number", unique=True),
        Index(  # invariant 1
            "uq_cash_day_open", "org_id", unique=True, postgresql_where=sa.text("closed_at is null")
        ),
    )


class CashCount(OrgRow, table=True):
    """What was found in the drawer. Only ever added."""

    __tablename__ = "cash_count"

    day_id: UUID = Field(foreign_key="cash_day.id", index=True)
    kind: CountKind = Field(sa_type=choice(CountKind), nullable=False)
    expected_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)  # by the book
    counted_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    why: str = Field(default="", max_length=500)  # of a difference
    counted_by: UUID | None = None

    __table_args__ = (
        sa.CheckConstraint("counted_agorot >= 0", name="counted"),
        sa.CheckConstraint("expected_agorot = counted_agorot or why <> ''", name="explained"),
    )


class CashDeposit(OrgRow, table=True):
    """Cash or cheques brought to the bank. Only ever added."""

    __tablename__ = "cash_deposit"

    what: Kept = Field(sa_type=choice(Kept), nullable=False)
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    on: date  # in the gym's zone
    note: str = Field(default="", max_length=200)  # the slip's number
    brought_by: UUID | None = None

    __table_args__ = (sa.CheckConstraint("amount_agorot > 0", name="amount"),)
