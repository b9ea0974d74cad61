"""A member lets their plan rest on the phone: shown first, then done; never another's."""

from datetime import timedelta

from fitkit.core.permissions import Role
from fitkit.features.subscriptions.rules import FreezeKind
from fitkit.web.member.membership.rest import MyRestState
from fitkit.web.member.membership.state import MembershipState
from tests.conftest import Gym
from tests.factories.renewals import make_renewing, today
from tests.web.driver import Tab

HERE = "/he/me/membership/"


async def test_the_days_are_shown_before_the_plan_rests_and_can_be_given_back(gym: Gym) -> None:
    deal = make_renewing(gym, anchor=today() - timedelta(days=3))
    before = deal.deal().next_on
    assert before is not None
    async with Tab(gym.acting(Role.MEMBER, member_id=deal.member_id), HERE) as tab:
        await tab.fire(MembershipState, "load")
        assert (await tab.state(MembershipState)).plans[0].may_rest
        await tab.fire(MyRestState, "open_freeze", subscription_id=str(deal.subscription_id))
        until = (today() + timedelta(days=9)).isoformat()
        await tab.fire(MyRestState, "consider", name="last_on", value=until)
        shown = await tab.state(MyRestState)
        assert (shown.is_shown, shown.problems) == (True, {})
        assert any("390" in line.amount for line in shown.effect.lines)
        form = {"first_on": today().isoformat(), "last_on": until}
        await tab.fire(MyRestState, "freeze", form=form)
        await tab.fire(MembershipState, "load")
        (plan,) = (await tab.state(MembershipState)).plans
        assert (plan.rests_now, plan.may_rest) == (True, False)
        assert deal.deal().next_on == before + timedelta(days=10)
        await tab.fire(MyRestState, "ask_wake", freeze_id=plan.freeze_id)
        assert (await tab.state(MyRestState)).panel == "wake"
        await tab.fire(MyRestState, "wake")
        assert deal.deal().next_on == before


async def test_too_many_days_stand_at_their_field_and_nothing_rests(gym: Gym) -> None:
    deal = make_renewing(gym, anchor=today() - timedelta(days=3))
    before = deal.deal().next_on
    async with Tab(gym.acting(Role.MEMBER, member_id=deal.member_id), HERE) as tab:
        await tab.fire(MembershipState, "load")
        await tab.fire(MyRestState, "open_freeze", subscription_id=str(deal.subscription_id))
        form = {
            "first_on": today().isoformat(),
            "last_on": (today() + timedelta(days=40)).isoformat(),
            "kind": FreezeKind.MEDICAL,
            "reason": "x",
        }
        await tab.fire(MyRestState, "freeze", form=form)
        state = await tab.state(MyRestState)
        assert (set(state.problems), state.panel) == ({"last_on"}, "freeze")
    assert deal.deal().next_on == before


async def test_anothers_plan_does_not_exist(gym: Gym) -> None:
    mine = make_renewing(gym, anchor=today() - timedelta(days=3))
    theirs = make_renewing(gym, anchor=today() - timedelta(days=3))
    before = theirs.deal().next_on
    async with Tab(gym.acting(Role.MEMBER, member_id=mine.member_id), HERE) as tab:
        await tab.fire(MyRestState, "open_freeze", subscription_id=str(theirs.subscription_id))
        state = await tab.state(MyRestState)
        assert (state.is_shown, state.title) == (False, "")
        await tab.fire(MyRestState, "freeze", form={})
    assert theirs.deal().next_on == before
