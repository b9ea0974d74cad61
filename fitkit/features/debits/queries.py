"""The gym as its bank knows it, mandates, files and their lines."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.errors import NotFound
from fitkit.core.i18n import Text
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.debits.rules import FileState, MandateState, ReturnReason
from fitkit.features.debits.tables import BankMandate, DebitInstitution, DebitLine, DebitRun
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.payments.rules import ChargeState, what_for
from fitkit.features.payments.tables import Charge
from fitkit.ports.debits import Institution, Letters, Mandate

_B = columns(BankMandate)
_F = columns(DebitRun)
_L = columns(DebitLine)
_M = columns(Member)
_C = columns(Charge)
SHOWN: Final = 200
_ORDER: Final = list(MandateState)


@dataclass(frozen=True, slots=True)
class InstitutionView:
    """The gym as its bank knows it."""

    code: str
    sender: str
    name: str
    letters: Letters
    return_days: int


@dataclass(frozen=True, slots=True)
class MandateView:
    """An authorisation, its account number closed."""

    id: UUID
    member_id: UUID
    member: str
    number: int
    bank: str
    branch: str
    account_end: str
    payer_name: str
    state: MandateState
    asked_at: datetime
    signed_on: date | None
    active_at: datetime | None
    cancelled_at: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of debits."""

    id: UUID
    charge_on: date
    serial: int
    settles_on: date
    state: FileState
    count: int
    total: Money
    returned: int
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class LineView:
    """One debit in a file."""

    id: UUID
    charge_id: UUID
    member_id: UUID
    member: str
    words: Text
    amount: Money
    state: ChargeState
    reason: ReturnReason | None
    code: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file is built from. Never leaves flows."""

    institution: Institution
    mandates: tuple[tuple[Mandate, Money], ...]  # in the order of its lines
    charge_on: date
    serial: int
    made_on: date


@requires(Permission.SEE_MONEY)
def institution(w: Work) -> InstitutionView | None:
    """The gym as its bank knows it; None: the owner has not said."""
    row = w.session.scalars(select(DebitInstitution)).one_or_none()
    if row is None:
        return None
    return InstitutionView(row.code, row.sender, row.name, row.letters, row.return_days)


@requires(Permission.SEE_MONEY)
def mandates(w: Work) -> tuple[MandateView, ...]:
    """Authorisations by how they stand, cancelled ones last and the newest first; at most 200."""
    query = (
        sa.select(_B, _M.c.first_name, _M.c.last_name)
        .join(_M, _M.c.id == _B.c.member_id)
        .order_by((_B.c.state == MandateState.CANCELLED), _B.c.number.desc())
        .limit(SHOWN)
    )
    found = [_mandate(row) for row in w.hot(query)]
    return tuple(sorted(found, key=lambda m: _ORDER.index(m.state)))


@internal
def active_of(w: Work, *, member_id: UUID) -> UUID | None:
    """The mandate by which a member is debited; None: there is none."""
    found = select(BankMandate.id).where(
        col(BankMandate.member_id) == member_id, col(BankMandate.state) == MandateState.ACTIVE
    )
    return w.session.scalars(found).one_or_none()


@internal
def active_of_members(w: Work, *, member_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Mandates by member, of those who are debited."""
    query = sa.select(_B.c.member_id, _B.c.id).where(
        _B.c.state == MandateState.ACTIVE, _B.c.member_id.in_(list(member_ids))
    )
    return {row.member_id: row.id for row in w.hot(query)} if member_ids else {}


@internal
def opened(w: Work, *, mandate_id: UUID) -> Mandate:
    """A mandate with its account number and its payer's id, for the file alone.

    Raises:
        NotFound: no such mandate.
    """
    row = w.get(BankMandate, mandate_id)
    return Mandate(
        bank=row.bank,
        branch=row.branch,
        account=crypto.unseal(row.account_sealed, sealed_to(row.id, "account")),
        payer_id=crypto.unseal(row.payer_id_sealed, sealed_to(row.id, "payer_id")),
        payer_name=row.payer_name,
        reference=str(row.number),
    )


@internal
def sealed_to(mandate_id: UUID, what: str) -> str:
    """Where an account number or a payer's id is sealed to."""
    return f"{BankMandate.__tablename__}:{mandate_id}:{what}"


