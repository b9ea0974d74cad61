"""What the two suites of money ask of a provider's harness, and what they ask with.

A harness is one account at one provider, behind which a stand-in (or our own demo) speaks over real
HTTP. It pays pages as a browser would, arranges misfortune, and tells what really happened there.
A provider joins by a line in ``harnesses.py``; what it cannot do, it says in ``abilities``.

How a failure of transport is told, for every gateway and issuer alike:
  nothing was sent (no connection)  open, charge, refund, check -> Misconfigured(UNREACHABLE)
  it was sent, no readable answer   open, charge, refund        -> Unknown
  either                            page_outcome, look_up       -> Unknown
An issuer that was not reached answers IssueUnknown: looking for the key is cheap, a second document is not.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

from fitkit.core import clock
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.ports.invoices import (
    Customer,
    DocumentKind,
    DocumentLine,
    DocumentRequest,
    InvoiceIssuer,
    PaidBy,
)
from fitkit.ports.payments import (
    CardToken,
    ChargeRequest,
    HostedPage,
    PageRequest,
    PaidLine,
    Payer,
    PaymentGateway,
    PayWay,
    RefundRequest,
    Transaction,
)

SUCCESS = "https://gym.example/pay/ok"
FAILURE = "https://gym.example/pay/fail"
CANCEL = "https://gym.example/pay/cancel"
PAYER = Payer("דנה לוי", "dana.levi@example.com", "+972502345678", "123456782")


class Card(StrEnum):
    """A test card by what becomes of it; every one of them may be kept without a charge."""

    GOOD = "good"
    SOFT = "soft"  # declined, later perhaps
    HARD = "hard"  # declined, never
    CHALLENGED = "challenged"  # 3-D Secure asks its holder


class Fault(StrEnum):
    """What befalls the next charge, refund or document, after the provider has carried it out."""

    LOST = "lost"  # no answer within the client's patience
    BROKEN = "broken"  # 500
    UNREADABLE = "unreadable"  # 200, and a body that is no answer


@dataclass(frozen=True)
class Came:
    """A callback as it arrived at our address."""

    body: bytes
    content_type: str
    query: dict[str, str]


@dataclass
class Listener:
    """Our side's callback address."""

    url: str
    came: list[Came] = field(default_factory=list)

    def wait(self, count: int = 1, *, seconds: float = 10) -> list[Came]:
        """Callbacks once there are so many; fails when they do not come."""
        end = time.monotonic() + seconds
        while len(self.came) < count:
            assert time.monotonic() < end, f"{len(self.came)} of {count} callbacks came"
            time.sleep(0.02)
        return list(self.came)


class GatewayHarness(Protocol):
    """One account at one provider."""

    gateway: PaymentGateway  # opened with the right credentials; waits a second at most
    secrets: tuple[str, ...]  # of the credentials: never to be logged
    tells_page_declines: bool  # after a declined try a page says so; else it is still waiting
    tells_unknown_pages: bool  # from those that nobody paid; else both are waiting
    faults: frozenset[Fault]  # which can befall a charge
    refund_faults: frozenset[Fault]
    lists_keys: bool  # the provider's list carries our keys

    def with_wrong_credentials(self) -> PaymentGateway:
        """The same provider, and credentials it does not know."""
        ...

    def unreachable(self) -> PaymentGateway | None:
        """Where nobody listens; None where nothing is between us and the provider."""
        ...

    def pay(
        self, page: HostedPage, card: Card = Card.GOOD, *, instalments: int = 1, passes: bool = True
    ) -> str:
        """Fill the page and send it, as a browser does; the address it leads to, empty when it stays.

        ``passes`` is the holder's answer to 3-D Secure.
        """
        ...

    def arrange(self, fault: Fault, card: CardToken) -> CardToken:
        """The next charge or refund goes through and its answer does not; the card to charge then."""
        ...

    def saved(self, card: Card) -> CardToken:
        """A card that the provider keeps, where a page cannot keep one without a payment."""
        ...

    def moved(self) -> list[Money]:
        """Every charge that really went through there, refunds negative, in their order."""
        ...


