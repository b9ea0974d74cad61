"""Staff change a member's plan on their page, take it at the desk, and hand it over."""

from datetime import timedelta

from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing.rules.words import DealState
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.subscriptions import queries as held
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.texts import changes as texts
from fitkit.web.owner.member import page as _member  # noqa: F401  # its States join the app
from fitkit.web.owner.member.changes.state import OwnerChangeState
from fitkit.web.owner.member.rests.state import RestsState
from tests.conftest import Gym
from tests.factories.changes import make_changing
from tests.factories.members import make_member
from tests.factories.renewals import today
from tests.web.driver import Tab

DEARER = Money.shekels(450)


def here(member_id: object) -> str:
    return f"/en/dashboard/members/{member_id}/"


async def test_a_dearer_plan_is_paid_in_cash_at_the_desk(gym: Gym) -> None:
    one = make_changing(gym, anchor=today() - timedelta(days=10), fate=None)
    one.plan(DEARER)
    async with Tab(gym.acting(Role.OWNER), here(one.deal.member_id)) as tab:
        await tab.fire(OwnerChangeState, "load")
        (row,) = (await tab.state(OwnerChangeState)).rows
        assert row.may_change
        await tab.fire(OwnerChangeState, "open_change", deal_id=row.deal_id)
        shown = await tab.state(OwnerChangeState)
        assert (shown.is_shown, shown.row.is_now) == (True, True)
        await tab.fire(OwnerChangeState, "choose_way", way="cash")
        await tab.fire(OwnerChangeState, "change_here", form={"note": ""})
        assert texts.DONE.en in tab.said
    assert one.deal.deal().state is DealState.ENDED
    assert one.booked(Account.CASH) > Money(0)


async def test_a_plan_is_handed_over_after_it_was_shown_to_whom(gym: Gym) -> None:
    one = make_changing(gym, anchor=today() - timedelta(days=10))
    with open_work(gym.system) as w:
        to_id = make_member(w, "נועה")
    async with Tab(gym.acting(Role.OWNER), here(one.deal.member_id)) as tab:
        await tab.fire(OwnerChangeState, "load")
        subscription_id = str(one.deal.subscription_id)
        await tab.fire(OwnerChangeState, "open_over", subscription_id=subscription_id)
        await tab.fire(OwnerChangeState, "hand_over", form={"reason": "agreed"})
        assert texts.CHOOSE_WHOM.en in tab.said
        await tab.fire(OwnerChangeState, "find", form={"search": "נועה"})
        assert str(to_id) in [c.value for c in (await tab.state(OwnerChangeState)).found]
        await tab.fire(OwnerChangeState, "choose_whom", member_id=str(to_id))
        assert (await tab.state(OwnerChangeState)).effect.lines
        await tab.fire(OwnerChangeState, "hand_over", form={"reason": "agreed with both"})
        assert (await tab.state(OwnerChangeState)).panel == ""
    with open_work(gym.system) as w:
        (got,) = held.held(w, member_id=to_id)
    assert got.status is SubscriptionStatus.ACTIVE


async def test_a_medical_freeze_is_set_with_its_note(gym: Gym) -> None:
    one = make_changing(gym, anchor=today() - timedelta(days=10))
    before = one.deal.deal().next_on
    assert before is not None
    async with Tab(gym.acting(Role.OWNER), here(one.deal.member_id)) as tab:
        await tab.fire(RestsState, "load")
        await tab.fire(RestsState, "open_freeze", subscription_id=str(one.deal.subscription_id))
        form = {
            "plan": str(one.deal.subscription_id),
            "kind": "medical",
            "first_on": today().isoformat(),
            "last_on": (today() + timedelta(days=59)).isoformat(),
            "reason": "",
        }
        await tab.fire(RestsState, "consider", name="kind", value="medical")
        await tab.fire(RestsState, "consider", name="last_on", value=form["last_on"])
        await tab.fire(RestsState, "freeze", form=form)
        assert "reason" in (await tab.state(RestsState)).problems
        await tab.fire(RestsState, "freeze", form=form | {"reason": "Dr Levi, 20 November"})
        await tab.fire(RestsState, "again")
        assert len((await tab.state(RestsState)).rests) == 1
    assert one.deal.deal().next_on == before + timedelta(days=60)
