"""The cash desk's screen: counted and opened, closed with a difference, opened again by the owner alone."""

import pytest

from fitkit.core import clock
from fitkit.core.i18n import Lang, Text
from fitkit.core.ids import new_id
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.payments import actions as payments
from fitkit.ports.payments import PaidLine, PayWay
from fitkit.web.owner.cash.state import CashState
from fitkit.web.owner.cash_day.state import CashDayState
from tests.conftest import Gym
from tests.factories.payments import PRICE, make_till
from tests.web.driver import Tab


@pytest.fixture
def taken(gym: Gym) -> None:
    """A member paid in cash at the desk."""
    till = make_till(gym.system)
    with open_work(gym.acting(Role.ADMIN)) as w:
        payments.take_by_hand(
            w,
            member_id=till.member_id,
            cause_kind="till",
            cause_id=new_id(),
            amount=PRICE,
            lines=(PaidLine("מנוי", PRICE),),
            words=Text("מנוי", "Plan"),
            way=PayWay.CASH,
            note="",
            paid_on=clock.day_of(w.now, w.actor.zone),
        )


async def opened(tab: Tab) -> CashState:
    await tab.fire(CashState, "load")
    await tab.fire(CashState, "ask", panel="open")
    await tab.fire(CashState, "open_day", form={"counted": "390", "why": ""})
    return await tab.state(CashState)


@pytest.mark.parametrize("lang", Lang)
async def test_a_day_is_opened_brought_to_the_bank_and_closed_short(gym, taken, lang):
    async with Tab(gym.acting(Role.ADMIN), f"/{lang}/dashboard/cash/") as tab:
        state = await opened(tab)
        assert (state.problems, state.desk.is_open, len(state.moves.taken)) == ({}, True, 1)
        await tab.fire(CashState, "deposit", form={"what": "cash", "amount": "400", "on": ""})
        assert "amount" in (await tab.state(CashState)).problems
        await tab.fire(CashState, "deposit", form={"what": "cash", "amount": "100", "on": ""})
        assert len((await tab.state(CashState)).moves.deposits) == 1
        await tab.fire(CashState, "ask", panel="close")
        await tab.fire(CashState, "close_day", form={"counted": "", "why": ""})
        assert "counted" in (await tab.state(CashState)).problems
        await tab.fire(CashState, "close_day", form={"counted": "280", "why": ""})
        assert "why" in (await tab.state(CashState)).problems
        await tab.fire(CashState, "close_day", form={"counted": "280", "why": "עודף"})
        state = await tab.state(CashState)
        assert (state.desk.is_open, len(state.days), tab.faults) == (False, 1, [])
        assert state.days[0].kind == "warning"


@pytest.mark.parametrize(("role", "may"), [(Role.OWNER, True), (Role.ADMIN, False)])
async def test_a_closed_day_is_printed_by_staff_and_opened_again_by_the_owner(
    gym, taken, role, may
):
    async with Tab(gym.acting(Role.ADMIN), "/he/dashboard/cash/") as tab:
        await opened(tab)
        await tab.fire(CashState, "close_day", form={"counted": "390", "why": ""})
        href = (await tab.state(CashState)).days[0].href
    async with Tab(gym.acting(role), href) as tab:
        await tab.fire(CashDayState, "load")
        state = await tab.state(CashDayState)
        assert (state.problem, len(state.counts), state.may_reopen) == ("", 2, True)
        assert len(state.moves.taken) == 1
        await tab.fire(CashDayState, "ask")
        await tab.fire(CashDayState, "reopen", form={"reason": ""})
        await tab.fire(CashDayState, "reopen", form={"reason": "נשכח תשלום"})
        state = await tab.state(CashDayState)
        assert state.may_reopen is not may
        assert any("נשכח תשלום" in line for line in state.facts) is may


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
async def test_nobody_else_sees_it(gym, taken, role):
    async with Tab(gym.acting(role), "/he/dashboard/cash/") as tab:
        await tab.fire(CashState, "load")
        state = await tab.state(CashState)
        assert (state.desk.cash, state.moves.taken, state.days) == ("", [], [])
