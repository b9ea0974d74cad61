"""The gym's accounts: over days, and all of them now."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

import sqlalchemy as sa

from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.audit.rules import period
from fitkit.features.ledger.rules.accounts import Account, PostingKind
from fitkit.features.ledger.tables import LedgerEntry, Posting

_E = columns(LedgerEntry)
_P = columns(Posting)
_EARLIEST: Final = date(1990, 1, 1)  # before any entry; days before it are as good as it
_FOREVER: Final = datetime(9999, 1, 1, tzinfo=UTC)

_NOW: Final = sa.select(_E.c.account, sa.func.sum(_E.c.amount_agorot).label("sum")).group_by(
    _E.c.account
)
_ONE: Final = sa.select(sa.func.coalesce(sa.func.sum(_E.c.amount_agorot), 0)).where(
    _E.c.account == sa.bindparam("account")
)
_begins = sa.bindparam("begins", type_=_E.c.at.type)
_amount = _E.c.amount_agorot
_OVER: Final = (
    sa.select(
        _E.c.account,
        sa.func.coalesce(sa.func.sum(_amount).filter(_E.c.at < _begins), 0).label("before"),
        sa.func.coalesce(sa.func.sum(_amount).filter(_E.c.at >= _begins, _amount > 0), 0).label(
            "debits"
        ),
        sa.func.coalesce(-sa.func.sum(_amount).filter(_E.c.at >= _begins, _amount < 0), 0).label(
            "credits"
        ),
    )
    .where(_E.c.at < sa.bindparam("ends", type_=_E.c.at.type))
    .group_by(_E.c.account)
)
_ORDER: Final = {account.value: n for n, account in enumerate(Account)}


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """An account and what stands on it; positive: a debit."""

    account: Account
    balance: Money


@dataclass(frozen=True, slots=True)
class AccountTurnover:
    """An account over days: what stood on it, what came and went, what stands on it."""

    account: Account
    before: Money
    debits: Money  # both are counted positive
    credits: Money
    after: Money


@requires(Permission.SEE_MONEY)
def accounts(w: Work, *, first: date, last: date) -> tuple[AccountTurnover, ...]:
    """Each account that was ever used, over the days from the first to the last, both included.

    In the order of ``Account``; by when things happened, in the gym's zone.

    Raises:
        Refusal: the first day is after the last.
    """
    begins, ends = period(first, last, w.actor.zone) if first > _EARLIEST else (None, None)
    if begins is None:
        _, ends = period(None, last, w.actor.zone)
        begins = datetime(1, 1, 2, tzinfo=UTC)
    found = w.hot(_OVER, {"begins": begins, "ends": ends or _FOREVER}).all()
    return tuple(
        AccountTurnover(
            Account(row.account),
            Money(int(row.before)),
            Money(int(row.debits)),
            Money(int(row.credits)),
            Money(int(row.before + row.debits - row.credits)),
        )
        for row in sorted(found, key=lambda row: _ORDER[row.account])
    )


@requires(Permission.SEE_MONEY)
def trial_balance(w: Work) -> tuple[AccountBalance, ...]:
    """What stands on each account that was ever used, in the order of ``Account``; sums to zero."""
    found = sorted(w.hot(_NOW).all(), key=lambda row: _ORDER[row.account])
    return tuple(AccountBalance(Account(row.account), Money(int(row.sum))) for row in found)


@internal
def written(
    w: Work, *, account: Account, after: datetime | None, until: datetime
) -> tuple[Money, tuple[tuple[PostingKind, Money], ...]]:
    """What stood on an account at a moment, and what each kind of posting put on it until another.

    By when things were written down, not by when they happened: so that everything is between exactly
    two closings, whatever day it is dated. ``after`` is not included, ``until`` is; none: from the first.
    """
    is_before = _E.c.created_at <= after if after else sa.false()
    rows = w.hot(
        sa.select(
            _P.c.kind,
            sa.func.coalesce(sa.func.sum(_amount).filter(is_before), 0).label("before"),
            sa.func.sum(_amount).filter(~is_before).label("moved"),
        )
        .join(_P, _P.c.id == _E.c.posting_id)
        .where(_E.c.account == account, _E.c.created_at <= until)
        .group_by(_P.c.kind)
    ).all()
    order = list(PostingKind)
    moved = [(PostingKind(r.kind), Money(int(r.moved))) for r in rows if r.moved is not None]
    before = Money(int(sum(r.before for r in rows)))
    return before, tuple(sorted(moved, key=lambda pair: order.index(pair[0])))


@internal
def balance_of_account(w: Work, *, account: Account) -> Money:
    """What stands on one account of the gym; of members' accounts together."""
    return Money(int(w.hot(_ONE, {"account": account}).scalar_one()))
