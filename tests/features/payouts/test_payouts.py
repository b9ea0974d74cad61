"""Payouts: what arrived at the bank against what a company held, its fee, and the difference that stays."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from fitkit.core.errors import Denied, Refusal
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.dev.standins.cardcom import CardcomStandIn
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.payouts import actions, flows, queries
from fitkit.features.payouts.rules import PayoutState
from fitkit.ports.payments import Provider
from tests.conftest import Gym
from tests.factories.payments import PRICE, Till, make_till
from tests.features.payments.companies import company, make_company_till

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
DEMO = Account.CLEARING_DEMO


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def till(time: time_machine.Traveller, gym: Gym) -> Till:
    return make_till(gym.system)


def record(
    gym: Gym, arrived: Money, fee: Money = ZERO, *, until: date = MONDAY, note: str = "", **more
):
    given = {"account": DEMO, "on": MONDAY} | more
    with open_work(gym.acting(Role.OWNER)) as w:
        return actions.record(w, arrived=arrived, fee=fee, until=until, note=note, **given)


def balance(gym: Gym, account: Account) -> Money:
    with open_work(gym.system) as w:
        return ledger.balance_of_account(w, account=account)


def seen(gym: Gym) -> tuple[queries.PayoutView, ...]:
    with open_work(gym.acting(Role.OWNER)) as w:
        return queries.payouts(w)


def test_what_arrived_with_its_fee_agrees_with_what_was_taken(till, gym):
    till.paid()
    fee = Money.shekels(5)
    record(gym, PRICE - fee, fee)
    (view,) = seen(gym)
    assert (view.expected, view.difference, view.state) == (PRICE, ZERO, PayoutState.BOOKED)
    assert balance(gym, DEMO) == ZERO
    assert (balance(gym, Account.BANK), balance(gym, Account.FEES)) == (PRICE - fee, fee)
    with open_work(gym.system) as w:
        assert ledger.recount(w).faults == ()


def test_a_difference_needs_words_and_stays_with_the_company(till, gym):
    till.paid()
    with pytest.raises(Refusal) as refused:
        record(gym, PRICE - Money.shekels(40))
    assert refused.value.field == "note"
    record(gym, PRICE - Money.shekels(40), note="החברה עיכבה")
    assert seen(gym)[0].difference == Money.shekels(40)
    assert balance(gym, DEMO) == Money.shekels(40)
    record(gym, Money.shekels(40))
    assert seen(gym)[0].difference == ZERO
    assert balance(gym, DEMO) == ZERO


def test_charges_after_its_last_day_are_not_expected(time, till, gym):
    till.paid()
    time.shift(timedelta(days=1))
    till.paid()
    record(gym, PRICE, until=MONDAY, on=MONDAY + timedelta(days=1))
    assert seen(gym)[0].difference == ZERO
    record(gym, PRICE, until=MONDAY + timedelta(days=1), on=MONDAY + timedelta(days=1))
    assert [p.difference for p in seen(gym)] == [ZERO, ZERO]


def test_refunds_are_taken_off_what_is_expected(till, gym):
    charge = till.paid()
    till.refund(charge, Money.shekels(90))
    from fitkit.core import jobs

    jobs.run_ready(till.ports)
    record(gym, PRICE - Money.shekels(90))
    assert seen(gym)[0].difference == ZERO


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"arrived": ZERO}, "arrived"),
        ({"arrived": Money(-1)}, "arrived"),
        ({"arrived": PRICE, "fee": Money(-1)}, "fee"),
        ({"arrived": PRICE, "fee": PRICE + Money(1)}, "fee"),
        ({"arrived": PRICE, "on": MONDAY + timedelta(days=1)}, "on"),
        ({"arrived": PRICE, "until": MONDAY + timedelta(days=1)}, "until"),
        ({"arrived": PRICE, "account": Account.CASH}, "account"),
    ],
)
def test_what_is_no_payout_is_refused_at_its_field(till, gym, wrong, field):
    till.paid()
    with pytest.raises(Refusal) as refused:
        record(gym, **wrong)
    assert refused.value.field == field
    assert balance(gym, DEMO) == PRICE


def test_what_cardcom_tells_is_kept_once_and_booked_by_a_person(time, gym):
    with company(Provider.CARDCOM) as at:
        till = make_company_till(gym.system, at)
        till.paid()
        assert isinstance(at.there, CardcomStandIn)
        deposit = {
            "Id": 71, "DepositeAt": "2026-11-23T08:00:00", "Amount": 385.5, "Currency": 1,
            "SapakNumber": 1, "BankNumber": 12, "BranchNumber": 1, "AccountNumber": 1,
        }  # fmt: skip
        at.there.deposits += [deposit, deposit | {"Id": 72, "Currency": 2}]
        assert flows.fetch_now(at.ports, gym.acting(Role.OWNER)) == 1
        assert flows.fetch_now(at.ports, gym.acting(Role.OWNER)) == 0
    (told,) = seen(gym)
    assert (told.state, told.arrived, told.number) == (PayoutState.TOLD, Money(38550), "71")
    assert balance(gym, Account.CLEARING_CARDCOM) == PRICE
    for _ in range(2):
        with open_work(gym.acting(Role.OWNER)) as w:
            give = {"payout_id": told.id, "fee": Money(450), "until": MONDAY}
            if told.state is PayoutState.TOLD:
                actions.book(w, **give)
            else:
                with pytest.raises(Refusal):
                    actions.book(w, **give)
        (told,) = seen(gym)
    assert told.difference == ZERO
    assert balance(gym, Account.CLEARING_CARDCOM) == ZERO


def test_where_no_company_tells_it_is_said(till, gym):
    with pytest.raises(Refusal):
        flows.fetch_now(till.ports, gym.acting(Role.OWNER))


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
def test_nobody_else_sees_or_books_them(till, gym, role):
    with open_work(gym.acting(role)) as w:
        for ask in (queries.held, queries.payouts):
            with pytest.raises(Denied):
                ask(w)
    with pytest.raises(Denied):
        flows.fetch_now(till.ports, gym.acting(role))
