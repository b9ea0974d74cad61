"""Morning's own ways, beyond what the two suites ask of everybody."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import httpx
import pytest

from fitkit.core.errors import OutsideFailure
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.settings import MorningLogin
from fitkit.dev.standins.morning import PDF, MorningStandIn
from fitkit.dev.standins.serving import Callbacks, PageCard, Trouble, serving
from fitkit.integrations.exchange import Patience
from fitkit.integrations.morning import documents
from fitkit.integrations.morning.client import MorningClient, Tokens
from fitkit.integrations.morning.gateway import MorningGateway
from fitkit.integrations.morning.issuer import MorningIssuer
from fitkit.ports.invoices import (
    Customer,
    DocumentKind,
    DocumentLine,
    DocumentRequest,
    IssuedDocument,
    IssueRefused,
    IssueUnknown,
    PaidBy,
)
from fitkit.ports.payments import (
    CardToken,
    ChargeRequest,
    Connected,
    Declined,
    Hint,
    HostedPage,
    Misconfigured,
    NeverHappened,
    PageRequest,
    Paid,
    PaidLine,
    Payer,
    Problem,
    Unknown,
    Waiting,
)
from tests.integrations.contract import listening

PRICE = Money(24_900)
PAYER = Payer("דנה לוי", "dana@example.com", "+972502345678")
LINES = (PaidLine("מנוי חודשי", PRICE),)
CREDENTIALS = {"id": "id", "secret": "secret"}
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def there() -> Iterator[MorningStandIn]:
    standin = MorningStandIn()
    with serving(standin):
        yield standin


def client_of(
    there: MorningStandIn,
    login: MorningLogin = MorningLogin.OAUTH,
    tokens: Tokens | None = None,
    **credentials: str,
) -> MorningClient:
    return MorningClient(
        {**CREDENTIALS, **credentials},
        auth_url=there.base,
        api_url=f"{there.base}/api/v1",
        login=login,
        tokens=tokens or Tokens(),
        patience=Patience(2, 2),
    )


@pytest.fixture
def gateway(there) -> MorningGateway:
    return MorningGateway(client_of(there))


@pytest.fixture
def issuer(there) -> MorningIssuer:
    return MorningIssuer(client_of(there))


def page_request(key: str = "ord-1", **changes) -> PageRequest:
    asked = PageRequest(
        key=key,
        amount=PRICE,
        lines=LINES,
        payer=PAYER,
        words="מנוי חודשי",
        lang=Lang.HE,
        success_url="https://gym.example/ok",
        failure_url="https://gym.example/fail",
        cancel_url="https://gym.example/cancel",
        callback_url="",
    )
    return replace(asked, **changes)


def charge_request(card: str, key: str = "sub-1") -> ChargeRequest:
    token = CardToken(card, "0000", 2030, 12)
    return ChargeRequest(key, PRICE, LINES, token, PAYER, "מנוי דצמבר", Lang.HE)


def document_request(kind=DocumentKind.INVOICE_RECEIPT, key="doc-1", **changes) -> DocumentRequest:
    day = documents.today()
    asked = DocumentRequest(
        key=key,
        kind=kind,
        on=day,
        customer=Customer("דנה לוי"),
        lines=(DocumentLine("מנוי", Money(10_001)), DocumentLine("כרטיסייה", Money(14_899), 3)),
        amount=PRICE,
        vat_rate=Fraction(18, 100),
        lang=Lang.HE,
        paid=(PaidBy("card", PRICE, day, last4="0000"),),
    )
    return replace(asked, **changes)


def opened(gateway: MorningGateway, asked: PageRequest) -> HostedPage:
    page = gateway.open_page(asked)
    assert isinstance(page, HostedPage), page
    return page


def control(there: MorningStandIn, **wish) -> None:
    httpx.post(f"{there.base}/_control", json=wish, trust_env=False)


def fill(page: HostedPage, card: PageCard = PageCard.GOOD) -> str:
    form = {"card": card.value, "expiry": "1230", "cvv": "123", "do": "pay"}
    return httpx.post(page.url, data=form, trust_env=False).headers.get("Location", "")


# --- log-in --------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", MorningLogin)
def test_either_log_in_works_and_is_kept(there, login) -> None:
    gateway = MorningGateway(client_of(there, login))
    assert gateway.check() == Connected("Studio")
    assert gateway.check() == Connected("Studio")
    assert there.logins == 1


@pytest.mark.parametrize("login", MorningLogin)
def test_wrong_credentials_are_named_by_either_log_in(there, login) -> None:
    found = MorningGateway(client_of(there, login, secret="wrong")).check()
    assert isinstance(found, Misconfigured)
    assert found.problem is Problem.CREDENTIALS


def test_a_missing_credential_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="id and secret"):
        client_of(MorningStandIn(), secret="")


def test_a_token_is_renewed_once_however_many_ask(there) -> None:
    there.login_takes_s = 0.1
    tokens = Tokens()
    gateways = [MorningGateway(client_of(there, tokens=tokens)) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda g: g.check(), gateways)) == {Connected("Studio")}
    assert there.logins == 1
    there.tokens.clear()  # Morning forgot them all: eight are refused, one renews
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda g: g.check(), gateways)) == {Connected("Studio")}
    assert there.logins == 2


def test_a_token_about_to_end_is_renewed_before_it_is_used() -> None:
    tokens, renewed = Tokens(), []

    def renew() -> tuple[str, float]:
        renewed.append(1)
        return f"t{len(renewed)}", 30.0  # long ago

    assert [tokens.token("a", renew) for _ in range(3)] == ["t1", "t2", "t3"]


def test_accounts_never_share_a_token(there) -> None:
    tokens = Tokens()
    assert isinstance(MorningGateway(client_of(there, tokens=tokens)).check(), Connected)
    wrong = MorningGateway(client_of(there, tokens=tokens, secret="wrong")).check()
    assert isinstance(wrong, Misconfigured)


@pytest.mark.parametrize("trouble", [Trouble.LOST, Trouble.BROKEN, Trouble.UNREADABLE])
def test_trouble_at_the_log_in_means_that_nothing_was_charged(there, gateway, trouble) -> None:
    card = there.save_card(PageCard.GOOD, "c1", "דנה")
    there.spoil("token", trouble)
    found = gateway.charge(charge_request(card))
    assert isinstance(found, Misconfigured)
    assert found.problem is Problem.UNREACHABLE
    assert there.documents == {}


def test_too_many_requests_means_that_nothing_was_charged(there, gateway) -> None:
    card = there.save_card(PageCard.GOOD, "c1", "דנה")
    there.spoil("charge", Trouble.BUSY)
    found = gateway.charge(charge_request(card))
    assert isinstance(found, Misconfigured)
    assert found.problem is Problem.UNREACHABLE
    assert there.documents == {}


# --- pages and cards -----------------------------------------------------------------------------


def test_a_form_of_an_exempt_dealer_makes_a_receipt(there, gateway) -> None:
    there.business_type = 3
    asked = page_request()
    fill(opened(gateway, asked))
    found = gateway.page_outcome("form:ord-1", key="ord-1", amount=PRICE)
    assert isinstance(found, Paid)
    assert found.transaction.document is not None
    assert found.transaction.document.kind is DocumentKind.RECEIPT


def test_a_paid_form_tells_the_saved_card_and_the_document(there, gateway) -> None:
    fill(opened(gateway, page_request()))
    found = gateway.page_outcome("form:ord-1", key="ord-1", amount=PRICE)
    assert isinstance(found, Paid)
    [card] = there.cards
    assert found.transaction.token == CardToken(card, "0000", 2030, 12, brand="Visa")
    assert found.transaction.document is not None
    assert found.transaction.document.number == "50000"


def test_a_terminal_that_keeps_no_cards_leaves_no_token(there, gateway) -> None:
    there.keeps_cards = False
    fill(opened(gateway, page_request()))
    found = gateway.page_outcome("form:ord-1", key="ord-1", amount=PRICE)
    assert isinstance(found, Paid)
    assert found.transaction.token is None


def test_a_card_is_not_kept_without_a_payment(gateway) -> None:
    found = gateway.open_page(page_request(amount=Money(0), lines=()))
    assert isinstance(found, Misconfigured)
    assert found.problem is Problem.NO_TOKENS


def test_a_card_that_is_not_saved_any_more_is_a_hard_decline(gateway) -> None:
    found = gateway.charge(charge_request("gone"))
    assert isinstance(found, Declined)
    assert (found.kind, found.code) == ("hard", "2627")


def test_a_token_never_leads_to_another_path(there, gateway) -> None:
    gateway.charge(charge_request("../../documents?x="))
    assert there.called[-1] == "charge"


def test_a_key_is_found_whole_and_not_as_a_part_of_another(there, gateway) -> None:
    card = there.save_card(PageCard.GOOD, "c1", "דנה")
    gateway.charge(charge_request(card, "sub-12"))
    assert gateway.look_up("sub-1") == NeverHappened()
    assert isinstance(gateway.look_up("sub-12"), Paid)


def test_a_charge_whose_document_cannot_be_read_is_unknown_and_found(there, gateway) -> None:
    card = there.save_card(PageCard.GOOD, "c1", "דנה")
    there.spoil("document", Trouble.DOWN)
    assert isinstance(gateway.charge(charge_request(card)), Unknown)
    assert isinstance(gateway.look_up("sub-1"), Paid)
    assert isinstance(gateway.charge(charge_request(card)), Paid)
    assert len(there.documents) == 1


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (2700, Problem.CREDENTIALS),
        (2625, Problem.NO_TOKENS),
        (1012, Problem.OTHER),
        (2600, Problem.OTHER),
        (2416, Problem.OTHER),
    ],
)
def test_what_is_wrong_with_an_account_is_named(there, gateway, code, problem) -> None:
    there.refuses_with = code
    there.spoil("form", Trouble.REFUSED)
    found = gateway.open_page(page_request())
    assert isinstance(found, Misconfigured)
    assert found.problem is problem
    there.spoil("charge", Trouble.REFUSED)
    charged = gateway.charge(charge_request(there.save_card(PageCard.GOOD, "c1", "דנה")))
    assert charged == found


def test_lists_go_over_many_pages(there, gateway) -> None:
    card = there.save_card(PageCard.GOOD, "c1", "דנה")
    there.called.clear()
    client = gateway._client
    for i in range(205):
        asked = gateway._sale("מנוי", f"k-{i}", PRICE, 1) | {"lang": "he"}
        row = documents.Row("מנוי", PRICE, 1)
        asked["income"] = documents.income([row], is_exempt=False)
        client.post(f"/payments/tokens/{card}/charge", asked, call="charge")
    found = list(gateway.transactions(documents.today(), documents.today()))
    assert {t.key for t in found} == {f"k-{i}" for i in range(205)}


def test_a_list_that_did_not_come_is_a_failure_of_others(there, gateway) -> None:
    there.spoil("search", Trouble.BROKEN)
    with pytest.raises(OutsideFailure):
        list(gateway.transactions(date(2026, 1, 1), date(2026, 1, 2)))


@pytest.mark.parametrize(
    ("body", "kind", "hint"),
    [
        (b"transaction_id=t1&token_id=k1", FORM, Hint("t1")),
        (b"transaction_id=t1&custom=ord-1", FORM, Hint("t1", "ord-1")),
        (b'{"id": "d1", "type": 320}', "application/json", Hint("d1")),
        ('{"id": "d1", "description": "מנוי · ord-1"}'.encode(), "", Hint("d1", "ord-1")),
        (b"nothing=here", FORM, None),
    ],
)
def test_notices_are_read_in_either_form(gateway, body, kind, hint) -> None:
    assert gateway.read_hint(body, kind, {}) == hint


@pytest.mark.parametrize("callbacks", [c for c in Callbacks if c is not Callbacks.HELD])
def test_a_form_is_paid_however_its_notices_come(there, gateway, callbacks) -> None:
    there.callbacks = callbacks
    page = opened(gateway, page_request(callback_url=f"{there.base}/hooks"))
    assert gateway.page_outcome("form:ord-1", key="ord-1", amount=PRICE) == Waiting()
    assert fill(page) == "https://gym.example/ok"
    assert isinstance(gateway.page_outcome("form:ord-1", key="ord-1", amount=PRICE), Paid)


def test_notices_that_come_in_another_order_point_to_their_own_forms(there, gateway) -> None:
    with listening() as listener:
        control(there, callbacks="held")
        for key in ("ord-1", "ord-2"):
            fill(opened(gateway, page_request(key, callback_url=listener.url)))
        control(there, release="reversed")
        hints = [gateway.read_hint(c.body, c.content_type, {}) for c in listener.wait(2)]
    assert [h.key for h in hints if h] == ["ord-2", "ord-1"]
    for key in ("ord-1", "ord-2"):
        assert isinstance(gateway.page_outcome(f"form:{key}", key=key, amount=PRICE), Paid)


def test_a_forged_notice_brings_no_money(there, gateway) -> None:
    opened(gateway, page_request())
    with listening() as listener:
        control(there, forge=listener.url, fields={"transaction_id": "t9", "custom": "ord-1"})
        [came] = listener.wait()
    assert gateway.read_hint(came.body, came.content_type, {}) == Hint("t9", "ord-1")
    assert gateway.page_outcome("form:ord-1", key="ord-1", amount=PRICE) == Waiting()


def test_a_saved_card_of_a_namesake_is_never_taken(there, gateway) -> None:
    """Payers of one name are one client at Morning: only the payment's own card is the payer's."""
    there.keeps_cards = False
    other = there.save_card("4580000000009999", there._client(PAYER.name), PAYER.name)
    fill(opened(gateway, page_request()))
    found = gateway.page_outcome("form:ord-1", key="ord-1", amount=PRICE)
    assert isinstance(found, Paid)
    assert found.transaction.token is None
    for document in there.documents.values():  # and where the payment tells no digits
        document["payment"][0].pop("cardNum")
        there.cards[other]["creationDate"] -= 86_400
    found = gateway.page_outcome("form:ord-1", key="ord-1", amount=PRICE)
    assert isinstance(found, Paid)
    assert found.transaction.token is None


def test_a_card_saved_with_the_payment_is_taken_without_its_digits(there, gateway) -> None:
    fill(opened(gateway, page_request()))
    for document in there.documents.values():
        document["payment"][0].pop("cardNum")
    found = gateway.page_outcome("form:ord-1", key="ord-1", amount=PRICE)
    assert isinstance(found, Paid)
    assert found.transaction.token is not None


def test_a_list_tells_only_what_came_by_card(there, gateway) -> None:
    """A document that staff made by hand may be paid half in cash."""
    client = gateway._client
    row = documents.Row("מנוי", PRICE, 1)
    day = documents.today().isoformat()
    parts = [
        {"date": day, "type": 1, "price": 100.0},
        {"date": day, "type": 3, "price": 149.0, "cardNum": "1234"},
    ]
    asked = gateway._sale("מנוי", "by-hand", PRICE, 1) | {
        "lang": "he",
        "client": {"name": "דנה"},
        "income": documents.income([row], is_exempt=False),
        "payment": parts,
    }
    asked.pop("amount")
    client.post("/documents", asked, call="issue")
    [listed] = gateway.transactions(documents.today(), documents.today())
    assert (listed.amount, listed.last4) == (Money(14_900), "1234")


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ({"creationDate": 1795342800}, datetime(2026, 11, 22, 10, 20, tzinfo=UTC)),
        ({"creationDate": "1795342800000"}, datetime(2026, 11, 22, 10, 20, tzinfo=UTC)),
        ({"documentDate": "2026-11-22"}, datetime(2026, 11, 22, 10, 0, tzinfo=UTC)),
    ],
)
def test_a_document_tells_its_moment_in_any_of_its_ways(said, at) -> None:
    found = documents.read_document({"id": "d1"} | said)
    assert found is not None
    assert found.at == at


# --- documents -----------------------------------------------------------------------------------


def test_rows_sum_to_the_agora_whatever_the_quantity(there, issuer) -> None:
    found = issuer.issue(document_request())
    assert isinstance(found, IssuedDocument)
    assert found.amount == PRICE
    rows = there.documents[found.reference]["income"]
    assert [(r["price"], r["quantity"], r["vatType"]) for r in rows] == [
        (100.01, 1, 1),
        (148.99, 1, 1),
    ]


def test_a_credit_note_is_linked_to_what_it_takes_back(there, issuer) -> None:
    first = issuer.issue(document_request())
    assert isinstance(first, IssuedDocument)
    note = document_request(
        DocumentKind.CREDIT_NOTE, "doc-2", credits=first.reference, credits_number=first.number
    )
    found = issuer.issue(note)
    assert isinstance(found, IssuedDocument)
    assert found.kind is DocumentKind.CREDIT_NOTE
    assert there.documents[found.reference]["linkedDocumentIds"] == [first.reference]


def test_an_exempt_dealer_gets_receipts_without_vat_and_no_invoices(there, issuer) -> None:
    there.business_type = 3
    refused = issuer.issue(document_request())
    assert isinstance(refused, IssueRefused)
    assert refused.code == "2403"
    receipt = issuer.issue(document_request(DocumentKind.RECEIPT, vat_rate=Fraction(0)))
    assert isinstance(receipt, IssuedDocument)
    assert {r["vatType"] for r in there.documents[receipt.reference]["income"]} == {2}


def test_a_negative_receipt_is_refused_in_words(issuer) -> None:
    found = issuer.issue(document_request(DocumentKind.REFUND_RECEIPT))
    assert isinstance(found, IssueRefused)
    assert found.words


def test_a_mail_address_is_told_only_when_morning_shall_write_to_it(there, issuer) -> None:
    customer = Customer("דנה לוי", "dana@example.com")
    quiet = issuer.issue(document_request(customer=customer))
    loud = issuer.issue(document_request(key="doc-2", customer=customer, mails_it=True))
    assert isinstance(quiet, IssuedDocument)
    assert isinstance(loud, IssuedDocument)
    told = [there.documents[d.reference]["client"].get("emails") for d in (quiet, loud)]
    assert told == [None, ["dana@example.com"]]


def test_an_answer_that_was_lost_is_found_and_never_issued_again(there, issuer) -> None:
    there.spoil("documents", Trouble.LOST)
    assert isinstance(issuer.issue(document_request()), IssueUnknown)
    found = issuer.issue(document_request())
    assert isinstance(found, IssuedDocument)
    assert len(there.documents) == 1


def test_a_document_of_last_month_is_not_taken_for_todays(there, issuer) -> None:
    issuer.issue(document_request())
    day = documents.today()
    assert isinstance(issuer.find("doc-1", on=day), IssuedDocument)
    assert issuer.find("doc-1", on=day - timedelta(days=31)) is None


def test_an_allocation_number_is_read_from_the_document(there, issuer) -> None:
    there.allocation = "123456789"
    found = issuer.issue(document_request())
    assert isinstance(found, IssuedDocument)
    assert found.allocation_number == "123456789"


@pytest.mark.parametrize(
    "url",
    [
        "http://files.example.com/a.pdf",
        "https://localhost/a.pdf",
        "https://10.0.0.7/a.pdf",
        "https://[::1]/a.pdf",
        "https://user@files.example.com/a.pdf",
        "https://files.example.com:8443/a.pdf",
        "file:///etc/passwd",
        "https://[broken/a.pdf",
    ],
)
def test_a_file_is_never_fetched_from_where_files_are_not(there, url) -> None:
    assert client_of(there).file(url) is None


def test_the_pdf_is_the_providers_file(there, issuer) -> None:
    found = issuer.issue(document_request())
    assert isinstance(found, IssuedDocument)
    assert issuer.pdf(found) == PDF
    assert issuer.pdf(replace(found, reference="gone", url="")) is None
