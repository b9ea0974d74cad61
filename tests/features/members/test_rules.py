"""What may be written about a member."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.errors import Invalid, Refusal
from fitkit.core.ids import new_id
from fitkit.core.search import needles
from fitkit.features.members import rules
from fitkit.features.members.rules import MemberDetails, MemberStatus, OwnDetails
from fitkit.texts import common
from fitkit.texts import members as texts

TODAY = date(2026, 11, 23)
HEBREW = st.text(alphabet="אבגדהוזחטיכךלמםנןסעפףצץקרשת", min_size=1, max_size=12)


def problems(**fields):
    with pytest.raises(Invalid) as caught:
        rules.checked(MemberDetails(**{"first_name": "נועה"} | fields), today=TODAY)
    return caught.value.problems


def test_details_are_brought_to_one_form():
    clean = rules.checked(
        MemberDetails(
            first_name="  נועה\u200f ",
            last_name=" בן   דוד",
            phone="\u2066054 812-3390\u2069",
            email=" Noa@Example.COM ",
            national_id="12345678-2",
        ),
        today=TODAY,
    )
    assert clean == MemberDetails(
        first_name="נועה",
        last_name="בן דוד",
        phone="+972548123390",
        email="noa@example.com",
        national_id="123456782",
        joined_on=TODAY,
    )


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40), st.text(max_size=60))
def test_whatever_is_typed_is_kept_clean_or_refused_at_its_field(first, last, phone, email):
    try:
        clean = rules.checked(
            MemberDetails(first_name=first, last_name=last, phone=phone, email=email), today=TODAY
        )
    except Invalid as wrong:
        assert set(wrong.problems) <= {"first_name", "last_name", "phone", "email"}  # noqa: PT017  # both outcomes are right
        return
    assert 1 <= len(clean.first_name) <= 60
    assert len(clean.last_name) <= 60
    assert rules.is_printable(clean.first_name + clean.last_name + clean.email)
    assert clean.phone == "" or clean.phone.startswith("+")
    assert rules.checked(clean, today=TODAY) == clean


def test_every_field_at_fault_is_told_at_once():
    found = problems(
        first_name="",
        phone="12",
        email="noa@",
        birth_date=date(2026, 11, 24),
        national_id="123456789",
    )
    assert set(found) == {"first_name", "phone", "email", "birth_date", "national_id"}


@pytest.mark.parametrize("name", ["", "   ", "\u200e", '"."'])
def test_a_first_name_is_needed(name):
    assert problems(first_name=name)["first_name"] is common.REQUIRED


def test_a_name_of_sixty_letters_is_kept_and_of_sixty_one_is_not():
    assert rules.checked(MemberDetails("א" * 60), today=TODAY).first_name == "א" * 60
    assert "first_name" in problems(first_name="א" * 61)


@pytest.mark.parametrize("name", ["נו\x00עה", "נועה\u202e", "\x1b[31mנועה"])
def test_control_characters_are_refused(name):
    assert problems(first_name=name)["first_name"] is texts.NOT_PRINTABLE


@pytest.mark.parametrize(
    "email",
    [
        "noa",
        "noa@",
        "@example.com",
        "noa@example",
        "noa noa@example.com",
        "a@b@c.com",
        "x" * 250 + "@a.co",
    ],
)
def test_what_is_no_email_is_refused(email):
    assert problems(email=email)["email"] is common.NOT_AN_EMAIL


@pytest.mark.parametrize(
    ("born", "text"),
    [
        (date(2026, 11, 24), texts.BORN_IN_FUTURE),
        (date(1906, 11, 23), texts.BORN_TOO_LONG_AGO),
    ],
)
def test_a_birth_date_that_cannot_be_is_refused(born, text):
    assert problems(birth_date=born)["birth_date"] is text


@pytest.mark.parametrize("born", [TODAY, date(1906, 11, 24), date(2008, 2, 29)])
def test_a_birth_date_at_the_edge_is_kept(born):
    assert rules.checked(MemberDetails("נועה", birth_date=born), today=TODAY).birth_date == born


def test_joining_tomorrow_is_refused():
    assert problems(joined_on=date(2026, 11, 24))["joined_on"] is texts.JOINED_IN_FUTURE


def test_an_id_number_left_out_and_one_erased_are_told_apart():
    assert rules.checked(MemberDetails("נועה"), today=TODAY).national_id is None
    assert rules.checked(MemberDetails("נועה", national_id=" "), today=TODAY).national_id == ""


def test_own_details_are_checked_field_by_field():
    with pytest.raises(Invalid) as caught:
        rules.checked_own(OwnDetails(phone="1", email="x", emergency_phone="2"))
    assert set(caught.value.problems) == {"phone", "email", "emergency_phone"}


def test_a_note_keeps_its_lines():
    assert rules.checked_note("  כתף ימין \r\n  להקל\n\n") == "כתף ימין\nלהקל"


@pytest.mark.parametrize("text", ["", " \n ", "א" * 2001, "א\x00"])
def test_a_note_that_says_nothing_or_too_much_is_refused(text):
    with pytest.raises(Refusal) as caught:
        rules.checked_note(text)
    assert caught.value.field == "text"


@given(st.lists(HEBREW, min_size=2, max_size=3), st.randoms())
def test_any_part_of_the_words_in_any_order_is_found(words, random):
    folded = rules.searchable(words[0], " ".join(words[1:]), email="", phone_e164="")
    typed = [w[random.randrange(len(w)) :] for w in words]
    random.shuffle(typed)
    assert all(needle in folded for needle in needles(" ".join(typed)))


@given(
    before=st.dictionaries(st.sampled_from("abc"), st.integers(0, 2)),
    after=st.dictionaries(st.sampled_from("abc"), st.integers(0, 2)),
)
def test_the_changed_fields_are_those_that_differ(before, after):
    changed = rules.changed_fields(before, after)
    assert list(changed) == sorted(changed)
    assert {**before, **{name: after[name] for name in changed}} == before | after


@pytest.mark.parametrize(
    ("now", "is_trial", "after"),
    [
        ("lead", False, "active"),
        ("lead", True, "trial"),
        ("trial", False, "active"),
        ("ended", True, "trial"),
        ("ended", False, "active"),
        ("active", True, "active"),
        ("frozen", False, "active"),
        ("frozen", True, "frozen"),
        ("past_due", False, "past_due"),
    ],
)
def test_a_given_plan_changes_the_status_but_forgets_no_debt(now, is_trial, after):
    assert rules.status_when_given(MemberStatus(now), is_trial=is_trial) == after


def test_at_most_a_thousand_are_chosen_at_once():
    ids = [new_id() for _ in range(1001)]
    assert len(rules.checked_choice(ids[:1000])) == 1000
    with pytest.raises(Refusal):
        rules.checked_choice(ids)
    with pytest.raises(Refusal):
        rules.checked_choice([])


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("מאיה", "לוי", "מאיה ל׳"),
        ("Maya", "Levi", "Maya L."),
        ("נועה בת אל", "כהן", "נועה כ׳"),
        ("דנה", "", "דנה"),
        ("דנה", " ", "דנה"),
    ],
)
def test_other_members_see_a_first_name_and_an_initial(first, last, said):
    assert rules.name_among_members(first, last) == said
