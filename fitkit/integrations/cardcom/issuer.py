"""Cardcom as an InvoiceIssuer. Our key is a document's ``ExternalId``, by which it is found again.

A credit note is a document of the refund kind, crossed with what it takes back. Not CancelDoc: it
carries no key, takes back only the whole, and may cancel the card's deal too, which is the gateway's.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

import structlog

from fitkit.core import clock
from fitkit.core.money import Money
from fitkit.integrations.cardcom import codes
from fitkit.integrations.cardcom.client import CardcomClient, Denied, Said
from fitkit.integrations.cardcom.gateway import FIELD, SHEKEL, fitting, local_phone
from fitkit.integrations.exchange import Lost, Unsent, shekels
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
from fitkit.ports.payments import PayWay

log = structlog.get_logger(__name__)
# In the order of the OpenAPI's DocumentType, whose places are the numbers that other calls take.
TYPES: Final = (
    "Error",
    "TaxInvoiceAndReceipt",
    "TaxInvoiceAndReceiptRefund",
    "Receipt",
    "ReceiptRefund",
    "Quote",
    "Order",
    "SiteCustomerOrder",
    "SiteCustomerOrderRefund",
    "DeliveryNote",
    "DeliveryNoteRefund",
    "ProformaInvoice",
    "DemandForPayment",
    "DemandForPaymentRefund",
    "TaxInvoice",
    "TaxInvoiceRefund",
    "ReceiptForTaxInvoice",
    "DonationReceipt",
    "DonationReceiptRefund",
    "ReceiptForTaxInvoiceRefund",
)
_KINDS: Final = {
    "TaxInvoiceAndReceipt": DocumentKind.INVOICE_RECEIPT,
    "TaxInvoiceAndReceiptRefund": DocumentKind.CREDIT_NOTE,
    "Receipt": DocumentKind.RECEIPT,
    "ReceiptRefund": DocumentKind.REFUND_RECEIPT,
    "TaxInvoice": DocumentKind.INVOICE,
    "TaxInvoiceRefund": DocumentKind.CREDIT_NOTE,
    "ReceiptForTaxInvoice": DocumentKind.RECEIPT,
    "ReceiptForTaxInvoiceRefund": DocumentKind.REFUND_RECEIPT,
}
_ROWS: Final = 200
_MOST_PAGES: Final = 50
_AROUND: Final = timedelta(days=3)
_ALL_DOCUMENTS: Final = -2


class CardcomIssuer:
    """An InvoiceIssuer."""

    def __init__(self, client: CardcomClient) -> None:
        """Take the terminal's client.

        Raises:
            ValueError: it has no password, without which no document is issued.
        """
        if not client.has_password:
            raise ValueError("Cardcom needs api_password for documents")
        self._client = client

    @property
    def issuer(self) -> Issuer:
        """Cardcom."""
        return Issuer.CARDCOM

    def issue(self, request: DocumentRequest) -> IssueOutcome:
        """Issue a document. Cardcom does not refuse a key twice: look for it after ``IssueUnknown``."""
        type_ = _type_of(request)
        said = self._reached("/Documents/CreateDocument", _fields(request, type_), call="issue")
        if isinstance(said, IssueUnknown | IssueRefused):
            return said
        if said.code != codes.OK:
            return IssueRefused(said.words or f"code {said.code}", str(said.code))
        number = said.whole("DocumentNumber")
        if not number:
            return IssueUnknown("issued, and no number is named")
        made = said.text("DocumentType") or type_
        made = TYPES[int(made)] if made.isdigit() and int(made) < len(TYPES) else made
        if request.kind is DocumentKind.CREDIT_NOTE and request.credits:
            self._cross(request.credits, made, number)
        return _document(made, number, request.kind, url=said.text("DocumentUrl"))

    def find(self, key: str, *, on: date) -> IssuedDocument | IssueUnknown | None:
        """Look through the documents of the days around; ``ExternalId`` is not searched by itself."""
        for page in range(1, _MOST_PAGES + 1):
            asked = _report(on, page)
            said = self._reached("/Documents/GetReport", asked, call="find")
            if isinstance(said, IssueRefused):
                return IssueUnknown(said.words)
            if isinstance(said, IssueUnknown):
                return said
            if said.code != codes.OK:
                return IssueUnknown(f"code {said.code}")
            rows = said.objects("Documents")
            for row in rows:
                if row.text("ExternalId") == external_id(key):
                    return _of_row(row)
            if len(rows) < _ROWS:
                return None
        return IssueUnknown("too many documents around that day")

    def pdf(self, document: IssuedDocument) -> bytes | None:
        """Ask for an address of the file, and fetch it."""
        type_, _, number = document.reference.partition(":")
        if type_ not in TYPES or not number.isdigit():
            return None
        asked = {"DocumentType": type_, "DocumentNumber": int(number)}
        said = self._reached("/Documents/CreateDocumentUrl", asked, call="document_url")
        if not isinstance(said, Said) or said.code != codes.OK:
            return None
        return self._client.file(said.text("DocUrl"))

    def _cross(self, credited: str, type_: str, number: int) -> None:
        """Tie a note to what it takes back. The note stands without it, so its failure is only told."""
        of_type, _, of_number = credited.partition(":")
        if of_type not in TYPES or not of_number.isdigit() or type_ not in TYPES:
            log.warning("cardcom_note_uncrossed", outcome="no document is named")
            return
        asked = {
            "FromDocNumber": int(of_number),
            "FromDocType": TYPES.index(of_type),
            "ToDocumentsList": [{"DocNumber": number, "DocType": TYPES.index(type_)}],
        }
        said = self._reached("/Documents/CrossDocument", asked, call="cross")
        if not isinstance(said, Said) or said.code != codes.OK:
            log.warning("cardcom_note_uncrossed", outcome="not crossed")

    def _reached(
        self, path: str, fields: Mapping[str, object], *, call: str
    ) -> Said | IssueRefused | IssueUnknown:
        try:
            # A document is as dear as a charge: it is waited for as long.
            return self._client.with_password(path, fields, call=call, charges=call == "issue")
        except (Unsent, Lost) as error:
            return IssueUnknown(str(error))
        except Denied as error:
            return IssueRefused(error.words or "credentials refused", "603")


def _type_of(request: DocumentRequest) -> str:
    """``Receipt`` is the one without VAT: of an exempt dealer, not for an invoice."""
    match request.kind:
        case DocumentKind.INVOICE_RECEIPT:
            return "TaxInvoiceAndReceipt"
        case DocumentKind.INVOICE:
            return "TaxInvoice"
        case DocumentKind.RECEIPT:
            return "ReceiptForTaxInvoice" if request.vat_rate else "Receipt"
        case DocumentKind.CREDIT_NOTE:
            is_of_invoice = request.credits_kind is DocumentKind.INVOICE or (
                request.credits.startswith("TaxInvoice:")
            )
            return "TaxInvoiceRefund" if is_of_invoice else "TaxInvoiceAndReceiptRefund"
        case DocumentKind.REFUND_RECEIPT:
            return "ReceiptForTaxInvoiceRefund" if request.vat_rate else "ReceiptRefund"


def _fields(request: DocumentRequest, type_: str) -> dict[str, object]:
    document: dict[str, object] = {
        "DocumentTypeToCreate": type_,
        **_made_out_to(request.customer),
        "IsSendByEmail": request.mails_it and bool(fitting(request.customer.email)),
        "IsVatFree": not request.vat_rate,
        "Comments": request.remarks[:250],
        "Products": [_product(line) for line in request.lines],
        "ExternalId": external_id(request.key),
        "ISOCoinID": SHEKEL,
        "Languge": request.lang.value,  # their spelling
    }
    if request.on != clock.day_of(clock.now(), clock.ISRAEL):
        # The form is not documented here; a charge's own document takes DDMMYYYY.
        document["DocumentDate"] = f"{request.on:%d%m%Y}"
    return {"Document": document, **_money(request.paid)}


def external_id(key: str) -> str:
    """Our key as it goes into 50 characters: itself, or its digest."""
    if len(key) <= FIELD:
        return key
    return hashlib.sha256(key.encode()).hexdigest()[:FIELD]


def _made_out_to(customer: Customer) -> dict[str, object]:
    known = {
        "TaxId": customer.tax_id,
        "Email": fitting(customer.email),
        "AddressLine1": customer.address,
        "City": customer.city,
        "Mobile": local_phone(customer.phone),
    }
    return {"Name": customer.name[:FIELD], **{k: v[:FIELD] for k, v in known.items() if v}}


def _product(line: DocumentLine) -> dict[str, object]:
    """A line; its total decides, since a unit's price may not come out in whole agorot."""
    return {
        "Description": line.words[:250],
        "Quantity": line.quantity,
        "UnitCost": shekels(line.total.split(line.quantity)[-1]),
        "TotalLineCost": shekels(line.total),
    }


