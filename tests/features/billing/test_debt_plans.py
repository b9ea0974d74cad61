"""A debt in parts: split to the agora, charged on its days, kept or broken."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from fitkit.core.actor import VISITOR
from fitkit.core.clock import ISRAEL
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, flows, queries
from fitkit.features.billing.flows import renewals
from fitkit.features.billing.queries import periods as due
from fitkit.features.billing.rules import debt_plans as rules
from fitkit.features.billing.rules.taking import Part
from fitkit.features.billing.rules.words import DebtPlanState, PeriodState
from fitkit.features.billing.tables import DebtPlan, Period
from fitkit.features.members.rules import MemberStatus
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.payments import PayWay
from fitkit.web.rows.due import next_words
from tests.conftest import Gym, make_gym
from tests.factories.renewals import PRICE, Renewing, make_renewing

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
A_MONTH_AGO = date(2026, 10, 23)
TODAY = date(2026, 11, 23)


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def gym(real_database: str) -> Gym:
    return make_gym()


@given(
    agorot=st.integers(min_value=1_200, max_value=10**8),
    count=st.integers(min_value=2, max_value=12),
    ahead=st.integers(min_value=0, max_value=31),
)
def test_parts_sum_to_what_is_owed_and_none_is_more_than_an_agora_a_part_apart(
    agorot, count, ahead
):
    first = TODAY + timedelta(days=ahead)
    parts = rules.parts_of(Money(agorot), count=count, first_on=first, today=TODAY)
    assert sum((part.amount for part in parts), ZERO) == Money(agorot)
    assert max(p.amount.agorot for p in parts) - min(p.amount.agorot for p in parts) < count
    days = [part.due_on for part in parts]
    assert days == sorted(set(days))
    assert days[0] == first


@pytest.mark.parametrize(
    ("count", "first"),
    [(1, TODAY), (13, TODAY), (3, TODAY - timedelta(days=1)), (3, date(2027, 1, 2))],
)
def test_too_few_too_many_too_early_or_too_late_is_refused(count, first):
    with pytest.raises(Refusal):
        rules.parts_of(PRICE, count=count, first_on=first, today=TODAY)


def owing(gym: Gym, fate: Fate | None = Fate.HARD) -> Renewing:
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=fate)
    deal.hour()
    return deal


def split(deal: Renewing, count: int = 3, first_on: date = TODAY) -> None:
    with open_work(deal.gym.acting(Role.OWNER)) as w:
        actions.split_debt(w, member_id=deal.member_id, count=count, first_on=first_on)
    deal.settle()


def hours(time: time_machine.Traveller, deal: Renewing, days: int) -> None:
    for _ in range(days):
        time.shift(timedelta(days=1))
        flows.renewals.collect_due(deal.till.ports, deal.gym.system)
        renewals.collect_parts(deal.till.ports, deal.gym.system)
        renewals.remind_due(deal.till.ports, deal.gym.system)
        deal.settle()


def plan_state(deal: Renewing) -> DebtPlanState:
    with open_work(deal.gym.system) as w:
        return w.session.scalars(select(DebtPlan.state)).one()


def test_a_kept_plan_charges_the_card_on_its_days_and_pays_the_period(time, gym: Gym):
    deal = owing(gym)
    split(deal, first_on=TODAY + timedelta(days=1))
    deal.till.card(Fate.APPROVED)  # nothing of it is charged at once
    deal.settle()
    deal.collect()
    assert deal.till.moved() == []
    hours(time, deal, 1)
    third = PRICE.times(1).agorot // 3
    assert deal.till.moved() == [Money(third)]
    assert deal.period().credit_agorot == third
    hours(time, deal, 63)
    assert deal.till.moved() == [Money(third)] * 3
    assert plan_state(deal) is DebtPlanState.DONE
    assert deal.period().state is PeriodState.PAID
    assert deal.balance() == ZERO


def test_while_it_is_kept_booking_is_open_and_nobody_is_reminded(time, gym: Gym):
    deal = owing(gym)
    hours(time, deal, 8)
    assert deal.status() is MemberStatus.PAST_DUE
    told = len(deal.told())
    split(deal, first_on=date(2026, 12, 20))
    assert deal.status() is MemberStatus.ACTIVE
    with open_work(gym.acting(Role.OWNER)) as w:
        (one,) = queries.unpaid(w, member_id=deal.member_id)
    assert next_words(one, Lang.EN, ISRAEL) == ("Paid in the parts agreed", "info")
    hours(time, deal, 15)
    assert deal.status() is MemberStatus.ACTIVE
    assert deal.told()[told:] == []


def test_a_part_that_does_not_come_breaks_it_and_collecting_goes_on(time, gym: Gym):
    deal = owing(gym)
    hours(time, deal, 8)
    split(deal, first_on=date(2026, 12, 3))
    hours(time, deal, 12)
    assert plan_state(deal) is DebtPlanState.BROKEN
    assert deal.status() is MemberStatus.PAST_DUE
    with open_work(gym.system) as w:
        row = w.session.scalars(select(Period)).one()
    assert (row.debt_plan_id, row.state) == (None, PeriodState.GIVEN_UP)
    assert "debt_part" in deal.told()


def test_a_part_is_paid_by_the_link_and_two_tabs_pay_once(time, gym: Gym):
    deal = owing(gym)
    split(deal)
    with open_work(gym.acting(Role.OWNER)) as w:
        token = queries.due_path(w, member_id=deal.member_id).rsplit("/", 1)[-1]
    first, second = (
        flows.pay_part(deal.till.ports, VISITOR, token=token, lang=Lang.HE) for _ in range(2)
    )
    assert first == second
    with open_work(gym.system) as w:
        (charge_id,) = due.open_charges(w, member_id=deal.member_id)
    deal.till.fill(charge_id)
    deal.till.ask(charge_id)
    deal.settle()
    seen = flows.see_due(deal.till.ports, VISITOR, token=token)
    assert seen.plan is not None
    assert (seen.plan.paid, seen.plan.parts) == (1, 3)
    assert seen.total == PRICE - Money(PRICE.agorot // 3)


def test_all_of_it_may_be_paid_before_its_days(time, gym: Gym):
    deal = owing(gym)
    split(deal, first_on=TODAY + timedelta(days=9))
    with open_work(gym.acting(Role.OWNER)) as w:
        token = queries.due_path(w, member_id=deal.member_id).rsplit("/", 1)[-1]
    flows.pay_due(deal.till.ports, VISITOR, token=token, lang=Lang.HE)
    with open_work(gym.system) as w:
        (charge_id,) = due.open_charges(w, member_id=deal.member_id)
    deal.till.fill(charge_id)
    deal.till.ask(charge_id)
    deal.settle()
    assert plan_state(deal) is DebtPlanState.DONE
    hours(time, deal, 70)
    assert deal.till.moved() == [PRICE]
    assert deal.balance() == ZERO


def test_staff_end_it_and_there_is_one_at_a_time(time, gym: Gym):
    deal = owing(gym)
    split(deal)
    with pytest.raises(Refusal):
        split(deal)
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.end_debt_plan(w, member_id=deal.member_id)
    assert plan_state(deal) is DebtPlanState.BROKEN


def test_a_new_card_pays_nothing_of_a_deal_that_a_notice_ended(time, gym: Gym):
    from fitkit.features.billing.rules.endings import Typed

    deal = owing(gym)
    time.shift(timedelta(days=9))
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.cancel(w, member_id=deal.member_id, deal_id=deal.deal_id, notice=Typed())
    deal.settle()
    assert deal.period().state is PeriodState.GIVEN_UP, (
        "something is owed for the days that were had"
    )
    deal.till.card(Fate.APPROVED)
    deal.settle()
    deal.collect()
    assert deal.till.moved() == []


def take(deal: Renewing, amount: Money, seen: Money) -> None:
    with open_work(deal.gym.acting(Role.OWNER)) as w:
        actions.take_all(
            w,
            member_id=deal.member_id,
            way=PayWay.CASH,
            note="",
            part=Part(amount, seen),
        )
    deal.settle()


@pytest.mark.parametrize(("beyond", "paid"), [(-1, 0), (0, 1), (1, 1)])
def test_what_is_paid_at_the_desk_counts_for_the_next_parts(time, gym: Gym, beyond: int, paid: int):
    deal = owing(gym)
    split(deal, 3, TODAY + timedelta(days=1))
    first, *others = [
        part.amount for part in rules.parts_of(PRICE, count=3, first_on=TODAY, today=TODAY)
    ]
    amount = first + Money(beyond)
    take(deal, amount, PRICE)
    with open_work(deal.gym.acting(Role.OWNER)) as w:
        plan = queries.debt_plan(w, member_id=deal.member_id)
    assert plan is not None
    assert (plan.paid, plan.parts) == (paid, 3)
    assert plan.next is not None
    left = Money(1) if beyond < 0 else others[0] - Money(beyond)
    assert plan.next.amount == left
    assert deal.balance() == PRICE - amount
    take(deal, PRICE - amount, PRICE - amount)
    assert plan_state(deal) is DebtPlanState.DONE
    assert deal.balance() == ZERO
