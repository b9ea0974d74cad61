"""Planning the timetable: publish with its dates said before, change, cancel, restore, take back."""

from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest

from fitkit.core import clock
from fitkit.core.clock import ISRAEL, wall
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries
from fitkit.web.deeds.substitutes import SubstitutesState
from fitkit.web.owner.timetable.bulk import BulkState
from fitkit.web.owner.timetable.moving import MoveState
from fitkit.web.owner.timetable.planning import TimetableState
from fitkit.web.owner.timetable.state import ScheduleState
from fitkit.web.owner.timetable.weekly import WeeklyState
from tests.conftest import Gym
from tests.factories.booking import book, weekly_member
from tests.factories.class_types import make_class_type
from tests.factories.locations import make_location, make_room
from tests.factories.scheduling import Place, details, make_place
from tests.factories.staff import make_coach
from tests.web.driver import Tab

HERE = "/he/dashboard/schedule/"
THERE = "/en/dashboard/schedule/"
NOON = wall(date(2026, 11, 24), time(12, 0), ISRAEL)
DAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def place(gym: Gym) -> Place:
    with open_work(gym.acting(Role.OWNER)) as w:
        return make_place(w)


def form(place: Place, **more: str) -> dict[str, str]:
    given = {
        "class_type_id": str(place.class_type_id),
        "location_id": str(place.location_id),
        "room_id": str(place.room_id),
        "coach_id": str(place.coach_id),
        "day": "2026-12-01",
        "at": "18:00",
        "until": "19:00",
        "capacity": "10",
        "times": "6",
        "note": "",
    }
    return given | more


def published(gym: Gym, place: Place, **more: object) -> UUID:
    with open_work(gym.acting(Role.OWNER)) as w:
        return scheduling.publish(w, details=details(place, DAY, **more)).session_ids[0]


def of(gym: Gym, session_id: UUID) -> queries.SessionView:
    with open_work(gym.acting(Role.OWNER)) as w:
        return queries.session(w, session_id=session_id)


def week(gym: Gym, day=DAY) -> list[queries.SessionView]:
    with open_work(gym.acting(Role.OWNER)) as w:
        return list(queries.week(w, day=day))


async def test_a_class_type_brings_its_length_places_and_coach(gym: Gym, place: Place) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        kind = make_class_type(w, "הרמות", minutes=45, capacity=8, coach_id=place.coach_id)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(TimetableState, "begin")
        state = await tab.state(TimetableState)
        assert (state.panel, state.draft["day"], state.draft["at"]) == (
            "publish",
            "2026-11-25",
            "18:00",
        )
        assert state.draft["location_id"] == str(place.location_id)
        assert [r.label for r in state.rooms] == ["אולם גדול"]
        await tab.fire(TimetableState, "put", name="class_type_id", value=str(kind))
        draft = (await tab.state(TimetableState)).draft
        assert (draft["until"], draft["capacity"], draft["coach_id"]) == (
            "18:45",
            "8",
            str(place.coach_id),
        )
        await tab.fire(TimetableState, "put", name="at", value="20:00")
        assert (await tab.state(TimetableState)).draft["until"] == "20:45"
        await tab.fire(TimetableState, "put", name="at", value="23:30")
        assert (await tab.state(TimetableState)).draft["until"] == ""


async def test_the_dates_are_said_before_anything_is_saved(gym: Gym, place: Place) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(TimetableState, "begin")
        assert (
            await tab.state(TimetableState)
        ).plan == "שיעור אחד, יום ד׳ 25.11 ב־\u206618:00\u2069"
        await tab.fire(TimetableState, "put", name="day", value="2026-11-24")
        await tab.fire(TimetableState, "put", name="times", value=6)
        state = await tab.state(TimetableState)
        assert state.plan == "6 שיעורים, ימי ג׳ \u206618:00\u2069, עד 29.12"
        assert state.dates == "\u206624.11 · 1.12 · 8.12 · 15.12 · 22.12 · 29.12\u2069"
        for junk in ("0", "53", "", "x" * 30, None, -1):
            await tab.fire(TimetableState, "put", name="times", value=junk)
            assert (await tab.state(TimetableState)).dates == ""
        await tab.fire(TimetableState, "put", name="times", value="2")
        await tab.fire(TimetableState, "put", name="day", value="")
        assert "יופיעו כאן" in (await tab.state(TimetableState)).plan
    assert week(gym) == []


async def test_the_plan_is_said_in_english_too(gym: Gym, place: Place) -> None:
    async with Tab(gym.acting(Role.OWNER), THERE) as tab:
        await tab.fire(TimetableState, "begin")
        await tab.fire(TimetableState, "put", name="times", value="2")
        assert (await tab.state(TimetableState)).plan == (
            "2 classes, Wednesdays \u206618:00\u2069, until 2.12"
        )


