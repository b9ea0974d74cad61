"""Documents to look at: a month of them, those that are missing, a member's; and one with its file."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.errors import NotFound
from fitkit.core.money import Money
from fitkit.core.paging import PAGE, Page, cursor, keys
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.documents.queries.accounts import in_use
from fitkit.features.documents.rules import DocumentState, Month, may_be_noted
from fitkit.features.documents.tables import TaxDocument
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.ports.invoices import DocumentKind

_D = columns(TaxDocument)
_M = columns(Member)
_credited = _D.alias("credited")
_back = _D.alias("back")
_WAITING: Final = (
    sa.select(sa.func.count())
    .where(_back.c.credits_id == _D.c.id, _back.c.state != DocumentState.ISSUED)
    .correlate(_D)
    .scalar_subquery()
)
MISSING_MOST: Final = 200
_SEEN: Final = (
    sa.select(
        *(c for c in _D.columns if c.name != "pdf"),  # some of them are megabytes
        _D.c.pdf.is_not(None).label("has_file"),
        _M.c.first_name,
        _M.c.last_name,
        _credited.c.number.label("credits_number"),
        _credited.c.state.label("credits_state"),
        _WAITING.label("waiting"),
    )
    .join(_M, _M.c.id == _D.c.member_id)
    .outerjoin(_credited, _credited.c.id == _D.c.credits_id)
)
_IS_MISSING: Final = _D.c.state != DocumentState.ISSUED


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document without its file."""

    id: UUID
    kind: DocumentKind
    state: DocumentState
    on: date
    member_id: UUID
    member: str
    amount: Money  # positive, of what takes back too
    vat_per_mille: int
    number: str  # empty until it is issued
    allocation_number: str
    credits_number: str  # of the document that it takes back
    cause_kind: str  # "charge", "refund" or "gift_part"
    cause_id: UUID
    problem: str  # the issuer's words
    tries: int
    next_try_at: datetime | None
    owed_at: datetime
    is_noted: bool  # it was made without us: its file is where it was made
    may_be_noted: bool  # staff may type its number
    waiting: int  # of what takes it back and waits for its number


@dataclass(frozen=True, slots=True)
class Missing:
    """Documents that are owed."""

    rows: tuple[DocumentView, ...]  # the oldest first, at most 200
    count: int  # of all


@dataclass(frozen=True, slots=True)
class FileView:
    """A document to open."""

    document_id: UUID
    name: str  # of the file: Latin letters and digits
    body: bytes | None  # None: not fetched yet


@requires(Permission.SEE_MONEY)
def documents(w: Work, *, first: date, after: str = "") -> Page[DocumentView]:
    """The documents of a month that were issued, newest first.

    Args:
        w: of somebody who may see the gym's money.
        first: any day of the month.
        after: the cursor of the page before; empty: the first page.

    Raises:
        Refusal: not a cursor of ours.
    """
    month = Month(first.replace(day=1))
    query = _SEEN.where(_D.c.on.between(month.first, month.last), ~_IS_MISSING)
    if after:
        on, id_ = _place(after)
        query = query.where(sa.tuple_(_D.c.on, _D.c.id) < sa.tuple_(on, id_))
    rows = w.hot(query.order_by(_D.c.on.desc(), _D.c.id.desc()).limit(PAGE + 1)).all()
    views = tuple(_view(row) for row in rows[:PAGE])
    has_more = len(rows) > PAGE
    last = views[-1] if has_more else None
    return Page(views, cursor(last.on.isoformat(), str(last.id)) if last else None)


@requires(Permission.SEE_MONEY)
def missing(w: Work) -> Missing:
    """What is owed a document, of whatever month."""
    rows = w.hot(_SEEN.where(_IS_MISSING).order_by(_D.c.created_at, _D.c.id).limit(MISSING_MOST))
    has_issuer = in_use(w) is not None
    views = tuple(_view(row, has_issuer=has_issuer) for row in rows)
    if len(views) < MISSING_MOST:
        return Missing(views, len(views))
    return Missing(views, w.hot(sa.select(sa.func.count()).where(_IS_MISSING)).scalar_one())


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def documents_of(w: Work, *, member_id: UUID) -> tuple[DocumentView, ...]:
    """A member's documents that were issued, newest first, at most 200."""
    query = _SEEN.where(_D.c.member_id == member_id, ~_IS_MISSING)
    rows = w.hot(query.order_by(_D.c.on.desc(), _D.c.id.desc()).limit(MISSING_MOST))
    return tuple(_view(row) for row in rows)


@requires(Permission.SEE_MONEY)
def of_cause(w: Work, *, cause_id: UUID) -> DocumentView | None:
    """The document of a charge or a refund; None when it is owed none."""
    row = w.hot(_SEEN.where(_D.c.id == cause_id)).first()
    return None if row is None else _view(row)


@requires(Permission.USE_ACCOUNT)
def file_of(w: Work, *, document_id: UUID) -> FileView:
    """A document's file: for whom it was made out to, their guardian, and whoever may see the money.

    Raises:
        NotFound: no such document, not issued yet, or somebody else's.
    """
    row = w.hot(
        sa.select(_D.c.id, _D.c.kind, _D.c.number, _D.c.member_id, _D.c.state, _D.c.pdf).where(
            _D.c.id == document_id
        )
    ).first()
    if row is None or row.state != DocumentState.ISSUED or not _may_open(w, row.member_id):
        raise NotFound
    number = "".join(c for c in row.number if c.isascii() and c.isalnum()) or "document"
    return FileView(row.id, f"{row.kind}-{number}.pdf".replace("_", "-"), row.pdf)


@internal
def overdue(w: Work, *, before: datetime) -> tuple[int, date | None]:
    """How many documents have been owed since before a moment, and of which day the oldest is."""
    query = sa.select(sa.func.count(), sa.func.min(_D.c.on))
    row: Any = w.hot(query.where(_IS_MISSING, _D.c.created_at < before)).one()  # Any: a row of two
    return row[0], row[1]


def _may_open(w: Work, member_id: UUID) -> bool:
    actor = w.actor
    is_theirs = Permission.SEE_OWN in actor.permissions and actor.acts_for(member_id)
    return actor.may(Permission.SEE_MONEY) or is_theirs


def _place(after: str) -> tuple[date, UUID]:
    on, id_ = keys(after, 2)
    try:
        return date.fromisoformat(on), UUID(id_)
    except ValueError:
        raise NotFound from None


def _view(row: Any, *, has_issuer: bool = True) -> DocumentView:  # Any: a row of _SEEN
    waits = row.credits_id is not None and row.credits_state != DocumentState.ISSUED
    state = DocumentState(row.state)
    return DocumentView(
        id=row.id,
        kind=DocumentKind(row.kind),
        state=state,
        on=row.on,
        member_id=row.member_id,
        member=full_name(row.first_name, row.last_name),
        amount=Money(row.amount_agorot),
        vat_per_mille=row.vat_per_mille,
        number=row.number,
        allocation_number=row.allocation_number,
        credits_number=row.credits_number or "",
        cause_kind=row.cause_kind,
        cause_id=row.cause_id,
        problem=row.problem,
        tries=row.tries,
        next_try_at=row.next_try_at,
        owed_at=row.created_at,
        is_noted=row.noted_at is not None,
        may_be_noted=may_be_noted(state, waits=waits, has_issuer=has_issuer),
        waiting=row.waiting,
    )
