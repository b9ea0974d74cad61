"""DocumentAccount, TaxDocument, BusinessBuyer."""

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
    """Who numbers a gym's documents, and what the gym is for the tax.

    One is in use. An older one stays: what was asked of it is looked for there, and its files are there.
    """

    __tablename__ = "document_account"

    issuer: Issuer = Field(sa_type=choice(Issuer), nullable=False)
    credentials_sealed: str = sealed(
        "credentials"
    )  # a JSON object of strings; empty: those of payments
    is_exempt: bool = False  # an exempt dealer: receipts, no VAT
    mails_them: bool = True  # the issuer sends them to the customer
    is_in_use: bool = True

    __table_args__ = (
        Index(
            "uq_document_account_in_use",
            "org_id",
            unique=True,
            postgresql_where=sa.text("is_in_use"),
        ),
    )


class TaxDocument(OrgRow, table=True):
    """A document of a charge, a refund, or what gift cards paid of a sale, under the same id: its key is ``id`` in hex.

    So a document that a payment company made by itself on its page, under the key of the charge, is found
    by the key of the document.
    """

    __tablename__ = "tax_document"

    kind: DocumentKind = Field(sa_type=choice(DocumentKind), nullable=False)
    cause_kind: str = Field(max_length=40)  # "charge", "refund" or "gift_part"
    cause_id: UUID
    member_id: UUID = Field(foreign_key="member.id", index=True)
    on: date  # in the gym's zone; of the payment, until it is asked for on a later day
    amount_agorot: int = Field(sa_type=sa.BigInteger, nullable=False)  # VAT included; positive
    vat_per_mille: int
    lines: list[Any] = Field(
        default_factory=list, sa_type=JSON, nullable=False
    )  # [words, agorot, n]
    credits_id: UUID | None = Field(default=None, foreign_key="tax_document.id", index=True)
    account_id: UUID | None = Field(  # who was asked for it; empty: nobody yet
        default=None, foreign_key="document_account.id", index=True
    )
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
    noted_at: datetime | None = Field(  # staff typed the number of what was made without us
        default=None, sa_type=UtcDateTime
    )
    problem: str = Field(default="", max_length=300)  # the issuer's words, for staff
    buyer_tax_id: str = Field(
        default="", max_length=9
    )  # the business it was asked for; empty: private

    __table_args__ = (
        Index("uq_tax_document_cause", "org_id", "cause_kind", "cause_id", unique=True),
        Index(
            "ix_tax_document_try",
            "next_try_at",
            postgresql_where=sa.text("next_try_at is not null"),
        ),
        Index("ix_tax_document_on", "org_id", "on"),
        Index(  # a number that was typed is one document's
            "uq_tax_document_noted",
            "org_id",
            "kind",
            "number",
            unique=True,
            postgresql_where=sa.text("noted_at is not null"),
        ),
        sa.CheckConstraint("amount_agorot > 0", name="amount"),
        sa.CheckConstraint("(state = 'issued') = (number <> '')", name="number"),
    )


class BusinessBuyer(OrgRow, table=True):
    """A business that a member's documents are made out to from now on."""

    __tablename__ = "business_buyer"

    member_id: UUID = Field(foreign_key="member.id", unique=True)
    tax_id: str = Field(max_length=9)  # with its check digit
    name: str = Field(max_length=100)
