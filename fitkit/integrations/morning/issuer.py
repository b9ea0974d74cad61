"""Morning as an InvoiceIssuer: invoice-receipts, invoices, receipts and credit invoices.

A negative receipt of an exempt dealer is not in its reference, so it is refused in words.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from fitkit.integrations.exchange import Answer, Lost, Unsent, segment, shekels, text_of
from fitkit.integrations.morning import documents
from fitkit.integrations.morning.client import DUPLICATE, LoginRefused, MorningClient, error_of
from fitkit.integrations.morning.documents import Row
from fitkit.ports.invoices import (
    DocumentKind,
    DocumentRequest,
    IssuedDocument,
    IssueOutcome,
    Issuer,
    IssueRefused,
    IssueUnknown,
    PaidBy,
)
from fitkit.ports.payments import PayWay

AROUND: Final = timedelta(days=7)
TYPES: Final = {kind: number for number, kind in documents.KINDS.items()}
PAYMENTS: Final[Mapping[str, dict[str, object]]] = {
    PayWay.CASH: {"type": 1},
    PayWay.CHEQUE: {"type": 2},
    PayWay.CARD: {"type": 3},
    PayWay.APPLE_PAY: {"type": 3},
    PayWay.GOOGLE_PAY: {"type": 3},
    PayWay.TRANSFER: {"type": 4},
    PayWay.BANK_DEBIT: {"type": 4},
    PayWay.BIT: {"type": 10, "appType": 1},
}
OTHER_PAYMENT: Final[dict[str, object]] = {"type": 11}
REGULAR, INSTALMENTS = 1, 2  # dealType


class MorningIssuer:
    """An InvoiceIssuer."""

    def __init__(self, client: MorningClient) -> None:
        """Take the account's client."""
        self._client = client

    @property
    def issuer(self) -> Issuer:
        """Morning."""
        return Issuer.MORNING

    def issue(self, request: DocumentRequest) -> IssueOutcome:
        """Issue a document, unless one with the key is there already."""
        if request.kind not in TYPES:
            return IssueRefused("Morning's interface has no negative receipts", "unsupported")
        try:
            there = self._found(request.key, request.on)
            if there is not None:
                return there
            answer = self._client.post("/documents", _asked(request), call="issue", charges=True)
        except (Unsent, Lost) as error:
            return IssueUnknown(str(error))
        except LoginRefused as denied:
            return IssueRefused(denied.problem.words, "401")
        return self._issued(answer, request)

    def _issued(self, answer: Answer, request: DocumentRequest) -> IssueOutcome:
        error = error_of(answer)
        if error.code == DUPLICATE:
            found = self.find(request.key, on=request.on)
            return found or IssueUnknown("Morning says that the same was asked before")
        if error.code:
            return IssueRefused(error.words, str(error.code))
        made = documents.read_document(answer.body)
        if made is None:
            return IssueUnknown("an answer without a document")
        whole = self._look(made.id)  # the allocation number is told there only
        return (whole or made).issued(request.kind)

    def _look(self, reference: str) -> documents.Document | None:
        try:
            answer = self._client.get(f"/documents/{segment(reference)}", call="document")
        except (Unsent, Lost, LoginRefused):
            return None
        return documents.read_document(answer.body) if answer.status == 200 else None

    def find(self, key: str, *, on: date) -> IssuedDocument | IssueUnknown | None:
        """The document whose description ends with the key, of a week around a day."""
        try:
            return self._found(key, on)
        except (Unsent, Lost) as error:
            return IssueUnknown(str(error))
        except LoginRefused:
            return IssueUnknown("the log-in is refused")

    def _found(self, key: str, on: date) -> IssuedDocument | None:
        found = documents.by_key(
            self._client, key, first=on - AROUND, last=on + AROUND, types=sorted(TYPES.values())
        )
        return found[0].issued(DocumentKind.INVOICE_RECEIPT) if found else None

    def pdf(self, document: IssuedDocument) -> bytes | None:
        """The signed original, or else a copy."""
        try:
            answer = self._client.get(
                f"/documents/{segment(document.reference)}/download/links", call="links"
            )
        except (Unsent, Lost, LoginRefused):
            return None
        links = answer.fields
        url = text_of(links.get("origin") or links.get("he") or links.get("en")) or document.url
        found = self._client.file(url) if url else None
        return found if found and found.startswith(b"%PDF") else None


def _asked(request: DocumentRequest) -> dict[str, object]:
    is_exempt = not request.vat_rate
    lines = [Row(line.words, line.total, line.quantity) for line in request.lines]
    what = request.lines[0].words if request.lines else request.kind.value
    asked: dict[str, object] = {
        "type": TYPES[request.kind],
        "lang": request.lang.value,
        "currency": "ILS",
        "vatType": documents.EXEMPT_DOCUMENT if is_exempt else documents.DEFAULT_VAT,
        "date": request.on.isoformat(),
        "description": documents.tagged(what, request.key),
        "client": _customer(request),
        "income": documents.income(lines, is_exempt=is_exempt),
    }
    if request.remarks:
        asked["remarks"] = request.remarks
    if request.paid and request.kind is not DocumentKind.CREDIT_NOTE:
        asked["payment"] = [_payment(paid) for paid in request.paid]
    if request.credits:
        asked |= {"linkedDocumentIds": [request.credits], "linkType": "cancel"}
    return asked


def _customer(request: DocumentRequest) -> dict[str, object]:
    customer = request.customer
    said: dict[str, object] = {"name": customer.name, "country": "IL", "add": False}
    more = {
        "taxId": customer.tax_id,
        "address": customer.address,
        "city": customer.city,
        "phone": customer.phone,
    }
    if request.mails_it and customer.email:  # an address there is an address it writes to
        said["emails"] = [customer.email]
    return said | {field: value for field, value in more.items() if value}


def _payment(paid: PaidBy) -> dict[str, object]:
    row = {
        "date": paid.on.isoformat(),
        "price": shekels(paid.amount),
        "currency": "ILS",
        **PAYMENTS.get(paid.way, OTHER_PAYMENT),
    }
    if row["type"] == 3:
        many = paid.instalments > 1
        row |= {
            "cardType": 0,
            "dealType": INSTALMENTS if many else REGULAR,
            "numPayments": max(1, paid.instalments),
        }
    more = {
        "cardNum": paid.last4 if row["type"] == 3 else "",
        "transactionId": paid.transaction_id,
        "bankName": paid.bank,
        "bankBranch": paid.branch,
        "bankAccount": paid.account,
        "chequeNum": paid.cheque,
    }
    return row | {field: value for field, value in more.items() if value}
