"""Which document is owed, of which lines, at which rate, and when it is tried again."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.errors import Invalid
from fitkit.core.money import ZERO, Money
from fitkit.features.documents import rules
from fitkit.features.documents.rules import Month
from fitkit.ports.invoices import DocumentKind

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
KIND = DocumentKind


@pytest.mark.parametrize(
    ("is_exempt", "kind", "back"),
    [
        (False, KIND.INVOICE_RECEIPT, KIND.CREDIT_NOTE),
        (True, KIND.RECEIPT, KIND.REFUND_RECEIPT),
    ],
)
def test_an_exempt_dealer_gives_receipts_and_others_invoice_receipts(is_exempt, kind, back):
    assert rules.kind_of_payment(is_exempt=is_exempt) is kind
    assert rules.kind_of_refund(kind) is back
    assert rules.takes_back(back)
    assert not rules.takes_back(kind)


@pytest.mark.parametrize(
    ("on", "rate"),
    [
        (date(2024, 12, 31), Fraction(17, 100)),
        (date(2025, 1, 1), Fraction(18, 100)),
        (date(2026, 11, 23), Fraction(18, 100)),
    ],
)
def test_vat_goes_by_the_day_of_the_payment(on, rate):
    assert rules.rate_of(on, is_exempt=False) == rate
    assert rules.rate_of(on, is_exempt=True) == 0
    assert rules.per_mille(rate) in (170, 180)


@given(
    st.lists(st.tuples(st.integers(-5000, 50_000), st.integers(0, 3)), max_size=5),
    st.integers(1, 90_000),
)
def test_the_lines_of_a_document_always_sum_to_it_and_none_is_below_zero(kept, agorot):
    amount = Money(agorot)
    lines = rules.lines_of([["x", a, n] for a, n in kept], amount=amount, words="מנוי")
    assert sum((line.total for line in lines), ZERO) == amount
    assert all(line.total > ZERO and line.quantity >= 1 for line in lines)


def test_a_discount_makes_one_line_of_what_was_paid():
    kept = [["מנוי", 30_000, 1], ["הנחה", -5_000, 1]]
    [line] = rules.lines_of(kept, amount=Money(25_000), words="מנוי חודשי")
    assert (line.words, line.total) == ("מנוי חודשי", Money(25_000))


def test_it_is_tried_ever_more_seldom_and_never_stops():
    gaps = [rules.next_try(n, NOW) - NOW for n in range(1, 60)]
    assert gaps == sorted(gaps)
    assert gaps[0] == timedelta(minutes=1)
    assert gaps[-1] == timedelta(days=1)


def test_a_file_is_not_asked_for_for_ever():
    assert rules.next_fetch(rules.FILE_TRIES - 1, NOW) is not None
    assert rules.next_fetch(rules.FILE_TRIES, NOW) is None


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (b"%PDF-1.7", True),
        (b"<html>", False),
        (b"", False),
        (None, False),
        (b"%PDF" + b"0" * (5 * 1024 * 1024 - 4), True),
        (b"%PDF" + b"0" * (5 * 1024 * 1024 - 3), False),
    ],
)
def test_only_a_pdf_of_five_megabytes_at_most_is_kept(body, kept):
    assert rules.is_pdf(body) is kept


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("2026-11", date(2026, 11, 1)),
        ("2026-02", date(2026, 2, 1)),
        ("", date(2026, 11, 1)),
        ("2026-13", date(2026, 11, 1)),
        ("0001-01", date(2026, 11, 1)),
        ("9999-12", date(2026, 11, 1)),
        ("2026-11-01", date(2026, 11, 1)),
    ],
)
def test_a_month_in_an_address_is_read_or_it_is_this_one(words, first):
    assert rules.month_of(words, today=date(2026, 11, 23)) == Month(first)


def test_months_follow_one_another_over_the_year_and_the_leap_day():
    december = Month(date(2027, 12, 1))
    assert december.after == Month(date(2028, 1, 1))
    assert december.after.before == december
    assert Month(date(2028, 2, 1)).last == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("charged_by", "by_itself", "issuer", "is_anothers"),
    [
        ("morning", True, "cardcom", True),
        ("morning", True, "morning", False),
        ("cardcom", False, "morning", False),
        (None, False, "morning", False),
    ],
)
def test_one_party_issues_for_a_payment(charged_by, by_itself, issuer, is_anothers):
    found = rules.issued_by_another(charged_by, by_itself=by_itself, issuer=issuer)
    assert found is is_anothers


def test_credentials_are_named_where_they_are_missing_or_malformed():
    with pytest.raises(Invalid) as refused:
        rules.checked_credentials(
            "cardcom", {"terminal": " ", "api_name": "כן", "api_password": "x"}
        )
    assert set(refused.value.problems) == {"terminal", "api_name"}
    kept = rules.checked_credentials("morning", {"id": " a ", "secret": "b", "other": "c"})
    assert kept == {"id": "a", "secret": "b"}


@pytest.mark.parametrize(
    ("on", "shekels", "needs"),
    [
        (date(2024, 5, 4), 90_000, False),
        (date(2024, 5, 5), 25_000, False),
        (date(2024, 5, 5), 25_001, True),
        (date(2025, 12, 31), 20_001, True),
        (date(2026, 1, 1), 10_000, False),
        (date(2026, 5, 31), 10_001, True),
        (date(2026, 5, 31), 5_001, False),
        (date(2026, 6, 1), 5_001, True),
    ],
)
def test_an_invoice_to_a_business_needs_an_allocation_number_above_its_days_sum(on, shekels, needs):
    asked = {"on": on, "before_vat": Money.shekels(shekels)}
    for kind in (DocumentKind.INVOICE, DocumentKind.INVOICE_RECEIPT):
        assert rules.needs_allocation(kind, buyer="123456782", **asked) is needs
        assert not rules.needs_allocation(kind, buyer="", **asked)
    for kind in (DocumentKind.RECEIPT, DocumentKind.CREDIT_NOTE):
        assert not rules.needs_allocation(kind, buyer="123456782", **asked)
