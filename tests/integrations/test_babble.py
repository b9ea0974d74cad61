"""Whatever a provider answers, nobody is paid by it and nothing is raised."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fitkit.core import clock
from fitkit.core.errors import OutsideFailure
from fitkit.core.money import Money
from fitkit.core.settings import MorningLogin
from fitkit.dev.standins.serving import Ask, Reply, StandIn, serving
from fitkit.integrations.exchange import Patience, allocation_of, money_of, whole_of
from fitkit.integrations.icredit.gateway import ICreditGateway
from fitkit.integrations.icredit.issuer import RivhitIssuer
from fitkit.integrations.morning.client import MorningClient, Tokens
from fitkit.integrations.morning.gateway import MorningGateway
from fitkit.integrations.morning.issuer import MorningIssuer
from fitkit.ports.invoices import DocumentKind, IssuedDocument
from fitkit.ports.payments import (
    CardKept,
    CardToken,
    Connected,
    HostedPage,
    Misconfigured,
    Paid,
    Transaction,
)
from tests.integrations.contract import (
    charge_request,
    document_request,
    page_request,
    refund_request,
    today,
)
from tests.integrations.icredit import books_at, pages_at

CARD = CardToken("7f1d0000-0000-4000-8000-000000000001", "0000", 2030, 12)
PAGE = "7f1d0000-0000-4000-8000-000000000002"
NAMES = [
    "Status", "SaleId", "Amount", "Custom1", "Token", "CardDueDate", "TotalAmount", "URL",
    "SalePrivateToken", "PrivateSaleToken", "DebugMessage", "data", "error_code", "client_message",
    "document_number", "document_type", "cancel_document_number", "document_total", "items", "id",
    "pages", "description", "amount", "type", "number", "payment", "client", "creationDate", "url",
    "errorCode", "errorMessage", "currency", "expires", "documentDate", "origin", "name",
]  # fmt: skip
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.sampled_from(["0", "VERIFIED", "1e999999999", "Infinity", "²", "٣", PAGE, "ord", "-1", ""]),
    st.text(max_size=8),
)
answers = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(NAMES), inner, max_size=6)
    ),
    max_leaves=12,
)


@dataclass
class Babble(StandIn):
    """A provider that says the same of everything; only its log-in works."""

    says: bytes = b""
    status: int = 200

    def answer(self, ask: Ask) -> Reply:
        if ask.path == "/idp/v1/oauth/token":
            return Reply(200, b'{"accessToken": "t", "expiresAt": 99999999999}')
        return Reply(self.status, self.says)


@pytest.fixture(scope="module")
def babble() -> Iterator[Babble]:
    standin = Babble()
    with serving(standin):
        yield standin


def morning(base: str) -> MorningClient:
    return MorningClient(
        {"id": "i", "secret": "s"},
        auth_url=base,
        api_url=f"{base}/api/v1",
        login=MorningLogin.OAUTH,
        tokens=Tokens(),
        patience=Patience(5, 5),
    )


GATEWAYS: list[Callable[[str], MorningGateway | ICreditGateway]] = [
    lambda base: MorningGateway(morning(base)),
    pages_at,
]
ISSUERS: list[Callable[[str], MorningIssuer | RivhitIssuer]] = [
    lambda base: MorningIssuer(morning(base)),
    books_at,
]
fuzzed = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("make", GATEWAYS)
@fuzzed
@given(said=answers, status=st.sampled_from([200, 200, 201, 302, 400, 401, 404, 500]))
def test_no_answer_raises_or_pays(babble, make, said, status) -> None:
    babble.says, babble.status = json.dumps(said).encode(), status
    gateway = make(babble.base)
    request = charge_request(CARD)
    assert isinstance(gateway.check(), Connected | Misconfigured)
    assert not isinstance(gateway.charge(request), Paid)
    for reference in (PAGE, "form:ord", "x"):
        found = gateway.page_outcome(reference, key="ord", amount=Money(249_00))
        assert not isinstance(found, Paid | CardKept)
    assert not isinstance(gateway.look_up("ord"), Paid)
    page = gateway.open_page(page_request(""))
    assert not isinstance(page, HostedPage) or (
        page.reference and page.url.startswith(("https://", "http://"))
    )
    with suppress(OutsideFailure):
        list(gateway.transactions(today(), today()))


@pytest.mark.parametrize("make", ISSUERS)
@fuzzed
@given(said=answers, status=st.sampled_from([200, 200, 400, 401, 500]))
def test_no_answer_raises_from_an_issuer(babble, make, said, status) -> None:
    babble.says, babble.status = json.dumps(said).encode(), status
    issuer = make(babble.base)
    for kind in (DocumentKind.INVOICE_RECEIPT, DocumentKind.CREDIT_NOTE):
        request = document_request(kind, credits="document:2:50000:")
        assert issuer.issue(request) is not None
        issuer.find(request.key, on=today())
    issuer.pdf(IssuedDocument("../x", "1", DocumentKind.INVOICE, url="http://[::1"))


@given(answers)
def test_numbers_are_read_or_they_are_none(said) -> None:
    money, whole = money_of(said), whole_of(said)
    assert money is None or abs(money.agorot) < 10**23
    assert whole is None or abs(whole) < 10**21
    assert len(allocation_of(said)) <= 9


@pytest.mark.parametrize(
    ("written", "agorot"),
    [
        (249, 24_900),
        (249.9, 24_990),
        ("249.90", 24_990),
        (" 1 ", 100),
        (0.1 + 0.2, None),
        ("1.005", None),
        ("NaN", None),
        ("-Infinity", None),
        (float("inf"), None),
        ("1e400", None),
        (True, None),
        (None, None),
        ("", None),
    ],
)
def test_an_amount_is_exact_or_none(written, agorot) -> None:
    assert money_of(written) == (None if agorot is None else Money(agorot))


@fuzzed
@given(
    body=st.binary(max_size=300) | st.text(max_size=100).map(str.encode),
    kind=st.sampled_from(["application/json", "application/x-www-form-urlencoded", "", "text/xml"]),
    query=st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=3),
)
def test_a_callback_of_any_bytes_raises_nothing(babble, body, kind, query) -> None:
    for make in GATEWAYS:
        hint = make(babble.base).read_hint(body, kind, query)
        assert hint is None or hint.reference


def test_a_refund_is_never_paid_by_babble(babble) -> None:
    babble.says, babble.status = b'{"Status": "fine"}', 200
    of = Transaction(PAGE, "k", Money(100), clock.now())
    for make in GATEWAYS:
        assert not isinstance(make(babble.base).refund(refund_request(of, Money(100))), Paid)
