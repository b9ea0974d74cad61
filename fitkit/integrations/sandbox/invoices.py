"""The demo's issuer of documents: numbers each gym's papers without gaps, and sets them as PDF."""

import json
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final
from uuid import uuid4

from fitkit.core import clock
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.integrations.sandbox.paper import document_pdf
from fitkit.integrations.sandbox.payments import WRONG_ACCOUNT
from fitkit.integrations.sandbox.store import Store
from fitkit.ports.invoices import (
    Customer,
    DocumentKind,
    DocumentLine,
    DocumentRequest,
    IssuedDocument,
    IssueOutcome,
    Issuer,
    IssueRefused,
    IssueUnknown,
    PaidBy,
)

_BACK: Final = frozenset({DocumentKind.CREDIT_NOTE, DocumentKind.REFUND_RECEIPT})
_RECEIPTS: Final = frozenset({DocumentKind.RECEIPT, DocumentKind.REFUND_RECEIPT})
# An invoice between businesses above this, VAT apart, needs the Tax Authority's number (from June 2026).
_ALLOCATED_ABOVE: Final = Money.shekels(5000)


class DemoIssuer:
    """One gym's account at the demo's issuer."""

    issuer: Final = Issuer.DEMO

    def __init__(self, store: Store, credentials: Mapping[str, str]) -> None:
        """Take what it remembers by, and which account it is; ``business`` is printed on top.

        Raises:
            ValueError: no account is named.
        """
        if not credentials.get("account"):
            raise ValueError("the demo needs an account")
        self._store = store
        self._account = credentials["account"]
        self._business = credentials.get("business") or self._account

    def issue(self, request: DocumentRequest) -> IssueOutcome:
        """Issue once for the key: the same key again is the same document."""
        if self._account == WRONG_ACCOUNT:
            return IssueRefused("demo: no such account", "account")
        if fault := _fault_of(request):
            return IssueRefused(f"demo: {fault}", "request")
        with self._store.writing() as c:
            if known := self._by_key(c, request.key):
                return known
            # What names no document of ours takes back another house's, which we know nothing of.
            is_back = request.kind in _BACK and bool(request.credits or not request.credits_number)
            if is_back and (fault := self._not_creditable(c, request)):
                return IssueRefused(f"demo: {fault}", "credit")
            self._write(c, request)
            found = self._by_key(c, request.key)
        return found or IssueUnknown("demo: not kept")

    def find(self, key: str, *, on: date) -> IssuedDocument | IssueUnknown | None:
        """A document by its key, of whatever day."""
        del on
        with self._store.reading() as c:
            return self._by_key(c, key)

    def pdf(self, document: IssuedDocument) -> bytes | None:
        """Set the file anew; the same document makes the same bytes."""
        with self._store.reading() as c:
            row = c.execute(
                "select * from papers where reference = ? and account = ?",
                [document.reference, self._account],
            ).fetchone()
        if row is None:
            return None
        facts = json.loads(row["facts"])
        return document_pdf(
            _request(facts["request"]),
            number=str(row["number"]),
            allocation=facts["allocation"],
            business=self._business,
            at=datetime.fromisoformat(row["made_at"]),
        )

    def _by_key(self, c: sqlite3.Connection, key: str) -> IssuedDocument | None:
        row = c.execute(
            "select * from papers where account = ? and key = ?", [self._account, key]
        ).fetchone()
        return _issued(row) if row else None

    def _not_creditable(self, c: sqlite3.Connection, request: DocumentRequest) -> str:
        row = c.execute(
            "select agorot, kind, (select coalesce(sum(agorot), 0) from papers back"
            " where back.account = papers.account and back.credits = papers.reference) as back"
            " from papers where account = ? and reference = ?",
            [self._account, request.credits],
        ).fetchone()
        if row is None or row["kind"] in _BACK:
            return "no document to take back"
        if row["back"] + request.amount.agorot > row["agorot"]:
            return "more than is left of the document"
        return ""

    def _write(self, c: sqlite3.Connection, request: DocumentRequest) -> None:
        asked = "select coalesce(max(number), 1000) + 1 as next from papers where account = ? and kind = ?"
        number = c.execute(asked, [self._account, request.kind]).fetchone()["next"]
        facts = {"request": _plain(request), "allocation": _allocation(request)}
        c.execute(
            "insert into papers values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                str(uuid4()),
                self._account,
                request.key,
                request.kind,
                number,
                request.amount.agorot,
                request.credits,
                json.dumps(facts, ensure_ascii=False),
                clock.now().isoformat(),
            ],
        )


def _fault_of(request: DocumentRequest) -> str:
    """Why a paper cannot be made of it; empty: it can."""
    if not request.customer.name.strip():
        return "the customer has no name"
    if request.amount.agorot <= 0 or sum(x.total.agorot for x in request.lines) != (
        request.amount.agorot
    ):
        return "the lines do not sum to the amount"
    if request.paid and sum(p.amount.agorot for p in request.paid) != request.amount.agorot:
        return "what was paid is not the amount"
    if (request.kind in _RECEIPTS) != (not request.vat_rate):
        return "a receipt has no VAT, and an invoice does"
    return ""


def _allocation(request: DocumentRequest) -> str:
    before_vat = request.amount - request.amount.vat_inside(request.vat_rate)
    needs = (
        request.customer.is_business
        and request.kind in (DocumentKind.INVOICE, DocumentKind.INVOICE_RECEIPT)
        and before_vat > _ALLOCATED_ABOVE
    )
    return f"{secrets.randbelow(10**9):09d}" if needs else ""


def _issued(row: sqlite3.Row) -> IssuedDocument:
    return IssuedDocument(
        reference=row["reference"],
        number=str(row["number"]),
        kind=DocumentKind(row["kind"]),
        allocation_number=json.loads(row["facts"])["allocation"],
        amount=Money(row["agorot"]),
    )


def _plain(request: DocumentRequest) -> dict[str, Any]:
    """A request as JSON keeps it."""
    return asdict(request) | {
        "on": request.on.isoformat(),
        "vat_rate": str(request.vat_rate),
        "paid": [asdict(p) | {"on": p.on.isoformat()} for p in request.paid],
    }


def _request(kept: dict[str, Any]) -> DocumentRequest:
    def whole(facts: dict[str, Any], name: str) -> dict[str, Any]:
        return facts | {name: Money(facts[name]["agorot"])}

    paid = (whole(p, "amount") | {"on": date.fromisoformat(p["on"])} for p in kept["paid"])
    return DocumentRequest(
        **whole(kept, "amount")
        | {
            "kind": DocumentKind(kept["kind"]),
            "on": date.fromisoformat(kept["on"]),
            "customer": Customer(**kept["customer"]),
            "lines": tuple(DocumentLine(**whole(x, "total")) for x in kept["lines"]),
            "vat_rate": Fraction(kept["vat_rate"]),
            "lang": Lang(kept["lang"]),
            "paid": tuple(PaidBy(**p) for p in paid),
        }
    )
