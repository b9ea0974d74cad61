"""Family, forms on file, penalties and freezes on a member's page; disputes; the ladder in the settings."""

from datetime import date, timedelta
from uuid import UUID

from fitkit.core import clock
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.members import actions as members
from fitkit.features.members import queries
from fitkit.features.members.rules import FormKind
from fitkit.features.penalties import actions as penalties
from fitkit.features.penalties import queries as penalty_queries
from fitkit.features.penalties.rules import Ladder, Offence, OffenceFacts, PenaltyState, Step
from fitkit.web.account.settings.record.state import RecordState
from fitkit.web.coach.disputes import page as _disputes  # noqa: F401  # its State joins the app
from fitkit.web.coach.disputes.state import DisputesState
from fitkit.web.owner.member import page as _member  # noqa: F401
from fitkit.web.owner.member.files.state import FilesState
from fitkit.web.owner.settings import page as _settings  # noqa: F401
from fitkit.web.owner.settings.penalties.state import PenaltyRulesState
from tests.conftest import Gym, make_gym
from tests.factories.members import details, make_member
from tests.factories.scheduling import make_place, session_at
from tests.factories.subscriptions import give_pack
from tests.web.driver import Tab


def at(member_id: object) -> str:
    return f"/en/dashboard/members/{member_id}/"


def today() -> date:
    return clock.day_of(clock.now(), clock.ISRAEL)


def penalised(gym: Gym) -> tuple[UUID, UUID]:
    """A member with one penalty: both ids."""
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        give_pack(w, member_id)
        session_id = session_at(w, make_place(w), w.now + timedelta(days=1))
        booked = booking.book(w, session_id=session_id, member_id=member_id)
        assert booked.booking_id is not None
    with open_work(gym.system) as w:
        facts = OffenceFacts(booked.booking_id, session_id, member_id, Offence.NO_SHOW, w.now)
        penalty_id = penalties.judge_offence(w, facts=facts)
    assert penalty_id is not None
    return member_id, penalty_id


