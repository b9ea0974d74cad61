"""What a paid order of a plan brings: the plan, the deal with its first period, the sale in the book."""

from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from fitkit.core.money import Money
from fitkit.core.work import Work
from fitkit.features.billing.events.orders import OrderPaid
from fitkit.features.billing.queries import gifts
from fitkit.features.billing.queries import orders as queries
from fitkit.features.billing.rules.checkout import Offer, first_payment, next_payment_on, payment
from fitkit.features.billing.rules.orders import CAUSE
from fitkit.features.billing.rules.words import OrderState, PeriodState
from fitkit.features.billing.tables import Deal, Order, Period
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Cause
from fitkit.features.offers import actions as offers
from fitkit.features.offers.rules.coupons import Discount
from fitkit.features.subscriptions import actions as subscriptions


def give_plan(w: Work, row: Order, rate: Fraction) -> None:
    """The plan from its first day, the deal with its first period, and the sale in the book.

    Raises:
        Refusal: the plan cannot be given any more.
    """
    offer = queries.offer(w, row)
    if offer is None or row.plan_id is None:
        raise ValueError("an order of a plan has one")
    given = subscriptions.give_sold(
        w,
        member_id=row.member_id,
        plan_id=row.plan_id,
        starts_on=row.starts_on,
        terms=offer.terms,
    )
    row.state, row.paid_at, row.subscription_id = OrderState.PAID, w.now, given.subscription_id
    row.vat_per_mille = int(rate * 1000)
    next_on = _agree(w, row, offer, given.subscription_id)
    w.session.flush()
    post_sale(w, row, rate)
    _reward(w, row)
    w.publish(
        OrderPaid(
            about=row.id,
            member_id=row.member_id,
            plan_id=row.plan_id,
            subscription_id=given.subscription_id,
            channel=row.channel,
            amount_agorot=row.amount_agorot + row.credit_agorot,
            starts_on=row.starts_on,
            next_on=next_on,
            price_agorot=payment(offer, 1).agorot,
        )
    )


def _reward(w: Work, row: Order) -> None:
    """Credit for who brought the buyer, where this is the first plan that the buyer pays for."""
    is_paid = row.amount_agorot + row.credit_agorot > 0
    if row.referrer_id is not None and is_paid and queries.is_first(w, row):
        offers.reward(w, friend_id=row.member_id, referrer_id=row.referrer_id)


def post_sale(w: Work, row: Order, rate: Fraction) -> None:
    """The sale of an order, of its full price: what credit pays of it is used by that."""
    total = Money(row.amount_agorot + row.credit_agorot)
    if total:
        gift = gifts.gift_set_aside(w, cause_kind=CAUSE, cause_id=row.id)
        draft = postings.sale(row.member_id, total, rate=rate, apart=gift)
        ledger.post(w, draft=draft, cause=Cause(CAUSE, row.id), at=w.now)


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
        paid_agorot=row.amount_agorot + row.credit_agorot,
        card_id=queries.card_left(w, row),
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
        lines=row.lines[:-1] if row.credit_agorot else row.lines,  # its price, however it was paid
        amount_agorot=row.amount_agorot + row.credit_agorot,
        credit_agorot=row.credit_agorot,
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
    return coupon_columns(coupon.discount, coupon.code)


def coupon_columns(
    off: Discount | None, code: str
) -> dict[str, Any]:  # Any: columns of different kinds
    """The columns of a deal, or of a change to one, that hold what a coupon takes off; none without one."""
    if off is None:
        return {}
    return {
        "off_percent": off.percent,
        "off_agorot": None if off.amount is None else off.amount.agorot,
        "off_periods": off.periods,
        "off_code": code,
    }
