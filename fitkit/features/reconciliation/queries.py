"""Both lists as they are compared; differences to look at."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.clock import day_of, day_span
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.payments.rules import BACK_BY_HAND, ChargeState, RefundState
from fitkit.features.payments.tables import Charge, PayAccount, Refund
from fitkit.features.reconciliation.rules import DifferenceKind, Ours, days_to_compare
from fitkit.features.reconciliation.tables import Comparison, PayDifference
from fitkit.ports.payments import Provider

_A = columns(PayAccount)
_C = columns(Charge)
_R = columns(Refund)
_noted = _R.alias("noted")
_D = columns(PayDifference)
_N = columns(Comparison)
_M = columns(Member)
SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class PastSettling:
    """A time that a difference was settled, before it came back."""

    settled_at: datetime
    by_staff: bool  # else a night found it in order
    note: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """A difference to look at."""

    id: UUID
    kind: DifferenceKind
    is_refund: bool
    on: date
    provider: Provider
    transaction_id: str
    ours: Money | None
    theirs: Money | None
    member: str  # empty where we know of none
    member_id: UUID | None
    charge_id: UUID | None  # the payment here that it is about, or is a refund of
    charge_state: ChargeState | None  # of a charge of ours that is not paid here
    past: tuple[PastSettling, ...]  # oldest first; mostly empty


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """The last night of an account."""

    provider: Provider
    tried_at: datetime
    compared_at: datetime | None
    first_on: date
    last_on: date
    theirs: int
    ours: int
    missing: tuple[date, date] | None  # the first and the last day that were not compared yet


@internal
def accounts(w: Work) -> tuple[UUID, ...]:
    """Every account of the gym, in use or not: refunds go on at an old one."""
    return tuple(w.hot(sa.select(_A.c.id).order_by(_A.c.id)).scalars())


@internal
def ours(w: Work, *, account_id: UUID, first: date, last: date) -> tuple[Ours, ...]:
    """What we say moved through an account on some days, in the gym's zone; charges, then refunds."""
    paid = sa.select(_C.c.id, _C.c.transaction_id, _C.c.amount_agorot, _C.c.paid_on).where(
        _C.c.account_id == account_id,
        _C.c.state == ChargeState.PAID,
        _C.c.amount_agorot > 0,
        _C.c.paid_on.between(first, last),
    )
    zone = w.actor.zone
    begins, ends = day_span(first, zone)[0], day_span(last, zone)[1]
    back = (
        sa.select(_R.c.id, _R.c.transaction_id, _R.c.amount_agorot, _R.c.settled_at)
        .join(_C, _C.c.id == _R.c.charge_id)
        .where(
            _C.c.account_id == account_id,
            _R.c.state == RefundState.DONE,
            _R.c.way.not_in(BACK_BY_HAND),
            _R.c.settled_at >= begins,
            _R.c.settled_at < ends,
        )
    )
    charges = (
        Ours(r.id, False, r.transaction_id or "", Money(r.amount_agorot), r.paid_on)  # noqa: FBT003
        for r in w.hot(paid.order_by(_C.c.id))
    )
    refunds = (
        Ours(
            r.id,
            True,  # noqa: FBT003
            r.transaction_id or "",
            Money(r.amount_agorot),
            day_of(r.settled_at, zone),
        )
        for r in w.hot(back.order_by(_R.c.id))
    )
    return (*charges, *refunds)


@internal
def charges_of_keys(w: Work, *, keys: Collection[UUID]) -> frozenset[UUID]:
    """Which of these are charges of ours, whatever became of them."""
    found = sa.select(_C.c.id).where(_C.c.id == sa.any_(sa.literal(list(keys), _UUIDS)))
    return frozenset(w.hot(found).scalars())


_UUIDS: Final = sa.ARRAY(sa.Uuid())
_SEEN: Final = (
    sa.select(
        _D,
        _A.c.provider,
        _M.c.first_name,
        _M.c.last_name,
        _M.c.id.label("member_id"),
        _C.c.state.label("charge_state"),
        sa.func.coalesce(_C.c.id, _R.c.charge_id, _noted.c.charge_id).label("payment_id"),
    )
    .join(_A, _A.c.id == _D.c.account_id)
    .outerjoin(_R, _R.c.id == _D.c.refund_id)
    .outerjoin(_C, _C.c.id == _D.c.charge_id)
    # A refund that staff noted by the company's number, where the list names no more than that.
    .outerjoin(
        _noted,
        sa.and_(
            _D.c.is_refund,
            _D.c.refund_id.is_(None),
            _noted.c.account_id == _D.c.account_id,
            _noted.c.transaction_id == _D.c.transaction_id,
        ),
    )
    .outerjoin(_M, _M.c.id == sa.func.coalesce(_C.c.member_id, _R.c.member_id, _noted.c.member_id))
    .where(_D.c.settled_at.is_(None))
    .order_by(_D.c.on.desc(), _D.c.id)
    .limit(SHOWN)
)


@requires(Permission.SEE_MONEY)
def differences(w: Work) -> tuple[DifferenceView, ...]:
    """Differences that nobody settled yet, newest day first, at most 200."""
    return tuple(_view(row) for row in w.hot(_SEEN))


@requires(Permission.SEE_MONEY)
def comparisons(w: Work) -> tuple[ComparisonView, ...]:
    """The last night of each account that has a list, the newest account first."""
    query = sa.select(_N, _A.c.provider).join(_A, _A.c.id == _N.c.account_id)
    return tuple(
        ComparisonView(
            Provider(row.provider),
            row.at,
            row.compared_at,
            row.first_on,
            row.last_on,
            row.theirs,
            row.ours,
            _missing(row, w),
        )
        for row in w.hot(query.order_by(_A.c.id.desc()))
    )


@internal
def days_of_night(w: Work, *, account_id: UUID) -> tuple[date, ...]:
    """Which days a night compares of an account, in order: also those whose list did not come, 31 at most."""
    query = sa.select(_N.c.compared_at, _N.c.first_on, _N.c.last_on)
    row = w.hot(query.where(_N.c.account_id == account_id)).one_or_none()
    since = None if row is None else row.last_on if row.compared_at else row.first_on
    return days_to_compare(day_of(w.now, w.actor.zone), since=since)


def _missing(row: Any, w: Work) -> tuple[date, date] | None:  # Any: a row of Comparison
    """The days that should have been compared by now: to the day before the last night, or two days ago."""
    zone, day = w.actor.zone, timedelta(days=1)
    first = row.last_on + day if row.compared_at else row.first_on
    last = max(day_of(row.at, zone) - day, day_of(w.now, zone) - 2 * day)
    return (first, last) if first <= last else None


def _view(row: Any) -> DifferenceView:  # Any: a row of _SEEN
    is_open = row.kind == DifferenceKind.NOT_HERE and row.charge_state is not None
    return DifferenceView(
        id=row.id,
        kind=DifferenceKind(row.kind),
        is_refund=row.is_refund,
        on=row.on,
        provider=Provider(row.provider),
        transaction_id=row.transaction_id,
        ours=None if row.ours_agorot is None else Money(row.ours_agorot),
        theirs=None if row.theirs_agorot is None else Money(row.theirs_agorot),
        member=full_name(row.first_name, row.last_name) if row.first_name else "",
        member_id=row.member_id,
        charge_id=row.payment_id,
        charge_state=ChargeState(row.charge_state) if is_open else None,
        past=tuple(
            PastSettling(
                datetime.fromisoformat(at), bool(note), note, datetime.fromisoformat(again)
            )
            for at, _, note, again in row.past
        ),
    )
