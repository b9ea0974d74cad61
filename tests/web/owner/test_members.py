"""The roster: what its State holds and does."""

import base64
import csv
import io
import re
from datetime import date
from uuid import UUID

import pytest

from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.members import queries as members
from fitkit.features.members.rules import MemberStatus
from fitkit.web.owner.members.state import MembersState
from fitkit.web.rows.member import disarmed
from tests.conftest import Gym
from tests.factories.members import make_member
from tests.factories.plans import make_weekly
from tests.factories.staff import make_coach
from tests.factories.subscriptions import give_pack, give_weekly
from tests.web.driver import Tab

HERE = "/he/dashboard/members/"
THERE = "/en/dashboard/members/"
NEW = {"first_name": "גל", "last_name": "ועקנין", "phone": "054-812-3390"}


async def test_a_line_says_plan_period_visit_and_status(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        give_pack(w, make_member(w, "אורי", "מלכה", phone="054-812-3390"), 10)
        give_weekly(w, make_member(w, "גל", "ועקנין"), 3)
        make_member(w, "תמר", "אדלר")
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MembersState, "load")
        state = await tab.state(MembersState)
        pack, weekly, lead = state.rows
        assert (pack.phone, pack.used, pack.total) == ("054-812-3390", 0, 10)
        assert pack.period == "נשארו 10 מתוך 10 כניסות"
        assert (weekly.period, weekly.status_kind) == ("0 מתוך 3 השבוע", "positive")
        assert (lead.plan, lead.last_visit, lead.has_tally) == (
            "אין מסלול",
            "עוד לא היה ביקור",
            False,
        )
        assert state.summary == "מוצגים 1 עד 3 מתוך 3"
        assert (state.counts[""], state.counts["active"], state.counts["lead"]) == (3, 2, 1)


