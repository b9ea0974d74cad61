"""The roster, the card, search and paging."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fitkit.core import paging
from fitkit.core.actor import Actor
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.ids import new_id
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.members import actions, queries
from fitkit.features.members.queries import RosterFilter
from fitkit.features.members.rules import MemberStatus, RosterOrder, SameBy
from tests.factories.members import details, make_member


def found(w, search, **more):
    return [line.name for line in queries.roster(w, only=RosterFilter(search, **more)).rows]


@pytest.mark.parametrize(
    "typed",
    [
        "מרים",
        "מרימ",
        "רי",
        "שלום מרים",
        "מרים  שלו",
        "054-812",
        "0548123390",
        "+972 54 812 3390",
        "812-33",
        "Miri@Example",
        "מִרְיָם",
        "ציפור־נוי",
        "ציפורנוי",
    ],
)
def test_a_member_is_found_by_any_part_of_name_phone_or_email(w, typed):
    make_member(w, "מרים", "ציפור־נוי שלום", phone="054-8123390", email="miri@example.com")
    make_member(w, "דן", "לוי", phone="052-1112223")
    assert found(w, typed) == ["מרים ציפור־נוי שלום"]


@pytest.mark.parametrize(
    "typed", ["%", "_", "מ%ם", "\\", "'; drop table member; --", "מרים דן", "מרים\x00", "מ" * 201]
)
def test_marks_of_the_database_mean_nothing_in_a_search(w, typed):
    make_member(w, "מרים", "כץ")
    make_member(w, "דן", "לוי")
    assert found(w, typed) == []


def test_an_empty_search_shows_everybody_by_name(w):
    for name in ("תמר", "אבי", "נועה"):
        make_member(w, name, "")
    assert found(w, " ") == ["אבי", "נועה", "תמר"]


def test_filters_narrow_the_roster_together(w):
    active = make_member(w, "אבי", "כהן", status=MemberStatus.ACTIVE)
    make_member(w, "אבי", "לוי")
    put_away = make_member(w, "אבי", "מור", status=MemberStatus.ACTIVE)
    actions.archive(w, member_id=put_away)
    tag = actions.tag(w, member_ids=[active, put_away], name="בוקר")
    assert found(w, "אבי", status=MemberStatus.ACTIVE) == ["אבי כהן"]
    assert found(w, "אבי", tag_id=tag.tag_id) == ["אבי כהן"]
    assert found(w, "", archived=True) == ["אבי מור"]
    assert found(w, "", tag_id=new_id()) == []


def test_newest_first_goes_by_the_joining_day(w):
    make_member(w, "ותיקה", "", joined_on=date(2020, 1, 1))
    make_member(w, "חדש", "", joined_on=date(2026, 1, 1))
    assert found(w, "", order=RosterOrder.NEWEST) == ["חדש", "ותיקה"]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    names=st.lists(st.sampled_from(["אבי", "נועה", "דן", "Dana", "ים"]), max_size=14),
    limit=st.integers(1, 5),
    order=st.sampled_from(RosterOrder),
)
def test_pages_show_everybody_once_in_order(gym, names, limit, order):
    with open_work(gym.acting(Role.OWNER)) as w, w.session.begin_nested() as undone:
        day = [date(2026, 1, 1 + n % 3) for n in range(len(names))]
        made = {make_member(w, n, "", joined_on=d) for n, d in zip(names, day, strict=True)}
        seen, after = [], None
        while True:
            page = queries.roster(w, only=RosterFilter(order=order), after=after, limit=limit)
            seen += page.rows
            after = page.after
            if after is None:
                break
        whole = queries.roster(w, only=RosterFilter(order=order), limit=200).rows
        assert list(whole) == seen
        assert {line.id for line in seen} == made
        assert len(seen) == len(made)
        undone.rollback()


@pytest.mark.parametrize(
    "after",
    [
        "",
        "x",
        "%%%",
        paging.cursor("a"),
        paging.cursor("a", "not-an-id"),
        paging.cursor("\x00", "01a20a52-da14-7607-b57e-05620e2cf895"),
        paging.cursor("a", "b", "c"),
    ],
)
def test_a_made_up_cursor_is_refused(w, after):
    with pytest.raises(Refusal) as caught:
        queries.roster(w, after=after)
    assert caught.value.text is paging.BAD_CURSOR


def test_a_cursor_of_the_other_order_is_refused(w):
    with pytest.raises(Refusal):
        queries.roster(
            w,
            only=RosterFilter(order=RosterOrder.NEWEST),
            after=paging.cursor("נועה", str(new_id())),
        )


def test_counts_agree_with_what_the_filters_show(w):
    for n, status in enumerate([MemberStatus.ACTIVE] * 3 + [MemberStatus.LEAD] * 2):
        make_member(w, "אבי", f"כהן {n}", status=status)
    actions.archive(w, member_id=make_member(w, "אבי", "מור"))
    make_member(w, "דן", "לוי")
    counted = queries.counts(w, only=RosterFilter("אבי"))
    assert (counted.everyone, counted.archived) == (5, 1)
    assert counted.by_status[MemberStatus.ACTIVE] == len(
        found(w, "אבי", status=MemberStatus.ACTIVE)
    )
    assert counted.by_status[MemberStatus.FROZEN] == 0


def test_lines_carry_their_tags(w):
    member_id = make_member(w)
    actions.tag(w, member_ids=[member_id], name="תחרות")
    actions.tag(w, member_ids=[member_id], name="בוקר")
    line = queries.roster(w).rows[0]
    assert [tag.name for tag in line.tags] == ["בוקר", "תחרות"]


def test_tags_are_counted_without_the_archive(w):
    here, gone = make_member(w), make_member(w, "דן")
    actions.tag(w, member_ids=[here, gone], name="בוקר")
    actions.archive(w, member_id=gone)
    assert [(tag.name, tag.members) for tag in queries.tags(w)] == [("בוקר", 1)]


def test_check_in_finds_a_few_and_nobody_in_the_archive(w):
    for n in range(10):
        make_member(w, "אבי", f"כהן {n}")
    actions.archive(w, member_id=make_member(w, "אבי", "א"))
    lines = queries.find_for_check_in(w, search="אבי כה")
    assert [line.name for line in lines] == [f"אבי כהן {n}" for n in range(8)]
    assert queries.find_for_check_in(w, search=" ") == ()


def test_likely_duplicates_come_surest_first(w):
    same_name = make_member(w, "נועה", "כהן")
    both = make_member(w, "נועה", "כהן", phone="0548123390")
    make_member(w, "נועה", "כהן ברק")
    asked = details("נועה", "כהן", phone="054-812-3390")
    views = queries.duplicates_of(w, details=asked)
    assert [(v.line.id, v.same_by) for v in views] == [
        (both, (SameBy.PHONE, SameBy.NAME)),
        (same_name, (SameBy.NAME,)),
    ]
    rest = queries.duplicates_of(w, details=asked, except_id=both)
    assert [v.line.id for v in rest] == [same_name]


def test_members_see_their_own_card_without_the_staffs_tags(gym, w):
    member_id = make_member(w, email="noa@example.com")
    actions.tag(w, member_ids=[member_id], name="בסיכון")
    w.session.flush()
    with open_work(gym.acting(Role.MEMBER, member_id=member_id)) as own:
        card = queries.card(own, member_id=member_id)
    assert (card.name, card.tags) == ("נועה כהן", ())
    assert [tag.name for tag in queries.card(w, member_id=member_id).tags] == ["בסיכון"]


def test_a_member_sees_nobody_else(gym, w):
    other = make_member(w)
    w.session.flush()
    with open_work(gym.acting(Role.MEMBER, member_id=new_id())) as own:
        for read in (
            lambda: queries.card(own, member_id=other),
            lambda: queries.roster(own),
            lambda: queries.counts(own),
            lambda: queries.tags(own),
            lambda: queries.notes(own, member_id=other),
            lambda: queries.find_for_check_in(own, search="נועה"),
            lambda: queries.duplicates_of(own, details=details()),
            lambda: queries.names(own, ids=[other]),
        ):
            with pytest.raises(Denied):
                read()


def test_members_do_not_read_the_notes_about_them(gym, w):
    member_id = make_member(w)
    actions.add_note(w, member_id=member_id, text="כתף ימין")
    with (
        open_work(gym.acting(Role.MEMBER, member_id=member_id)) as own,
        pytest.raises(Denied),
    ):
        queries.notes(own, member_id=member_id)


def test_another_gym_sees_nothing(gym, other_gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w, phone="0548123390")
        actions.tag(w, member_ids=[member_id], name="בוקר")
        actions.add_note(w, member_id=member_id, text="כתף")
    with open_work(other_gym.acting(Role.OWNER)) as w:
        assert queries.roster(w).rows == ()
        assert queries.counts(w).everyone == 0
        assert queries.tags(w) == ()
        assert queries.names(w, ids=[member_id]) == {}
        assert queries.contacts(w, ids=[member_id]) == {}
        assert queries.known(w, ids=[member_id]) == frozenset()
        assert queries.counts_by_coach(w) == {}
        assert queries.find_for_check_in(w, search="נועה") == ()
        assert queries.duplicates_of(w, details=details(phone="0548123390")) == ()
        for read in (queries.card, queries.notes, queries.facts):
            with pytest.raises(NotFound):
                read(w, member_id=member_id)


def test_a_visitor_is_denied(gym, w):
    with open_work(Actor(org_id=gym.org_id)) as nobody, pytest.raises(Denied):
        queries.roster(nobody)


def test_names_and_contacts_answer_for_those_who_are_there(w):
    here, gone = make_member(w, phone="0548123390"), make_member(w, "דן", "")
    actions.archive(w, member_id=gone)
    assert queries.names(w, ids=[here, gone, new_id()]) == {here: "נועה כהן", gone: "דן"}
    contacts = queries.contacts(w, ids=[here, gone])
    assert {i: c.phone for i, c in contacts.items()} == {here: "+972548123390"}
