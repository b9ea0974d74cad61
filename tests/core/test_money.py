from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.money import Money, parse

amounts = st.integers(-(10**9), 10**9).map(Money)


@given(amounts, st.integers(1, 60))
def test_parts_always_sum_to_the_whole_and_differ_by_one_agora_at_most(amount, parts):
    split = amount.split(parts)
    assert sum(p.agorot for p in split) == amount.agorot
    assert max(split).agorot - min(split).agorot <= 1


@given(amounts)
def test_vat_and_the_rest_sum_to_the_price(amount):
    vat = amount.vat_inside(Fraction(18, 100))
    net = amount - vat
    assert net + vat == amount
    assert abs(vat.agorot * 100 - net.agorot * 18) <= 59


def test_a_half_agora_is_rounded_away_from_zero():
    assert Money(1).times(Fraction(1, 2)) == Money(1)
    assert Money(-1).times(Fraction(1, 2)) == Money(-1)


@pytest.mark.parametrize(
    ("typed", "agorot"), [("390", 39000), ("₪1,170", 117000), ("49.9", 4990), ("0.05", 5)]
)
def test_what_people_type_is_read(typed, agorot):
    assert parse(typed) == Money(agorot)


@pytest.mark.parametrize("typed", ["", "-5", "1.234", "12a", "1e3", "٣", "9" * 12, "."])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValueError, match="amount"):
        parse(typed)


def test_a_float_is_no_money():
    with pytest.raises(TypeError):
        Money(1.5)
