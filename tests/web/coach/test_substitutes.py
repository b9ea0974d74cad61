"""Substitutes on the day's screen: what waits for me, what I asked, and the sheet to ask."""

from dataclasses import dataclass, replace
from datetime import time
from uuid import UUID

import pytest

from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, Role
from fitkit.core.work import open_work
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries as timetable
from fitkit.features.substitutes import actions, queries
from fitkit.web.coach.roster.state import RosterState
from fitkit.web.coach.today.state import TodayState
from fitkit.web.deeds.substitutes import SubstitutesState
from fitkit.web.owner.timetable.state import ScheduleState
from fitkit.web.owner.timetable.substitute import SubstituteState
from tests.conftest import Gym
from tests.factories.scheduling import Place, make_place, publish, tomorrow
from tests.factories.staff import make_coach
from tests.web.driver import Tab

HERE = "/he/dashboard/today/"


@dataclass(frozen=True)
class Crew:
    gym: Gym
    place: Place
    session_id: UUID
    other: UUID

    def tab(self, staff_id: UUID | None = None) -> Tab:
        acting = self.gym.acting(Role.COACH, staff_id=staff_id or self.place.coach_id)
        return Tab(acting, HERE)

    def ask(self, **more) -> UUID:
        with open_work(self.gym.acting(Role.COACH, staff_id=self.place.coach_id)) as w:
            return actions.ask(w, session_id=self.session_id, **more)

    def coach_now(self) -> UUID | None:
        with open_work(self.gym.system) as w:
            return timetable.one(w, session_id=self.session_id).coach_id


@pytest.fixture
def crew(gym: Gym) -> Crew:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        other = make_coach(w, "שירה")
        return Crew(gym, place, publish(w, place).session_ids[0], other)


async def test_a_coach_opens_the_sheet_and_sends_a_request(crew: Crew) -> None:
    async with crew.tab() as tab:
        await tab.fire(TodayState, "load")
        await tab.fire(SubstitutesState, "begin", session_id=str(crew.session_id))
        state = await tab.state(SubstitutesState)
        assert [c.label for c in state.free] == ["שירה"]
        assert state.title.startswith("מי יחליף באימון היום")
        form = {"to_staff_id": str(crew.other), "note": "חום"}
        await tab.fire(SubstitutesState, "ask", form=form)
        state = await tab.state(SubstitutesState)
        assert (state.session_id, state.sought) == ("", [str(crew.session_id)])
        assert [m.said for m in state.mine] == ["נשלחה אל שירה, מחכה לתשובה"]
        assert "הבקשה נשלחה: אימון היום" in tab.said
        await tab.fire(SubstitutesState, "withdraw", request_id=state.mine[0].id)
        assert (await tab.state(SubstitutesState)).mine == []


async def test_a_problem_stands_at_its_field_and_the_sheet_stays(crew: Crew) -> None:
    async with crew.tab() as tab:
        await tab.fire(SubstitutesState, "begin", session_id=str(crew.session_id))
        await tab.fire(SubstitutesState, "ask", form={"note": "א" * 301})
        state = await tab.state(SubstitutesState)
        assert set(state.problems) == {"note"}
        assert state.session_id == str(crew.session_id)
        own = {"to_staff_id": str(crew.place.coach_id)}
        await tab.fire(SubstitutesState, "ask", form=own)
        assert set((await tab.state(SubstitutesState)).problems) == {"to_staff_id"}


async def test_a_colleague_takes_the_class_and_it_is_theirs_at_once(crew: Crew) -> None:
    request_id = crew.ask(note="חום")
    async with crew.tab(crew.other) as tab:
        await tab.fire(TodayState, "load")
        asked = (await tab.state(SubstitutesState)).asked
        assert [(a.asks, a.note, a.busy) for a in asked] == [("יואב לוי: דרוש מחליף", "חום", "")]
        await tab.fire(SubstitutesState, "accept", request_id=str(request_id))
        assert "המתאמנים יקבלו הודעה" in tab.said
        assert (await tab.state(SubstitutesState)).asked == []
    assert crew.coach_now() == crew.other


async def test_who_says_no_is_left_in_peace_and_the_asker_reads_it(crew: Crew) -> None:
    request_id = crew.ask()
    async with crew.tab(crew.other) as tab:
        await tab.fire(SubstitutesState, "decline", request_id=str(request_id))
        assert (await tab.state(SubstitutesState)).asked == []
    async with crew.tab() as tab:
        await tab.fire(TodayState, "load")
        assert [m.declined for m in (await tab.state(SubstitutesState)).mine] == ["לא הפעם: שירה"]


