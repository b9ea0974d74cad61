"""The member's first screen: the next class, what is ahead, the week, the plan."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from fitkit.core import clock
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.permissions import Role
from fitkit.features.booking import actions as booking
from fitkit.features.booking.queries import WeekUse
from fitkit.features.members import actions as members
from fitkit.features.members.actions import set_status
from fitkit.features.members.rules import MemberStatus
from fitkit.features.orgs.tables import Org
from fitkit.web.deeds import places
from fitkit.web.member.home import page, rows  # noqa: F401  # its State joins the app
from fitkit.web.member.home.state import HomeState
from fitkit.web.rows.greeting import greeting
from fitkit.web.rows.session import Reading
from tests.factories.members import make_member
from tests.factories.subscriptions import give_pack
from tests.web.driver import Tab
from tests.web.member.week import COSTS_ALWAYS, Scene, scene

COSTS_NOW = "ביטול עכשיו יעלה כניסה אחת. פעם 1 ב־30 ימים: אזהרה, בלי תוספת"


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Taps of a test come one after another, each meant."""
    monkeypatch.setattr(places, "AGAIN", timedelta(0))


async def opened(tab: Tab):
    await tab.fire(HomeState, "load")
    return await tab.state(HomeState)


def without_plan(here: Scene) -> Scene:
    with here.owner() as w:
        return replace(here, member_id=make_member(w, "רון"))


# greeting


@pytest.mark.parametrize(
    ("hour_utc", "he", "en"),
    [
        (4, "בוקר טוב, מאיה", "Good morning, מאיה"),
        (11, "צהריים טובים, מאיה", "Good afternoon, מאיה"),
        (16, "ערב טוב, מאיה", "Good evening, מאיה"),
        (21, "ערב טוב, מאיה", "Good evening, מאיה"),
        (22, "שלום, מאיה", "Hello, מאיה"),  # midnight
        (2, "שלום, מאיה", "Hello, מאיה"),
        (3, "בוקר טוב, מאיה", "Good morning, מאיה"),
    ],
)
def test_the_greeting_follows_the_gyms_clock(hour_utc, he, en):
    at = datetime(2026, 11, 24, hour_utc, tzinfo=UTC)
    for lang, words in ((Lang.HE, he), (Lang.EN, en)):
        assert greeting("מאיה", lang=lang, zone=clock.ISRAEL, now=at) == words
        assert greeting("", lang=lang, zone=clock.ISRAEL, now=at) == words.partition(",")[0]


# the next class


async def test_the_next_class_is_the_hero(gym):
    here = scene(gym)
    here.books(here.publish(time(20)))
    first = here.publish(time(9))
    here.books(first)
    async with Tab(here.actor, "/he/home/") as tab:
        state = await opened(tab)
        assert (state.problem, state.is_loading) == ("", False)
        assert state.greeting.endswith(", נועה")
        hero = state.next
        assert (hero.card.id, hero.card.time) == (str(first), "09:00")
        assert (hero.label, hero.when, hero.tally) == ("האימון הבא", "מחר, 60 דק׳", "1 מתוך 12")
        assert hero.chip == "המקום שמור"
        assert hero.card.line.startswith("ביטול ללא עלות עד")
        assert hero.href == f"/he/session/{first}/"
        assert [row.time for row in state.coming] == ["20:00"]


async def test_a_class_under_way_is_still_the_hero(gym):
    here = scene(gym)
    session_id = here.past(clock.now() - timedelta(minutes=10))
    with here.owner() as w:
        booking.book(w, session_id=session_id, member_id=here.member_id)
    async with Tab(here.actor, "/en/home/") as tab:
        hero = (await opened(tab)).next
        assert (hero.card.id, hero.label, hero.card.action) == (
            str(session_id),
            "Under way now",
            "",
        )


async def test_without_a_booking_the_nearest_free_class_is_named(gym):
    here = scene(gym)
    here.publish(day=here.today, at=time(23, 58))
    async with Tab(here.actor, "/en/home/") as tab:
        hero = (await opened(tab)).next
        assert hero.card.id == ""
        assert hero.suggestion == "Next one free: WOD, 23:58"
        assert hero.href == f"/en/schedule/?day={here.today.isoformat()}"


