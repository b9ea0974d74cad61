"""Morning under the suites: an account at its stand-in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from fitkit.core.money import Money
from fitkit.core.settings import MorningLogin
from fitkit.dev.standins.morning import MorningStandIn
from fitkit.dev.standins.serving import PageCard, Trouble, serving
from fitkit.integrations.exchange import Patience
from fitkit.integrations.morning.client import MorningClient, Tokens
from fitkit.integrations.morning.documents import KINDS
from fitkit.integrations.morning.gateway import MorningGateway
from fitkit.integrations.morning.issuer import MorningIssuer
from fitkit.ports.invoices import DocumentKind, DocumentRequest
from fitkit.ports.payments import CardToken, HostedPage
from tests.integrations.contract import Card, Fault
from tests.integrations.pages import fill

ID, SECRET = "7f0a-key-of-the-gym", "s3cret-of-the-gym"
ALLOCATION = "20261127100000123456789"


def client_at(base: str, secret: str = SECRET) -> MorningClient:
    return MorningClient(
        {"id": ID, "secret": secret},
        auth_url=base,
        api_url=f"{base}/api/v1",
        login=MorningLogin.OAUTH,
        tokens=Tokens(),
        patience=Patience(2, 2),
    )


@dataclass
class MorningGatewayHarness:
    there: MorningStandIn
    gateway: MorningGateway
    secrets: tuple[str, ...] = (ID, SECRET)
    tells_page_declines: bool = False
    tells_unknown_pages: bool = True
    faults: frozenset[Fault] = frozenset(Fault)
    refund_faults: frozenset[Fault] = frozenset()
    lists_keys: bool = True

    def with_wrong_credentials(self) -> MorningGateway:
        return MorningGateway(client_at(self.there.base, "wrong"))

    def unreachable(self) -> MorningGateway:
        return MorningGateway(client_at("http://127.0.0.1:9"))

    def pay(
        self, page: HostedPage, card: Card = Card.GOOD, *, instalments: int = 1, passes: bool = True
    ) -> str:
        return fill(page.url, card, instalments=instalments, passes=passes)

    def arrange(self, fault: Fault, card: CardToken) -> CardToken:
        self.there.spoil("charge", Trouble(fault.value))
        return card

    def saved(self, card: Card) -> CardToken:
        found = self.there.save_card(PageCard[card.name], "client-1", "דנה לוי")
        if card is Card.HARD:  # its holder had it removed
            del self.there.cards[found]
        return CardToken(found, PageCard[card.name][-4:], 2030, 12)

    def moved(self) -> list[Money]:
        return [Money(round(d["amount"] * 100)) for d in self.there.documents.values()]


@dataclass
class MorningIssuerHarness:
    there: MorningStandIn
    issuer: MorningIssuer
    exempt: MorningIssuer
    secrets: tuple[str, ...] = (ID, SECRET)
    faults: frozenset[Fault] = frozenset(Fault)
    allocates: bool = True
    lacks: frozenset[DocumentKind] = frozenset({DocumentKind.REFUND_RECEIPT})

    def with_wrong_credentials(self) -> MorningIssuer:
        return MorningIssuer(client_at(self.there.base, "wrong"))

    def unreachable(self) -> MorningIssuer:
        return MorningIssuer(client_at("http://127.0.0.1:9"))

    def arrange(self, fault: Fault) -> None:
        self.there.spoil("documents", Trouble(fault.value))

    def refuse(self, request: DocumentRequest) -> DocumentRequest:
        return replace(request, customer=replace(request.customer, name=" "))

    def allocate(self, request: DocumentRequest) -> DocumentRequest:
        self.there.allocation = ALLOCATION
        return request

    def allocations(self) -> list[str]:
        told = [d["data"] for d in self.there.documents.values()]
        numbers = [t.get("taxAuthorityConfirmationNumber", "") for t in told]
        return [n[-9:] for n in numbers if n]

    def issued(self) -> list[tuple[DocumentKind, Money]]:
        found = self.there.documents.values()
        return [(KINDS[d["type"]], Money(round(d["amount"] * 100))) for d in found]

    def credited(self) -> list[str]:
        found = self.there.documents
        linked = [i for d in found.values() for i in d["linkedDocumentIds"]]
        return [found[i]["number"] for i in linked]


@contextmanager
def morning_gateway(_folder: Path) -> Iterator[MorningGatewayHarness]:
    there = MorningStandIn(id=ID, secret=SECRET)
    with serving(there) as base:
        yield MorningGatewayHarness(there, MorningGateway(client_at(base)))


@contextmanager
def morning_issuer(_folder: Path) -> Iterator[MorningIssuerHarness]:
    there = MorningStandIn(id=ID, secret=SECRET)
    with serving(there) as base:
        issuer = MorningIssuer(client_at(base))
        yield MorningIssuerHarness(there, issuer, issuer)
