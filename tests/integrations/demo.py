"""The demo's payment company under the suites: its real page in our real app, over real HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

import httpx

from fitkit import endpoints, wiring
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.settings import settings
from fitkit.endpoints.security import Security
from fitkit.integrations.sandbox.invoices import DemoIssuer
from fitkit.integrations.sandbox.payments import WRONG_ACCOUNT, DemoGateway
from fitkit.integrations.sandbox.store import Store
from fitkit.ports.invoices import Customer, DocumentKind, DocumentRequest
from fitkit.ports.payments import CardKept, CardToken, HostedPage, PaymentGateway
from tests.integrations.asgi import handler_of
from tests.integrations.contract import Card, Fault, page_request, serving, today

NUMBERS: Final = {
    Card.GOOD: "4580 0000 0000 0000",
    Card.SOFT: "4580000000000101",
    Card.HARD: "4580-0000-0000-0202",
    Card.CHALLENGED: "4580000000000303",
}
LOST_NUMBER: Final = "4580000000000505"


@dataclass
class DemoGatewayHarness:
    """A fresh account at the demo's company."""

    url: str
    account: str
    gateway: DemoGateway
    secrets: tuple[str, ...] = ()
    tells_page_declines: bool = True
    tells_unknown_pages: bool = True
    faults: frozenset[Fault] = frozenset({Fault.LOST})
    refund_faults: frozenset[Fault] = frozenset()
    lists_keys: bool = True

    def with_wrong_credentials(self) -> PaymentGateway:
        return DemoGateway(bank(), self.url, {"account": WRONG_ACCOUNT})

    def unreachable(self) -> PaymentGateway | None:
        return None

    def pay(
        self, page: HostedPage, card: Card = Card.GOOD, *, instalments: int = 1, passes: bool = True
    ) -> str:
        return fill(page.url, NUMBERS[card], instalments=instalments, passes=passes)

    def arrange(self, fault: Fault, card: CardToken) -> CardToken:
        request = page_request("", amount=Money(0), keep_card=True)
        page = self.gateway.open_page(request)
        assert isinstance(page, HostedPage)
        httpx.post(page.url, data=typed(LOST_NUMBER))
        kept = self.gateway.page_outcome(page.reference, key=request.key, amount=request.amount)
        assert isinstance(kept, CardKept)
        return kept.token

    def saved(self, card: Card) -> CardToken:
        raise AssertionError(card)

    def moved(self) -> list[Money]:
        found = self.gateway.transactions(today() - timedelta(days=1), today())
        return [-t.amount if t.is_refund else t.amount for t in found]


@dataclass
class DemoIssuerHarness:
    """A fresh account at the demo's issuer."""

    account: str
    issuer: DemoIssuer
    exempt: DemoIssuer
    secrets: tuple[str, ...] = ()
    faults: frozenset[Fault] = frozenset()
    allocates: bool = True
    lacks: frozenset[DocumentKind] = frozenset()

    def with_wrong_credentials(self) -> DemoIssuer:
        return DemoIssuer(store(), {"account": WRONG_ACCOUNT})

    def unreachable(self) -> None:
        return None

    def arrange(self, fault: Fault) -> None:
        raise AssertionError(fault)

    def refuse(self, request: DocumentRequest) -> DocumentRequest:
        return replace(request, customer=Customer(" "))

    def allocate(self, request: DocumentRequest) -> DocumentRequest:
        large = Money.shekels(10_000)
        return replace(
            request,
            customer=Customer("חברה בע״מ", tax_id="514000003", is_business=True),
            lines=(replace(request.lines[0], total=large),),
            amount=large,
            paid=(replace(request.paid[0], amount=large),),
        )

    def allocations(self) -> list[str]:
        import json

        facts = [json.loads(row["facts"])["allocation"] for row in self._rows()]
        return [number for number in facts if number]

    def issued(self) -> list[tuple[DocumentKind, Money]]:
        return [(DocumentKind(row["kind"]), Money(row["agorot"])) for row in self._rows()]

    def credited(self) -> list[str]:
        numbers = {row["reference"]: str(row["number"]) for row in self._rows()}
        return [numbers[row["credits"]] for row in self._rows() if row["credits"]]

    def _rows(self):
        with store().reading() as c:
            asked = "select * from papers where account = ? order by made_at, rowid"
            return c.execute(asked, [self.account]).fetchall()


def typed(number: str, **more: str) -> dict[str, str]:
    """A form of the page."""
    return {"number": number, "expiry": "12/30", "cvv": "123", "holder_id": "123456782"} | more


def fill(url: str, number: str, *, instalments: int = 1, passes: bool = True) -> str:
    """Send a page's form and follow it as a browser would; where it leads out, else nothing."""
    answer = httpx.post(url, data=typed(number, instalments=str(instalments)))
    while answer.is_redirect:
        onward = urljoin(str(answer.url), answer.headers["location"])
        if "/demo-pay/" not in onward:
            return onward
        answer = httpx.get(onward)
        if onward.endswith("/bank"):
            answer = httpx.post(onward, data={"answer": "pass" if passes else "fail"})
    return ""


def bank():
    found = wiring.demo_bank()
    assert found is not None
    return found


def store() -> Store:
    return Store(settings().home / "demo-payments.sqlite")


@contextmanager
def pages() -> Iterator[str]:
    """The endpoints of our app on loopback; their address."""
    with serving(handler_of(Security(endpoints.api()))) as url:
        yield url


@contextmanager
def demo_gateway(_folder: Path) -> Iterator[DemoGatewayHarness]:
    with pages() as url:
        account = f"gym-{new_id().hex[-12:]}"
        yield DemoGatewayHarness(url, account, DemoGateway(bank(), url, {"account": account}))


@contextmanager
def demo_issuer(_folder: Path) -> Iterator[DemoIssuerHarness]:
    account = f"gym-{new_id().hex[-12:]}"
    issuer = DemoIssuer(store(), {"account": account, "business": "סטודיו נמל"})
    yield DemoIssuerHarness(account, issuer, issuer)
