"""What staff give back by their own decision costs the member nothing later: not as a debt, not at an ending."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, queries
from fitkit.features.billing.jobs import refunds as jobs
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.billing.tables import Period
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger import queries as book
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.payments import actions as payments
from fitkit.features.payments.events import RefundSettled
from fitkit.features.payments.rules import RefundState
from fitkit.ports.payments import PayWay
from tests.factories.deals import make_deal
from tests.factories.members import make_member


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(datetime(2026, 3, 8, 9, tzinfo=UTC), tick=False):
        yield


def give_back(w, made, shekels, charge=2):
    """Staff hand some of a payment over, and what follows from it comes twice."""
    charge_id, amount = made.charge_ids[charge], Money.shekels(shekels)
    refund_id = payments.open_refund(
        w, charge_id=charge_id, amount=amount, why="מחווה", way=PayWay.CASH
    )
    event = RefundSettled(
        about=refund_id, refund_id=refund_id, charge_id=charge_id, member_id=made.member_id,
        cause_kind="", cause_id=None, state=RefundState.DONE, amount_agorot=amount.agorot,
    )  # fmt: skip
    jobs.credit_refund(w, event)
    jobs.credit_refund(w, event)


def owes(w, made):
    return book.balance(w, member_id=made.member_id)


def test_it_is_no_debt_and_the_sale_and_its_vat_are_less(gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=118, starts_on=date(2026, 1, 1), paid=3)
        before = book.balance_of_account(w, account=Account.VAT)
        give_back(w, made, 59)
        assert owes(w, made) == ZERO
        assert queries.debtors(w).rows == ()
        assert book.balance_of_account(w, account=Account.VAT) - before == Money.shekels(9)
        give_back(w, made, 59)
        assert owes(w, made) == ZERO


def test_what_stood_to_their_credit_takes_nothing_off_a_sale(gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=118, starts_on=date(2026, 1, 1), paid=3)
        ledger.correct(
            w, member_id=made.member_id, change=-Money.shekels(40), seen=ZERO, reason="זיכוי"
        )
        before = book.balance_of_account(w, account=Account.REVENUE)
        give_back(w, made, 40)
        assert owes(w, made) == ZERO
        assert book.balance_of_account(w, account=Account.REVENUE) == before
        give_back(w, made, 59)
        assert owes(w, made) == ZERO


@pytest.mark.parametrize("given", [31, 155, 310])
def test_an_ending_after_it_asks_for_none_of_it_back(gym, given):
    with open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        give_back(w, made, given)
        notice = actions.cancel(w, member_id=made.member_id, deal_id=made.deal_id, notice=Typed())
        w.session.flush()
        done = queries.cancellation(w, member_id=made.member_id, cancellation_id=notice).ending
        left = Money.shekels(310 - given)  # until the 11th: 11 of 31 days
        assert done.owed == ZERO
        assert done.refund == left - Money(left.agorot * 11 // 31)
        assert owes(w, made) + done.refund == ZERO


def test_what_staff_are_to_hand_back_is_no_credit_for_anything_else(gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(
            w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3, way=PayWay.CASH
        )
        notice = actions.cancel(w, member_id=made.member_id, deal_id=made.deal_id, notice=Typed())
        w.session.flush()
        assert owes(w, made) == -Money.shekels(200)
        assert queries.credit(w, member_id=made.member_id) == ZERO
        actions.hand_back(w, cancellation_id=notice, way=PayWay.CASH)
        assert (owes(w, made), queries.credit(w, member_id=made.member_id)) == (ZERO, ZERO)


@pytest.mark.parametrize(("first", "left"), [(200, 0), (50, 150), (310, 0)])
def test_what_staff_gave_back_on_the_payments_own_screen_is_not_left_to_hand_back(gym, first, left):
    with open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(
            w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3, way=PayWay.CASH
        )
        notice = actions.cancel(w, member_id=made.member_id, deal_id=made.deal_id, notice=Typed())
        w.session.flush()

        def stands():
            return queries.cancellation(w, member_id=made.member_id, cancellation_id=notice)

        assert stands().by_hand == Money.shekels(200)
        give_back(w, made, first)
        assert stands().by_hand == Money.shekels(left)
        for _ in range(2):
            actions.hand_back(w, cancellation_id=notice, way=PayWay.CASH)
        assert (stands().by_hand, stands().refunded) == (ZERO, Money.shekels(200))
        gave = book.balance_of_account(w, account=Account.CASH)
        assert gave == Money.shekels(3 * 310 - first - left)


def test_what_staff_gave_back_before_the_notice_is_no_part_of_what_comes_back(gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(
            w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3, way=PayWay.CASH
        )
        give_back(w, made, 31)
        notice = actions.cancel(w, member_id=made.member_id, deal_id=made.deal_id, notice=Typed())
        w.session.flush()
        view = queries.cancellation(w, member_id=made.member_id, cancellation_id=notice)
        assert (view.by_hand, view.refunded) == (view.ending.refund, ZERO)


def test_what_credit_paid_is_handed_back_too_and_once(gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=2, due=1)
        row = w.get(Period, made.period_ids[2])
        ledger.correct(
            w, member_id=made.member_id, change=-Money.shekels(310), seen=Money.shekels(310),
            reason="זיכוי",
        )  # fmt: skip
        row.state, row.paid_at, row.credit_agorot = PeriodState.PAID, w.now, 31000
        w.session.flush()
        notice = actions.cancel(w, member_id=made.member_id, deal_id=made.deal_id, notice=Typed())
        w.session.flush()

        def stands():
            return queries.cancellation(w, member_id=made.member_id, cancellation_id=notice)

        assert (stands().by_hand, owes(w, made)) == (Money.shekels(200), -Money.shekels(200))
        assert queries.credit(w, member_id=made.member_id) == ZERO
        for _ in range(2):
            actions.hand_back(w, cancellation_id=notice, way=PayWay.CASH)
        assert (stands().by_hand, stands().refunded) == (ZERO, Money.shekels(200))
        assert owes(w, made) == ZERO
        assert book.balance_of_account(w, account=Account.CASH) == -Money.shekels(200)
        assert queries.credit(w, member_id=made.member_id) == ZERO
