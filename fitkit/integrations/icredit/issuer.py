"""Rivhit as an InvoiceIssuer: documents and receipts by series, each asked for under our key.

The key goes as ``request_reference``: a second document of it is refused, and what the first became
is read from Rivhit's own memory of requests. A whole invoice-receipt is taken back in two steps, its
invoice and its receipt; a part of one by a negative document.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fitkit.core.i18n import Text
from fitkit.core.money import Money
from fitkit.integrations.exchange import Lost, Unsent, allocation_of, is_digits, money_of, shekels
from fitkit.integrations.icredit.client import (
    CREDIT_SERIES,
    INVOICE_RECEIPT_SERIES,
    INVOICE_SERIES,
    NO_DATA,
    RECEIPT_SERIES,
    BooksClient,
    Envelope,
    Refused,
    Said,
    envelope_of,
    fitting,
    language,
    names_of,
    reference_of,
)
from fitkit.ports.invoices import (
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
from fitkit.ports.payments import PayWay
from fitkit.texts import rivhit

WITH_VAT, WITHOUT_VAT = 100, 150  # sort_code
PAYMENTS: Final[Mapping[str, int]] = {
    PayWay.CHEQUE: 1,
    PayWay.CASH: 2,
    PayWay.CARD: 4,
    PayWay.APPLE_PAY: 4,
    PayWay.GOOGLE_PAY: 4,
    PayWay.TRANSFER: 9,
    PayWay.BANK_DEBIT: 9,
}
# By name: the numbers of these are each business's own.
NAMED: Final[Mapping[str, Text]] = {PayWay.BIT: rivhit.BIT, PayWay.OTHER: rivhit.OTHER}
RECEIPTS: Final = (DocumentKind.RECEIPT, DocumentKind.REFUND_RECEIPT)
BACK: Final = (DocumentKind.CREDIT_NOTE, DocumentKind.REFUND_RECEIPT)


@dataclass(frozen=True, slots=True)
class Series:
    """A business's own numbers of the kinds of documents."""

    invoice: int
    invoice_receipt: int
    credit: int
    receipt: int


@dataclass(frozen=True, slots=True)
class _Original:
    """What is taken back."""

    series: int
    number: str
    is_receipt: bool
    total: Money