async def test_the_roster_speaks_english(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        make_member(w)
    async with Tab(gym.acting(Role.OWNER), THERE) as tab:
        await tab.fire(MembersState, "load")
        state = await tab.state(MembersState)
        assert (state.rows[0].plan, state.rows[0].status) == ("No plan", "Lead")
        assert state.summary == "1 to 1 of 1"


async def test_searching_and_filtering_narrow_the_list_and_stand_in_the_address(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        make_member(w, "אורי", status=MemberStatus.FROZEN)
        make_member(w, "גל")
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MembersState, "load")
        await tab.fire(MembersState, "find", words="אור")
        assert [r.name for r in (await tab.state(MembersState)).rows] == ["אורי כהן"]
        await tab.fire(MembersState, "find", words="")
        await tab.fire(MembersState, "show", status="frozen")
        state = await tab.state(MembersState)
        assert ([r.name for r in state.rows], state.is_filtered) == (["אורי כהן"], True)
        assert "status=frozen" in tab.said
        await tab.fire(MembersState, "clear")
        assert len((await tab.state(MembersState)).rows) == 2


async def test_the_address_says_what_to_show(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        make_member(w, "אורי", status=MemberStatus.FROZEN)
        make_member(w, "גל")
    async with Tab(gym.acting(Role.OWNER), HERE + "?status=frozen&tag=junk") as tab:
        await tab.fire(MembersState, "load")
        state = await tab.state(MembersState)
        assert (state.status, state.tag, len(state.rows)) == ("frozen", "", 1)


async def test_pages_of_fifty_go_on_and_back(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        for n in range(52):
            make_member(w, f"מתאמן {n:02d}", joined_on=date(2026, 1, 1))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MembersState, "load")
        state = await tab.state(MembersState)
        assert (len(state.rows), state.has_next, state.has_previous) == (50, True, False)
        await tab.fire(MembersState, "next_page")
        state = await tab.state(MembersState)
        assert (len(state.rows), state.has_next, state.summary) == (
            2,
            False,
            "מוצגים 51 עד 52 מתוך 52",
        )
        await tab.fire(MembersState, "previous_page")
        assert (await tab.state(MembersState)).rows[0].name == "מתאמן 00 כהן"


async def test_sorting_by_joining_puts_the_newest_first(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        make_member(w, "אורי", joined_on=date(2025, 1, 1))
        make_member(w, "גל", joined_on=date(2026, 1, 1))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MembersState, "load")
        await tab.fire(MembersState, "sort", key="joined")
        state = await tab.state(MembersState)
        assert (state.order, state.rows[0].name) == ("-joined", "גל כהן")


async def test_a_tag_goes_to_those_without_it_and_comes_off_again(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        first, second = str(make_member(w, "אורי")), str(make_member(w, "גל"))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MembersState, "load")
        await tab.fire(MembersState, "choose", member_id=first)
        await tab.fire(MembersState, "tag_chosen", form={"name": "בוקר"})
        await tab.fire(MembersState, "choose_all")
        await tab.fire(MembersState, "tag_chosen", form={"name": "בוקר"})
        state = await tab.state(MembersState)
        assert [r.tags for r in state.rows] == [["בוקר"], ["בוקר"]]
        assert state.chosen == []
        tag_id = state.tags[0].value
        await tab.fire(MembersState, "untag", tag_id=tag_id, member_ids=[second])
        assert [r.tags for r in (await tab.state(MembersState)).rows] == [["בוקר"], []]
        await tab.fire(MembersState, "choose", member_id=first)
        await tab.fire(MembersState, "tag_chosen", form={"name": "בוקר"})
        assert "כבר קיימת" in (await tab.state(MembersState)).problems["name"]


async def test_a_coach_is_assigned_and_given_back(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id, coach_id = str(make_member(w)), str(make_coach(w, "יואב לוי"))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MembersState, "load")
        await tab.fire(MembersState, "choose", member_id=member_id)
        await tab.fire(MembersState, "assign_chosen", form={"coach": coach_id})
        assert (await tab.state(MembersState)).rows[0].coach == "יואב לוי"
        await tab.fire(MembersState, "assign_back")
        assert (await tab.state(MembersState)).rows[0].coach == ""


async def test_archiving_several_can_be_undone(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        ids = [str(make_member(w, "אורי")), str(make_member(w, "גל"))]
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MembersState, "load")
        await tab.fire(MembersState, "choose_all")
        await tab.fire(MembersState, "archive_chosen")
        state = await tab.state(MembersState)
        assert (state.rows, state.counts["archived"]) == ([], 2)
        assert "שני כרטיסים עברו לארכיון" in tab.said
        await tab.fire(MembersState, "restore_all", member_ids=ids)
        assert len((await tab.state(MembersState)).rows) == 2


async def test_adding_a_member_gives_the_plan_at_once(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        plan_id = str(make_weekly(w, 3))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MembersState, "load")
        await tab.fire(MembersState, "open_panel", panel="add")
        await tab.fire(MembersState, "add", form=NEW | {"plan": plan_id})
        state = await tab.state(MembersState)
        assert (state.panel, state.rows[0].plan, state.rows[0].status_kind) == (
            "",
            "3 בשבוע",
            "positive",
        )
        assert "גל ועקנין: הכרטיס נוסף" in tab.said


async def test_every_field_at_fault_is_told_and_nothing_is_added(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MembersState, "load")
        await tab.fire(MembersState, "open_panel", panel="add")
        bad = {"first_name": "", "phone": "12", "email": "x", "national_id": "1"}
        await tab.fire(MembersState, "add", form=bad)
        state = await tab.state(MembersState)
        assert set(state.problems) == set(bad)
        assert (state.panel, state.rows) == ("add", [])
        await tab.fire(MembersState, "add", form={"first_name": "גל", "birth_date": "אתמול"})
        assert set((await tab.state(MembersState)).problems) == {"birth_date"}


async def test_somebody_who_may_be_there_already_is_shown_first(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        known = str(make_member(w, "גל", "ועקנין", phone="054-812-3390"))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MembersState, "load")
        await tab.fire(MembersState, "open_panel", panel="add")
        await tab.fire(MembersState, "add", form=NEW)
        state = await tab.state(MembersState)
        assert [(t.id, t.why) for t in state.twins] == [(known, "אותו טלפון, אותו שם")]
        assert len(state.rows) == 1
        await tab.fire(MembersState, "mean_it")
        await tab.fire(MembersState, "add", form=NEW)
        assert len((await tab.state(MembersState)).rows) == 2


async def test_an_invitation_that_cannot_go_out_does_not_undo_the_member(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MembersState, "load")
        await tab.fire(MembersState, "add", form={"first_name": "גל", "invite": "on"})
        assert [r.name for r in (await tab.state(MembersState)).rows] == ["גל"]
        assert "הכרטיס נוסף. " in tab.said


async def test_an_invitation_that_went_out_is_said(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MembersState, "load")
        await tab.fire(MembersState, "add", form={"first_name": "גל"})
        assert "ההזמנה" not in tab.said
        form = {"first_name": "טל", "email": "tal@example.com", "invite": "on"}
        await tab.fire(MembersState, "add", form=form)
        assert "וההזמנה בדרך" in tab.said


async def test_the_bulk_invitation_passes_over_who_has_no_address(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        make_member(w, "אורי", email="uri@example.com")
        make_member(w, "גל")
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MembersState, "load")
        await tab.fire(MembersState, "choose_all")
        await tab.fire(MembersState, "ask_invite")
        assert "מתאמן אחד" in (await tab.state(MembersState)).invite_words
        await tab.fire(MembersState, "invite_chosen")
        assert "נשלחו הזמנות: 1. דילוג: 1" in tab.said


async def test_the_export_holds_everybody_who_fits_with_formulas_disarmed(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        make_member(w, "=HYPERLINK(1)", "כהן", phone="054-812-3390")
        for n in range(51):
            make_member(w, f"מתאמן {n}")
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MembersState, "load")
        await tab.fire(MembersState, "export")
        found = re.search(r"base64,([A-Za-z0-9+/=]+)", str([e.payload for e in tab.events]))
        assert found is not None
        content = base64.b64decode(found[1]).decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(content)))
        assert len(lines) == 53
        assert lines[0][0] == "שם פרטי"
        assert any(line[0] == "'=HYPERLINK(1)" and line[2] == "054-812-3390" for line in lines)


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", " =1"])
def test_no_cell_begins_a_formula(cell: str) -> None:
    assert disarmed(cell) == f"'{cell}"


