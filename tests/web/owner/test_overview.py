"""The overview: figures, today, the steps of opening, what needs attention; parts that fail stand alone."""

from datetime import timedelta

import pytest

from fitkit.core.clock import ISRAEL, day_of, week_start
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Permission, Role
from fitkit.core.work import open_work
from fitkit.features.booking import queries as booking
from fitkit.features.identity import actions as identity
from fitkit.features.members.rules import MemberStatus
from fitkit.features.orgs import actions as orgs
from fitkit.features.penalties import actions as penalties
from fitkit.features.penalties.rules import Offence, OffenceFacts
from fitkit.features.scheduling import actions as timetable
from fitkit.features.scheduling import queries as timetable_queries
from fitkit.features.substitutes import actions as substitutes
from fitkit.web.owner.overview import state as overview
from fitkit.web.owner.overview.state import OverviewState
from tests.conftest import Gym
from tests.factories import scheduling as make
from tests.factories.booking import book, pack_member, weekly_member
from tests.factories.identity import make_actor, within
from tests.factories.members import make_member
from tests.factories.orgs import open_a_gym
from tests.factories.plans import make_weekly
from tests.factories.staff import make_coach
from tests.factories.subscriptions import give_pack
from tests.web.driver import Tab

HERE = "/he/dashboard/overview/"
THERE = "/en/dashboard/overview/"


async def loaded(tab: Tab) -> OverviewState:
    await tab.fire(OverviewState, "load")
    return await tab.state(OverviewState)


def invite_coach(w) -> None:
    identity.invite_staff(
        w,
        staff_id=make_coach(w, "עידו ברק"),
        role=Role.COACH,
        name="עידו ברק",
        email="ido@example.com",
        phone="",
        lang=Lang.HE,
    )


def by_key(rows):
    return {row.key: row for row in rows}


