"""Morning as a PaymentGateway: a payment form, and charges of a card that it has saved.

What it cannot do, by its reference: give money back (only its own plug-ins and its screen do),
keep a card without a charge, and say that a payer's try was declined. A charge has no key of its
own: ours is looked for before it is sent, and a charge whose answer was lost is found by it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from fitkit.core.errors import OutsideFailure
from fitkit.core.money import Money
from fitkit.integrations.exchange import (
    Answer,
    Lost,
    Unsent,
    page_of,
    segment,
    shekels,
    sold_lines,
    text_of,
    whole_of,
)
from fitkit.integrations.morning import answers, documents
from fitkit.integrations.morning.client import DUPLICATE, LoginRefused, MorningClient, error_of
from fitkit.integrations.morning.documents import Document, Row
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
    PaidOut,
    Problem,
    Provider,
    RefundOutcome,
    RefundRefused,
    RefundRequest,
    Transaction,
    Unknown,
    Waiting,
)

# A charge is looked for by our key before it is sent; nothing refuses one that arrives late.
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
CHARGE_FAILED: Final = 2603
CARD_MISSING: Final = 2627


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
        url = page_of(answer.fields.get("url"))
        if answer.status != 200 or error_of(answer).code:
            return _misconfigured(answer)
        if not url:
            return Unknown("a form without an address")
        return HostedPage(reference=f"{FORM}{request.key}", url=url)

    def _form(self, request: PageRequest) -> Answer:
        asked = self._sale(request.words, request.key, request.amount, request.most_instalments)
        sold = sold_lines(request.lines, request.amount, request.words)
        lines = [Row(line.words, line.total, line.quantity) for line in sold]
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
        sold = sold_lines(request.lines, request.amount, request.words)
        lines = [Row(line.words, line.total, line.quantity) for line in sold]
        asked |= {
            "lang": request.lang.value,
            "income": documents.income(lines, is_exempt=self._exempt()),
        }
        path = f"/payments/tokens/{segment(request.card.token)}/charge"
        return self._client.post(path, asked, call="charge", charges=True)

    def _charged(self, answer: Answer, request: ChargeRequest) -> ChargeOutcome:
        if error_of(answer).code:
            return _not_charged(answer)
        document = documents.read_document(answer.body)
        if document is None:
            return Unknown("a charge without a document")
        looked = _reached(
            lambda: self._client.get(f"/documents/{segment(document.id)}", call="document")
        )
        whole = documents.read_document(looked.body) if isinstance(looked, Answer) else None
        if whole is None:
            return Unknown("charged, and the document cannot be read")
        return self._paid(whole, key=request.key, amount=request.amount, token=request.card)

    def look_up(self, key: str) -> LookUp:
        """Look for the document of a charge; a declined one leaves none.

        Morning makes it with the charge, so it is asked some minutes later, not at once.
        """
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
            "paymentTypes": [answers.CARD_PAYMENT, answers.APP_PAYMENT],
            "fromDate": first.isoformat(),
            "toDate": last.isoformat(),
        }
        try:
            found = list(documents.search(self._client, asked, path="/documents/payments/search"))
        except (Unsent, Lost) as error:
            raise OutsideFailure(f"Morning's list: {error}") from None
        except LoginRefused:
            raise OutsideFailure("Morning's list: log-in refused", permanent=True) from None
        # A document paid in parts is found once for each of them.
        return [answers.listed(d) for d in {d.id: d for d in found}.values()]

    def payouts(self, first: date, last: date) -> Iterable[PaidOut]:
        """Nothing: it does not tell."""
        del first, last
        return []

    def read_hint(self, body: bytes, content_type: str, query: Mapping[str, str]) -> Hint | None:
        """Read a form or JSON: what a notice holds is not documented, so only ids are taken."""
        del query
        said = answers.notice(body, content_type)
        key = text_of(said.get("custom")) or documents.key_of(said.get("description"))
        reference = text_of(said.get("transaction_id") or said.get("id"))
        return Hint(reference or key, key) if reference or key else None

    def _by_key(self, key: str) -> list[Document] | Unknown | Misconfigured:
        first, last = documents.lately(LOOKS_BACK_DAYS)
        try:
            return documents.by_key(self._client, key, first=first, last=last, types=PAID_TYPES)
        except (Unsent, Lost) as error:
            return Unknown(str(error))
        except LoginRefused as denied:
            return denied.problem

    def _paid(
        self, document: Document, *, key: str, amount: Money, token: CardToken | None
    ) -> Paid | Unknown:
        if document.key != key or document.currency != "ILS" or document.amount != amount:
            return Unknown("the document is of another key or amount")
        return Paid(answers.transaction(document, token))

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
        return answers.card_of(document, answers.rows_of(answer.body))


def _reached(ask: Callable[[], Answer]) -> Answer | Unknown | Misconfigured:
    """An answer, or the outcome of not having one."""
    try:
        return ask()
    except Unsent as error:
        return Misconfigured(Problem.UNREACHABLE, str(error))
    except Lost as error:
        return Unknown(str(error))
    except LoginRefused as denied:
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