async def test_publishing_shows_the_week_and_offers_to_take_it_back(gym: Gym, place: Place) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(TimetableState, "begin")
        await tab.fire(TimetableState, "publish", form=form(place))
        state = await tab.state(TimetableState)
        assert (state.panel, state.problems, tab.faults) == ("", {}, [])
        assert "6 שיעורים בלו״ז: אימון היום" in tab.said
        assert tab.went_to == ["/he/dashboard/schedule/?week=2026-11-29"]
        (made,) = week(gym, date(2026, 12, 1))
        assert (made.capacity, made.coach_id, made.room_id) == (10, place.coach_id, place.room_id)
        await tab.fire(TimetableState, "withdraw", series_id=str(made.series_id))
        assert "הפרסום הוחזר, 6 שיעורים" in tab.said
    assert week(gym, date(2026, 12, 1)) == []


async def test_a_class_of_the_shown_week_stands_on_the_board_at_once(
    gym: Gym, place: Place
) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        given = form(place, day="2026-11-26", times="1", until="", capacity="")
        await tab.fire(TimetableState, "publish", form=given)
        assert (await tab.state(ScheduleState)).count == 1
        assert tab.went_to == []
    assert (week(gym)[0].capacity, week(gym)[0].ends_at - week(gym)[0].starts_at) == (
        12,
        timedelta(hours=1),
    )


async def test_a_clash_is_refused_at_the_field_and_names_the_other_class(
    gym: Gym, place: Place
) -> None:
    published(gym, place, at=time(18, 30))
    with open_work(gym.acting(Role.OWNER)) as w:
        other = make_coach(w, "שירה מזרחי")
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(TimetableState, "begin")
        same = form(place, day="2026-11-25")
        await tab.fire(TimetableState, "publish", form=same)
        state = await tab.state(TimetableState)
        assert (state.panel, list(state.problems)) == ("publish", ["coach_id"])
        assert "אימון היום 25.11 18:30" in state.problems["coach_id"]
        await tab.fire(TimetableState, "publish", form=same | {"coach_id": str(other)})
        assert "אולם גדול תפוס" in (await tab.state(TimetableState)).problems["room_id"]
    assert len(week(gym)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("class_type_id", ""),
        ("class_type_id", "junk"),
        ("location_id", ""),
        ("room_id", "junk"),
        ("coach_id", "1"),
        ("day", ""),
        ("day", "31.2"),
        ("day", "2026-11-01"),
        ("at", ""),
        ("at", "25:00"),
        ("until", "17:00"),
        ("capacity", "0"),
        ("capacity", "many"),
        ("times", ""),
        ("times", "53"),
        ("note", "א" * 501),
    ],
)
async def test_what_cannot_be_read_is_refused_at_its_field(
    gym: Gym, place: Place, field: str, value: str
) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(TimetableState, "begin")
        await tab.fire(TimetableState, "publish", form=form(place) | {field: value})
        state = await tab.state(TimetableState)
        assert (list(state.problems), state.panel) == ([field], "publish")


async def test_another_gyms_things_cannot_be_published_with(
    gym: Gym, other_gym: Gym, place: Place
) -> None:
    with open_work(other_gym.acting(Role.OWNER)) as w:
        theirs = make_place(w)
    fields = ("class_type_id", "location_id", "room_id", "coach_id")
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        for field in (*fields,):
            given = form(place) | {field: str(getattr(theirs, field))}
            await tab.fire(TimetableState, "publish", form=given)
    assert week(gym, date(2026, 12, 1)) == []


async def test_rooms_follow_the_location(gym: Gym, place: Place) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        north = make_location(w, "פלורנטין")
        make_room(w, north, "גג")
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(TimetableState, "begin")
        await tab.fire(TimetableState, "put", name="location_id", value=str(north))
        assert [r.label for r in (await tab.state(TimetableState)).rooms] == ["גג"]
        await tab.fire(TimetableState, "put", name="location_id", value="junk")
        assert (await tab.state(TimetableState)).rooms == []
        await tab.fire(TimetableState, "put", name="note", value="1")
        assert "לא הובנו" in tab.said


