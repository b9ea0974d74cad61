"""iCredit as a PaymentGateway: its page, charges of its card tokens, whole cancellations.

What it cannot do, by its reference: be asked by our key (the key only guards a repeated charge, and
only until the day's transmission), list its sales, give a part back safely (a partial refund there
is a new refund to the card that nobody measures against the sale), and say what became of a page
that was not paid. A cancelled sale takes back the document that its page issued, too.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, TypeVar
from urllib.parse import parse_qsl

from fitkit.core import clock
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.integrations.exchange import (
    Lost,
    Unsent,
    money_of,
    page_of,
    shekels,
    sold_lines,
    words_of,
)
from fitkit.integrations.icredit import answers
from fitkit.integrations.icredit.client import (
    PageClient,
    Refused,
    Said,
    fitting,
    guid_of,
    language,
    names_of,
)
from fitkit.ports.payments import (
    Abilities,
    CardKept,
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
    PageOutcome,
    PageRequest,
    Paid,
    PaidLine,
    PaidOut,
    Payer,
    Problem,
    Provider,
    RefundOutcome,
    RefundRefused,
    RefundRequest,
    Transaction,
    Unknown,
    Waiting,
)

# A key guards against a second charge until the day's transmission only, and cannot be asked for.
ABILITIES: Final = Abilities(
    keeps_cards=True,
    refunds=True,
    partial_refunds=False,
    instalments=True,
    looks_up_by_key=False,
    lists=False,
    issues_on_page=False,  # its portal may be set so; then the transaction brings the document
)
SHEKELS: Final = 1
IMMEDIATE, TOKEN_ONLY = 1, 3  # SaleType
BY_POST: Final = 1
ONLY_HELD: Final = 5  # TransactionParamJ
MOST_FAILED_TRIES: Final = 5
T = TypeVar("T")


class ICreditGateway:
    """A PaymentGateway."""

    def __init__(self, client: PageClient, *, is_exempt: bool = False) -> None:
        """Take the payment page's client, and whether the gym charges no VAT."""
        self._client = client
        self._is_exempt = is_exempt

    @property
    def provider(self) -> Provider:
        """The one of Rivhit."""
        return Provider.ICREDIT

    @property
    def abilities(self) -> Abilities:
        """What its reference documents."""
        return ABILITIES

    def check(self) -> Connected | Misconfigured:
        """Make a page that nobody will see: no call only reads."""
        fields = self._sale((PaidLine("FitKit", Money.shekels(1)),), "check", Lang.HE)
        found = _reached(lambda: self._client.call("GetUrl", fields | {"SaleType": IMMEDIATE}))
        if isinstance(found, Unknown):
            return Misconfigured(Problem.UNREACHABLE, found.why)
        if isinstance(found, Misconfigured):
            return found
        return Connected() if found.whole("Status") == 0 else answers.misconfigured(found)

    def open_page(self, request: PageRequest) -> HostedPage | Unknown | Misconfigured:
        """Make a page. One that only keeps a card shows a shekel and takes none."""
        found = _reached(lambda: self._client.call("GetUrl", self._page(request)))
        if not isinstance(found, Said):
            return found
        if found.whole("Status") != 0:
            return answers.misconfigured(found)
        reference, url = guid_of(found.get("PrivateSaleToken")), page_of(found.text("URL"))
        if not reference or not url:
            return Unknown("a page without a name or an address")
        return HostedPage(reference=reference, url=url)

    def _page(self, request: PageRequest) -> dict[str, object]:
        alone = not request.amount
        lines = (
            (PaidLine(request.words, Money.shekels(1)),)
            if alone
            else sold_lines(request.lines, request.amount, request.words)
        )
        return {
            **self._sale(lines, request.key, request.lang),
            **_payer(request.payer),
            "SaleType": TOKEN_ONLY if alone else IMMEDIATE,
            "CreateToken": request.keep_card or alone,
            "MaxPayments": max(1, request.most_instalments),
            "RedirectURL": request.success_url,
            "FailRedirectURL": request.failure_url,
            "MaxFailedAttempts": MOST_FAILED_TRIES,
            "IPNURL": request.callback_url,
            "IPNMethod": BY_POST,
        }

    def _sale(self, lines: Sequence[PaidLine], key: str, lang: Lang) -> dict[str, object]:
        return {
            "GroupPrivateToken": self._client.group,
            "Items": [_item(line) for line in lines],
            "ExemptVAT": self._is_exempt,
            "PriceIncludeVAT": True,
            "Currency": SHEKELS,
            "DocumentLanguage": language(lang),
            "Custom1": key,
        }

    def page_outcome(self, reference: str, *, key: str, amount: Money) -> PageOutcome:
        """Ask for the sale and have it verified; without a sale the page was not paid yet."""
        asked = guid_of(reference)
        if not asked:
            return Unknown("this is no page of iCredit")
        found = _reached(lambda: self._client.call("SaleDetails", {"SalePrivateToken": asked}))
        if not isinstance(found, Said):
            return _unknown(found)
        if not guid_of(found.get("SaleId")):
            return Waiting()
        if (mismatch := self._mismatch(found, key, amount)) is not None:
            return mismatch
        token = answers.token_of(found)
        if not amount:
            return CardKept(token) if token else Unknown("a card was left without a token")
        return Paid(
            answers.transaction(found, reference=asked, key=key, amount=amount, token=token)
        )

    def _mismatch(self, found: Said, key: str, amount: Money) -> Unknown | None:
        """None when a sale is ours, of the amount, and iCredit stands by it."""
        if found.text("Custom1") != key:
            return Unknown("the sale is of another key")
        if amount and money_of(found.get("Amount", "TotalAmount", "TransactionAmount")) != amount:
            return Unknown("the sale is of another amount")
        if amount and found.whole("TransactionParamJ", "ParamJ") == ONLY_HELD:
            return Unknown("the amount is held and not charged")
        return self._verified(guid_of(found.get("SaleId")), amount)

    def _verified(self, sale: str, amount: Money) -> Unknown | None:
        """None when iCredit stands by a sale."""
        asked = {
            "GroupPrivateToken": self._client.group,
            "SaleId": sale,
            "TotalAmount": shekels(amount),
        }
        found = _reached(lambda: self._client.call("Verify", asked))
        if not isinstance(found, Said):
            return _unknown(found)
        said = found.text("Status").upper()
        return None if said == "VERIFIED" else Unknown(f"the sale is {words_of(said) or 'unsaid'}")

    def charge(self, request: ChargeRequest) -> ChargeOutcome:
        """Charge a token; the key guards against a second time until the day's transmission."""
        token = guid_of(request.card.token)
        if not token:
            return Declined(DeclineKind.HARD, DeclineReason.WRONG_DETAILS, "token")
        fields = {
            **self._sale(
                sold_lines(request.lines, request.amount, request.words), request.key, request.lang
            ),
            **_payer(request.payer),
            "SaleType": IMMEDIATE,
            "CreditcardToken": token,
            "NumberOfPayments": max(1, request.instalments),
            "RequestReference": request.key,
            "PreventDuplicates": True,
        }
        found = _reached(lambda: self._client.call("SaleChargeToken", fields, charges=True))
        return self._charged(found, request) if isinstance(found, Said) else found

    def _charged(self, found: Said, request: ChargeRequest) -> ChargeOutcome:
        status = found.whole("Status")
        if status is None:
            return Unknown("an answer without a status")
        if status != 0:
            return answers.not_charged(found, status)
        reference = guid_of(found.get("SalePrivateToken", "PrivateSaleToken"))
        if not reference or money_of(found.get("TotalAmount")) != request.amount:
            return Unknown("charged, and not said what")
        return Paid(
            Transaction(
                id=reference,
                key=request.key,
                amount=request.amount,
                at=clock.now(),
                approval=found.text("AuthNum", "TransactionAuthNum"),
                last4=request.card.last4,
                instalments=max(1, request.instalments),
                token=request.card,
                document=answers.document_of(found),
            )
        )

    def look_up(self, key: str) -> LookUp:
        """Not possible: sales are found by iCredit's own names only."""
        del key
        return Unknown("iCredit cannot be asked by our key")

    def refund(self, request: RefundRequest) -> RefundOutcome:
        """Cancel a whole sale, and the document that its page issued."""
        if request.amount != request.paid or request.before:
            return RefundRefused("iCredit cancels a sale only as a whole", "partial")
        sale = guid_of(request.transaction_id)
        if not sale:
            return RefundRefused("this is no sale of iCredit", "unknown")
        asked = {"SalePrivateToken": sale}
        found = _reached(lambda: self._client.call("CancelSale", asked, charges=True))
        if not isinstance(found, Said):
            return found
        status = found.whole("Status")
        if status is None:
            return Unknown("an answer without a status")
        if status != 0:
            return RefundRefused(words_of(found.get("DebugMessage")), str(status))
        return Paid(
            Transaction(
                id=found.text("CustomerTransactionId") or f"{sale}:cancelled",
                key=request.key,
                amount=request.amount,
                at=clock.now(),
                is_refund=True,
                last4=request.card.last4 if request.card else "",
            )
        )

    def transactions(self, first: date, last: date) -> Iterable[Transaction]:
        """Nothing: there is no list."""
        del first, last
        return []

    def payouts(self, first: date, last: date) -> Iterable[PaidOut]:
        """Nothing: it does not tell."""
        del first, last
        return []

    def read_hint(self, body: bytes, content_type: str, query: Mapping[str, str]) -> Hint | None:
        """Read the notice, a form; where notices are asked for by GET, the query."""
        del content_type
        try:
            form = dict(parse_qsl(body.decode(), max_num_fields=400))
        except ValueError:
            return None
        said = Said(form or dict(query))
        sale, key = guid_of(said.get("SaleId")), said.text("Custom1")
        return Hint(sale or key, key) if sale or key else None


