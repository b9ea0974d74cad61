from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core import i18n, national_id, phone, search
from fitkit.core.clock import ISRAEL
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Counted, Forms, Lang, Plural, Text
from fitkit.core.money import Money

PLACES = Plural(
    he=Forms(one="נשאר מקום אחד", two="נשארו שני מקומות", other="נשארו {n} מקומות"),
    en=Forms(one="1 place left", other="{n} places left"),
)


@pytest.mark.parametrize(
    ("n", "he", "en"),
    [
        (0, "נשארו 0 מקומות", "0 places left"),
        (1, "נשאר מקום אחד", "1 place left"),
        (2, "נשארו שני מקומות", "2 places left"),
        (11, "נשארו 11 מקומות", "11 places left"),
    ],
)
def test_a_count_takes_the_right_form(n, he, en):
    assert (PLACES.to(Lang.HE, n), PLACES.to(Lang.EN, n)) == (he, en)


def test_texts_counts_and_money_inside_a_sentence_are_worded_in_its_language():
    said = Text("{what}: {left}, {price}", "{what}: {left}, {price}")
    params = {"what": Text("כוח", "Strength"), "left": Counted(PLACES, 1), "price": Money(39000)}
    assert said.to(Lang.EN, **params).replace("\u2066", "").replace("\u2069", "") == (
        "Strength: 1 place left, ₪390"
    )


def test_days_close_by_have_names():
    today = date(2026, 11, 23)
    said = [
        i18n.relative_day(d, today=today, lang=Lang.HE)
        for d in (today, date(2026, 11, 24), date(2026, 12, 30), date(2025, 1, 2))
    ]
    assert said == ["היום", "מחר", "30.12", "2.1.2025"]


def test_the_wall_time_is_the_gyms():
    assert i18n.clock_time(datetime(2026, 11, 23, 16, 30, tzinfo=UTC), ISRAEL) == "18:30"
    assert i18n.clock_time(datetime(2026, 6, 23, 16, 30, tzinfo=UTC), ISRAEL) == "19:30"


@pytest.mark.parametrize(
    "typed", ["054-812-3390", "0548123390", "+972 54 812 3390", "972-54-8123390"]
)
def test_ways_to_type_a_phone_number_are_one_number(typed):
    assert phone.parse(typed) == "+972548123390"
    assert phone.display("+972548123390") == "054-812-3390"


@pytest.mark.parametrize("typed", ["", "12", "abc", "054-812-339000000"])
def test_what_is_no_phone_number_is_refused_at_its_field(typed):
    with pytest.raises(Refusal) as refused:
        phone.parse(typed, field="mobile")
    assert refused.value.field == "mobile"


def test_an_identity_number_is_padded_and_its_check_digit_verified():
    assert national_id.parse("123456782") == "123456782"
    assert national_id.parse("1234566") == "001234566"
    with pytest.raises(Refusal, match="check digit"):
        national_id.parse("123456789")
    with pytest.raises(Refusal, match="nine digits"):
        national_id.parse("12345678x")


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("אורן", "אורנ"),
        ("חיים", "חיימ"),
        ("O'Brien", "obrien"),
        ("בן-דוד", "בןדוד"),
        ("José", "jose"),
    ],
)
def test_ways_to_write_a_name_fold_to_one(written, typed):
    assert search.fold(written) == search.fold(typed)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(words):
    assert search.fold(search.fold(words)) == search.fold(words)


def test_a_typed_phone_is_looked_for_without_its_leading_zero():
    assert search.needles("054-812") == ["54812"]
    assert search.needles("דנה 054") == ["דנה", "54"]