@internal
def next_serial(w: Work, *, charge_on: date) -> int:
    """The number of the next file of a day."""
    query = sa.select(sa.func.coalesce(sa.func.max(_F.c.serial), 0) + 1)
    return int(w.hot(query.where(_F.c.charge_on == charge_on)).scalar_one())


@requires(Permission.SEE_MONEY)
def files(w: Work) -> tuple[FileView, ...]:
    """Files, the newest day first, at most 200."""
    query = _FILES.order_by(_F.c.charge_on.desc(), _F.c.serial.desc()).limit(SHOWN)
    return tuple(_file(row) for row in w.hot(query).mappings())


@requires(Permission.SEE_MONEY)
def file_with_lines(w: Work, *, run_id: UUID) -> tuple[FileView, tuple[LineView, ...]]:
    """A file and its debits, in its order.

    Raises:
        NotFound: no such file in this gym.
    """
    row = w.hot(_FILES.where(_F.c.id == run_id)).mappings().first()
    if row is None:
        raise NotFound
    query = (
        sa.select(
            _L,
            _C.c.words,
            _C.c.words_en,
            _C.c.state.label("charge_state"),
            _M.c.first_name,
            _M.c.last_name,
        )
        .join(_C, _C.c.id == _L.c.charge_id)
        .join(_M, _M.c.id == _L.c.member_id)
        .where(_L.c.run_id == run_id)
        .order_by(_L.c.position)
    )
    lines = tuple(
        LineView(
            id=line.id,
            charge_id=line.charge_id,
            member_id=line.member_id,
            member=full_name(line.first_name, line.last_name),
            words=what_for(line.words, line.words_en),
            amount=Money(line.amount_agorot),
            state=ChargeState(line.charge_state),
            reason=ReturnReason(line.reason) if line.reason else None,
            code=line.code,
        )
        for line in w.hot(query)
    )
    return _file(row), lines


@internal
def to_build(w: Work, *, run_id: UUID) -> Opened:
    """What a file is built from, the same each time.

    Raises:
        NotFound: no such file, or the gym has no institution.
    """
    run, known = w.get(DebitRun, run_id), institution(w)
    if known is None:
        raise NotFound
    lines = select(DebitLine).where(col(DebitLine.run_id) == run_id)
    rows = w.session.scalars(lines.order_by(col(DebitLine.position)))
    return Opened(
        institution=Institution(known.code, known.sender, known.name, known.letters),
        mandates=tuple(
            (opened(w, mandate_id=row.mandate_id), Money(row.amount_agorot)) for row in rows
        ),
        charge_on=run.charge_on,
        serial=run.serial,
        made_on=run.made_on,
    )


@internal
def due_to_settle(w: Work, *, today: date) -> tuple[UUID, ...]:
    """Files whose days are over, by id."""
    query = sa.select(_F.c.id).where(_F.c.state == FileState.MADE, _F.c.settles_on <= today)
    return tuple(w.hot(query.order_by(_F.c.id)).scalars())


_FILES: Final = sa.select(
    _F,
    sa.select(sa.func.count())
    .where(_L.c.run_id == _F.c.id, _L.c.returned_at.is_not(None))
    .correlate(_F)
    .scalar_subquery()
    .label("returned"),
)


def _mandate(row: Any) -> MandateView:  # Any: a row of a mandate and its member
    return MandateView(
        id=row.id,
        member_id=row.member_id,
        member=full_name(row.first_name, row.last_name),
        number=row.number,
        bank=row.bank,
        branch=row.branch,
        account_end=row.account_end,
        payer_name=row.payer_name,
        state=MandateState(row.state),
        asked_at=row.created_at,
        signed_on=row.signed_on,
        active_at=row.active_at,
        cancelled_at=row.cancelled_at,
        why=row.why,
    )


def _file(row: Any) -> FileView:  # Any: a mapping of _FILES
    return FileView(
        id=row["id"],
        charge_on=row["charge_on"],
        serial=row["serial"],
        settles_on=row["settles_on"],
        state=FileState(row["state"]),
        count=row["count"],
        total=Money(row["total_agorot"]),
        returned=row["returned"],
        taken_at=row["taken_at"],
    )