class RivhitIssuer:
    """An InvoiceIssuer."""

    def __init__(self, client: BooksClient) -> None:
        """Take the business's client."""
        self._client = client
        self._series: Series | None = None

    @property
    def issuer(self) -> Issuer:
        """The one beside iCredit."""
        return Issuer.ICREDIT

    def issue(self, request: DocumentRequest) -> IssueOutcome:
        """Issue a document once for the key."""
        try:
            there = self._found(request.key)
            if there is not None:
                return there
            if request.kind in BACK and request.credits:
                return self._take_back(request)
            return self._new(request)
        except (Unsent, Lost) as error:
            return IssueUnknown(str(error))
        except Refused as refused:
            return self._after_refusal(request.key, refused)

    def _after_refusal(self, key: str, refused: Refused) -> IssueOutcome:
        """A second document of a key is refused, too: then the first is the answer."""
        try:
            found = self._found(key)
        except (Unsent, Lost) as error:
            return IssueUnknown(str(error))
        except Refused:
            found = None
        return found or IssueRefused(refused.words, str(refused.code))

    # --- new ones

    def _new(self, request: DocumentRequest, comment: str = "") -> IssueOutcome:
        series = self._own_series()
        sign = -1 if request.kind in BACK else 1
        fields = _common(request, comment)
        if request.paid and request.kind is not DocumentKind.CREDIT_NOTE:
            fields["payments"] = [self._payment(paid, sign) for paid in request.paid]
        if request.kind in RECEIPTS:
            fields["receipt_type"] = series.receipt
            return self._made(self._client.call("Receipt.New", fields), request.kind)
        numbers = {
            DocumentKind.INVOICE: series.invoice,
            DocumentKind.INVOICE_RECEIPT: series.invoice_receipt,
            DocumentKind.CREDIT_NOTE: series.credit,
        }
        fields |= {
            "document_type": numbers[request.kind],
            "items": [_item(line, sign) for line in request.lines],
            "price_include_vat": True,
            "sort_code": WITH_VAT if request.vat_rate else WITHOUT_VAT,
        }
        return self._made(self._client.call("Document.New", fields), request.kind)

    def _payment(self, paid: PaidBy, sign: int) -> dict[str, object]:
        row: dict[str, object] = {
            "payment_type": self._payment_type(paid.way),
            "amount_nis": shekels(Money(sign * paid.amount.agorot)),
            "due_date": _day(paid.on),
        }
        if paid.way in (PayWay.CARD, PayWay.APPLE_PAY, PayWay.GOOGLE_PAY):
            voucher = "".join(c for c in paid.transaction_id if c.isdigit())[-9:]
            row |= {"bank_account_number": paid.last4 or "0000", "check_number": voucher or "0"}
        elif paid.bank:
            row |= {
                "bank_code": _whole(paid.bank),
                "branch_number": _whole(paid.branch),
                "bank_account_number": paid.account,
                "check_number": paid.cheque or paid.transaction_id or "0",
            }
        return row

    def _payment_type(self, way: str) -> int:
        """The business's number of a way to pay.

        Raises:
            Refused: it has none of that name.
        """
        if way in PAYMENTS:
            return PAYMENTS[way]
        kinds = _rows(self._asked_first("Payment.TypeList"), "payment_type_list", "list")
        for kind in kinds:
            if way in NAMED and _says(kind.text("payment_name"), NAMED[way]):
                return kind.whole("payment_type") or 0
        raise Refused(0, f"Rivhit has no way of paying for {way} here")

    def _made(self, said: Said, kind: DocumentKind) -> IssueOutcome:
        return _issued(said, kind) or IssueUnknown("an answer without a document")

    def _own_series(self) -> Series:
        """The business's own numbers, asked once."""
        if self._series is None:
            documents = _rows(self._asked_first("Document.TypeList"), "document_type_list", "list")
            receipts = _rows(self._asked_first("Receipt.TypeList"), "receipt_type_list", "list")
            self._series = Series(
                _number(documents, "document", _is_invoice, INVOICE_SERIES),
                _number(documents, "document", _is_both, INVOICE_RECEIPT_SERIES),
                _number(documents, "document", _is_credit, CREDIT_SERIES),
                _number(receipts, "receipt", lambda r: not _is_both(r), RECEIPT_SERIES),
            )
        return self._series

    def _asked_first(self, method: str) -> Said:
        """A question before anything is issued: without an answer nothing happened."""
        found = self._client.ask(method, {})
        if found.code not in (0, NO_DATA):
            raise Refused(found.code, found.words)
        return Said({"list": found.data} if isinstance(found.data, list) else found.data)

    # --- back

    def _take_back(self, request: DocumentRequest) -> IssueOutcome:
        original = self._original(request)
        if request.amount.agorot > original.total.agorot:
            return IssueRefused("more than the document is of", "amount")
        if request.amount != original.total:
            return self._new(request, f"{original.series}/{original.number}")
        if original.is_receipt:
            said = self._cancel("Receipt.Cancel", "receipt", original, request, request.key)
            return self._made(said, request.kind)
        said = self._cancel("Document.Cancel", "document", original, request, request.key)
        if original.series == self._own_series().invoice_receipt:
            self._cancel("Receipt.Cancel", "receipt", original, request, _second(request.key))
        return self._made(said, request.kind)

    def _original(self, request: DocumentRequest) -> _Original:
        """What a document's reference points to, and how much it is of.

        Raises:
            Refused: it points to nothing.
        """
        what, _, rest = request.credits.partition(":")
        series, _, rest = rest.partition(":")
        number = rest.partition(":")[0]
        if what not in ("document", "receipt") or not is_digits(series) or not is_digits(number):
            raise Refused(0, "this is no document of Rivhit")
        said = self._client.call(
            f"{what.title()}.Details",
            {f"{what}_type": int(series), f"{what}_number": int(number)},
        )
        total = money_of(said.get(f"{what}_total", "document_total", "receipt_total", "amount"))
        if total is None:
            raise Lost("a document without an amount")
        return _Original(int(series), number, what == "receipt", total)

    def _cancel(
        self, method: str, what: str, original: _Original, request: DocumentRequest, key: str
    ) -> Said:
        """One step of taking back; what was done before under the key is not done again."""
        done = self._kept(key)
        if done is not None:
            return done
        fields = {
            f"{what}_type": original.series,
            f"{what}_number": int(original.number),
            "cancellation_date": _day(request.on),
            "language": language(request.lang),
            "comments": request.remarks[:400],
            "send_mail": request.mails_it,
            "request_reference": key,
            "prevent_duplicates": True,
        }
        return self._client.call(method, fields)

    # --- what is there

    def find(self, key: str, *, on: date) -> IssuedDocument | IssueUnknown | None:
        """What Rivhit remembers of a request; of a taking back only when both its steps are done."""
        del on
        try:
            return self._found(key)
        except (Unsent, Lost) as error:
            return IssueUnknown(str(error))
        except Refused as refused:
            return IssueUnknown(f"{refused.code} {refused.words}")

    def _found(self, key: str) -> IssuedDocument | None:
        said = self._kept(key)
        if said is None:
            return None
        found = _issued(said, self._kind(said))
        if found is None:
            raise Lost("a remembered request without a document")
        if said.get("cancel_document_number") is not None and not self._kept(_second(key)):
            return None  # perhaps half done: issuing it again does only what is left
        return found

    def _kind(self, said: Said) -> DocumentKind:
        if said.get("cancel_document_number") is not None:
            return DocumentKind.CREDIT_NOTE
        if said.get("cancel_receipt_number") is not None:
            return DocumentKind.REFUND_RECEIPT
        if said.get("receipt_number") is not None:
            amount = money_of(said.get("amount"))
            is_back = amount is not None and amount.agorot < 0
            return DocumentKind.REFUND_RECEIPT if is_back else DocumentKind.RECEIPT
        series = self._own_series()
        kinds = {
            series.invoice: DocumentKind.INVOICE,
            series.invoice_receipt: DocumentKind.INVOICE_RECEIPT,
            series.credit: DocumentKind.CREDIT_NOTE,
        }
        return kinds.get(said.whole("document_type") or 0, DocumentKind.INVOICE_RECEIPT)

    def _kept(self, key: str) -> Said | None:
        """The data of the request of a key that went well; None: none did.

        Raises:
            Unsent, Lost, Refused: it cannot be said.
        """
        asked = {"request_reference": key}
        last = self._remembered("Status.LastRequest/JSON", asked)
        if last is None:
            return None
        if last.code == 0:
            return Said(last.data)
        every = self._client.ask("Status.AllRequests/JSON", asked)
        rows = every.data if isinstance(every.data, list) else []
        kept = [e for e in map(envelope_of, rows) if e is not None and e.code == 0]
        return Said(kept[0].data) if kept else None

    def _remembered(self, method: str, asked: Mapping[str, object]) -> Envelope | None:
        found = self._client.ask(method, asked)
        if found.code == NO_DATA:
            return None
        if found.code:
            raise Refused(found.code, found.words)
        if not found.data:
            return None
        kept = envelope_of(found.data)
        if kept is None:
            raise Lost("an unreadable memory")
        return kept

    def pdf(self, document: IssuedDocument) -> bytes | None:
        """The file behind the document's address."""
        found = self._client.file(document.url) if document.url else None
        return found if found and found.startswith(b"%PDF") else None


