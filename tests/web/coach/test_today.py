"""The day: one's own classes, the gym's others, the one that comes next."""

from datetime import date, datetime, time, timedelta

import pytest

from fitkit.core import clock
from fitkit.core.clock import ISRAEL, wall
from fitkit.core.permissions import Permission, Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.booking import queries
from fitkit.features.booking.rules import Attendance
from fitkit.features.scheduling import actions as scheduling
from fitkit.web.coach.today.state import TodayState
from tests.conftest import Gym
from tests.factories.booking import as_member, book, pack_member, weekly_member
from tests.factories.scheduling import details, make_place, publish, session_at, tomorrow
from tests.factories.staff import make_coach
from tests.web.driver import Tab

HERE = "/he/dashboard/today/"
THERE = "/en/dashboard/today/"
NOON = wall(date(2026, 11, 24), time(12, 0), ISRAEL)


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def at(hour: int, minute: int = 0) -> datetime:
    return wall(date(2026, 11, 24), time(hour, minute), ISRAEL)


async def test_a_coach_sees_own_classes_first_and_the_others_below(gym: Gym, at_noon: None) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        other = make_coach(w, "שירה מזרחי")
        day = date(2026, 11, 24)
        scheduling.publish(w, details=details(place, day, time(18)))
        scheduling.publish(w, details=details(place, day, time(17), coach_id=other, room_id=None))
    async with Tab(gym.acting(Role.COACH, staff_id=place.coach_id), HERE) as tab:
        await tab.fire(TodayState, "load")
        state = await tab.state(TodayState)
        assert [(c.time, c.coach) for c in state.mine] == [("18:00", "יואב לוי")]
        assert [(c.time, c.coach) for c in state.others] == [("17:00", "שירה מזרחי")]
        assert (state.next.time, state.next.when, state.next.is_now) == (
            "18:00",
            "בעוד 6 שעות",
            False,
        )
        assert state.greeting == "צהריים טובים, Maya"
        assert (state.day_words, state.is_today) == ("יום שלישי, 24 בנובמבר", True)


async def test_an_owner_without_classes_sees_all_of_them(gym: Gym, at_noon: None) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        session_at(w, place, at(11, 30))
        session_at(w, place, at(9))
    async with Tab(gym.acting(Role.OWNER), THERE) as tab:
        await tab.fire(TodayState, "load")
        state = await tab.state(TodayState)
        assert (state.mine, state.is_coach) == ([], False)
        assert [(c.time, c.status, c.look) for c in state.others] == [
            ("09:00", "Over", "off"),
            ("11:30", "", "open"),
        ]
        assert (state.next.time, state.next.when, state.next.is_now) == ("11:30", "On now", True)
        assert state.others_words == "2 classes, 0 booked"


async def test_a_row_counts_places_waiting_and_first_visits(gym: Gym, at_noon: None) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        was, soon = session_at(w, place, at(9)), session_at(w, place, at(13), capacity=2)
        regular = pack_member(w, "גל")
        booking.record_past(
            w,
            places=[booking.PastPlace(was, regular, at(8), attendance=Attendance.ATTENDED)],
        )
        for member_id in (regular, weekly_member(w, "אורי"), weekly_member(w, "תמר", 4)):
            book(w, soon, member_id)
    async with Tab(gym.acting(Role.COACH), HERE) as tab:
        await tab.fire(TodayState, "load")
        over, full = (await tab.state(TodayState)).others
        assert (over.places, over.used, over.total) == ("הגיעו 1 מתוך 1", 1, 1)
        assert (full.places, full.status, full.waiting) == ("2 מתוך 2", "מלא", "אחד בהמתנה")
        assert full.first_timers == "ביקור ראשון לאחד"


async def test_first_visits_count_who_never_came_before_that_class(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        first = publish(w, place).session_ids[0]
        later = publish(w, place, tomorrow(w) + timedelta(days=1)).session_ids[0]
        known = pack_member(w, "גל")
        new = weekly_member(w, "אורי")
        old = session_at(w, place, w.now - timedelta(days=3))
        came = booking.PastPlace(old, known, w.now, attendance=Attendance.ATTENDED)
        booking.record_past(w, places=[came])
        for session_id in (first, later):
            book(w, session_id, known)
            book(w, session_id, new)
        assert queries.first_visits_by_session(w, ids=[first, later, old]) == {
            first: 1,
            later: 1,
            old: 1,
        }


async def test_the_address_says_which_day(gym: Gym, at_noon: None) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        scheduling.publish(w, details=details(place, date(2026, 11, 25), time(18)))
    async with Tab(gym.acting(Role.COACH), HERE + "?day=2026-11-25") as tab:
        await tab.fire(TodayState, "load")
        state = await tab.state(TodayState)
        assert (state.day, state.is_today, len(state.others)) == ("2026-11-25", False, 1)
        assert state.previous == "/he/dashboard/today/"
        assert state.following == "/he/dashboard/today/?day=2026-11-26"
        assert state.next.id == ""


@pytest.mark.parametrize("junk", ["?day=junk", "?day=2019-01-01", "?day=9999-12-31", "?day="])
async def test_a_day_that_cannot_be_meant_is_today(gym: Gym, at_noon: None, junk: str) -> None:
    async with Tab(gym.acting(Role.COACH), HERE + junk) as tab:
        await tab.fire(TodayState, "load")
        state = await tab.state(TodayState)
        assert (state.is_today, state.mine, state.others, state.problem) == (True, [], [], "")


async def test_a_cancelled_class_is_struck_and_is_not_next(gym: Gym, at_noon: None) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        off = session_at(w, place, at(13))
        scheduling.cancel_session(w, session_id=off)
    async with Tab(gym.acting(Role.COACH), HERE) as tab:
        await tab.fire(TodayState, "load")
        state = await tab.state(TodayState)
        assert (state.others[0].is_cut, state.others[0].status) == (True, "בוטל")
        assert state.next.id == ""


async def test_another_gyms_classes_are_never_seen(gym: Gym, other_gym: Gym, at_noon: None) -> None:
    with open_work(other_gym.acting(Role.OWNER)) as w:
        session_at(w, make_place(w), at(13))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(TodayState, "load")
        assert (await tab.state(TodayState)).others == []


async def test_a_member_is_led_away(gym: Gym) -> None:
    async with Tab(gym.acting(Role.MEMBER), HERE) as tab:
        await tab.fire(TodayState, "load")
        assert tab.went_to == ["/he/home/"]
        assert (await tab.state(TodayState)).is_loading


async def test_without_the_roster_no_attendance_is_counted(gym: Gym, at_noon: None) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        soon = session_at(w, place, at(13))
        booking.book(as_member(w, pack := pack_member(w)), session_id=soon, member_id=pack)
    narrowed = gym.acting(Role.COACH)
    narrowed = gym.acting_as(narrowed, permissions=narrowed.permissions - {Permission.SEE_ROSTER})
    async with Tab(narrowed, HERE) as tab:
        await tab.fire(TodayState, "load")
        state = await tab.state(TodayState)
        assert (state.others[0].places, state.others[0].first_timers) == ("1 מתוך 12", "")
