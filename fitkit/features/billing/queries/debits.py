"""What waits for a file of bank debits."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.billing.queries.bills import CAUSE as BILL
from fitkit.features.billing.queries.periods import CAUSE, UNPAID
from fitkit.features.billing.rules.words import DealState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.debits.rules import MandateState
from fitkit.features.debits.tables import BankMandate
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.payments.rules import OPEN
from fitkit.features.payments.tables import Card, Charge

_P = columns(Period)
_D = columns(Deal)
_K = columns(Card)
_B = columns(BankMandate)
_C = columns(Charge)
_M = columns(Member)
_LEFT: Final = _P.c.amount_agorot - _P.c.credit_agorot  # the rest was credit
FILE_MOST: Final = 5000  # debits of one file


@dataclass(frozen=True, slots=True)
class WaitingView:
    """How much waits."""

    count: int
    total: Money


@dataclass(frozen=True, slots=True)
class Waits:
    """A period that is to be debited."""

    period_id: UUID
    mandate_id: UUID
    member: str  # name, for whoever reads what is wrong with a line


@requires(Permission.SEE_MONEY)
def waiting_for_debit(w: Work) -> WaitingView:
    """How many unpaid periods of members with an active mandate would stand in a file that is made now."""
    fits = _fits(w)
    query = sa.select(
        sa.func.count().label("count"),
        sa.func.coalesce(sa.func.sum(_LEFT), 0).label("total"),
    )
    joined = query.select_from(_P).join(_B, _B.c.member_id == _P.c.member_id)
    row = w.hot(joined.where(fits)).mappings().one()
    return WaitingView(row["count"], Money(int(row["total"])))


@internal
def to_debit(w: Work) -> tuple[Waits, ...]:
    """Those periods, the oldest first, at most 5000."""
    query = (
        sa.select(_P.c.id, _B.c.id.label("mandate_id"), _M.c.first_name, _M.c.last_name)
        .join(_B, _B.c.member_id == _P.c.member_id)
        .join(_M, _M.c.id == _P.c.member_id)
        .where(_fits(w))
        .order_by(_P.c.first_on, _P.c.id)
        .limit(FILE_MOST)
    )
    return tuple(
        Waits(r.id, r.mandate_id, full_name(r.first_name, r.last_name)) for r in w.hot(query)
    )


@internal
def for_file(w: Work) -> sa.ColumnElement[bool]:
    """Whether a file that is made now would take a period: of a query of periods."""
    return sa.exists().where(_B.c.member_id == _P.c.member_id, _fits(w)).correlate(_P)


def _fits(w: Work) -> sa.ColumnElement[bool]:
    """Unpaid, free, due by now, of a member whose bank may be debited; in no file or page, and in no plan of parts.

    What a notice left owed is none: the member pays it by themself, as where a card is kept.
    """
    is_open = sa.exists().where(
        _C.c.state.in_(list(OPEN)),
        sa.or_(
            sa.and_(_C.c.cause_kind == CAUSE, _C.c.cause_id == _P.c.id),
            sa.and_(_C.c.cause_kind == BILL, _C.c.member_id == _P.c.member_id),
        ),
    )
    has_card_apart = sa.exists().where(  # its own, left for the deal alone: no bank is asked for it
        _D.c.id == _P.c.deal_id, _K.c.id == _D.c.card_id, _K.c.removed_at.is_(None)
    )
    was_ended = sa.exists().where(_D.c.id == _P.c.deal_id, _D.c.state == DealState.CANCELLED)
    return sa.and_(
        _B.c.state == MandateState.ACTIVE,
        ~was_ended,
        _P.c.state.in_(list(UNPAID)),
        _LEFT > 0,
        _P.c.debt_plan_id.is_(None),
        sa.or_(_P.c.held_until.is_(None), _P.c.held_until <= w.now),
        sa.or_(_P.c.next_try_at.is_(None), _P.c.next_try_at <= w.now),
        ~is_open,
        ~has_card_apart,
    )
