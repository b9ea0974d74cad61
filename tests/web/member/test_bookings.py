"""My bookings: what comes, the history by pages and filters, the ways on."""

from datetime import time, timedelta

import pytest
import time_machine

from fitkit.core import clock
from fitkit.core.permissions import Permission
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.booking import queries
from fitkit.features.booking.jobs import judge_late_cancellation
from fitkit.features.booking.rules import UNDO_FOR, Attendance
from fitkit.features.penalties import actions as penalties
from fitkit.features.penalties.rules import Ladder, Step
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling.rules import SlotDetails
from fitkit.features.standing import actions as standing
from fitkit.web.deeds import places
from fitkit.web.guard import door
from fitkit.web.member.bookings import page  # noqa: F401  # its State joins the app
from fitkit.web.member.bookings.state import MyBookingsState
from tests.factories.booking import weekly_member
from tests.web.driver import Tab
from tests.web.member.week import COSTS_ALWAYS, Scene, scene

HERE = "/en/me/bookings/"


@pytest.fixture
def patient(monkeypatch):
    """Taps of a test come one after another, each meant."""
    monkeypatch.setattr(places, "AGAIN", timedelta(0))


async def opened(here: Scene, tab: Tab, path: str = HERE):
    tab.path = path
    await tab.fire(MyBookingsState, "load")
    state = await tab.state(MyBookingsState)
    assert (state.problem, state.is_loading) == ("", False)
    return state


def came(here: Scene, days: int):
    """A class of some days ago to which the member came."""
    session_id = here.past(clock.now() - timedelta(days=days))
    with here.owner() as w:
        past = booking.PastPlace(
            session_id=session_id,
            member_id=here.member_id,
            booked_at=w.now - timedelta(days=days + 1),
            attendance=Attendance.ATTENDED,
        )
        booking.record_past(w, places=[past])
    return session_id


async def test_places_and_lines_ahead_each_have_their_part(gym):
    here = scene(gym)
    mine, full = here.publish(), here.publish(day=here.day + timedelta(days=1), capacity=1)
    here.books(mine)
    here.somebody_books(full)
    here.books(full)
    async with Tab(here.actor, HERE) as tab:
        state = await opened(here, tab)
        assert ([r.id for r in state.booked], [r.id for r in state.lines]) == (
            [str(mine)],
            [str(full)],
        )
        assert (state.part, state.booked[0].day_words) == ("coming", "Tomorrow")
        assert state.lines[0].chip == "Number 1 in line"
        assert state.past == []


async def test_a_place_is_given_back_from_here(gym, patient):
    here = scene(gym)
    session_id = here.publish()
    here.books(session_id)
    async with Tab(here.actor, HERE) as tab:
        await opened(here, tab)
        await tab.fire(MyBookingsState, "cancel", session_id=str(session_id))
        assert (await tab.state(MyBookingsState)).booked == []
        assert "Undo" in tab.said


async def test_a_late_cancellation_asks_with_its_cost_here_too(gym, patient):
    here = scene(gym, COSTS_ALWAYS, pack=True)
    session_id = here.publish()
    here.books(session_id)
    async with Tab(here.actor, HERE) as tab:
        await opened(here, tab)
        await tab.fire(MyBookingsState, "cancel", session_id=str(session_id))
        assert "costs one visit" in (await tab.state(MyBookingsState)).ask_body


async def test_the_history_says_how_each_ended_newest_first(gym):
    here = scene(gym)
    first, second = came(here, 9), came(here, 2)
    async with Tab(here.actor, HERE) as tab:
        state = await opened(here, tab, f"{HERE}?show=past")
        assert [row.href for row in state.past] == [
            f"/en/session/{second}/",
            f"/en/session/{first}/",
        ]
        assert [(row.outcome, row.kind) for row in state.past] == [("Trained", "positive")] * 2
        assert state.more == ""
        assert state.booked == []


async def test_the_history_is_filtered_by_the_address(gym):
    here = scene(gym)
    came(here, 2)
    async with Tab(here.actor, HERE) as tab:
        state = await opened(here, tab, f"{HERE}?show=past&only=missed")
        assert (state.past, state.is_narrowed) == ([], True)
        picks = {p.label: p for p in state.shows}
        assert [p.label for p in state.shows if p.is_on] == ["Missed"]
        state = await opened(here, tab, picks["Trained"].href)
        assert len(state.past) == 1
        state = await opened(here, tab, f"{HERE}?show=past&only=<b>")
        assert (len(state.past), state.is_narrowed) == (1, False)