async def test_a_class_is_changed_and_changed_back(gym: Gym, place: Place) -> None:
    session_id = published(gym, place)
    with open_work(gym.acting(Role.OWNER)) as w:
        book(w, session_id, weekly_member(w))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "open", session_id=str(session_id))
        await tab.fire(TimetableState, "edit", session_id=str(session_id))
        state = await tab.state(TimetableState)
        assert (state.panel, state.draft["at"], state.draft["until"]) == (
            "change",
            "18:30",
            "19:30",
        )
        assert state.cost == "שינוי של שעה, מקום או מאמן יישלח בהודעה: רשום אחד"
        assert (await tab.state(ScheduleState)).sheet.id == ""
        given = form(place, day="2026-11-26", at="20:00", until="21:30", note="להביא חבל")
        await tab.fire(TimetableState, "save", form=given)
        after = of(gym, session_id)
        assert (after.starts_at, after.capacity, after.note) == (
            wall(date(2026, 11, 26), time(20), ISRAEL),
            10,
            "להביא חבל",
        )
        assert "השיעור עודכן: אימון היום 26.11 20:00" in tab.said
        await tab.fire(TimetableState, "change_back", session_id=str(session_id))
        back = of(gym, session_id)
        assert (back.starts_at, back.capacity, back.note) == (
            wall(DAY, time(18, 30), ISRAEL),
            12,
            "",
        )


async def test_a_change_says_what_it_would_do_before_it_is_saved(gym: Gym, place: Place) -> None:
    session_id, other = published(gym, place), published(gym, place, at=time(20))
    with open_work(gym.acting(Role.OWNER)) as w:
        for n, name in enumerate(("אורי", "גל")):
            book(w, session_id, weekly_member(w, name, 3 + n))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:

        async def typed(**given: str):
            for name, value in given.items():
                await tab.fire(TimetableState, "put", name=name, value=value)
            return (await tab.state(TimetableState)).effect

        await tab.fire(TimetableState, "edit", session_id=str(session_id))
        assert (await tab.state(TimetableState)).effect.summary == ""
        effect = await typed(at="20:30")
        assert (await tab.state(TimetableState)).draft["until"] == "21:30"
        assert "יואב לוי כבר בשיעור אחר: אימון היום 25.11 20:00" in effect.clashes[0]
        effect = await typed(coach_id="", room_id="")
        assert effect.clashes == []
        assert [(p.name, p.words) for p in effect.people] == [
            ("אורי כהן", "השעה השתנתה"),
            ("גל כהן", "השעה השתנתה"),
        ]
        assert effect.summary.startswith(
            "עובר ליום ד׳ 25.11 \u206620:30\u2069, מאמן אחר, מקום אחר."
        )
        effect = await typed(capacity="1")
        assert "כבר תפוסים 2 מקומות" in effect.clashes[0]
        assert await typed(capacity="") is not None
        assert list((await tab.state(TimetableState)).problems) == ["capacity"]
        await tab.fire(TimetableState, "put", name="until", value="20:00")
        assert (await tab.state(TimetableState)).problems.keys() <= {"until"}
    assert of(gym, session_id).starts_at == wall(DAY, time(18, 30), ISRAEL)
    assert of(gym, other).facts.is_on


async def test_publishing_says_whom_it_would_meet(gym: Gym, place: Place) -> None:
    published(gym, place, at=time(18, 30))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(TimetableState, "begin")
        asked = form(place, day="2026-11-18", times="2")
        for name in ("class_type_id", "day", "at", "until", "times", "room_id"):
            await tab.fire(TimetableState, "put", name=name, value=asked[name])
        clashes = (await tab.state(TimetableState)).effect.clashes
        assert clashes == ["האולם תפוס באימון היום \u206618:30\u2069: \u206625.11\u2069"]
        await tab.fire(TimetableState, "put", name="at", value="20:00")
        assert (await tab.state(TimetableState)).effect.clashes == []


async def test_places_never_go_below_those_booked(gym: Gym, place: Place) -> None:
    session_id = published(gym, place)
    with open_work(gym.acting(Role.OWNER)) as w:
        book(w, session_id, weekly_member(w, "אורי"))
        book(w, session_id, weekly_member(w, "גל", 4))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(TimetableState, "edit", session_id=str(session_id))
        given = form(place, day="2026-11-25", capacity="1")
        await tab.fire(TimetableState, "save", form=given)
        state = await tab.state(TimetableState)
        assert (list(state.problems), state.panel) == (["capacity"], "change")


