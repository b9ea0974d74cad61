"""Every issuer of documents keeps the same promises, against its stand-in over real HTTP."""

import logging
import re
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog

from fitkit.core.money import Money
from fitkit.ports.invoices import (
    DocumentKind,
    DocumentLine,
    IssuedDocument,
    IssueRefused,
    IssueUnknown,
    PaidBy,
)
from fitkit.ports.payments import PayWay
from tests.integrations.contract import Fault, IssuerHarness, document_request, today
from tests.integrations.harnesses import ISSUERS

AMOUNT = Money(24_901)


@pytest.fixture(params=ISSUERS)
def harness(request, tmp_path):
    with ISSUERS[request.param](tmp_path) as found:
        yield found


def issued(harness: IssuerHarness, kind: DocumentKind, **changes: object) -> IssuedDocument:
    is_exempt = kind in (DocumentKind.RECEIPT, DocumentKind.REFUND_RECEIPT)
    issuer = harness.exempt if is_exempt else harness.issuer
    found = issuer.issue(document_request(kind, **changes))
    assert isinstance(found, IssuedDocument), found
    assert found.kind is kind
    assert found.number
    assert found.reference
    assert found.amount in (None, AMOUNT)
    return found


def test_an_invoice_receipt_is_issued_and_numbered(harness) -> None:
    first = issued(harness, DocumentKind.INVOICE_RECEIPT)
    second = issued(harness, DocumentKind.INVOICE_RECEIPT)
    assert int(second.number) == int(first.number) + 1
    assert harness.issued() == [(DocumentKind.INVOICE_RECEIPT, AMOUNT)] * 2


def test_an_invoice_to_be_paid_is_issued(harness) -> None:
    issued(harness, DocumentKind.INVOICE)
    assert harness.issued() == [(DocumentKind.INVOICE, AMOUNT)]


def test_an_exempt_dealer_gives_a_receipt(harness) -> None:
    issued(harness, DocumentKind.RECEIPT)
    assert harness.issued() == [(DocumentKind.RECEIPT, AMOUNT)]


@pytest.mark.parametrize("way", PayWay)
def test_money_of_every_way_is_receipted(harness, way) -> None:
    request = document_request(DocumentKind.INVOICE_RECEIPT)
    by = PaidBy(
        way, AMOUNT, today(), last4="0000", bank="12", branch="600", account="123456", cheque="77"
    )
    found = harness.issuer.issue(replace(request, paid=(by,)))
    assert isinstance(found, IssuedDocument), found


def test_money_of_two_ways_is_receipted_once(harness) -> None:
    request = document_request(DocumentKind.INVOICE_RECEIPT)
    parts = (
        PaidBy(PayWay.CASH, Money(10_000), today()),
        PaidBy(PayWay.BIT, AMOUNT - Money(10_000), today()),
    )
    assert isinstance(harness.issuer.issue(replace(request, paid=parts)), IssuedDocument)
    assert harness.issued() == [(DocumentKind.INVOICE_RECEIPT, AMOUNT)]


@pytest.mark.parametrize("kind", [DocumentKind.INVOICE_RECEIPT, DocumentKind.INVOICE])
def test_a_credit_note_takes_back_the_document_it_names(harness, kind) -> None:
    first = issued(harness, kind)
    note = issued(
        harness,
        DocumentKind.CREDIT_NOTE,
        credits=first.reference,
        credits_number=first.number,
    )
    assert note.reference != first.reference
    assert harness.issued()[-1] == (DocumentKind.CREDIT_NOTE, AMOUNT)
    assert harness.credited() == [first.number]


def test_a_part_of_an_invoice_without_a_payment_is_taken_back(harness) -> None:
    first, part = issued(harness, DocumentKind.INVOICE), Money(9_999)
    note = harness.issuer.issue(
        document_request(
            DocumentKind.CREDIT_NOTE,
            credits=first.reference,
            credits_number=first.number,
            amount=part,
            lines=(DocumentLine("זיכוי", part),),
        )
    )
    assert isinstance(note, IssuedDocument), note
    assert harness.issued() == [(DocumentKind.INVOICE, AMOUNT), (DocumentKind.CREDIT_NOTE, part)]


def test_a_kind_that_a_provider_has_not_is_refused_in_words(harness) -> None:
    for kind in harness.lacks:
        found = harness.issuer.issue(document_request(kind))
        assert isinstance(found, IssueRefused)
        assert found.words
    assert harness.issued() == []


def test_an_exempt_dealers_refund_takes_back_its_receipt(harness) -> None:
    if DocumentKind.REFUND_RECEIPT in harness.lacks:
        pytest.skip(f"{harness.issuer.issuer}: no refund receipts")
    first = issued(harness, DocumentKind.RECEIPT)
    issued(
        harness,
        DocumentKind.REFUND_RECEIPT,
        credits=first.reference,
        credits_number=first.number,
    )
    assert harness.issued()[-1] == (DocumentKind.REFUND_RECEIPT, AMOUNT)


