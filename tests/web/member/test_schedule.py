"""The schedule: what its address asks for, what cards say, and what taps do."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from fitkit.core.permissions import Permission, Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.class_types.rules import Policy
from fitkit.features.scheduling import actions as scheduling
from fitkit.web.deeds import places
from fitkit.web.guard import door
from fitkit.web.member.schedule import page  # noqa: F401  # its State joins the app
from fitkit.web.member.schedule.state import ScheduleState
from tests.factories.class_types import make_class_type
from tests.factories.locations import make_location
from tests.factories.staff import make_coach
from tests.web.driver import Tab
from tests.web.member.week import COSTS_ALWAYS, Scene, bare_member, scene


@pytest.fixture
def patient(monkeypatch):
    """Taps of a test come one after another, each meant."""
    monkeypatch.setattr(places, "AGAIN", timedelta(0))


async def opened(tab: Tab):
    await tab.fire(ScheduleState, "load")
    return await tab.state(ScheduleState)


async def tapped(tab: Tab, handler: str, **given):
    await tab.fire(ScheduleState, handler, **given)
    return await tab.state(ScheduleState)


# what the address asks for


async def test_the_day_of_the_address_is_shown(gym):
    here = scene(gym)
    session_id = here.publish()
    async with Tab(here.actor, here.schedule()) as tab:
        state = await opened(tab)
        assert (state.problem, state.is_loading) == ("", False)
        assert state.day == here.day.isoformat()
        assert [row.id for row in state.rows] == [str(session_id)]
        assert len(state.days) == 7


@pytest.mark.parametrize(
    "asked", ["", "?day=tomorrow", "?day=2026-02-30", "?day=1999-01-01", "?x=1"]
)
async def test_an_address_that_says_nothing_readable_is_today(asked, gym):
    here = scene(gym)
    async with Tab(here.actor, f"/he/schedule/{asked}") as tab:
        assert (await opened(tab)).day == here.today.isoformat()


async def test_a_past_week_and_one_to_come_have_addresses(gym):
    here = scene(gym)
    async with Tab(here.actor, here.schedule(rest="&show=free")) as tab:
        state = await opened(tab)
        before, after = (
            a.split("day=")[1].split("&")[0] for a in (state.previous, state.following)
        )
        assert date.fromisoformat(before) < date.fromisoformat(state.days[0].day)
        assert date.fromisoformat(after) > date.fromisoformat(state.days[6].day)
        assert state.previous.endswith("&show=free")
        assert state.following.startswith("/en/schedule/")


async def test_the_way_back_to_this_week_leads_to_today(gym):
    here = scene(gym)
    async with Tab(here.actor, here.schedule(day=here.today + timedelta(days=7))) as tab:
        assert f"day={here.today.isoformat()}" in (await opened(tab)).previous


async def test_days_carry_ticks_for_my_places(gym):
    here = scene(gym)
    here.books(here.publish())
    here.publish(time(20))
    async with Tab(here.actor, here.schedule()) as tab:
        marked = next(d for d in (await opened(tab)).days if d.day == here.day.isoformat())
        assert marked.marks == 1
        assert marked.label.endswith("2 classes, 1 booked")


@pytest.mark.parametrize(
    ("lang", "label", "places_said", "day_word"),
    [("he", "הרשמה", "12 מקומות פנויים", "מחר"), ("en", "Book", "12 places free", "Tomorrow")],
)
async def test_an_open_class_in_both_languages(lang, label, places_said, day_word, gym):
    here = scene(gym)
    here.publish()
    async with Tab(here.actor, here.schedule(lang)) as tab:
        row = (await opened(tab)).rows[0]
        assert (row.time, row.action, row.action_label) == ("18:30", "book", label)
        assert (row.places, row.day_words, row.look) == (places_said, day_word, "open")
        assert "18:30" in row.action_named


# filters


async def test_filters_narrow_the_day_and_stay_in_the_address(gym):
    here = scene(gym)
    with here.owner() as w:
        other = make_class_type(w, "יוגה", name_en="Yoga")
    here.publish()
    yoga = here.publish(time(20), class_type_id=other)
    async with Tab(here.actor, here.schedule()) as tab:
        picks = {p.label: p for p in (await opened(tab)).shows}
        assert list(picks) == ["All", "Free for me", "WOD", "Yoga"]
        assert picks["All"].is_on
        tab.path = picks["Yoga"].href
        state = await opened(tab)
        assert [row.id for row in state.rows] == [str(yoga)]
        assert [p.label for p in state.shows if p.is_on] == ["Yoga"]
        assert f"type={other}" in state.rest
        tab.path = state.shows[-1].href  # a filter that is on turns itself off
        assert len((await opened(tab)).rows) == 2


async def test_free_for_me_leaves_out_what_the_plan_does_not_pay(gym):
    here = scene(gym)
    here.publish()
    with here.owner() as w:
        other = Scene(gym, here.place, bare_member(w))
    async with Tab(other.actor, other.schedule(rest="&show=free")) as tab:
        state = await opened(tab)
        assert state.rows == []
        assert "1 class" in state.hidden


async def test_a_gym_with_two_locations_offers_them_and_names_them_on_cards(gym):
    here = scene(gym)
    with here.owner() as w:
        far = make_location(w, "פלורנטין")
    here.publish()
    there = here.publish(time(20), location_id=far, room_id=None)
    async with Tab(here.actor, here.schedule("he")) as tab:
        state = await opened(tab)
        assert {row.place for row in state.rows} == {"נמל תל אביב", "פלורנטין"}
        picks = {p.label: p for p in state.places.picks}
        tab.path = picks["פלורנטין"].href
        state = await opened(tab)
        assert [(row.id, row.place) for row in state.rows] == [(str(there), "")]
        assert (state.places.label, state.places.is_on) == ("פלורנטין", True)
        tab.path = state.places.off
        assert len((await opened(tab)).rows) == 2


async def test_filters_say_what_they_leave_of_the_day_and_hold_together(gym):
    here = scene(gym)
    with here.owner() as w:
        yoga, noa = make_class_type(w, "יוגה", name_en="Yoga"), make_coach(w, "נועה")
    here.publish()
    here.publish(time(20), class_type_id=yoga)
    mine = here.publish(time(21), class_type_id=yoga, coach_id=noa)
    async with Tab(here.actor, here.schedule()) as tab:
        state = await opened(tab)
        counts = {p.label: p.count for p in state.shows}
        assert counts == {"All": "3", "Free for me": "3", "WOD": "1", "Yoga": "2"}
        tab.path = next(p.href for p in state.coaches.picks if p.label == "נועה")
        state = await opened(tab)
        counts = {p.label: p.count for p in state.shows}
        assert counts == {"All": "1", "Free for me": "1", "WOD": "", "Yoga": "1"}
        assert state.coaches.off_label == "Remove filter: נועה"
        tab.path = next(p.href for p in state.shows if p.label == "Yoga")
        state = await opened(tab)
        assert [row.id for row in state.rows] == [str(mine)]
        assert f"coach={noa}" in state.rest
        tab.path = next(p.href for p in state.shows if p.label == "Free for me")
        assert [row.id for row in (await opened(tab)).rows] == [str(mine)]


async def test_a_coach_who_gives_nothing_this_week_can_be_taken_away(gym):
    here = scene(gym)
    here.publish()
    async with Tab(here.actor, here.schedule(rest=f"&coach={uuid4()}")) as tab:
        state = await opened(tab)
        assert (state.rows, state.coaches.label) == ([], "Not this week")
        assert "1 class" in state.hidden
        tab.path = state.coaches.off
        assert len((await opened(tab)).rows) == 1


async def test_another_gyms_location_filters_nothing(gym, other_gym):
    here = scene(gym)
    here.publish()
    with open_work(other_gym.acting(Role.OWNER)) as w:
        foreign = make_location(w, "ים")
    async with Tab(here.actor, here.schedule(rest=f"&at={foreign}&show=<b>")) as tab:
        state = await opened(tab)
        assert len(state.rows) == 1
        assert state.rest == ""


# empty days


async def test_an_empty_day_leads_to_the_next_with_classes_even_in_the_next_week(gym):
    here = scene(gym)
    later = here.today + timedelta(days=8)
    here.publish(day=later)
    async with Tab(here.actor, here.schedule()) as tab:
        state = await opened(tab)
        assert (state.rows, state.hidden) == ([], "")
        assert f"day={later.isoformat()}" in state.coming
        assert "next classes" in state.coming_words


async def test_an_empty_timetable_leads_nowhere(gym):
    here = scene(gym)
    async with Tab(here.actor, here.schedule()) as tab:
        state = await opened(tab)
        assert (state.rows, state.coming, state.coming_words) == ([], "", "")


# taps


async def test_booking_changes_the_card_and_says_so(gym, patient):
    here = scene(gym)
    session_id = str(here.publish())
    async with Tab(here.actor, here.schedule()) as tab:
        await opened(tab)
        state = await tapped(tab, "book", session_id=session_id)
        row = state.rows[0]
        assert (row.look, row.action, row.chip) == ("mine", "cancel", "You're in")
        assert row.used == 1
        assert "You're in: WOD" in tab.said
        assert "Undo" not in tab.said
        assert state.busy == ""


async def test_only_the_tapped_button_is_busy_meanwhile(gym):
    here = scene(gym)
    session_id = str(here.publish())
    async with Tab(here.actor, here.schedule()) as tab:
        await opened(tab)
        tab.sent.clear()
        await tapped(tab, "book", session_id=session_id)
        busy = [
            v for d in tab.sent for s in d.values() for k, v in s.items() if k.startswith("busy")
        ]
        assert busy == [session_id, ""]


async def test_a_double_tap_books_once_and_does_not_cancel(gym):
    here = scene(gym)
    session_id = str(here.publish())
    async with Tab(here.actor, here.schedule()) as tab:
        await opened(tab)
        await tapped(tab, "book", session_id=session_id)
        await tapped(tab, "book", session_id=session_id)
        state = await tapped(tab, "cancel", session_id=session_id)
        assert state.rows[0].look == "mine"
        assert tab.said.count("You're in") == 1
        assert tab.refusals == []


async def test_a_free_cancellation_happens_at_once_and_can_be_taken_back(gym, patient):
    here = scene(gym, pack=True)
    session_id = here.publish()
    here.books(session_id)
    async with Tab(here.actor, here.schedule("he")) as tab:
        assert "ביטול ללא עלות" in (await opened(tab)).rows[0].line
        state = await tapped(tab, "cancel", session_id=str(session_id))
        assert (state.rows[0].look, state.rows[0].action) == ("open", "book")
        assert "הכניסה חזרה" in tab.said
        assert "undo_cancel" in tab.said
        state = await tapped(tab, "undo_cancel", session_id=str(session_id))
        assert (state.rows[0].look, state.rows[0].used) == ("mine", 1)


async def test_a_cancellation_that_costs_asks_once_and_says_what(gym, patient):
    here = scene(gym, COSTS_ALWAYS, pack=True)
    session_id = str(here.publish())
    async with Tab(here.actor, here.schedule()) as tab:
        await tapped(tab, "book", session_id=session_id)
        row = (await opened(tab)).rows[0]
        assert (row.action, row.line_kind) == ("cancel_at_cost", "warning")
        warns = "Number 1 in 30 days: a warning, nothing more"
        assert row.line == f"Cancelling now costs one visit. {warns}"
        state = await tapped(tab, "cancel", session_id=session_id)
        assert state.ask_id == session_id
        assert state.ask_title == "Cancel WOD, 18:30?"
        assert "costs one visit" in state.ask_body
        assert state.rows[0].look == "mine"
        state = await tapped(tab, "confirm_cancel")
        assert (state.ask_id, state.rows[0].look) == ("", "open")
        assert "one visit used" in tab.said


async def test_a_card_that_has_become_dearer_is_not_booked_at_the_first_tap(gym, patient):
    here = scene(gym, pack=True)
    session_id = str(here.publish())
    async with Tab(here.actor, here.schedule()) as tab:
        row = (await opened(tab)).rows[0]
        assert row.takes == "entry"
        state = await tapped(tab, "book", session_id=session_id, takes="week_visit")
        assert state.rows[0].look == "open"
        assert "This has changed meanwhile. Now: Takes one visit" in tab.said
        state = await tapped(tab, "book", session_id=session_id, takes=state.rows[0].takes)
        assert state.rows[0].look == "mine"


async def test_a_cancellation_that_has_become_dearer_is_asked_about_again(gym, patient):
    here = scene(gym, replace(COSTS_ALWAYS, guests_most=1), pack=True)
    session_id = here.publish()
    here.books(session_id)
    async with Tab(here.actor, here.schedule()) as tab:
        await opened(tab)
        state = await tapped(tab, "cancel", session_id=str(session_id))
        assert (state.ask_id, "costs one visit" in state.ask_body) == (str(session_id), True)
        ids = {"session_id": session_id, "member_id": here.member_id}
        with here.owner() as w:
            booking.bring_guest(w, **ids, name="אורח")
        state = await tapped(tab, "confirm_cancel")
        assert (state.ask_id, state.rows[0].look) == (str(session_id), "mine")
        assert "guests' included" in state.ask_body
        state = await tapped(tab, "confirm_cancel")
        assert (state.ask_id, state.rows[0].look) == ("", "open")


async def test_keeping_the_place_cancels_nothing(gym, patient):
    here = scene(gym, COSTS_ALWAYS)
    session_id = str(here.publish())
    async with Tab(here.actor, here.schedule()) as tab:
        await tapped(tab, "book", session_id=session_id)
        await tapped(tab, "cancel", session_id=session_id)
        state = await tapped(tab, "keep_place")
        assert (state.ask_id, state.rows[0].look) == ("", "mine")


async def test_confirming_when_nothing_was_asked_cancels_nothing(gym, patient):
    here = scene(gym)
    here.books(here.publish())
    async with Tab(here.actor, here.schedule()) as tab:
        state = await tapped(tab, "confirm_cancel")
        assert state.rows[0].look == "mine"


async def test_a_class_that_filled_meanwhile_gives_a_number_in_line(gym, patient):
    here = scene(gym)
    session_id = here.publish(capacity=1)
    async with Tab(here.actor, here.schedule()) as tab:
        await opened(tab)
        here.somebody_books(session_id)
        row = (await tapped(tab, "book", session_id=str(session_id))).rows[0]
        assert (row.action, row.chip, row.chip_kind) == ("leave", "Number 1 in line", "info")
        assert "Number 1 in line: WOD" in tab.said


async def test_leaving_the_line_frees_the_card(gym, patient):
    here = scene(gym)
    session_id = here.publish(capacity=1)
    here.somebody_books(session_id)
    async with Tab(here.actor, here.schedule()) as tab:
        await tapped(tab, "book", session_id=str(session_id))
        row = (await tapped(tab, "leave", session_id=str(session_id))).rows[0]
        assert (row.action, row.action_label, row.chip) == ("wait", "Waitlist", "")
        assert "off the waitlist" in tab.said


async def test_a_swap_gives_up_the_class_that_the_card_named_and_no_other(gym, patient):
    here = scene(gym, Policy(opens_days=14, cancel_cutoff_minutes=0, day_limit=2))
    at_eight, at_noon, at_two, wanted = (here.publish(at=time(h)) for h in (8, 12, 14, 18))
    here.books(at_noon)
    here.books(at_two)
    async with Tab(here.actor, here.schedule()) as tab:
        row = next(r for r in (await opened(tab)).rows if r.id == str(wanted))
        assert (row.action, row.gives_up) == ("swap", str(at_noon))
        with here.owner() as w:
            booking.cancel(w, session_id=at_two, member_id=here.member_id)
        here.books(at_eight)
        asked = {"session_id": row.id, "gives_up": row.gives_up}
        rows = {r.id: r for r in (await tapped(tab, "swap", **asked)).rows}
        assert "no longer possible" in tab.said
        assert {rows[str(s)].action for s in (at_eight, at_noon)} == {"cancel"}
        fresh = {"session_id": row.id, "gives_up": rows[row.id].gives_up}
        rows = {r.id: r for r in (await tapped(tab, "swap", **fresh)).rows}
        assert (rows[row.id].look, rows[str(at_eight)].look) == ("mine", "open")


async def test_a_card_offers_the_swap_beside_booking_and_its_tap_takes_no_entry(gym, patient):
    here = scene(gym, Policy(opens_days=14, cancel_cutoff_minutes=0), pack=True)
    at_noon, wanted = (here.publish(at=time(h)) for h in (12, 18))
    here.books(at_noon)
    async with Tab(here.actor, here.schedule()) as tab:
        row = next(r for r in (await opened(tab)).rows if r.id == str(wanted))
        assert (row.action, row.takes, row.gives_up) == ("book", "entry", str(at_noon))
        assert row.line.startswith("Takes one visit")
        beside = (row.swap_label, row.swap_line, row.swap_takes)
        assert beside == ("Swap from WOD, 12:00", "At no cost", "nothing")
        before = row.line
        asked = {"session_id": row.id, "gives_up": row.gives_up, "takes": row.swap_takes}
        rows = {r.id: r for r in (await tapped(tab, "swap", **asked, leaves=row.leaves)).rows}
        assert "Swapped: WOD" in tab.said
        assert (rows[str(wanted)].look, rows[str(at_noon)].look) == ("mine", "open")
        assert rows[str(at_noon)].line == before  # as many entries as before


async def test_the_swap_beside_booking_that_has_become_dearer_is_shown_first(gym, patient):
    here = scene(gym, Policy(opens_days=14, cancel_cutoff_minutes=0, guests_most=1), pack=True)
    at_noon, wanted = (here.publish(at=time(h)) for h in (12, 18))
    here.books(at_noon)
    async with Tab(here.actor, here.schedule()) as tab:
        row = next(r for r in (await opened(tab)).rows if r.id == str(wanted))
        with here.owner() as w:
            booking.bring_guest(w, session_id=at_noon, member_id=here.member_id, name="אורח")
        asked = {"session_id": row.id, "gives_up": row.gives_up, "takes": row.swap_takes}
        rows = {r.id: r for r in (await tapped(tab, "swap", **asked, leaves=row.leaves)).rows}
        assert "1 guest doesn't come along. Tap again to agree" in tab.said
        assert (rows[str(at_noon)].look, rows[row.id].look) == ("mine", "open")
        assert rows[row.id].swap_line == "At no cost. 1 guest doesn't come along"


async def test_a_class_cancelled_meanwhile_is_told_and_shown(gym, patient):
    here = scene(gym)
    session_id = here.publish()
    async with Tab(here.actor, here.schedule()) as tab:
        await opened(tab)
        with here.owner() as w:
            scheduling.cancel_session(w, session_id=session_id, reason="Coach is ill")
        row = (await tapped(tab, "book", session_id=str(session_id))).rows[0]
        assert (row.is_cut, row.action, row.chip_kind) == (True, "", "danger")
        assert row.line == "Coach is ill"
        assert "This class was cancelled" in tab.said


async def test_a_place_cancelled_in_another_tab_is_told_and_shown(gym, patient):
    here = scene(gym)
    session_id = str(here.publish())
    actor = here.actor
    async with Tab(actor, here.schedule()) as tab, Tab(actor, here.schedule()) as second:
        await tapped(tab, "book", session_id=session_id)
        await opened(second)
        await tapped(tab, "cancel", session_id=session_id)
        state = await tapped(second, "cancel", session_id=session_id)
        assert state.rows[0].action == "book"
        assert "no place in this class" in second.said


# walls


@pytest.mark.parametrize("junk", ["", "7", "../..", "x" * 36])
async def test_a_junk_class_is_not_found(junk, gym, patient):
    here = scene(gym)
    here.publish()
    async with Tab(here.actor, here.schedule()) as tab:
        state = await tapped(tab, "book", session_id=junk)
        assert "Not found" in tab.said
        assert state.busy == ""


@pytest.mark.parametrize("handler", ["book", "cancel", "leave", "undo_cancel"])
async def test_another_gyms_class_is_not_found(handler, gym, other_gym, patient):
    here, there = scene(gym), scene(other_gym)
    foreign = there.publish()
    async with Tab(here.actor, here.schedule()) as tab:
        await tapped(tab, handler, session_id=str(foreign))
        assert "Not found" in tab.said
    async with Tab(there.actor, there.schedule()) as tab:
        assert (await opened(tab)).rows[0].used == 0


@pytest.mark.parametrize("role", [Role.COACH, Role.ADMIN, Role.OWNER])
async def test_staff_without_a_member_row_are_led_home(role, gym):
    async with Tab(gym.acting(role), "/en/schedule/") as tab:
        await tab.fire(ScheduleState, "load")
        await tab.fire(ScheduleState, "book", session_id=str(uuid4()))
        assert (await tab.state(ScheduleState)).rows == []
        assert len(tab.went_to) == 2
        assert all(path.startswith("/en/dashboard/") for path in tab.went_to)


async def test_a_visitor_is_led_to_sign_in_and_back(rolled_back):
    async with Tab(None, "/he/schedule/") as tab:
        await tab.fire(ScheduleState, "load")
        assert tab.went_to == ["/he/sign-in/?next=%2Fhe%2Fschedule%2F"]


@pytest.mark.parametrize("name", ["setvar", "_refresh", "_do_once", "_give_back", "_book"])
def test_what_a_browser_must_not_call_has_no_door(name):
    assert door(f"{ScheduleState.get_full_name()}.{name}") is None


@pytest.mark.parametrize(
    "name", ["load", "book", "leave", "cancel", "confirm_cancel", "keep_place", "undo_cancel"]
)
def test_every_deed_asks_for_the_permission_to_book(name):
    way = door(f"{ScheduleState.get_full_name()}.{name}")
    assert way is not None
    assert way.screen.needs is Permission.BOOK_SELF


# figures


async def test_a_full_week_takes_as_many_statements_as_a_class(gym):
    here = scene(gym)
    here.publish()
    async with Tab(here.actor, here.schedule()) as tab:
        await opened(tab)  # a new tab loads once more by itself
        one = await statements(tab)
        for hour in range(7, 17):
            here.publish(time(hour))
        assert await statements(tab) == one
        assert len((await tab.state(ScheduleState)).rows) == 11


async def statements(tab: Tab) -> int:
    run: list[str] = []

    def note(_conn, _cursor, statement, *_rest):
        run.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        await tab.fire(ScheduleState, "load")
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    return len([s for s in run if s.lstrip().upper().startswith(("SELECT", "WITH", "("))])
