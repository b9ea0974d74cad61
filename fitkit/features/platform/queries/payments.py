"""Charges of all gyms: those that are stuck, those that are looked for, and the whole of one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.errors import NotFound
from fitkit.core.money import Money
from fitkit.core.paging import PAGE, Page, cursor, keys
from fitkit.core.permissions import Permission, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.orgs.tables import Org
from fitkit.features.payments import queries as payments_of
from fitkit.features.payments.queries import Found
from fitkit.features.payments.rules import ChargeMode, ChargeState, RefundState
from fitkit.features.payments.tables import Charge, PayAccount, Refund
from fitkit.features.platform.rules import SHOWN, STUCK_AFTER
from fitkit.ports.payments import Provider

_C = columns(Charge)
_R = columns(Refund)
_A = columns(PayAccount)
_O = columns(Org)
_LINES: Final = (
    sa.select(
        _C.c.id,
        _C.c.created_at,
        _C.c.state,
        _C.c.mode,
        _C.c.amount_agorot,
        _C.c.told_at,
        _C.c.asked_at,
        _C.c.looks,
        _C.c.next_look_at,
        _C.c.transaction_id,
        _C.c.said,
        _A.c.provider,
        _O.c.name,
        _O.c.slug,
    )
    .join(_O, _O.c.id == _C.c.org_id)
    .outerjoin(_A, _A.c.id == _C.c.account_id)
)
_SEARCH_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class GymCharge:
    """A charge of some gym, without who pays it."""

    id: UUID
    gym: str
    slug: str
    state: ChargeState
    mode: ChargeMode
    amount: Money
    provider: Provider | None  # None: taken by hand
    opened_at: datetime
    told_at: datetime | None
    asked_at: datetime | None
    looks: int
    next_look_at: datetime | None
    transaction_id: str
    said: str


@dataclass(frozen=True, slots=True)
class GymRefund:
    """A refund of some gym whose answer did not come."""

    id: UUID
    charge_id: UUID
    gym: str
    amount: Money
    provider: Provider | None
    opened_at: datetime
    told_at: datetime | None
    said: str


@dataclass(frozen=True, slots=True)
class Where:
    """Whose a charge is."""

    org_id: UUID
    zone: str
    gym: str
    slug: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A charge with all that happened to it, and whose it is."""

    at: Where
    provider: Provider | None
    found: Found


@requires(Permission.SEE_PLATFORM)
def stuck(w: Work) -> tuple[GymCharge, ...]:
    """Charges of which nobody has known for half an hour whether money moved, longest first, at most 50."""
    is_stuck = sa.and_(_C.c.state == ChargeState.UNKNOWN, _C.c.told_at < w.now - STUCK_AFTER)
    rows = w.hot(_LINES.where(is_stuck).order_by(_C.c.told_at, _C.c.id).limit(SHOWN))
    return tuple(_line(row) for row in rows)


@requires(Permission.SEE_PLATFORM)
def stuck_refunds(w: Work) -> tuple[GymRefund, ...]:
    """Refunds that are unknown, or wait for a company, for half an hour; longest first, at most 50."""
    query = (
        sa.select(_R, _A.c.provider, _O.c.name)
        .join(_O, _O.c.id == _R.c.org_id)
        .join(_C, _C.c.id == _R.c.charge_id)
        .outerjoin(_A, _A.c.id == _C.c.account_id)
        .where(
            _R.c.state.in_([RefundState.CREATED, RefundState.UNKNOWN]),
            _R.c.created_at < w.now - STUCK_AFTER,
        )
        .order_by(_R.c.created_at, _R.c.id)
        .limit(SHOWN)
    )
    return tuple(
        GymRefund(
            id=row.id,
            charge_id=row.charge_id,
            gym=row.name,
            amount=Money(row.amount_agorot),
            provider=Provider(row.provider) if row.provider else None,
            opened_at=row.created_at,
            told_at=row.told_at,
            said=row.said,
        )
        for row in w.hot(query)
    )


