"""The payouts' screen: what a company holds, what arrived, and a difference that needs words."""

import pytest

from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.web.owner.payouts.state import PayoutsState
from tests.conftest import Gym
from tests.factories.payments import make_till
from tests.web.driver import Tab


@pytest.mark.parametrize("lang", Lang)
async def test_a_payout_is_recorded_and_its_difference_explained(gym: Gym, lang: Lang) -> None:
    make_till(gym.system).paid()
    async with Tab(gym.acting(Role.OWNER), f"/{lang}/dashboard/payments/payouts/") as tab:
        await tab.fire(PayoutsState, "load")
        state = await tab.state(PayoutsState)
        assert (state.problem, len(state.held), state.rows) == ("", 1, [])
        await tab.fire(PayoutsState, "ask")
        form = {"account": "clearing_demo", "arrived": "380", "fee": "5", "on": "", "until": ""}
        await tab.fire(PayoutsState, "record", form=form)
        assert "note" in (await tab.state(PayoutsState)).problems
        await tab.fire(PayoutsState, "record", form=form | {"note": "חסר"})
        state = await tab.state(PayoutsState)
        assert (state.problems, len(state.rows), state.rows[0].kind) == ({}, 1, "warning")
        await tab.fire(PayoutsState, "fetch")
        assert tab.faults == []


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
async def test_nobody_else_sees_it(gym: Gym, role: Role) -> None:
    make_till(gym.system).paid()
    async with Tab(gym.acting(role), "/he/dashboard/payments/payouts/") as tab:
        await tab.fire(PayoutsState, "load")
        state = await tab.state(PayoutsState)
        assert (state.today_is, state.held, state.rows) == ("", [], [])