async def test_a_form_is_recorded_shown_and_taken_off(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
    async with Tab(gym.acting(Role.COACH), at(member_id)) as tab:
        await tab.fire(FilesState, "load")
        await tab.fire(FilesState, "open_form")
        state = await tab.state(FilesState)
        assert (state.panel, state.signed_on) == ("form", today().isoformat())
        form = {"kind": "health_declaration", "signed_on": today().isoformat(), "good_until": ""}
        await tab.fire(FilesState, "record", form=form)
        state = await tab.state(FilesState)
        assert [(f.name, f.status) for f in state.forms] == [("Health declaration", "Good")]
        assert state.panel == ""
        await tab.fire(FilesState, "withdraw", form_id=state.forms[0].id)
        assert (await tab.state(FilesState)).forms == []


async def test_a_form_of_tomorrow_is_refused_at_its_field(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
    async with Tab(gym.acting(Role.OWNER), at(member_id)) as tab:
        await tab.fire(FilesState, "load")
        tomorrow = (today() + timedelta(days=1)).isoformat()
        await tab.fire(FilesState, "record", form={"kind": "waiver", "signed_on": tomorrow})
        assert set((await tab.state(FilesState)).problems) == {"signed_on"}


async def test_a_guardian_is_found_chosen_and_removed(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        mother = make_member(w, "ענת", "לוי")
        child = members.add(w, details=details("נועה", "לוי", birth_date=date(2018, 5, 1)))
    async with Tab(gym.acting(Role.OWNER), at(child)) as tab:
        await tab.fire(FilesState, "load")
        await tab.fire(FilesState, "find", form={"search": "ענת"})
        assert [p.id for p in (await tab.state(FilesState)).found] == [str(mother)]
        await tab.fire(FilesState, "choose_guardian", member_id=str(mother))
        assert (await tab.state(FilesState)).guardian.name == "ענת לוי"
        await tab.fire(FilesState, "remove_guardian")
        assert (await tab.state(FilesState)).guardian.id == ""
    with open_work(gym.acting(Role.OWNER)) as w:
        assert queries.card(w, member_id=child).guardian_id is None


async def test_a_guardian_of_another_gym_is_refused(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        child = members.add(w, details=details("נועה", birth_date=date(2018, 5, 1)))
    with open_work(make_gym("yam", "ים").acting(Role.OWNER)) as w:
        stranger = make_member(w, "זר")
    async with Tab(gym.acting(Role.OWNER), at(child)) as tab:
        await tab.fire(FilesState, "load")
        await tab.fire(FilesState, "find", form={"search": "זר"})
        assert (await tab.state(FilesState)).found == []
        await tab.fire(FilesState, "choose_guardian", member_id=str(stranger))
        assert (await tab.state(FilesState)).guardian.id == ""


async def test_a_coach_sets_no_guardian(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        mother = make_member(w, "ענת")
        child = members.add(w, details=details("נועה", birth_date=date(2018, 5, 1)))
    async with Tab(gym.acting(Role.COACH), at(child)) as tab:
        await tab.fire(FilesState, "load")
        await tab.fire(FilesState, "choose_guardian", member_id=str(mother))
        assert (await tab.state(FilesState)).guardian.id == ""


async def test_a_penalty_is_excused_from_the_members_page(gym: Gym) -> None:
    member_id, penalty_id = penalised(gym)
    async with Tab(gym.acting(Role.COACH), at(member_id)) as tab:
        await tab.fire(FilesState, "load")
        shown = (await tab.state(FilesState)).penalties
        assert [(p.id, p.title, p.may_excuse) for p in shown] == [
            (str(penalty_id), "No-show: WOD", True)
        ]
        await tab.fire(FilesState, "excuse", penalty_id=str(penalty_id))
        assert (await tab.state(FilesState)).penalties[0].may_excuse is False


async def test_a_dispute_is_written_by_the_member_and_decided_by_staff(gym: Gym) -> None:
    member_id, penalty_id = penalised(gym)
    member = gym.acting(Role.MEMBER, member_id=member_id)
    async with Tab(member, "/en/me/settings/") as tab:
        await tab.fire(RecordState, "load")
        assert (await tab.state(RecordState)).penalties[0].until
        await tab.fire(RecordState, "ask_dispute", penalty_id=str(penalty_id))
        await tab.fire(RecordState, "dispute", form={"words": " "})
        assert set((await tab.state(RecordState)).problems) == {"words"}
        await tab.fire(RecordState, "dispute", form={"words": "I was there"})
        state = await tab.state(RecordState)
        assert (state.dispute_id, state.penalties[0].state) == ("", "Disputed")
    async with Tab(gym.acting(Role.COACH), "/en/dashboard/disputes/") as tab:
        await tab.fire(DisputesState, "load")
        assert "I was there" in (await tab.state(DisputesState)).rows[0].dispute
        await tab.fire(DisputesState, "write", penalty_id=str(penalty_id), words="Right")
        await tab.fire(DisputesState, "uphold", penalty_id=str(penalty_id))
        assert (await tab.state(DisputesState)).rows == []
    with open_work(gym.acting(Role.OWNER)) as w:
        found = penalty_queries.of_member(w, member_id=member_id)[0]
    assert (found.state, found.decision) == (PenaltyState.UPHELD, "Right")


async def test_a_member_reaches_no_dispute_of_others(gym: Gym) -> None:
    member_id, penalty_id = penalised(gym)
    other = gym.acting(Role.MEMBER, member_id=UUID(int=1))
    async with Tab(other, "/en/dashboard/disputes/") as tab:
        await tab.fire(DisputesState, "load")
        assert (await tab.state(DisputesState)).rows == []
        await tab.fire(DisputesState, "excuse", penalty_id=str(penalty_id))
    with open_work(gym.acting(Role.OWNER)) as w:
        assert penalty_queries.of_member(w, member_id=member_id)[0].state is PenaltyState.STANDING


RULES = {
    "is_on": "on",
    "counts_late_cancels": "on",
    "window_days": "14",
    "step_0": "warning",
    "step_1": "block",
    "step_2": "",
    "step_3": "",
    "block_days": "4",
    "decide_hours_after": "3",
    "dispute_hours": "48",
}


async def test_the_owner_sets_the_ladder_and_reads_what_members_read(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), "/en/dashboard/settings/") as tab:
        await tab.fire(PenaltyRulesState, "load")
        assert (await tab.state(PenaltyRulesState)).start["step_2"] == "block"
        await tab.fire(PenaltyRulesState, "save", form=RULES)
        state = await tab.state(PenaltyRulesState)
        assert state.problems == {}
        assert state.lines == [
            "Late cancellations count, over 14 days",
            "Number 1: a warning",
            "Number 2: no new bookings for 4 days; what is booked stays. The same each time after",
            "It can be disputed for 48 hours",
        ]
    with open_work(gym.acting(Role.OWNER)) as w:
        ladder = penalty_queries.ladder(w)
    assert (ladder.version, ladder.steps) == (1, (Step.WARNING, Step.BLOCK))


async def test_a_gap_in_the_ladder_and_a_wrong_number_are_refused_at_their_field(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), "/en/dashboard/settings/") as tab:
        await tab.fire(PenaltyRulesState, "load")
        for wrong, field in (
            ({"step_1": "", "step_2": "block"}, "step_1"),
            ({"window_days": "0"}, "window_days"),
            ({"step_0": ""}, "step_0"),
            ({"counts_late_cancels": ""}, "counts_no_shows"),
        ):
            await tab.fire(PenaltyRulesState, "save", form=RULES | wrong)
            assert set((await tab.state(PenaltyRulesState)).problems) == {field}
    with open_work(gym.acting(Role.OWNER)) as w:
        assert penalty_queries.ladder(w) == Ladder()


async def test_forms_that_ran_out_say_so(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        members.record_form(
            w,
            member_id=member_id,
            kind=FormKind.WAIVER,
            signed_on=today() - timedelta(days=9),
            good_until=today(),
        )
    async with Tab(gym.acting(Role.OWNER), at(member_id)) as tab:
        await tab.fire(FilesState, "load")
        assert (await tab.state(FilesState)).forms[0].kind == "positive"
