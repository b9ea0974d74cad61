"""The planning board: moving with its effect said first, many classes at once, weekly classes, one undo."""

from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest

from fitkit.core import clock
from fitkit.core.clock import ISRAEL, wall
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.closures import actions as closures
from fitkit.features.closures import queries as closure_queries
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries
from fitkit.features.scheduling.rules import SlotDetails
from fitkit.texts import board as texts
from fitkit.web.owner.timetable.bulk import BulkState
from fitkit.web.owner.timetable.moving import MoveState
from fitkit.web.owner.timetable.state import ScheduleState
from fitkit.web.owner.timetable.weekly import WeeklyState
from tests.conftest import Gym
from tests.factories.booking import book, weekly_member
from tests.factories.scheduling import Place, details, make_place
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


def published(gym: Gym, place: Place, *, times: int = 1, booked: bool = False) -> tuple[UUID, ...]:
    with open_work(gym.acting(Role.OWNER)) as w:
        ids = scheduling.publish_weekly(w, details=details(place, DAY), times=times).session_ids
        if booked:
            book(w, ids[0], weekly_member(w, "נועה"))
        return ids


def slot_of(gym: Gym, place: Place) -> UUID:
    with open_work(gym.acting(Role.OWNER)) as w:
        given = SlotDetails(
            place.class_type_id,
            place.location_id,
            DAY,
            weekday=3,
            at=time(18, 30),
            room_id=place.room_id,
            coach_id=place.coach_id,
        )
        return scheduling.add_slot(w, details=given).slot_id


def starts(gym: Gym, session_id: UUID) -> str:
    with open_work(gym.acting(Role.OWNER)) as w:
        at = queries.session(w, session_id=session_id).starts_at.astimezone(ISRAEL)
        return f"{at:%d.%m %H:%M}"


async def test_an_empty_class_moves_at_once_and_back(gym: Gym, place: Place) -> None:
    [one] = published(gym, place)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(MoveState, "drop", session_id=str(one), day="2026-11-26", at="19:15")
        assert starts(gym, one) == "26.11 19:15"
        assert not (await tab.state(MoveState)).is_open
        with open_work(gym.acting(Role.OWNER)) as w:
            batch = queries.latest_batches(w)[0]
        await tab.fire(BulkState, "undo", batch_id=str(batch.id))
    assert starts(gym, one) == "25.11 18:30"


async def test_a_booked_class_says_first_who_is_told(gym: Gym, place: Place) -> None:
    [one] = published(gym, place, booked=True)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MoveState, "drop", session_id=str(one), day="2026-11-26", at="18:30")
        state = await tab.state(MoveState)
        assert state.is_open
        assert starts(gym, one) == "25.11 18:30"
        assert [(p.name, p.words) for p in state.effect.people] == [("נועה כהן", "השעה השתנתה")]
        assert state.effect.summary == ("עובר ליום ה׳ 26.11 \u206618:30\u2069. הודעה למתאמן אחד.")
        await tab.fire(MoveState, "move")
        assert not (await tab.state(MoveState)).is_open
    assert starts(gym, one) == "26.11 18:30"


async def test_before_a_time_is_chosen_the_dialog_says_what_is_missing(
    gym: Gym, place: Place
) -> None:
    [one] = published(gym, place)
    async with Tab(gym.acting(Role.OWNER), THERE) as tab:
        await tab.fire(MoveState, "ask", session_id=str(one))
        state = await tab.state(MoveState)
        assert not state.effect.may
        assert state.effect.summary == texts.STAYS_PUT.en
        await tab.fire(MoveState, "put", name="at", value="19:15")
        assert (await tab.state(MoveState)).effect.may
        await tab.fire(MoveState, "put", name="at", value="18:30")
        assert (await tab.state(MoveState)).effect.summary == texts.STAYS_PUT.en


async def test_a_clash_is_said_and_nothing_moves(gym: Gym, place: Place) -> None:
    [one] = published(gym, place)
    with open_work(gym.acting(Role.OWNER)) as w:
        scheduling.publish(w, details=details(place, DAY + timedelta(days=1)))
    async with Tab(gym.acting(Role.OWNER), THERE) as tab:
        await tab.fire(MoveState, "drop", session_id=str(one), day="2026-11-26", at="18:00")
        state = await tab.state(MoveState)
        assert state.is_open
        assert not state.effect.may
        assert "is in another class then" in state.effect.clashes[0]
    assert starts(gym, one) == "25.11 18:30"


async def test_junk_and_the_past_move_nothing(gym: Gym, place: Place) -> None:
    [one] = published(gym, place)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        for day, at in [("", ""), ("x", "18:00"), ("2026-11-26", "99:00"), ("2026-11-01", "10:00")]:
            await tab.fire(MoveState, "drop", session_id=str(one), day=day, at=at)
            assert starts(gym, one) == "25.11 18:30"
        await tab.fire(MoveState, "drop", session_id=str(uuid4()), day="2026-11-26", at="10:00")
        await tab.fire(MoveState, "drop", session_id="junk", day="2026-11-26", at="10:00")


