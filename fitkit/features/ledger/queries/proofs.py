"""The nightly recount, its outcomes, and how all books stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.ledger.rules.accounts import Account, PostingKind
from fitkit.features.ledger.rules.proving import Fault, FaultKind
from fitkit.features.ledger.tables import LedgerEntry, LedgerProof, Posting
from fitkit.features.orgs.tables import Org

_EXAMPLES: Final = 20
_LATE: Final = timedelta(hours=36)  # a book that was not proved for so long is shown

_E = columns(LedgerEntry)
_P = columns(Posting)
_O = columns(Org)
_N = columns(LedgerProof)

_so_far: dict[str, Any] = {  # Any: keywords of different kinds
    "partition_by": _E.c.member_id,
    "order_by": (_E.c.number, _E.c.id),
    "rows": (None, 0),
}
_adds_to_charges = sa.case(
    (_P.c.kind == PostingKind.REVERSAL, sa.func.least(_E.c.amount_agorot, 0)),
    else_=sa.func.greatest(_E.c.amount_agorot, 0),
)
_counted = (
    sa.select(
        _E.c.id,
        _E.c.number,
        _E.c.balance_agorot,
        _E.c.charged_agorot,
        sa.func.row_number()
        .over(partition_by=_E.c.member_id, order_by=(_E.c.number, _E.c.id))
        .label("due_number"),
        sa.func.sum(_E.c.amount_agorot).over(**_so_far).label("due_balance"),
        sa.func.sum(_adds_to_charges).over(**_so_far).label("due_charged"),
    )
    .outerjoin(_P, _P.c.id == _E.c.posting_id)
    .where(_E.c.account == Account.MEMBER)
    .subquery()
)
# Each entry of what was reversed has its opposite in the reversal, and the other way round: both together
# sum to zero account by account.
_both = (
    sa.select(_P.c.id)
    .join(_E, sa.or_(_E.c.posting_id == _P.c.id, _E.c.posting_id == _P.c.reverses_id))
    .where(_P.c.reverses_id.is_not(None))
    .group_by(_P.c.id, _E.c.account, _E.c.member_id)
    .having(sa.func.sum(_E.c.amount_agorot) != 0)
)
_FOUND: Final = {
    FaultKind.UNBALANCED: sa.select(_E.c.posting_id.label("id"))
    .group_by(_E.c.posting_id)
    .having(sa.func.sum(_E.c.amount_agorot) != 0),
    FaultKind.EMPTY: sa.select(_P.c.id).where(
        ~sa.select(1).where(_E.c.posting_id == _P.c.id).correlate(_P).exists()
    ),
    FaultKind.ORPHAN: sa.select(_E.c.id)
    .outerjoin(
        _P,
        sa.and_(_P.c.id == _E.c.posting_id, _P.c.org_id == _E.c.org_id, _P.c.at == _E.c.at),
    )
    .where(_P.c.id.is_(None)),
    FaultKind.BALANCE: sa.select(_counted.c.id).where(
        sa.or_(
            _counted.c.number != _counted.c.due_number,
            _counted.c.balance_agorot != _counted.c.due_balance,
            _counted.c.charged_agorot != _counted.c.due_charged,
        )
    ),
    FaultKind.REVERSAL: sa.select(_both.subquery().c.id).distinct(),
}
_COUNTS: Final = sa.select(
    sa.select(sa.func.count()).select_from(_P).scalar_subquery().label("postings"),
    sa.select(sa.func.count()).select_from(_E).scalar_subquery().label("entries"),
)
_newest = (
    sa.select(_N.c.id.label("proof_id"), _N.c.at, _N.c.is_sound, _N.c.faults)
    .where(_N.c.org_id == _O.c.id)
    .order_by(_N.c.day.desc())
    .limit(1)
    .lateral("newest")
)
# The newest proof of each gym that is open.
_NEWEST: Final = (
    sa.select(_O.c.id.label("org_id"), _O.c.name, _O.c.slug, _newest)
    .select_from(_O)
    .outerjoin(_newest, sa.true())
    .where(_O.c.closed_at.is_(None))
    .order_by(_O.c.name, _O.c.id)
)


@dataclass(frozen=True, slots=True)
class Recount:
    """A gym's book, counted again."""

    postings: int
    entries: int
    faults: tuple[Fault, ...]  # empty: it is sound


@dataclass(frozen=True, slots=True)
class ProofView:
    """The outcome of a night."""

    id: UUID
    day: date
    at: datetime
    postings: int
    entries: int
    faults: tuple[Fault, ...]  # empty: it is sound


@dataclass(frozen=True, slots=True)
class FailedProof:
    """A gym whose newest proof found faults."""

    org_id: UUID
    name: str
    slug: str
    proof_id: UUID
    at: datetime
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """All books, by their newest proofs."""

    sound: int  # gyms
    failed: tuple[FailedProof, ...]  # by name
    late: tuple[UUID, ...]  # gyms not proved for a day and a half; new ones among them


@requires(Permission.SEE_MONEY)
def last_proof(w: Work) -> ProofView | None:
    """The newest outcome for this gym; None before its first night."""
    newest = select(LedgerProof).order_by(col(LedgerProof.day).desc()).limit(1)
    row = w.session.execute(newest).scalar_one_or_none()
    if row is None:
        return None
    return ProofView(row.id, row.day, row.at, row.postings, row.entries, _faults(row.faults))


@requires(Permission.SEE_PLATFORM)
def health(w: Work) -> Health:
    """How the books of all open gyms stand; for the platform, over all gyms."""
    rows = w.hot(_NEWEST).all()
    failed = tuple(
        FailedProof(r.org_id, r.name, r.slug, r.proof_id, r.at, _faults(r.faults))
        for r in rows
        if r.is_sound is False
    )
    late = tuple(r.org_id for r in rows if r.at is None or r.at < w.now - _LATE)
    return Health(sum(r.is_sound is True for r in rows), failed, late)


@internal
def recount(w: Work) -> Recount:
    """Count this gym's book again, from its entries alone."""
    counts = w.hot(_COUNTS).one()
    faults = (_fault(w, kind, statement) for kind, statement in _FOUND.items())
    return Recount(counts.postings, counts.entries, tuple(filter(None, faults)))


def _fault(w: Work, kind: FaultKind, found: sa.Select[Any]) -> Fault | None:  # Any: ids alone
    ids = found.subquery()
    rows = w.hot(
        sa.select(ids.c.id, sa.func.count().over().label("n")).order_by(ids.c.id).limit(_EXAMPLES)
    ).all()
    return Fault(kind, rows[0].n, tuple(row.id for row in rows)) if rows else None


def _faults(kept: Iterable[Any]) -> tuple[Fault, ...]:  # Any: JSON values
    return tuple(
        Fault(FaultKind(kind), count, tuple(UUID(i) for i in ids)) for kind, count, ids in kept
    )