async def test_cancelling_says_who_is_affected_and_restoring_brings_it_back(
    gym: Gym, place: Place
) -> None:
    session_id = published(gym, place, capacity=1)
    with open_work(gym.acting(Role.OWNER)) as w:
        book(w, session_id, weekly_member(w, "אורי"))
        book(w, session_id, weekly_member(w, "גל", 4))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(TimetableState, "ask_cancel", session_id=str(session_id))
        state = await tab.state(TimetableState)
        assert (state.panel, state.title) == ("cancel", "לבטל את אימון היום 25.11 18:30?")
        assert "רשום אחד, ממתין אחד" in state.cost
        assert "כניסות שנוצלו יחזרו" in state.cost
        assert [(p.name, p.words) for p in state.effect.people] == [
            ("אורי כהן", "השיעור בוטל והמקום שוחרר"),
            ("גל כהן", "רשימת ההמתנה נסגרה"),
        ]
        await tab.fire(TimetableState, "cancel", form={"reason": "מזג אוויר"})
        assert of(gym, session_id).cancel_reason == "מזג אוויר"
        board = await tab.state(ScheduleState)
        assert [s.kind for d in board.days for s in d.sessions] == ["cancelled"]
        await tab.fire(TimetableState, "cancel", form={"reason": ""})
        assert "השיעור כבר מבוטל" in tab.said
        await tab.fire(TimetableState, "restore", session_id=str(session_id))
        assert of(gym, session_id).facts.is_on
        assert "השיעור חזר ללו״ז" in tab.said


async def test_a_reason_too_long_is_refused_at_its_field(gym: Gym, place: Place) -> None:
    session_id = published(gym, place)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(TimetableState, "ask_cancel", session_id=str(session_id))
        await tab.fire(TimetableState, "cancel", form={"reason": "א" * 201})
        state = await tab.state(TimetableState)
        assert (list(state.problems), state.panel) == (["reason"], "cancel")
    assert of(gym, session_id).facts.is_on


async def test_restoring_into_a_clash_is_refused_in_words(gym: Gym, place: Place) -> None:
    session_id = published(gym, place)
    with open_work(gym.acting(Role.OWNER)) as w:
        scheduling.cancel_session(w, session_id=session_id)
    published(gym, place)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(TimetableState, "restore", session_id=str(session_id))
        assert "כבר בשיעור אחר" in tab.said
    assert not of(gym, session_id).facts.is_on


async def test_a_series_is_taken_back_from_one_of_its_classes(gym: Gym, place: Place) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        made = scheduling.publish_weekly(w, details=details(place, DAY), times=3)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(TimetableState, "ask_withdraw", session_id=str(made.session_ids[0]))
        state = await tab.state(TimetableState)
        assert (state.panel, state.cost[:9]) == ("withdraw", "3 שיעורים")
        await tab.fire(TimetableState, "withdraw_these")
    assert week(gym) == []


async def test_a_series_with_bookings_stays(gym: Gym, place: Place) -> None:
    session_id = published(gym, place)
    with open_work(gym.acting(Role.OWNER)) as w:
        book(w, session_id, weekly_member(w))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(TimetableState, "ask_withdraw", session_id=str(session_id))
        await tab.fire(TimetableState, "withdraw_these")
        assert "כבר יש הרשמות" in tab.said
    assert of(gym, session_id).facts.is_on


@pytest.mark.parametrize("handler", ["edit", "ask_cancel", "ask_withdraw", "restore"])
async def test_another_gyms_class_and_junk_are_not_found(
    gym: Gym, other_gym: Gym, handler: str
) -> None:
    with open_work(other_gym.acting(Role.OWNER)) as w:
        theirs = scheduling.publish(w, details=details(make_place(w), DAY))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        for given in (str(theirs.session_ids[0]), str(uuid4()), "junk"):
            await tab.fire(TimetableState, handler, session_id=given)
            state = await tab.state(TimetableState)
            assert (state.panel, state.session_id, tab.faults) == ("", "", [])
        await tab.fire(TimetableState, "withdraw", series_id=str(theirs.series_id))
        await tab.fire(TimetableState, "cancel", form={"reason": ""})
        await tab.fire(TimetableState, "save", form={})
        assert tab.faults == []
    assert of(other_gym, theirs.session_ids[0]).facts.is_on


async def test_a_reload_finds_no_half_filled_form_open(gym: Gym, place: Place) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        session_id = scheduling.publish(w, details=details(place, DAY)).session_ids[0]
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(TimetableState, "begin")
        await tab.fire(TimetableState, "put", name="capacity", value="7")
        await tab.fire(WeeklyState, "begin")
        await tab.fire(MoveState, "ask", session_id=str(session_id))
        await tab.fire(BulkState, "begin_named")
        await tab.fire(SubstitutesState, "begin", session_id=str(session_id))
        opened = await over(tab)
        assert opened == ("publish", "add", True, True, str(session_id))
        await tab.fire(ScheduleState, "load")
        assert await over(tab) == ("", "", False, False, "")


async def over(tab: Tab) -> tuple[object, ...]:
    """What each dialog over the board knows of being open."""
    return (
        (await tab.state(TimetableState)).panel,
        (await tab.state(WeeklyState)).panel,
        (await tab.state(MoveState)).is_open,
        (await tab.state(BulkState)).is_named,
        (await tab.state(SubstitutesState)).session_id,
    )
