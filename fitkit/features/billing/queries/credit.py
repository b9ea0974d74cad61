"""What a member has to their credit that nothing claims: the book's balance beside all that is asked of them."""

from typing import Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.billing.rules.changes import ChangeState
from fitkit.features.billing.rules.words import (
    BillState,
    CancellationState,
    OrderState,
    PeriodState,
)
from fitkit.features.billing.tables import (
    Bill,
    Cancellation,
    CreditUse,
    Order,
    Period,
    PlanChange,
)
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.ledger.tables import LedgerEntry
from fitkit.features.members.tables import Member
from fitkit.features.payments.rules import ChargeState, RefundState
from fitkit.features.payments.tables import Charge, Refund

_P, _C, _R, _O, _U, _N, _E, _H, _B = (
    columns(each)
    for each in (
        Period,
        Charge,
        Refund,
        Order,
        CreditUse,
        Cancellation,
        LedgerEntry,
        PlanChange,
        Bill,
    )
)
_UNPAID: Final = (PeriodState.DUE, PeriodState.DUNNING, PeriodState.GIVEN_UP)
_whose = sa.bindparam("member_id", type_=sa.Uuid())


def _sum(amount: sa.ColumnElement[int], *where: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.coalesce(sa.func.sum(amount), 0)).where(*where).scalar_subquery()


# Sold, in the book, and not paid yet.
_claimed = _sum(
    _P.c.amount_agorot - _P.c.credit_agorot, _P.c.member_id == _whose, _P.c.state.in_(_UNPAID)
)
# Set aside for what is not sold yet.
_held = _sum(_U.c.amount_agorot, _U.c.member_id == _whose, _U.c.is_spent.is_(False))
# In the book already, while what it was paid for is not marked paid: that is a job's, a moment later.
# Of what is sold only when its money has come: orders, and plans that are changed.
_is_late_order = sa.or_(
    sa.exists().where(
        _C.c.cause_kind == "sales_order",
        _O.c.id == _C.c.cause_id,
        _O.c.state != OrderState.PAID,
    ),
    sa.exists().where(
        _C.c.cause_kind == "plan_change",
        _H.c.id == _C.c.cause_id,
        _H.c.state != ChangeState.DONE,
    ),
)
_is_late = sa.or_(
    sa.exists().where(
        _C.c.cause_kind == "deal_period", _P.c.id == _C.c.cause_id, _P.c.state.in_(_UNPAID)
    ),
    _is_late_order,
)
_is_late_bill = sa.exists().where(
    _C.c.cause_kind == "bill", _B.c.id == _C.c.cause_id, _B.c.state != BillState.PAID
)
_came = (
    _C.c.amount_agorot - _C.c.refunded_agorot,
    _C.c.member_id == _whose,
    _C.c.state == ChargeState.PAID,
)
_arrived = _sum(*_came, sa.or_(_is_late, _is_late_bill))
_for_orders = _sum(*_came, _is_late_order)
_leaving = _sum(
    _R.c.amount_agorot,
    _R.c.member_id == _whose,
    _R.c.state.in_((RefundState.CREATED, RefundState.UNKNOWN)),
)
# Decided by a notice, and for staff to hand over: no company's refund stands for it.
_of_notice = (
    sa.select(sa.func.coalesce(sa.func.sum(_R.c.amount_agorot), 0))
    .where(
        _R.c.cause_kind == "cancellation",
        _R.c.cause_id == _N.c.id,
        _R.c.state != RefundState.REFUSED,
    )
    .correlate(_N)
    .scalar_subquery()
)
_handed = sa.func.coalesce(sa.cast(_N.c.before["handed"].astext, sa.BigInteger), 0)
_to_hand = _sum(
    sa.func.greatest(_N.c.refund_agorot - _of_notice - _handed, 0),
    _N.c.member_id == _whose,
    _N.c.state == CancellationState.SETTLED,
)
_balance = sa.func.coalesce(ledger.BALANCE_AFTER.scalar_subquery(), 0)
# One statement, so that all of it is of one moment.
_FREE: Final = sa.select(_claimed - _balance - _held - _arrived - _leaving - _to_hand)


# What the book says, but for money that is another's: of orders that are not sold, or on its way back.
_OWED: Final = sa.select(_balance + _held + _for_orders + _leaving + _to_hand)


@internal
def owed_in_all(w: Work, *, member_id: UUID) -> Money:
    """What a member owes, for periods and for whatever else the book knows; below zero: they owe nothing."""
    return Money(int(w.hot(_OWED, {"member_id": member_id}).scalar_one()))


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def credit(w: Work, *, member_id: UUID) -> Money:
    """What a member has to their credit, and would be used for the next thing they pay for; never below zero.

    Raises:
        NotFound: no such member.
    """
    w.get(Member, member_id)
    return free_credit(w, member_id=member_id)


@internal
def free_credit(w: Work, *, member_id: UUID) -> Money:
    """The same, for features. To take of it, ``actions.crediting.use_credit``."""
    found = w.hot(_FREE, {"member_id": member_id}).scalar_one()
    return max(Money(int(found)), ZERO)


_due = (
    sa.select(_P.c.member_id)
    .where(_P.c.next_try_at <= sa.bindparam("now", type_=_P.c.next_try_at.type))
    .distinct()
    .subquery("due")
)
_unpaid = _P.alias("unpaid")
_asked_for = (
    sa.select(sa.func.sum(_unpaid.c.amount_agorot - _unpaid.c.credit_agorot).label("agorot"))
    .where(_unpaid.c.member_id == _due.c.member_id, _unpaid.c.state.in_(_UNPAID))
    .lateral("asked_for")
)
_newest = (
    sa.select(_E.c.balance_agorot)
    .where(_E.c.member_id == _due.c.member_id, _E.c.account == Account.MEMBER)
    .order_by(_E.c.number.desc())
    .limit(1)
    .lateral("newest")
)
_MAY_HAVE: Final = (
    sa.select(_due.c.member_id)
    .join(_asked_for, sa.true())
    .join(_newest, _asked_for.c.agorot > _newest.c.balance_agorot)
)


@internal
def who_may_have_credit(w: Work) -> tuple[UUID, ...]:
    """Members who are about to be charged, and are asked for more than the book says they owe. One statement."""
    return tuple(w.hot(_MAY_HAVE, {"now": w.now}).scalars())
