"""What was sold, paid and given back of a deal that ends: by its causes, its charges and its periods."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.billing.queries import deals
from fitkit.features.billing.queries.bills import CAUSE as BILL
from fitkit.features.billing.rules.endings import Span
from fitkit.features.billing.rules.words import (
    BillState,
    PeriodState,
)
from fitkit.features.billing.tables import Bill, Deal, Order, Period, PlanChange
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account, Cause, PostingKind
from fitkit.features.payments.rules import ChargeState, RefundState
from fitkit.features.payments.tables import Charge, Refund

ORDER: Final = "sales_order"
PERIOD: Final = "deal_period"
CHANGE: Final = "plan_change"
REFUND: Final = "refund"
_SALES: Final = (PostingKind.SALE, PostingKind.CREDIT_NOTE)


@internal
def causes_of(w: Work, *, deal: Deal, from_number: int = 0) -> tuple[tuple[str, UUID], ...]:
    """What charges and sales of a deal are for, from one of its periods on; the newest first."""
    rows = w.session.scalars(
        select(Period)
        .where(col(Period.deal_id) == deal.id, col(Period.number) >= from_number)
        .order_by(col(Period.number).desc())
    )
    found = [(PERIOD, row.id) for row in rows]
    found += [(BILL, bill_id) for bill_id in _bills(w, deal, {str(id_) for _, id_ in found})]
    if from_number == 0:
        found += [(CHANGE, change.id) for change in deals.upgrades_of(w, deal)]
        found += [(ORDER, order_id) for order_id in _orders(w, deal)]
    return tuple(found)


@internal
def carried_of(w: Work, *, deal: Deal, from_number: int) -> tuple[tuple[str, UUID], ...]:
    """What the charges are for that paid a part of a deal before it became this one; to them it goes back too."""
    if from_number > 0:
        return ()
    ids = deals.credited_periods(w, deal)
    bought = select(Order.id).join(Deal, col(Deal.subscription_id) == col(Order.subscription_id))
    first = bought.join(Period, col(Period.deal_id) == col(Deal.id)).where(
        col(Period.id).in_(ids), col(Period.number) == 0
    )
    changed = (
        select(PlanChange.id)
        .join(Period, col(Period.deal_id) == col(PlanChange.new_deal_id))
        .where(col(Period.id).in_(ids), col(Period.number) == 0)
    )
    return (
        *((PERIOD, id_) for id_ in ids),
        *((CHANGE, id_) for id_ in w.session.scalars(changed)),
        *((ORDER, id_) for id_ in w.session.scalars(first)),
    )


@internal
def sold(w: Work, *, causes: Iterable[tuple[str, UUID]]) -> dict[int, Money]:
    """What stands in the book as sold for causes, VAT included, by rate in thousandths; in their order.

    What was credited of it because staff gave it back is taken off.
    """
    known, found = tuple(causes), dict[int, Money]()
    credited = [(REFUND, refund_id) for _, refund_id, _ in _given_by_staff(w, known)]
    for kind, cause_id in (*known, *credited):
        for posting in ledger.of_cause(w, cause=Cause(kind, cause_id)):
            if posting.kind not in _SALES or posting.reversed_by_id:
                continue
            rate = next((x.vat_per_mille for x in posting.lines if x.vat_per_mille is not None), 0)
            owed = sum((x.amount for x in posting.lines if x.account is Account.MEMBER), ZERO)
            found[rate] = found.get(rate, ZERO) + owed
    return found


@internal
def refundable(w: Work, *, causes: Iterable[tuple[str, UUID]]) -> tuple[tuple[UUID, Money], ...]:
    """Charges of causes that a payment company took, and what each can still give back; the newest first.

    What staff took by hand goes back by hand: it is not among them.
    """
    rows = [c for c in _charges(w, causes) if c.account_id is not None]
    return tuple((c.id, Money(c.amount_agorot - c.refunded_agorot)) for c in rows)


@internal
def taken_by_hand(w: Work, *, causes: Iterable[tuple[str, UUID]]) -> tuple[tuple[UUID, Money], ...]:
    """Charges of causes that staff took themselves, and what each can still give back; the newest first."""
    rows = [c for c in _charges(w, causes) if c.account_id is None]
    return tuple((c.id, Money(c.amount_agorot - c.refunded_agorot)) for c in rows)


@internal
def paid_by_credit(w: Work, *, causes: Iterable[tuple[str, UUID]]) -> Money:
    """What of periods was paid by what their member had to their credit."""
    ids = [cause_id for kind, cause_id in causes if kind == PERIOD]
    found = select(sa.func.coalesce(sa.func.sum(Period.credit_agorot), 0)).where(
        col(Period.id).in_(ids)
    )
    return Money(int(w.session.scalar(found) or 0))


@internal
def refused(w: Work, *, cancellation_id: UUID) -> tuple[tuple[UUID, Money], ...]:
    """Charges that a company would not give back for a notice, and what each can still give; the newest first.

    Some companies give nothing back, or no parts: staff do it otherwise, once.
    """
    of_notice = sa.and_(
        col(Refund.charge_id) == col(Charge.id),
        col(Refund.cause_kind) == "cancellation",
        col(Refund.cause_id) == cancellation_id,
    )
    found = (
        select(Charge)
        .where(
            sa.exists().where(of_notice, col(Refund.state) == RefundState.REFUSED),
            ~sa.exists().where(of_notice, col(Refund.state) != RefundState.REFUSED),
        )
        .order_by(col(Charge.settled_at).desc().nulls_last(), col(Charge.id).desc())
    )
    rows = w.session.scalars(found)
    return tuple((c.id, Money(c.amount_agorot - c.refunded_agorot)) for c in rows)


@internal
def given_by_staff(w: Work, *, causes: Iterable[tuple[str, UUID]]) -> tuple[Money, Money]:
    """What staff gave back of causes by their own decision: has gone, and is on its way."""
    ids = [charge.id for charge in _charges(w, causes)]
    found = select(Refund).where(
        col(Refund.charge_id).in_(ids),
        col(Refund.cause_id).is_(None),
        col(Refund.state) != RefundState.REFUSED,
    )
    gone = under_way = ZERO
    for row in w.session.scalars(found):
        if row.state is RefundState.DONE:
            gone += Money(row.amount_agorot)
        else:
            under_way += Money(row.amount_agorot)
    return gone, under_way


@internal
def deal_of_cause(w: Work, *, kind: str, cause_id: UUID) -> UUID | None:
    """The deal that a charge's cause belongs to; None: to none."""
    if kind == PERIOD:
        return w.session.scalar(select(Period.deal_id).where(col(Period.id) == cause_id))
    if kind == ORDER:
        return w.session.scalar(
            select(Deal.id)
            .join(Order, col(Order.subscription_id) == col(Deal.subscription_id))
            .where(col(Order.id) == cause_id)
        )
    if kind == CHANGE:
        return w.session.scalar(
            select(PlanChange.new_deal_id).where(col(PlanChange.id) == cause_id)
        )
    return None


