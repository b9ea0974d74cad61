"""From a payment on the demo company's page to its refund there, by a notice within fourteen days."""

from datetime import date
from fractions import Fraction

from fitkit.core import jobs
from fitkit.core.clock import ISRAEL, day_of, now
from fitkit.core.i18n import Text
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, queries
from fitkit.features.billing.queries.ended_money import ORDER
from fitkit.features.billing.rules import periods
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.billing.rules.words import OrderChannel, OrderState, PeriodState
from fitkit.features.billing.tables import Deal, Order, Period
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Cause
from fitkit.features.payments import actions as payments
from fitkit.features.payments.rules import ChargeMode
from fitkit.features.plans.rules import Every
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.ports.payments import PaidLine
from tests.factories.payments import PRICE, Till, make_till
from tests.factories.plans import make_unlimited


def bought(gym, till: Till, order_id, starts_on: date):
    """What an order leaves behind once its page was paid."""
    with open_work(gym.acting(Role.OWNER)) as w:
        plan_id = make_unlimited(w)
        held = subscriptions.give(w, member_id=till.member_id, plan_id=plan_id)
        w.add(
            Order(
                id=order_id, member_id=till.member_id, plan_id=plan_id, starts_on=starts_on,
                amount_agorot=PRICE.agorot, vat_per_mille=180, state=OrderState.PAID,
                channel=OrderChannel.SITE, token_sealed="x", expires_at=w.now, paid_at=w.now,
                subscription_id=held.subscription_id,
            )
        )  # fmt: skip
        deal = Deal(
            subscription_id=held.subscription_id, member_id=till.member_id, every=Every.MONTH,
            price_agorot=PRICE.agorot, anchor_on=starts_on, made_on=starts_on, next_number=1,
            commitment_months=12, open_price_agorot=60000,
        )  # fmt: skip
        w.add(deal)
        w.session.flush()
        first, last = periods.period(starts_on, 0, Every.MONTH)
        w.add(
            Period(
                deal_id=deal.id, member_id=till.member_id, number=0, first_on=first, last_on=last,
                amount_agorot=PRICE.agorot, vat_per_mille=180, state=PeriodState.PAID,
                paid_at=w.now,
            )
        )  # fmt: skip
        sale = postings.sale(till.member_id, PRICE, rate=Fraction(18, 100))
        ledger.post(w, draft=sale, cause=Cause(ORDER, order_id), at=w.now)
        return deal.id


def paid(till: Till, order_id):
    """A charge of an order that was paid on the company's page."""
    with open_work(till.actor) as w:
        charge_id = payments.open_charge(
            w, member_id=till.member_id, cause_kind=ORDER, cause_id=order_id, amount=PRICE,
            lines=(PaidLine("מנוי", PRICE),), words=Text("מנוי", "Plan"), mode=ChargeMode.PAGE,
        )  # fmt: skip
    till.page(charge_id)
    till.fill(charge_id)
    till.ask(charge_id)
    return charge_id


def test_within_fourteen_days_the_company_gives_it_back_and_the_book_is_even(gym):
    till, order_id = make_till(gym.system), new_id()
    charge_id = paid(till, order_id)
    deal_id = bought(gym, till, order_id, day_of(now(), ISRAEL))
    with open_work(gym.acting(Role.MEMBER, member_id=till.member_id)) as w:
        notice = actions.cancel(w, member_id=till.member_id, deal_id=deal_id, notice=Typed())
    jobs.run_ready(till.ports, limit=200)
    with open_work(gym.acting(Role.OWNER)) as w:
        view = queries.cancellation(w, member_id=till.member_id, cancellation_id=notice)
    assert ZERO < view.ending.refund < PRICE - Money.shekels(100)
    assert (view.refunded, view.on_its_way, view.by_hand) == (view.ending.refund, ZERO, ZERO)
    assert [r.amount for r in till.refunds(charge_id)] == [view.ending.refund]
    assert till.moved() == [PRICE, -view.ending.refund]
    assert till.balance() == ZERO
