"""A change of plan, done: the new subscription, its deal and first period, and what stands in the book.

Whoever calls holds the deal and the change; see ``changes``.
"""

from datetime import date
from fractions import Fraction
from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.work import Work
from fitkit.features.billing.actions import periods
from fitkit.features.billing.actions._plans import coupon_columns
from fitkit.features.billing.events.changes import (
    DealChanged,
)
from fitkit.features.billing.queries import deals, endings, orders
from fitkit.features.billing.rules import changes as rules
from fitkit.features.billing.rules.changes import (
    CAUSE,
    CREDIT_CAUSE,
    ChangeState,
)
from fitkit.features.billing.rules.checkout import (
    Offer,
    first_payment,
    next_payment_on,
    terms_of_kept,
)
from fitkit.features.billing.rules.words import DealState, PeriodState
from fitkit.features.billing.tables import Deal, Period, PlanChange
from fitkit.features.booking import actions as booking
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Cause
from fitkit.features.plans import queries as plans
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.texts import changes as texts


def do(w: Work, deal: Deal, row: PlanChange) -> None:
    """The dearer plan from its day on: the old one ends, the sale and the credit stand in the book.

    Raises:
        Refusal: the deal is not what it was when it was agreed to; nothing was written.
    """
    is_as_agreed = (
        row.state in (ChangeState.OPEN, ChangeState.FAILED)
        and deal.state is DealState.RUNNING
        and deal.next_number - 1 == row.period_number
        and endings.standing_notice(w, deal_id=deal.id) is None
    )
    if not is_as_agreed:
        raise Refusal(texts.NO_LONGER)
    offer = _offer(w, row, row.takes_on)
    subscription_id = _replace(w, deal, row, offer)
    first = first_payment(offer)
    rate = orders.vat_rate(w, day=day_of(w.now, w.actor.zone))
    new = _new_deal(w, row, offer, subscription_id, paid=first.amount)
    _new_period(w, row, new, offer, rate, is_paid=True)
    deal.paid_agorot = max(0, deal.paid_agorot - row.credit_agorot)
    _finish(w, row, new)
    _post(w, row, first.amount, rate)


def turn(w: Work, deal: Deal, row: PlanChange, first: date) -> UUID:
    offer = _offer(w, row, first)
    subscription_id = _replace(w, deal, row, offer)
    rate = orders.vat_rate(w, day=first)
    new = _new_deal(w, row, offer, subscription_id, paid=Money(0))
    new.card_id = deal.card_id  # it costs no more than what its card was left for
    row.takes_on = first
    period = _new_period(w, row, new, offer, rate, is_paid=False)
    _finish(w, row, new)
    if period.amount_agorot:
        periods.owe(w, new, period, rate)
    return period.id


def _offer(w: Work, row: PlanChange, first: date) -> Offer:
    """The new plan as it was agreed to, whatever it costs and gives by now."""
    plan = plans.plan(w, plan_id=row.plan_id)
    return Offer(
        name=plan.name,
        terms=terms_of_kept(row.terms) if row.terms else plan.terms,
        price=Money(row.price_agorot),
        every=row.every,
        commitment_months=row.commitment_months,
        open_price=None if row.open_price_agorot is None else Money(row.open_price_agorot),
        billing_day=row.billing_day,
        starts_on=first,
        has_vat=orders.has_vat(w),
        is_remote=row.is_remote,
        discount=deals.discount_of(row),
    )


def _replace(w: Work, deal: Deal, row: PlanChange, offer: Offer) -> UUID:
    """The new subscription, which pays from now on for what is booked and covered; the old one is over."""
    old = deal.subscription_id
    ahead = booking.classes_to_release(w, member_id=deal.member_id, subscription_id=old)
    given = subscriptions.give_sold(
        w,
        member_id=deal.member_id,
        plan_id=row.plan_id,
        starts_on=offer.starts_on,
        terms=offer.terms,
    )
    booking.move_places(
        w,
        member_id=deal.member_id,
        session_ids=ahead,
        from_id=old,
        to_id=given.subscription_id,
    )
    subscriptions.end_for_another(w, subscription_id=old, starts_on=offer.starts_on)
    deal.state, deal.next_on = DealState.ENDED, None
    return given.subscription_id


def _new_deal(
    w: Work, row: PlanChange, offer: Offer, subscription_id: UUID, *, paid: Money
) -> Deal:
    first = first_payment(offer)
    deal = Deal(
        subscription_id=subscription_id,
        member_id=row.member_id,
        every=offer.every,
        price_agorot=offer.price.agorot,
        anchor_on=first.anchor_on,
        next_number=1,
        next_on=next_payment_on(offer),
        commitment_months=offer.commitment_months,
        open_price_agorot=row.open_price_agorot,
        made_on=day_of(w.now, w.actor.zone),
        is_remote=row.is_remote,
        was_disclosed=bool(row.disclosed),
        paid_agorot=paid.agorot,
        **coupon_columns(offer.discount, row.off_code),
    )
    w.add(deal)
    w.session.flush()
    return deal


def _new_period(  # what a first period consists of
    w: Work, row: PlanChange, deal: Deal, offer: Offer, rate: Fraction, *, is_paid: bool
) -> Period:
    first = first_payment(offer)
    is_free = not first.amount
    words = texts.NEW_PERIOD.to(Lang.HE, plan=offer.name, first=first.first_on, last=first.last_on)
    period = Period(
        deal_id=deal.id,
        member_id=row.member_id,
        number=0,
        first_on=first.first_on,
        last_on=first.last_on or first.first_on,
        lines=periods.lines_of(deal, words, first.amount + first.off, first.off),
        amount_agorot=first.amount.agorot,
        vat_per_mille=int(rate * 1000),
        state=PeriodState.PAID if is_paid or is_free else PeriodState.DUE,
        paid_at=w.now if is_paid or is_free else None,
    )
    w.add(period)
    w.session.flush()
    return period


def _finish(w: Work, row: PlanChange, new: Deal) -> None:
    row.state, row.new_deal_id = ChangeState.DONE, new.id
    w.session.flush()
    w.publish(
        DealChanged(
            about=row.id,
            member_id=row.member_id,
            plan_id=row.plan_id,
            deal_id=new.id,
            subscription_id=new.subscription_id,
            kind=row.kind,
            amount_agorot=row.amount_agorot,
            takes_on=row.takes_on,
            next_on=new.next_on,
        )
    )


def _post(w: Work, row: PlanChange, sold: Money, rate: Fraction) -> None:
    """The new plan's first payment is sold, and the days not had of the old one are credited."""
    credit = Money(row.credit_agorot)
    _, credited = rules.taxes(sold, credit, rate)
    if sold:
        draft = postings.sale(row.member_id, sold, rate=rate)
        ledger.post(w, draft=draft, cause=Cause(CAUSE, row.id), at=w.now)
    if credit:
        draft = postings.credit_note_of(row.member_id, credit, tax=credited, rate=rate)
        ledger.post(w, draft=draft, cause=Cause(CREDIT_CAUSE, row.id), at=w.now)
