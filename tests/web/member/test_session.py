"""A class's own page: what it is, what it means to the reader, who comes, what the rules say."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from fitkit.core.permissions import Permission, Role
from fitkit.core.work import open_work
from fitkit.features.class_types.rules import Policy
from fitkit.features.members import actions as members
from fitkit.features.scheduling import actions as scheduling
from fitkit.web.deeds import places
from fitkit.web.guard import door
from fitkit.web.member.session import page  # noqa: F401  # its State joins the app
from fitkit.web.member.session.state import ClassState
from tests.factories.booking import book, weekly_member
from tests.factories.members import details
from tests.factories.subscriptions import give_weekly
from tests.web.driver import Tab
from tests.web.member.week import COSTS_ALWAYS, Scene, bare_member, scene


@pytest.fixture
def patient(monkeypatch):
    """Taps of a test come one after another, each meant."""
    monkeypatch.setattr(places, "AGAIN", timedelta(0))


def at_class(here: Scene, session_id: object, lang: str = "en") -> Tab:
    return Tab(here.actor, f"/{lang}/session/{session_id}/")


async def opened(tab: Tab):
    await tab.fire(ClassState, "load")
    return await tab.state(ClassState)


async def test_a_class_says_when_with_whom_and_where(gym):
    here = scene(gym)
    async with at_class(here, here.publish(), "he") as tab:
        state = await opened(tab)
        assert (state.problem, state.is_gone, state.is_loading) == ("", False, False)
        assert (state.row.name, state.row.action, state.about.place) == (
            "אימון היום",
            "book",
            "נמל תל אביב",
        )
        assert "18:30–19:30" in state.about.span
        assert state.about.coach_title == "מאמן"
        assert f"day={here.day.isoformat()}" in state.about.href


async def test_the_one_action_is_the_cards(gym, patient):
    here = scene(gym, COSTS_ALWAYS, pack=True)
    session_id = str(here.publish())
    async with at_class(here, session_id) as tab:
        await opened(tab)
        await tab.fire(ClassState, "book", session_id=session_id)
        state = await tab.state(ClassState)
        assert (state.row.chip, state.row.action) == ("You're in", "cancel_at_cost")
        await tab.fire(ClassState, "cancel", session_id=session_id)
        assert "costs one visit" in (await tab.state(ClassState)).ask_body


async def test_only_who_consented_is_named_and_by_no_more_than_an_initial(gym):
    here = scene(gym)
    session_id = here.publish()
    dana = here.somebody_books(session_id, "דנה")
    with here.owner() as w:
        book(w, session_id, weekly_member(w, "רות", limit=4))
    here.books(session_id)
    async with at_class(here, session_id) as tab:
        people = (await opened(tab)).people
        assert (people.names, people.words, people.others) == ([], "3 booked", "")
        with here.owner() as w:
            members.show_to_members(w, member_id=dana, is_seen=True)
            members.show_to_members(w, member_id=here.member_id, is_seen=True)
        state = await opened(tab)
        assert (state.people.names, state.people.others) == (["דנה כ׳"], "and 1 more")
        assert state.is_seen


async def test_who_gave_the_place_back_is_not_named(gym):
    here = scene(gym)
    session_id = here.publish()
    dana = here.somebody_books(session_id)
    with here.owner() as w:
        members.show_to_members(w, member_id=dana, is_seen=True)
    with open_work(gym.acting(Role.MEMBER, member_id=dana)) as w:
        from fitkit.features.booking import actions as booking

        booking.cancel(w, session_id=session_id, member_id=dana)
    async with at_class(here, session_id) as tab:
        people = (await opened(tab)).people
        assert (people.names, people.words) == ([], "Nobody yet")


async def test_the_rules_are_said_in_moments(gym):
    here = scene(gym, Policy(opens_days=14, closes_minutes=30, waitlist_limit=2, swap_minutes=60))
    async with at_class(here, here.publish()) as tab:
        assert (await opened(tab)).rules == [
            "Booking closes tomorrow 18:00",
            "When it is full: up to 2 people may wait",
            "Cancel free until tomorrow 12:30",
            "Later it can be cancelled until it starts, and counts as one of that week's classes",
            "Swap for another class of the same day, free, until tomorrow 17:30",
        ]


async def test_a_class_that_was_cancelled_says_so_and_nothing_of_rules_and_people(gym):
    here = scene(gym)
    session_id = here.publish()
    with here.owner() as w:
        scheduling.cancel_session(w, session_id=session_id, reason="Coach is ill")
    async with at_class(here, session_id) as tab:
        state = await opened(tab)
        assert (state.row.is_cut, state.row.line, state.rules) == (True, "Coach is ill", [])
        assert state.people.words == ""


@pytest.mark.parametrize("junk", ["7", str(UUID(int=7)), "x" * 36])
async def test_what_is_no_class_here_is_said_in_words(junk, gym):
    here = scene(gym)
    async with at_class(here, junk) as tab:
        state = await opened(tab)
        assert (state.is_gone, state.problem, state.is_loading) == (True, "", False)


async def test_another_gyms_class_and_a_withdrawn_one_are_no_class_here(gym, other_gym):
    here, there = scene(gym), scene(other_gym)
    with here.owner() as w:
        from tests.factories.scheduling import publish

        series = publish(w, here.place, here.day)
        scheduling.withdraw(w, series_id=series.series_id)
    for gone in (there.publish(), series.session_ids[0]):
        async with at_class(here, gone) as tab:
            assert (await opened(tab)).is_gone


@pytest.mark.parametrize("name", ["load", "book", "leave", "cancel", "confirm_cancel"])
def test_every_deed_asks_for_the_permission_to_book(name):
    way = door(f"{ClassState.get_full_name()}.{name}")
    assert way is not None
    assert way.screen.needs is Permission.BOOK_SELF


async def test_every_reason_stands_on_the_page(gym):
    here = scene(gym)
    session_id = here.publish()
    with here.owner() as w:
        member_id = bare_member(w)
    async with at_class(Scene(gym, here.place, member_id), session_id) as tab:
        row = (await opened(tab)).row
        assert (row.action, len(row.reasons), row.more_reasons) == ("", 1, "")
        assert "plan" in row.reasons[0]


async def test_a_guardian_stays_with_the_child_from_page_to_page(gym):
    here = scene(gym)
    session_id = here.publish()
    with here.owner() as w:
        child = members.add(
            w,
            details=details("נועה", birth_date=date(2018, 5, 1), guardian_id=here.member_id),
        )
        give_weekly(w, child, 2)
        book(w, session_id, child)
    mother = replace(here.actor, ward_ids=frozenset({child}))
    async with Tab(mother, f"/en/session/{session_id}/?for={child}") as tab:
        state = await opened(tab)
        assert state.row.chip == "You're in"
        assert state.about.href.endswith(f"&for={child}")
        tab.path = f"/en/session/{session_id}/"
        assert (await opened(tab)).row.chip == ""


def full_for_them(gym) -> tuple[Scene, str]:
    """A full class of tomorrow evening that the member may wait for."""
    here = scene(gym, Policy(opens_days=14, waitlist_limit=5))
    session_id = here.publish(capacity=1)
    here.somebody_books(session_id)
    return here, str(session_id)


async def test_the_notice_is_chosen_with_joining_the_line_and_the_card_says_it(gym, patient):
    here, session_id = full_for_them(gym)
    async with at_class(here, session_id) as tab:
        state = await opened(tab)
        assert (state.row.action, state.notice) == ("wait", "0")
        assert [each.value for each in state.notices] == ["0", "60", "120", "180", "360", "720"]
        await tab.fire(ClassState, "choose_notice", minutes="120")
        await tab.fire(ClassState, "book", session_id=session_id)
        state = await tab.state(ClassState)
        assert (state.row.action, state.notice) == ("leave", "120")
        assert state.row.line.endswith("Only if told at least 2 hours before")
        state = await opened(tab)  # and it is kept
        assert state.notice == "120"


async def test_the_notice_is_changed_while_waiting_and_taken_away(gym, patient):
    here, session_id = full_for_them(gym)
    here.books(UUID(session_id))
    async with at_class(here, session_id) as tab:
        await opened(tab)
        for minutes, says in (("720", True), ("0", False)):
            await tab.fire(ClassState, "choose_notice", minutes=minutes)
            state = await tab.state(ClassState)
            assert (state.notice, "Only if told" in state.row.line) == (minutes, says)


async def test_a_notice_off_the_list_is_refused(gym, patient):
    here, session_id = full_for_them(gym)
    here.books(UUID(session_id))
    async with at_class(here, session_id) as tab:
        await opened(tab)
        await tab.fire(ClassState, "choose_notice", minutes="7")
        assert (await tab.state(ClassState)).notice == "0"


async def test_nobody_is_asked_for_a_notice_where_nobody_waits(gym):
    here = scene(gym)
    async with at_class(here, here.publish()) as tab:
        assert (await opened(tab)).notices == []