async def test_this_and_following_moves_the_weekly_class(gym: Gym, place: Place) -> None:
    slot_id = slot_of(gym, place)
    with open_work(gym.acting(Role.OWNER)) as w:
        second = queries.week(w, day=DAY + timedelta(days=7))[0].id
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MoveState, "ask", session_id=str(second))
        assert (await tab.state(MoveState)).is_weekly
        await tab.fire(MoveState, "put", name="scope", value="following")
        await tab.fire(MoveState, "put", name="at", value="20:00")
        assert len((await tab.state(MoveState)).effect.classes) == 7
        await tab.fire(MoveState, "move")
    with open_work(gym.acting(Role.OWNER)) as w:
        assert queries.slot(w, slot_id=slot_id).at == time(20)
        first = queries.week(w, day=DAY)[0]
        assert first.starts_at.astimezone(ISRAEL).time() == time(18, 30)


async def test_many_are_cancelled_with_a_preview_and_brought_back(gym: Gym, place: Place) -> None:
    ids = published(gym, place, times=4, booked=True)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(BulkState, "pick_shown")
        assert (await tab.state(BulkState)).picked == [str(ids[0])]
        await tab.fire(BulkState, "begin", what="cancel")
        await tab.fire(BulkState, "put", name="following", value=True)
        state = await tab.state(BulkState)
        assert (len(state.effect.classes), len(state.effect.people)) == (4, 1)
        assert (state.title, state.go) == ("ביטול השיעורים", "ביטול 4 שיעורים")
        await tab.fire(BulkState, "put", name="reason", value="חופשה")
        await tab.fire(BulkState, "do_it")
        assert (await tab.state(BulkState)).picked == []
        with open_work(gym.acting(Role.OWNER)) as w:
            views = queries.by_id(w, ids=ids)
            assert {v.cancel_reason for v in views.values()} == {"חופשה"}
            batch = queries.latest_batches(w)[0]
        await tab.fire(BulkState, "undo", batch_id=str(batch.id))
    with open_work(gym.acting(Role.OWNER)) as w:
        assert all(v.facts.is_on for v in queries.by_id(w, ids=ids).values())


@pytest.mark.parametrize(
    ("what", "name", "value"),
    [("move_by", "minutes", "45"), ("move_to", "at", "20:00"), ("capacity", "capacity", "30")],
)
async def test_each_deed_is_worded_before_it_is_done(
    gym: Gym, place: Place, what: str, name: str, value: str
) -> None:
    [one] = published(gym, place)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(BulkState, "pick", session_id=str(one))
        await tab.fire(BulkState, "begin", what=what)
        assert not (await tab.state(BulkState)).effect.may
        await tab.fire(BulkState, "do_it")
        assert (await tab.state(BulkState)).problems.keys() == {name}
        await tab.fire(BulkState, "put", name=name, value=value)
        assert len((await tab.state(BulkState)).effect.classes) == 1
        await tab.fire(BulkState, "do_it")
        assert (await tab.state(BulkState)).what == ""


async def test_a_weekly_class_says_what_it_yields_and_what_is_in_the_way(
    gym: Gym, place: Place
) -> None:
    form = {
        "class_type_id": str(place.class_type_id),
        "location_id": str(place.location_id),
        "coach_id": str(place.coach_id),
        "weekday": "3",
        "first_on": "2026-11-25",
        "at": "18:30",
        "minutes": "60",
        "capacity": "10",
    }
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(WeeklyState, "begin")
        for name, value in form.items():
            await tab.fire(WeeklyState, "put", name=name, value=value)
        said = (await tab.state(WeeklyState)).effect.yields
        assert (
            said == "כל יום רביעי ב־\u206618:30\u2069 מ־25.11. נכנסים ללו״ז מיד: 8 שיעורים, עד 13.1"
        )
        await tab.fire(WeeklyState, "save", form=form)
        assert (await tab.state(WeeklyState)).panel == ""
        await tab.fire(WeeklyState, "begin")
        for name, value in {**form, "at": "19:00"}.items():
            await tab.fire(WeeklyState, "put", name=name, value=value)
        clashes = (await tab.state(WeeklyState)).effect.clashes
        assert clashes[0].startswith("המאמן כבר באימון היום")
        await tab.fire(WeeklyState, "save", form={**form, "at": "19:00"})
        assert (await tab.state(WeeklyState)).problems.keys() == {"coach_id"}
    with open_work(gym.acting(Role.OWNER)) as w:
        assert len(queries.slots(w)) == 1


