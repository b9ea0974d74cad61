"""What a paid order brings, by its kind; or its money back. And what ends with an unpaid one."""

from datetime import date
from fractions import Fraction
from typing import assert_never
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.work import Work
from fitkit.features.billing.actions import crediting, gifts
from fitkit.features.billing.actions._plans import give_plan, post_sale
from fitkit.features.billing.events.orders import GoodsSold, OrderExpired, OrderGivenBack, VisitPaid
from fitkit.features.billing.queries import orders as queries
from fitkit.features.billing.queries import visits
from fitkit.features.billing.queries.gifts import gift_set_aside
from fitkit.features.billing.rules.orders import CAUSE
from fitkit.features.billing.rules.words import OrderChannel, OrderKind, OrderState
from fitkit.features.billing.tables import Order
from fitkit.features.offers import actions as offers
from fitkit.features.offers.rules.gift_cards import GiftDetails
from fitkit.features.payments import actions as payments
from fitkit.features.payments import queries as charges
from fitkit.texts import shop as texts
from fitkit.texts import visits as visit_texts


def give_or_give_back(w: Work, row: Order, charge_id: UUID) -> None:
    """Give what a paid order is of; what can no longer be given goes back. Told again, nothing.

    What went back once is not given later for nothing.
    """
    if row.state is OrderState.PAID:
        return
    if row.amount_agorot and not charges.charge(w, charge_id=charge_id).left:
        return
    paid_on = charges.charge(w, charge_id=charge_id).paid_on
    try:
        with w.session.begin_nested():  # what is refused in its midst leaves nothing
            give(w, row, sold_on=paid_on)
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
    if charge.keeps_apart and charge.card_id is not None:
        payments.drop_card_apart(w, card_id=charge.card_id)
    w.publish(
        OrderGivenBack(
            about=row.id,
            member_id=row.member_id,
            plan_id=row.plan_id,
            amount_agorot=charge.left.agorot,
        )
    )


def give(w: Work, row: Order, *, sold_on: date | None = None) -> None:
    """Give what an order is of, once.

    Args:
        w: of whoever gives it.
        row: the order, held.
        sold_on: the day it was paid, whose rate of VAT the sale takes, as its document does; None: today.

    Raises:
        Refusal: it cannot be given any more.
    """
    _hold_again(w, row)
    rate = queries.vat_rate(w, day=sold_on or queries.day_in_gym(w))
    match row.kind:
        case OrderKind.PLAN:
            give_plan(w, row, rate)
        case OrderKind.GOODS:
            _give_goods(w, row, rate)
        case OrderKind.GIFT_CARD:
            _give_gift_card(w, row)
        case OrderKind.VISIT:
            _give_visit(w, row, rate)
        case _:
            assert_never(row.kind)
    if row.credit_agorot:
        _spend_credit(w, row, rate)


def _spend_credit(w: Work, row: Order, rate: Fraction) -> None:
    """What credit pays is used; what of it is gift cards' money has its own document."""
    crediting.spend_credit(w, cause_kind=CAUSE, cause_id=row.id)
    gifts.note_used(
        w,
        member_id=row.member_id,
        cause=(CAUSE, row.id),
        amount=gift_set_aside(w, cause_kind=CAUSE, cause_id=row.id),
        rate=rate,
        words=queries.name_of(w, row),
    )


def expire(w: Work, row: Order) -> None:
    """End an order that was not paid. Publishes OrderExpired."""
    row.state = OrderState.EXPIRED
    let_go(w, row)
    w.publish(OrderExpired(about=row.id, member_id=row.member_id, plan_id=row.plan_id))


def let_go(w: Work, row: Order) -> None:
    """What an order that ended unpaid had taken for its buyer is free for others. Told again, nothing."""
    if not row.is_holding:
        return
    row.is_holding = False
    if row.coupon_id is not None:
        offers.let_coupon_go(w, order_id=row.id)
    if row.kind is OrderKind.GOODS:
        offers.put_goods_back(w, goods=queries.goods_of(row))
    if row.credit_agorot:
        crediting.let_credit_go(w, cause_kind=CAUSE, cause_id=row.id)
    if row.gift_use_id is not None:
        offers.undo_use(w, use_id=row.gift_use_id)
    w.session.flush()


def _hold_again(w: Work, row: Order) -> None:
    """Take again what was let go when the order's time was over: it was paid nevertheless.

    Raises:
        Refusal: others have it meanwhile.
    """
    if row.is_holding:
        return
    if row.coupon_id is not None:
        offers.use_coupon_again(
            w, coupon_id=row.coupon_id, member_id=row.member_id, order_id=row.id
        )
    if row.kind is OrderKind.GOODS:
        offers.take_goods(w, goods=queries.goods_of(row), in_shop=False)
    _hold_credit(w, row)
    row.is_holding = True


def _hold_credit(w: Work, row: Order) -> None:
    if not row.credit_agorot:
        return
    crediting.take_turn(w, row.member_id)  # before the card, as whoever orders takes it
    if row.gift_use_id is not None:
        row.gift_use_id = offers.use_again(w, use_id=row.gift_use_id)
    wanted = Money(row.credit_agorot)
    held = crediting.use_credit(
        w, member_id=row.member_id, cause_kind=CAUSE, cause_id=row.id, most=wanted
    )
    if held != wanted:
        raise Refusal(texts.CREDIT_IS_GONE)


def _give_goods(w: Work, row: Order, rate: Fraction) -> None:
    """The sale in the book; at the desk they are handed over at once."""
    row.state, row.paid_at, row.vat_per_mille = OrderState.PAID, w.now, int(rate * 1000)
    row.handed_at = w.now if row.channel is OrderChannel.DESK else None
    w.session.flush()
    post_sale(w, row, rate)
    w.publish(
        GoodsSold(
            about=row.id,
            member_id=row.member_id,
            channel=row.channel,
            amount_agorot=row.amount_agorot + row.credit_agorot,
        )
    )


def _give_visit(w: Work, row: Order, rate: Fraction) -> None:
    """The sale in the book, of a place that stands or was lost by whoever had it."""
    if row.place_id is None or not visits.is_owed(w, place_id=row.place_id, besides=row.id):
        raise Refusal(visit_texts.CALLED_OFF)
    row.state, row.paid_at, row.vat_per_mille = OrderState.PAID, w.now, int(rate * 1000)
    w.session.flush()
    post_sale(w, row, rate)
    w.publish(
        VisitPaid(
            about=row.id,
            member_id=row.member_id,
            amount_agorot=row.amount_agorot + row.credit_agorot,
        )
    )


def _give_gift_card(w: Work, row: Order) -> None:
    """The card, which stands in the book as owed; no sale, and no VAT, before it is used."""
    row.state, row.paid_at, row.vat_per_mille = OrderState.PAID, w.now, 0
    w.session.flush()
    details = GiftDetails(
        Money(row.amount_agorot),
        str(row.what["receiver"]),
        str(row.what["email"]),
        str(row.what["message"]),
    )
    offers.make_gift_card(
        w,
        order_id=row.id,
        buyer_id=row.member_id,
        details=details,
        lang=Lang(row.what["lang"]),
    )
