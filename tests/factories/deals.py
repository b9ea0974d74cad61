"""Deals with what was sold and paid for them, as the book and the payments keep it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.work import Work
from fitkit.features.billing.queries.ended_money import PERIOD
from fitkit.features.billing.rules import periods
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Account, Cause
from fitkit.features.payments import actions as payments
from fitkit.features.payments.rules import ChargeMode, ChargeState
from fitkit.features.payments.tables import Charge
from fitkit.features.plans.rules import Every, PlanKind, Terms
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.ports.payments import PayWay, Provider
from tests.factories.plans import make_plan

VAT = Fraction(18, 100)


@dataclass(frozen=True)
class Made:
    """A deal that was made."""

    deal_id: UUID
    subscription_id: UUID
    member_id: UUID
    account_id: UUID
    period_ids: tuple[UUID, ...]
    charge_ids: tuple[UUID, ...]


def make_deal(  # what a deal consists of
    w: Work,
    member_id: UUID,
    *,
    price: int,
    starts_on: date,
    every: Every | None = Every.MONTH,
    paid: int = 1,
    due: int = 0,
    months: int | None = None,
    open_price: int | None = None,
    is_remote: bool = True,
    way: PayWay = PayWay.CARD,
) -> Made:
    """A deal from a day on, with paid periods and, after them, due ones; prices in shekels.

    Without ``every`` it is a pack of ten that was paid once.
    """
    terms = Terms(PlanKind.UNLIMITED) if every else Terms(PlanKind.PACK, entries=10, valid_days=175)
    plan_id = make_plan(w, f"מנוי מ{new_id().hex[-6:]}", terms, shekels=price)
    held = subscriptions.give_past(w, member_id=member_id, plan_id=plan_id, starts_on=starts_on)
    deal = Deal(
        subscription_id=held.subscription_id,
        member_id=member_id,
        every=every,
        price_agorot=price * 100,
        anchor_on=starts_on,
        next_number=paid + due,
        next_on=periods.begins(starts_on, paid + due, every) if every else None,
        commitment_months=months,
        open_price_agorot=None if open_price is None else open_price * 100,
        made_on=starts_on,
        is_remote=is_remote,
        paid_agorot=paid * price * 100,
    )
    w.add(deal)
    w.session.flush()
    account_id = payments.connect_account(w, provider=Provider.DEMO, credentials={})
    spans = [_span(deal, n, held.ends_on) for n in range(paid + due)]
    rows = [
        _period(w, deal, n, span, state=PeriodState.PAID if n < paid else PeriodState.DUE)
        for n, span in enumerate(spans)
    ]
    charges = [pay(w, row, account_id, way=way) for row in rows[:paid]]
    ids = tuple(row.id for row in rows)
    return Made(deal.id, held.subscription_id, member_id, account_id, ids, tuple(charges))


def pay(w: Work, row: Period, account_id: UUID, *, way: PayWay = PayWay.CARD) -> UUID:
    """A charge that a period was paid by, and the payment in the book."""
    by_hand = way in (PayWay.CASH, PayWay.TRANSFER)
    charge = Charge(
        member_id=row.member_id,
        cause_kind=PERIOD,
        cause_id=row.id,
        attempt=1,
        amount_agorot=row.amount_agorot,
        words="Plan",
        mode=ChargeMode.HAND if by_hand else ChargeMode.CARD,
        state=ChargeState.PAID,
        account_id=None if by_hand else account_id,
        way=way,
        paid_on=row.first_on,
        transaction_id=None if by_hand else f"t-{new_id().hex}",
        settled_at=w.now,
    )
    w.add(charge)
    w.session.flush()
    into = Account.CASH if by_hand else Account.CLEARING_DEMO
    draft = postings.payment(row.member_id, Money(row.amount_agorot), into=into)
    ledger.post(w, draft=draft, cause=Cause("charge", charge.id), at=w.now)
    return charge.id


def _span(deal: Deal, n: int, ends_on: date | None) -> tuple[date, date]:
    if deal.every is not None:
        return periods.period(deal.anchor_on, n, deal.every)
    return deal.anchor_on, ends_on or deal.anchor_on


def _period(w: Work, deal: Deal, n: int, span: Sequence[date], *, state: PeriodState) -> Period:
    row = Period(
        deal_id=deal.id,
        member_id=deal.member_id,
        number=n,
        first_on=span[0],
        last_on=span[1],
        amount_agorot=deal.price_agorot,
        vat_per_mille=180,
        state=state,
        paid_at=w.now if state is PeriodState.PAID else None,
    )
    w.add(row)
    w.session.flush()
    draft = postings.sale(deal.member_id, Money(deal.price_agorot), rate=VAT)
    ledger.post(w, draft=draft, cause=Cause(PERIOD, row.id), at=w.now)
    return row
