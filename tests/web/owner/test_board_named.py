"""Many classes named by days and what they are: what fits, what can be done to it, one undo."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest

from fitkit.core import clock
from fitkit.core.clock import ISRAEL, day_of, wall
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.class_types.rules import Policy
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries
from fitkit.web.owner.timetable.bulk import BulkState
from fitkit.web.owner.timetable.state import ScheduleState
from tests.conftest import Gym
from tests.factories.booking import book, weekly_member
from tests.factories.class_types import make_class_type
from tests.factories.scheduling import Place, details, make_place
from tests.factories.staff import make_coach
from tests.web.driver import Tab

HERE = "/he/dashboard/schedule/"
NOON = wall(date(2026, 11, 24), time(12, 0), ISRAEL)
TUESDAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def december(gym: Gym) -> dict[str, tuple[UUID, ...]]:
    """Yoga of Dana on Tuesdays from 24.11 on, and beside it what is not hers or no yoga."""
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        yoga, dana = make_class_type(w, "יוגה", policy=Policy(opens_days=14)), make_coach(w, "דנה")

        def weekly(times: int, day: date, at: time, **more: object) -> tuple[UUID, ...]:
            given = details(place, day, at, **({"room_id": None} | more))
            return scheduling.publish_weekly(w, details=given, times=times).session_ids

        made = {
            "hers": weekly(
                6, TUESDAY - timedelta(days=7), time(18), class_type_id=yoga, coach_id=dana
            ),
            "not_hers": weekly(2, TUESDAY, time(19), class_type_id=yoga, coach_id=None),
            "no_yoga": weekly(2, TUESDAY, time(20), coach_id=dana),
        }
        book(w, made["hers"][1], weekly_member(w, "נועה"))
        return made | {"what": (yoga, dana, place.location_id)}


async def named(tab: Tab, made: dict[str, tuple[UUID, ...]], **more: str) -> None:
    """Ask for all Yoga of Dana from 1.12 to 31.12."""
    yoga, dana, _ = made["what"]
    await tab.fire(ScheduleState, "load")
    await tab.fire(BulkState, "begin_named")
    asked = {"of_type": str(yoga), "of_coach": str(dana)}
    days = {"first_on": "2026-12-01", "last_on": "2026-12-31"}
    for name, value in (asked | days | more).items():
        await tab.fire(BulkState, "put", name=name, value=value)


def on(gym: Gym, ids: tuple[UUID, ...]) -> list[bool]:
    with open_work(gym.acting(Role.OWNER)) as w:
        found = queries.by_id(w, ids=ids)
        return [found[one].facts.is_on for one in ids]


async def test_all_yoga_of_dana_in_december_is_cancelled_and_brought_back(
    gym: Gym, december: dict[str, tuple[UUID, ...]]
) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await named(tab, december)
        state = await tab.state(BulkState)
        assert state.named == "5 שיעורים מתאימים"
        assert "restore" not in {d.value for d in state.deeds}
        assert (state.effect.may, state.go) == (False, "")
        await tab.fire(BulkState, "put", name="what", value="cancel")
        state = await tab.state(BulkState)
        assert [p.name for p in state.effect.people] == ["נועה כהן"]
        assert state.go == "ביטול 5 שיעורים"
        await tab.fire(BulkState, "do_it")
        assert not (await tab.state(BulkState)).is_named
        assert on(gym, december["hers"]) == [True, False, False, False, False, False]
        assert all(on(gym, (*december["not_hers"], *december["no_yoga"])))
        await named(tab, december)
        state = await tab.state(BulkState)
        assert (state.named, [d.value for d in state.deeds]) == ("5 שיעורים מבוטלים", ["restore"])
        await tab.fire(BulkState, "leave")
        with open_work(gym.acting(Role.OWNER)) as w:
            batch_id = queries.latest_batches(w)[0].id
        await tab.fire(BulkState, "undo", batch_id=str(batch_id))
    assert all(on(gym, december["hers"]))


async def test_what_is_named_moves_by_days(gym: Gym, december: dict[str, tuple[UUID, ...]]) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await named(tab, december, last_on="2026-12-14")
        await tab.fire(BulkState, "put", name="what", value="move_days")
        await tab.fire(BulkState, "put", name="days", value="2")
        assert len((await tab.state(BulkState)).effect.classes) == 2
        await tab.fire(BulkState, "do_it")
    with open_work(gym.acting(Role.OWNER)) as w:
        found = queries.by_id(w, ids=december["hers"][:4])
        days = [day_of(found[one].starts_at, ISRAEL) for one in december["hers"][:4]]
    assert days == [date(2026, 11, 24), date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 15)]


async def test_a_weekday_and_a_clash_are_said_before_saving(
    gym: Gym, december: dict[str, tuple[UUID, ...]]
) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await named(tab, december, of_weekday="3")
        assert (await tab.state(BulkState)).named == "אין שיעורים כאלה בימים האלה"
        await tab.fire(BulkState, "put", name="of_weekday", value="2")
        await tab.fire(BulkState, "put", name="what", value="move_to")
        await tab.fire(BulkState, "put", name="at", value="20:00")
        effect = (await tab.state(BulkState)).effect
        assert (len(effect.classes), len(effect.left)) == (3, 2)
        assert "דנה כבר בשיעור אחר" in effect.left[0].words


async def test_days_that_are_no_span_are_said_and_nothing_happens(
    gym: Gym, december: dict[str, tuple[UUID, ...]]
) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await named(tab, december)
        await tab.fire(BulkState, "put", name="what", value="cancel")
        await tab.fire(BulkState, "put", name="first_on", value="2027-01-01")
        state = await tab.state(BulkState)
        assert state.problems == {}
        assert (state.effect.may, len(state.effect.clashes)) == (False, 1)
        await tab.fire(BulkState, "do_it")
        assert list((await tab.state(BulkState)).problems) == ["last_on"]
        await tab.fire(BulkState, "put", name="first_on", value="")
        await tab.fire(BulkState, "do_it")
        assert list((await tab.state(BulkState)).problems) == ["first_on"]
        await tab.fire(BulkState, "put", name="first_on", value="2026-12-01")
        await tab.fire(BulkState, "put", name="what", value="junk")
        await tab.fire(BulkState, "do_it")
        assert list((await tab.state(BulkState)).problems) == ["what"]
    assert all(on(gym, december["hers"]))


async def test_naming_begins_with_what_the_board_shows(
    gym: Gym, december: dict[str, tuple[UUID, ...]]
) -> None:
    yoga, dana, _ = december["what"]
    query = f"?week=2026-12-06&type={yoga}&coach={dana}"
    async with Tab(gym.acting(Role.OWNER), HERE + query) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(BulkState, "begin_named")
        draft = (await tab.state(BulkState)).draft
        assert (draft["first_on"], draft["of_type"], draft["of_coach"]) == (
            "2026-12-06",
            str(yoga),
            str(dana),
        )
        assert draft["last_on"] == "2027-01-02"


async def test_restoring_is_offered_only_for_what_is_cancelled(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place: Place = make_place(w)
        stands = scheduling.publish(w, details=details(place, date(2026, 11, 25))).session_ids[0]
        off = scheduling.publish(w, details=details(place, date(2026, 11, 26))).session_ids[0]
        scheduling.cancel_session(w, session_id=off)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(BulkState, "pick", session_id=str(stands))
        assert not (await tab.state(BulkState)).has_off
        await tab.fire(BulkState, "pick", session_id=str(off))
        assert (await tab.state(BulkState)).has_off
        await tab.fire(BulkState, "pick", session_id=str(off))
        assert not (await tab.state(BulkState)).has_off
