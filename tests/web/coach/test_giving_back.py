"""Staff give a place or a number in line back for a member who called."""

from uuid import UUID

import pytest

from fitkit.core import clock
from fitkit.core.permissions import Permission, Role
from fitkit.core.work import open_work
from fitkit.features.booking import queries
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.web.coach.roster.excusing import ExcuseState
from fitkit.web.coach.roster.giving_back import GivingBackState
from fitkit.web.coach.roster.state import RosterState
from tests.conftest import Gym
from tests.factories.booking import book, weekly_member
from tests.web.coach.test_roster import NOON, a_class, coach, loaded, path
from tests.web.driver import Tab


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def places(gym: Gym, session_id: UUID) -> tuple[int, int]:
    with open_work(gym.acting(Role.OWNER)) as w:
        view = queries.roster(w, session_id=session_id)
    return len(view.places), len(view.line)


async def test_a_free_place_is_given_back_at_once_and_taken_again_by_undo(gym: Gym) -> None:
    session_id, (first, _) = a_class(gym, minutes=24 * 60)
    async with Tab(coach(gym), path(session_id, "en")) as tab:
        assert (await loaded(tab)).head.is_ahead
        await tab.fire(GivingBackState, "give_back", member_id=str(first))
        assert (await tab.state(GivingBackState)).asks == ""
        assert "Cancelled, visit returned" in tab.said
        assert [p.id for p in (await tab.state(RosterState)).people if p.id == str(first)] == []
        await tab.fire(GivingBackState, "undo", member_id=str(first))
    assert places(gym, session_id) == (2, 0)


async def test_a_late_one_asks_first_says_what_it_costs_and_can_be_left(gym: Gym) -> None:
    session_id, (first, _) = a_class(gym, minutes=60)
    async with Tab(coach(gym), path(session_id, "en")) as tab:
        await loaded(tab)
        await tab.fire(GivingBackState, "give_back", member_id=str(first))
        asked = await tab.state(GivingBackState)
        assert asked.asks == "place"
        assert asked.body.startswith("Cancelling now costs one visit")
        await tab.fire(GivingBackState, "leave")
        assert places(gym, session_id) == (2, 0)
        await tab.fire(GivingBackState, "give_back", member_id=str(first))
        await tab.fire(GivingBackState, "confirm")
        state = await tab.state(RosterState)
        assert (len(state.people), [g.may_excuse for g in state.gone]) == (1, [True])
        assert (await tab.state(GivingBackState)).asks == ""


async def test_a_number_in_line_is_given_back_after_a_question(gym: Gym) -> None:
    session_id, _ = a_class(gym, minutes=24 * 60, capacity=2)
    with open_work(gym.acting(Role.OWNER)) as w:
        waiting = weekly_member(w, "דנה", 2)
        book(w, session_id, waiting)
    async with Tab(coach(gym), path(session_id, "en")) as tab:
        await loaded(tab)
        await tab.fire(GivingBackState, "ask_of_line", member_id=str(waiting))
        assert (await tab.state(GivingBackState)).asks == "line"
        assert places(gym, session_id) == (2, 1)
        await tab.fire(GivingBackState, "confirm")
        assert (await tab.state(RosterState)).line == []
    assert places(gym, session_id) == (2, 0)


async def test_what_has_begun_is_not_given_back(gym: Gym) -> None:
    session_id, (first, _) = a_class(gym)
    async with Tab(coach(gym), path(session_id, "en")) as tab:
        assert not (await loaded(tab)).head.is_ahead
        await tab.fire(GivingBackState, "give_back", member_id=str(first))
    assert places(gym, session_id) == (2, 0)


@pytest.mark.parametrize(
    ("minutes", "says", "back"), [(24 * 60, "at no cost", 1), (60, "is not returned", 0)]
)
async def test_one_guest_is_taken_off_after_a_question_that_says_what_it_costs(
    gym: Gym, minutes: int, says: str, back: int
) -> None:
    session_id, (host, _) = a_class(gym, minutes=minutes, guests=2)
    async with Tab(coach(gym), path(session_id, "en")) as tab:
        rows = [p for p in (await loaded(tab)).people if p.is_guest]
        with open_work(gym.acting(Role.OWNER)) as w:
            day = clock.day_of(NOON, w.actor.zone)
            before = subscriptions.entitlements(w, member_id=host, day=day)[0].entries_left
        await tab.fire(GivingBackState, "ask_of_guest", row_id=rows[0].id)
        asked = await tab.state(GivingBackState)
        assert (asked.asks, asked.title) == ("guest", f"Cancel {rows[0].name}'s place?")
        assert says in asked.body
        await tab.fire(GivingBackState, "confirm")
        await tab.fire(GivingBackState, "confirm")  # a second tap finds nothing asked
        after = await tab.state(RosterState)
        assert [p.id for p in after.people if p.is_guest] == [rows[1].id]
        assert len(after.people) == 3
        await tab.fire(GivingBackState, "ask_of_guest", row_id=rows[0].id)
        assert (await tab.state(GivingBackState)).asks == ""
    with open_work(gym.acting(Role.OWNER)) as w:
        held = subscriptions.entitlements(w, member_id=host, day=day)[0].entries_left
    assert held == (before or 0) + back


async def test_who_may_not_book_for_others_gives_nothing_back(gym: Gym) -> None:
    session_id, (first, _) = a_class(gym, minutes=24 * 60)
    async with Tab(coach(gym, Permission.BOOK_OTHERS), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(GivingBackState, "give_back", member_id=str(first))
    assert places(gym, session_id) == (2, 0)


async def test_a_question_about_one_class_is_not_asked_at_another(gym: Gym) -> None:
    session_id, (first, _) = a_class(gym, minutes=60)
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(GivingBackState, "give_back", member_id=str(first))
        assert (await tab.state(GivingBackState)).asks == "place"
        (await tab.state(ExcuseState)).booking_id = str(first)
        await loaded(tab)
        assert (await tab.state(GivingBackState)).asks == ""
        assert (await tab.state(ExcuseState)).booking_id == ""
