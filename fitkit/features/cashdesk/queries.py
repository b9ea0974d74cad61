"""The drawer now, and its closed days: what moved, who took it, what was counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.errors import NotFound
from fitkit.core.i18n import Text
from fitkit.core.money import ZERO, Money
from fitkit.core.paging import PAGE, Page, cursor, keys
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.cashdesk.rules import ACCOUNT_OF, CountKind, Kept
from fitkit.features.cashdesk.tables import CashCount, CashDay, CashDeposit
from fitkit.features.identity.tables import User
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account, PostingKind
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.payments.rules import (
    BACK_BY_HAND,
    ChargeMode,
    ChargeState,
    RefundState,
    what_for,
)
from fitkit.features.payments.tables import Charge, Refund
from fitkit.ports.payments import PayWay

_D = columns(CashDay)
_N = columns(CashCount)
_B = columns(CashDeposit)
_C = columns(Charge)
_R = columns(Refund)
_M = columns(Member)
_U = columns(User)
LISTED: Final = 500  # of a day
NEWEST: Final = 50  # on the desk, where a gym that never closes one would have its whole past


@dataclass(frozen=True, slots=True)
class Taken:
    """A payment that staff took by hand."""

    charge_id: UUID
    member_id: UUID
    member: str
    words: Text
    way: PayWay
    amount: Money
    at: datetime
    by: str  # name; empty: not known
    note: str


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Money that staff gave back by hand."""

    charge_id: UUID
    member: str
    way: PayWay
    amount: Money
    at: datetime
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Deposit:
    """Cash or cheques that were brought to the bank."""

    id: UUID
    what: Kept
    amount: Money
    on: date
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Count:
    """What was found in the drawer."""

    kind: CountKind
    at: datetime
    by: str
    expected: Money
    counted: Money
    why: str

    @property
    def difference(self) -> Money:
        """Above zero: there was more than there should be."""
        return self.counted - self.expected