async def test_without_any_class_the_schedule_is_named(gym):
    here = scene(gym)
    async with Tab(here.actor, "/he/home/") as tab:
        hero = (await opened(tab)).next
        assert (hero.card.id, hero.href) == ("", "/he/schedule/")
        assert hero.suggestion == "אפשר לבחור שיעור בלו״ז, הרשמה בלחיצה אחת"


async def test_what_is_ahead_is_at_most_five_and_can_be_cancelled_here(gym):
    here = scene(gym, pack=True)
    booked = [here.publish(time(hour)) for hour in range(7, 14)]
    for session_id in booked:
        here.books(session_id)
    async with Tab(here.actor, "/en/home/") as tab:
        state = await opened(tab)
        assert [row.time for row in state.coming] == [f"{h:02}:00" for h in range(8, 13)]
        assert {row.action for row in state.coming} == {"cancel"}
        await tab.fire(HomeState, "cancel", session_id=str(booked[1]))
        state = await tab.state(HomeState)
        assert [row.time for row in state.coming] == [f"{h:02}:00" for h in range(9, 14)]
        assert "Cancelled, visit returned" in tab.said
        assert "home_state.undo_cancel" in tab.said


async def test_cancelling_the_next_class_at_a_cost_asks_first(gym):
    here = scene(gym, COSTS_ALWAYS, pack=True)
    session_id = here.publish()
    here.books(session_id)
    async with Tab(here.actor, "/he/home/") as tab:
        assert (await opened(tab)).next.card.line == COSTS_NOW
        await tab.fire(HomeState, "cancel", session_id=str(session_id))
        state = await tab.state(HomeState)
        assert state.ask_title == "לבטל את אימון היום, 18:30?"
        assert state.next.card.id == str(session_id)
        await tab.fire(HomeState, "confirm_cancel")
        assert (await tab.state(HomeState)).next.card.id == ""


# lines


async def test_my_numbers_in_line_stand_apart_from_my_places(gym):
    here = scene(gym)
    session_id = here.publish(capacity=1)
    here.somebody_books(session_id)
    here.books(session_id)
    async with Tab(here.actor, "/en/home/") as tab:
        state = await opened(tab)
        assert [(r.chip, r.action) for r in state.waiting] == [("Number 1 in line", "leave")]
        assert (state.next.card.id, state.coming) == ("", [])
        await tab.fire(HomeState, "leave", session_id=str(session_id))
        assert (await tab.state(HomeState)).waiting == []


# the week


async def test_the_week_counts_against_the_plan(gym):
    here = scene(gym)
    session_id = here.past(clock.now() - timedelta(minutes=5))
    with here.owner() as w:
        booking.book(w, session_id=session_id, member_id=here.member_id)
        booking.check_in(w, session_id=session_id, member_id=here.member_id)
    async with Tab(here.actor, "/en/home/") as tab:
        week = (await opened(tab)).week
        assert (week.words, week.used, week.limit, week.hint) == ("1 of 3", 1, 3, "")
        assert [d.how for d in week.days if d.is_today] == ["came"]
        assert len(week.days) == 7
        assert next(d.label for d in week.days if d.is_today).endswith(": trained")


@pytest.mark.parametrize(("booked", "hint"), [(2, ""), (3, "הספירה מתאפסת ביום ראשון")])
def test_a_week_that_is_used_up_says_when_it_starts_again(booked, hint):
    reading = Reading(Lang.HE, clock.ISRAEL, datetime(2026, 11, 24, 9, tzinfo=UTC))
    week = rows.week_row((), WeekUse(booked, 0, 3), reading.today, reading)
    assert (week.words, week.hint) == (f"{booked} מתוך 3", hint)


async def test_a_pack_counts_the_week_without_a_limit(gym):
    here = scene(gym, pack=True)
    async with Tab(here.actor, "/en/home/") as tab:
        week = (await opened(tab)).week
        assert (week.limit, week.words) == (0, "No classes yet")


