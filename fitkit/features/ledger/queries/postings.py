"""One posting with its lines; what a cause has posted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from fitkit.core.errors import NotFound
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.ledger.rules.accounts import Account, Cause, Line, PostingKind
from fitkit.features.ledger.tables import LedgerEntry, Posting

_P = columns(Posting)
_E = columns(LedgerEntry)
_undoing = _P.alias("undoing")
_lines = (
    sa.select(
        sa.func.json_agg(
            aggregate_order_by(
                sa.func.json_build_array(
                    _E.c.account, _E.c.amount_agorot, _E.c.member_id, _E.c.vat_per_mille
                ),
                _E.c.id,
            )
        )
    )
    .where(_E.c.posting_id == _P.c.id)
    .correlate(_P)
    .scalar_subquery()
)
_undone_by = (
    sa.select(_undoing.c.id)
    .where(_undoing.c.reverses_id == _P.c.id)
    .correlate(_P)
    .scalar_subquery()
)
_SEEN: Final = sa.select(_P, _undone_by.label("reversed_by_id"), _lines.label("lines")).order_by(
    _P.c.id
)
_BY_ID: Final = _SEEN.where(_P.c.id == sa.bindparam("posting_id"))
_BY_CAUSE: Final = _SEEN.where(
    _P.c.org_id == sa.bindparam("org_id"),
    _P.c.cause_kind == sa.bindparam("kind"),
    _P.c.cause_id == sa.bindparam("id"),
)


@dataclass(frozen=True, slots=True)
class PostingView:
    """A posting and its lines, in the order they were drafted."""

    id: UUID
    kind: PostingKind
    at: datetime
    written_at: datetime
    cause: Cause
    actor_user_id: UUID | None  # None: FitKit itself
    note: str
    reverses_id: UUID | None
    reversed_by_id: UUID | None
    lines: tuple[Line, ...]


@requires(Permission.SEE_MONEY)
def posting(w: Work, *, posting_id: UUID) -> PostingView:
    """One posting.

    Raises:
        NotFound: no such posting.
    """
    return posting_of(w, posting_id=posting_id)


@internal
def posting_of(w: Work, *, posting_id: UUID) -> PostingView:
    """The same, for features.

    Raises:
        NotFound: no such posting.
    """
    row = w.hot(_BY_ID, {"posting_id": posting_id}).first()
    if row is None:
        raise NotFound
    return _view(row)


@internal
def of_cause(w: Work, *, cause: Cause) -> tuple[PostingView, ...]:
    """What a cause has posted, in order; one of a kind, reversed ones too."""
    binds = {"org_id": w.actor.org_id, "kind": cause.kind, "id": cause.id}
    return tuple(_view(row) for row in w.hot(_BY_CAUSE, binds))


def _view(row: Any) -> PostingView:  # Any: a row of _SEEN
    return PostingView(
        id=row.id,
        kind=PostingKind(row.kind),
        at=row.at,
        written_at=row.created_at,
        cause=Cause(row.cause_kind, row.cause_id),
        actor_user_id=row.actor_user_id,
        note=row.note,
        reverses_id=row.reverses_id,
        reversed_by_id=row.reversed_by_id,
        lines=tuple(
            Line(Account(account), Money(amount), UUID(member) if member else None, rate)
            for account, amount, member, rate in row.lines
        ),
    )