def _second(key: str) -> str:
    return f"{key}-receipt"


def _issued(said: Said, kind: DocumentKind) -> IssuedDocument | None:
    for what in ("cancel_document", "cancel_receipt", "document", "receipt"):
        number, series = said.text(f"{what}_number"), said.whole(f"{what}_type")
        if number and series is not None:
            amount = money_of(said.get("amount"))
            return IssuedDocument(
                reference=reference_of(
                    series,
                    number,
                    said.text(f"{what}_identity"),
                    is_receipt=what.endswith("receipt"),
                ),
                number=number,
                kind=kind,
                url=said.text(f"{what}_link", "document_link", "receipt_link"),
                allocation_number=allocation_of(said.get("confirmation_number")),
                amount=Money(abs(amount.agorot)) if amount is not None else None,
            )
    return None


def _common(request: DocumentRequest, comment: str) -> dict[str, object]:
    customer = request.customer
    first, last = names_of(customer.name)
    fields: dict[str, object] = {
        "customer_id": 0,
        "last_name": last,
        "create_customer": True,
        "issue_date": _day(request.on),
        "language": language(request.lang),
        "send_mail": request.mails_it,
        "request_reference": request.key,
        "prevent_duplicates": True,
    }
    more: dict[str, object] = {
        "first_name": first,
        "address": customer.address[:30],
        "city": customer.city[:20],
        "phone": fitting(customer.phone, 15),
        "id_number": _whole(customer.tax_id),
        "find_by_id": bool(_whole(customer.tax_id)),
        "email_to": fitting(customer.email, 50),
        "find_by_mail": bool(fitting(customer.email, 50)),
        "comments": " ".join((request.remarks, comment)).strip()[:400],
    }
    return fields | {name: value for name, value in more.items() if value}


def _item(line: DocumentLine, sign: int) -> dict[str, object]:
    quantity, words = line.quantity, line.words
    if quantity < 1 or line.total.agorot % quantity:
        quantity, words = 1, f"{line.words} ({line.quantity})"
    return {
        "item_id": 0,
        "quantity": quantity,
        "price_nis": shekels(Money(sign * (line.total.agorot // quantity))),
        "description": words[:100],
    }


def _whole(words: str) -> int:
    """Digits as a number; nothing else is any."""
    return int(words) if is_digits(words) and len(words) <= 18 else 0


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _rows(said: Said, *names: str) -> list[Said]:
    rows: Any = said.get(*names)
    return [Said(row) for row in rows] if isinstance(rows, list) else []


def _number(rows: list[Said], what: str, fits: Callable[[Said], bool], default: int) -> int:
    numbers = [r.whole(f"{what}_type") for r in rows if fits(r)]
    found = [n for n in numbers if n is not None]
    return found[0] if found else default


def _is_both(row: Said) -> bool:
    return row.get("is_invoice_receipt") is True


def _is_credit(row: Said) -> bool:
    return _says(row.text("document_name"), rivhit.CREDIT)


def _is_invoice(row: Said) -> bool:
    """Its name alone: other names begin with the same words."""
    return row.text("document_name") in (rivhit.TAX_INVOICE.he, rivhit.TAX_INVOICE.en)


def _says(name: str, what: Text) -> bool:
    return what.he in name or what.en.lower() in name.lower()
