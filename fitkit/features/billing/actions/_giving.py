"""What a paid order brings: the plan, the deal with its first period, the sale in the book; or its money back."""

from datetime import date
from typing import Any
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.money import Money
from fitkit.core.work import Work
from fitkit.features.billing.events.orders import OrderGivenBack, OrderPaid
from fitkit.features.billing.queries import orders as queries
from fitkit.features.billing.rules.checkout import Offer, first_payment, next_payment_on, payment
from fitkit.features.billing.rules.orders import CAUSE
from fitkit.features.billing.rules.words import OrderState, PeriodState
from fitkit.features.billing.tables import Deal, Order, Period
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Cause
from fitkit.features.offers import actions as offers
from fitkit.features.payments import actions as payments
from fitkit.features.payments import queries as charges
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.texts import shop as texts


def give_or_give_back(w: Work, row: Order, charge_id: UUID) -> None:
    """Give the plan of a paid order; what can no longer be given goes back. Told again, nothing.

    What went back once is not given later for nothing.
    """
    if row.state is OrderState.PAID:
        return
    if row.amount_agorot and not charges.charge(w, charge_id=charge_id).left:
        return
    try:
        give(w, row)
    except Refusal as why:
        _give_back(w, row, charge_id, why)


def _give_back(w: Work, row: Order, charge_id: UUID, why: Refusal) -> None:
    charge = charges.charge(w, charge_id=charge_id)
    if not charge.left:  # told again: it is on its way
        return
    reason = texts.WHY_GIVEN_BACK.to(queries.gym_lang(w), why=why.to(queries.gym_lang(w)))
    payments.open_refund_by_itself(
        w,
        charge_id=charge_id,
        amount=charge.left,
        why=reason[:500],
        cause_kind=CAUSE,
        cause_id=row.id,
    )
    row.state = OrderState.EXPIRED
    let_go(w, row)
    w.publish(
        OrderGivenBack(
            about=row.id,
            member_id=row.member_id,
            plan_id=row.plan_id,
            amount_agorot=charge.left.agorot,
        )
    )


def give(w: Work, row: Order) -> None:
    """The plan from its first day, the deal with its first period, and the sale in the book.

    Raises:
        Refusal: the plan cannot be given any more, or others have used its coupon up; nothing was written
            but that the coupon is the order's.
    """
    offer = queries.offer(w, row)
    if offer is None or row.plan_id is None:
        raise ValueError("an order of a plan has one")
    if row.coupon_id is not None:  # let go meanwhile, when the order's time was over
        offers.use_coupon_again(
            w, coupon_id=row.coupon_id, member_id=row.member_id, order_id=row.id
        )
    given = subscriptions.give_sold(
        w, member_id=row.member_id, plan_id=row.plan_id, starts_on=row.starts_on
    )
    rate = queries.vat_rate(w, day=queries.day_in_gym(w))
    row.state, row.paid_at, row.subscription_id = OrderState.PAID, w.now, given.subscription_id
    row.vat_per_mille = int(rate * 1000)
    next_on = _agree(w, row, offer, given.subscription_id)
    w.session.flush()
    if row.amount_agorot:
        draft = postings.sale(row.member_id, Money(row.amount_agorot), rate=rate)
        ledger.post(w, draft=draft, cause=Cause(CAUSE, row.id), at=w.now)
    w.publish(
        OrderPaid(
            about=row.id,
            member_id=row.member_id,
            plan_id=row.plan_id,
            subscription_id=given.subscription_id,
            channel=row.channel,
            amount_agorot=row.amount_agorot,
            starts_on=row.starts_on,
            next_on=next_on,
            price_agorot=payment(offer, 1).agorot,
        )
    )


def let_go(w: Work, row: Order) -> None:
    """What an order that ended unpaid had taken for its buyer is free for others. Told again, nothing."""
    if row.coupon_id is not None:
        offers.let_coupon_go(w, order_id=row.id)


def _agree(w: Work, row: Order, offer: Offer, subscription_id: UUID) -> date | None:
    """The deal and its period 0, which is paid; when it is charged next."""
    first, next_on = first_payment(offer), next_payment_on(offer)
    deal = Deal(
        subscription_id=subscription_id,
        member_id=row.member_id,
        every=offer.every,
        price_agorot=offer.price.agorot,
        anchor_on=first.anchor_on,
        next_number=1,
        next_on=next_on,
        commitment_months=offer.commitment_months,
        open_price_agorot=None if offer.open_price is None else offer.open_price.agorot,
        made_on=queries.day_in_gym(w),
        is_remote=offer.is_remote,
        was_disclosed=row.consented_at is not None,
        paid_agorot=row.amount_agorot,
        **_discount(w, row),
    )
    w.add(deal)
    w.session.flush()
    period = Period(
        deal_id=deal.id,
        member_id=row.member_id,
        number=0,
        first_on=first.first_on,
        last_on=first.last_on or first.first_on,
        lines=row.lines,
        amount_agorot=row.amount_agorot,
        vat_per_mille=row.vat_per_mille,
        state=PeriodState.PAID,
        paid_at=w.now,
    )
    w.add(period)
    return next_on


def _discount(w: Work, row: Order) -> dict[str, Any]:  # Any: columns of different kinds
    """The columns of a deal that hold what the order's coupon takes off."""
    if row.coupon_id is None:
        return {}
    coupon = queries.coupon_of(w, row)
    amount = coupon.discount.amount
    return {
        "off_percent": coupon.discount.percent,
        "off_agorot": None if amount is None else amount.agorot,
        "off_periods": coupon.discount.periods,
        "off_code": coupon.code,
    }
