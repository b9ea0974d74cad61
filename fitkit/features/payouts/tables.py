"""Payout."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.tables import OrgRow, UtcDateTime, choice
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.payouts.rules import PayoutState


class Payout(OrgRow, table=True):
    """Money that a company paid out to the gym's bank."""

    __tablename__ = "payout"

    account: Account = Field(sa_type=choice(Account), nullable=False)  # the company's clearing
    pay_account_id: UUID | None = Field(  # which told of it; empty: entered by hand
        default=None, foreign_key="pay_account.id", index=True
    )
    number: str = Field(default="", max_length=60)  # the company's, where it told
    state: PayoutState = Field(
        default=PayoutState.TOLD, sa_type=choice(PayoutState), nullable=False
    )
    on: date  # it arrived
    arrived_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    fee_agorot: int = Field(default=0, sa_type=sa.BigInteger, nullable=False)
    until: date | None = None  # the last day of the charges in it, when booked
    expected_agorot: int | None = Field(default=None, sa_type=sa.BigInteger)  # when booked
    note: str = Field(default="", max_length=200)  # of a difference
    booked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    booked_by: UUID | None = None

    __table_args__ = (
        Index(  # invariant 2
            "uq_payout_number",
            "pay_account_id",
            "number",
            unique=True,
            postgresql_where=sa.text("number <> ''"),
        ),
        Index("ix_payout_on", "org_id", "on"),
        sa.CheckConstraint("arrived_agorot > 0 and fee_agorot >= 0", name="amounts"),
        sa.CheckConstraint("(state = 'booked') = (booked_at is not null)", name="booked"),
    )
