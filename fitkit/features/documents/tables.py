"""DocumentAccount and TaxDocument."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.sealing import sealed
from fitkit.core.tables import JSON, OrgRow, UtcDateTime, choice
from fitkit.features.documents.rules import DocumentState
from fitkit.ports.invoices import DocumentKind, Issuer


class DocumentAccount(OrgRow, table=True):
    """Who numbers a gym's documents, and what the gym is for the tax; one row a gym."""

    __tablename__ = "document_account"

    issuer: Issuer = Field(sa_type=choice(Issuer), nullable=False)
    credentials_sealed: str = sealed("credentials")  # a JSON object of strings
    is_exempt: bool = False  # an exempt dealer: receipts, no VAT
    mails_them: bool = True  # the issuer sends them to the customer

    __table_args__ = (Index("uq_document_account_org", "org_id", unique=True),)


class TaxDocument(OrgRow, table=True):
    """A document of a charge or a refund. Its key is ``id`` in hex."""

    __tablename__ = "tax_document"

    kind: DocumentKind = Field(sa_type=choice(DocumentKind), nullable=False)
    cause_kind: str = Field(max_length=40)  # "charge" or "refund"
    cause_id: UUID
    member_id: UUID = Field(foreign_key="member.id", index=True)
    on: date  # in the gym's zone
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)  # VAT included; positive
    vat_per_mille: int
    lines: list[Any] = Field(
        default_factory=list, sa_type=JSON, nullable=False
    )  # [words, agorot, n]
    credits_id: UUID | None = Field(default=None, foreign_key="tax_document.id", index=True)
    state: DocumentState = Field(
        default=DocumentState.DUE, sa_type=choice(DocumentState), nullable=False
    )
    tries: int = 0
    next_try_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # empty: none is ahead
    reference: str = Field(default="", max_length=200)  # the issuer's
    number: str = Field(default="", max_length=60)
    url: str = Field(default="", max_length=2000)
    allocation_number: str = Field(default="", max_length=20)
    pdf: bytes | None = Field(default=None, sa_type=sa.LargeBinary, nullable=True)
    issued_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: str = Field(default="", max_length=300)  # the issuer's words, for staff

    __table_args__ = (
        Index("uq_tax_document_cause", "org_id", "cause_kind", "cause_id", unique=True),
        Index(
            "ix_tax_document_try",
            "next_try_at",
            postgresql_where=sa.text("next_try_at is not null"),
        ),
        Index("ix_tax_document_on", "org_id", "on"),
        sa.CheckConstraint("amount_agorot > 0", name="amount"),
        sa.CheckConstraint("(state = 'issued') = (number <> '')", name="number"),
    )
