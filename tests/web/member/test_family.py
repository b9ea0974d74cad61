"""A guardian's screens: for whom they are stands in the address, and nobody else's child is reached."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.booking import queries as booking
from fitkit.features.members import actions as members
from fitkit.features.members import queries as members_queries
from fitkit.web.deeds import places
from fitkit.web.member.home import page as _home  # noqa: F401  # its State joins the app
from fitkit.web.member.home.state import HomeState
from fitkit.web.member.schedule import page as _schedule  # noqa: F401
from fitkit.web.member.schedule.state import ScheduleState
from fitkit.web.member.session import page as _session  # noqa: F401
from fitkit.web.member.session.state import ClassState
from tests.factories.members import details
from tests.factories.subscriptions import give_weekly
from tests.web.driver import Tab
from tests.web.member.week import scene


@pytest.fixture
def family(gym):
    """A scene whose member acts for a child who may book: the scene, the guardian, the child."""
    here = scene(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        child = members.add(
            w,
            details=details("נועה", birth_date=date(2018, 5, 1), guardian_id=here.actor.member_id),
        )
        give_weekly(w, child, 2)
    return here, replace(here.actor, ward_ids=frozenset({child})), child


def booked(gym, member_id: UUID) -> list[UUID]:
    with open_work(gym.acting(Role.OWNER)) as w:
        return [c.session.id for c in booking.upcoming(w, member_id=member_id)]


async def test_the_switch_offers_oneself_and_the_children(family):
    here, mother, child = family
    async with Tab(mother, here.schedule()) as tab:
        await tab.fire(ScheduleState, "load")
        family_ = (await tab.state(ScheduleState)).family
    assert [(p.label, p.is_on) for p in family_] == [("Me", True), ("נועה", False)]
    assert f"for={child}" in family_[1].href


async def test_who_has_no_children_has_no_switch(gym):
    here = scene(gym)
    async with Tab(here.actor, here.schedule()) as tab:
        await tab.fire(ScheduleState, "load")
        assert (await tab.state(ScheduleState)).family == []


async def test_a_tap_books_whom_the_address_names(gym, family):
    here, mother, child = family
    session_id = here.publish()
    async with Tab(mother, here.schedule(rest=f"&for={child}")) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(ScheduleState, "book", session_id=str(session_id))
        state = await tab.state(ScheduleState)
        assert [p.is_on for p in state.family] == [False, True]
        assert f"for={child}" in state.following
    assert booked(gym, child) == [session_id]
    assert booked(gym, mother.member_id) == []


async def test_home_greets_the_guardian_and_says_whose_classes_these_are(gym, family):
    here, mother, child = family
    with open_work(gym.acting(Role.OWNER)) as w:
        mothers = members_queries.card(w, member_id=here.member_id).first_name
    async with Tab(mother, f"/he/home/?for={child}") as tab:
        await tab.fire(HomeState, "load")
        state = await tab.state(HomeState)
        assert (state.greeting.split(", ")[1], state.of_whom) == (mothers, "האימונים של נועה")
        assert state.problem == ""
    async with Tab(mother, "/he/home/") as tab:
        await tab.fire(HomeState, "load")
        state = await tab.state(HomeState)
        assert (state.greeting.split(", ")[1], state.of_whom) == (mothers, "")


async def test_what_was_done_for_a_child_names_the_child(family, monkeypatch):
    monkeypatch.setattr(places, "AGAIN", places.AGAIN * 0)
    here, mother, child = family
    session_id = str(here.publish())
    async with Tab(mother, here.schedule("he", rest=f"&for={child}")) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(ScheduleState, "book", session_id=session_id)
        booked_ = tab.said
        await tab.fire(ScheduleState, "cancel", session_id=session_id)
        assert booked_.count("נועה: ") == 1
        assert tab.said.count("נועה: ") == 2
    async with Tab(mother, here.schedule("he")) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(ScheduleState, "book", session_id=session_id)
        assert "נועה" not in tab.said


async def test_the_page_of_a_class_says_for_whom_it_is_and_leads_back(family):
    here, mother, child = family
    path = f"/he/session/{here.publish()}/"
    async with Tab(mother, f"{path}?for={child}") as tab:
        await tab.fire(ClassState, "load")
        state = await tab.state(ClassState)
        assert [(p.is_on, p.href) for p in state.family] == [
            (False, path),
            (True, f"{path}?for={child}"),
        ]
        assert state.is_for_child
        assert f"for={child}" in state.about.href


async def test_a_forged_child_opens_nothing_and_books_for_nobody(gym, family, monkeypatch):
    monkeypatch.setattr(places, "AGAIN", places.AGAIN * 0)
    here, mother, child = family
    session_id = here.publish()
    with open_work(gym.acting(Role.OWNER)) as w:
        somebodys = members.add(w, details=details("תום"))
    for forged in (somebodys, uuid4(), "x"):
        async with Tab(mother, here.schedule(rest=f"&for={forged}")) as tab:
            await tab.fire(ScheduleState, "load")
            assert (await tab.state(ScheduleState)).problem
            await tab.fire(ScheduleState, "book", session_id=str(session_id))
    for member_id in (somebodys, child, mother.member_id):
        assert booked(gym, member_id) == []


async def test_a_child_lost_meanwhile_is_not_booked_and_neither_is_oneself(gym, family):
    here, mother, child = family
    session_id = here.publish()
    async with Tab(mother, here.schedule(rest=f"&for={child}")) as tab:
        await tab.fire(ScheduleState, "load")
        tab.actor = replace(mother, ward_ids=frozenset())  # as the guard finds them next
        await tab.fire(ScheduleState, "book", session_id=str(session_id))
    assert booked(gym, child) == booked(gym, mother.member_id) == []
