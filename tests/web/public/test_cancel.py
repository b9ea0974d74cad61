"""Ending a membership without an account: a code to the address the gym has, the calculation, the receipt."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from fitkit.core import clock, jobs
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing.rules.words import CancellationState, DealState
from fitkit.features.billing.tables import Cancellation, Deal
from fitkit.features.payments.tables import Refund
from fitkit.texts import endings as texts
from fitkit.web.public.cancel.state import CancelState
from tests.factories.deals import make_deal
from tests.factories.members import make_member
from tests.features.notifications.people import sandbox
from tests.web.driver import Tab

WHO = {"name": "מאיה לוי", "contact": "maya@example.com"}


@pytest.fixture
def ports(tmp_path):
    return sandbox(tmp_path)


def a_deal(gym, *, email="maya@example.com", days_ago=3):
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w, "מאיה", "לוי", email=email, phone="052-7110001")
        today = clock.day_of(w.now, w.actor.zone)
        return make_deal(w, member_id, price=300, starts_on=today - timedelta(days=days_ago))


def codes(ports):
    """Codes in the letters that went out, the newest first."""
    jobs.run_ready(ports)
    found = (re.search(r"\b\d{6}\b", item.subject) for item in ports.outbox.recent(50))
    return [match.group() for match in found if match]


async def asked(tab, ports, **who):
    await tab.fire(CancelState, "load")
    await tab.fire(CancelState, "ask_code", form=WHO | who)
    return codes(ports)


async def test_a_visitor_ends_their_membership_with_a_code(gym, ports):
    made = a_deal(gym)
    async with Tab(None, "/he/cancel/namal/") as tab:
        (code,) = await asked(tab, ports)
        await tab.fire(CancelState, "prove", form={"code": code})
        state = await tab.state(CancelState)
        assert [d.id for d in state.deals] == [str(made.deal_id)]
        await tab.fire(CancelState, "choose", deal_id=str(made.deal_id))
        state = await tab.state(CancelState)
        assert (state.step, bool(state.row.refund)) == ("ask", True)
        before = state.row
        await tab.fire(CancelState, "confirm", form={"reason": "עוברים דירה"})
        await tab.fire(CancelState, "confirm", form={"reason": "again"})
        state = await tab.state(CancelState)
        assert (state.step, state.row) == ("done", before)
    with open_work(gym.system) as w:
        row = w.session.scalars(select(Cancellation)).one()
        assert (row.state, row.actor_user_id, row.reason) == (
            CancellationState.SETTLED,
            None,
            "עוברים דירה",
        )
        assert w.get(Deal, made.deal_id).state is DealState.CANCELLED
        assert len(list(w.session.scalars(select(Refund)))) == 1


async def test_by_phone_the_code_still_goes_to_the_e_mail_the_gym_has(gym, ports):
    a_deal(gym)
    async with Tab(None, "/en/cancel/namal/") as tab:
        assert len(await asked(tab, ports, contact="0527110001")) == 1


@pytest.mark.parametrize(
    "who", [{"contact": "nobody@example.com"}, {"name": "דן כהן"}, {"contact": "052-7119999"}]
)
async def test_whoever_is_not_known_sees_the_same_and_gets_nothing(gym, ports, who):
    a_deal(gym)
    async with Tab(None, "/he/cancel/namal/") as tab:
        assert await asked(tab, ports, **who) == []
        state = await tab.state(CancelState)
        assert (state.step, state.problems, tab.said) == ("code", {}, "[]")
        await tab.fire(CancelState, "prove", form={"code": "123456"})
        assert (await tab.state(CancelState)).problems == {"code": texts.WRONG_CODE.he}


async def test_a_code_is_of_the_page_that_asked_and_works_once(gym, ports):
    made = a_deal(gym)
    async with Tab(None, "/he/cancel/namal/") as thief:
        await thief.fire(CancelState, "load")
        async with Tab(None, "/he/cancel/namal/") as tab:
            (code,) = await asked(tab, ports)
            await tab.fire(CancelState, "prove", form={"code": code})
            assert (await tab.state(CancelState)).step == "deals"
            await tab.fire(CancelState, "load")
            await tab.fire(CancelState, "ask_code", form=WHO)
            await tab.fire(CancelState, "prove", form={"code": code})
            assert (await tab.state(CancelState)).problems == {"code": texts.WRONG_CODE.he}
    async with Tab(None, "/he/cancel/namal/") as thief:
        mine = (await asked(thief, ports))[1:]  # letters to the member, whom a thief does not read
        assert mine
        await thief.fire(CancelState, "prove", form={"code": mine[0]})
        assert (await thief.state(CancelState)).step == "code"
        await thief.fire(CancelState, "choose", deal_id=str(made.deal_id))
        assert (await thief.state(CancelState)).step == "code"


async def test_five_wrong_codes_and_the_right_one_is_dead(gym, ports):
    a_deal(gym)
    async with Tab(None, "/he/cancel/namal/") as tab:
        (code,) = await asked(tab, ports)
        wrong = "000000" if code != "000000" else "111111"
        for _ in range(5):
            await tab.fire(CancelState, "prove", form={"code": wrong})
        await tab.fire(CancelState, "prove", form={"code": code})
        assert (await tab.state(CancelState)).step == "code"


async def test_without_a_code_nothing_is_shown_and_nothing_is_ended(gym):
    made = a_deal(gym)
    async with Tab(None, "/he/cancel/namal/") as tab:
        await tab.fire(CancelState, "load")
        await tab.fire(CancelState, "choose", deal_id=str(made.deal_id))
        await tab.fire(CancelState, "state_protected", is_so=True)
        await tab.fire(CancelState, "confirm", form={})
        await tab.fire(CancelState, "back_to_deals")
        await tab.fire(CancelState, "confirm", form={})
        state = await tab.state(CancelState)
        assert (state.deals, state.row.lines) == ([], [])
    with open_work(gym.system) as w:
        assert w.session.scalars(select(Cancellation)).first() is None


async def test_what_a_code_proved_is_forgotten_after_a_while(gym, ports):
    made = a_deal(gym)
    async with Tab(None, "/he/cancel/namal/") as tab:
        (code,) = await asked(tab, ports)
        await tab.fire(CancelState, "prove", form={"code": code})
        await tab.fire(CancelState, "choose", deal_id=str(made.deal_id))
        with time_machine.travel(clock.now() + timedelta(minutes=21)):
            await tab.fire(CancelState, "confirm", form={})
        assert (await tab.state(CancelState)).step == "ask"
    with open_work(gym.system) as w:
        assert w.session.scalars(select(Cancellation)).first() is None


async def test_a_member_who_is_signed_in_needs_no_code(gym):
    made = a_deal(gym)
    async with Tab(gym.acting(Role.MEMBER, member_id=made.member_id), "/en/cancel/") as tab:
        await tab.fire(CancelState, "load")
        assert (await tab.state(CancelState)).step == "deals"
        await tab.fire(CancelState, "choose", deal_id=str(made.deal_id))
        await tab.fire(CancelState, "confirm", form={})
        assert (await tab.state(CancelState)).step == "done"


async def test_a_member_of_one_gym_is_a_visitor_at_another(gym, other_gym):
    made = a_deal(other_gym)
    async with Tab(gym.acting(Role.MEMBER, member_id=made.member_id), "/en/cancel/yam/") as tab:
        await tab.fire(CancelState, "load")
        assert (await tab.state(CancelState)).step == "who"
        await tab.fire(CancelState, "choose", deal_id=str(made.deal_id))
        assert (await tab.state(CancelState)).step == "who"


async def test_the_gym_is_found_by_its_word(gym):
    async with Tab(None, "/en/cancel/") as tab:
        await tab.fire(CancelState, "load")
        assert (await tab.state(CancelState)).step == "gym"
        await tab.fire(CancelState, "find_gym", form={"slug": "nowhere"})
        assert (await tab.state(CancelState)).problems == {"slug": texts.NO_SUCH_GYM.en}
        await tab.fire(CancelState, "find_gym", form={"slug": "https://x.test/he/Namal/"})
        assert tab.went_to == ["/en/cancel/namal/"]


async def test_a_later_last_day_is_seen_refused_at_its_field_and_done(gym, ports):
    made = a_deal(gym, days_ago=20)
    today = clock.now().date()
    async with Tab(None, "/he/cancel/namal/") as tab:
        (code,) = await asked(tab, ports)
        await tab.fire(CancelState, "prove", form={"code": code})
        await tab.fire(CancelState, "wish_until", day="2026-12-01")
        assert (await tab.state(CancelState)).step == "deals"
        await tab.fire(CancelState, "choose", deal_id=str(made.deal_id))
        earliest = (await tab.state(CancelState)).row
        for day in ("31.12", "2026-02-30", "1999-01-01", "2099-01-01", "x" * 500):
            await tab.fire(CancelState, "wish_until", day=day)
            assert (await tab.state(CancelState)).problems["wants_until"]
            await tab.fire(CancelState, "confirm", form={})
            assert (await tab.state(CancelState)).step == "ask"
        await tab.fire(CancelState, "wish_until", day="")
        state = await tab.state(CancelState)
        assert (state.row, state.problems) == (earliest, {})
        later = today + timedelta(days=25)
        await tab.fire(CancelState, "wish_until", day=later.isoformat())
        shown = (await tab.state(CancelState)).row
        assert shown != earliest
        await tab.fire(CancelState, "confirm", form={})
        state = await tab.state(CancelState)
        assert (state.step, state.row) == ("done", shown)
    with open_work(gym.system) as w:
        assert w.session.scalars(select(Cancellation)).one().last_day == later
