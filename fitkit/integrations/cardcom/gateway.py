"""Cardcom as a PaymentGateway: a hosted page, charges of a kept card under our own key, refunds.

Documents are not issued with the money but by the issuer, so that one party alone issues them.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final
from uuid import UUID

import structlog

from fitkit.core import clock
from fitkit.core.errors import OutsideFailure
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.integrations.cardcom import answers, codes
from fitkit.integrations.cardcom.client import USED_BEFORE, CardcomClient, Denied, Said
from fitkit.integrations.exchange import Lost, Unsent, page_of, shekels
from fitkit.ports.payments import (
    Abilities,
    CardKept,
    ChargeOutcome,
    ChargeRequest,
    Connected,
    Hint,
    HostedPage,
    LookUp,
    Misconfigured,
    NeverHappened,
    PageOutcome,
    PageRequest,
    Paid,
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

log = structlog.get_logger(__name__)
SHEKEL: Final = 1
FIELD: Final = 50  # characters of most of its texts
CARD_CHECK: Final = 2  # J2: looks at the card and holds nothing
PAGE_ROWS: Final = 1000
MOST_PAGES: Final = 100


class CardcomGateway:
    """A PaymentGateway."""

    def __init__(self, client: CardcomClient) -> None:
        """Take the terminal's client."""
        self._client = client

    @property
    def provider(self) -> Provider:
        """Cardcom."""
        return Provider.CARDCOM

    @property
    def abilities(self) -> Abilities:
        """Without its password a terminal takes money and can neither give back nor list."""
        return Abilities(
            keeps_cards=True,
            refunds=self._client.has_password,
            partial_refunds=self._client.has_password,
            instalments=True,
            looks_up_by_key=True,
            charges_by_key=True,  # 608
            lists=self._client.has_password,
            issues_on_page=False,
            pays_out=self._client.has_password,
        )

    def check(self) -> Connected | Misconfigured:
        """Ask for a page that is not there, and with a password for today's list."""
        nothing = {"LowProfileId": str(new_id())}
        asked = _reached(
            lambda: self._client.at_terminal("/LowProfile/GetLpResult", nothing, call="check")
        )
        if isinstance(asked, Said) and self._client.has_password:
            today = clock.day_of(clock.now(), clock.ISRAEL)
            asked = _reached(lambda: self._listed(today, today, 1), Problem.NO_REFUNDS)
        match asked:
            case Said():
                return Connected(str(self._client.terminal))
            case Unknown(why):
                return Misconfigured(Problem.UNREACHABLE, why)
            case _:
                return asked

    def open_page(self, request: PageRequest) -> HostedPage | Unknown | Misconfigured:
        """Make a page; without an amount it only checks and keeps the card."""
        fields = _page_fields(request)
        said = _reached(
            lambda: self._client.at_terminal("/LowProfile/Create", fields, call="open_page")
        )
        if not isinstance(said, Said):
            return said
        if said.code != codes.OK:
            return codes.misconfigured(said)
        reference, url = said.text("LowProfileId"), page_of(said.text("Url"))
        if not reference or not url:
            return Unknown("a page without an address")
        return HostedPage(reference, url, page_of(said.text("UrlToBit")))

    def page_outcome(self, reference: str, *, key: str, amount: Money) -> PageOutcome:
        """Ask what became of a page; it must name our key, terminal and amount."""
        if not _is_guid(reference):
            return NeverHappened()
        asked = {"LowProfileId": reference}
        said = _looked(
            lambda: self._client.at_terminal("/LowProfile/GetLpResult", asked, call="page")
        )
        if not isinstance(said, Said):
            return said
        if said.code not in (codes.OK, *codes.CHECKED):
            return _not_paid(said)
        names = (said.text("LowProfileId").lower(), said.text("ReturnValue"))
        if names != (reference.lower(), key):
            return Unknown("another page or key")
        if said.whole("TerminalNumber") != self._client.terminal:
            return Unknown("another terminal")
        return self._of_page(said, key=key, amount=amount)

    def _of_page(self, said: Said, *, key: str, amount: Money) -> PageOutcome:
        paid, token = said.object("TranzactionInfo"), answers.kept_card(said)
        if not amount:
            if paid.code == codes.OK and paid.money("Amount"):
                return Unknown("a card was to be kept, and something was charged")
            return CardKept(token) if token else Unknown("a card was to be kept, and none is named")
        if not paid:
            return Unknown("paid, and no transaction is named")
        found = answers.charged(paid, key=key, terminal=self._client.terminal, amount=amount)
        if not isinstance(found, Transaction):
            return found
        way = answers.way_of(said)
        whole = answers.transaction_of(paid, key=key, way=way, token=token)
        return Paid(whole or found)

    def charge(self, request: ChargeRequest) -> ChargeOutcome:
        """Charge a kept card; a key that came before answers as it did then."""
        fields = _charge_fields(request)
        said = _reached(
            lambda: self._client.at_terminal(
                "/Transactions/Transaction", fields, call="charge", charges=True
            )
        )
        if not isinstance(said, Said):
            return said
        if said.code == USED_BEFORE:
            return self._used_before(request)
        if said.code not in (codes.OK, *codes.CHECKED) and codes.declined(said) is None:
            return codes.misconfigured(said)
        found = answers.charged(
            said,
            key=request.key,
            terminal=self._client.terminal,
            amount=request.amount,
            token=request.card,
        )
        return Paid(found) if isinstance(found, Transaction) else found

    def _used_before(self, request: ChargeRequest) -> ChargeOutcome:
        match self.look_up(request.key):
            case Paid(transaction) if transaction.amount != request.amount:
                return Unknown("the key was charged with another amount")
            case NeverHappened():
                return Unknown("the key was used, and is not found")
            case found:
                return found

    def look_up(self, key: str) -> LookUp:
        """Ask by our key.

        Cardcom documents no code for a key that it does not know. An answer that was given (200),
        that is about no card, and that names no transaction is taken for one.
        """
        asked = {"ExternalUniqTranId": key}
        said = _looked(
            lambda: self._client.at_terminal(
                "/Transactions/GetTransactionByExternalUniqTran", asked, call="look_up"
            )
        )
        if not isinstance(said, Said):
            return said
        refused = said.code not in (codes.OK, *codes.CHECKED) and codes.declined(said) is None
        if refused:
            is_none = said.status == 200 and not said.whole("TranzactionId")
            return NeverHappened() if is_none else Unknown(f"code {said.code}")
        found = answers.charged(said, key=key, terminal=self._client.terminal, amount=None)
        return Paid(found) if isinstance(found, Transaction) else found

    def refund(self, request: RefundRequest) -> RefundOutcome:
        """Give back by the transaction's number; only parts may come several times."""
        if not re.fullmatch(r"[0-9]{1,18}", request.transaction_id):
            return RefundRefused("no number of a Cardcom transaction")
        if not request.amount or request.before + request.amount > request.paid:
            return RefundRefused("more than is left of the transaction")
        is_whole = request.amount == request.paid
        fields: dict[str, object] = {"TransactionId": int(request.transaction_id)}
        if not is_whole:
            fields |= {"PartialSum": shekels(request.amount), "AllowMultipleRefunds": True}
        said = _reached(
            lambda: self._client.with_password(
                "/Transactions/RefundByTransactionId", fields, call="refund", charges=True
            ),
            Problem.NO_REFUNDS,
        )
        if not isinstance(said, Said):
            return said
        if said.code != codes.OK:
            return RefundRefused(said.words or f"code {said.code}", str(said.code))
        back = said.whole("NewTranzactionId")
        if not back:
            return Unknown("refunded, and no transaction is named")
        return Paid(
            Transaction(
                id=str(back),
                key=request.key,
                amount=request.amount,
                at=clock.now(),
                is_refund=True,
                last4=request.card.last4 if request.card else "",
            )
        )

    def transactions(self, first: date, last: date) -> Iterable[Transaction]:
        """The terminal's list; it does not carry our keys.

        Raises:
            OutsideFailure: it did not answer, or refused.
        """
        found: list[Transaction] = []
        for page in range(1, MOST_PAGES + 1):
            rows = self._rows(first, last, page)
            read = [answers.transaction_of(row, key="") for row in rows if row.code == codes.OK]
            found += [t for t in read if t is not None]
            if None in read:
                log.warning("cardcom_rows_unread", count=read.count(None))
            if len(rows) < PAGE_ROWS:
                return found
        raise OutsideFailure("Cardcom's list does not end", permanent=True)

    def _rows(self, first: date, last: date, page: int) -> list[Said]:
        if not self._client.has_password:
            return []
        said = _reached(lambda: self._listed(first, last, page), Problem.NO_REFUNDS)
        if not isinstance(said, Said):
            is_refused = isinstance(said, Misconfigured) and said.problem is Problem.NO_REFUNDS
            raise OutsideFailure("Cardcom's list was not had", permanent=is_refused)
        if said.code != codes.OK:
            raise OutsideFailure(f"Cardcom's list: code {said.code}")
        return said.objects("Tranzactions")

    def _listed(self, first: date, last: date, page: int) -> Said:
        asked = {
            "FromDate": f"{first:%d%m%Y}",
            "ToDate": f"{last:%d%m%Y}",
            "TranStatus": "Success",
            "Page": page,
            "Page_size": PAGE_ROWS,
            "LimitForTerminal": self._client.terminal,
        }
        return self._client.with_password("/Transactions/ListTransactions", asked, call="list")

    def payouts(self, first: date, last: date) -> Iterable[PaidOut]:
        """Deposits to the gym's bank, by the day on which Cardcom wrote them down; in shekels alone.

        Raises:
            OutsideFailure: it did not answer, or refused.
        """
        asked = {"FromCreateDate": f"{first:%d%m%Y}", "ToCreateDate": f"{last:%d%m%Y}"}
        said = _reached(
            lambda: self._client.with_password("/Financial/BankDeposites", asked, call="payouts"),
            Problem.NO_REFUNDS,
        )
        if not isinstance(said, Said):
            raise OutsideFailure("Cardcom's deposits were not had")
        if said.code != codes.OK:
            raise OutsideFailure(f"Cardcom's deposits: code {said.code}")
        found = [answers.paid_out_of(row) for row in said.objects("BankDeposites")]
        return [one for one in found if one is not None]

    def read_hint(self, body: bytes, content_type: str, query: Mapping[str, str]) -> Hint | None:
        """The page that a callback names; its body is a page's result, unsigned."""
        del content_type, query  # the body is JSON whatever it is called
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            return None
        said = Said(found if isinstance(found, dict) else {})
        reference = said.text("LowProfileId")
        return Hint(reference, said.text("ReturnValue")) if _is_guid(reference) else None


