from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitkit.core import national_id
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.integrations.masav import files
from fitkit.integrations.masav.files import build, problems
from fitkit.integrations.masav.letters import field as name_field
from fitkit.integrations.masav.letters import plain
from fitkit.ports.debits import Debit, Institution, Letters, Mandate
from fitkit.texts import masav as texts

TODAY = date(2026, 11, 26)
CHARGE = date(2026, 12, 1)
GYM = Institution("12345678", "12345", "STUDIO")
MANDATE = Mandate("12", "345", "123456", "123456782", "DANA", "12300")
ONE = Debit(MANDATE, Money(19_900))


def made(*debits: Debit, gym: Institution = GYM, **more) -> files.DebitFile:
    asked = {"charge_on": CHARGE, "serial": 1, "today": TODAY} | more
    return build(gym, debits, **asked)


def told(*debits: Debit, gym: Institution = GYM, **more) -> list[tuple[int | None, object]]:
    asked = {"charge_on": CHARGE, "serial": 1, "today": TODAY} | more
    return [(p.line, p.refusal.text) for p in problems(gym, debits, **asked)]


# --- always --------------------------------------------------------------------------------------


@st.composite
def ids(draw) -> str:
    """National ids with their check digit, short ones not padded."""
    body = draw(st.integers(1000, 99_999_999))
    digits = f"{body:08}"
    weights = [int(d) * (1 + i % 2) for i, d in enumerate(digits)]
    check = -sum(w // 10 + w % 10 for w in weights) % 10
    return str(int(f"{digits}{check}"))


HEBREW = "אבגדהוזחטיךכלםמןנסעףפץצקרשת"
names = st.text(st.sampled_from(HEBREW + "ABCxyz '\"-."), min_size=1, max_size=40).filter(
    lambda n: n.strip()
)
debits_of = st.lists(
    st.builds(
        Debit,
        st.builds(
            Mandate,
            bank=st.integers(1, 99).map(str),
            branch=st.integers(1, 999).map(str),
            account=st.integers(1, 999_999_999).map(str),
            payer_id=ids(),
            payer_name=names,
            reference=st.just(""),
        ),
        st.integers(1, 10**9).map(Money),
    ),
    min_size=1,
    max_size=30,
).map(
    lambda found: [
        replace(d, mandate=replace(d.mandate, reference=str(i + 1))) for i, d in enumerate(found)
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    debits=debits_of,
    letters=st.sampled_from(Letters),
    gym_name=names,
    serial=st.integers(1, 999),
    wait=st.integers(0, 400),
)
def test_every_line_has_128_bytes_and_the_total_is_their_sum(
    debits, letters, gym_name, serial, wait
) -> None:
    gym = replace(GYM, letters=letters, name=gym_name)
    found = build(gym, debits, charge_on=TODAY + timedelta(wait), serial=serial, today=TODAY)
    records = found.raw.split(b"\r\n")
    assert records.pop() == b""
    assert {len(r) for r in records} == {128}
    head, *lines, total, end = records
    assert (head[:1], head[125:], end) == (b"K", b"KOT", b"9" * 128)
    assert len(lines) == len(debits) == found.count == int(total[58:65])
    agorot = [int(line[61:74]) for line in lines]
    assert agorot == [d.amount.agorot for d in debits]
    assert sum(agorot) == int(total[36:51]) == found.total.agorot
    for line, debit in zip(lines, debits, strict=True):
        assert line[36:45].decode() == national_id.parse(debit.mandate.payer_id)
        assert int(line[26:35]) == int(debit.mandate.account)
        assert (int(line[17:19]), int(line[19:22])) == (
            int(debit.mandate.bank),
            int(debit.mandate.branch),
        )
        assert int(line[74:94]) == int(debit.mandate.reference)
        assert line[105:108] == b"504"
        assert line[1:9] == head[1:9] == total[1:9]


@given(name=names, letters=st.sampled_from([Letters.WINDOWS, Letters.DOS]))
def test_a_hebrew_name_is_read_back_as_it_was_typed(name, letters) -> None:
    raw = name_field(plain(name), 40, letters)
    assert len(raw) == 40
    assert raw.decode(letters.value).strip() == " ".join(name.split())


@given(st.text(max_size=40))
def test_any_name_is_written_or_refused_in_words(name) -> None:
    refused = files._name_refusal(name)
    if refused is not None:
        assert refused.to(Lang.HE) != refused.to(Lang.EN)
        return
    for letters in Letters:
        assert len(name_field(plain(name), 16, letters)) == 16


# --- examples ------------------------------------------------------------------------------------


def test_the_file_of_the_specifications_example_is_the_same_to_the_byte() -> None:
    zeros = "0" * 18
    lines = [
        "K12345678002612010001026112612345000000" + "STUDIO".rjust(30) + " " * 56 + "KOT",
        "112345678000000001234500000001234560123456782" + "DANA".rjust(16)
        + "0000000019900" + "00000000000000012300" + "00000000000504" + zeros + "  ",
        "5123456780026120100010000000000000000000000000199000000000" + "0000001" + " " * 63,
        "9" * 128,
    ]  # fmt: skip
    assert made(ONE).raw.decode("ascii") == "".join(f"{line}\r\n" for line in lines)


def test_hebrew_is_written_in_the_banks_code() -> None:
    debit = replace(ONE, mandate=replace(MANDATE, payer_name="דנה לוי"))
    raw = {code: made(debit, gym=replace(GYM, letters=code)).raw for code in Letters}
    assert raw[Letters.WINDOWS][130 + 45 : 130 + 61] == "דנה לוי".encode("cp1255").rjust(16)
    assert raw[Letters.DOS][130 + 45 : 130 + 61] == "דנה לוי".encode("cp862").rjust(16)
    assert raw[Letters.SEVEN_BIT][130 + 45 : 130 + 61] == b"iel dpc".rjust(16)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("ABC", b"ABC"),
        ("Abc", b"ABC"),
        ("אב 12", b"12 a`"),
        ("ק.ש 3.5 אב", b"a` 3.5 y.w"),
        ("אב (גד)", b"(cb) a`"),
    ],
)
def test_the_seven_bit_code_is_written_from_its_end(name, written) -> None:
    assert name_field(name, 10, Letters.SEVEN_BIT) == written.rjust(10)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("שָׁלוֹם", "שלום"),
        ("חברה בע״מ", 'חברה בע"מ'),
        ("ג׳ורג׳", "ג'ורג'"),
        ("בן־דוד", "בן-דוד"),
        ("José Muñoz", "Jose Munoz"),
        ("\u200fדנה\u200e  לוי ", "דנה לוי"),
    ],
)
def test_what_typing_adds_is_written_plainly_and_told(typed, written) -> None:
    assert plain(typed) == written
    debit = replace(ONE, mandate=replace(MANDATE, payer_name=typed))
    assert made(debit).rewritten == (files.Rewritten(0, typed, written),)