@internal
def spans_of(w: Work, *, deal: Deal) -> tuple[Span, ...]:
    """The periods of a deal that are not void, by number, with what was paid for each."""
    rows = w.session.scalars(
        select(Period)
        .where(col(Period.deal_id) == deal.id, col(Period.state) != PeriodState.VOID)
        .order_by(col(Period.number))
    ).all()
    changes = deals.upgrades_of(w, deal)
    orders = [(ORDER, order_id) for order_id in _orders(w, deal)]
    orders += [(CHANGE, change.id) for change in changes]
    causes = orders + [(PERIOD, row.id) for row in rows]
    paid: dict[UUID, Money] = {}
    for charge in _charges(w, causes):
        net = Money(charge.amount_agorot - charge.refunded_agorot)
        paid[charge.cause_id] = paid.get(charge.cause_id, ZERO) + net
    for change in changes:  # what of the old plan was paid and not had
        paid[change.id] = paid.get(change.id, ZERO) + Money(change.credit_agorot)
    given: dict[UUID, Money] = {}
    for cause_id, _, amount in _given_by_staff(w, causes):
        given[cause_id] = given.get(cause_id, ZERO) + amount
    return tuple(_span(row, paid, given, [o for _, o in orders]) for row in rows)


def _span(
    row: Period, paid: dict[UUID, Money], given: dict[UUID, Money], orders: Iterable[UUID]
) -> Span:
    """What was paid for it: by its charges and their credit; one that was settled otherwise, as much as it was.

    What staff gave back by their own decision made it cost less: it is never asked for again.
    """
    mine = [row.id, *orders] if row.number == 0 else [row.id]
    known = [paid[each] for each in mine if each in paid]
    less = sum((given.get(each, ZERO) for each in mine), ZERO)
    settled = Money(row.amount_agorot) if row.state is PeriodState.PAID else ZERO
    return Span(
        row.id,
        row.number,
        row.first_on,
        row.last_on,
        max(Money(row.amount_agorot) - less, ZERO),
        sum(known, Money(row.credit_agorot)) if known else max(settled, Money(row.credit_agorot)),
        row.state,
    )


def _given_by_staff(
    w: Work, causes: Iterable[tuple[str, UUID]]
) -> tuple[tuple[UUID, UUID, Money], ...]:
    """(cause, refund, amount) of what staff gave back of causes by their own decision."""
    mine = {charge.id: charge.cause_id for charge in _charges(w, causes)}
    found = select(Refund).where(
        col(Refund.charge_id).in_(list(mine)),
        col(Refund.cause_id).is_(None),
        col(Refund.state) == RefundState.DONE,
    )
    return tuple(
        (mine[row.charge_id], row.id, Money(row.amount_agorot)) for row in w.session.scalars(found)
    )


def _bills(w: Work, deal: Deal, periods: set[str]) -> tuple[UUID, ...]:
    """Charges for all that was owed, with some of these periods in it; the newest first."""
    rows = w.session.scalars(
        select(Bill)
        .where(col(Bill.member_id) == deal.member_id, col(Bill.state) == BillState.PAID)
        .order_by(col(Bill.id).desc())
    )
    return tuple(row.id for row in rows if periods.intersection(row.period_ids))


def _orders(w: Work, deal: Deal) -> tuple[UUID, ...]:
    found = select(Order.id).where(col(Order.subscription_id) == deal.subscription_id)
    return tuple(w.session.scalars(found))


def _charges(w: Work, causes: Iterable[tuple[str, UUID]]) -> list[Charge]:
    """What paid for causes, the newest first; not what came beyond all that was asked, which is credit."""
    by_kind: dict[str, list[UUID]] = {}
    for kind, cause_id in causes:
        by_kind.setdefault(kind, []).append(cause_id)
    if not by_kind:
        return []
    mine = [
        sa.and_(col(Charge.cause_kind) == kind, col(Charge.cause_id).in_(ids))
        for kind, ids in by_kind.items()
    ]
    found = (
        select(Charge)
        .where(
            col(Charge.state) == ChargeState.PAID, col(Charge.is_surplus).is_(False), sa.or_(*mine)
        )
        .order_by(col(Charge.settled_at).desc().nulls_last(), col(Charge.id).desc())
    )
    return list(w.session.scalars(found))
