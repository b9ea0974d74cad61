"""A substitute beside the owner's timetable: asked for, assigned, withdrawn."""

from uuid import UUID

import pytest

from fitkit.core.ids import new_id
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.scheduling import queries as timetable
from fitkit.web.deeds.substitutes import SubstitutesState
from fitkit.web.owner.timetable.state import ScheduleState
from fitkit.web.owner.timetable.substitute import SubstituteState
from tests.conftest import Gym
from tests.factories.scheduling import make_place, publish
from tests.factories.staff import make_coach
from tests.web.driver import Tab

HERE = "/he/dashboard/schedule/"


@pytest.fixture
def session(gym: Gym) -> tuple[UUID, UUID]:
    """A class of tomorrow, and a coach who is free then."""
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        return publish(w, place).session_ids[0], make_coach(w, "שירה")


async def ask(tab: Tab, session_id: UUID, to: UUID | None = None) -> None:
    """By the sheet that the board opens, and the board is read anew."""
    await tab.fire(SubstitutesState, "begin", session_id=str(session_id))
    await tab.fire(SubstitutesState, "ask", form={"to_staff_id": str(to or ""), "note": ""})
    await tab.fire(ScheduleState, "again")


async def test_an_owner_asks_one_coach_for_anothers_class(gym: Gym, session) -> None:
    session_id, other = session
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(ScheduleState, "open", session_id=str(session_id))
        await ask(tab, session_id, other)
        assert (await tab.state(SubstituteState)).said == "נשלחה אל שירה, מחכה לתשובה"


async def test_the_address_of_a_class_opens_it_beside_the_board(gym: Gym, session) -> None:
    session_id, _ = session
    async with Tab(gym.acting(Role.OWNER), f"{HERE}?class={session_id}") as tab:
        await tab.fire(ScheduleState, "load")
        assert (await tab.state(ScheduleState)).sheet.id == str(session_id)
        await tab.fire(ScheduleState, "close")
        await tab.fire(ScheduleState, "turn_figures")
        assert (await tab.state(ScheduleState)).sheet.id == ""
    async with Tab(gym.acting(Role.OWNER), f"{HERE}?class={new_id()}") as tab:
        await tab.fire(ScheduleState, "load")
        state = await tab.state(ScheduleState)
        assert (state.sheet.id, state.problem) == ("", "")


async def test_an_owner_asks_assigns_and_sees_it_on_the_board(gym: Gym, session) -> None:
    session_id, other = session
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(ScheduleState, "open", session_id=str(session_id))
        assert (await tab.state(SubstituteState)).request_id == ""
        assert (await tab.state(ScheduleState)).sheet.may_replace
        await ask(tab, session_id)
        state = await tab.state(SubstituteState)
        assert state.said == "נשלחה לכל המאמנים, מחכה לתשובה"
        await tab.fire(SubstituteState, "choose")
        assert [c.label for c in (await tab.state(SubstituteState)).free] == ["שירה"]
        await tab.fire(SubstituteState, "assign", form={"staff_id": ""})
        assert set((await tab.state(SubstituteState)).problems) == {"staff_id"}
        await tab.fire(SubstituteState, "assign", form={"staff_id": str(other)})
        await tab.fire(ScheduleState, "again")
        assert (await tab.state(ScheduleState)).sheet.coach == "שירה"
        state = await tab.state(SubstituteState)
        assert (state.request_id, state.is_choosing) == ("", False)
    with open_work(gym.system) as w:
        assert timetable.one(w, session_id=session_id).coach_id == other


async def test_a_request_is_withdrawn_and_a_second_one_refused_in_words(gym: Gym, session) -> None:
    session_id, _ = session
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(ScheduleState, "open", session_id=str(session_id))
        for _ in range(2):
            await ask(tab, session_id)
        assert "כבר נשלחה בקשה" in tab.said
        await tab.fire(SubstituteState, "withdraw")
        assert (await tab.state(SubstituteState)).request_id == ""


async def test_a_coach_sees_that_somebody_is_sought_and_assigns_nobody(gym: Gym, session) -> None:
    session_id, other = session
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(ScheduleState, "open", session_id=str(session_id))
        await ask(tab, session_id)
    async with Tab(gym.acting(Role.COACH, staff_id=new_id()), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(ScheduleState, "open", session_id=str(session_id))
        assert (await tab.state(SubstituteState)).request_id != ""
        await tab.fire(SubstituteState, "assign", form={"staff_id": str(other)})
    with open_work(gym.system) as w:
        assert timetable.one(w, session_id=session_id).coach_id != other
