"""Cardcom's own ways, beyond what the two suites ask of everybody."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fitkit.core.errors import OutsideFailure
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.dev.processes import ROOT
from fitkit.dev.standins import _cardcom_fields as fields
from fitkit.dev.standins.cardcom import CardcomStandIn
from fitkit.dev.standins.serving import Callbacks, PageCard, Trouble, serving
from fitkit.integrations.cardcom import codes
from fitkit.integrations.cardcom.client import CardcomClient, Said
from fitkit.integrations.cardcom.gateway import CardcomGateway
from fitkit.integrations.cardcom.issuer import TYPES, CardcomIssuer
from fitkit.ports.invoices import (
    Customer,
    DocumentKind,
    IssuedDocument,
    IssueRefused,
    IssueUnknown,
    PaidBy,
)
from fitkit.ports.payments import (
    CardKept,
    CardToken,
    ChargeRequest,
    Declined,
    DeclineKind,
    DeclineReason,
    HostedPage,
    Misconfigured,
    NeverHappened,
    Paid,
    Payer,
    PayWay,
    Problem,
    RefundRefused,
    Transaction,
    Unknown,
    Waiting,
)
from tests.integrations import openapi
from tests.integrations.cardcom import CREDENTIALS, PATIENCE, client_of, fill
from tests.integrations.contract import (
    SUCCESS,
    Listener,
    charge_request,
    document_request,
    listening,
    page_request,
    refund_request,
    today,
)
from tests.integrations.contract import serving as serving_handler

PAGE_ID = "0b6c6f0e-0000-4000-8000-000000000001"
TOKEN = CardToken("7f1d0000-0000-4000-8000-000000000001", "0000", 2030, 12, "Visa", "123456782")
PRICE = Money(24_900)


@pytest.fixture
def there() -> Iterator[CardcomStandIn]:
    standin = CardcomStandIn()
    with serving(standin):
        yield standin


@pytest.fixture
def gateway(there: CardcomStandIn) -> CardcomGateway:
    return CardcomGateway(client_of(there.base))


@pytest.fixture
def issuer(there: CardcomStandIn) -> CardcomIssuer:
    return CardcomIssuer(client_of(there.base))


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as found:
        yield found


def kept(gateway: CardcomGateway, card: PageCard = PageCard.GOOD) -> CardToken:
    request = page_request("http://127.0.0.1:9/", amount=Money(0), keep_card=True)
    page = gateway.open_page(request)
    assert isinstance(page, HostedPage), page
    fill(page, card)
    found = gateway.page_outcome(page.reference, key=request.key, amount=request.amount)
    assert isinstance(found, CardKept), found
    return found.token


def paid_by_card(gateway: CardcomGateway, amount: Money = PRICE) -> Transaction:
    found = gateway.charge(charge_request(kept(gateway), amount=amount))
    assert isinstance(found, Paid), found
    return found.transaction


def control(there: CardcomStandIn, **wish: object) -> None:
    assert httpx.post(f"{there.base}/_control", json=wish).status_code == 200


# --- a server that says whatever it is told ------------------------------------------------------


@dataclass
class Scripted:
    """What it answers next, and what it was asked."""

    url: str = ""
    status: int = 200
    body: bytes = b"{}"
    cut: bool = False  # promises more than it sends
    seen: list[dict[str, Any]] = field(default_factory=list)

    def says(self, value: object, status: int = 200) -> None:
        self.status, self.body = status, json.dumps(value).encode()


@contextmanager
def scripting() -> Iterator[Scripted]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            script.seen.append(json.loads(raw))
            self.send_response(script.status)
            self.send_header("Content-Length", str(len(script.body) + (10 if script.cut else 0)))
            self.end_headers()
            self.wfile.write(script.body)

        def log_message(self, *_: object) -> None:
            pass

    script = Scripted()
    with serving_handler(Handler) as url:
        script.url = url
        yield script


@pytest.fixture
def script() -> Iterator[Scripted]:
    with scripting() as found:
        yield found


@pytest.fixture
def scripted(script: Scripted) -> CardcomGateway:
    return CardcomGateway(client_of(script.url))


def deal(**changes: object) -> dict[str, object]:
    """A TransactionInfo of a charge that went through."""
    return {
        "ResponseCode": 0,
        "Description": "OK",
        "TranzactionId": 219143001,
        "TerminalNumber": 1000,
        "Amount": 249.0,
        "CoinId": 1,
        "CreateDate": "2026-11-22T10:15:00",
        "Last4CardDigits": 7,
        "Last4CardDigitsString": "0007",
        "NumberOfPayments": 1,
        "ApprovalNumber": "0001234",
        "DealType": "Debit",
        "IsRefund": False,
    } | changes


def result(**changes: object) -> dict[str, object]:
    """A LowProfileResult of a page that was paid."""
    return {
        "ResponseCode": 0,
        "TerminalNumber": 1000,
        "LowProfileId": PAGE_ID,
        "TranzactionId": 219143001,
        "ReturnValue": "ord_1",
        "Operation": "ChargeOnly",
        "UIValues": None,
        "TokenInfo": None,
        "TranzactionInfo": deal(),
        "ExternalPaymentVector": "NoneOrUnknown",
    } | changes


def charged(scripted: CardcomGateway):
    return scripted.charge(charge_request(TOKEN, amount=PRICE))


def looked_at(scripted: CardcomGateway):
    return scripted.page_outcome(PAGE_ID, key="ord_1", amount=PRICE)


# --- answers -------------------------------------------------------------------------------------


def test_an_answer_is_read_as_it_comes(script, scripted) -> None:
    script.says(deal())
    found = charged(scripted)
    assert isinstance(found, Paid)
    t = found.transaction
    assert (t.id, t.amount, t.last4, t.approval) == ("219143001", PRICE, "0007", "0001234")
    assert t.at == datetime(2026, 11, 22, 8, 15, tzinfo=UTC)  # their clock is Israel's


@pytest.mark.parametrize(
    "loose",
    [
        {"responsecode": "0", "tranzactionid": "219143001", "amount": "249.00", "terminalnumber": "1000"},
        {k.upper(): v for k, v in deal().items()},
        deal(Last4CardDigitsString=None, ApprovalNumber=None, CreateDate=None, CoinId=None),
        deal(Amount=249, CreateDate="yesterday", NumberOfPayments=0, TerminalNumber=None),
        deal() | {"SomethingNew": {"Deep": [1]}},
    ],
)  # fmt: skip
def test_a_loose_answer_is_read_leniently(script, scripted, loose) -> None:
    script.says(loose)
    found = charged(scripted)
    assert isinstance(found, Paid), found
    assert found.transaction.amount == PRICE


@pytest.mark.parametrize(
    "strange",
    [
        deal(Amount=248.99),
        deal(Amount=None),
        deal(Amount="two hundred"),
        deal(Amount=249.001),
        deal(Amount=-249.0),
        deal(TerminalNumber=1001),
        deal(CoinId=2),
        deal(TranzactionId=0),
        deal(TranzactionId=None),
        deal(IsRefund=True),
        deal(ResponseCode=700),
        deal(ResponseCode=701),
        deal(ResponseCode=None),
        {},
        [],
        None,
        "OK",
        0,
    ],
)
def test_an_answer_that_is_not_exactly_our_charge_is_never_paid(script, scripted, strange) -> None:
    script.says(strange)
    assert isinstance(charged(scripted), Unknown)


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b"{}"), (502, b"<html>"), (503, b""), (200, b""), (200, b"{"), (200, b"\xff\xfe"),
     (302, b""), (404, b"<html>"), (200, b"[" * 100_000)],
)  # fmt: skip
def test_an_answer_that_is_none_leaves_a_charge_unknown(script, scripted, status, body) -> None:
    script.status, script.body = status, body
    assert isinstance(charged(scripted), Unknown)


@pytest.mark.parametrize("body", [deal(), deal(ResponseCode=4), deal(ResponseCode=5000)])
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_provider_in_trouble_is_not_believed_whatever_it_says(
    script, scripted, status, body
) -> None:
    script.says(body, status)
    assert isinstance(charged(scripted), Unknown)
    assert isinstance(scripted.look_up("sub-1"), Unknown)


def test_a_body_that_breaks_off_leaves_a_charge_unknown(script, scripted) -> None:
    script.says(deal())
    script.cut = True
    assert isinstance(charged(scripted), Unknown)


def test_a_redirect_is_not_followed_with_our_credentials(script, scripted) -> None:
    script.status = 307
    charged(scripted)
    assert len(script.seen) == 1


SCALAR = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**40), 2**40), st.floats(), st.text(max_size=8)
)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    changes=st.dictionaries(st.sampled_from(sorted(deal())), SCALAR, max_size=4),
    nested=st.recursive(SCALAR, lambda inner: st.lists(inner, max_size=3), max_leaves=5),
)  # fmt: skip
def test_whatever_comes_nothing_raises_and_only_our_amount_is_paid(
    script, scripted, changes, nested
) -> None:
    script.says(deal(Extra=nested, **changes))
    found = charged(scripted)
    if isinstance(found, Paid):
        assert found.transaction.amount == PRICE
        assert str(changes.get("ResponseCode", 0)) in ("0", "0.0", "-0.0")
    script.says(result(TranzactionInfo=deal(**changes), UIValues=nested, TokenInfo=changes))
    looked = looked_at(scripted)
    assert not isinstance(looked, Paid) or looked.transaction.amount == PRICE


@pytest.mark.parametrize(
    "strange",
    [
        {"ReturnValue": "ord_2"},
        {"ReturnValue": None},
        {"TerminalNumber": 1001},
        {"LowProfileId": "0b6c6f0e-0000-4000-8000-000000000002"},
        {"TranzactionInfo": None},
        {"TranzactionInfo": deal(Amount=1.0)},
        {"TranzactionInfo": deal(ResponseCode=700)},
    ],
)
def test_a_page_that_is_not_exactly_ours_is_never_paid(script, scripted, strange) -> None:
    script.says(result(**strange))
    assert isinstance(looked_at(scripted), Unknown)


def test_a_page_is_known_in_letters_of_any_case(script, scripted) -> None:
    script.says(result(LowProfileId=PAGE_ID.upper()))
    assert isinstance(looked_at(scripted), Paid)


def test_a_page_whose_card_was_declined_says_why(script, scripted) -> None:
    script.says(result(ResponseCode=33, TranzactionInfo=deal(ResponseCode=15, TranzactionId=0)))
    found = looked_at(scripted)
    assert isinstance(found, Declined)
    assert (found.kind, found.reason) == (DeclineKind.HARD, DeclineReason.EXPIRED)


def test_a_page_that_is_not_paid_yet_waits(script, scripted) -> None:
    script.says({"ResponseCode": 5119, "Description": "not paid"})
    assert looked_at(scripted) == Waiting()


def test_a_refusal_of_the_question_itself_says_nothing_of_the_page(script, scripted) -> None:
    script.says({"ResponseCode": 7000, "Description": "bad request"}, 400)
    assert isinstance(looked_at(scripted), Unknown)
    assert isinstance(scripted.look_up("sub-1"), Unknown)


def test_a_card_that_was_to_be_kept_only_and_was_charged_is_unknown(script, scripted) -> None:
    token = {"Token": TOKEN.token, "CardYear": 2030, "CardMonth": 12}
    script.says(result(TokenInfo=token))
    found = scripted.page_outcome(PAGE_ID, key="ord_1", amount=Money(0))
    assert isinstance(found, Unknown)
    script.says(result(TokenInfo=token, TranzactionInfo=None, TranzactionId=0))
    found = scripted.page_outcome(PAGE_ID, key="ord_1", amount=Money(0))
    assert isinstance(found, CardKept)
    assert found.token.expires_year == 2030


def test_a_short_year_of_a_card_is_completed(script, scripted) -> None:
    script.says(result(TokenInfo={"Token": TOKEN.token, "CardYear": 30, "CardMonth": "7"}))
    found = looked_at(scripted)
    assert isinstance(found, Paid)
    assert found.transaction.token is not None
    assert (found.transaction.token.expires_year, found.transaction.token.expires_month) == (
        2030,
        7,
    )


@pytest.mark.parametrize(
    ("vector", "way"),
    [(104, PayWay.BIT), ("12", PayWay.BIT), ("PayMeBit", PayWay.BIT), (11, PayWay.APPLE_PAY),
     ("GooglePay", PayWay.GOOGLE_PAY), (None, PayWay.CARD), (0, PayWay.CARD), ("13", PayWay.CARD)],
)  # fmt: skip
def test_the_way_is_read_as_a_number_or_a_name(script, scripted, vector, way) -> None:
    script.says(result(ExternalPaymentVector=vector))
    found = looked_at(scripted)
    assert isinstance(found, Paid)
    assert found.transaction.way is way


# --- codes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [1, 2, 5, 12, 15, 36])
def test_a_card_that_will_never_go_is_declined_hard(code) -> None:
    found = codes.declined(Said({"ResponseCode": code}))
    assert found is not None
    assert found.kind is DeclineKind.HARD


@pytest.mark.parametrize(
    ("code", "reason"),
    [(1, DeclineReason.BLOCKED), (2, DeclineReason.BLOCKED), (3, DeclineReason.CALL_BANK),
     (4, DeclineReason.REFUSED), (6, DeclineReason.WRONG_DETAILS), (7, DeclineReason.AUTHENTICATION),
     (9, DeclineReason.TEMPORARY), (12, DeclineReason.NOT_SUPPORTED), (15, DeclineReason.EXPIRED),
     ("036", DeclineReason.EXPIRED), ("033", DeclineReason.WRONG_DETAILS), (250, DeclineReason.REFUSED)],
)  # fmt: skip
def test_a_decline_is_told_as_the_payer_understands_it(code, reason) -> None:
    found = codes.declined(Said({"ResponseCode": code, "Description": "סירוב"}))
    assert found is not None
    assert found.reason is reason
    assert found.words == "סירוב"


@pytest.mark.parametrize("code", [0, 603, 608, 700, 701, 5119, None, -1, "x"])
def test_what_is_no_decline_is_none(code) -> None:
    assert codes.declined(Said({"ResponseCode": code})) is None


def test_a_key_that_was_used_before_is_looked_up(there, gateway) -> None:
    request = charge_request(kept(gateway))
    first = gateway.charge(request)
    there.by_key["other"] = {"ResponseCode": 608, "Description": "used before"}
    assert isinstance(first, Paid)
    again = gateway.charge(replace(request, key="other"))
    assert isinstance(again, Unknown)  # they say it was used, and do not know it
    assert len(there.deals) == 1


def test_a_terminal_without_the_module_of_tokens_says_so(there, gateway) -> None:
    token = kept(gateway)
    control(there, tokens=False)
    page = gateway.open_page(page_request("http://127.0.0.1:9/", keep_card=True))
    charge = gateway.charge(charge_request(token))
    for found in (page, charge):
        assert isinstance(found, Misconfigured)
        assert found.problem is Problem.NO_TOKENS
    assert isinstance(gateway.open_page(page_request("http://127.0.0.1:9/")), HostedPage)


def test_the_test_terminals_large_amounts_are_declined(gateway) -> None:
    token = kept(gateway)
    assert isinstance(gateway.charge(charge_request(token, amount=Money(499_999))), Paid)
    assert isinstance(gateway.charge(charge_request(token, amount=Money(500_000))), Declined)


def test_a_slow_answer_is_an_answer(there, gateway) -> None:
    token = kept(gateway)
    there.spoil("Transaction", Trouble.SLOW)
    assert isinstance(gateway.charge(charge_request(token)), Paid)


def test_the_stand_in_counts_what_happened_and_answers_as_late_as_told(there, gateway) -> None:
    token = kept(gateway)
    control(there, delay_ms=200)
    begun = time.monotonic()
    found = gateway.charge(charge_request(token))
    assert time.monotonic() - begun >= 0.2
    assert isinstance(found, Paid)
    gateway.refund(refund_request(found.transaction, Money(1)))
    counts = httpx.get(f"{there.base}/_state").json()
    assert counts == {"charges": 1, "keys": 1, "refunds": 1}


def test_wrong_fields_are_refused_by_the_stand_in(there) -> None:
    client = client_of(there.base)
    unknown = client.at_terminal("/LowProfile/Create", {"Ammount": 1}, call="test")
    assert "Ammount: unknown" in unknown.words
    typed = client.at_terminal("/LowProfile/GetLpResult", {"LowProfileId": 7}, call="test")
    assert typed.code == 400


# --- pages and callbacks -------------------------------------------------------------------------


def opened(gateway: CardcomGateway, listener: Listener, **changes: object):
    request = page_request(listener.url, **changes)
    page = gateway.open_page(request)
    assert isinstance(page, HostedPage), page
    return request, page


def test_a_page_by_bit_is_paid_by_bit_and_keeps_no_card(gateway, listener) -> None:
    request, page = opened(gateway, listener)
    assert page.bit_url
    assert httpx.post(page.bit_url, data={"do": "bit"}).headers["location"] == SUCCESS
    found = gateway.page_outcome(page.reference, key=request.key, amount=request.amount)
    assert isinstance(found, Paid)
    assert found.transaction.way is PayWay.BIT
    assert found.transaction.token is None


def test_a_callback_that_comes_twice_is_the_same_hint(there, gateway, listener) -> None:
    control(there, callbacks=Callbacks.TWICE)
    _, page = opened(gateway, listener)
    fill(page, PageCard.GOOD)
    hints = [gateway.read_hint(c.body, c.content_type, c.query) for c in listener.wait(2)]
    assert hints[0] == hints[1]
    assert hints[0] is not None
    assert hints[0].reference == page.reference


def test_a_late_callback_finds_the_page_paid_long_before(there, gateway, listener) -> None:
    control(there, callbacks=Callbacks.LATE)
    request, page = opened(gateway, listener)
    fill(page, PageCard.GOOD)
    assert listener.came == []
    assert isinstance(
        gateway.page_outcome(page.reference, key=request.key, amount=request.amount), Paid
    )
    listener.wait()


def test_callbacks_in_another_order_point_each_to_its_own_page(there, gateway, listener) -> None:
    control(there, callbacks="held")
    pages = [opened(gateway, listener) for _ in range(3)]
    for _, page in pages:
        fill(page, PageCard.GOOD)
    control(there, release="reversed")
    hints = [gateway.read_hint(c.body, c.content_type, c.query) for c in listener.wait(3)]
    assert [h.reference for h in hints if h] == [p.reference for _, p in reversed(pages)]
    assert [h.key for h in hints if h] == [r.key for r, _ in reversed(pages)]


def test_a_forged_callback_names_a_page_that_nobody_paid(there, gateway, listener) -> None:
    request, _ = opened(gateway, listener)
    control(there, forge=listener.url, key=request.key)
    came = listener.wait()[0]
    hint = gateway.read_hint(came.body, came.content_type, came.query)
    assert hint is not None
    found = gateway.page_outcome(hint.reference, key=request.key, amount=request.amount)
    assert found == NeverHappened()
    assert there.deals == []


def test_a_hint_must_name_a_page(gateway) -> None:
    for body in (b'{"LowProfileId": "../../etc"}', b'{"LowProfileId": 5}', b'{"ReturnValue": "x"}'):
        assert gateway.read_hint(body, "application/json", {}) is None
    odd = json.dumps({"lowprofileid": PAGE_ID, "RETURNVALUE": "ord_1"}).encode()
    hint = gateway.read_hint(odd, "text/plain", {})
    assert hint is not None
    assert (hint.reference, hint.key) == (PAGE_ID, "ord_1")


# --- back, and the list --------------------------------------------------------------------------


def without_password(there: CardcomStandIn) -> CardcomGateway:
    return CardcomGateway(client_of(there.base, CREDENTIALS | {"api_password": ""}))


def test_without_a_password_nothing_goes_back_and_it_says_so(there, gateway) -> None:
    transaction = paid_by_card(gateway)
    bare = without_password(there)
    assert not bare.abilities.refunds
    assert not bare.abilities.lists
    found = bare.refund(refund_request(transaction, PRICE))
    assert found == Misconfigured(Problem.NO_REFUNDS)
    assert list(bare.transactions(today(), today())) == []
    assert len(there.deals) == 1


def test_a_wrong_password_is_named_by_the_button_and_by_a_refund(there, gateway) -> None:
    wrong = CardcomGateway(client_of(there.base, CREDENTIALS | {"api_password": "old"}))
    assert isinstance(wrong.check(), Misconfigured)
    assert wrong.check().problem is Problem.NO_REFUNDS  # type: ignore[union-attr]
    found = wrong.refund(refund_request(paid_by_card(gateway), PRICE))
    assert isinstance(found, Misconfigured)
    assert found.problem is Problem.NO_REFUNDS
    with pytest.raises(OutsideFailure) as failure:
        list(wrong.transactions(today(), today()))
    assert failure.value.permanent


def test_the_whole_does_not_go_back_twice(there, gateway) -> None:
    transaction = paid_by_card(gateway)
    assert isinstance(gateway.refund(refund_request(transaction, PRICE)), Paid)
    again = gateway.refund(refund_request(transaction, PRICE))
    assert isinstance(again, RefundRefused)
    assert again.code == "5111"
    assert len(there.deals) == 2


def test_a_refund_of_nothing_or_of_no_number_is_refused(there, gateway) -> None:
    transaction = paid_by_card(gateway)
    assert isinstance(gateway.refund(refund_request(transaction, Money(0))), RefundRefused)
    odd = replace(refund_request(transaction, PRICE), transaction_id="12; drop")
    assert isinstance(gateway.refund(odd), RefundRefused)
    assert len(there.deals) == 1


def test_a_long_list_is_read_to_its_end(there, gateway) -> None:
    first = paid_by_card(gateway)
    there.deals += [there.deals[0] | {"TranzactionId": 500_000_000 + n} for n in range(2100)]
    found = list(gateway.transactions(today(), today()))
    assert len({t.id for t in found}) == 2101
    assert first.id in {t.id for t in found}


def test_a_list_that_does_not_come_fails_loudly(there, gateway) -> None:
    for trouble in (Trouble.BROKEN, Trouble.UNREADABLE, Trouble.REFUSED):
        there.spoil("ListTransactions", trouble)
        with pytest.raises(OutsideFailure):
            list(gateway.transactions(today(), today()))


# --- a killed process ----------------------------------------------------------------------------

CHARGING = """
import sys
from fitkit.integrations.cardcom.client import CardcomClient
from fitkit.integrations.cardcom.gateway import CardcomGateway
from fitkit.integrations.exchange import Patience
from fitkit.ports.payments import CardToken
from tests.integrations.cardcom import CREDENTIALS
from tests.integrations.contract import charge_request
client = CardcomClient(CREDENTIALS, base_url=sys.argv[1], patience=Patience(60, 60))
CardcomGateway(client).charge(charge_request(CardToken(sys.argv[2], "0000", 2030, 12), key="sub-killed"))
"""


def test_a_process_killed_while_charging_leaves_a_charge_that_is_found_and_not_repeated(
    there, gateway
) -> None:
    token = kept(gateway)
    there.spoil("Transaction", Trouble.LOST)
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", CHARGING, there.base, token.token]
    process = subprocess.Popen(command, cwd=ROOT, env=env)
    end = time.monotonic() + 60
    while not there.deals and time.monotonic() < end:
        time.sleep(0.02)
    process.kill()
    process.wait()
    looked = gateway.look_up("sub-killed")
    assert isinstance(looked, Paid)
    again = gateway.charge(charge_request(token, key="sub-killed"))
    assert isinstance(again, Paid)
    assert again.transaction.id == looked.transaction.id
    assert len(there.deals) == 1


# --- documents -----------------------------------------------------------------------------------


def sent(there: CardcomStandIn, call: str) -> dict[str, Any]:
    return next(body for name, body in reversed(there.bodies) if name == call)


def test_a_card_deal_of_theirs_is_named_and_the_rest_is_told_in_words(
    there, gateway, issuer
) -> None:
    transaction = paid_by_card(gateway, Money(24_901))
    request = document_request(DocumentKind.INVOICE_RECEIPT)
    by = replace(request.paid[0], transaction_id=transaction.id)
    assert isinstance(issuer.issue(replace(request, paid=(by,))), IssuedDocument)
    body = sent(there, "CreateDocument")
    assert body["DealNumbers"] == [{"DealNumber": int(transaction.id)}]
    assert "CustomFields" not in body
    assert body["Document"]["ExternalId"] == request.key
    assert [p["TotalLineCost"] for p in body["Document"]["Products"]] == [199.01, 50.0]


def test_a_receipt_of_an_exempt_dealer_bears_no_vat_and_one_for_an_invoice_does(
    there, issuer
) -> None:
    request = document_request(DocumentKind.RECEIPT)
    assert isinstance(issuer.issue(request), IssuedDocument)
    document = sent(there, "CreateDocument")["Document"]
    assert (document["DocumentTypeToCreate"], document["IsVatFree"]) == ("Receipt", True)
    with_vat = replace(request, key="doc-vat", vat_rate=Fraction(18, 100))
    assert isinstance(issuer.issue(with_vat), IssuedDocument)
    document = sent(there, "CreateDocument")["Document"]
    assert document["DocumentTypeToCreate"] == "ReceiptForTaxInvoice"


def test_a_note_that_takes_back_an_invoice_is_of_its_kind(there, issuer) -> None:
    invoice = issuer.issue(document_request(DocumentKind.INVOICE))
    assert isinstance(invoice, IssuedDocument)
    note = issuer.issue(document_request(DocumentKind.CREDIT_NOTE, credits=invoice.reference))
    assert isinstance(note, IssuedDocument)
    assert note.reference.startswith("TaxInvoiceRefund:")
    assert there.crossed[0]["FromDocType"] == TYPES.index("TaxInvoice")


def test_a_note_that_cannot_be_crossed_stands(there, issuer) -> None:
    first = issuer.issue(document_request(DocumentKind.INVOICE_RECEIPT))
    assert isinstance(first, IssuedDocument)
    there.spoil("CrossDocument", Trouble.BROKEN)
    note = issuer.issue(document_request(DocumentKind.CREDIT_NOTE, credits=first.reference))
    assert isinstance(note, IssuedDocument)
    assert there.crossed == [] or len(there.documents) == 2


def test_long_words_are_cut_to_what_the_provider_takes(there, issuer) -> None:
    request = document_request(DocumentKind.INVOICE_RECEIPT)
    long = replace(
        request,
        customer=Customer("ש" * 80, "a@b.example", address="ר" * 90, city="ע" * 70),
        lines=tuple(replace(line, words="מ" * 400) for line in request.lines),
        remarks="ה" * 400,
        lang=Lang.EN,
    )
    assert isinstance(issuer.issue(long), IssuedDocument)
    document = sent(there, "CreateDocument")["Document"]
    assert document["Languge"] == "en"
    assert len(document["Name"]) == 50


def test_a_key_too_long_for_its_field_is_found_all_the_same(there, issuer) -> None:
    request = replace(document_request(DocumentKind.INVOICE_RECEIPT), key="charge:" + "k" * 70)
    first = issuer.issue(request)
    assert isinstance(first, IssuedDocument)
    found = issuer.find(request.key, on=request.on)
    assert isinstance(found, IssuedDocument)
    assert found.number == first.number
    assert issuer.find(request.key + "k", on=request.on) is None


def test_an_address_too_long_for_its_field_is_left_out_not_cut(there, gateway, issuer) -> None:
    long = "a" * 60 + "@mail.example"
    request = document_request(DocumentKind.INVOICE_RECEIPT, mails_it=True)
    issuer.issue(replace(request, customer=Customer("דנה", long)))
    document = sent(there, "CreateDocument")["Document"]
    assert "Email" not in document
    assert document["IsSendByEmail"] is False
    gateway.open_page(page_request("http://127.0.0.1:9/", payer=Payer("דנה", long)))
    assert sent(there, "Create")["UIDefinition"]["CardOwnerEmailValue"] == ""


def test_a_document_of_another_day_says_its_day(there, issuer) -> None:
    on = today() - timedelta(days=1)
    issuer.issue(document_request(DocumentKind.INVOICE_RECEIPT, on=on))
    assert sent(there, "CreateDocument")["Document"]["DocumentDate"] == f"{on:%d%m%Y}"
    issuer.issue(document_request(DocumentKind.INVOICE_RECEIPT))
    assert "DocumentDate" not in sent(there, "CreateDocument")["Document"]


def test_a_document_among_many_is_found(there, issuer) -> None:
    request = document_request(DocumentKind.INVOICE_RECEIPT)
    issuer.issue(request)
    there.documents[:0] = [there.documents[0] | {"key": f"k{n}", "number": n} for n in range(450)]
    found = issuer.find(request.key, on=request.on)
    assert isinstance(found, IssuedDocument)
    assert found.amount == request.amount


def test_a_search_that_is_refused_says_nothing_of_the_document(there, issuer) -> None:
    there.spoil("GetReport", Trouble.REFUSED)
    assert isinstance(issuer.find("doc-1", on=today()), IssueUnknown)
    wrong = CardcomIssuer(client_of(there.base, CREDENTIALS | {"api_password": "old"}))
    assert isinstance(wrong.find("doc-1", on=today()), IssueUnknown)
    assert isinstance(wrong.issue(document_request(DocumentKind.INVOICE_RECEIPT)), IssueRefused)


def test_the_file_is_not_fetched_from_our_own_network(script) -> None:
    issuer = CardcomIssuer(client_of(script.url))
    document = IssuedDocument("TaxInvoiceAndReceipt:1", "1", DocumentKind.INVOICE_RECEIPT)
    for url in (
        "http://127.0.0.1:1/x",
        "https://169.254.169.254/x",
        "file:///etc/passwd",
        "",
        None,
    ):
        script.says({"ResponseCode": 0, "DocUrl": url})
        assert issuer.pdf(document) is None


# --- credentials ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "missing",
    [{"terminal": ""}, {"terminal": "abc"}, {"terminal": "١٢٣"}, {"api_name": ""}, {"api_name": " "}],
)  # fmt: skip
def test_a_terminal_without_its_number_or_name_is_not_opened(missing) -> None:
    with pytest.raises(ValueError):
        CardcomClient(CREDENTIALS | missing, base_url="http://127.0.0.1:9", patience=PATIENCE)


def test_documents_need_the_password() -> None:
    with pytest.raises(ValueError):
        CardcomIssuer(client_of("http://127.0.0.1:9", CREDENTIALS | {"api_password": ""}))


# --- against the provider's own specification ----------------------------------------------------

URLS = {
    "Create": "/LowProfile/Create",
    "GetLpResult": "/LowProfile/GetLpResult",
    "Transaction": "/Transactions/Transaction",
    "GetTransactionByExternalUniqTran": "/Transactions/GetTransactionByExternalUniqTran",
    "RefundByTransactionId": "/Transactions/RefundByTransactionId",
    "ListTransactions": "/Transactions/ListTransactions",
    "CreateDocument": "/Documents/CreateDocument",
    "CrossDocument": "/Documents/CrossDocument",
    "CreateDocumentUrl": "/Documents/CreateDocumentUrl",
    "GetReport": "/Documents/GetReport",
}


@pytest.fixture
def specification():
    file = openapi.path()
    if file is None:
        pytest.skip(f"Cardcom's OpenAPI is not at hand: name its file in {openapi.VARIABLE}")
    return file


def everything(gateway: CardcomGateway, issuer: CardcomIssuer) -> None:
    """Every call, in all its forms."""
    whole = page_request(
        "http://127.0.0.1:9/", keep_card=True, most_instalments=12, payer=Payer("ד" * 90)
    )
    for request in (whole, replace(whole, amount=Money(0)), replace(whole, keep_card=False)):
        gateway.open_page(request)
    first, second = paid_by_card(gateway), paid_by_card(gateway)
    no_payer: Callable[[ChargeRequest], ChargeRequest] = lambda r: replace(r, payer=Payer(""))  # noqa: E731
    gateway.charge(no_payer(charge_request(kept(gateway), instalments=36)))
    gateway.look_up("sub-1")
    gateway.refund(refund_request(first, PRICE))
    gateway.refund(refund_request(second, Money(1)))
    list(gateway.transactions(today(), today()))
    gateway.check()
    for kind in DocumentKind:
        for way in PayWay:
            request = document_request(kind, on=today() - timedelta(days=1))
            by = PaidBy(
                way, request.amount, request.on, "0000", "219143001", 1, "12", "6", "9", "7"
            )
            business = Customer("ח", "a@b.example", "514000003", is_business=True, city="ע")
            issuer.issue(replace(request, paid=(by,), customer=business))
    made = issuer.issue(document_request(DocumentKind.INVOICE_RECEIPT))
    assert isinstance(made, IssuedDocument)
    issuer.issue(document_request(DocumentKind.CREDIT_NOTE, credits=made.reference))
    issuer.find("doc-1", on=today())
    issuer.pdf(made)


def test_the_stand_in_refuses_none_of_our_requests(there, gateway, issuer) -> None:
    everything(gateway, issuer)
    assert {name for name, _ in there.bodies} == set(URLS)
    refused = set(there.called) - {name for name, _ in there.bodies}
    assert {c for c in refused if c in URLS} == set()
    assert len(there.bodies) == len([c for c in there.called if c in URLS])


def test_our_requests_are_as_the_specification_has_them(
    there, gateway, issuer, specification
) -> None:
    everything(gateway, issuer)
    for call, body in there.bodies:
        name = openapi.request_schema(specification, URLS[call])
        assert openapi.problems(specification, name, body, call) == []


def test_the_stand_in_knows_no_field_that_the_specification_does_not(specification) -> None:
    for call, ours in fields.CALLS.items():
        known, required = openapi.properties(
            specification, openapi.request_schema(specification, URLS[call])
        )
        assert {n.lstrip("*") for n in ours} <= set(known), call
        assert required <= {n[1:] for n in ours if n.startswith("*")}, call
    known, required = openapi.properties(specification, "Document")
    assert {n.lstrip("*") for n in fields.DOCUMENT} <= set(known)
    assert required <= {n[1:] for n in fields.DOCUMENT if n.startswith("*")}


def test_the_numbers_of_document_types_are_their_places(specification) -> None:
    assert openapi.schemas(specification)["DocumentType"]["enum"] == list(TYPES)
