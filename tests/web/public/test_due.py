"""The page behind a pay link: what is owed, and the way to the company's page, without signing in."""

from datetime import timedelta

from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import queries
from fitkit.features.billing.flows import renewals
from fitkit.web.public.due.state import DueState
from tests.conftest import Gym
from tests.factories.renewals import Renewing, make_renewing, today
from tests.web.driver import Tab


def owing(gym: Gym) -> tuple[Renewing, str]:
    deal = make_renewing(gym, anchor=today() - timedelta(days=40), fate=None)
    renewals.open_due(deal.till.ports, gym.system)
    deal.settle()
    with open_work(gym.acting(Role.OWNER)) as w:
        return deal, queries.due_path(w, member_id=deal.member_id)


async def test_the_link_shows_what_is_owed_and_leads_to_the_page(gym: Gym) -> None:
    deal, path = owing(gym)
    async with Tab(None, f"/he{path}/") as tab:
        await tab.fire(DueState, "load")
        state = await tab.state(DueState)
        assert [row.id for row in state.rows] == [str(deal.period().id)]
        assert "390" in state.total
        await tab.fire(DueState, "pay")
        await tab.fire(DueState, "pay")
        assert len(tab.went_to) == 2
        assert len(set(tab.went_to)) == 1, "two tabs have one page"


async def test_a_card_may_be_replaced_by_the_link(gym: Gym) -> None:
    _, path = owing(gym)
    async with Tab(None, f"/en{path}/") as tab:
        await tab.fire(DueState, "load")
        await tab.fire(DueState, "change_card")
        assert len(tab.went_to) == 1


async def test_a_forged_link_shows_nothing_of_anybody(gym: Gym) -> None:
    _, path = owing(gym)
    for wrong in (path[:-2] + "00", "/pay/due/x", "/pay/due/" + "a" * 900):
        async with Tab(None, f"/he{wrong}/") as tab:
            await tab.fire(DueState, "load")
            state = await tab.state(DueState)
            assert (state.rows, state.gym) == ([], "")
            assert "הקישור" in state.problem


async def test_nothing_due_says_so(gym: Gym) -> None:
    deal = make_renewing(gym, anchor=today() - timedelta(days=3), fate=None)
    with open_work(gym.acting(Role.OWNER)) as w:
        path = queries.due_path(w, member_id=deal.member_id)
    async with Tab(None, f"/he{path}/?back=paid") as tab:
        await tab.fire(DueState, "load")
        state = await tab.state(DueState)
        assert (state.rows, state.problem, state.is_checking) == ([], "", False)
