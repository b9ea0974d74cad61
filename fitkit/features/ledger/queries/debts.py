"""Who owes, how much, and since when: a page of them, and the sums of all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core import paging
from fitkit.core.clock import day_of, day_span
from fitkit.core.errors import Refusal
from fitkit.core.money import Money
from fitkit.core.paging import PAGE
from fitkit.core.permissions import Permission, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.ledger.tables import LedgerEntry, Posting
from fitkit.features.members.queries import RosterFilter, matching
from fitkit.features.members.rules import MemberStatus, full_name, is_printable
from fitkit.features.members.tables import Member

PAGE_MOST: Final = 200
_E = columns(LedgerEntry)
_P = columns(Posting)
_M = columns(Member)

# The newest entry of each member who owes.
_newest = (
    sa.select(_E.c.balance_agorot, _E.c.charged_agorot)
    .where(_E.c.member_id == _M.c.id, _E.c.account == Account.MEMBER)
    .order_by(_E.c.number.desc())
    .limit(1)
    .lateral("newest")
)
# What was reversed, and what reversed it: few, and looked through once.
_turned_back = sa.select(_P.c.id, _P.c.reverses_id).where(_P.c.reverses_id.is_not(None))
_reversals = _turned_back.cte("reversals").prefix_with("materialized", dialect="postgresql")
_undone = sa.union_all(sa.select(_reversals.c.id), sa.select(_reversals.c.reverses_id))
# The charges that may be unpaid: their second sum is above what has been paid (see the table). One that
# was reversed after it was counted is left out. One step down an index for each member: the planner takes
# a comparison of two sums for a third of all entries, and would read the whole book. "Offset 0" keeps it
# from that.
_charge = (
    sa.select(
        _E.c.at,
        _E.c.number,
        (
            sa.func.sum(_E.c.amount_agorot).over(order_by=_E.c.number.desc()) - _E.c.amount_agorot
        ).label("newer"),
    )
    .where(
        _E.c.member_id == _M.c.id,
        _E.c.account == Account.MEMBER,
        _E.c.amount_agorot > 0,
        _E.c.charged_agorot > _newest.c.charged_agorot - _newest.c.balance_agorot,
        _E.c.posting_id.not_in(_undone),
    )
    .correlate(_M, _newest)
    .offset(sa.literal_column("0"))
    .subquery("charge")
)
# What is paid pays the oldest charge first, so a debt is the newest charges until they come to it: the
# oldest of these is the last before which the newer ones did not.
_oldest = (
    sa.select(_charge.c.at)
    .where(_charge.c.newer < _newest.c.balance_agorot)
    .order_by(_charge.c.number)
    .limit(1)
    .correlate(_newest)
    .lateral("oldest")
)


class DebtOrder(StrEnum):
    """How a list of debts is ordered, and turned by ``descending``."""

    SINCE = "since"  # the oldest first
    OWED = "owed"  # the smallest first
    NAME = "name"


@dataclass(frozen=True, slots=True)
class DebtFilter:
    """Which debts, in which order.

    ``age`` is a place among the ages that are asked for; None: all of them.
    """

    search: str = ""
    age: int | None = None
    order: DebtOrder = DebtOrder.SINCE
    descending: bool = False


@dataclass(frozen=True, slots=True)
class DebtView:
    """A member who owes."""

    member_id: UUID
    name: str
    phone: str
    status: MemberStatus
    is_archived: bool
    owed: Money  # above zero
    since: date  # of the oldest charge that is unpaid


@dataclass(frozen=True, slots=True)
class DebtSum:
    """What is owed of one age, by whom."""

    count: int
    total: Money
    fitting: int  # how many of them the search fits


@dataclass(frozen=True, slots=True)
class DebtPage:
    """Members who owe, in order; the cursor of what follows; and the sums of everybody, whatever the page."""

    rows: tuple[DebtView, ...]
    after: str | None
    sums: tuple[DebtSum, ...]  # by age, the youngest first


@requires(Permission.SEE_MONEY)
def debts(
    w: Work,
    *,
    ages: Sequence[int],
    only: DebtFilter | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> DebtPage:
    """One page of who owes this gym, and the sums of all; members in the archive still owe. One statement.

    Args:
        w: of somebody who may see money.
        ages: the last day of each age but the last, in days from today, rising.
        only: which, in which order; the oldest debt first by default.
        after: the cursor of the page before.
        limit: rows of a page, 1 to 200.

    Raises:
        Refusal: BAD_CURSOR.
    """
    only = only or DebtFilter()
    most = max(1, min(limit, PAGE_MOST))
    owing = _owing(w, ages, only.search)
    rows = w.hot(_page_and_sums(owing, len(ages) + 1, only, after, most)).all()
    found = [row for row in rows if row.id is not None]
    shown = found[:most]
    more = _cursor(only.order, shown[-1]) if len(found) > most else None
    return DebtPage(tuple(_view(w, row) for row in shown), more, _sums(rows[0], len(ages) + 1))


def _owing(w: Work, ages: Sequence[int], search: str) -> sa.CTE:
    """Everybody who owes: how much, since when, of which age, and whether the search fits them."""
    today = day_of(w.now, w.actor.zone)
    starts = [day_span(today - timedelta(days=days), w.actor.zone)[0] for days in ages]
    age = sa.case(
        *[(_oldest.c.at >= start, n) for n, start in enumerate(starts)], else_=len(starts)
    )
    return (
        sa.select(
            _M.c.id,
            _M.c.folded,
            _newest.c.balance_agorot.label("owed"),
            _oldest.c.at.label("since"),
            age.label("age"),
            sa.and_(sa.true(), *matching(RosterFilter(search=search))).label("fits"),
        )
        .select_from(_M)
        .join(_newest, _newest.c.balance_agorot > 0)
        .join(_oldest, sa.true())
        .cte("owing")
        .prefix_with("materialized", dialect="postgresql")
    )


def _page_and_sums(
    owing: sa.CTE, ages: int, only: DebtFilter, after: str | None, most: int
) -> sa.Select[Any]:  # Any: a row of both
    """The sums on each row of the page; on a row of their own where the page is empty."""
    counted = sa.func.count()
    sums = sa.select(
        *[
            column.label(f"{word}_{n}")
            for n in range(ages)
            for word, column in (
                ("count", counted.filter(owing.c.age == n)),
                ("total", sa.func.sum(owing.c.owed).filter(owing.c.age == n)),
                ("fitting", counted.filter(owing.c.age == n, owing.c.fits)),
            )
        ]
    ).subquery("sums")
    page = sa.select(owing).where(owing.c.fits)
    if only.age is not None:
        page = page.where(owing.c.age == only.age)
    key = _key(owing, only.order)
    if after is not None:
        here, place = sa.tuple_(key, owing.c.id), _place(only.order, after)
        page = page.where(here < place if only.descending else here > place)
    turned = [c.desc() if only.descending else c.asc() for c in (key, owing.c.id)]
    shown = page.order_by(*turned).limit(most + 1).subquery("shown")
    key, by_id = _key(shown, only.order), shown.c.id
    return (
        sa.select(
            sums,
            shown,
            _M.c.first_name,
            _M.c.last_name,
            _M.c.phone,
            _M.c.status,
            _M.c.archived_at,
        )
        .select_from(sums)
        .outerjoin(shown, sa.true())
        .outerjoin(_M, _M.c.id == shown.c.id)
        .order_by(*[c.desc() if only.descending else c.asc() for c in (key, by_id)])
    )


def _key(rows: sa.FromClause, order: DebtOrder) -> sa.ColumnElement[Any]:  # Any: of three types
    match order:
        case DebtOrder.SINCE:
            return rows.c.since
        case DebtOrder.OWED:
            return rows.c.owed
        case DebtOrder.NAME:
            return rows.c.folded


def _cursor(order: DebtOrder, last: Any) -> str:  # Any: a row of the statement
    match order:
        case DebtOrder.SINCE:
            key = last.since.isoformat()
        case DebtOrder.OWED:
            key = str(last.owed)
        case DebtOrder.NAME:
            key = last.folded
    return paging.cursor(key, str(last.id))


def _place(order: DebtOrder, after: str) -> sa.Tuple:
    key, last_id = paging.keys(after, 2)
    try:
        return sa.tuple_(_literal(order, key), sa.literal(UUID(last_id)))
    except ValueError:
        raise Refusal(paging.BAD_CURSOR) from None


def _literal(order: DebtOrder, key: str) -> sa.ColumnElement[Any]:  # Any: of three types
    match order:
        case DebtOrder.SINCE:
            at = datetime.fromisoformat(key)
            if at.tzinfo is None:
                raise ValueError("a moment without its zone")
            return sa.literal(at, sa.DateTime(timezone=True))
        case DebtOrder.OWED:
            agorot = int(key)
            if abs(agorot) >= 2**63:
                raise ValueError("more than there is")
            return sa.literal(agorot, sa.BigInteger)
        case DebtOrder.NAME:
            if not is_printable(key):
                raise ValueError("nobody's name")
            return sa.literal(key)


def _sums(row: Any, ages: int) -> tuple[DebtSum, ...]:  # Any: a row of the statement
    """The first columns, three for each age."""
    found = [row[3 * n : 3 * n + 3] for n in range(ages)]
    return tuple(DebtSum(count, Money(int(total or 0)), fitting) for count, total, fitting in found)


def _view(w: Work, row: Any) -> DebtView:  # Any: a row of the statement
    return DebtView(
        member_id=row.id,
        name=full_name(row.first_name, row.last_name),
        phone=row.phone,
        status=row.status,
        is_archived=row.archived_at is not None,
        owed=Money(row.owed),
        since=day_of(row.since, w.actor.zone),
    )