async def test_a_new_gym_is_shown_what_to_do_first(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        state = await loaded(tab)
        assert [s.is_done for s in state.steps] == [False] * 6
        assert state.steps_title == "פתיחת המכון, 0 מתוך 6"
        assert state.steps[0].href == "/he/dashboard/catalogue/"
        assert (state.lines, state.has_timetable, state.tasks) == ([], False, [])
        assert (state.problem, state.broken, state.is_loading) == ("", {}, False)
        figures = by_key(state.figures)
        assert (figures["active"].value, figures["active"].shares) == ("0", [])
        assert (figures["utilisation"].value, figures["no_shows"].value) == ("–", "–")


async def test_steps_are_done_by_what_people_did_and_then_go_away(gym: Gym) -> None:
    owner = make_actor(gym.org_id, Role.OWNER, "ronit@example.com")
    with open_work(owner) as w:
        make_weekly(w, 3)
        make.publish(w, make.make_place(w))
        make_member(w)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        state = await loaded(tab)
        assert [s.label for s in state.steps if not s.is_done] == [
            "הזמנת צוות האימון",
            "הצבע של המכון",
        ]
        assert state.steps_done == 4
    with open_work(owner) as w:
        invite_coach(w)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        assert (await loaded(tab)).steps == []


async def test_an_own_colour_is_a_step_by_itself(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        orgs.change_brand(w, brand="#8C3B5E")
    async with Tab(gym.acting(Role.OWNER), THERE) as tab:
        state = await loaded(tab)
        assert [s.label for s in state.steps if s.is_done] == ["The gym's colour"]
        assert state.steps_left == "5 more steps and the gym is ready"


async def test_a_trainer_alone_invites_no_coach(rolled_back: None) -> None:
    from fitkit.features.orgs.rules import GymKind
    from tests.factories.identity import enter, make_user, signed_in

    make_user("lior@example.com", "ליאור צור")
    opened = open_a_gym(signed_in(enter("lior@example.com")).actor, kind=GymKind.TRAINER)
    lior = signed_in(enter("lior@example.com")).actor
    assert lior.org_id == opened.org_id
    async with Tab(lior, HERE) as tab:
        state = await loaded(tab)
        assert len(state.steps) == 5
        assert not any(s.label == "הזמנת צוות האימון" for s in state.steps)


async def test_figures_say_how_they_changed_and_where_their_lists_are(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w)
        session_id = make.session_at(w, place, w.now + timedelta(minutes=30), capacity=4)
        book(w, session_id, weekly_member(w))
        make_member(w, "תמר", status=MemberStatus.ACTIVE)
        expected = booking.week_figures(w, day=day_of(w.now, w.actor.zone)).booked
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        figures = by_key((await loaded(tab)).figures)
        assert figures["active"].value == "1"
        assert figures["active"].change.startswith("1 יותר מסוף ")
        assert (figures["active"].kind, figures["active"].shares[-1]) == ("positive", 1.0)
        assert figures["active"].href == "/he/dashboard/members/?status=active"
        assert figures["bookings"].value == str(expected)
        assert figures["no_shows"].href.startswith(
            "/he/dashboard/audit/?kind=booking.no_show&from="
        )
        assert all(f.how and f.label in f.how_label for f in figures.values())


async def test_today_says_how_each_class_stands(gym: Gym, time_machine) -> None:
    time_machine.move_to("2026-11-24T10:30:00+02:00", tick=False)
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w)
        hours = (-3, -0.5, 1, 2, 4)
        ids = [
            make.session_at(w, place, w.now + timedelta(hours=h), capacity=1 if h == 1 else 12)
            for h in hours
        ]
        book(w, ids[2], weekly_member(w))
        timetable.cancel_session(w, session_id=ids[3])
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        state = await loaded(tab)
        assert [(r.at, r.end) for r in state.lines] == [
            ("07:30", "הסתיים"),
            ("10:00", "עכשיו"),
            ("11:30", "מלא"),
            ("12:30", "בוטל"),
            ("14:30", ""),
        ]
        assert [r.is_past for r in state.lines] == [True, False, False, True, False]
        assert state.lines[2].places == "1 מ־1"
        assert state.lines_sum == "1 רשומים, 37 מקומות"
        assert state.greeting.startswith("בוקר טוב")
        assert state.day == "יום שלישי, 24 בנובמבר"


async def test_what_needs_attention_stands_in_cards_that_lead_to_it(gym: Gym) -> None:
    owner = make_actor(gym.org_id, Role.OWNER, "ronit@example.com")
    with open_work(owner) as w:
        nobody = make_member(w, "אורי", "מלכה")
        place = make.make_place(w)
        session_id = make.session_at(w, place, w.now + timedelta(hours=20), capacity=1)
        book(w, session_id, weekly_member(w, "גל"))
        book(w, session_id, pack_member(w, "תמר"))  # full: this is a number in line
        ending = make_member(w, "מאיה", "לוי")
        give_pack(w, ending, 5, days=3)
        invite_coach(w)
    async with Tab(owner, HERE) as tab:
        cards = by_key((await loaded(tab)).tasks)
        assert set(cards) == {"running_out", "without_plan", "waiting", "invitations"}
        assert [r.name for r in cards["without_plan"].rows] == ["אורי מלכה"]
        assert cards["without_plan"].rows[0].href == f"/he/dashboard/members/{nobody}/"
        assert [r.name for r in cards["running_out"].rows] == ["מאיה לוי"]
        assert cards["waiting"].rows[0].fact == "אחד ממתין, 1 מ־1"
        assert cards["waiting"].rows[0].href == f"/he/dashboard/roster/{session_id}/"
        assert cards["invitations"].rows[0].fact.startswith("צוות אימון, נשלחה")


async def test_a_substitute_that_is_sought_is_a_line_that_leads_to_the_class(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w)
        session_id = make.publish(w, place).session_ids[0]
        other = make_coach(w, "שירה")
        week = week_start(day_of(timetable_queries.one(w, session_id=session_id).starts_at, ISRAEL))
        request_id = substitutes.ask(w, session_id=session_id, to_staff_id=other)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        found = by_key((await loaded(tab)).tasks)["substitutes"]
        assert (found.count, found.rows[0].fact) == (1, "יואב לוי. נשלחה אל שירה, מחכה לתשובה")
        there = f"/he/dashboard/schedule/?week={week}&class={session_id}"
        assert found.rows[0].href == there
        with open_work(gym.acting(Role.COACH, staff_id=other)) as w:
            substitutes.decline(w, request_id=request_id)
        found = by_key((await loaded(tab)).tasks)["substitutes"]
        assert found.rows[0].fact == "יואב לוי. לא הפעם: שירה"
        with open_work(gym.acting(Role.OWNER)) as w:
            substitutes.withdraw(w, request_id=request_id)
        assert "substitutes" not in by_key((await loaded(tab)).tasks)


async def test_a_dispute_waits_on_top_and_leads_to_where_it_is_decided(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        session_id = make.session_at(w, make.make_place(w), w.now + timedelta(hours=20))
        member_id = weekly_member(w, "גל")
        booked = book(w, session_id, member_id).booking_id
        assert booked is not None
    with open_work(gym.system) as w:
        facts = OffenceFacts(booked, session_id, member_id, Offence.NO_SHOW, w.now)
        penalty_id = penalties.judge_offence(w, facts=facts)
        assert penalty_id is not None
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        assert "disputes" not in by_key((await loaded(tab)).tasks)
        with open_work(gym.acting(Role.OWNER)) as w:
            penalties.dispute(w, penalty_id=penalty_id, member_id=member_id, words="הייתי שם")
        first = (await loaded(tab)).tasks[0]
        assert (first.key, first.count, first.href) == (
            "disputes",
            1,
            "/he/dashboard/disputes/",
        )
        assert first.rows[0].fact == "אי־הגעה, היום"


async def test_a_part_that_fails_leaves_the_others_standing(
    gym: Gym, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("down")

    monkeypatch.setattr(overview.rows, "line", broken)
    with open_work(gym.acting(Role.OWNER)) as w:
        make.session_at(w, make.make_place(w), w.now + timedelta(minutes=1))
        make_member(w)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        state = await loaded(tab)
        assert set(state.broken) == {"today"}
        assert (len(state.figures), len(state.tasks), state.problem) == (5, 1, "")
        monkeypatch.undo()


async def test_a_narrowed_admin_is_not_shown_what_they_may_not_see(gym: Gym) -> None:
    admin = gym.acting(Role.ADMIN)
    narrow = within(admin, permissions=admin.permissions - {Permission.INVITE_MEMBERS})
    with open_work(gym.acting(Role.OWNER)) as w:
        make_member(w)
    async with Tab(narrow, HERE) as tab:
        state = await loaded(tab)
        assert (state.broken, state.problem) == ({}, "")
        assert [c.key for c in state.tasks] == ["without_plan"]


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER, None])
async def test_coaches_members_and_visitors_see_none_of_it(gym: Gym, role: Role | None) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        make_member(w)
    async with Tab(gym.acting(role) if role else None, HERE) as tab:
        state = await loaded(tab)
        assert (state.figures, state.tasks, state.steps, state.greeting) == ([], [], [], "")
        assert tab.went_to


async def test_another_gym_is_not_counted(gym: Gym, other_gym: Gym) -> None:
    with open_work(other_gym.acting(Role.OWNER)) as w:
        place = make.make_place(w)
        book(w, make.session_at(w, place, w.now + timedelta(minutes=5)), weekly_member(w))
        make_member(w, "אורי")
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        state = await loaded(tab)
        assert (state.lines, state.tasks) == ([], [])
        assert {f.value for f in state.figures} == {"0", "–"}
