"""Holidays: a year's proposals, confirmed with what that takes off, declined, added, undone."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest

from fitkit.core import clock
from fitkit.core.clock import ISRAEL, wall
from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from fitkit.features.closures import actions as closures_deeds
from fitkit.features.closures import queries as closures
from fitkit.features.closures.rules import ClosureDetails, ClosureState
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries
from fitkit.web.owner.holidays.state import HolidaysState
from tests.conftest import Gym
from tests.factories.booking import book, weekly_member
from tests.factories.scheduling import details, make_place
from tests.web.driver import Tab

NOON = wall(date(2026, 11, 24), time(12, 0), ISRAEL)
HERE = "/he/dashboard/holidays/?year=2027"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


async def test_a_year_is_brought_in_and_all_that_is_suggested_is_confirmed(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(HolidaysState, "load")
        assert (await tab.state(HolidaysState)).rows == []
        await tab.fire(HolidaysState, "bring")
        state = await tab.state(HolidaysState)
        assert (state.rows[0].name, state.rows[0].span) == ("ערב פסח", "סגור מ־\u206613:00\u2069")
        assert state.suggested == 17
        await tab.fire(HolidaysState, "ask_confirm_all")
        state = await tab.state(HolidaysState)
        assert (state.panel, state.title) == ("confirm", "לסגור 17 ימים?")
        await tab.fire(HolidaysState, "confirm")
        assert (await tab.state(HolidaysState)).suggested == 0
    with open_work(gym.acting(Role.OWNER)) as w:
        states = {v.state for v in closures.closures_of_year(w, year=2027)}
    assert states == {ClosureState.CONFIRMED, ClosureState.PROPOSED}


async def test_a_year_without_holidays_to_bring_says_so(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(HolidaysState, "load")
        await tab.fire(HolidaysState, "bring")
        assert "לא נותרו" not in tab.said
        await tab.fire(HolidaysState, "bring")
        assert "לא נותרו" in tab.said


async def test_an_own_day_names_whom_it_concerns_and_is_undone(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        one = scheduling.publish(w, details=details(place, date(2026, 11, 26))).session_ids[0]
        book(w, one, weekly_member(w, "נועה"))
    async with Tab(gym.acting(Role.OWNER), "/he/dashboard/holidays/") as tab:
        await tab.fire(HolidaysState, "load")
        await tab.fire(HolidaysState, "begin")
        await tab.fire(HolidaysState, "save", form={"day": "2026-11-26", "name_he": "צביעה"})
        [row] = (await tab.state(HolidaysState)).rows
        await tab.fire(HolidaysState, "ask_confirm", closure_id=row.id)
        effect = (await tab.state(HolidaysState)).effect
        assert [p.words for p in effect.people] == ["השיעור בוטל והמקום שוחרר"]
        await tab.fire(HolidaysState, "confirm")
        with open_work(gym.acting(Role.OWNER)) as w:
            assert queries.session(w, session_id=one).cancel_reason == "צביעה"
            batch = queries.latest_batches(w)[0].id
        await tab.fire(HolidaysState, "undo", batch_id=str(batch))
        assert (await tab.state(HolidaysState)).rows[0].status == "מחכה להחלטה"
        await tab.fire(HolidaysState, "decline", closure_id=row.id)
        assert (await tab.state(HolidaysState)).rows[0].status == "פתוח"
    with open_work(gym.acting(Role.OWNER)) as w:
        assert queries.session(w, session_id=one).facts.is_on


async def test_bad_days_are_refused_where_they_were_typed(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(HolidaysState, "load")
        await tab.fire(HolidaysState, "begin")
        for form, field in [
            ({"day": "", "name_he": "חג"}, "day"),
            ({"day": "2020-01-01", "name_he": "חג"}, "day"),
            ({"day": "2027-01-01", "name_he": ""}, "name_he"),
            ({"day": "2027-01-01", "name_he": "חג", "closes_at": "x"}, "closes_at"),
        ]:
            await tab.fire(HolidaysState, "save", form=form)
            assert field in (await tab.state(HolidaysState)).problems
        assert (await tab.state(HolidaysState)).rows == []


async def test_an_address_far_away_is_this_year(gym: Gym) -> None:
    for year in ("1900", "9999", "x", ""):
        async with Tab(gym.acting(Role.OWNER), f"/en/dashboard/holidays/?year={year}") as tab:
            await tab.fire(HolidaysState, "load")
            assert (await tab.state(HolidaysState)).year == 2026


async def test_a_year_without_days_ahead_shows_those_that_were_decided_on(
    gym: Gym, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        scheduling.confirm_closures(w, closure_ids=[own_day(w, "גשם", 26)])
        closures_deeds.decline(w, closure_ids=[own_day(w, "שיפוץ", 27)])
        own_day(w, "אולי", 28)
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=20))
    async with Tab(gym.acting(Role.OWNER), "/he/dashboard/holidays/") as tab:
        await tab.fire(HolidaysState, "load")
        state = await tab.state(HolidaysState)
        assert [(r.name, r.may_confirm, r.may_decline, r.may_change) for r in state.rows] == [
            ("גשם", False, False, False),
            ("שיפוץ", False, False, False),
        ]
        assert state.only_past.startswith("בשנה הזו לא נשארו")
        assert (state.waiting, state.suggested) == ("", 0)
        await tab.fire(HolidaysState, "ask_confirm_all")
        assert (await tab.state(HolidaysState)).panel == ""
        with open_work(gym.acting(Role.OWNER)) as w:
            own_day(w, "אוורור", 31, month=12)
        await tab.fire(HolidaysState, "load")
        state = await tab.state(HolidaysState)
        assert ([r.name for r in state.rows], state.only_past) == (["אוורור"], "")


def own_day(w: Work, name: str, day: int, *, month: int = 11) -> UUID:
    details = ClosureDetails(date(2026, month, day), name_he=name)
    return closures_deeds.add_closure(w, details=details)