async def test_a_clash_and_a_request_that_is_gone_are_told_and_nothing_moves(crew: Crew) -> None:
    request_id = crew.ask()
    with open_work(crew.gym.acting(Role.OWNER)) as w:
        publish(w, crew.place, tomorrow(w), at=time(19), coach_id=crew.other, room_id=None)
    async with crew.tab(crew.other) as tab:
        await tab.fire(TodayState, "load")
        assert [a.busy for a in (await tab.state(SubstitutesState)).asked] == [
            "יש שיעור אחר באותה שעה"
        ]
        await tab.fire(SubstitutesState, "accept", request_id=str(request_id))
        assert "כבר בשיעור אחר" in tab.said
        with open_work(crew.gym.acting(Role.OWNER)) as w:
            scheduling.cancel_session(w, session_id=crew.session_id)
        for forged in (str(request_id), str(new_id()), "junk"):
            await tab.fire(SubstitutesState, "accept", request_id=forged)
        assert (await tab.state(SubstitutesState)).asked == []
    assert crew.coach_now() == crew.place.coach_id


async def test_a_member_asks_nobody_and_accepts_nothing(crew: Crew) -> None:
    request_id = crew.ask()
    async with Tab(crew.gym.acting(Role.MEMBER, member_id=new_id()), HERE) as tab:
        await tab.fire(SubstitutesState, "begin", session_id=str(crew.session_id))
        await tab.fire(SubstitutesState, "accept", request_id=str(request_id))
        state = await tab.state(SubstitutesState)
        assert (state.session_id, state.asked) == ("", [])
    with open_work(crew.gym.acting(Role.OWNER)) as w:
        assert queries.open_of(w, session_id=crew.session_id) is not None


async def test_a_coach_asks_from_the_roster_of_their_own_class(crew: Crew) -> None:
    path = f"/he/dashboard/roster/{crew.session_id}/"
    async with Tab(crew.gym.acting(Role.COACH, staff_id=crew.place.coach_id), path) as tab:
        await tab.fire(RosterState, "load")
        assert (await tab.state(RosterState)).head.is_mine_ahead
        await tab.fire(SubstitutesState, "begin", session_id=str(crew.session_id))
        await tab.fire(SubstitutesState, "ask", form={"to_staff_id": "", "note": ""})
        assert (await tab.state(SubstitutesState)).sought == [str(crew.session_id)]
    async with Tab(crew.gym.acting(Role.COACH, staff_id=crew.place.coach_id), path) as again:
        await again.fire(RosterState, "load")
        assert (await again.state(SubstitutesState)).sought == [str(crew.session_id)]
    async with Tab(crew.gym.acting(Role.COACH, staff_id=crew.other), path) as tab:
        await tab.fire(RosterState, "load")
        assert not (await tab.state(RosterState)).head.is_mine_ahead


async def test_a_coach_asks_and_withdraws_beside_the_timetable(crew: Crew) -> None:
    path = "/he/dashboard/schedule/"
    async with Tab(crew.gym.acting(Role.COACH, staff_id=crew.place.coach_id), path) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(ScheduleState, "open", session_id=str(crew.session_id))
        assert (await tab.state(ScheduleState)).sheet.is_mine_ahead
        await tab.fire(SubstitutesState, "begin", session_id=str(crew.session_id))
        await tab.fire(SubstitutesState, "ask", form={"to_staff_id": "", "note": ""})
        await tab.fire(ScheduleState, "open", session_id=str(crew.session_id))
        request_id = (await tab.state(SubstituteState)).request_id
        assert request_id
        await tab.fire(SubstitutesState, "withdraw", request_id=request_id)
        await tab.fire(ScheduleState, "again")
        assert (await tab.state(SubstituteState)).request_id == ""
        assert (await tab.state(SubstitutesState)).sought == []


async def test_a_narrowed_coach_still_opens_the_roster_of_their_class(crew: Crew) -> None:
    coach = crew.gym.acting(Role.COACH, staff_id=crew.place.coach_id)
    narrowed = replace(coach, permissions=coach.permissions - {Permission.SEE_TIMETABLE})
    async with Tab(narrowed, f"/he/dashboard/roster/{crew.session_id}/") as tab:
        await tab.fire(RosterState, "load")
        assert (await tab.state(RosterState)).problem == ""
