"""A member's balance and statement. A balance is the newest entry's, which is the sum of all of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from fitkit.core.errors import Refusal
from fitkit.core.money import ZERO, Money
from fitkit.core.paging import BAD_CURSOR, PAGE, Page, cursor, keys
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.ledger.rules.accounts import Account, PostingKind
from fitkit.features.ledger.tables import LedgerEntry, Posting
from fitkit.features.members.tables import Member

_E = columns(LedgerEntry)
_P = columns(Posting)
_MOST: Final = 2**31 - 1

# Bind: member_id. One step down an index; for statements of others that ask for more.
BALANCE_AFTER: Final = (
    sa.select(_E.c.balance_agorot)
    .where(_E.c.member_id == sa.bindparam("member_id"), _E.c.account == Account.MEMBER)
    .order_by(_E.c.number.desc())
    .limit(1)
)
_asked = (
    sa.func.unnest(sa.bindparam("ids", type_=ARRAY(sa.Uuid)))
    .table_valued(sa.column("id", sa.Uuid()), name="asked")
    .render_derived()
)
_newest = (
    sa.select(_E.c.balance_agorot)
    .where(_E.c.member_id == _asked.c.id, _E.c.account == Account.MEMBER)
    .order_by(_E.c.number.desc())
    .limit(1)
    .lateral("newest")
)
_BALANCES: Final = sa.select(_asked.c.id, _newest.c.balance_agorot).join_from(
    _asked, _newest, sa.true()
)
_undoing = _P.alias("undoing")
_undone = sa.select(1).where(_undoing.c.reverses_id == _P.c.id).correlate(_P).exists()
_PAGE: Final = (
    sa.select(
        _P.c.id,
        _P.c.kind,
        _P.c.at,
        _P.c.note,
        _P.c.cause_kind,
        _P.c.cause_id,
        _P.c.reverses_id,
        _undone.label("is_reversed"),
        _E.c.number,
        _E.c.amount_agorot,
        _E.c.balance_agorot,
    )
    .join(_P, _P.c.id == _E.c.posting_id)
    .where(
        _E.c.member_id == sa.bindparam("member_id"),
        _E.c.account == Account.MEMBER,
        _E.c.number < sa.bindparam("before"),
    )
    .order_by(_E.c.number.desc())
    .limit(sa.bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class EntryView:
    """A line of a member's statement."""

    posting_id: UUID
    number: int  # 1, 2, 3 … of the member
    kind: PostingKind
    at: datetime
    amount: Money  # positive: they owe more
    balance: Money  # after it
    note: str  # empty for the member themself: it is between staff
    cause_kind: str
    cause_id: UUID
    reverses_id: UUID | None
    is_reversed: bool


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def balance(w: Work, *, member_id: UUID) -> Money:
    """What a member owes; below zero: what they have to their credit.

    Raises:
        NotFound: no such member.
    """
    w.get(Member, member_id)
    return Money(w.hot(BALANCE_AFTER, {"member_id": member_id}).scalar() or 0)


@internal
def balances(w: Work, *, member_ids: Collection[UUID]) -> Mapping[UUID, Money]:
    """The balances of many, nothing for whoever has no entries; for a roster. One statement."""
    found = w.hot(_BALANCES, {"ids": list(member_ids)}).all()
    return dict.fromkeys(member_ids, ZERO) | {row.id: Money(row.balance_agorot) for row in found}


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def statement(
    w: Work, *, member_id: UUID, after: str | None = None, limit: int = PAGE
) -> Page[EntryView]:
    """A page of a member's entries as they were written, the newest first, with the balance after each.

    Raises:
        NotFound: no such member.
        Refusal: a cursor that is not ours.
    """
    w.get(Member, member_id)
    most = max(1, min(limit, 200))
    binds = {"member_id": member_id, "before": _before(after), "most": most + 1}
    rows = w.hot(_PAGE, binds).all()
    shown = rows[:most]
    after = cursor(str(shown[-1].number)) if len(rows) > most else None
    tells_notes = w.actor.may(Permission.SEE_MONEY)
    return Page(tuple(_view(row, tells_notes=tells_notes) for row in shown), after)


def _before(after: str | None) -> int:
    if not after:
        return _MOST
    (number,) = keys(after, 1)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Refusal(BAD_CURSOR)
    return int(number)


def _view(row: Any, *, tells_notes: bool) -> EntryView:  # Any: a row of _PAGE
    return EntryView(
        posting_id=row.id,
        number=row.number,
        kind=PostingKind(row.kind),
        at=row.at,
        amount=Money(row.amount_agorot),
        balance=Money(row.balance_agorot),
        note=row.note if tells_notes else "",
        cause_kind=row.cause_kind,
        cause_id=row.cause_id,
        reverses_id=row.reverses_id,
        is_reversed=row.is_reversed,
    )
