"""A dearer plan by a link that staff send: agreed to and paid once, at what is shown that day, or nothing is."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from fitkit.core.actor import VISITOR
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, flows, queries
from fitkit.features.billing.flows import ChangeResult
from fitkit.features.billing.queries import LinkedView, LinkStanding
from fitkit.features.billing.rules.changes import ChangeKind, ChangeState
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.billing.rules.words import DealState
from fitkit.features.plans import actions as plans
from fitkit.features.plans.rules import Every, PlanDetails, PlanKind, Terms
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.payments import PayWay
from fitkit.texts import changes as texts
from fitkit.texts import renewals as renewal_texts
from tests.conftest import Gym, make_gym
from tests.factories.changes import Changing, make_changing

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
DEARER = Money.shekels(450)


@pytest.fixture(autouse=True)
def time():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


def offered(gym: Gym, **more) -> tuple[Changing, str]:
    """A member without a card, and the token of a link to a dearer plan that staff made for them."""
    one = make_changing(gym, fate=None)
    return one, link(one, one.plan(DEARER, **more))


def link(one: Changing, plan_id) -> str:
    with open_work(one.deal.gym.acting(Role.OWNER)) as w:
        path = queries.change_path(
            w, member_id=one.deal.member_id, deal_id=one.deal.deal_id, to_plan_id=plan_id
        )
    return path.rsplit("/", 1)[1]


def see(one: Changing, token: str) -> LinkedView:
    return flows.see_linked_change(one.deal.till.ports, VISITOR, token=token)


def look(one: Changing, token: str) -> LinkedView:
    found = flows.look_at_linked_change(one.deal.till.ports, VISITOR, token=token)
    one.deal.settle()
    return found


def agree(one: Changing, token: str, mark: str | None = None) -> ChangeResult:
    view = see(one, token).view
    shown = mark or (view.mark if view else "")
    return flows.pay_linked_change(
        one.deal.till.ports, VISITOR, token=token, as_shown=shown, lang=Lang.HE
    )


def why(refused: pytest.ExceptionInfo[Refusal]):
    return refused.value.text


def test_a_link_shows_what_is_paid_today_and_the_plan_is_changed_when_it_is_paid(gym: Gym):
    one, token = offered(gym)
    found = see(one, token)
    assert (found.standing, found.view.kind) == (LinkStanding.OPEN, ChangeKind.UPGRADE)
    assert found.view.amount == Money.shekels(190)  # 20 days of 30 come off
    result = agree(one, token)
    assert result.state is ChangeState.OPEN
    assert one.deal.deal().state is DealState.RUNNING, "only paid is changed"
    assert result.page_url
    one.deal.till.fill(one.charges()[-1].id)
    assert look(one, token).standing is LinkStanding.DONE
    assert one.deal.till.moved() == [Money.shekels(190)]
    new = one.new_deal()
    assert (new.price_agorot, new.is_remote) == (DEARER.agorot, True)
    with pytest.raises(Refusal):
        agree(one, token, found.view.mark)
    assert one.deal.till.moved() == [Money.shekels(190)]


def test_a_card_that_is_kept_by_now_is_not_charged_by_a_link(gym: Gym):
    """Whoever holds a link is signed in to nothing: they pay by a card of their own."""
    one, token = offered(gym)
    one.deal.till.card()
    assert see(one, token).view.card_last4 == ""
    assert agree(one, token).page_url
    assert one.deal.till.moved() == []


def test_two_tabs_are_one_page_and_one_charge(gym: Gym):
    one, token = offered(gym)
    mark = see(one, token).view.mark
    pages = {agree(one, token, mark).page_url for _ in range(3)}
    assert len(pages) == 1
    assert len(one.charges()) == len(one.rows()) == 1
    one.deal.till.fill(one.charges()[0].id)
    for _ in range(3):
        assert look(one, token).standing is LinkStanding.DONE
    assert one.deal.till.moved() == [Money.shekels(190)]


def test_a_page_left_open_on_another_day_is_another_charge_and_the_old_one_goes_back(
    gym: Gym, time
):
    """The day's sum is another; who pays both pages has paid once."""
    one, token = offered(gym)
    agree(one, token)
    time.shift(timedelta(days=1))
    agree(one, token)
    first, second = one.charges()
    assert first.amount_agorot < second.amount_agorot
    one.deal.till.fill(second.id)
    look(one, token)
    one.deal.till.fill(first.id)
    one.deal.till.ask(first.id)
    one.deal.settle()
    assert [row.state for row in one.rows()] == [ChangeState.FAILED, ChangeState.DONE]
    assert one.deal.balance() == Money(0)
    assert sum(moved.agorot for moved in one.deal.till.moved()) == second.amount_agorot


