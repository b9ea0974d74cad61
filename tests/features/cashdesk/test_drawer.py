"""The drawer: counted, closed, brought to the bank; the book agrees with every count, and each agora is in one day."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.errors import Denied, Refusal
from fitkit.core.i18n import Text
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.cashdesk import actions, queries, rules
from fitkit.features.cashdesk.rules import DrawerMovedError, Kept
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account, PostingKind
from fitkit.features.payments import actions as payments
from fitkit.ports.payments import PaidLine, PayWay
from tests.conftest import Gym
from tests.factories.payments import PRICE, Till, make_till

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
MONDAY = date(2026, 11, 23)


class Drawer:
    """A gym's drawer, and who works it."""

    def __init__(self, gym: Gym, till: Till, time: time_machine.Traveller) -> None:
        self.gym, self.till, self.time = gym, till, time
        self.staff, self.owner = gym.acting(Role.ADMIN), gym.acting(Role.OWNER)

    def take(self, amount: Money = PRICE, way: PayWay = PayWay.CASH, day: date = MONDAY):
        self.time.shift(timedelta(minutes=1))
        with open_work(self.staff) as w:
            return payments.take_by_hand(
                w,
                member_id=self.till.member_id,
                cause_kind="till",
                cause_id=new_id(),
                amount=amount,
                lines=(PaidLine("מנוי", amount),),
                words=Text("מנוי", "Plan"),
                way=way,
                note="",
                paid_on=day,
            )

    def back(self, charge_id, amount: Money) -> None:
        self.time.shift(timedelta(minutes=1))
        with open_work(self.staff) as w:
            payments.open_refund(w, charge_id=charge_id, amount=amount, why="בקשה", way=PayWay.CASH)

    def desk(self) -> queries.Desk:
        with open_work(self.staff) as w:
            return queries.desk(w)

    def open(self, counted: Money | None = None, why: str = ""):
        self.time.shift(timedelta(minutes=1))
        seen = self.desk().cash
        with open_work(self.staff) as w:
            return actions.open_day(
                w, counted=seen if counted is None else counted, seen=seen, why=why
            )

    def close(self, day_id, counted: Money | None = None, why: str = "") -> None:
        self.time.shift(timedelta(minutes=1))
        seen = self.desk().cash
        with open_work(self.staff) as w:
            actions.close_day(
                w,
                cash_day_id=day_id,
                counted=seen if counted is None else counted,
                seen=seen,
                why=why,
            )

    def bring(self, amount: Money, what: Kept = Kept.CASH, on: date = MONDAY) -> None:
        self.time.shift(timedelta(minutes=1))
        with open_work(self.staff) as w:
            actions.deposit(w, what=what, amount=amount, on=on)

    def day(self, day_id):
        with open_work(self.staff) as w:
            return queries.day_of_drawer(w, cash_day_id=day_id)

    def balance(self, account: Account) -> Money:
        with open_work(self.gym.system) as w:
            return ledger.balance_of_account(w, account=account)


@pytest.fixture
def drawer(gym: Gym):
    with time_machine.travel(NOON, tick=False) as time:
        yield Drawer(gym, make_till(gym.system), time)


def test_a_quiet_day_closes_without_a_word(drawer):
    day_id = drawer.open()
    charge = drawer.take()
    drawer.take(Money.shekels(100), PayWay.TRANSFER)
    drawer.take(Money.shekels(50), PayWay.CHEQUE)
    drawer.back(charge, Money.shekels(90))
    drawer.bring(Money.shekels(200))
    drawer.close(day_id)
    view, moved = drawer.day(day_id)
    assert view.counted == Money.shekels(100)
    assert (view.difference, len(view.counts)) == (ZERO, 2)
    assert {m.kind: m.amount for m in moved.movements} == {
        PostingKind.PAYMENT: PRICE,
        PostingKind.REFUND: -Money.shekels(90),
        PostingKind.DEPOSIT: -Money.shekels(200),
    }
    assert {way: total for way, _, total in moved.by_way} == {
        PayWay.CASH: PRICE,
        PayWay.TRANSFER: Money.shekels(100),
        PayWay.CHEQUE: Money.shekels(50),
    }
    assert (len(moved.back), len(moved.deposits)) == (1, 1)


@pytest.mark.parametrize("difference", [Money(-1), Money(-5000), Money(1), Money.shekels(20)])
def test_a_difference_needs_words_and_goes_into_the_book(drawer, difference):
    day_id = drawer.open()
    drawer.take()
    with pytest.raises(Refusal) as refused:
        drawer.close(day_id, PRICE + difference)
    assert refused.value.field == "why"
    assert drawer.balance(Account.CASH) == PRICE
    drawer.close(day_id, PRICE + difference, why="עודף ללקוח")
    assert drawer.balance(Account.CASH) == PRICE + difference
    assert drawer.balance(Account.CORRECTIONS) == -difference
    view, moved = drawer.day(day_id)
    assert view.difference == difference
    assert moved.before + sum((m.amount for m in moved.movements), ZERO) == view.counted
    with open_work(drawer.gym.system) as w:
        assert ledger.recount(w).faults == ()