def test_a_long_name_is_cut_and_told() -> None:
    long = "אלכסנדרה רבינוביץ׳"
    debit = replace(ONE, mandate=replace(MANDATE, payer_name=long))
    [told_of] = made(debit).rewritten
    assert told_of.written == "אלכסנדרה רבינובי"


@pytest.mark.parametrize("name", ["Дана Леви", "دانا", "דנה 😀", "דנה €", "李"])
def test_letters_that_no_code_has_are_refused_by_name(name) -> None:
    debit = replace(ONE, mandate=replace(MANDATE, payer_name=name))
    with pytest.raises(Refusal) as refused:
        made(ONE, debit)
    assert refused.value.text is texts.LETTERS
    assert refused.value.field == "1"
    assert name[-1] in refused.value.to(Lang.HE) or name[0] in refused.value.to(Lang.HE)


# --- refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"bank": ""}, texts.BANK),
        ({"bank": "0"}, texts.BANK),
        ({"bank": "123"}, texts.BANK),
        ({"bank": "1a"}, texts.BANK),
        ({"bank": "١٢"}, texts.BANK),
        ({"branch": "000"}, texts.BRANCH),
        ({"branch": "1234"}, texts.BRANCH),
        ({"account": "1234567890"}, texts.ACCOUNT),
        ({"account": "12-34"}, texts.ACCOUNT),
        ({"account": "0"}, texts.ACCOUNT),
        ({"payer_id": "123456789"}, national_id.WRONG_DIGIT),
        ({"payer_id": "12"}, national_id.NOT_AN_ID),
        ({"payer_name": "  "}, texts.NO_NAME),
        ({"reference": ""}, texts.REFERENCE),
        ({"reference": "123000000"}, texts.REFERENCE),
        ({"reference": "1" * 21}, texts.REFERENCE),
        ({"reference": "12A"}, texts.REFERENCE),
    ],
)
def test_a_wrong_authorisation_is_named_at_its_line(changes, text) -> None:
    wrong = replace(ONE, mandate=replace(MANDATE, **changes))
    assert told(ONE, wrong) == [(1, text)]
    with pytest.raises(Refusal) as refused:
        made(ONE, wrong)
    assert (refused.value.text, refused.value.field) == (text, "1")