class IssuerHarness(Protocol):
    """One account at one issuer of documents."""

    issuer: InvoiceIssuer  # of a dealer who charges VAT
    exempt: InvoiceIssuer  # of an exempt dealer
    secrets: tuple[str, ...]
    faults: frozenset[Fault]
    allocates: bool  # allocation numbers are told
    lacks: frozenset[DocumentKind]  # kinds that its interface does not have

    def with_wrong_credentials(self) -> InvoiceIssuer:
        """The same provider, and credentials it does not know."""
        ...

    def unreachable(self) -> InvoiceIssuer | None:
        """Where nobody listens."""
        ...

    def arrange(self, fault: Fault) -> None:
        """The next document is issued, and the answer to it is spoilt."""
        ...

    def refuse(self, request: DocumentRequest) -> DocumentRequest:
        """The provider will not issue this one now; the request to try it with."""
        ...

    def allocate(self, request: DocumentRequest) -> DocumentRequest:
        """It will get a number of the Tax Authority; the request to try it with."""
        ...

    def allocations(self) -> list[str]:
        """Numbers of the Tax Authority that were given out, in their order."""
        ...

    def issued(self) -> list[tuple[DocumentKind, Money]]:
        """Every document that really exists there, in their order."""
        ...

    def credited(self) -> list[str]:
        """Numbers of the documents that credit notes took back, in the notes' order."""
        ...


# --- what is asked -------------------------------------------------------------------------------


def page_request(callback_url: str, **changes: object) -> PageRequest:
    """A page for a month's membership."""
    amount = changes.pop("amount", Money.shekels(249))
    assert isinstance(amount, Money)
    request = PageRequest(
        key=f"ord-{new_id().hex[-12:]}",
        amount=amount,
        lines=(PaidLine("מנוי חודשי", amount),),
        payer=PAYER,
        words="מנוי חודשי",
        lang=Lang.HE,
        success_url=SUCCESS,
        failure_url=FAILURE,
        cancel_url=CANCEL,
        callback_url=callback_url,
    )
    return replace(request, **changes)  # type: ignore[arg-type]


def charge_request(card: CardToken, **changes: object) -> ChargeRequest:
    """The next month, without the holder."""
    amount = changes.pop("amount", Money(19_905))
    assert isinstance(amount, Money)
    request = ChargeRequest(
        key=f"sub-{new_id().hex[-12:]}",
        amount=amount,
        lines=(PaidLine("מנוי דצמבר 2026", amount),),
        card=card,
        payer=PAYER,
        words="מנוי דצמבר 2026",
        lang=Lang.HE,
    )
    return replace(request, **changes)  # type: ignore[arg-type]


def refund_request(of: Transaction, amount: Money, *, before: Money | None = None) -> RefundRequest:
    """Some of a transaction back."""
    return RefundRequest(
        key=f"ref-{new_id().hex[-12:]}",
        transaction_id=of.id,
        amount=amount,
        paid=of.amount,
        before=before or Money(0),
        card=of.token,
    )


def document_request(kind: DocumentKind, **changes: object) -> DocumentRequest:
    """A document over two lines with an odd agora, paid by card."""
    amount = Money(24_901)
    on = changes.pop("on", today())
    assert isinstance(on, date)
    has_receipt = kind not in (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)
    is_exempt = kind in (DocumentKind.RECEIPT, DocumentKind.REFUND_RECEIPT)
    request = DocumentRequest(
        key=f"doc-{new_id().hex[-12:]}",
        kind=kind,
        on=on,
        customer=Customer("דנה לוי", "dana.levi@example.com", phone="+972502345678"),
        lines=(
            DocumentLine("מנוי חודשי", Money(19_901)),
            DocumentLine("חולצה", Money(5_000), quantity=2),
        ),
        amount=amount,
        vat_rate=Fraction(0) if is_exempt else Fraction(18, 100),
        lang=Lang.HE,
        paid=(PaidBy(PayWay.CARD, amount, on, last4="0000"),) if has_receipt else (),
    )
    return replace(request, **changes)  # type: ignore[arg-type]


def today() -> date:
    """The day in Israel, which is every provider's."""
    return clock.day_of(clock.now(), clock.ISRAEL)


# --- our callback address ------------------------------------------------------------------------


@contextmanager
def listening(*, status: int = 200) -> Iterator[Listener]:
    """An address that keeps what comes."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            query = dict(parse_qsl(urlsplit(self.path).query))
            listener.came.append(Came(body, self.headers.get("Content-Type", ""), query))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:  # some providers point with a GET
            self.do_POST()

        def log_message(self, *_: object) -> None:
            pass

    with serving(Handler) as url:
        listener = Listener(f"{url}/hooks/here?place=t7")
        yield listener


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server on loopback until the end of the block; its address."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that gave up waiting

    server = Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


JUNK = (
    (b"", "application/json"),
    (b"\xff\xfe\x00", "application/json"),
    (b"null", "application/json"),
    (b"[]", "application/json"),
    (b"[1, 2]", "application/x-www-form-urlencoded"),
    (b"{}", "application/json"),
    (b"[" * 20_000, "application/json"),
    (b'{"a": NaN}', "application/json"),
    (b"%%%=%%%&&&", "application/x-www-form-urlencoded"),
    (json.dumps({"x": "y" * 100_000}).encode(), "application/json"),
    (b"--nothing", "multipart/form-data; boundary=nothing"),
    (b"<a/>", "text/xml"),
)
