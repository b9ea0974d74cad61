"""The page behind a link to a dearer plan: what is paid today, the way to the company's page, or why not."""

from datetime import timedelta

from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, queries
from fitkit.web.owner.member.changes.state import OwnerChangeState
from fitkit.web.public.change.state import LinkedChangeState
from tests.conftest import Gym
from tests.factories.changes import Changing, make_changing
from tests.factories.renewals import today
from tests.web.driver import Tab


def offered(gym: Gym) -> tuple[Changing, str, str]:
    one = make_changing(gym, fate=None, anchor=today() - timedelta(days=5))
    plan_id = one.plan(Money.shekels(900))
    with open_work(gym.acting(Role.OWNER)) as w:
        path = queries.change_path(
            w, member_id=one.deal.member_id, deal_id=one.deal.deal_id, to_plan_id=plan_id
        )
    return one, path, str(plan_id)


async def test_the_link_shows_the_change_and_two_taps_lead_to_one_page(gym: Gym) -> None:
    one, path, _ = offered(gym)
    async with Tab(None, f"/he{path}/") as tab:
        await tab.fire(LinkedChangeState, "load")
        state = await tab.state(LinkedChangeState)
        assert (state.standing, state.problem) == ("open", "")
        assert "900" in state.row.lines[0].amount
        await tab.fire(LinkedChangeState, "pay")
        await tab.fire(LinkedChangeState, "pay")
        assert len(tab.went_to) == 2
        assert len(set(tab.went_to)) == 1
        one.deal.till.fill(one.charges()[0].id)
    async with Tab(None, f"/he{path}/?back=paid") as tab:
        await tab.fire(LinkedChangeState, "load")
        state = await tab.state(LinkedChangeState)
        assert (state.standing, state.row.verb) == ("done", "")
        await tab.fire(LinkedChangeState, "pay")
        assert tab.went_to == []


async def test_a_forged_or_revoked_link_says_so_and_shows_nothing_of_anybody(gym: Gym) -> None:
    one, path, _ = offered(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.revoke_links(w, member_id=one.deal.member_id)
    for wrong in (path, path[:-2] + "00", "/pay/change/x"):
        async with Tab(None, f"/he{wrong}/") as tab:
            await tab.fire(LinkedChangeState, "load")
            state = await tab.state(LinkedChangeState)
            assert (state.gym, state.hello, state.row.lines) == ("", "", [])
            assert "הקישור" in state.problem


async def test_staff_make_a_link_for_who_keeps_no_card_and_revoke_it(gym: Gym) -> None:
    one, _, plan_id = offered(gym)
    at = f"/en/dashboard/members/{one.deal.member_id}/"
    async with Tab(gym.acting(Role.OWNER), at) as tab:
        await tab.fire(OwnerChangeState, "load")
        await tab.fire(OwnerChangeState, "open_change", deal_id=str(one.deal.deal_id))
        await tab.fire(OwnerChangeState, "choose", plan_id=plan_id)
        await tab.fire(OwnerChangeState, "choose_way", way="link")
        await tab.fire(OwnerChangeState, "make_link")
        first = (await tab.state(OwnerChangeState)).link
        assert "/he/pay/change/" in first, "in the language of whoever gets it"
        await tab.fire(OwnerChangeState, "revoke_links")
        second = (await tab.state(OwnerChangeState)).link
        assert second != first
        await tab.fire(OwnerChangeState, "choose", plan_id=plan_id)
        assert (await tab.state(OwnerChangeState)).link == "", "of what was shown before"
    for link, standing in ((first, ""), (second, "open")):
        async with Tab(None, "/he/pay/change/" + link.strip("/").rsplit("/", 1)[1] + "/") as tab:
            await tab.fire(LinkedChangeState, "load")
            assert (await tab.state(LinkedChangeState)).standing == standing