@requires(Permission.SEE_PLATFORM)
def payments(
    w: Work, *, search: str = "", state: ChargeState | None = None, after: str | None = None
) -> Page[GymCharge]:
    """Charges of all gyms, newest first.

    Args:
        w: of the platform, over all gyms.
        search: a charge's or a cause's id, a company's number of a charge, a refund or a page, or a part of a
            gym's name or address; empty: all.
        state: only these.
        after: the cursor of the page before.

    Raises:
        Refusal: BAD_CURSOR.
    """
    query = _LINES
    if words := search.strip()[:_SEARCH_MOST]:
        query = query.where(_fits(words))
    if state is not None:
        query = query.where(_C.c.state == state)
    if after:
        query = query.where(_C.c.id < _id(keys(after, 1)[0]))
    rows = w.hot(query.order_by(_C.c.id.desc()).limit(PAGE + 1)).all()
    shown = tuple(_line(row) for row in rows[:PAGE])
    return Page(shown, cursor(str(shown[-1].id)) if len(rows) > PAGE else None)


@requires(Permission.SEE_PLATFORM)
def where(w: Work, *, charge_id: UUID) -> Where:
    """Whose a charge is.

    Raises:
        NotFound: no such charge in any gym.
    """
    return _where(w, _C, charge_id)


@requires(Permission.SEE_PLATFORM)
def where_refund(w: Work, *, refund_id: UUID) -> Where:
    """Whose a refund is of which nobody knows whether it went out.

    Raises:
        NotFound: no such refund in any gym, or its outcome is known.
    """
    return _where(w, _R, refund_id, _R.c.state == RefundState.UNKNOWN)


@requires(Permission.SEE_PLATFORM)
def whole(w: Work, *, charge_id: UUID) -> Whole:
    """A charge with its refunds, and everything that happened to them.

    Raises:
        NotFound: no such charge in any gym.
    """
    at = where(w, charge_id=charge_id)
    found = payments_of.story_of(w, charge_id=charge_id)
    provider = None
    if found.charge.account_id is not None:
        named = sa.select(_A.c.provider).where(_A.c.id == found.charge.account_id)
        provider = Provider(w.hot(named).scalar_one())
    return Whole(at, provider, found)


def _fits(words: str) -> sa.ColumnElement[bool]:
    id_ = _maybe_id(words)
    if id_ is not None:
        of_refund = sa.select(_R.c.charge_id).where(_R.c.id == id_)
        return sa.or_(
            _C.c.id == id_, _C.c.cause_id == id_, _C.c.org_id == id_, _C.c.id.in_(of_refund)
        )
    like = "%" + words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    of_refund = sa.select(_R.c.charge_id).where(_R.c.transaction_id == words)
    return sa.or_(
        _C.c.transaction_id == words,
        _C.c.page_reference == words,
        _C.c.approval == words,
        _C.c.id.in_(of_refund),
        _O.c.name.ilike(like, escape="\\"),
        _O.c.slug.ilike(like, escape="\\"),
    )


def _where(
    w: Work,
    table: Any,  # Any: one of two tables
    id_: UUID,
    *only: sa.ColumnElement[bool],
) -> Where:
    query = (
        sa.select(_O.c.id, _O.c.zone, _O.c.name, _O.c.slug)
        .join(table, table.c.org_id == _O.c.id)
        .where(table.c.id == id_, *only)
    )
    row = w.hot(query).first()
    if row is None:
        raise NotFound
    return Where(row.id, row.zone, row.name, row.slug)


def _line(row: Any) -> GymCharge:  # Any: a row of _LINES
    return GymCharge(
        id=row.id,
        gym=row.name,
        slug=row.slug,
        state=ChargeState(row.state),
        mode=ChargeMode(row.mode),
        amount=Money(row.amount_agorot),
        provider=Provider(row.provider) if row.provider else None,
        opened_at=row.created_at,
        told_at=row.told_at,
        asked_at=row.asked_at,
        looks=row.looks,
        next_look_at=row.next_look_at,
        transaction_id=row.transaction_id or "",
        said=row.said,
    )


def _id(words: str) -> UUID:
    return _maybe_id(words) or UUID(int=0)


def _maybe_id(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None
