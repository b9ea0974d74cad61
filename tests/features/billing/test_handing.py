"""A plan becomes another member's: what is left of it, and the charges to come; no money moves."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlmodel import col, select

from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.money import ZERO
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, queries
from fitkit.features.billing.flows import renewals
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.billing.rules.words import DealState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.subscriptions import queries as held
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.texts import changes as texts
from tests.conftest import Gym, make_gym
from tests.factories.changes import make_changing
from tests.factories.members import make_member
from tests.factories.subscriptions import give_pack

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def time():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


def other(gym: Gym, name: str = "נועה"):
    with open_work(gym.system) as w:
        return make_member(w, name)


def hand_over(gym: Gym, who, member_id, subscription_id, to_id, *, mark=None, note="סוכם עם שתיהן"):
    with open_work(who) as w:
        if mark is None:
            mark = queries.hand_over_preview(
                w, member_id=member_id, subscription_id=subscription_id, to_member_id=to_id
            ).mark
        return actions.hand_plan_over(
            w,
            member_id=member_id,
            subscription_id=subscription_id,
            to_member_id=to_id,
            note=note,
            as_shown=mark,
        )


def holds(gym: Gym, member_id):
    with open_work(gym.system) as w:
        return [
            v for v in held.held(w, member_id=member_id) if v.status is SubscriptionStatus.ACTIVE
        ]


def test_the_next_charge_is_of_who_got_it_and_nobody_owes_anything_now(gym: Gym, time):
    one, to_id = make_changing(gym), other(gym)
    deal = one.deal
    hand_over(gym, gym.acting(Role.OWNER), deal.member_id, deal.subscription_id, to_id)
    deal.settle()
    assert (holds(gym, deal.member_id), len(holds(gym, to_id))) == ([], 1)
    assert (deal.deal().state, deal.balance()) == (DealState.ENDED, ZERO)
    time.move_to(datetime(2026, 12, 13, 10, tzinfo=UTC))
    renewals.open_due(deal.till.ports, gym.system)
    with open_work(gym.system) as w:
        (period,) = w.session.scalars(select(Period).where(col(Period.member_id) == to_id))
        assert (period.first_on, period.amount_agorot) == (date(2026, 12, 13), 39000)


def test_nothing_comes_back_to_who_paid_nothing(gym: Gym):
    one, to_id = make_changing(gym), other(gym)
    deal = one.deal
    hand_over(gym, gym.acting(Role.OWNER), deal.member_id, deal.subscription_id, to_id)
    with open_work(gym.acting(Role.OWNER)) as w:
        (new,) = w.session.scalars(select(Deal.id).where(col(Deal.member_id) == to_id))
        view = queries.preview(w, member_id=to_id, deal_id=new, notice=Typed())
    assert (view.refund, view.owed) == (ZERO, ZERO)


def test_the_entries_left_of_a_pack_go_over_and_no_more(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        giver, taker = make_member(w), make_member(w, "נועה")
        pack = give_pack(w, giver, 10)
    hand_over(gym, gym.acting(Role.OWNER), giver, pack, taker)
    (got,) = holds(gym, taker)
    assert (got.entries_given, got.entries_left, holds(gym, giver)) == (10, 10, [])


def test_what_may_not_be_handed_over_is_said_in_words(gym: Gym):
    one, to_id = make_changing(gym), other(gym)
    deal, owner = one.deal, gym.acting(Role.OWNER)
    with open_work(owner) as w:
        whose = {"member_id": deal.member_id, "subscription_id": deal.subscription_id}
        to_self = queries.hand_over_preview(w, **whose, to_member_id=deal.member_id)
    assert to_self.why_not == texts.NOT_TO_SELF
    with open_work(one.who) as w:
        actions.cancel(w, member_id=deal.member_id, deal_id=deal.deal_id, notice=Typed())
    with pytest.raises(Refusal):
        hand_over(gym, owner, deal.member_id, deal.subscription_id, to_id)
    assert holds(gym, to_id) == []


def test_without_a_word_of_what_was_agreed_or_by_an_old_page_nothing_goes(gym: Gym):
    one, to_id = make_changing(gym), other(gym)
    deal, owner = one.deal, gym.acting(Role.OWNER)
    with pytest.raises(Refusal):
        hand_over(gym, owner, deal.member_id, deal.subscription_id, to_id, note=" ")
    with pytest.raises(Refusal):
        hand_over(gym, owner, deal.member_id, deal.subscription_id, to_id, mark="other")
    for who in (gym.acting(Role.COACH), one.who):
        with pytest.raises(Denied):
            hand_over(gym, who, deal.member_id, deal.subscription_id, to_id, mark="x")
    stranger = other(make_gym("yam", "ים"))
    with pytest.raises(NotFound):
        hand_over(gym, owner, deal.member_id, deal.subscription_id, stranger)
    assert len(holds(gym, deal.member_id)) == 1
