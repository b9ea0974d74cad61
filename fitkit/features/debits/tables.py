"""DebitInstitution, BankMandate, DebitRun, DebitLine."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.sealing import sealed
from fitkit.core.tables import OrgRow, UtcDateTime, choice
from fitkit.features.debits.rules import RETURN_DAYS, FileState, MandateState, ReturnReason
from fitkit.ports.debits import Letters


class DebitInstitution(OrgRow, table=True):
    """A gym as its bank knows it; at most one row."""

    __tablename__ = "debit_institution"

    code: str = Field(max_length=8)
    sender: str = Field(max_length=5)
    name: str = Field(max_length=60)
    letters: Letters = Field(default=Letters.WINDOWS, sa_type=choice(Letters), nullable=False)
    return_days: int = RETURN_DAYS

    __table_args__ = (
        Index("uq_debit_institution_org", "org_id", unique=True),
        sa.CheckConstraint("return_days between 1 and 30", name="return_days"),
    )


class BankMandate(OrgRow, table=True):
    """A payer's authorisation. What it says is never changed; only how it stands."""

    __tablename__ = "bank_mandate"

    member_id: UUID = Field(foreign_key="member.id", index=True)
    number: int  # of the gym, from 1: its reference at the bank
    bank: str = Field(max_length=2)
    branch: str = Field(max_length=3)
    account_sealed: str = sealed("account")
    account_end: str = Field(max_length=3)  # its last digits, for people
    payer_name: str = Field(max_length=60)
    payer_id_sealed: str = sealed("payer_id")
    state: MandateState = Field(
        default=MandateState.ASKED, sa_type=choice(MandateState), nullable=False
    )
    signed_on: date | None = None
    active_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    why: str = Field(default="", max_length=200)  # it was cancelled

    __table_args__ = (
        Index("uq_bank_mandate_number", "org_id", "number", unique=True),
        Index(  # invariant 1
            "uq_bank_mandate_member",
            "member_id",
            unique=True,
            postgresql_where=sa.text("state <> 'cancelled'"),
        ),
    )


class DebitRun(OrgRow, table=True):
    """A file of debits of one day."""

    __tablename__ = "debit_run"

    charge_on: date  # the value day
    serial: int  # among the files of that day, from 1
    made_on: date  # in the gym's zone; stands in the file
    settles_on: date  # from then on what was not returned is paid
    state: FileState = Field(default=FileState.MADE, sa_type=choice(FileState), nullable=False)
    count: int
    total_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    made_by: UUID | None = None
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # downloaded first
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # withdrawn or settled

    __table_args__ = (
        Index("uq_debit_run_serial", "org_id", "charge_on", "serial", unique=True),
        Index("ix_debit_run_open", "settles_on", postgresql_where=sa.text("state = 'made'")),
    )


class DebitLine(OrgRow, table=True):
    """One debit in a file."""

    __tablename__ = "debit_line"

    run_id: UUID = Field(foreign_key="debit_run.id", index=True)
    position: int  # in the file, from 0
    mandate_id: UUID = Field(foreign_key="bank_mandate.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    charge_id: UUID = Field(foreign_key="charge.id", unique=True)
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    returned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: ReturnReason | None = Field(default=None, sa_type=choice(ReturnReason), nullable=True)
    code: str = Field(default="", max_length=10)  # of the bank's report

    __table_args__ = (
        sa.CheckConstraint("amount_agorot > 0", name="amount"),
        sa.CheckConstraint("(returned_at is null) = (reason is null)", name="returned"),
    )