def test_a_document_is_found_by_its_key(harness) -> None:
    request = document_request(DocumentKind.INVOICE_RECEIPT)
    first = harness.issuer.issue(request)
    issued(harness, DocumentKind.INVOICE_RECEIPT)
    found = harness.issuer.find(request.key, on=request.on)
    assert isinstance(first, IssuedDocument)
    assert isinstance(found, IssuedDocument)
    assert (found.reference, found.number, found.kind) == (
        first.reference,
        first.number,
        first.kind,
    )
    assert found.amount in (None, AMOUNT)


def test_a_key_without_a_document_is_found_nowhere(harness) -> None:
    issued(harness, DocumentKind.INVOICE_RECEIPT)
    assert harness.issuer.find("doc-nobody", on=today()) is None
    assert harness.issuer.find("doc-", on=today()) is None  # a part of a key is no key


@pytest.mark.parametrize("fault", Fault)
def test_a_document_without_an_answer_is_unknown_and_found_by_its_key(harness, fault) -> None:
    if fault not in harness.faults:
        pytest.skip(f"{harness.issuer.issuer}: nothing to be {fault}")
    request = document_request(DocumentKind.INVOICE_RECEIPT)
    harness.arrange(fault)
    assert isinstance(harness.issuer.issue(request), IssueUnknown)
    found = harness.issuer.find(request.key, on=request.on)
    assert isinstance(found, IssuedDocument), found
    assert harness.issued() == [(DocumentKind.INVOICE_RECEIPT, AMOUNT)]


def test_a_document_of_yesterday_is_found_around_its_day(harness) -> None:
    request = document_request(DocumentKind.INVOICE_RECEIPT)
    harness.issuer.issue(request)
    assert isinstance(
        harness.issuer.find(request.key, on=request.on + timedelta(days=1)), IssuedDocument
    )


def test_a_refused_document_says_why_and_is_not_there(harness) -> None:
    request = document_request(DocumentKind.INVOICE_RECEIPT)
    found = harness.issuer.issue(harness.refuse(request))
    assert isinstance(found, IssueRefused), found
    assert found.words
    assert harness.issued() == []
    assert harness.issuer.find(request.key, on=request.on) is None
    assert isinstance(harness.issuer.issue(request), IssuedDocument)  # put right, it goes


def test_wrong_credentials_issue_nothing(harness) -> None:
    found = harness.with_wrong_credentials().issue(document_request(DocumentKind.INVOICE_RECEIPT))
    assert isinstance(found, IssueRefused), found
    assert harness.issued() == []


def test_where_nobody_listens_nothing_is_known(harness) -> None:
    issuer = harness.unreachable()
    if issuer is None:
        pytest.skip(f"{harness.issuer.issuer}: nothing lies between")
    request = document_request(DocumentKind.INVOICE_RECEIPT)
    assert isinstance(issuer.issue(request), IssueUnknown)
    assert isinstance(issuer.find(request.key, on=request.on), IssueUnknown)


def test_the_tax_authoritys_number_is_read(harness) -> None:
    if not harness.allocates:
        pytest.skip(f"{harness.issuer.issuer}: tells no allocation numbers")
    request = harness.allocate(document_request(DocumentKind.INVOICE_RECEIPT))
    found = harness.issuer.issue(request)
    assert isinstance(found, IssuedDocument)
    [number] = harness.allocations()
    assert found.allocation_number == number
    assert re.fullmatch(r"[0-9]{9}", number)
    again = harness.issuer.find(request.key, on=request.on)
    assert isinstance(again, IssuedDocument)
    assert again.allocation_number in ("", number)


def test_the_file_of_a_document_is_a_pdf(harness) -> None:
    document = issued(harness, DocumentKind.INVOICE_RECEIPT)
    file = harness.issuer.pdf(document)
    assert file is not None
    assert file.startswith(b"%PDF-")
    assert len(file) < 5_000_000


def test_the_file_of_no_document_is_not_to_be_had(harness) -> None:
    issued(harness, DocumentKind.INVOICE_RECEIPT)
    none = IssuedDocument("999999", "999999", DocumentKind.INVOICE_RECEIPT)
    assert harness.issuer.pdf(none) is None


def test_nothing_secret_and_nobody_is_logged(harness, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as lines:
        issued(harness, DocumentKind.INVOICE_RECEIPT)
        harness.with_wrong_credentials().issue(document_request(DocumentKind.INVOICE_RECEIPT))
    ours = [r for r in caplog.records if "/tests/" not in r.pathname]
    told = repr(lines) + "".join(f"{r.getMessage()} {r.exc_text}" for r in ours)
    words = [*harness.secrets, "דנה", "dana.levi", "502345678"]
    assert [word for word in words if word in told] == []
