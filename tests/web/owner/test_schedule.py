"""The timetable: a week, its filters, one class beside it; who may only look."""

from datetime import date, time, timedelta

import pytest

from fitkit.core import clock
from fitkit.core.clock import ISRAEL, wall
from fitkit.core.permissions import Permission, Role
from fitkit.core.work import open_work
from fitkit.features.identity.rules import Preset, preset_without
from fitkit.features.scheduling import actions as scheduling
from fitkit.web.owner.timetable.planning import TimetableState
from fitkit.web.owner.timetable.state import ScheduleState
from tests.conftest import Gym
from tests.factories.booking import book, weekly_member
from tests.factories.class_types import make_class_type
from tests.factories.locations import make_location
from tests.factories.scheduling import details, make_place
from tests.factories.staff import make_coach
from tests.web.driver import Tab

HERE = "/he/dashboard/schedule/"
THERE = "/en/dashboard/schedule/"
NOON = wall(date(2026, 11, 24), time(12, 0), ISRAEL)
DAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def shown(state) -> list[tuple[str, str]]:
    return [(d.number, s.time) for d in state.days for s in d.sessions]


async def test_a_week_stands_from_sunday_with_today_marked(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        scheduling.publish_weekly(w, details=details(place, DAY), times=2)
    async with Tab(gym.acting(Role.COACH, staff_id=place.coach_id), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        state = await tab.state(ScheduleState)
        assert [d.number for d in state.days] == [f"{n}.11" for n in range(22, 29)]
        assert [d.number for d in state.days if d.is_today] == ["24.11"]
        assert shown(state) == [("25.11", "18:30")]
        block = state.days[3].sessions[0]
        assert (block.name, block.who, block.places, block.kind) == (
            "אימון היום",
            "יואב לוי",
            "0 מתוך 12",
            "mine",
        )
        assert (state.first, state.count_words) == ("2026-11-22", "שיעור אחד")
        assert state.following == "/he/dashboard/schedule/?week=2026-11-29"


async def test_days_behind_are_folded_in_the_week_that_is_on_alone(gym: Gym, monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=4))  # Saturday, the last day
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        state = await tab.state(ScheduleState)
        assert [d.number for d in state.days if not d.is_folded] == ["28.11"]
        assert (state.earlier, state.shows_earlier) == ("6 ימים שעברו", False)
        await tab.fire(ScheduleState, "turn_earlier")
        assert (await tab.state(ScheduleState)).shows_earlier
        await tab.fire(ScheduleState, "load")
        assert not (await tab.state(ScheduleState)).shows_earlier
    for week in ("2026-11-15", "2026-11-29"):  # what is all behind, or all ahead, is not folded
        async with Tab(gym.acting(Role.OWNER), f"{HERE}?week={week}") as tab:
            await tab.fire(ScheduleState, "load")
            state = await tab.state(ScheduleState)
            assert (state.earlier, any(d.is_folded for d in state.days)) == ("", False)
    monkeypatch.setattr(clock, "now", lambda: NOON - timedelta(days=2))  # Sunday
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        assert (await tab.state(ScheduleState)).earlier == ""


async def test_the_address_says_which_week_and_filters(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        coach, kind = make_coach(w, "שירה מזרחי"), make_class_type(w, "הרמות")
        north = make_location(w, "פלורנטין")
        scheduling.publish(w, details=details(place, DAY))
        scheduling.publish(
            w,
            details=details(
                place,
                DAY,
                time(20),
                coach_id=coach,
                class_type_id=kind,
                location_id=north,
                room_id=None,
            ),
        )
        scheduling.publish(w, details=details(place, DAY + timedelta(days=7)))
    asked = [
        ("?week=2026-11-29", ["18:30"]),
        (f"?coach={coach}", ["20:00"]),
        (f"?type={kind}", ["20:00"]),
        (f"?at={north}", ["20:00"]),
        (f"?at={north}&coach={place.coach_id}", []),
        ("?week=junk&coach=junk&at=1&type=%00", ["18:30", "20:00"]),
        ("?week=1999-01-01", ["18:30", "20:00"]),
    ]
    for query, times in asked:
        async with Tab(gym.acting(Role.OWNER), THERE + query) as tab:
            await tab.fire(ScheduleState, "load")
            state = await tab.state(ScheduleState)
            assert [at for _, at in shown(state)] == times, query
    async with Tab(gym.acting(Role.OWNER), THERE + f"?at={north}&coach={place.coach_id}") as tab:
        await tab.fire(ScheduleState, "load")
        state = await tab.state(ScheduleState)
        assert (state.hidden, state.place, state.coach) == (
            "This week has 2 classes",
            "פלורנטין",
            "יואב לוי",
        )
        assert state.plain == "/en/dashboard/schedule/?week=2026-11-22"


async def test_a_block_opens_a_sheet_with_the_class(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        made = scheduling.publish(w, details=details(place, DAY, note="להביא חבל"))
        session_id = made.session_ids[0]
    async with Tab(gym.acting(Role.COACH), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(ScheduleState, "open", session_id=str(session_id))
        sheet = (await tab.state(ScheduleState)).sheet
        assert sheet.title == "אימון היום 25.11 18:30"
        assert (sheet.coach, sheet.room, sheet.note) == ("יואב לוי", "אולם גדול", "להביא חבל")
        assert (sheet.may_change, sheet.may_cancel, sheet.may_restore) == (True, True, False)
        assert sheet.together == "שיעור אחד"
        await tab.fire(ScheduleState, "close")
        assert (await tab.state(ScheduleState)).sheet.id == ""


async def test_a_series_that_somebody_booked_cannot_be_taken_back(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        made = scheduling.publish_weekly(w, details=details(place, DAY), times=2)
        book(w, made.session_ids[0], weekly_member(w))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "open", session_id=str(made.session_ids[1]))
        assert (await tab.state(ScheduleState)).sheet.together == ""


async def test_past_and_cancelled_classes_look_so(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        off = scheduling.publish(w, details=details(place, DAY)).session_ids[0]
        scheduling.cancel_session(w, session_id=off, reason="מזג אוויר")
        past = scheduling.PastSession(
            place.class_type_id,
            place.location_id,
            NOON - timedelta(hours=3),
            NOON - timedelta(hours=2),
            12,
        )
        scheduling.publish_past(w, sessions=[past])
    async with Tab(gym.acting(Role.COACH), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        state = await tab.state(ScheduleState)
        assert [s.kind for d in state.days for s in d.sessions] == ["past", "cancelled"]
        await tab.fire(ScheduleState, "open", session_id=str(off))
        sheet = (await tab.state(ScheduleState)).sheet
        assert (sheet.is_cancelled, sheet.reason, sheet.may_restore) == (True, "מזג אוויר", True)


@pytest.mark.parametrize("junk", ["junk", "01a20a52-da14-7607-b57e-05620e2cf895"])
async def test_a_class_that_is_none_opens_nothing(gym: Gym, junk: str) -> None:
    async with Tab(gym.acting(Role.COACH), HERE) as tab:
        await tab.fire(ScheduleState, "open", session_id=junk)
        assert (await tab.state(ScheduleState)).sheet.id == ""
        assert "לא נמצא" in tab.said


async def test_another_gyms_class_opens_nothing_and_is_not_listed(gym: Gym, other_gym: Gym) -> None:
    with open_work(other_gym.acting(Role.OWNER)) as w:
        session_id = scheduling.publish(w, details=details(make_place(w), DAY)).session_ids[0]
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        assert (await tab.state(ScheduleState)).count == 0
        await tab.fire(ScheduleState, "open", session_id=str(session_id))
        assert (await tab.state(ScheduleState)).sheet.id == ""


async def test_a_member_is_led_away(gym: Gym) -> None:
    async with Tab(gym.acting(Role.MEMBER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        assert tab.went_to == ["/he/home/"]


def _narrowed(gym: Gym, role: Role, *without: Permission):
    actor = gym.acting(role)
    return gym.acting_as(actor, permissions=actor.permissions - set(without))


@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        ("begin", {}),
        ("put", {"name": "day", "value": "2026-11-25"}),
        ("publish", {"form": {}}),
        ("edit", {"session_id": "ID"}),
        ("save", {"form": {}}),
        ("change_back", {"session_id": "ID"}),
        ("ask_cancel", {"session_id": "ID"}),
        ("cancel", {"form": {}}),
        ("restore", {"session_id": "ID"}),
        ("withdraw", {"series_id": "ID"}),
        ("ask_withdraw", {"session_id": "ID"}),
        ("withdraw_these", {}),
    ],
)
async def test_a_coach_and_the_front_desk_plan_nothing(
    gym: Gym, handler: str, payload: dict
) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        made = scheduling.publish(w, details=details(make_place(w), DAY))
    ids = {"session_id": str(made.session_ids[0]), "series_id": str(made.series_id)}
    given = {k: ids[k] if v == "ID" else v for k, v in payload.items()}
    desk = _narrowed(gym, Role.ADMIN, *preset_without(Preset.FRONT_DESK, Role.ADMIN))
    for actor in (gym.acting(Role.COACH), desk):
        async with Tab(actor, HERE) as tab:
            await tab.fire(TimetableState, handler, **given)
            state = await tab.state(TimetableState)
            assert (state.panel, state.session_id, state.types) == ("", "", [])
            assert "אין הרשאה לפעולה הזו" in tab.said
    with open_work(gym.acting(Role.OWNER)) as w:
        from fitkit.features.scheduling import queries

        assert [v.facts.is_on for v in queries.week(w, day=DAY)] == [True]