def _reached(ask: Callable[[], T]) -> T | Unknown | Misconfigured:
    """An answer, or the outcome of not having one."""
    try:
        return ask()
    except Unsent as error:
        return Misconfigured(Problem.UNREACHABLE, str(error))
    except Lost as error:
        return Unknown(str(error))
    except Refused as refused:
        return Misconfigured(Problem.OTHER, f"{refused.code} {refused.words}".strip())


def _unknown(found: Unknown | Misconfigured) -> Unknown:
    """Of a question after the fact nothing can be said, however it failed."""
    return found if isinstance(found, Unknown) else Unknown(found.words or found.problem.value)


def _item(line: PaidLine) -> dict[str, object]:
    quantity, words = line.quantity, line.words
    if quantity < 1 or line.total.agorot % quantity:
        quantity, words = 1, f"{line.words} ({line.quantity})"
    return {
        "Id": 0,
        "Quantity": quantity,
        "UnitPrice": shekels(Money(line.total.agorot // quantity)),
        "Description": words[:100],
    }


def _payer(payer: Payer) -> dict[str, object]:
    first, last = names_of(payer.name)
    said = {
        "CustomerFirstName": first,
        "CustomerLastName": last,
        "EmailAddress": payer.email,
        "PhoneNumber": fitting(payer.phone, 15),
        "IdNumber": payer.national_id,
    }
    return {name: value for name, value in said.items() if value}
