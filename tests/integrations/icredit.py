"""iCredit and Rivhit under the suites: a payment page and a business at their stand-in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from fitkit.core.money import Money
from fitkit.dev.standins.icredit import ICreditStandIn, Paper
from fitkit.dev.standins.serving import Trouble, serving
from fitkit.integrations.exchange import Patience
from fitkit.integrations.icredit.client import BooksClient, PageClient
from fitkit.integrations.icredit.gateway import ICreditGateway
from fitkit.integrations.icredit.issuer import RivhitIssuer
from fitkit.ports.invoices import DocumentKind, DocumentRequest
from fitkit.ports.payments import CardToken, HostedPage
from tests.integrations.contract import Card, Fault
from tests.integrations.pages import fill

GROUP = "5f2c8a10-6b7e-4d33-9a41-2f0e6f1d7c55"
WRONG_GROUP = "11111111-2222-4333-8444-555555555555"
API_TOKEN = "5d7e0000-token-of-the-gym"
PATIENCE = Patience(2, 2)
NOWHERE = "http://127.0.0.1:9"


def pages_at(base: str, group: str = GROUP) -> ICreditGateway:
    return ICreditGateway(PageClient({"group_token": group}, url=base, patience=PATIENCE))


def books_at(base: str, token: str = API_TOKEN) -> RivhitIssuer:
    return RivhitIssuer(BooksClient({"api_token": token}, url=base, patience=PATIENCE))


@dataclass
class ICreditGatewayHarness:
    there: ICreditStandIn
    gateway: ICreditGateway
    secrets: tuple[str, ...] = (GROUP,)
    tells_page_declines: bool = False
    tells_unknown_pages: bool = False
    faults: frozenset[Fault] = frozenset(Fault)
    refund_faults: frozenset[Fault] = frozenset(Fault)
    lists_keys: bool = False

    def with_wrong_credentials(self) -> ICreditGateway:
        return pages_at(self.there.base, WRONG_GROUP)

    def unreachable(self) -> ICreditGateway:
        return pages_at(NOWHERE)

    def pay(
        self, page: HostedPage, card: Card = Card.GOOD, *, instalments: int = 1, passes: bool = True
    ) -> str:
        return fill(page.url, card, instalments=instalments, passes=passes)

    def arrange(self, fault: Fault, card: CardToken) -> CardToken:
        for call in ("SaleChargeToken", "CancelSale"):
            self.there.spoil(call, Trouble(fault.value))
        return card

    def saved(self, card: Card) -> CardToken:
        raise AssertionError(card)

    def moved(self) -> list[Money]:
        return [Money(agorot) for agorot in self.there.moved]


@dataclass
class RivhitIssuerHarness:
    there: ICreditStandIn
    issuer: RivhitIssuer
    exempt: RivhitIssuer
    secrets: tuple[str, ...] = (API_TOKEN,)
    faults: frozenset[Fault] = frozenset(Fault)
    allocates: bool = True
    lacks: frozenset[DocumentKind] = frozenset()

    def with_wrong_credentials(self) -> RivhitIssuer:
        return books_at(self.there.base, "wrong")

    def unreachable(self) -> RivhitIssuer:
        return books_at(NOWHERE)

    def arrange(self, fault: Fault) -> None:
        self.there.spoil("Document.New", Trouble(fault.value))

    def refuse(self, request: DocumentRequest) -> DocumentRequest:
        return replace(request, customer=replace(request.customer, tax_id="123456789"))

    def allocate(self, request: DocumentRequest) -> DocumentRequest:
        self.there.allocation = "123456789"
        return request

    def allocations(self) -> list[str]:
        return [p.confirmation for p in self.there.papers if p.confirmation]

    def issued(self) -> list[tuple[DocumentKind, Money]]:
        return [(_kind(p), Money(abs(p.amount))) for p in self._whole()]

    def credited(self) -> list[str]:
        return [p.of for p in self._whole() if p.of]

    def _whole(self) -> list[Paper]:
        """Without the receipts inside: an invoice-receipt is taken back in two steps."""
        taken = {p.of for p in self.there.papers if p.what == "document"}
        return [
            p for p in self.there.papers if p.what == "document" or p.of not in taken or not p.of
        ]


def _kind(paper: Paper) -> DocumentKind:
    if paper.what == "receipt":
        return DocumentKind.REFUND_RECEIPT if paper.amount < 0 else DocumentKind.RECEIPT
    kinds = (DocumentKind.INVOICE, DocumentKind.INVOICE_RECEIPT, DocumentKind.CREDIT_NOTE)
    return kinds[paper.series - 1]


@contextmanager
def icredit_gateway(_folder: Path) -> Iterator[ICreditGatewayHarness]:
    there = ICreditStandIn(group=GROUP)
    with serving(there) as base:
        yield ICreditGatewayHarness(there, pages_at(base))


@contextmanager
def rivhit_issuer(_folder: Path) -> Iterator[RivhitIssuerHarness]:
    there = ICreditStandIn(api_token=API_TOKEN)
    with serving(there) as base:
        issuer = books_at(base)
        yield RivhitIssuerHarness(there, issuer, issuer)
