"""The owner sets a new price for those who hold a plan: sees whom it reaches and what they read, and it is so."""

from datetime import timedelta

from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import queries
from fitkit.web.owner.plans.new_price import NewPriceState
from tests.conftest import Gym
from tests.factories.renewals import make_renewing, today
from tests.web.driver import Tab


async def test_the_preview_names_whom_it_reaches_and_the_deed_does_as_much(gym: Gym) -> None:
    deal = make_renewing(gym, anchor=today() - timedelta(days=3))
    since = today() + timedelta(days=40)
    async with Tab(gym.acting(Role.OWNER), "/he/dashboard/plans/") as tab:
        await tab.fire(NewPriceState, "open", plan_id=str(deal.plan_id), name="חופשי")
        await tab.fire(NewPriceState, "write", name="price", value="420")
        await tab.fire(NewPriceState, "write", name="since", value=since.isoformat())
        state = await tab.state(NewPriceState)
        assert [row.id for row in state.reached] == [str(deal.member_id)]
        assert "420" in state.notice_body
        assert "390" in state.reached[0].line
        await tab.fire(NewPriceState, "send")
    with open_work(gym.system) as w:
        (view,) = queries.next_charges(w, member_id=deal.member_id)
    assert (view.new_price, view.new_price_from) == (Money.shekels(420), since)


async def test_a_price_told_too_late_is_refused_at_its_day(gym: Gym) -> None:
    deal = make_renewing(gym, anchor=today() - timedelta(days=3))
    async with Tab(gym.acting(Role.OWNER), "/en/dashboard/plans/") as tab:
        await tab.fire(NewPriceState, "open", plan_id=str(deal.plan_id), name="Free")
        await tab.fire(NewPriceState, "write", name="price", value="420")
        soon = (today() + timedelta(days=5)).isoformat()
        await tab.fire(NewPriceState, "write", name="since", value=soon)
        state = await tab.state(NewPriceState)
        assert "since" in state.problems
        assert state.reached == []
