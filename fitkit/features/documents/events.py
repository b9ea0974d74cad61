"""What has happened to documents. Amounts in agorot."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event
from fitkit.ports.invoices import DocumentKind, Issuer


@dataclass(frozen=True, kw_only=True)
class IssuerChosen(Event):
    """Who numbers the gym's documents was set, or how; about the account."""

    name: ClassVar[str] = "documents.issuer_chosen"
    issuer: Issuer
    is_exempt: bool


@dataclass(frozen=True, kw_only=True)
class BuyerSet(Event):
    """A member's documents are made out to a business from now on, or to none any more; about the member."""

    name: ClassVar[str] = "documents.buyer_set"
    member_id: UUID
    is_business: bool


@dataclass(frozen=True, kw_only=True)
class DocumentOwed(Event):
    """A payment or a refund is owed a document; about it."""

    name: ClassVar[str] = "documents.owed"
    document: DocumentKind
    member_id: UUID
    amount_agorot: int
    has_issuer: bool


@dataclass(frozen=True, kw_only=True)
class DocumentIssued(Event):
    """A document has its number; about it."""

    name: ClassVar[str] = "documents.issued"
    document: DocumentKind
    member_id: UUID
    amount_agorot: int
    number: str


@dataclass(frozen=True, kw_only=True)
class DocumentNoted(Event):
    """Staff typed the number of a document that was made without us; about it."""

    name: ClassVar[str] = "documents.noted"
    document: DocumentKind
    member_id: UUID
    amount_agorot: int
    number: str
    on: date


@dataclass(frozen=True, kw_only=True)
class DocumentRefused(Event):
    """The issuer will not make a document as it is: a person must look; about it."""

    name: ClassVar[str] = "documents.refused"
    document: DocumentKind
    member_id: UUID
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class DocumentsMissing(Event):
    """Documents have been owed for longer than a day; about the gym."""

    name: ClassVar[str] = "documents.missing"
    count: int
    oldest_on: date
    has_issuer: bool


@dataclass(frozen=True, kw_only=True)
class DocumentTriedAgain(Event):
    """Somebody had a missing document tried again; about it."""

    name: ClassVar[str] = "documents.tried_again"
    member_id: UUID
