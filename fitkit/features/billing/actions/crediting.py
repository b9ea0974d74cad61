"""Use what a member has to their credit, exactly once, for the next thing they pay for.

Credit is not a thing of its own: it is what the book says beyond all that is asked of a member. What is
sold and in the book uses it by being there; what is only ordered sets a part aside until it is sold.

Locks: a deal and its period, or an order, then the member's turn here, then a cause's turn in payments and
the member's in the book.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.billing.actions import _owed, gifts
from fitkit.features.billing.queries import periods as queries
from fitkit.features.billing.queries.credit import free_credit
from fitkit.features.billing.tables import CreditUse, Deal, Period

_TURN: Final = sa.select(
    sa.func.pg_advisory_xact_lock(
        sa.func.hashtext("credit"), sa.func.hashtext(sa.bindparam("whose", type_=sa.Text))
    )
)


@internal
def use_credit(w: Work, *, member_id: UUID, cause_kind: str, cause_id: UUID, most: Money) -> Money:
    """Set aside what a member has to their credit for a cause that is not sold yet, and return how much.

    Charge ``most`` less what is returned. Told again for the same cause, the same amount is returned as
    long as it is set aside, whatever came since. Then one of two: ``spend_credit`` in the Work that posts the
    sale of the cause, of its full price; or ``let_credit_go`` when it will not be sold. Call it before a
    charge is opened or the book is written: holds the member's turn until the end of the Work.

    Args:
        w: of whoever orders; of FitKit itself in a job.
        member_id: who pays.
        cause_kind: the table of the row it is for, as for charges.
        cause_id: that row.
        most: its price, VAT included.

    Returns:
        Nothing up to ``most``.
    """
    take_turn(w, member_id)
    before = _use_of(w, cause_kind, cause_id)
    if before is not None:
        return Money(before.amount_agorot)
    used = min(free_credit(w, member_id=member_id), most)
    if used > ZERO:
        w.add(
            CreditUse(
                member_id=member_id,
                cause_kind=cause_kind,
                cause_id=cause_id,
                amount_agorot=used.agorot,
                gift_agorot=gifts.of_credit(w, member_id=member_id, used=used).agorot,
            )
        )
        w.session.flush()
    return max(used, ZERO)


@internal
def spend_credit(w: Work, *, cause_kind: str, cause_id: UUID) -> Money:
    """Say that a cause is sold, in the Work that posts its sale: what was set aside is used; return how much.

    Nothing where none was set aside; told again, the same.
    """
    row = _use_of(w, cause_kind, cause_id)
    if row is None:
        return ZERO
    row.is_spent = True
    w.session.flush()
    return Money(row.amount_agorot)


@internal
def let_credit_go(w: Work, *, cause_kind: str, cause_id: UUID) -> None:
    """Give free what was set aside for a cause that will not be sold; what was spent stays so."""
    row = _use_of(w, cause_kind, cause_id)
    if row is not None and not row.is_spent:
        w.session.delete(row)
        w.session.flush()


@dataclass(frozen=True, slots=True)
class Debts:
    """What a member owes for periods, held."""

    member_id: UUID
    deals: dict[UUID, Deal]
    unpaid: tuple[Period, ...]  # oldest first


@internal
def hold_debts(w: Work, *, member_id: UUID) -> Debts:
    """Hold what a member owes for periods: the deals and the periods, each in order of id, then their turn."""
    oldest = queries.unpaid_ids(w, member_id=member_id)
    known = [w.get(Period, each) for each in oldest]
    deals = {each: w.hold(Deal, each) for each in sorted({row.deal_id for row in known})}
    rows = {each: w.hold(Period, each) for each in sorted(oldest)}
    take_turn(w, member_id)
    unpaid = tuple(rows[each] for each in oldest if rows[each].state in queries.UNPAID)
    return Debts(member_id, deals, unpaid)


@internal
def use_for_debts(w: Work, debts: Debts) -> Money:
    """Let credit pay what is held, the oldest first, but for what is being charged; return how much.

    Publishes PeriodPaid for each that is paid whole.
    """
    used = ZERO
    for row in debts.unpaid:
        if row.state in queries.UNPAID and not _owed.is_open(w, row):
            used += use_for_period(w, debts.deals[row.deal_id], row)
    return used


@internal
def pay_by_credit(w: Work, *, member_id: UUID) -> Money:
    """Let what a member has to their credit pay what they owe for periods, the oldest first; return how much.

    A period that is being charged is left as it is. Holds the deals and the periods, each in order of id, and
    the member's turn. Publishes PeriodPaid for each that is paid whole.
    """
    return use_for_debts(w, hold_debts(w, member_id=member_id))


@internal
def use_for_period(w: Work, deal: Deal, row: Period, *, apart: Money = ZERO) -> Money:
    """Let credit pay a held period that is owed, or a part of it, in the member's turn; return how much.

    Its sale stands in the book, posted with so much ``apart``. Publishes PeriodPaid when nothing is left of it.
    """
    used = min(free_credit(w, member_id=row.member_id), _owed.left(row))
    if used <= ZERO:
        return ZERO
    gift = gifts.of_credit(w, member_id=row.member_id, used=used)
    row.credit_agorot += used.agorot
    deal.paid_agorot += used.agorot
    w.session.flush()
    rate = Fraction(row.vat_per_mille, 1000)
    part_id = gifts.note_used(
        w,
        member_id=row.member_id,
        cause=(queries.CAUSE, row.id),
        amount=gift,
        rate=rate,
        words=_owed.words(row),
    )
    if part_id is not None:
        price = Money(row.amount_agorot)
        gifts.follow_documents(w, part_id=part_id, price=price, rate=rate, apart=apart)
    if not _owed.left(row):
        _owed.mark_paid(w, deal, row)
    return used


@internal
def gift_ahead(w: Work, row: Period) -> Money:
    """What of a held period gift cards will pay, as soon as its sale is in the book; in the member's turn."""
    price = Money(row.amount_agorot)
    free = free_credit(w, member_id=row.member_id) - price  # it claims what is not in the book yet
    return gifts.of_credit(w, member_id=row.member_id, used=min(max(free, ZERO), price))


@internal
def take_turn(w: Work, member_id: UUID) -> None:
    """Wait until nobody else uses the credit of a member."""
    w.hot(_TURN, {"whose": str(member_id)})


def _use_of(w: Work, cause_kind: str, cause_id: UUID) -> CreditUse | None:
    found = select(CreditUse).where(
        col(CreditUse.cause_kind) == cause_kind, col(CreditUse.cause_id) == cause_id
    )
    return w.session.scalars(found.with_for_update()).one_or_none()
