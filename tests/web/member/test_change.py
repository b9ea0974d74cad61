"""A member changes their plan on the phone: shown line by line, then charged so, or on its day; never another's."""

from datetime import timedelta

from fitkit.core.money import Money
from fitkit.features.billing.rules.words import DealState
from fitkit.integrations.sandbox.cards import Fate
from fitkit.texts import changes as texts
from fitkit.web.member.membership.change import MyChangeState
from fitkit.web.member.membership.state import MembershipState
from tests.conftest import Gym
from tests.factories.changes import make_changing
from tests.factories.renewals import today
from tests.web.driver import Tab

HERE = "/he/me/membership/"
DEARER, CHEAPER = Money.shekels(450), Money.shekels(300)


async def test_a_dearer_plan_is_shown_then_charged_to_the_card(gym: Gym) -> None:
    one = make_changing(gym, anchor=today() - timedelta(days=10))
    plan_id = one.plan(DEARER)
    async with Tab(one.who, HERE) as tab:
        await tab.fire(MembershipState, "load")
        assert (await tab.state(MembershipState)).plans[0].may_change
        await tab.fire(MyChangeState, "open_change", deal_id=str(one.deal.deal_id))
        shown = await tab.state(MyChangeState)
        assert (shown.chosen, shown.is_shown, shown.row.why_not) == (str(plan_id), True, "")
        assert len(shown.row.lines) == 2
        assert shown.row.disclosed
        await tab.fire(MyChangeState, "confirm")
        assert texts.DONE.he in tab.said
        await tab.fire(MembershipState, "again")
        (plan,) = (await tab.state(MembershipState)).plans
        assert "450" in plan.price
    assert one.deal.deal().state is DealState.ENDED


async def test_a_cheaper_plan_stands_there_with_its_day_and_can_be_called_off(gym: Gym) -> None:
    one = make_changing(gym, anchor=today() - timedelta(days=10))
    one.plan(CHEAPER)
    async with Tab(one.who, HERE) as tab:
        await tab.fire(MembershipState, "load")
        await tab.fire(MyChangeState, "open_change", deal_id=str(one.deal.deal_id))
        await tab.fire(MyChangeState, "confirm")
        await tab.fire(MembershipState, "load")
        (plan,) = (await tab.state(MembershipState)).plans
        assert "300" in plan.ahead
        assert "300" in plan.next
        assert not plan.may_change
        await tab.fire(MyChangeState, "ask_off", change_id=plan.change_id)
        await tab.fire(MyChangeState, "call_off")
        await tab.fire(MembershipState, "again")
        assert (await tab.state(MembershipState)).plans[0].may_change


async def test_a_declined_card_is_said_and_nothing_changes(gym: Gym) -> None:
    one = make_changing(gym, anchor=today() - timedelta(days=10), fate=Fate.SOFT)
    one.plan(DEARER)
    async with Tab(one.who, HERE) as tab:
        await tab.fire(MembershipState, "load")
        await tab.fire(MyChangeState, "open_change", deal_id=str(one.deal.deal_id))
        await tab.fire(MyChangeState, "confirm")
        assert texts.DECLINED.he in tab.said
    assert one.deal.deal().state is DealState.RUNNING


async def test_without_a_card_it_goes_on_at_the_company(gym: Gym) -> None:
    one = make_changing(gym, anchor=today() - timedelta(days=10), fate=None)
    one.plan(DEARER)
    async with Tab(one.who, HERE) as tab:
        await tab.fire(MembershipState, "load")
        await tab.fire(MyChangeState, "open_change", deal_id=str(one.deal.deal_id))
        assert (await tab.state(MyChangeState)).row.pays == texts.BY_PAGE.he
        await tab.fire(MyChangeState, "confirm")
        assert len(tab.went_to) == 1
    assert one.deal.deal().state is DealState.RUNNING


async def test_anothers_deal_and_plans_that_are_not_sold_are_not_there(gym: Gym) -> None:
    one, other = (make_changing(gym, anchor=today() - timedelta(days=10)) for _ in range(2))
    one.plan(DEARER)
    async with Tab(one.who, HERE) as tab:
        await tab.fire(MembershipState, "load")
        await tab.fire(MyChangeState, "open_change", deal_id=str(other.deal.deal_id))
        assert (await tab.state(MyChangeState)).panel == ""
        await tab.fire(MyChangeState, "open_change", deal_id=str(one.deal.deal_id))
        await tab.fire(MyChangeState, "choose", plan_id="nothing")
        await tab.fire(MyChangeState, "confirm")
    assert one.charges() == []
