"""Bank debits on screen: a mandate step by step, a file made and downloaded, a debit marked as returned."""

from datetime import timedelta

import pytest

from fitkit.core import clock
from fitkit.core.permissions import Role
from fitkit.features.billing.flows import renewals
from fitkit.web.owner.debit_file.state import DebitFileState
from fitkit.web.owner.debits.state import DebitsState
from tests.conftest import Gym
from tests.factories import desk
from tests.factories.renewals import make_renewing
from tests.web.driver import Tab

HERE = "/he/dashboard/payments/debits/"
FORM = {"bank": "12", "branch": "345", "account": "987650", "payer_name": "נועה כהן"}
INSTITUTION = {
    "code": "12345678", "sender": "12345", "name": "STUDIO",
    "letters": "windows-1255", "return_days": "7",
}  # fmt: skip


async def test_a_member_pays_from_the_bank_from_form_to_return(gym: Gym) -> None:
    today = clock.day_of(clock.now(), clock.ISRAEL)
    deal = make_renewing(gym, anchor=today - timedelta(days=40), fate=None)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebitsState, "load")
        state = await tab.state(DebitsState)
        assert (state.problem, state.has_institution, state.mandates) == ("", False, [])
        await tab.fire(DebitsState, "save_institution", form=INSTITUTION | {"code": "1"})
        assert "code" in (await tab.state(DebitsState)).problems
        await tab.fire(DebitsState, "save_institution", form=INSTITUTION)
        await tab.fire(DebitsState, "ask", panel="add")
        await tab.fire(DebitsState, "find", needle="כהן")
        assert str(deal.member_id) in [c.value for c in (await tab.state(DebitsState)).found]
        whose = {"member_id": str(deal.member_id)}
        await tab.fire(DebitsState, "add", form=FORM | whose | {"payer_id": "1"})
        assert "payer_id" in (await tab.state(DebitsState)).problems
        await tab.fire(DebitsState, "add", form=FORM | whose | {"payer_id": desk.PAYER_ID})
        (row,) = (await tab.state(DebitsState)).mandates
        assert (row.may_sign, row.may_activate) == (True, False)
        assert "987650" not in str(tab.sent)
        await tab.fire(DebitsState, "ask_about", panel="sign", mandate_id=row.id)
        await tab.fire(DebitsState, "sign", form={"signed_on": today.isoformat()})
        await tab.fire(DebitsState, "activate", mandate_id=row.id)
        renewals.open_due(deal.till.ports, gym.system)
        await tab.fire(DebitsState, "load")
        assert (await tab.state(DebitsState)).waits >= 1
        day = desk.bank_day(today).isoformat()
        await tab.fire(DebitsState, "make", form={"charge_on": day})
        state = await tab.state(DebitsState)
        assert (state.waits, len(state.files)) == (0, 1)
        href = state.files[0].href
    async with Tab(gym.acting(Role.OWNER), href) as tab:
        await tab.fire(DebitFileState, "load")
        state = await tab.state(DebitFileState)
        assert (state.problem, state.lines[0].may_return) == ("", True)
        await tab.fire(DebitFileState, "take")
        await tab.fire(DebitFileState, "ask_return", line_id=state.lines[0].id)
        await tab.fire(DebitFileState, "mark_returned", form={"reason": "no_cover", "code": "01"})
        state = await tab.state(DebitFileState)
        assert (state.lines[0].may_return, state.head.has_returns) == (False, True)
        assert state.head.facts.endswith("חיוב אחד הוחזר")
        assert tab.faults == []


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
async def test_nobody_else_sees_them(gym: Gym, role: Role) -> None:
    async with Tab(gym.acting(role), HERE) as tab:
        await tab.fire(DebitsState, "load")
        await tab.fire(DebitsState, "find", needle="כהן")
        state = await tab.state(DebitsState)
        assert (state.today_is, state.mandates, state.found) == ("", [], [])
