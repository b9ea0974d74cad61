"""iCredit's and Rivhit's own ways, beyond what the two suites ask of everybody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest

from fitkit.core.money import Money
from fitkit.dev.standins.icredit import ICreditStandIn
from fitkit.dev.standins.serving import Callbacks, Trouble, serving
from fitkit.integrations.icredit import answers
from fitkit.integrations.icredit.client import Said
from fitkit.integrations.icredit.gateway import ICreditGateway
from fitkit.integrations.icredit.issuer import RivhitIssuer
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
    Declined,
    Hint,
    HostedPage,
    Misconfigured,
    Paid,
    PayWay,
    RefundRefused,
    Unknown,
    Waiting,
)
from tests.integrations.contract import (
    Card,
    charge_request,
    document_request,
    listening,
    page_request,
    refund_request,
    today,
)
from tests.integrations.icredit import API_TOKEN, GROUP, books_at, pages_at
from tests.integrations.pages import fill

FORM = "application/x-www-form-urlencoded"
SALE = "35926487-be48-408b-aaea-39c9f9efda09"
AMOUNT = Money(24_901)


@pytest.fixture
def there() -> Iterator[ICreditStandIn]:
    standin = ICreditStandIn(group=GROUP, api_token=API_TOKEN)
    with serving(standin):
        yield standin


@pytest.fixture
def gateway(there) -> ICreditGateway:
    return pages_at(there.base)


@pytest.fixture
def issuer(there) -> RivhitIssuer:
    return books_at(there.base)


def opened(gateway: ICreditGateway, **changes):
    asked = page_request("", **changes)
    page = gateway.open_page(asked)
    assert isinstance(page, HostedPage), page
    return page, asked


def kept(gateway: ICreditGateway) -> CardToken:
    page, asked = opened(gateway, amount=Money(0))
    fill(page.url)
    found = gateway.page_outcome(page.reference, key=asked.key, amount=asked.amount)
    assert isinstance(found, CardKept), found
    return found.token


# --- pages and charges ---------------------------------------------------------------------------


def test_a_page_that_only_keeps_a_card_takes_nothing(there, gateway) -> None:
    token = kept(gateway)
    assert there.moved == []
    assert (token.last4, token.expires_year, token.expires_month) == ("0000", 2030, 12)


def test_a_card_is_kept_only_when_it_was_asked_for(there, gateway) -> None:
    page, asked = opened(gateway)
    fill(page.url)
    found = gateway.page_outcome(page.reference, key=asked.key, amount=asked.amount)
    assert isinstance(found, Paid)
    assert found.transaction.token is None
    assert there.cards == {}


def test_a_sale_that_icredit_does_not_stand_by_is_never_paid(there, gateway) -> None:
    page, asked = opened(gateway)
    fill(page.url)
    there.group = "22222222-2222-4222-8222-222222222222"  # now it knows nothing of ours
    found = gateway.page_outcome(page.reference, key=asked.key, amount=asked.amount)
    assert isinstance(found, Unknown)
    assert "NOTVERIFIED" in found.why


@pytest.mark.parametrize("trouble", [Trouble.LOST, Trouble.BROKEN, Trouble.UNREADABLE])
@pytest.mark.parametrize("call", ["SaleDetails", "Verify"])
def test_a_paid_page_is_unknown_while_icredit_does_not_answer(
    there, gateway, call, trouble
) -> None:
    page, asked = opened(gateway)
    fill(page.url)
    there.spoil(call, trouble)
    found = gateway.page_outcome(page.reference, key=asked.key, amount=asked.amount)
    assert isinstance(found, Unknown)
    again = gateway.page_outcome(page.reference, key=asked.key, amount=asked.amount)
    assert isinstance(again, Paid)


@pytest.mark.parametrize("replays", [True, False])
def test_a_charge_repeated_under_its_key_moves_money_once(there, gateway, replays) -> None:
    there.replays = replays
    request = charge_request(kept(gateway))
    there.spoil("SaleChargeToken", Trouble.LOST)
    assert isinstance(gateway.charge(request), Unknown)
    again = gateway.charge(request)
    assert isinstance(again, Paid if replays else Unknown)
    assert there.moved == [request.amount.agorot]


def test_an_answer_of_another_amount_is_not_taken_for_paid(there, gateway) -> None:
    there.replays = True
    request = charge_request(kept(gateway))
    gateway.charge(request)
    other = replace(request, amount=Money(1), lines=(replace(request.lines[0], total=Money(1)),))
    assert isinstance(gateway.charge(other), Unknown)
    assert len(there.moved) == 1


def test_a_token_that_is_none_is_declined_without_asking(there, gateway) -> None:
    card = replace(kept(gateway), token="' or 1=1")
    there.called.clear()
    assert isinstance(gateway.charge(charge_request(card)), Declined)
    assert there.called == []


def test_an_exempt_gym_says_so_on_its_page(there) -> None:
    client = pages_at(there.base)._client
    ICreditGateway(client, is_exempt=True).open_page(page_request(""))
    ICreditGateway(client).open_page(page_request(""))
    assert [s.asked["ExemptVAT"] for s in there.sales.values()] == [True, False]


def test_a_sale_is_cancelled_once(there, gateway) -> None:
    page, asked = opened(gateway)
    fill(page.url)
    found = gateway.page_outcome(page.reference, key=asked.key, amount=asked.amount)
    assert isinstance(found, Paid)
    whole = refund_request(found.transaction, asked.amount)
    assert isinstance(gateway.refund(whole), Paid)
    again = gateway.refund(whole)
    assert isinstance(again, RefundRefused)
    assert again.code == "1006"
    assert sum(there.moved) == 0


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ({"SaleId": SALE, "Custom1": "ord-1"}, Hint(SALE, "ord-1")),
        ({"SALEID": SALE.upper(), "custom1": "ord-1"}, Hint(SALE, "ord-1")),
        ({"saleid": SALE}, Hint(SALE)),
        ({"Custom1": "ord-1"}, Hint("ord-1", "ord-1")),
        ({"SaleId": "nonsense"}, None),
        ({"SaleId": "00000000-0000-0000-0000-000000000000"}, None),
    ],
)
def test_notices_are_read_in_any_case(gateway, body, hint) -> None:
    assert gateway.read_hint(urlencode(body).encode(), FORM, {}) == hint


def test_a_notice_by_get_is_in_the_query(gateway) -> None:
    assert gateway.read_hint(b"", "", {"saleId": SALE}) == Hint(SALE)


@pytest.mark.parametrize("callbacks", [Callbacks.TWICE, Callbacks.LATE, Callbacks.NEVER])
def test_a_page_is_paid_however_its_notices_come(there, gateway, callbacks) -> None:
    there.callbacks = callbacks
    with listening() as listener:
        asked = page_request(listener.url)
        page = gateway.open_page(asked)
        assert isinstance(page, HostedPage)
        fill(page.url)
        found = gateway.page_outcome(page.reference, key=asked.key, amount=asked.amount)
        assert isinstance(found, Paid)
        count = {Callbacks.TWICE: 2, Callbacks.LATE: 1, Callbacks.NEVER: 0}[callbacks]
        hints = {gateway.read_hint(c.body, c.content_type, {}) for c in listener.wait(count)}
        assert {h.key for h in hints if h} == ({asked.key} if count else set())


def test_a_notice_of_a_failed_try_brings_nothing(there, gateway) -> None:
    with listening() as listener:
        asked = page_request(listener.url)
        page = gateway.open_page(asked)
        assert isinstance(page, HostedPage)
        fill(page.url, Card.HARD)
        [came] = listener.wait()
        assert gateway.read_hint(came.body, came.content_type, {}) == Hint(asked.key, asked.key)
        assert gateway.page_outcome(page.reference, key=asked.key, amount=asked.amount) == Waiting()


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("12.04.2021 03:57:14", datetime(2021, 4, 12, 0, 57, 14, tzinfo=UTC)),
        ("12/01/2021 03:57:14", datetime(2021, 1, 12, 1, 57, 14, tzinfo=UTC)),
        ("25.10.2025 12:00:00", datetime(2025, 10, 25, 9, 0, tzinfo=UTC)),
        ("26.10.2025 01:30:00", datetime(2025, 10, 25, 23, 30, tzinfo=UTC)),  # the second 01:30
    ],
)
def test_a_time_is_read_from_israels_walls(said, at) -> None:
    found = answers.transaction(
        Said({"SaleTime": said}), reference=SALE, key="k", amount=Money(1), token=None
    )
    assert found.at == at


# --- documents -----------------------------------------------------------------------------------


def issued(issuer: RivhitIssuer, kind: DocumentKind, **changes) -> IssuedDocument:
    found = issuer.issue(document_request(kind, **changes))
    assert isinstance(found, IssuedDocument), found
    return found


def test_a_whole_invoice_receipt_is_taken_back_in_both_its_halves(there, issuer) -> None:
    first = issued(issuer, DocumentKind.INVOICE_RECEIPT)
    note = issued(issuer, DocumentKind.CREDIT_NOTE, credits=first.reference)
    assert [(p.what, p.of) for p in there.papers[1:]] == [
        ("document", first.number),
        ("receipt", first.number),
    ]
    assert note.kind is DocumentKind.CREDIT_NOTE
    assert note.amount == AMOUNT


@pytest.mark.parametrize("call", ["Document.Cancel", "Receipt.Cancel"])
@pytest.mark.parametrize("trouble", [Trouble.LOST, Trouble.BROKEN, Trouble.DOWN])
def test_a_taking_back_that_broke_off_is_finished_and_never_done_twice(
    there, issuer, call, trouble
) -> None:
    first = issued(issuer, DocumentKind.INVOICE_RECEIPT)
    request = document_request(DocumentKind.CREDIT_NOTE, credits=first.reference)
    there.spoil(call, trouble)
    assert isinstance(issuer.issue(request), IssueUnknown)
    note = issuer.issue(request)
    assert isinstance(note, IssuedDocument)
    assert sorted(p.what for p in there.papers if p.of) == ["document", "receipt"]
    found = issuer.find(request.key, on=today())
    assert isinstance(found, IssuedDocument)
    assert found.reference == note.reference


def test_an_invoice_without_a_receipt_is_taken_back_in_one_step(there, issuer) -> None:
    first = issued(issuer, DocumentKind.INVOICE)
    issued(issuer, DocumentKind.CREDIT_NOTE, credits=first.reference)
    assert [p.what for p in there.papers if p.of] == ["document"]


def test_a_part_is_taken_back_by_a_negative_document(there, issuer) -> None:
    first = issued(issuer, DocumentKind.INVOICE_RECEIPT)
    part = Money(10_001)
    request = document_request(DocumentKind.CREDIT_NOTE, credits=first.reference)
    request = replace(request, amount=part, lines=(replace(request.lines[0], total=part),))
    note = issuer.issue(request)
    assert isinstance(note, IssuedDocument)
    assert (note.kind, note.amount) == (DocumentKind.CREDIT_NOTE, part)
    paper = there.papers[-1]
    assert (paper.series, paper.amount) == (3, -part.agorot)
    assert first.number in paper.fields["comments"]


def test_more_than_the_document_is_not_taken_back(there, issuer) -> None:
    first = issued(issuer, DocumentKind.INVOICE_RECEIPT)
    request = document_request(DocumentKind.CREDIT_NOTE, credits=first.reference)
    more = AMOUNT + Money(1)
    request = replace(request, amount=more, lines=(replace(request.lines[0], total=more),))
    assert isinstance(issuer.issue(request), IssueRefused)
    assert len(there.papers) == 1


@pytest.mark.parametrize("named", ["x", "50000", "document:2", "document:x:1:", "other:2:1:"])
def test_what_names_no_document_takes_nothing_back(there, issuer, named) -> None:
    request = document_request(DocumentKind.CREDIT_NOTE, credits=named)
    assert isinstance(issuer.issue(request), IssueRefused)
    assert there.papers == []


def test_the_businesss_own_numbers_of_documents_are_used(there, issuer) -> None:
    issued(issuer, DocumentKind.INVOICE)
    issued(issuer, DocumentKind.INVOICE_RECEIPT)
    issued(issuer, DocumentKind.RECEIPT)
    assert [(p.what, p.series) for p in there.papers] == [
        ("document", 1),
        ("document", 2),
        ("receipt", 1),
    ]
    assert there.called.count("Document.TypeList") == 1


def test_bit_goes_under_the_businesss_own_number_for_it(there, issuer) -> None:
    request = document_request(DocumentKind.INVOICE_RECEIPT)
    paid = (PaidBy(PayWay.BIT, request.amount, today()),)
    assert isinstance(issuer.issue(replace(request, paid=paid)), IssuedDocument)
    assert there.papers[0].fields["payments"][0]["payment_type"] == 12


def test_an_exempt_dealers_document_is_without_vat(there, issuer) -> None:
    issued(issuer, DocumentKind.INVOICE, vat_rate=0)
    issued(issuer, DocumentKind.INVOICE)
    assert [p.fields["sort_code"] for p in there.papers] == [150, 100]


def test_names_are_cut_to_the_fields_and_nothing_is_sent_unasked(there, issuer) -> None:
    customer = Customer(
        "אלכסנדרה-ויקטוריה " + "מ" * 40, address="ר" * 60, city="ת" * 40, phone="+972502345678"
    )
    issued(issuer, DocumentKind.INVOICE, customer=customer)
    fields = there.papers[0].fields
    assert (len(fields["last_name"]), len(fields["address"]), len(fields["city"])) == (30, 30, 20)
    assert fields["send_mail"] is False
    assert "email_to" not in fields


def test_an_address_that_does_not_fit_is_left_out_and_never_cut_to_anothers(there, issuer) -> None:
    long = "dana.levi.with.a.long.name@" + "a" * 30 + ".example.com"
    customer = Customer("דנה לוי", long, phone="+972502345678901234")
    issued(issuer, DocumentKind.INVOICE, customer=customer)
    assert not {"email_to", "phone", "find_by_mail"} & set(there.papers[0].fields)


def test_a_bank_that_is_no_number_does_not_break_the_document(there, issuer) -> None:
    request = document_request(DocumentKind.INVOICE_RECEIPT)
    by = PaidBy(PayWay.TRANSFER, request.amount, today(), bank="לאומי", branch="?", account="12-3")
    assert isinstance(issuer.issue(replace(request, paid=(by,))), IssuedDocument)


def test_an_error_under_status_500_is_an_answer(there, issuer) -> None:
    request = document_request(DocumentKind.INVOICE_RECEIPT)
    less = (replace(request.paid[0], amount=Money(1)),)
    found = issuer.issue(replace(request, paid=less))
    assert isinstance(found, IssueRefused)
    assert found.code == "-29"


def test_a_refusal_after_a_document_does_not_hide_it(there, issuer) -> None:
    request = document_request(DocumentKind.INVOICE_RECEIPT)
    first = issuer.issue(request)
    there.memory[request.key].append({"error_code": -100, "client_message": "", "data": None})
    found = issuer.find(request.key, on=today())
    assert isinstance(first, IssuedDocument)
    assert isinstance(found, IssuedDocument)
    assert found.reference == first.reference


def test_check_says_unreachable_in_one_word_and_wrong_ids_in_another(there) -> None:
    found = pages_at(there.base, "33333333-3333-4333-8333-333333333333").check()
    assert isinstance(found, Misconfigured)
    assert found.problem == "credentials"