def _money(paid: tuple[PaidBy, ...]) -> dict[str, object]:
    """How it came: cash, cheques, Cardcom's own deals by their numbers, anything else in words."""
    cash = Money(0)
    cheques: list[dict[str, Any]] = []  # Any: an object of JSON
    deals: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for by in paid:
        if by.way == PayWay.CASH:
            cash += by.amount
        elif by.way == PayWay.CHEQUE:
            cheques.append(_cheque(by))
        elif by.way == PayWay.CARD and by.transaction_id.isdigit():
            deals.append({"DealNumber": int(by.transaction_id)})
        else:
            others.append(_other(by))
    found: dict[str, object] = {"Cash": shekels(cash)} if cash else {}
    lists = {"Cheques": cheques, "DealNumbers": deals, "CustomFields": others}
    return found | {name: rows for name, rows in lists.items() if rows}


def _cheque(by: PaidBy) -> dict[str, object]:
    return {
        "ChequeNumber": by.cheque,
        "BankNumber": int(by.bank) if by.bank.isdigit() else 0,
        "SnifNumber": int(by.branch) if by.branch.isdigit() else 0,
        "AccountNumber": by.account,
        "DateCheque": by.on.isoformat(),
        "Sum": shekels(by.amount),
    }


def _other(by: PaidBy) -> dict[str, object]:
    return {
        "TranDate": by.on.isoformat(),
        "Description": f"{by.way} {by.last4}".strip(),
        "asmacta": by.transaction_id or by.account,
        "Sum": shekels(by.amount),
    }


def _report(on: date, page: int) -> dict[str, object]:
    return {
        "FromDateYYYYMMDD": f"{on - _AROUND:%Y%m%d}",
        "ToDateYYYYMMDD": f"{on + _AROUND:%Y%m%d}",
        "DocType": _ALL_DOCUMENTS,
        "CoinId": SHEKEL,
        "PageNumber": page,
        "ItemsPerPage": _ROWS,
    }


def _of_row(row: Said) -> IssuedDocument | IssueUnknown:
    number, place = row.whole("Invoice_Number"), row.whole("InvoiceType")
    type_ = TYPES[place] if place is not None and 0 < place < len(TYPES) else ""
    if not number or type_ not in _KINDS:
        return IssueUnknown("the document is there, and of a kind that is not known")
    total = row.money("TotalIncludeVAT")
    amount = None if total is None else Money(abs(total.agorot))
    return _document(type_, number, _KINDS[type_], amount=amount)


def _document(
    type_: str, number: int, kind: DocumentKind, *, url: str = "", amount: Money | None = None
) -> IssuedDocument:
    """A document; its reference is its type and number, which is how Cardcom names it."""
    return IssuedDocument(f"{type_}:{number}", str(number), kind, url=url, amount=amount)
