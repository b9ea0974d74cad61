import string
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.errors import Invalid, Refusal
from fitkit.core.i18n import Lang
from fitkit.features.orgs import rules
from fitkit.features.orgs.rules import QuietHours
from fitkit.texts import common
from fitkit.texts import orgs as texts
from tests.factories.orgs import make_opening

HEBREW = "".join(map(chr, range(0x05D0, 0x05EB)))


@given(st.text(alphabet=HEBREW + string.ascii_letters + string.digits + " -'\"׳.״", max_size=80))
def test_every_slug_that_is_proposed_may_be_taken(name):
    for idea in rules.slug_ideas(name):
        assert rules.slug_problem(idea) is None


@given(st.text(max_size=60))
def test_a_slug_without_problems_stands_in_an_address_as_it_is(slug):
    if rules.slug_problem(slug) is None:
        assert set(slug) <= set(string.ascii_lowercase + string.digits + "-")
        assert 3 <= len(slug) <= 40
        assert slug not in rules.RESERVED


@pytest.mark.parametrize(
    ("slug", "problem"),
    [
        ("", common.REQUIRED),
        ("ab", texts.SLUG_LENGTH),
        ("a" * 41, texts.SLUG_LENGTH),
        ("-abc", texts.SLUG_LETTERS),
        ("abc-", texts.SLUG_LETTERS),
        ("a--b", texts.SLUG_LETTERS),
        ("Abc", texts.SLUG_LETTERS),
        ("נמל-תל", texts.SLUG_LETTERS),
        ("a_b", texts.SLUG_LETTERS),
        ("sign-in", texts.SLUG_RESERVED),
        ("abc", None),
        ("a" * 40, None),
        ("fit-24", None),
    ],
)
def test_what_is_wrong_with_a_slug_is_said(slug, problem):
    assert rules.slug_problem(slug) == problem


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("נמל", "namal"),
        ("קרוספיט נמל", "crossfit-namal"),
        ("סטודיו נמל", "studio-namal"),
        ("הסטודיו של דנה", "hastudio-shel-dna"),
        ("CrossFit TLV!", "crossfit-tlv"),
        ("כוח", "koh"),
        ("Yam 24/7", "yam-24-7"),
    ],
)
def test_a_name_suggests_its_sound(name, slug):
    assert rules.slug_ideas(name)[0] == slug


def test_a_name_of_signs_alone_suggests_nothing():
    assert rules.slug_ideas("!!!") == ()
    assert rules.slug_ideas("") == ()


def test_a_long_name_still_suggests_something_that_fits():
    assert rules.slug_ideas("a" * 80)[0] == "a" * 34


@given(st.times(), st.times(), st.times())
def test_a_moment_is_quiet_or_its_opposite_hours_are(since, until, at):
    if since != until:
        assert QuietHours(since, until).covers(at) is not QuietHours(until, since).covers(at)
    else:
        assert not QuietHours(since, until).covers(at)


def test_quiet_hours_over_midnight_begin_at_their_first_minute_and_end_before_their_last():
    quiet = QuietHours(time(22), time(7))
    assert not quiet.covers(time(21, 59))
    assert quiet.covers(time(22))
    assert quiet.covers(time(0))
    assert quiet.covers(time(6, 59))
    assert not quiet.covers(time(7))


def test_an_opening_comes_out_clean():
    made = rules.checked_opening(
        make_opening(
            name="  סטודיו \u202e ים\n", slug=" Studio-Yam ", brand="#a1b2c3", location_name=""
        )
    )
    assert made.name == "סטודיו ים"
    assert made.location_name == "סטודיו ים"
    assert made.slug == "studio-yam"
    assert made.email == "hello@yam.co.il"
    assert made.phone == "+97235551234"
    assert made.brand == "#A1B2C3"


def test_all_that_is_wrong_is_said_at_once_each_at_its_field():
    with pytest.raises(Invalid) as refused:
        rules.checked_opening(
            make_opening(
                name=" ",
                slug="x",
                phone="12",
                email="nobody",
                brand="red",
                zone="Mars/Olympus",
                accepted={},
                address="a" * 201,
                location_name="b" * 61,
            )
        )
    assert set(refused.value.by_field(Lang.HE)) == {
        "name", "slug", "phone", "email", "brand", "zone", "accepted", "address", "location_name",
    }  # fmt: skip


@pytest.mark.parametrize("left_out", list(rules.LegalDocument))
def test_an_older_version_of_a_document_is_not_an_acceptance(left_out):
    accepted = dict(rules.VERSIONS) | {left_out: "2020-01"}
    assert rules.missing_documents(accepted) == [left_out]


@pytest.mark.parametrize("words", ["a@b.co", " Maya.Cohen+gym@Example.co.il "])
def test_an_address_is_kept_in_lower_case(words):
    assert rules.parsed_email(words) == words.strip().lower()


@pytest.mark.parametrize(
    "words",
    [
        "",
        "a",
        "a@b",
        "a b@c.co",
        "a@b..co",
        "a@-b.co",
        "a@b.co,c@d.co",
        "<a@b.co>",
        "a" * 65 + "@b.co",
    ],
)
def test_what_is_no_address_is_refused(words):
    with pytest.raises(Refusal) as refused:
        rules.parsed_email(words)
    assert refused.value.field == "email"
