"""Tax documents: issued, numbered and kept by a provider, never by FitKit itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Protocol, TypeAlias

from fitkit.core.i18n import Lang
from fitkit.core.money import Money


class Issuer(StrEnum):
    """Who numbers a gym's documents; one per gym."""

    DEMO = "demo"
    CARDCOM = "cardcom"
    MORNING = "morning"
    ICREDIT = "icredit"  # by Rivhit


class DocumentKind(StrEnum):
    """Israel's kinds, with their usual numbers."""

    INVOICE_RECEIPT = "invoice_receipt"  # 320, paid
    INVOICE = "invoice"  # 305, without a payment: to be paid, or by a gift card
    RECEIPT = "receipt"  # 400, of an exempt dealer, or for an invoice
    CREDIT_NOTE = "credit_note"  # 330
    REFUND_RECEIPT = "refund_receipt"  # of an exempt dealer, negative


@dataclass(frozen=True, slots=True)
class Customer:
    """To whom it is made out."""

    name: str
    email: str = ""
    tax_id: str = ""  # a business's number or a person's; empty: a private customer
    is_business: bool = False
    address: str = ""
    city: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One line; VAT included. Lines sum to the document's amount."""

    words: str
    total: Money
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class PaidBy:
    """How the money of a receipt came."""

    way: str  # PayWay
    amount: Money
    on: date
    last4: str = ""
    transaction_id: str = ""
    instalments: int = 1
    bank: str = ""  # of a cheque or transfer
    branch: str = ""
    account: str = ""
    cheque: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """A document to be issued; positive amounts, of credit notes too."""

    key: str  # ours, once for ever
    kind: DocumentKind
    on: date
    customer: Customer
    lines: tuple[DocumentLine, ...]
    amount: Money  # VAT included
    vat_rate: Fraction  # 18/100; 0 of an exempt dealer
    lang: Lang
    paid: tuple[PaidBy, ...] = ()
    credits: str = ""  # the reference of the document that a credit note takes back
    credits_number: str = ""
    credits_kind: DocumentKind | None = None  # of it
    remarks: str = ""
    mails_it: bool = False  # the provider sends it to the customer


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """A document as the provider has it."""

    reference: str  # the provider's id of it
    number: str
    kind: DocumentKind
    url: str = ""
    allocation_number: str = ""  # of the Tax Authority, 9 digits
    amount: Money | None = None  # as the provider says; None: it does not


@dataclass(frozen=True, slots=True)
class IssueRefused:
    """The provider will not issue it as it is: a person must look."""

    words: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class IssueUnknown:
    """Whether it was issued cannot be said now: look for the key before issuing again."""

    why: str


IssueOutcome: TypeAlias = IssuedDocument | IssueRefused | IssueUnknown


class InvoiceIssuer(Protocol):
    """One gym's account at a provider of documents. None of it raises for an answer."""

    @property
    def issuer(self) -> Issuer:
        """Which one it is."""
        ...

    def issue(self, request: DocumentRequest) -> IssueOutcome:
        """Issue a document once for the key, as far as the provider lets us say so."""
        ...

    def find(self, key: str, *, on: date) -> IssuedDocument | IssueUnknown | None:
        """A document by our key, of about a day; None: there is none."""
        ...

    def pdf(self, document: IssuedDocument) -> bytes | None:
        """The file, at most 5 MB; None: not to be had now."""
        ...


class InvoiceIssuers(Protocol):
    """Opens issuers."""

    def open(self, issuer: Issuer, credentials: Mapping[str, str]) -> InvoiceIssuer:
        """A gym's issuer.

        Raises:
            ValueError: it may not be used here, or a credential is missing.
        """
        ...
