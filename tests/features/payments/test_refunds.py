"""Money that goes back: whole, in parts, by the original means or in cash, never more than was paid."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from fitkit.core import jobs
from fitkit.core.errors import Denied, Refusal
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.payments import actions, flows
from fitkit.features.payments.jobs import look_in_gym
from fitkit.features.payments.rules import RefundState
from fitkit.ports.payments import PayWay, RefundRefused, Unknown
from tests.conftest import Gym
from tests.factories.payments import PRICE


def ils(shekels: int) -> Money:
    return Money.shekels(shekels)


def test_a_payment_goes_back_in_parts_up_to_what_it_was(till):
    charge_id = till.paid()
    till.refund(charge_id, ils(100))
    till.refund(charge_id, ils(290))
    with pytest.raises(Refusal):
        till.refund(charge_id, ils(1))
    jobs.run_ready(till.ports)
    assert [r.state for r in till.refunds(charge_id)] == [RefundState.DONE] * 2
    assert till.moved() == [PRICE, -ils(100), -ils(290)]
    assert till.balance() == ZERO
    assert till.charge(charge_id).left == ZERO


@pytest.mark.parametrize("amount", [ZERO, -ils(1), ils(391)])
def test_an_amount_that_was_not_paid_is_refused(till, amount):
    charge_id = till.paid()
    with pytest.raises(Refusal) as refused:
        till.refund(charge_id, amount)
    assert refused.value.field == "amount"


def test_cash_goes_back_at_once_and_no_company_is_told(till):
    charge_id = till.paid()
    with open_work(till.actor) as w:
        actions.open_refund(w, charge_id=charge_id, amount=PRICE, why="במזומן", way=PayWay.CASH)
        assert ledger.balance_of_account(w, account=Account.CASH) == -PRICE
    jobs.run_ready(till.ports)
    assert till.refunds(charge_id)[0].state is RefundState.DONE
    assert till.moved() == [PRICE]
    assert till.balance() == ZERO


def test_only_who_may_refund_does(till, gym: Gym):
    charge_id = till.paid()
    with open_work(gym.acting(Role.COACH)) as w, pytest.raises(Denied):
        actions.open_refund(w, charge_id=charge_id, amount=PRICE, why="סתם")


def test_a_refund_has_a_reason_and_a_way_that_fits(till):
    charge_id = till.paid()
    with open_work(till.actor) as w:
        with pytest.raises(Refusal) as refused:
            actions.open_refund(w, charge_id=charge_id, amount=PRICE, why="  ")
        assert refused.value.field == "why"
        with pytest.raises(Refusal) as refused:
            actions.open_refund(w, charge_id=charge_id, amount=PRICE, why="כן", way=PayWay.BIT)
        assert refused.value.field == "way"


def test_a_cause_gives_back_once(till):
    charge_id, cause = till.paid(), new_id()
    with open_work(till.actor) as w:
        asked = {"charge_id": charge_id, "amount": ils(50), "why": "ביטול"}
        first, again = (
            actions.open_refund_by_itself(w, **asked, cause_kind="cancellation", cause_id=cause)  # type: ignore[arg-type]
            for _ in range(2)
        )
    assert first == again
    assert till.charge(charge_id).refunded == ils(50)


def test_what_was_not_paid_has_nothing_to_give_back(till):
    charge_id = till.open()
    with pytest.raises(Refusal):
        till.refund(charge_id, ils(1))


def test_two_who_give_back_at_once_tell_the_company_once(till):
    charge_id = till.paid()
    refund_id = till.refund(charge_id, ils(100))
    with open_work(till.actor) as w:
        assert actions.begin_giving_back(w, refund_id=refund_id) is not None
    found = flows.give_back(till.ports, till.actor, refund_id=refund_id)
    assert found.state is RefundState.UNKNOWN
    assert till.moved() == [PRICE]


def test_refunds_of_one_payment_are_told_one_after_the_other(till, time):
    charge_id = till.paid()
    first, second = till.refund(charge_id, ils(100)), till.refund(charge_id, ils(100))
    with open_work(till.actor) as w:
        actions.begin_giving_back(w, refund_id=first)
    flows.give_back(till.ports, till.actor, refund_id=second)
    assert till.refunds(charge_id)[1].state is RefundState.CREATED
    time.shift(timedelta(minutes=3))
    look_in_gym(till.ports, till.actor)
    time.shift(timedelta(minutes=3))
    look_in_gym(till.ports, till.actor)
    assert [r.state for r in till.refunds(charge_id)] == [RefundState.DONE] * 2
    assert till.moved() == [PRICE, -ils(100), -ils(100)]


def test_a_refused_refund_may_be_given_otherwise(till):
    charge_id = till.paid()
    with open_work(till.actor) as w:
        moved = sa.text("update charge set transaction_id = 'nothing'")
        w.hot(moved)
    refund_id = till.refund(charge_id, PRICE)
    jobs.run_ready(till.ports)
    (refund,) = till.refunds(charge_id)
    assert (refund.id, refund.state) == (refund_id, RefundState.REFUSED)
    assert till.balance() == -PRICE
    with open_work(till.actor) as w:
        actions.open_refund(w, charge_id=charge_id, amount=PRICE, why="במזומן", way=PayWay.CASH)
    assert till.balance() == ZERO


def test_staff_clear_up_a_refund_that_stays_unknown(till):
    charge_id = till.paid()
    refund_id = till.refund(charge_id, PRICE)
    with open_work(till.actor) as w:
        actions.begin_giving_back(w, refund_id=refund_id)
        actions.settle_refund(w, refund_id=refund_id, outcome=Unknown("no answer"))
        actions.decide_refund(w, refund_id=refund_id, went_back=True)
    assert till.balance() == ZERO
    with open_work(till.actor) as w, pytest.raises(Refusal):
        actions.decide_refund(w, refund_id=refund_id, went_back=False)


def test_what_staff_hand_over_settles_what_the_company_refused(till):
    charge_id, cause_id = till.paid(), new_id()
    with open_work(till.actor) as w:
        refused = actions.open_refund_by_itself(
            w,
            charge_id=charge_id,
            amount=ils(100),
            why="ביטול",
            cause_kind="notice",
            cause_id=cause_id,
        )
        actions.begin_giving_back(w, refund_id=refused)
        actions.settle_refund(w, refund_id=refused, outcome=RefundRefused("no"))
    with open_work(till.actor) as w:
        other = actions.open_refund(
            w, charge_id=charge_id, amount=Money(1), why="בקשה", way=PayWay.CASH
        )
        handed = actions.open_refund(
            w, charge_id=charge_id, amount=ils(100), why="נמסר במזומן", way=PayWay.CASH
        )
        again = actions.open_refund(
            w, charge_id=charge_id, amount=ils(100), why="עוד החזר", way=PayWay.CASH
        )
    causes = {one.id: one.cause_id for one in till.refunds(charge_id)}
    assert causes[handed] == cause_id
    assert causes[other] is causes[again] is None
