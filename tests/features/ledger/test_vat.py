"""VAT by date; before and of it always sum; allocation numbers by date and kind."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.money import Money
from fitkit.features.ledger.rules import vat


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (date(2024, 12, 31), Fraction(17, 100)),
        (date(2025, 1, 1), Fraction(18, 100)),
        (date(2026, 11, 27), Fraction(18, 100)),
        (date(2015, 9, 30), Fraction(18, 100)),
        (date(2015, 10, 1), Fraction(17, 100)),
    ],
)
def test_the_rate_is_of_the_day(day, rate):
    assert vat.rate_on(day) == rate


def test_before_the_table_no_rate_is_invented():
    with pytest.raises(ValueError, match="no rate"):
        vat.rate_on(date(2000, 1, 1))


@given(
    st.integers(-10_000_000, 10_000_000), st.sampled_from([Fraction(17, 100), Fraction(18, 100)])
)
def test_the_parts_sum_to_the_whole(agorot, rate):
    before, tax = vat.split(Money(agorot), rate)
    assert before + tax == Money(agorot)
    assert abs(before.agorot * rate - tax.agorot) <= 1


def test_nothing_is_inside_without_a_rate():
    assert vat.split(Money(11800), Fraction(0)) == (Money(11800), Money(0))
    assert vat.split(Money(11800), Fraction(18, 100)) == (Money(10000), Money(1800))


@pytest.mark.parametrize(
    ("total", "on", "needed"),
    [
        (Money.shekels(5900), date(2026, 6, 1), False),  # exactly 5,000 before VAT
        (Money(590_002), date(2026, 6, 1), True),
        (Money(590_002), date(2026, 5, 31), False),
        (Money(1_180_002), date(2026, 1, 1), True),
        (Money(1_180_002), date(2025, 12, 31), False),
        (Money.shekels(1_000_000), date(2024, 5, 4), False),
    ],
)
def test_the_threshold_is_of_the_day(total, on, needed):
    asked = vat.needs_allocation_number(
        total, on=on, rate=vat.rate_on(on), is_tax_invoice=True, to_business=True
    )
    assert asked is needed


@pytest.mark.parametrize(("is_tax_invoice", "to_business"), [(True, False), (False, True)])
def test_private_customers_and_other_documents_need_none(is_tax_invoice, to_business):
    on = date(2026, 11, 1)
    assert not vat.needs_allocation_number(
        Money.shekels(50_000),
        on=on,
        rate=vat.rate_on(on),
        is_tax_invoice=is_tax_invoice,
        to_business=to_business,
    )


def test_an_exempt_dealer_needs_none():
    assert not vat.needs_allocation_number(
        Money.shekels(50_000),
        on=date(2026, 11, 1),
        rate=Fraction(0),
        is_tax_invoice=True,
        to_business=True,
    )
