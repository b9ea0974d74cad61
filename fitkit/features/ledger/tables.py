"""Postings, their entries, and the nightly proofs. The first two are only ever added to.

Triggers of the migration stand behind the constraints here: the entries of a posting come in one
statement and sum to zero, a posting has entries when its transaction ends, and nobody changes or removes
either. Rows are written by ``actions.post`` alone.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.tables import JSON, OrgRow, UtcDateTime, choice
from fitkit.features.ledger.rules.accounts import Account, PostingKind


class Posting(OrgRow, table=True):
    """One thing that happened to money. ``created_at`` is when it was written down."""

    __tablename__ = "ledger_posting"

    kind: PostingKind = Field(sa_type=choice(PostingKind), nullable=False)
    at: datetime = Field(sa_type=UtcDateTime, nullable=False)  # when it happened
    cause_kind: str = Field(max_length=40)  # the table of the row it is tied to
    cause_id: UUID
    actor_user_id: UUID | None = None  # empty: FitKit itself
    note: str = Field(default="", max_length=500)  # why, where a person did it
    reverses_id: UUID | None = Field(default=None, foreign_key="ledger_posting.id")

    __table_args__ = (
        Index(  # invariant 3; what a cause posted
            "uq_ledger_posting_cause", "org_id", "cause_kind", "cause_id", "kind", unique=True
        ),
        Index(  # invariant 5; whether a posting was reversed
            "uq_ledger_posting_reverses",
            "reverses_id",
            unique=True,
            postgresql_where=sa.text("reverses_id is not null"),
        ),
        sa.CheckConstraint("(kind = 'reversal') = (reverses_id is not null)", name="reversal"),
    )


class LedgerEntry(OrgRow, table=True):
    """What a posting put on one account. Amounts are agorot; a debit is positive."""

    __tablename__ = "ledger_entry"

    posting_id: UUID = Field(foreign_key="ledger_posting.id")
    at: datetime = Field(sa_type=UtcDateTime, nullable=False)  # the posting's
    account: Account = Field(sa_type=choice(Account), nullable=False)
    member_id: UUID | None = Field(default=None, foreign_key="member.id")
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)
    vat_per_mille: int | None = None  # of revenue: 180 for 18 %
    # Of a member's account only (invariant 4): 1, 2, 3 … of the member, and two sums up to this entry, itself
    # counted in: of all amounts, and of charges that were not reversed by then. What is paid is the
    # second less the first; a charge whose second sum is not above that is paid.
    number: int | None = None
    balance_agorot: int | None = Field(default=None, sa_type=sa.BigInteger)
    charged_agorot: int | None = Field(default=None, sa_type=sa.BigInteger)

    __table_args__ = (
        Index(  # an account stands in a posting once; the entries of a posting
            "uq_ledger_entry_account",
            "posting_id",
            "account",
            "member_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index(  # a member's balance and statement
            "uq_ledger_entry_number",
            "member_id",
            "number",
            unique=True,
            postgresql_where=sa.text("account = 'member'"),
        ),
        Index(  # what of a debt is unpaid
            "ix_ledger_entry_charged",
            "member_id",
            "charged_agorot",
            postgresql_where=sa.text("account = 'member' and amount_agorot > 0"),
        ),
        Index("ix_ledger_entry_account", "org_id", "account", "at"),  # an account over days
        sa.CheckConstraint("amount_agorot <> 0", name="amount"),
        sa.CheckConstraint("account <> 'member' or member_id is not null", name="member"),
        sa.CheckConstraint("(account = 'revenue') = (vat_per_mille is not null)", name="vat"),
        sa.CheckConstraint(
            "case when account = 'member' then num_nonnulls(number, balance_agorot, charged_agorot) = 3"
            " else num_nulls(number, balance_agorot, charged_agorot) = 3 end",
            name="sums",
        ),
    )


class LedgerProof(OrgRow, table=True):
    """The outcome of one night's recount of a gym's book."""

    __tablename__ = "ledger_proof"

    day: date
    at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    postings: int
    entries: int
    is_sound: bool
    # [[kind, count, [ids]]]; empty when sound
    faults: list[Any] = Field(default_factory=list, sa_type=JSON, nullable=False)

    __table_args__ = (
        Index("uq_ledger_proof_day", "org_id", "day", unique=True),  # a row a night
        Index(  # what the platform shows
            "ix_ledger_proof_failed", "at", postgresql_where=sa.text("not is_sound")
        ),
    )