def test_money_that_came_while_counting_is_not_called_a_difference(drawer):
    day_id = drawer.open()
    seen = drawer.desk().cash
    drawer.take()
    with pytest.raises(DrawerMovedError), open_work(drawer.staff) as w:
        actions.close_day(w, cash_day_id=day_id, counted=seen, seen=seen)


def test_every_movement_is_in_exactly_one_day_also_those_between_two(drawer):
    first = drawer.open()
    drawer.take(Money.shekels(10))
    drawer.close(first)
    drawer.take(Money.shekels(20))  # nobody had opened
    drawer.take(Money.shekels(5), day=MONDAY - timedelta(days=40))  # dated long ago
    second = drawer.open()
    drawer.take(Money.shekels(40))
    drawer.close(second)
    sums = [{m.kind: m.amount for m in drawer.day(day)[1].movements} for day in (first, second)]
    assert sums == [
        {PostingKind.PAYMENT: Money.shekels(10)},
        {PostingKind.PAYMENT: Money.shekels(65)},
    ]
    assert drawer.day(second)[1].before == Money.shekels(10)
    assert drawer.day(second)[0].counted == drawer.balance(Account.CASH)


def test_only_one_day_is_open_and_a_closed_one_is_closed_once(drawer):
    day_id = drawer.open()
    with pytest.raises(Refusal):
        drawer.open()
    drawer.close(day_id)
    with pytest.raises(Refusal):
        drawer.close(day_id)
    assert drawer.desk().day is None


def test_the_owner_alone_opens_the_last_day_again_and_says_why(drawer):
    first = drawer.open()
    drawer.close(first)
    with pytest.raises(Denied), open_work(drawer.staff) as w:
        actions.reopen_day(w, cash_day_id=first, reason="טעות")
    with pytest.raises(Refusal) as refused, open_work(drawer.owner) as w:
        actions.reopen_day(w, cash_day_id=first, reason="  ")
    assert refused.value.field == "reason"
    drawer.take(Money.shekels(30))
    with open_work(drawer.owner) as w:
        actions.reopen_day(w, cash_day_id=first, reason="נשכח תשלום")
    drawer.close(first, Money.shekels(31), why="שקל על הרצפה")
    view, moved = drawer.day(first)
    assert [c.counted for c in view.counts] == [ZERO, ZERO, Money.shekels(31)]
    assert view.reopen_reason == "נשכח תשלום"
    assert moved.before + sum((m.amount for m in moved.movements), ZERO) == view.counted
    second = drawer.open()
    with pytest.raises(Refusal), open_work(drawer.owner) as w:
        actions.reopen_day(w, cash_day_id=first, reason="שוב")
    drawer.close(second)
    with pytest.raises(Refusal), open_work(drawer.owner) as w:
        actions.reopen_day(w, cash_day_id=first, reason="שוב")


@pytest.mark.parametrize("amount", [ZERO, Money(-1), PRICE + Money(1), Money.shekels(10**9)])
def test_a_deposit_takes_no_more_than_there_is(drawer, amount):
    drawer.take()
    with pytest.raises(Refusal) as refused:
        drawer.bring(amount)
    assert refused.value.field == "amount"
    assert drawer.balance(Account.BANK) == ZERO


@pytest.mark.parametrize("days", [1, -32, -400])
def test_a_deposit_is_of_the_last_month(drawer, days):
    drawer.take()
    with pytest.raises(Refusal) as refused:
        drawer.bring(Money(1), on=MONDAY + timedelta(days=days))
    assert refused.value.field == "on"


def test_cheques_are_brought_to_the_bank_apart_from_cash(drawer):
    drawer.take(way=PayWay.CHEQUE)
    drawer.bring(PRICE, what=Kept.CHEQUES)
    assert (drawer.balance(Account.CHEQUES), drawer.balance(Account.BANK)) == (ZERO, PRICE)


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
def test_nobody_else_sees_or_counts_it(drawer, role):
    with open_work(drawer.gym.acting(role)) as w:
        for ask in (
            lambda: queries.desk(w),
            lambda: queries.days(w),
            lambda: actions.open_day(w, counted=ZERO, seen=ZERO),
            lambda: actions.deposit(w, what=Kept.CASH, amount=Money(1), on=MONDAY),
        ):
            with pytest.raises(Denied):
                ask()


def test_closings_come_in_pages_newest_first(drawer):
    days = []
    for _ in range(3):
        days.append(drawer.open())
        drawer.close(days[-1])
    with open_work(drawer.staff) as w:
        assert [d.id for d in queries.days(w).rows] == days[::-1]
        assert [d.number for d in queries.days(w).rows] == [3, 2, 1]


amounts = st.integers(-100, 10**9).map(Money)


@given(amounts, amounts, st.sampled_from(["", "  ", "words"]))
def test_a_count_is_taken_as_it_is_or_has_words(counted, expected, why):
    is_count = ZERO <= counted <= rules.MOST
    if is_count and (counted == expected or why.strip()):
        words = rules.checked_count(counted, expected=expected, seen=expected, why=why)
        assert bool(words) == (counted != expected)
        return
    with pytest.raises(Refusal) as refused:
        rules.checked_count(counted, expected=expected, seen=expected, why=why)
    assert refused.value.field == ("why" if is_count else "counted")