@dataclass(frozen=True, slots=True)
class Movement:
    """What the book says of a kind of posting in the drawer; below zero: it went out."""

    kind: PostingKind
    amount: Money


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of the drawer."""

    id: UUID
    number: int
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str
    reopened_at: datetime | None
    reopened_by: str
    reopen_reason: str
    counts: tuple[Count, ...]  # oldest first, never empty

    @property
    def counted(self) -> Money:
        """What was found last."""
        return self.counts[-1].counted

    @property
    def difference(self) -> Money:
        """Of all its counts."""
        return sum((c.difference for c in self.counts), ZERO)


@dataclass(frozen=True, slots=True)
class Moves:
    """What moved in the drawer between two moments."""

    before: Money  # of cash in it
    movements: tuple[Movement, ...]  # of cash; sum, with what was before, to what is in it after
    taken: tuple[Taken, ...]  # by hand, newest first
    back: tuple[GivenBack, ...]
    deposits: tuple[Deposit, ...]
    by_way: tuple[tuple[PayWay, int, Money], ...]  # of all that was taken


@dataclass(frozen=True, slots=True)
class Desk:
    """The drawer now."""

    day: DayView | None  # None: it is closed
    last: DayView | None  # the day that was closed last
    cash: Money  # that should be in it
    cheques: Money
    moves: Moves  # since the last closing


@requires(Permission.SEE_MONEY)
def desk(w: Work) -> Desk:
    """The drawer now: what should be in it, and what moved since it was closed last."""
    day = _views(w, w.hot(_OPEN).all())
    last = _views(w, w.hot(_CLOSED.limit(1)).all())
    since = last[0].closed_at if last else None
    return Desk(
        day=day[0] if day else None,
        last=last[0] if last else None,
        cash=ledger.balance_of_account(w, account=Account.CASH),
        cheques=ledger.balance_of_account(w, account=Account.CHEQUES),
        moves=moves(w, after=since, until=w.now, most=NEWEST),
    )


@requires(Permission.SEE_MONEY)
def days(w: Work, *, after: str | None = None) -> Page[DayView]:
    """Days that were closed, newest first.

    Raises:
        Refusal: BAD_CURSOR.
    """
    query = _CLOSED
    if after:
        words = keys(after, 1)[0]
        query = query.where(_D.c.number < (int(words) if words.isdecimal() else 0))
    rows = w.hot(query.limit(PAGE + 1)).all()
    shown = _views(w, rows[:PAGE])
    return Page(shown, cursor(str(shown[-1].number)) if len(rows) > PAGE else None)


@requires(Permission.SEE_MONEY)
def day_of_drawer(w: Work, *, cash_day_id: UUID) -> tuple[DayView, Moves]:
    """A day, and what moved in it; until now while it is open.

    Raises:
        NotFound: no such day in this gym.
    """
    rows = w.hot(_DAYS.where(_D.c.id == cash_day_id)).all()
    if not rows:
        raise NotFound
    (view,) = _views(w, rows)
    return view, moves(w, after=rows[0].begins_at, until=view.closed_at or w.now)


@internal
def moves(w: Work, *, after: datetime | None, until: datetime, most: int = LISTED) -> Moves:
    """What moved in the drawer after a moment, until another, by when it was written down.

    Lists hold the newest, ``most`` of each; sums are of all.
    """
    before, kinds = ledger.written(w, account=Account.CASH, after=after, until=until)
    return Moves(
        before=before,
        movements=tuple(Movement(kind, amount) for kind, amount in kinds),
        taken=_taken(w, after, until, most),
        back=_back(w, after, until, most),
        deposits=_deposits(w, after, until, most),
        by_way=_by_way(w, after, until),
    )


@internal
def kept(w: Work, *, what: Kept) -> Money:
    """What the book says is in the drawer, of cash or of cheques."""
    return ledger.balance_of_account(w, account=ACCOUNT_OF[what])


_opener = _U.alias("opener")
_closer = _U.alias("closer")
_again = _U.alias("again")
_DAYS: Final = (
    sa.select(
        _D,
        _opener.c.name.label("opener"),
        _closer.c.name.label("closer"),
        _again.c.name.label("again"),
    )
    .outerjoin(_opener, _opener.c.id == _D.c.opened_by)
    .outerjoin(_closer, _closer.c.id == _D.c.closed_by)
    .outerjoin(_again, _again.c.id == _D.c.reopened_by)
    .order_by(_D.c.number.desc())
)
_OPEN: Final = _DAYS.where(_D.c.closed_at.is_(None))
_CLOSED: Final = _DAYS.where(_D.c.closed_at.is_not(None))


def _views(w: Work, rows: Sequence[Any]) -> tuple[DayView, ...]:  # Any: rows of _DAYS
    found: dict[UUID, list[Count]] = {row.id: [] for row in rows}
    if found:
        query = (
            sa.select(_N, _U.c.name)
            .outerjoin(_U, _U.c.id == _N.c.counted_by)
            .where(_N.c.day_id.in_(list(found)))
            .order_by(_N.c.id)
        )
        for n in w.hot(query):
            count = Count(
                CountKind(n.kind),
                n.created_at,
                n.name or "",
                Money(n.expected_agorot),
                Money(n.counted_agorot),
                n.why,
            )
            found[n.day_id].append(count)
    return tuple(
        DayView(
            id=row.id,
            number=row.number,
            opened_at=row.opened_at,
            opened_by=row.opener or "",
            closed_at=row.closed_at,
            closed_by=row.closer or "",
            reopened_at=row.reopened_at,
            reopened_by=row.again or "",
            reopen_reason=row.reopen_reason,
            counts=tuple(found[row.id]),
        )
        for row in rows
    )


def _hand(after: datetime | None, until: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        _C.c.mode == ChargeMode.HAND,
        _C.c.state == ChargeState.PAID,
        _within(_C.c.settled_at, after, until),
    )


def _taken(w: Work, after: datetime | None, until: datetime, most: int) -> tuple[Taken, ...]:
    query = (
        sa.select(_C, _M.c.first_name, _M.c.last_name, _U.c.name)
        .join(_M, _M.c.id == _C.c.member_id)
        .outerjoin(_U, _U.c.id == _C.c.actor_user_id)
        .where(_hand(after, until))
        .order_by(_C.c.settled_at.desc(), _C.c.id.desc())
        .limit(most)
    )
    return tuple(
        Taken(
            charge_id=r.id,
            member_id=r.member_id,
            member=full_name(r.first_name, r.last_name),
            words=what_for(r.words, r.words_en),
            way=PayWay(r.way),
            amount=Money(r.amount_agorot),
            at=r.settled_at,
            by=r.name or "",
            note=r.note,
        )
        for r in w.hot(query)
    )


def _by_way(
    w: Work, after: datetime | None, until: datetime
) -> tuple[tuple[PayWay, int, Money], ...]:
    query = (
        sa.select(
            _C.c.way,
            sa.func.count().label("count"),
            sa.func.sum(_C.c.amount_agorot).label("total"),
        )
        .where(_hand(after, until))
        .group_by(_C.c.way)
        .order_by(_C.c.way)
    )
    return tuple(
        (PayWay(r["way"]), r["count"], Money(int(r["total"]))) for r in w.hot(query).mappings()
    )


def _back(w: Work, after: datetime | None, until: datetime, most: int) -> tuple[GivenBack, ...]:
    query = (
        sa.select(_R, _M.c.first_name, _M.c.last_name, _U.c.name)
        .join(_M, _M.c.id == _R.c.member_id)
        .outerjoin(_U, _U.c.id == _R.c.actor_user_id)
        .where(
            _R.c.way.in_(BACK_BY_HAND),
            _R.c.state == RefundState.DONE,
            _within(_R.c.settled_at, after, until),
        )
        .order_by(_R.c.settled_at.desc(), _R.c.id.desc())
        .limit(most)
    )
    return tuple(
        GivenBack(
            charge_id=r.charge_id,
            member=full_name(r.first_name, r.last_name),
            way=PayWay(r.way),
            amount=Money(r.amount_agorot),
            at=r.settled_at,
            by=r.name or "",
            why=r.why,
        )
        for r in w.hot(query)
    )


def _deposits(w: Work, after: datetime | None, until: datetime, most: int) -> tuple[Deposit, ...]:
    query = (
        sa.select(_B, _U.c.name)
        .outerjoin(_U, _U.c.id == _B.c.brought_by)
        .where(_within(_B.c.created_at, after, until))
        .order_by(_B.c.id.desc())
        .limit(most)
    )
    return tuple(
        Deposit(r.id, Kept(r.what), Money(r.amount_agorot), r.on, r.note, r.name or "")
        for r in w.hot(query)
    )


def _within(
    at: sa.ColumnElement[Any], after: datetime | None, until: datetime
) -> sa.ColumnElement[bool]:
    return sa.and_(at <= until, at > after) if after else at <= until
