"""A plan becomes another member's: what is left of it, and the charges to come; no money moves."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlmodel import col, select

from fitkit.core import jobs
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import ZERO
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, queries
from fitkit.features.billing.flows import renewals
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.billing.rules.words import DealState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.booking import actions as booking
from fitkit.features.notifications import queries as notices
from fitkit.features.plans import actions as plans
from fitkit.features.plans import queries as sold
from fitkit.features.plans.rules import PlanDetails
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.subscriptions import queries as held
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.features.subscriptions.tables import Subscription
from fitkit.texts import changes as texts
from fitkit.texts import notices as notice_texts
from tests.conftest import Gym, make_gym
from tests.factories.booking import book
from tests.factories.changes import make_changing
from tests.factories.members import make_member
from tests.factories.scheduling import make_place, session_at
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


def preview(gym: Gym, giver, pack, taker):
    with open_work(gym.acting(Role.OWNER)) as w:
        return queries.hand_over_preview(
            w, member_id=giver, subscription_id=pack, to_member_id=taker
        )


def left(gym: Gym, member_id, status=SubscriptionStatus.ACTIVE) -> list[int | None]:
    with open_work(gym.system) as w:
        views = held.held(w, member_id=member_id)
        return [v.entries_left for v in views if v.status is status]


def with_places(gym: Gym, entries: int, classes: int):
    """Who gives, who gets, the pack, and classes tomorrow in which the giver has a place."""
    with open_work(gym.acting(Role.OWNER)) as w:
        giver, taker = make_member(w, "דנה"), make_member(w, "נועה")
        pack = give_pack(w, giver, entries)
        place = make_place(w)
        starts = [NOON + timedelta(days=1 + n) for n in range(classes)]
        ids = [session_at(w, place, each) for each in starts]
    for session_id in ids:
        with open_work(gym.acting(Role.MEMBER, member_id=giver)) as w:
            book(w, session_id, giver)
    return giver, taker, pack, ids


def run() -> None:
    jobs.run_ready(None, limit=500)


def inbox(gym: Gym, member_id) -> list[str]:
    with open_work(gym.acting(Role.MEMBER, member_id=member_id)) as w:
        return [row.kind for row in notices.inbox(w, lang=Lang.EN).rows]


def test_entries_of_places_ahead_come_to_who_got_the_pack(gym: Gym):
    giver, taker, pack, _ = with_places(gym, 5, 2)
    words = [line.words.en for line in preview(gym, giver, pack, taker).lines]
    assert any("5" in each for each in words)
    hand_over(gym, gym.acting(Role.OWNER), giver, pack, taker)
    assert left(gym, taker) == [3]
    run()
    assert (left(gym, taker), left(gym, giver, SubscriptionStatus.ENDED)) == ([5], [0])
    run()
    assert left(gym, taker) == [5]


def test_a_place_the_giver_cancels_first_comes_back_once_and_to_the_last_hand(gym: Gym):
    giver, taker, pack, ids = with_places(gym, 3, 3)  # nothing is left in it: all of it is ahead
    owner, third = gym.acting(Role.OWNER), other(gym, "רות")
    got = hand_over(gym, owner, giver, pack, taker)
    with open_work(gym.acting(Role.MEMBER, member_id=giver)) as w:
        booking.cancel(w, session_id=ids[0], member_id=giver)
    assert left(gym, taker) == [1]
    hand_over(gym, owner, taker, got, third)
    run()
    assert (left(gym, third), left(gym, taker)) == ([3], [])
    assert left(gym, taker, SubscriptionStatus.ENDED) == [0]


def test_the_giver_is_told_that_the_entry_went_to_who_has_the_pack(gym: Gym):
    giver, taker, pack, (first, second) = with_places(gym, 3, 2)
    hand_over(gym, gym.acting(Role.OWNER), giver, pack, taker)
    with open_work(gym.acting(Role.MEMBER, member_id=giver)) as w:
        receipt = booking.cancel(w, session_id=first, member_id=giver)
    assert "who has the pack now" in receipt.said.to(Lang.EN)
    with open_work(gym.acting(Role.OWNER)) as w:
        scheduling.cancel_session(w, session_id=second)
    run()
    with open_work(gym.acting(Role.MEMBER, member_id=giver)) as w:
        [told] = [n for n in notices.inbox(w, lang=Lang.EN).rows if n.kind == "class_cancelled"]
    assert notice_texts.ENTRY_WENT_ON.en in told.body
    assert left(gym, taker) == [3]


def test_who_kept_the_pack_is_told_that_the_entry_is_back_in_it(gym: Gym):
    giver, _, _, (first, second) = with_places(gym, 3, 2)
    with open_work(gym.acting(Role.MEMBER, member_id=giver)) as w:
        receipt = booking.cancel(w, session_id=first, member_id=giver)
    assert "visit returned" in receipt.said.to(Lang.EN)
    with open_work(gym.acting(Role.OWNER)) as w:
        scheduling.cancel_session(w, session_id=second)
    run()
    with open_work(gym.acting(Role.MEMBER, member_id=giver)) as w:
        [told] = [n for n in notices.inbox(w, lang=Lang.EN).rows if n.kind == "class_cancelled"]
    assert notice_texts.ENTRY_RETURNED.en in told.body


def test_a_class_that_is_cancelled_gives_the_entry_to_who_got_the_pack(gym: Gym):
    giver, taker, pack, (session_id,) = with_places(gym, 2, 1)
    hand_over(gym, gym.acting(Role.OWNER), giver, pack, taker)
    with open_work(gym.acting(Role.OWNER)) as w:
        scheduling.cancel_session(w, session_id=session_id)
    run()
    assert left(gym, taker) == [2]


def test_who_gets_a_plan_that_was_given_is_told_once(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        giver, taker = make_member(w, "דנה"), make_member(w, "נועה")
        pack = give_pack(w, giver, 10)
    run()
    hand_over(gym, gym.acting(Role.OWNER), giver, pack, taker)
    run()
    assert inbox(gym, taker) == ["plan_handed_over"]


def keep(gym: Gym, plan_id, is_kept: bool) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        v = sold.plan(w, plan_id=plan_id)
        details = PlanDetails(v.name.he, v.name.en, v.terms, v.price, is_kept=is_kept)
        plans.change(w, plan_id=plan_id, details=details)


def test_a_plan_that_stays_is_refused_in_words_though_the_page_was_shown_before(gym: Gym):
    owner = gym.acting(Role.OWNER)
    with open_work(owner) as w:
        giver, taker = make_member(w, "דנה"), make_member(w, "נועה")
        pack = give_pack(w, giver, 10)
        plan_id = w.get(Subscription, pack).plan_id
        assert not sold.plan(w, plan_id=plan_id).is_kept
    shown = preview(gym, giver, pack, taker)
    assert shown.why_not is None
    keep(gym, plan_id, True)
    assert preview(gym, giver, pack, taker).why_not == texts.NOT_THIS_PLAN
    with pytest.raises(Refusal) as refused:
        hand_over(gym, owner, giver, pack, taker, mark=shown.mark)
    assert refused.value.text == texts.NOT_THIS_PLAN
    assert (left(gym, giver), left(gym, taker)) == ([10], [])
    keep(gym, plan_id, False)
    hand_over(gym, owner, giver, pack, taker)
    assert left(gym, taker) == [10]
