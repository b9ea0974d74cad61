"""A member's page: what its State holds and does."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from fitkit.core import clock
from fitkit.core.errors import Refusal
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions as billing
from fitkit.features.booking import actions as booking
from fitkit.features.members import queries as members
from fitkit.features.members.rules import MemberStatus
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.subscriptions import actions as giving
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.texts import endings
from fitkit.web.owner.member.endings.state import EndingsState
from fitkit.web.owner.member.state import MemberState
from tests.conftest import Gym
from tests.factories.booking import book, pack_member, weekly_member
from tests.factories.deals import make_deal
from tests.factories.members import make_member
from tests.factories.plans import make_pack, make_weekly
from tests.factories.scheduling import make_place, session_at
from tests.factories.staff import make_coach
from tests.factories.subscriptions import give_pack, give_weekly
from tests.web.driver import Tab


def at(member_id: object, lang: str = "he") -> str:
    return f"/{lang}/dashboard/members/{member_id}/"


def today() -> str:
    return clock.day_of(clock.now(), clock.ISRAEL).isoformat()


async def opened(gym: Gym, member_id: object, role: Role = Role.OWNER, lang: str = "he") -> Tab:
    tab = Tab(gym.acting(role), at(member_id, lang))
    await tab.__aenter__()
    await tab.fire(MemberState, "load")
    return tab


async def test_the_page_shows_who_what_and_how_to_reach(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w, "אורי", "מלכה", phone="054-812-3390", email="uri@example.com")
        give_pack(w, member_id, 10)
    tab = await opened(gym, member_id)
    state = await tab.state(MemberState)
    head = state.head
    assert (head.name, head.phone, head.phone_href) == (
        "אורי מלכה",
        "054-812-3390",
        "tel:+972548123390",
    )
    assert head.whatsapp == "https://wa.me/972548123390"
    assert (head.status_kind, state.held[0].left) == ("positive", "נשארו 10 כניסות")
    assert state.app.words == "עוד לא נשלחה הזמנה"
    assert any("אורי מלכה" in row.words for row in state.trail)
    await tab.__aexit__()


async def test_the_page_speaks_english(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        give_weekly(w, member_id, 3)
    tab = await opened(gym, member_id, lang="en")
    state = await tab.state(MemberState)
    assert (state.head.status, state.held[0].gives) == ("Active", "3 classes a week")
    assert state.held[0].dates.endswith("no end date")
    await tab.__aexit__()


async def test_a_plan_is_promised_in_words_and_then_given(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id, plan_id = make_member(w), make_pack(w, 10, days=175)
    tab = await opened(gym, member_id)
    await tab.fire(MemberState, "open_give")
    state = await tab.state(MemberState)
    assert state.promise.startswith("10 כניסות, מ־")
    assert "₪390" in state.promise
    await tab.fire(MemberState, "give", form={"plan": str(plan_id), "starts_on": today()})
    state = await tab.state(MemberState)
    assert (state.panel, len(state.held), state.head.status_kind) == ("", 1, "positive")
    await tab.__aexit__()


async def test_a_start_too_far_off_is_told_at_its_field(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id, plan_id = make_member(w), make_weekly(w)
    tab = await opened(gym, member_id)
    await tab.fire(MemberState, "open_give")
    for far in ("2099-01-01", "מחר"):
        await tab.fire(MemberState, "give", form={"plan": str(plan_id), "starts_on": far})
        state = await tab.state(MemberState)
        assert (set(state.problems), state.panel) == ({"starts_on"}, "give")
    await tab.__aexit__()


async def test_entries_are_corrected_with_a_reason_that_stays_in_the_story(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        held = str(give_pack(w, member_id, 10))
    tab = await opened(gym, member_id)
    await tab.fire(MemberState, "open_adjust", subscription_id=held)
    await tab.fire(MemberState, "adjust", form={"delta": "2-", "note": ""})
    assert set((await tab.state(MemberState)).problems) == {"note"}
    await tab.fire(MemberState, "adjust", form={"delta": "2-", "note": "נספרו פעמיים"})
    assert (await tab.state(MemberState)).held[0].left == "נשארו 8 כניסות"
    await tab.fire(MemberState, "open_moves", subscription_id=held)
    moves = (await tab.state(MemberState)).moves
    assert [(m.note, m.left) for m in moves] == [("נספרו פעמיים", 8), ("", 10)]
    assert "-2" in moves[0].delta
    await tab.__aexit__()


async def test_a_plan_ends_now_or_on_a_day_and_its_loss_is_said_before(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        weekly, pack = str(give_weekly(w, member_id)), str(give_pack(w, member_id, 2))
    tab = await opened(gym, member_id)
    await tab.fire(MemberState, "open_end", subscription_id=pack)
    assert (await tab.state(MemberState)).about.loses == "יימחקו שתי כניסות שנשארו."
    await tab.fire(MemberState, "end", form={"day": ""})
    state = await tab.state(MemberState)
    assert ([h.id for h in state.held], [h.id for h in state.past]) == ([weekly], [pack])
    last = clock.day_of(clock.now(), clock.ISRAEL) + timedelta(days=7)
    await tab.fire(MemberState, "open_end", subscription_id=weekly)
    await tab.fire(MemberState, "end", form={"day": last.isoformat()})
    with open_work(gym.acting(Role.OWNER)) as w:
        assert subscriptions.held(w, member_id=UUID(str(member_id)))[0].ends_on == last
    await tab.__aexit__()


async def test_a_plan_that_was_sold_ends_by_a_notice_alone(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        first, second = (
            make_deal(w, member_id, price=199, starts_on=date(2026, 1, 1), paid=12)
            for _ in range(2)
        )
    sold = str(first.subscription_id)
    tab = await opened(gym, member_id)
    await tab.fire(MemberState, "open_end", subscription_id=sold)
    assert (await tab.state(MemberState)).panel == ""
    asked = await tab.state(EndingsState)
    assert (asked.panel, asked.deals[0].value) == ("record", str(first.deal_id))
    assert {choice.value for choice in asked.deals} == {str(first.deal_id), str(second.deal_id)}
    for day in ("", "2030-01-01"):  # a forged event does not end it either
        await tab.fire(MemberState, "end", form={"day": day})
    with open_work(gym.acting(Role.OWNER)) as w:
        assert len(subscriptions.held(w, member_id=UUID(str(member_id)))) == 2
        for given in ({}, {"day": date(2030, 1, 1)}):
            with pytest.raises(Refusal) as refused:
                billing.end_plan(w, subscription_id=first.subscription_id, **given)
            assert refused.value.text is endings.SOLD_ENDS_BY_NOTICE
    await tab.__aexit__()


async def test_a_plan_of_another_member_cannot_be_touched_from_here(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id, other = make_member(w, "אורי"), make_member(w, "גל")
        theirs = str(give_pack(w, other, 10))
    tab = await opened(gym, member_id)
    for deed in ("open_adjust", "open_end", "open_moves"):
        await tab.fire(MemberState, deed, subscription_id=theirs)
    assert (len(tab.refusals), (await tab.state(MemberState)).panel) == (3, "")
    await tab.__aexit__()


async def test_an_invitation_shows_its_link_until_it_is_revoked(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w, email="noa@example.com")
    tab = await opened(gym, member_id)
    await tab.fire(MemberState, "invite")
    app = (await tab.state(MemberState)).app
    assert app.is_open
    assert "/he/join/" in app.link
    await tab.fire(MemberState, "resend")
    assert "ממש עכשיו" in tab.said
    await tab.fire(MemberState, "revoke")
    state = await tab.state(MemberState)
    assert (state.app.is_open, state.app.link) == (False, "")
    await tab.__aexit__()


async def test_nobody_can_be_invited_without_an_address_or_a_number(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
    tab = await opened(gym, member_id)
    await tab.fire(MemberState, "invite")
    assert not (await tab.state(MemberState)).app.is_open
    assert "צריך למלא" in tab.said
    await tab.__aexit__()


async def test_details_are_changed_and_an_untyped_id_number_stays(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w, "אורי", "מלכה")
    tab = await opened(gym, member_id)
    await tab.fire(MemberState, "open_edit")
    start = dict((await tab.state(MemberState)).start)
    assert "national_id" not in start
    await tab.fire(MemberState, "save", form=start | {"national_id": "123456782"})
    await tab.fire(MemberState, "save", form=start | {"last_name": "לוי", "phone": "x"})
    assert set((await tab.state(MemberState)).problems) == {"phone"}
    await tab.fire(MemberState, "save", form=start | {"last_name": "לוי"})
    state = await tab.state(MemberState)
    assert (state.head.name, state.head.has_national_id, state.national_id) == (
        "אורי לוי",
        True,
        "",
    )
    await tab.fire(MemberState, "show_national_id")
    assert (await tab.state(MemberState)).national_id == "123456782"
    await tab.__aexit__()


async def test_a_removed_note_can_come_back(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
    tab = await opened(gym, member_id)
    await tab.fire(MemberState, "add_note", form={"text": " "})
    assert set((await tab.state(MemberState)).problems) == {"text"}
    await tab.fire(MemberState, "add_note", form={"text": "כתף רגישה"})
    note = (await tab.state(MemberState)).notes[0]
    await tab.fire(MemberState, "remove_note", note_id=note.id)
    assert (await tab.state(MemberState)).notes == []
    await tab.fire(MemberState, "note_back", note_id=note.id)
    await tab.fire(MemberState, "note_back", note_id=note.id)
    assert [n.text for n in (await tab.state(MemberState)).notes] == ["כתף רגישה"]
    await tab.__aexit__()


async def test_tags_and_coach_change_and_change_back(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id, coach_id = make_member(w), str(make_coach(w, "יואב לוי"))
    tab = await opened(gym, member_id)
    await tab.fire(MemberState, "add_tag", form={"name": "בוקר"})
    worn = (await tab.state(MemberState)).tags[0]
    await tab.fire(MemberState, "remove_tag", tag_id=worn.id)
    await tab.fire(MemberState, "tag_back", name="בוקר")
    await tab.fire(MemberState, "choose_coach", coach_id=coach_id)
    state = await tab.state(MemberState)
    assert ([t.name for t in state.tags], state.head.coach) == (["בוקר"], "יואב לוי")
    await tab.fire(MemberState, "coach_back", coach_id="")
    assert (await tab.state(MemberState)).head.coach == ""
    await tab.__aexit__()


async def test_archiving_can_be_undone(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
    tab = await opened(gym, member_id)
    await tab.fire(MemberState, "archive")
    assert "בארכיון מאז" in (await tab.state(MemberState)).head.archived
    await tab.fire(MemberState, "restore")
    assert (await tab.state(MemberState)).head.archived == ""
    await tab.__aexit__()


async def test_a_coach_reads_and_notes_but_changes_nothing(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w, email="noa@example.com", status=MemberStatus.LEAD)
        plan_id = make_weekly(w)
    tab = await opened(gym, member_id, Role.COACH)
    state = await tab.state(MemberState)
    assert (state.head.name, state.trail, state.plans, state.app.words) == ("נועה כהן", [], [], "")
    await tab.fire(MemberState, "add_note", form={"text": "כתף רגישה"})
    for deed in ("archive", "invite", "show_national_id", "open_give", "open_edit"):
        await tab.fire(MemberState, deed)
    await tab.fire(MemberState, "give", form={"plan": str(plan_id), "starts_on": today()})
    await tab.fire(MemberState, "save", form={"first_name": "x"})
    state = await tab.state(MemberState)
    assert (len(state.notes), state.held, state.panel, state.national_id) == (1, [], "", "")
    await tab.__aexit__()


@pytest.mark.parametrize("junk", ["junk", "01a20a52-da14-7607-b57e-05620e2cf895"])
async def test_junk_and_unknown_ids_are_told_calmly(gym: Gym, junk: str) -> None:
    tab = await opened(gym, junk)
    state = await tab.state(MemberState)
    assert (state.head.name, bool(state.problem), state.is_loading) == ("", True, False)
    await tab.__aexit__()


async def test_a_member_of_another_gym_is_not_found_and_not_changed(
    gym: Gym, other_gym: Gym
) -> None:
    with open_work(other_gym.acting(Role.OWNER)) as w:
        theirs = make_member(w)
    tab = await opened(gym, theirs)
    for deed in ("archive", "invite", "show_national_id"):
        await tab.fire(MemberState, deed)
    await tab.fire(MemberState, "add_note", form={"text": "x"})
    state = await tab.state(MemberState)
    assert (state.head.name, state.notes) == ("", [])
    with open_work(other_gym.acting(Role.OWNER)) as w:
        assert members.notes(w, member_id=theirs) == ()
        assert members.counts(w).archived == 0
    await tab.__aexit__()


async def test_members_and_visitors_do_not_get_in(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
    tab = await opened(gym, member_id, Role.MEMBER)
    assert (await tab.state(MemberState)).head.name == ""
    await tab.__aexit__()


async def test_a_pack_that_is_used_up_makes_room_for_the_one_in_use(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        old = give_pack(w, member_id, 1, days=20)
        giving.adjust_entries(w, subscription_id=old, delta=-1, note="נוצלה במכון אחר")
        give_pack(w, member_id, 10, days=90)
    tab = await opened(gym, member_id)
    state = await tab.state(MemberState)
    assert [h.left for h in state.held] == ["נשארו 10 כניסות"]
    assert [(h.status, h.is_used_up) for h in state.past] == [("נוצלה", True)]
    await tab.__aexit__()


async def test_a_class_under_way_says_who_came_and_who_did_not(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        session_id = session_at(w, make_place(w), w.now + timedelta(minutes=30))
        came, missing = pack_member(w, "אורי"), weekly_member(w, "גל")
        for member_id in (came, missing):
            book(w, session_id, member_id)
        row = w.hold(ClassSession, session_id)
        row.starts_at, row.ends_at = w.now - timedelta(minutes=1), w.now + timedelta(minutes=59)
    with open_work(gym.acting(Role.OWNER)) as w:
        booking.check_in(w, session_id=session_id, member_id=came)
        booking.mark_no_show(w, session_id=session_id, member_id=missing)
    for member_id, said in ((came, "הגעה"), (missing, "אי הגעה")):
        tab = await opened(gym, member_id)
        assert [row.status for row in (await tab.state(MemberState)).coming] == [said]
        await tab.__aexit__()
