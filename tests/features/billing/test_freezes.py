"""A plan rests: paid days are kept, charges move by as many days, and nothing else than was shown is done."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.actor import Actor
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, queries
from fitkit.features.billing.flows import renewals
from fitkit.features.billing.queries import RestView
from fitkit.features.billing.rules import freezes as rules
from fitkit.features.billing.rules import renewing
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.billing.rules.freezes import PaidSpan, Renewal, RestFacts
from fitkit.features.billing.rules.renewing import Rhythm
from fitkit.features.plans.rules import Every
from fitkit.features.subscriptions.rules import FreezeKind
from fitkit.texts import freezes as texts
from tests.conftest import Gym, make_gym
from tests.factories.renewals import PRICE, Renewing, make_renewing

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ANCHOR = date(2026, 11, 20)  # the next charge is on 20 December
days = st.integers(0, 60)


@pytest.fixture(autouse=True)
def time():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


def day(n: int) -> date:
    return TODAY + timedelta(days=n)


def member_of(gym: Gym, deal: Renewing) -> Actor:
    return gym.acting(Role.MEMBER, member_id=deal.member_id)


def shown(who: Actor, deal: Renewing, first: int, last: int) -> RestView:
    with open_work(who) as w:
        return queries.rest_preview(
            w,
            member_id=deal.member_id,
            subscription_id=deal.subscription_id,
            first_on=day(first),
            last_on=day(last),
            kind=FreezeKind.OWN,
        )


def freeze(who: Actor, deal: Renewing, first: int, last: int, mark: str = "", **more):
    with open_work(who) as w:
        found = actions.freeze(
            w,
            member_id=deal.member_id,
            subscription_id=deal.subscription_id,
            first_on=day(first),
            last_on=day(last),
            as_shown=mark,
            **({"kind": FreezeKind.OWN} | more),
        )
    deal.settle()
    return found


def open_due(deal: Renewing) -> None:
    renewals.open_due(deal.till.ports, deal.gym.system)
    deal.settle()


@given(first=days, length=st.integers(7, 30), gone=st.integers(0, 29), price=st.integers(1, 90_000))
def test_paid_days_are_kept_whole_and_their_worth_is_never_more_than_what_was_paid(
    first, length, gone, price
):
    anchor = TODAY - timedelta(days=gone)
    rhythm = Rhythm(anchor, Every.MONTH)
    renewal = Renewal(rhythm, 1, (), Money(price))
    paid = PaidSpan(anchor, _eve(rhythm), Money(price))
    effect = rules.rest(RestFacts(None, (), renewal, paid), (day(first), day(first + length - 1)))
    assert ZERO <= effect.credit <= Money(price)
    assert effect.charge is not None
    assert effect.charge.after - effect.charge.before == timedelta(days=length)
    kept = [line.amount for line in effect.lines if line.words is texts.CREDIT]
    assert kept == ([effect.credit] if effect.credit else [])


def _eve(rhythm: Rhythm) -> date:
    return renewing.span_of(rhythm, 0, ())[1]


def test_ten_days_of_a_month_of_thirty_are_worth_a_third_of_it(gym: Gym):
    deal = make_renewing(gym, anchor=ANCHOR)
    paid = PaidSpan(date(2026, 11, 1), date(2026, 11, 30), Money.shekels(300))
    effect = rules.rest(RestFacts(None, (), None, paid), (date(2026, 11, 21), date(2026, 12, 10)))
    assert effect.credit == Money.shekels(100)
    assert deal.deal().next_on == date(2026, 12, 20)


def test_a_member_freezes_by_themself_and_the_charge_moves_as_shown(gym: Gym):
    deal = make_renewing(gym, anchor=ANCHOR)
    who = member_of(gym, deal)
    view = shown(who, deal, 2, 15)
    assert view.charge is not None
    assert (view.charge.before, view.charge.after) == (date(2026, 12, 20), date(2027, 1, 3))
    assert view.charge.amount == PRICE
    freeze(who, deal, 2, 15, view.mark)
    assert deal.deal().next_on == view.charge.after


def test_a_freeze_on_the_day_of_a_charge_moves_that_charge(gym: Gym):
    deal = make_renewing(gym, anchor=ANCHOR)
    freeze(member_of(gym, deal), deal, 27, 33)  # from 20 December
    assert deal.deal().next_on == date(2026, 12, 27)


def test_a_freeze_after_the_next_charge_leaves_that_one_and_moves_the_one_after(
    gym: Gym, time: time_machine.Traveller
):
    deal = make_renewing(gym, anchor=ANCHOR)
    view = shown(member_of(gym, deal), deal, 30, 39)
    assert view.charge is not None
    assert view.charge.after == date(2027, 1, 30)
    freeze(member_of(gym, deal), deal, 30, 39, view.mark)
    assert deal.deal().next_on == date(2026, 12, 20)
    time.move_to(datetime(2026, 12, 20, 10, tzinfo=UTC))
    open_due(deal)
    assert (deal.period(1).first_on, deal.deal().next_on) == (date(2026, 12, 20), view.charge.after)


def test_waking_early_gives_back_the_days_that_were_not_used(
    gym: Gym, time: time_machine.Traveller
):
    deal = make_renewing(gym, anchor=ANCHOR)
    who = member_of(gym, deal)
    freeze_id = freeze(who, deal, 0, 13)
    time.shift(timedelta(days=4))
    with open_work(who) as w:
        view = queries.wake_preview(w, member_id=deal.member_id, freeze_id=freeze_id)
    assert view.charge is not None
    assert (view.days, view.charge.after) == (10, date(2026, 12, 24))
    with open_work(who) as w:
        actions.unfreeze(w, member_id=deal.member_id, freeze_id=freeze_id, as_shown=view.mark)
    deal.settle()
    assert deal.deal().next_on == view.charge.after
    with pytest.raises(Refusal), open_work(who) as w:
        actions.unfreeze(w, member_id=deal.member_id, freeze_id=freeze_id)


def test_one_called_off_leaves_the_charge_where_it_was(gym: Gym):
    deal = make_renewing(gym, anchor=ANCHOR)
    who = member_of(gym, deal)
    freeze_id = freeze(who, deal, 5, 20)
    with open_work(who) as w:
        actions.unfreeze(w, member_id=deal.member_id, freeze_id=freeze_id)
    deal.settle()
    assert deal.deal().next_on == date(2026, 12, 20)


def test_another_effect_than_was_shown_is_refused_and_nothing_rests(gym: Gym):
    deal = make_renewing(gym, anchor=ANCHOR)
    who = member_of(gym, deal)
    stale = shown(who, deal, 20, 27).mark
    freeze(gym.acting(Role.OWNER), deal, 0, 6)  # meanwhile, at the desk
    with pytest.raises(Refusal) as refused:
        freeze(who, deal, 20, 27, stale)
    assert refused.value.text is texts.CHANGED_MEANWHILE
    assert deal.deal().next_on == date(2026, 12, 27)


def test_two_tabs_freeze_once(gym: Gym):
    deal = make_renewing(gym, anchor=ANCHOR)
    who = member_of(gym, deal)
    mark = shown(who, deal, 0, 9).mark
    freeze(who, deal, 0, 9, mark)
    with pytest.raises(Refusal):
        freeze(who, deal, 0, 9, mark)
    assert deal.deal().next_on == date(2026, 12, 30)


def test_whoever_owes_pays_first_but_staff_may_let_them_rest(gym: Gym):
    deal = make_renewing(gym, anchor=date(2026, 10, 20), fate=None)
    open_due(deal)  # and there is no card
    with pytest.raises(Refusal) as refused:
        shown(member_of(gym, deal), deal, 0, 9)
    assert refused.value.text is texts.NOT_WHILE_OWING
    freeze(gym.acting(Role.OWNER), deal, 0, 9)
    assert deal.deal().next_on == date(2026, 12, 30)


def test_what_a_notice_ends_does_not_rest(gym: Gym):
    deal = make_renewing(gym, anchor=ANCHOR)
    with open_work(member_of(gym, deal)) as w:
        actions.cancel(w, member_id=deal.member_id, deal_id=deal.deal_id, notice=Typed())
    for who in (member_of(gym, deal), gym.acting(Role.OWNER)):
        with pytest.raises(Refusal) as refused:
            freeze(who, deal, 0, 9)
        assert refused.value.text is texts.NOT_WHILE_ENDING


def test_a_commitment_lasts_as_much_longer_as_it_rested(gym: Gym):
    deal = make_renewing(gym, anchor=ANCHOR, commitment_months=12)
    who = member_of(gym, deal)
    before = _agreed(who, deal)
    freeze(who, deal, 0, 9)
    assert _agreed(who, deal) - before == timedelta(days=10)


def _agreed(who: Actor, deal: Renewing) -> date:
    with open_work(who) as w:
        (view,) = queries.next_charges(w, member_id=deal.member_id)
    assert view.agreed_until is not None
    return view.agreed_until


def test_a_medical_freeze_is_for_staff_to_set(gym: Gym):
    deal = make_renewing(gym, anchor=ANCHOR)
    long = {"kind": FreezeKind.MEDICAL, "reason": "אישור מד״ר כהן, 20.11"}
    with pytest.raises(Refusal):  # a member's own freeze, whatever they ask for
        freeze(member_of(gym, deal), deal, 0, 59, **long)
    freeze(gym.acting(Role.OWNER), deal, 0, 59, **long)
    assert deal.deal().next_on == date(2027, 2, 18)


def test_coaches_and_strangers_freeze_nothing(gym: Gym):
    deal, other = make_renewing(gym, anchor=ANCHOR), make_renewing(gym, anchor=ANCHOR)
    for who in (gym.acting(Role.COACH), member_of(gym, other)):
        with pytest.raises(Denied):
            freeze(who, deal, 0, 9)
    with pytest.raises(NotFound), open_work(member_of(gym, other)) as w:
        actions.freeze(
            w,
            member_id=other.member_id,
            subscription_id=deal.subscription_id,
            first_on=day(0),
            last_on=day(9),
            kind=FreezeKind.OWN,
        )
    with pytest.raises(NotFound):
        freeze(make_gym("yam", "ים").acting(Role.OWNER), deal, 0, 9)
    assert deal.deal().next_on == date(2026, 12, 20)