async def test_coaches_look_but_do_not_touch(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = str(make_member(w))
    async with Tab(gym.acting(Role.COACH), HERE) as tab:
        await tab.fire(MembersState, "load")
        assert len((await tab.state(MembersState)).rows) == 1
        await tab.fire(MembersState, "choose", member_id=member_id)
        for deed in ("archive_chosen", "export", "ask_invite", "invite_chosen"):
            await tab.fire(MembersState, deed)
        for deed in ("add", "tag_chosen", "assign_chosen"):
            await tab.fire(MembersState, deed, form={"first_name": "x", "name": "x"})
        assert not any("base64" in str(e.payload) for e in tab.events)
    with open_work(gym.acting(Role.OWNER)) as w:
        page = members.roster(w)
        assert [(m.id, m.is_archived, m.tags) for m in page.rows] == [(UUID(member_id), False, ())]


async def test_members_and_visitors_see_nobody(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        make_member(w)
    for actor in (gym.acting(Role.MEMBER), None):
        async with Tab(actor, HERE) as tab:
            await tab.fire(MembersState, "load")
            assert (await tab.state(MembersState)).rows == []


async def test_members_of_another_gym_cannot_be_reached(gym: Gym, other_gym: Gym) -> None:
    with open_work(other_gym.acting(Role.OWNER)) as w:
        theirs = str(make_member(w))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MembersState, "load")
        assert (await tab.state(MembersState)).rows == []
        await tab.fire(MembersState, "choose", member_id=theirs)
        await tab.fire(MembersState, "archive_chosen")
        await tab.fire(MembersState, "restore_all", member_ids=[theirs])
        await tab.fire(MembersState, "untag", tag_id="junk", member_ids=["junk"])
        assert len(tab.refusals) == 3
    with open_work(other_gym.acting(Role.OWNER)) as w:
        assert members.counts(w).archived == 0
