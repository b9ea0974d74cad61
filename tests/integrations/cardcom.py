"""Cardcom's stand-in under the suites."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from fitkit.core.money import Money
from fitkit.dev.standins.cardcom import API_NAME, API_PASSWORD, TERMINAL, CardcomStandIn
from fitkit.dev.standins.serving import PageCard, Trouble
from fitkit.dev.standins.serving import serving as serving_standin
from fitkit.integrations.cardcom.client import CardcomClient
from fitkit.integrations.cardcom.gateway import CardcomGateway
from fitkit.integrations.cardcom.issuer import CardcomIssuer
from fitkit.integrations.exchange import Patience
from fitkit.ports.invoices import DocumentKind, DocumentRequest
from fitkit.ports.payments import CardToken, HostedPage
from tests.integrations.contract import Card, Fault
from tests.served import free_port

CREDENTIALS: Final = {
    "terminal": str(TERMINAL),
    "api_name": API_NAME,
    "api_password": API_PASSWORD,
}
WRONG: Final = CREDENTIALS | {"api_name": "somebody-else"}
CARDS: Final = {
    Card.GOOD: PageCard.GOOD,
    Card.SOFT: PageCard.SOFT,
    Card.HARD: PageCard.HARD,
    Card.CHALLENGED: PageCard.CHALLENGED,
}
KINDS: Final = {
    "TaxInvoiceAndReceipt": DocumentKind.INVOICE_RECEIPT,
    "TaxInvoice": DocumentKind.INVOICE,
    "Receipt": DocumentKind.RECEIPT,
    "TaxInvoiceAndReceiptRefund": DocumentKind.CREDIT_NOTE,
    "TaxInvoiceRefund": DocumentKind.CREDIT_NOTE,
    "ReceiptRefund": DocumentKind.REFUND_RECEIPT,
}
PATIENCE: Final = Patience(1.5, 1.5)


def client_of(base: str, credentials: dict[str, str] = CREDENTIALS) -> CardcomClient:
    return CardcomClient(credentials, base_url=base, patience=PATIENCE)


def fill(page: HostedPage, card: PageCard, *, instalments: int = 1, passes: bool = True) -> str:
    """Send a page's form; where it leads out, else nothing."""
    form = {"card": card, "expiry": "1230", "cvv": "123", "holder": "123456782", "do": "pay"}
    answer = httpx.post(page.url, data=form | {"payments": str(instalments)})
    if "3-D Secure" in answer.text:
        answer = httpx.post(page.url, data={"do": "pass" if passes else "fail"})
    return answer.headers.get("location", "")


@dataclass
class CardcomGatewayHarness:
    there: CardcomStandIn
    gateway: CardcomGateway
    secrets: tuple[str, ...] = (API_NAME, API_PASSWORD)
    tells_page_declines: bool = True
    tells_unknown_pages: bool = True
    faults: frozenset[Fault] = frozenset(Fault)
    refund_faults: frozenset[Fault] = frozenset(Fault)
    lists_keys: bool = False

    def with_wrong_credentials(self) -> CardcomGateway:
        return CardcomGateway(client_of(self.there.base, WRONG))

    def unreachable(self) -> CardcomGateway:
        return CardcomGateway(client_of(f"http://127.0.0.1:{free_port()}"))

    def pay(
        self, page: HostedPage, card: Card = Card.GOOD, *, instalments: int = 1, passes: bool = True
    ) -> str:
        return fill(page, CARDS[card], instalments=instalments, passes=passes)

    def arrange(self, fault: Fault, card: CardToken) -> CardToken:
        for call in ("Transaction", "RefundByTransactionId"):
            self.there.spoil(call, Trouble(fault))
        return card

    def saved(self, card: Card) -> CardToken:
        raise AssertionError("a page keeps one alone")

    def moved(self) -> list[Money]:
        return [Money(round(d["Amount"] * 100)) for d in self.there.deals]


@dataclass
class CardcomIssuerHarness:
    there: CardcomStandIn
    issuer: CardcomIssuer
    exempt: CardcomIssuer
    secrets: tuple[str, ...] = (API_NAME, API_PASSWORD)
    faults: frozenset[Fault] = frozenset(Fault)
    lacks: frozenset[DocumentKind] = frozenset()
    allocates: bool = False  # no answer of these calls names one

    def with_wrong_credentials(self) -> CardcomIssuer:
        return CardcomIssuer(client_of(self.there.base, WRONG))

    def unreachable(self) -> CardcomIssuer:
        return CardcomIssuer(client_of(f"http://127.0.0.1:{free_port()}"))

    def arrange(self, fault: Fault) -> None:
        self.there.spoil("CreateDocument", Trouble(fault))

    def refuse(self, request: DocumentRequest) -> DocumentRequest:
        self.there.spoil("CreateDocument", Trouble.REFUSED)
        return request

    def allocate(self, request: DocumentRequest) -> DocumentRequest:
        raise AssertionError(request)

    def allocations(self) -> list[str]:
        return []

    def issued(self) -> list[tuple[DocumentKind, Money]]:
        return [(KINDS[d["type"]], Money(round(d["total"] * 100))) for d in self.there.documents]

    def credited(self) -> list[str]:
        return [str(c["FromDocNumber"]) for c in self.there.crossed]


@contextmanager
def cardcom_gateway(_folder: Path) -> Iterator[CardcomGatewayHarness]:
    there = CardcomStandIn()
    with serving_standin(there) as base:
        yield CardcomGatewayHarness(there, CardcomGateway(client_of(base)))


@contextmanager
def cardcom_issuer(_folder: Path) -> Iterator[CardcomIssuerHarness]:
    there = CardcomStandIn()
    with serving_standin(there) as base:
        issuer = CardcomIssuer(client_of(base))
        yield CardcomIssuerHarness(there, issuer, issuer)