@pytest.mark.parametrize(
    ("agorot", "text"),
    [(0, texts.AMOUNT), (-1, texts.AMOUNT), (10**13, texts.AMOUNT_TOO_LARGE)],
)
def test_nothing_less_and_far_too_much_are_no_debits(agorot, text) -> None:
    assert told(Debit(MANDATE, Money(agorot))) == [(0, text)]


def test_the_largest_debit_fits_its_field() -> None:
    assert made(Debit(MANDATE, Money(10**13 - 1))).total == Money(10**13 - 1)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"code": "1234567"}, texts.INSTITUTION),
        ({"code": "00000000"}, texts.INSTITUTION),
        ({"sender": "123456"}, texts.SENDER),
        ({"name": " "}, texts.INSTITUTION_NAME),
        ({"name": "Студия"}, texts.LETTERS),
    ],
)
def test_a_wrong_institution_is_named(changes, text) -> None:
    assert told(ONE, gym=replace(GYM, **changes)) == [(None, text)]


def test_a_file_is_not_made_for_yesterday_nor_for_another_century() -> None:
    assert made(ONE, charge_on=TODAY).count == 1
    assert told(ONE, charge_on=TODAY - timedelta(1)) == [(None, texts.PAST)]
    assert told(ONE, charge_on=date(2100, 1, 1)) == [(None, texts.CENTURY)]


@pytest.mark.parametrize("serial", [0, 1000, -1])
def test_a_files_number_has_three_digits(serial) -> None:
    assert told(ONE, serial=serial) == [(None, texts.SERIAL)]


def test_an_empty_file_is_not_made() -> None:
    assert told() == [(None, texts.NOTHING)]


def test_a_reference_belongs_to_one_account() -> None:
    again = replace(ONE, amount=Money(500))
    padded = replace(ONE, mandate=replace(MANDATE, reference="0012300", account="000123456"))
    other = replace(ONE, mandate=replace(MANDATE, account="123457"))
    assert told(ONE, again, padded) == []
    assert told(ONE, again, other) == [(2, texts.REFERENCE_OF_ANOTHER)]


def test_all_problems_are_told_at_once() -> None:
    wrong = Debit(replace(MANDATE, bank="", account=""), Money(0))
    found = told(wrong, ONE, wrong, serial=0)
    assert found == [
        (None, texts.SERIAL),
        (0, texts.BANK),
        (0, texts.ACCOUNT),
        (0, texts.AMOUNT),
        (2, texts.BANK),
        (2, texts.ACCOUNT),
        (2, texts.AMOUNT),
    ]


@pytest.mark.parametrize("at", [61, 130 + 70, 260 + 50, 260 + 64, 388])
def test_a_file_with_a_changed_byte_is_never_handed_out(at) -> None:
    found = made(ONE)
    spoilt = found.raw[:at] + found.raw[at + 1 :]
    with pytest.raises(ValueError, match="add up"):
        files._prove(spoilt, found.total, found.count)
