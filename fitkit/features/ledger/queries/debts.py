"""Who owes, how much, and since when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.clock import day_of
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.ledger.rules import ageing
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.ledger.rules.ageing import Ageing
from fitkit.features.ledger.tables import LedgerEntry, Posting
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member

_E = columns(LedgerEntry)
_P = columns(Posting)
_M = columns(Member)

# The newest entry of each member, then of those who owe the charges that may be unpaid: the second sum of
# such an entry is above what has been paid (see the table). A charge that was reversed after it was
# counted is left out here.
_debt = (
    sa.select(_E.c.balance_agorot, _E.c.charged_agorot)
    .where(_E.c.member_id == _M.c.id, _E.c.account == Account.MEMBER)
    .order_by(_E.c.number.desc())
    .limit(1)
    .lateral("debt")
)
_undoing = _P.alias("undoing")
_of_reversal = sa.select(_P.c.reverses_id).where(_P.c.id == _E.c.posting_id).correlate(_E)
_reversed_by = (
    sa.select(_undoing.c.id).where(_undoing.c.reverses_id == _E.c.posting_id).correlate(_E)
)
# One step down an index for each member, and single values for each charge: the planner takes a comparison
# of two sums for a third of all entries, and would read the whole book. "Offset 0" keeps it from that.
_charge = (
    sa.select(_E.c.at, _E.c.amount_agorot, _E.c.number)
    .where(
        _E.c.member_id == _M.c.id,
        _E.c.account == Account.MEMBER,
        _E.c.amount_agorot > 0,
        _E.c.charged_agorot > _debt.c.charged_agorot - _debt.c.balance_agorot,
        _of_reversal.scalar_subquery().is_(None),
        _reversed_by.scalar_subquery().is_(None),
    )
    .correlate(_M, _debt)
    .offset(sa.literal_column("0"))
    .lateral("charge")
)
_OWED: Final = (
    sa.select(
        _M.c.id,
        _M.c.first_name,
        _M.c.last_name,
        _M.c.archived_at,
        _debt.c.balance_agorot.label("owed"),
        _charge.c.at,
        _charge.c.amount_agorot,
    )
    .select_from(_M)
    .join(_debt, _debt.c.balance_agorot > 0)
    .join(_charge, sa.true())
    .order_by(_debt.c.balance_agorot.desc(), _M.c.id, _charge.c.number)
)


@dataclass(frozen=True, slots=True)
class DebtView:
    """A member who owes."""

    member_id: UUID
    name: str
    is_archived: bool
    owed: Money  # above zero
    since: date  # of the oldest charge that is unpaid
    ageing: Ageing


@dataclass(frozen=True, slots=True)
class DebtList:
    """Everybody who owes, the largest debt first; and all of it by age."""

    rows: tuple[DebtView, ...]
    ageing: Ageing


@requires(Permission.SEE_MONEY)
def debts(w: Work) -> DebtList:
    """The debts of this gym; members in the archive still owe. One statement."""
    today = day_of(w.now, w.actor.zone)
    bounds = ageing.bounds(today, w.actor.zone)
    rows, sums = [], [0, 0, 0, 0]
    for _, entries in groupby(w.hot(_OWED).all(), key=attrgetter("id")):
        row, parts = _view(w, list(entries), bounds)
        rows.append(row)
        sums = [one + more for one, more in zip(sums, parts, strict=True)]
    return DebtList(tuple(rows), _ageing(sums))


def _view(
    w: Work, entries: list[Any], bounds: Sequence[datetime]
) -> tuple[DebtView, tuple[int, int, int, int]]:  # Any: rows of _OWED
    first = entries[0]
    charges = [(e.at, e.amount_agorot) for e in entries]
    since, parts = ageing.aged(charges, first.owed, bounds)
    view = DebtView(
        member_id=first.id,
        name=full_name(first.first_name, first.last_name),
        is_archived=first.archived_at is not None,
        owed=Money(first.owed),
        since=day_of(since, w.actor.zone),
        ageing=_ageing(parts),
    )
    return view, parts


def _ageing(agorot: Iterable[int]) -> Ageing:
    return Ageing(*map(Money, agorot))