async def test_a_weekly_class_is_changed_and_ended(gym: Gym, place: Place) -> None:
    slot_id = slot_of(gym, place)
    with open_work(gym.acting(Role.OWNER)) as w:
        first = str(queries.week(w, day=DAY)[0].id)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(WeeklyState, "edit", session_id=first)
        await tab.fire(WeeklyState, "put", name="capacity", value="20")
        assert (await tab.state(WeeklyState)).effect.summary.startswith("8 שיעורים משתנים")
        await tab.fire(WeeklyState, "save", form={})
        await tab.fire(WeeklyState, "ask_end", session_id=first)
        await tab.fire(WeeklyState, "save", form={"last_on": "2026-12-02", "reason": ""})
    with open_work(gym.acting(Role.OWNER)) as w:
        slot = queries.slot(w, slot_id=slot_id)
        assert (slot.capacity, slot.last_on) == (20, date(2026, 12, 2))
        assert queries.week(w, day=date(2026, 12, 9)) == ()


async def test_figures_are_shown_on_each_weekly_class(gym: Gym, place: Place) -> None:
    slot_of(gym, place)
    with open_work(gym.acting(Role.OWNER)) as w:
        first = queries.week(w, day=DAY)[0].id
        book(w, first, weekly_member(w, "נועה"))
    with pytest.MonkeyPatch.context() as later:
        later.setattr(clock, "now", lambda: NOON + timedelta(days=3))
        async with Tab(gym.acting(Role.OWNER), HERE + "?week=2026-11-29") as tab:
            await tab.fire(ScheduleState, "load")
            await tab.fire(ScheduleState, "turn_figures")
            days = (await tab.state(ScheduleState)).days
            [block] = [s for d in days for s in d.sessions]
            assert (block.went.full, round(block.went.full_share, 2)) == (
                "\u20668%\u2069 תפוסה",
                0.08,
            )
            assert (block.went.waited, block.went.missed) == ("", "")
            await tab.fire(ScheduleState, "turn_figures")
            days = (await tab.state(ScheduleState)).days
            assert days[3].sessions[0].went.full == ""


async def test_a_single_class_has_figures_of_its_own(gym: Gym, place: Place) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        [one] = scheduling.publish(w, details=details(place, DAY, capacity=2)).session_ids
        people = [weekly_member(w, name, 2 + n) for n, name in enumerate(("נועה", "אורי", "גל"))]
        for who in people:
            book(w, one, who)
    with pytest.MonkeyPatch.context() as later:
        later.setattr(clock, "now", lambda: NOON + timedelta(days=1, hours=9))
        with open_work(gym.acting(Role.OWNER)) as w:
            booking.close_attendance(w, session_id=one)
        async with Tab(gym.acting(Role.OWNER), HERE) as tab:
            await tab.fire(ScheduleState, "load")
            await tab.fire(ScheduleState, "turn_figures")
            [block] = [s for d in (await tab.state(ScheduleState)).days for s in d.sessions]
    went = block.went
    assert (went.full, went.full_share) == ("\u2066100%\u2069 תפוסה", 1.0)
    assert (went.waited, went.waited_count, went.waited_share) == ("המתנה אחת", 1, 0.5)
    assert (went.missed, went.missed_share) == ("\u2066100%\u2069 לא הגיעו", 1.0)
    assert (block.begins, block.lasts) == (18 * 60 + 30, 60)


async def test_a_new_weekly_class_begins_in_the_week_that_is_shown(gym: Gym, place: Place) -> None:
    async with Tab(gym.acting(Role.OWNER), THERE + "?week=2026-12-13") as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(WeeklyState, "begin")
        state = await tab.state(WeeklyState)
        assert (state.draft["first_on"], state.draft["weekday"]) == ("2026-12-13", "0")
        assert state.since == "Begins in the week of \u206613.12–19.12\u2069"
        await tab.fire(WeeklyState, "put", name="first_on", value="2026-12-18")
        await tab.fire(WeeklyState, "put", name="weekday", value="1")
        assert "20.12–26.12" in (await tab.state(WeeklyState)).since
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(WeeklyState, "begin")
        assert (await tab.state(WeeklyState)).draft["first_on"] == "2026-11-24"


async def test_holidays_that_wait_are_told_only_to_who_decides(gym: Gym, place: Place) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        days = closures.propose(w, year=2027)
    async with Tab(gym.acting(Role.OWNER), THERE) as tab:
        await tab.fire(ScheduleState, "load")
        state = await tab.state(ScheduleState)
        assert state.undecided.startswith(f"{days} holidays of 2027 wait for your word")
        assert state.undecided_year == "2027"
        with open_work(gym.acting(Role.OWNER)) as w:
            ids = [v.id for v in closure_queries.closures_of_year(w, year=2027)]
            closures.decline(w, closure_ids=ids)
        await tab.fire(ScheduleState, "load")
        assert (await tab.state(ScheduleState)).undecided == ""
    async with Tab(gym.acting(Role.COACH, staff_id=place.coach_id), THERE) as tab:
        await tab.fire(ScheduleState, "load")
        state = await tab.state(ScheduleState)
        assert (state.undecided, state.problem) == ("", "")