def _page_fields(request: PageRequest) -> dict[str, object]:
    operation = "ChargeAndCreateToken" if request.keep_card else "ChargeOnly"
    advanced: dict[str, object] = {"ThreeDSecureState": "Auto"}
    if request.amount:
        advanced |= {"MinNumOfPayments": 1, "MaxNumOfPayments": max(1, request.most_instalments)}
    else:
        operation = "CreateTokenOnly"
        advanced["JValidateType"] = CARD_CHECK
    fields: dict[str, object] = {
        "Operation": operation,
        "ReturnValue": request.key,
        "Amount": shekels(request.amount),
        "ISOCoinId": SHEKEL,
        "Language": request.lang.value,
        "ProductName": request.words[:FIELD],
        "SuccessRedirectUrl": request.success_url,
        "FailedRedirectUrl": request.failure_url,
        "WebHookUrl": request.callback_url,
        "UIDefinition": _shown(request.payer),
        "AdvancedDefinition": advanced,
    }
    if request.cancel_url:
        fields["CancelRedirectUrl"] = request.cancel_url
    return fields


def _shown(payer: Payer) -> dict[str, object]:
    """What stands in the page's fields already; what we do not know is not demanded."""
    return {
        "CardOwnerNameValue": payer.name[:FIELD],
        "CardOwnerEmailValue": fitting(payer.email),
        "CardOwnerPhoneValue": local_phone(payer.phone)[:FIELD],
        "CardOwnerIdValue": payer.national_id,
        "IsCardOwnerEmailRequired": False,
        "IsCardOwnerPhoneRequired": False,
    }