async def test_a_long_history_comes_a_page_at_a_time(gym, monkeypatch):
    here = scene(gym)
    for days in (2, 3, 4):
        came(here, days)
    real = queries.history
    monkeypatch.setitem(real.__wrapped__.__kwdefaults__, "limit", 2)
    async with Tab(here.actor, HERE) as tab:
        state = await opened(here, tab, f"{HERE}?show=past")
        assert (len(state.past), state.more != "") == (2, True)
        await tab.fire(MyBookingsState, "show_more")
        state = await tab.state(MyBookingsState)
        assert (len({row.id for row in state.past}), state.more) == (3, "")
        await tab.fire(MyBookingsState, "show_more")
        assert len((await tab.state(MyBookingsState)).past) == 3


async def test_without_anything_the_screen_is_empty_and_whole(gym):
    here = scene(gym)
    async with Tab(here.actor, HERE) as tab:
        state = await opened(here, tab)
        assert (state.booked, state.lines) == ([], [])
        assert (await opened(here, tab, f"{HERE}?show=past")).past == []


async def test_nobody_sees_anothers_history(gym, other_gym):
    here, there = scene(gym), scene(other_gym)
    came(there, 2)
    async with Tab(here.actor, HERE) as tab:
        assert (await opened(here, tab, f"{HERE}?show=past")).past == []


@pytest.mark.parametrize("name", ["load", "show_more", "cancel", "leave"])
def test_every_deed_asks_for_what_is_ones_own(name):
    way = door(f"{MyBookingsState.get_full_name()}.{name}")
    assert way is not None
    assert way.screen.needs is Permission.SEE_OWN


def with_a_fixed_place(here: Scene) -> str:
    """A weekly class of theirs, and its classes in the timetable."""
    with here.owner() as w:
        slot_id = scheduling.add_slot(
            w,
            details=SlotDetails(
                class_type_id=here.place.class_type_id,
                location_id=here.place.location_id,
                first_on=here.day,
                weekday=(here.day.weekday() + 1) % 7,
                at=time(18, 30),
                capacity=3,
            ),
        ).slot_id
    with here.owner() as w:
        return str(standing.give(w, slot_id=slot_id, member_id=here.member_id))


async def test_a_fixed_place_is_shown_and_ended_after_a_question(gym):
    here = scene(gym)
    standing_id = with_a_fixed_place(here)
    async with Tab(here.actor, HERE) as tab:
        state = await opened(here, tab)
        assert [(r.id, r.since != "") for r in state.regulars] == [(standing_id, True)]
        await tab.fire(MyBookingsState, "ask_end", standing_id=standing_id)
        await tab.fire(MyBookingsState, "keep_regular")
        assert len((await opened(here, tab)).regulars) == 1
        await tab.fire(MyBookingsState, "ask_end", standing_id=standing_id)
        await tab.fire(MyBookingsState, "end_regular")
        state = await tab.state(MyBookingsState)
        assert (state.regulars, state.end_id) == ([], "")
        assert "The fixed place has ended" in tab.said


async def test_anothers_fixed_place_is_not_ended(gym):
    here = scene(gym)
    standing_id = with_a_fixed_place(here)
    with here.owner() as w:
        other = weekly_member(w, "דנה", limit=4)
    async with Tab(Scene(gym, here.place, other).actor, HERE) as tab:
        await tab.fire(MyBookingsState, "ask_end", standing_id=standing_id)
        await tab.fire(MyBookingsState, "end_regular")
    async with Tab(here.actor, HERE) as tab:
        assert len((await opened(here, tab)).regulars) == 1


async def test_what_was_noted_is_linked_only_when_there_is_something(gym, patient):
    here = scene(gym, COSTS_ALWAYS, pack=True)
    with here.owner() as w:
        penalties.save_rules(w, ladder=Ladder(steps=(Step.WARNING,), counts_late_cancels=True))
    session_id = here.publish()
    here.books(session_id)
    async with Tab(here.actor, HERE) as tab:
        assert not (await opened(here, tab)).has_penalties
        with open_work(here.actor) as w:
            gone = booking.cancel(w, session_id=session_id, member_id=here.member_id)
        with time_machine.travel(clock.now() + UNDO_FOR), open_work(gym.system) as w:
            judge_late_cancellation(w, booking_id=gone.booking_id)
        assert (await opened(here, tab)).has_penalties
