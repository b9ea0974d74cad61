"""Morning as a PaymentGateway: a payment form, and charges of a card that it has saved.

What it cannot do, by its reference: give money back (only its own plug-ins and its screen do),
keep a card without a charge, and say that a payer's try was declined. A charge has no key of its
own: ours is looked for before it is sent, and a charge whose answer was lost is found by it.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qsl

from fitkit.core.errors import OutsideFailure
from fitkit.core.money import Money
from fitkit.integrations.exchange import Answer, Lost, Unsent, shekels, text_of, whole_of
from fitkit.integrations.morning import documents
from fitkit.integrations.morning.client import DUPLICATE, Denied, MorningClient, error_of
from fitkit.integrations.morning.documents import Document, Row
from fitkit.ports.invoices import DocumentKind
from fitkit.ports.payments import (
    Abilities,
    CardToken,
    ChargeOutcome,
    ChargeRequest,
    Connected,
    Declined,
    DeclineKind,
    DeclineReason,
    Hint,
    HostedPage,
    LookUp,
    Misconfigured,
    NeverHappened,
    PageOutcome,
    PageRequest,
    Paid,
    PayWay,
    Problem,
    Provider,
    RefundOutcome,
    RefundRefused,
    RefundRequest,
    Transaction,
    Unknown,
    Waiting,
)

ABILITIES: Final = Abilities(
    keeps_cards=True,
    keeps_cards_alone=False,
    refunds=False,
    partial_refunds=False,
    instalments=True,
    looks_up_by_key=True,
    lists=True,
    issues_on_page=True,
)
PAID_TYPES: Final = [documents.INVOICE_RECEIPT, documents.RECEIPT]
LOOKS_BACK_DAYS: Final = 400
FORM: Final = "form:"  # before our key: a form has no name of Morning's own
CARD_GROUP: Final = 100
CARD_PAYMENT: Final = 3
APP_PAYMENT: Final = 10
BIT_APP: Final = 1
CHARGE_FAILED: Final = 2603
CARD_MISSING: Final = 2627
BRANDS: Final = {1: "Isracard", 2: "Visa", 3: "Mastercard", 4: "American Express", 5: "Diners"}


class MorningGateway:
    """A PaymentGateway."""

    def __init__(self, client: MorningClient, *, plugin_id: str = "") -> None:
        """Take the account's client and which of its clearing plug-ins pays; empty: its only one."""
        self._client = client
        self._plugin_id = plugin_id
        self._is_exempt: bool | None = None

    @property
    def provider(self) -> Provider:
        """Morning."""
        return Provider.MORNING

    @property
    def abilities(self) -> Abilities:
        """What its reference documents."""
        return ABILITIES

    def check(self) -> Connected | Misconfigured:
        """Read the business behind the credentials."""
        answer = _reached(lambda: self._client.get("/businesses/me", call="check"))
        if isinstance(answer, Unknown):
            return Misconfigured(Problem.UNREACHABLE, answer.why)
        if isinstance(answer, Misconfigured):
            return answer
        if answer.status != 200:
            return _misconfigured(answer)
        return Connected(text_of(answer.fields.get("name")))

    def open_page(self, request: PageRequest) -> HostedPage | Unknown | Misconfigured:
        """Make a payment form. A card alone cannot be kept."""
        if not request.amount:
            return Misconfigured(Problem.NO_TOKENS, "Morning keeps a card only with a payment")
        answer = _reached(lambda: self._form(request))
        if not isinstance(answer, Answer):
            return answer
        url = text_of(answer.fields.get("url"))
        if answer.status != 200 or error_of(answer).code:
            return _misconfigured(answer)
        if not url:
            return Unknown("a form without an address")
        return HostedPage(reference=f"{FORM}{request.key}", url=url)

    def _form(self, request: PageRequest) -> Answer:
        asked = self._sale(request.words, request.key, request.amount, request.most_instalments)
        lines = [Row(line.words, line.total, line.quantity) for line in request.lines]
        asked |= {
            "lang": request.lang.value,
            "group": CARD_GROUP,
            "client": _payer(request),
            "income": documents.income(lines, is_exempt=self._exempt()),
            "successUrl": request.success_url,
            "failureUrl": request.failure_url,
            "notifyUrl": request.callback_url,
            "custom": request.key,
        }
        if self._plugin_id:
            asked["pluginId"] = self._plugin_id
        return self._client.post("/payments/form", asked, call="open_page")

    def _sale(self, words: str, key: str, amount: Money, instalments: int) -> dict[str, object]:
        exempt = self._exempt()
        return {
            "description": documents.tagged(words, key),
            "type": documents.RECEIPT if exempt else documents.INVOICE_RECEIPT,
            "currency": "ILS",
            "vatType": documents.DEFAULT_VAT,
            "amount": shekels(amount),
            "maxPayments": max(1, instalments),
        }

    def _exempt(self) -> bool:
        """Whether the business charges no VAT, so that it may issue receipts only; asked once."""
        if self._is_exempt is None:
            try:
                answer = self._client.get("/businesses/me", call="business")
            except Lost as error:  # of a question before the charge: nothing was charged
                raise Unsent(str(error)) from None
            if answer.status != 200:
                raise Unsent(f"business {answer.status}")
            kind = whole_of(answer.fields.get("type"))
            self._is_exempt = kind == documents.EXEMPT_DEALER
        return self._is_exempt

    def page_outcome(self, reference: str, *, key: str, amount: Money) -> PageOutcome:
        """Look for the document that a paid form makes; a form has no state of its own to ask."""
        if reference.startswith(FORM) and reference != f"{FORM}{key}":
            return Unknown("another key than the form's")
        found = self._by_key(key)
        if isinstance(found, Unknown | Misconfigured):
            return found
        if not found:
            return Waiting() if reference.startswith(FORM) else NeverHappened()
        return self._paid(found[0], key=key, amount=amount, token=self._saved_card(found[0]))

    def charge(self, request: ChargeRequest) -> ChargeOutcome:
        """Charge a saved card, unless a document with the key is there already."""
        found = self._by_key(request.key)
        if isinstance(found, Misconfigured):
            return found
        if isinstance(found, Unknown):  # nothing was charged yet
            return Misconfigured(Problem.UNREACHABLE, found.why)
        if found:
            return self._paid(found[0], key=request.key, amount=request.amount, token=request.card)
        answer = _reached(lambda: self._charge(request))
        if not isinstance(answer, Answer):
            return answer
        return self._charged(answer, request)

    def _charge(self, request: ChargeRequest) -> Answer:
        asked = self._sale(request.words, request.key, request.amount, request.instalments)
        lines = [Row(line.words, line.total, line.quantity) for line in request.lines]
        asked |= {
            "lang": request.lang.value,
            "income": documents.income(lines, is_exempt=self._exempt()),
        }
        path = f"/payments/tokens/{_segment(request.card.token)}/charge"
        return self._client.post(path, asked, call="charge", charges=True)

    def _charged(self, answer: Answer, request: ChargeRequest) -> ChargeOutcome:
        if error_of(answer).code:
            return _not_charged(answer)
        document = documents.read_document(answer.body)
        if document is None:
            return Unknown("a charge without a document")
        looked = _reached(lambda: self._client.get(f"/documents/{document.id}", call="document"))
        whole = documents.read_document(looked.body) if isinstance(looked, Answer) else None
        if whole is None:
            return Unknown("charged, and the document cannot be read")
        return self._paid(whole, key=request.key, amount=request.amount, token=request.card)

    def look_up(self, key: str) -> LookUp:
        """Look for the document of a charge; a declined one leaves none."""
        found = self._by_key(key)
        if isinstance(found, Unknown | Misconfigured):
            return found
        if not found:
            return NeverHappened()
        return self._paid(found[0], key=key, amount=found[0].amount, token=None)

    def refund(self, request: RefundRequest) -> RefundOutcome:
        """Refuse: nothing in the interface gives money back."""
        del request
        return RefundRefused("Morning gives money back only on its own screen", "unsupported")

    def transactions(self, first: date, last: date) -> Iterable[Transaction]:
        """Payments by card and by application, from the documents that they made.

        Raises:
            OutsideFailure: Morning did not answer.
        """
        asked = {
            "type": PAID_TYPES,
            "paymentTypes": [CARD_PAYMENT, APP_PAYMENT],
            "fromDate": first.isoformat(),
            "toDate": last.isoformat(),
        }
        try:
            found = list(documents.search(self._client, asked, path="/documents/payments/search"))
        except (Unsent, Lost) as error:
            raise OutsideFailure(f"Morning's list: {error}") from None
        except Denied:
            raise OutsideFailure("Morning's list: log-in refused", permanent=True) from None
        # A document paid in parts is found once for each of them.
        return [_transaction(d, None) for d in {d.id: d for d in found}.values()]

    def read_hint(self, body: bytes, content_type: str, query: Mapping[str, str]) -> Hint | None:
        """Read a form or JSON: what a notice holds is not documented, so only ids are taken."""
        del query
        said = _form_or_json(body, content_type)
        key = text_of(said.get("custom")) or documents.key_of(said.get("description"))
        reference = text_of(said.get("transaction_id") or said.get("id"))
        return Hint(reference or key, key) if reference or key else None

    def _by_key(self, key: str) -> list[Document] | Unknown | Misconfigured:
        first, last = documents.lately(LOOKS_BACK_DAYS)
        try:
            return documents.by_key(self._client, key, first=first, last=last, types=PAID_TYPES)
        except (Unsent, Lost) as error:
            return Unknown(str(error))
        except Denied as denied:
            return denied.problem

    def _paid(
        self, document: Document, *, key: str, amount: Money, token: CardToken | None
    ) -> Paid | Unknown:
        if document.key != key or document.currency != "ILS" or document.amount != amount:
            return Unknown("the document is of another key or amount")
        return Paid(_transaction(document, token))

    def _saved_card(self, document: Document) -> CardToken | None:
        """The card that the payer of a document saved; None when it is not certain which."""
        if not document.client_id:
            return None
        asked = {"externalKey": document.client_id}
        answer = _reached(
            lambda: self._client.post("/payments/tokens/search", asked, call="tokens_search")
        )
        if not isinstance(answer, Answer) or answer.status != 200:
            return None
        cards = [c for c in map(_card, _rows(answer.body)) if c is not None]
        last4 = _last4(document)
        cards = [c for c in cards if not last4 or c.last4 == last4]
        return cards[0] if len({c.token for c in cards}) == 1 or (cards and last4) else None