# the plan


async def test_a_pack_shows_what_is_left(gym):
    here = scene(gym, pack=True)
    here.books(here.publish())
    async with Tab(here.actor, "/en/home/") as tab:
        state = await opened(tab)
        assert [(p.is_counted, p.used, p.total, p.left) for p in state.plans] == [
            (True, 1, 10, "9 visits left")
        ]
        assert state.plan_hint == ""


async def test_without_a_plan_the_gym_can_be_reached(gym):
    here = without_plan(scene(gym))
    async with Tab(here.actor, "/he/home/") as tab:
        state = await opened(tab)
        assert (state.plans, state.plan_hint) == ([], "")


async def test_the_last_entry_is_told_before_it_is_used(gym):
    here = without_plan(scene(gym))
    with here.owner() as w:
        give_pack(w, here.member_id, 1)
    async with Tab(here.actor, "/en/home/") as tab:
        assert (await opened(tab)).plan_hint.startswith("1 visit left")


async def test_a_used_up_pack_is_told_with_what_to_do(gym):
    here = without_plan(scene(gym))
    with here.owner() as w:
        give_pack(w, here.member_id, 1)
    here.books(here.publish())
    async with Tab(here.actor, "/en/home/") as tab:
        state = await opened(tab)
        assert state.plan_hint == "No visits left. A new pack fixes that"
        assert len(state.plans) == 1


async def test_an_open_payment_is_told(gym):
    here = scene(gym)
    with here.owner() as w:
        set_status(w, member_id=here.member_id, status=MemberStatus.PAST_DUE)
    async with Tab(here.actor, "/he/home/") as tab:
        assert (await opened(tab)).plan_hint.startswith("יש תשלום פתוח")


async def test_a_plan_that_ends_within_a_week_is_told(gym):
    here = without_plan(scene(gym))
    with here.owner() as w:
        give_pack(w, here.member_id, 5, days=3)
    async with Tab(here.actor, "/en/home/") as tab:
        assert (await opened(tab)).plan_hint.startswith("Last day of the plan:")


# walls


async def test_each_gym_shows_its_own(gym, other_gym):
    here, there = scene(gym), scene(other_gym)
    there.books(there.publish())
    async with Tab(here.actor, "/en/home/") as tab:
        assert (await opened(tab)).next.card.id == ""


@pytest.mark.parametrize("role", [Role.COACH, Role.OWNER])
async def test_staff_are_led_to_their_own_home(role, gym):
    async with Tab(gym.acting(role), "/en/home/") as tab:
        await tab.fire(HomeState, "load")
        assert (await tab.state(HomeState)).greeting == ""
        assert tab.went_to
        assert all(path.startswith("/en/dashboard/") for path in tab.went_to)


async def test_a_member_who_is_gone_sees_a_sentence_and_no_loading(gym, other_gym):
    here, there = scene(gym), scene(other_gym)
    stranger = gym.acting(Role.MEMBER, member_id=there.member_id)
    async with Tab(stranger, "/en/home/") as tab:
        state = await opened(tab)
        assert state.problem.startswith("Not found")
        assert not state.is_loading
        assert state.next.card.id == ""
    assert here.member_id != there.member_id


# whom the gym put away


@pytest.mark.parametrize(
    ("lang", "words"),
    [("he", "הסתיימה"), ("en", "has ended")],
)
async def test_an_archived_member_reads_that_it_ended_and_whom_to_ask(gym, lang, words):
    here = scene(gym)
    who = replace(here.actor, user_id=new_id())
    with here.owner() as w:
        w.get(Org, gym.org_id).phone = "+97235551234"
        members.archive(w, member_id=here.member_id)
    async with Tab(who, f"/{lang}/home/") as tab:
        state = await opened(tab)
        assert words in state.ended
        assert state.phone
        assert (state.coming, state.plans, state.next.card.id) == ([], [], "")
        assert not state.has_other_gyms
    with here.owner() as w:
        members.restore(w, member_id=here.member_id)
    async with Tab(who, f"/{lang}/home/") as tab:
        assert (await opened(tab)).ended == ""