def test_what_was_shown_yesterday_is_not_paid_today(gym: Gym, time):
    one, token = offered(gym)
    mark = see(one, token).view.mark
    time.shift(timedelta(days=1))
    with pytest.raises(Refusal) as refused:
        agree(one, token, mark)
    assert why(refused) is texts.CHANGED_MEANWHILE
    assert (one.charges(), one.rows()) == ([], [])


def test_another_price_or_other_terms_since_then_is_said_and_charges_nothing(gym: Gym):
    one = make_changing(gym, fate=None)
    plan_id = one.plan(DEARER)
    token = link(one, plan_id)
    mark = see(one, token).view.mark
    with open_work(gym.acting(Role.OWNER)) as w:
        less = PlanDetails(
            "פחות", "", Terms(PlanKind.WEEKLY, weekly_limit=1), DEARER, every=Every.MONTH
        )
        plans.change(w, plan_id=plan_id, details=less)
    found = see(one, token)
    assert (found.standing, found.why_over, found.view) == (
        LinkStanding.OVER, texts.LINK_PLAN_OTHER, None,
    )  # fmt: skip
    with pytest.raises(Refusal) as refused:
        agree(one, token, mark)
    assert why(refused) is texts.LINK_PLAN_OTHER
    assert one.charges() == []


def test_a_plan_that_is_not_sold_any_more_is_said(gym: Gym):
    one = make_changing(gym, fate=None)
    plan_id = one.plan(DEARER)
    token = link(one, plan_id)
    with open_work(gym.acting(Role.OWNER)) as w:
        plans.retire(w, plan_id=plan_id)
    assert see(one, token).why_over is texts.LINK_PLAN_OTHER


def test_a_deal_that_became_another_plan_meanwhile_is_said_and_charges_nothing(gym: Gym):
    one, token = offered(gym)
    mark = see(one, token).view.mark
    other = one.plan(Money.shekels(500))
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.change_at_desk(
            w,
            member_id=one.deal.member_id,
            deal_id=one.deal.deal_id,
            to_plan_id=other,
            as_shown=one.shown(other, gym.acting(Role.OWNER)).mark,
            way=PayWay.CASH,
            note="",
            lang=Lang.HE,
        )
    assert see(one, token).why_over is texts.LINK_DEAL_OVER
    with pytest.raises(Refusal) as refused:
        agree(one, token, mark)
    assert why(refused) is texts.LINK_DEAL_OVER
    assert [c.way for c in one.charges()] == [PayWay.CASH]


def test_a_deal_that_is_ending_by_a_notice_is_said(gym: Gym):
    one, token = offered(gym)
    with open_work(gym.acting(Role.MEMBER, member_id=one.deal.member_id)) as w:
        actions.cancel(w, member_id=one.deal.member_id, deal_id=one.deal.deal_id, notice=Typed())
    found = see(one, token)
    assert (found.standing, found.view) == (LinkStanding.OVER, None)
    assert found.why_over in (texts.NOT_WHILE_ENDING, texts.LINK_DEAL_OVER)
    assert one.charges() == []