def _reached(ask: Callable[[], Answer]) -> Answer | Unknown | Misconfigured:
    """An answer, or the outcome of not having one."""
    try:
        return ask()
    except Unsent as error:
        return Misconfigured(Problem.UNREACHABLE, str(error))
    except Lost as error:
        return Unknown(str(error))
    except Denied as denied:
        return denied.problem


def _misconfigured(answer: Answer) -> Misconfigured:
    error = error_of(answer)
    words = f"{error.code} {error.words}".strip()
    return error.problem or Misconfigured(Problem.OTHER, words)


def _not_charged(answer: Answer) -> Declined | Unknown | Misconfigured:
    error = error_of(answer)
    if error.code == CHARGE_FAILED:
        return Declined(DeclineKind.SOFT, DeclineReason.REFUSED, str(error.code), error.words)
    if error.code in (CARD_MISSING, 404):
        reason = DeclineReason.WRONG_DETAILS
        return Declined(DeclineKind.HARD, reason, str(error.code), error.words)
    if error.code == DUPLICATE:
        return Unknown("Morning says that the same was asked before")
    return _misconfigured(answer)


def _payer(request: PageRequest) -> dict[str, object]:
    payer = request.payer
    said: dict[str, object] = {"name": payer.name, "country": "IL", "add": True}
    if payer.email:
        said["emails"] = [payer.email]
    if payer.phone:
        said["phone"] = payer.phone
    if payer.national_id:
        said["taxId"] = payer.national_id
    return said


