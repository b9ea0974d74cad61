"""VAT by date, and when a document needs the Tax Authority's allocation number.

Source: reference/israel.md §6.3. Tables with dates, never constants: a rate that will change is a row.
"""

from datetime import date
from fractions import Fraction
from typing import Final

from fitkit.core.money import Money

_RATES: Final = (
    (date(2004, 3, 1), Fraction(17, 100)),
    (date(2005, 9, 1), Fraction(165, 1000)),
    (date(2006, 7, 1), Fraction(155, 1000)),
    (date(2009, 7, 1), Fraction(165, 1000)),
    (date(2010, 1, 1), Fraction(16, 100)),
    (date(2012, 9, 1), Fraction(17, 100)),
    (date(2013, 6, 2), Fraction(18, 100)),
    (date(2015, 10, 1), Fraction(17, 100)),
    (date(2025, 1, 1), Fraction(18, 100)),
)
# From a day on: of a tax invoice to a business of more than so much before VAT.
_ALLOCATION: Final = (
    (date(2024, 5, 5), Money.shekels(25_000)),
    (date(2025, 1, 1), Money.shekels(20_000)),
    (date(2026, 1, 1), Money.shekels(10_000)),
    (date(2026, 6, 1), Money.shekels(5_000)),
)


def rate_on(day: date) -> Fraction:
    """The rate of VAT on a day.

    Raises:
        ValueError: a day before March 2004.
    """
    found = [rate for since, rate in _RATES if since <= day]
    if not found:
        raise ValueError("no rate is known for that day")
    return found[-1]


def split(total: Money, rate: Fraction) -> tuple[Money, Money]:
    """(before VAT, VAT) of an amount that includes it; they always sum to it."""
    vat = total.vat_inside(rate)
    return total - vat, vat


def needs_allocation_number(
    total: Money, *, on: date, rate: Fraction, is_tax_invoice: bool, to_business: bool
) -> bool:
    """Whether a document must carry an allocation number for its buyer to deduct the VAT.

    Receipts, credit notes, private customers and exempt dealers need none.
    """
    if not (is_tax_invoice and to_business) or rate == 0:
        return False
    found = [least for since, least in _ALLOCATION if since <= on]
    return bool(found) and split(total, rate)[0] > found[-1]