def test_what_ended_while_the_page_was_open_goes_back(gym: Gym):
    one, token = offered(gym)
    agree(one, token)
    with open_work(gym.acting(Role.MEMBER, member_id=one.deal.member_id)) as w:
        actions.cancel(w, member_id=one.deal.member_id, deal_id=one.deal.deal_id, notice=Typed())
    one.deal.till.fill(one.charges()[0].id)
    look(one, token)
    one.deal.settle()
    assert one.charges()[0].refunded_agorot == one.charges()[0].amount_agorot
    assert [row.state for row in one.rows()] == [ChangeState.FAILED]


def test_it_works_for_thirty_days_to_the_second(gym: Gym, time):
    one, token = offered(gym)
    time.move_to(NOON + timedelta(days=30))
    see(one, token)
    time.move_to(NOON + timedelta(days=30, seconds=1))
    with pytest.raises(Refusal) as refused:
        see(one, token)
    assert why(refused) is renewal_texts.LINK_OVER


def test_a_revoked_link_shows_and_charges_nothing(gym: Gym):
    one, token = offered(gym)
    mark = see(one, token).view.mark
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.revoke_links(w, member_id=one.deal.member_id)
    for deed in (
        lambda: see(one, token),
        lambda: agree(one, token, mark),
        lambda: look(one, token),
    ):
        with pytest.raises(Refusal) as refused:
            deed()
        assert why(refused) is renewal_texts.LINK_OVER
    assert one.charges() == []


@pytest.mark.parametrize("at", [0, 20, 40, 60, 84])
def test_a_forged_link_opens_nothing(gym: Gym, at):
    one, token = offered(gym)
    wrong = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
    with open_work(gym.acting(Role.OWNER)) as w:
        due = queries.due_path(w, member_id=one.deal.member_id).rsplit("/", 1)[1]
    for each in (wrong, "", "x", ".", "é.x", token[:-1], due, "a" * 900):
        with pytest.raises(Refusal) as refused:
            see(one, each)
        assert why(refused) is renewal_texts.LINK_OVER
    with pytest.raises(Refusal):
        flows.see_due(one.deal.till.ports, VISITOR, token=token)


def test_only_staff_who_may_change_money_make_one_and_never_of_another_gyms(gym: Gym):
    one = make_changing(gym, fate=None)
    wanted = {
        "member_id": one.deal.member_id,
        "deal_id": one.deal.deal_id,
        "to_plan_id": one.plan(DEARER),
    }
    for actor in (gym.acting(Role.COACH), one.who):
        with open_work(actor) as w, pytest.raises(Denied):
            queries.change_path(w, **wanted)
    with open_work(make_gym("yam", "ים").acting(Role.OWNER)) as w, pytest.raises(NotFound):
        queries.change_path(w, **wanted)


def test_what_costs_nothing_now_is_agreed_to_and_waits_for_its_day(gym: Gym):
    one = make_changing(gym, fate=None)
    token = link(one, one.plan(Money.shekels(300)))
    result = agree(one, token)
    assert (result.state, result.page_url) == (ChangeState.PLANNED, "")
    found = see(one, token)
    assert (found.standing, found.takes_on) == (LinkStanding.PLANNED, date(2026, 12, 13))
    assert one.charges() == []


def test_a_declined_card_leaves_the_plan_and_the_link_may_be_tried_again(gym: Gym):
    one, token = offered(gym)
    agree(one, token)
    one.deal.till.fill(one.charges()[0].id, Fate.HARD)
    found = look(one, token)
    assert found.standing is LinkStanding.OPEN
    assert one.deal.deal().state is DealState.RUNNING
    agree(one, token)
    one.deal.till.fill(one.charges()[-1].id)
    assert look(one, token).standing is LinkStanding.DONE
    assert one.deal.till.moved() == [Money.shekels(190)]