def _charge_fields(request: ChargeRequest) -> dict[str, object]:
    card, payer = request.card, request.payer
    owner = {
        "FullName": payer.name,
        "CardOwnerEmail": payer.email,
        "Phone": local_phone(payer.phone),
        "IdentityNumber": card.holder_id,
    }
    return {
        "Amount": shekels(request.amount),
        "ISOCoinId": SHEKEL,
        "Token": card.token,
        "CardExpirationMMYY": f"{card.expires_month:02d}{card.expires_year % 100:02d}",
        "ExternalUniqTranId": request.key,
        "ExternalUniqUniqTranIdResponse": True,
        "NumOfPayments": max(1, request.instalments),
        "CardOwnerInformation": {name: words for name, words in owner.items() if words},
    }


def fitting(email: str) -> str:
    """An address that its fields can hold; one that is longer is left out, for a part of it is another's."""
    return email if len(email) <= FIELD else ""


def local_phone(phone: str) -> str:
    """As Israelis write it: ``+972502345678`` is ``0502345678``."""
    return "0" + phone.removeprefix("+972") if phone.startswith("+972") else phone


def _not_paid(said: Said) -> PageOutcome:
    """A page that was not paid: not yet, declined, or none.

    Cardcom documents no code for a page that it does not know; see ``look_up``.
    """
    if said.code == codes.NOT_PAID_YET:
        return Waiting()
    if found := codes.declined(said.object("TranzactionInfo")) or codes.declined(said):
        return found
    is_none = said.status == 200 and not said.whole("TranzactionId")
    is_named = bool(said.text("LowProfileId").strip("0-"))
    return Unknown(f"code {said.code}") if is_named or not is_none else NeverHappened()


def _is_guid(words: str) -> bool:
    try:
        UUID(words)
    except ValueError:
        return False
    return True


def _reached(
    ask: Callable[[], Said], denied: Problem = Problem.CREDENTIALS
) -> Said | Unknown | Misconfigured:
    """An answer, or how it failed: what was not sent did not happen."""
    try:
        return ask()
    except Unsent as error:
        return Misconfigured(Problem.UNREACHABLE, str(error))
    except Lost as error:
        return Unknown(str(error))
    except Denied as error:
        return Misconfigured(denied, error.words)


def _looked(ask: Callable[[], Said]) -> Said | Unknown | Misconfigured:
    """The same of a question about the past: what could not be asked stays unknown."""
    found = _reached(ask)
    if isinstance(found, Misconfigured) and found.problem is Problem.UNREACHABLE:
        return Unknown(found.words)
    return found