def _segment(token: str) -> str:
    """A token as a part of a path: nothing but what an id is made of."""
    return "".join(c for c in token if c.isascii() and (c.isalnum() or c in "-_"))


def _transaction(document: Document, token: CardToken | None) -> Transaction:
    row: Mapping[str, Any] = document.payments[0] if document.payments else {}
    return Transaction(
        id=document.id,
        key=document.key,
        amount=document.amount,
        at=document.at,
        way=_way(row),
        approval=text_of(row.get("transactionId")),
        last4=_last4(document) or (token.last4 if token else ""),
        instalments=max(1, whole_of(row.get("numPayments")) or 1),
        token=token,
        document=document.issued(DocumentKind.INVOICE_RECEIPT),
    )


def _way(row: Mapping[str, Any]) -> PayWay:
    if whole_of(row.get("type")) == APP_PAYMENT:
        return PayWay.BIT if whole_of(row.get("appType")) == BIT_APP else PayWay.OTHER
    return PayWay.CARD


def _last4(document: Document) -> str:
    rows = document.payments
    digits = text_of(rows[0].get("cardNum"))[-4:] if rows else ""
    return digits if len(digits) == 4 and digits.isdigit() else ""


def _rows(body: object) -> list[object]:
    """Saved cards: a list, a list under ``items``, or one alone, as the reference shows it."""
    if isinstance(body, list):
        return body
    if isinstance(body, dict):
        items = body.get("items")
        return items if isinstance(items, list) else [body]
    return []


def _card(said: object) -> CardToken | None:
    if not isinstance(said, dict):
        return None
    token, expires = text_of(said.get("id")), text_of(said.get("expires")).rjust(4, "0")
    if not token or not expires.isdigit() or not 1 <= int(expires[:2]) <= 12:
        return None
    return CardToken(
        token=token,
        last4=text_of(said.get("number"))[-4:],
        expires_year=2000 + int(expires[2:4]),
        expires_month=int(expires[:2]),
        brand=BRANDS.get(whole_of(said.get("cardType")) or 0, ""),
    )


def _form_or_json(body: bytes, content_type: str) -> Mapping[str, Any]:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return {}
    if "json" in content_type or text.lstrip().startswith(("{", "[")):
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            return {}
        return said if isinstance(said, dict) else {}
    try:
        return dict(parse_qsl(text, max_num_fields=200))
    except ValueError:
        return {}
