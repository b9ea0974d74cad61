"""One charge and its refunds; a cause's state; whom to ask about next."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.i18n import Text
from fitkit.core.money import ZERO, Money
from fitkit.core.paging import PAGE, Page, cursor, keys
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.payments.rules import (
    NUMBER_MOST,
    OPEN,
    ChargeMode,
    ChargeState,
    Claim,
    RefundState,
    what_for,
)
from fitkit.features.payments.tables import Charge, Refund
from fitkit.ports.payments import DeclineKind, DeclineReason, PaidLine, Payer, PayWay

_C = columns(Charge)
_R = columns(Refund)
_now = sa.bindparam("now", type_=_C.c.next_look_at.type)
_GYMS_DUE: Final = sa.union(
    sa.select(_C.c.org_id).where(_C.c.next_look_at <= _now),
    sa.select(_R.c.org_id).where(_R.c.next_look_at <= _now),
)
_DUE: Final = (
    sa.union_all(
        sa.select(_C.c.id, _C.c.next_look_at, sa.false().label("is_refund")).where(
            _C.c.org_id == sa.bindparam("gym", type_=sa.Uuid), _C.c.next_look_at <= _now
        ),
        sa.select(_R.c.id, _R.c.next_look_at, sa.true()).where(
            _R.c.org_id == sa.bindparam("gym", type_=sa.Uuid), _R.c.next_look_at <= _now
        ),
    )
    .order_by("next_look_at", "id")
    .limit(sa.bindparam("most", type_=sa.Integer))
)


@dataclass(frozen=True, slots=True)
class Due:
    """A charge or a refund that is to be gone on with now."""

    id: UUID
    is_refund: bool


@dataclass(frozen=True, slots=True)
class Claims:
    """What refunds of an account and an amount, but one, hold of the company's list."""

    numbers: frozenset[str]  # transactions of the one's amount that are theirs
    rivals: tuple[Claim, ...]  # of the one's amount, told, and their transaction not known


@dataclass(frozen=True, slots=True)
class ChargeView:
    """A charge, whole."""

    id: UUID
    member_id: UUID
    cause_kind: str
    cause_id: UUID
    attempt: int
    amount: Money
    lines: tuple[PaidLine, ...]
    words: Text  # what it is for
    mode: ChargeMode
    state: ChargeState
    account_id: UUID | None
    card_id: UUID | None
    keeps_card: bool
    keeps_apart: bool
    instalments: int
    page_reference: str | None
    page_url: str
    bit_url: str
    opened_at: datetime
    told_at: datetime | None
    asked_at: datetime | None
    settled_at: datetime | None
    way: PayWay | None
    paid_on: date | None
    transaction_id: str | None
    approval: str
    last4: str
    decline: DeclineKind | None
    reason: DeclineReason | None
    said: str
    note: str
    refunded: Money  # under way counted in
    under_way: Money  # of what is counted as refunded: it has not gone back yet
    is_surplus: bool  # it had been paid before: it is the member's credit, or was given back since

    @property
    def key(self) -> str:
        """By which the company knows it."""
        return self.id.hex

    @property
    def left(self) -> Money:
        """What may still be given back."""
        return self.amount - self.refunded if self.state is ChargeState.PAID else ZERO


@dataclass(frozen=True, slots=True)
class RefundView:
    """A refund, whole."""

    id: UUID
    charge_id: UUID
    member_id: UUID
    amount: Money
    way: PayWay
    state: RefundState
    why: str
    cause_kind: str
    cause_id: UUID | None
    opened_at: datetime
    told_at: datetime | None
    settled_at: datetime | None
    transaction_id: str | None
    said: str


@dataclass(frozen=True, slots=True)
class CauseState:
    """What became of a cause so far."""

    state: ChargeState | None  # PAID, or of the newest charge; None: nothing was tried
    charge_id: UUID | None
    attempts: int
    paid: Money  # less what went back


@internal
def charge(w: Work, *, charge_id: UUID) -> ChargeView:
    """One charge.

    Raises:
        NotFound: no such charge in this gym.
    """
    return view_of(w.get(Charge, charge_id))


@internal
def refund(w: Work, *, refund_id: UUID) -> RefundView:
    """One refund.

    Raises:
        NotFound: no such refund in this gym.
    """
    return view_of_refund(w.get(Refund, refund_id))


@internal
def refunds_of(w: Work, *, charge_id: UUID) -> tuple[RefundView, ...]:
    """Refunds of a charge, oldest first; may be empty."""
    found = select(Refund).where(col(Refund.charge_id) == charge_id).order_by(col(Refund.id))
    return tuple(view_of_refund(row) for row in w.session.scalars(found))


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def charges_of(
    w: Work, *, member_id: UUID, after: str | None = None, limit: int = PAGE
) -> Page[ChargeView]:
    """A member's charges, newest first; not where a card alone was kept.

    Raises:
        Refusal: BAD_CURSOR.
    """
    most = min(max(limit, 1), 200)
    found = select(Charge).where(col(Charge.member_id) == member_id, col(Charge.amount_agorot) > 0)
    if after:
        found = found.where(col(Charge.id) < _id(keys(after, 1)[0]))
    rows = w.session.scalars(found.order_by(col(Charge.id).desc()).limit(most + 1)).all()
    shown = rows[:most]
    more = cursor(str(shown[-1].id)) if len(rows) > most else None
    going = going_back(w, ids=[row.id for row in shown])
    return Page(tuple(view_of(row, going.get(row.id, ZERO)) for row in shown), more)


@internal
def going_back(w: Work, *, ids: Collection[UUID]) -> dict[UUID, Money]:
    """What is to go back of charges and has not yet; only those of which something is."""
    found = (
        sa.select(_R.c.charge_id, sa.func.sum(_R.c.amount_agorot).label("going"))
        .where(
            _R.c.charge_id.in_(list(ids)),
            _R.c.state.in_((RefundState.CREATED, RefundState.UNKNOWN)),
        )
        .group_by(_R.c.charge_id)
    )
    rows = w.hot(found).all() if ids else []
    return {row.charge_id: Money(int(row.going)) for row in rows}


@internal
def state_of_cause(w: Work, *, kind: str, id: UUID) -> CauseState:  # noqa: A002  # the word of the field
    """What became of a cause so far."""
    found = (
        select(Charge)
        .where(col(Charge.cause_kind) == kind, col(Charge.cause_id) == id)
        .order_by(col(Charge.attempt))
    )
    rows = w.session.scalars(found).all()
    if not rows:
        return CauseState(None, None, 0, ZERO)
    paid = [row for row in rows if is_paid(row)]
    last = next(iter(paid), rows[-1])
    agorot = sum(row.amount_agorot - row.refunded_agorot for row in paid)
    return CauseState(last.state, last.id, len(rows), Money(agorot))


@internal
def charge_by_hint(w: Work, *, account_id: UUID, reference: str, key: str) -> UUID | None:
    """The charge of an account that a callback points to; None: nothing of ours."""
    pointed = [col(Charge.page_reference) == reference, col(Charge.transaction_id) == reference]
    ids = [found for found in map(_maybe_id, {key, reference}) if found is not None]
    pointed.append(col(Charge.id).in_(ids))
    found = (
        select(Charge.id)
        .where(col(Charge.account_id) == account_id, sa.or_(*pointed))
        .order_by(col(Charge.id).desc())
        .limit(1)
    )
    return w.session.scalars(found).first()


@internal
def gyms_due(w: Work) -> frozenset[UUID]:
    """Gyms, of all, where a charge or a refund is to be gone on with now."""
    return frozenset(w.hot(_GYMS_DUE, {"now": w.now}).scalars())


@internal
def due(w: Work, *, most: int) -> tuple[Due, ...]:
    """Charges to be asked about and refunds to be told or asked about now, of the gym, longest due first."""
    found = w.hot(_DUE, {"gym": w.actor.org_id, "now": w.now, "most": most})
    return tuple(Due(row.id, row.is_refund) for row in found)


@internal
def claims(w: Work, *, refund: RefundView) -> Claims:
    """What the other refunds of a refund's account hold of its company's list, and may hold yet."""
    mine = w.get(Refund, refund.id)
    found = sa.select(_R.c.id, _R.c.told_at, _R.c.transaction_id).where(
        _R.c.account_id == mine.account_id,
        _R.c.amount_agorot
        == mine.amount_agorot,  # in the list, too, only those of the amount are looked at
        _R.c.id != mine.id,
        sa.or_(
            _R.c.transaction_id.is_not(None),
            sa.and_(
                _R.c.told_at.is_not(None), _R.c.state.in_((RefundState.UNKNOWN, RefundState.DONE))
            ),
        ),
    )
    others = w.hot(found).all()
    return Claims(
        numbers=frozenset(row.transaction_id for row in others if row.transaction_id is not None),
        rivals=tuple(Claim(row.id, row.told_at) for row in others if row.transaction_id is None),
    )


@internal
def is_number_taken(w: Work, account_id: UUID | None, number: str) -> bool:
    """Whether a company's number is that of a refund of the account already; for actions."""
    found = select(Refund.id).where(
        col(Refund.account_id) == account_id,
        col(Refund.transaction_id) == number[:NUMBER_MOST],
    )
    return bool(number) and w.session.scalars(found).first() is not None


@internal
def payer_of(w: Work, *, member_id: UUID) -> Payer:
    """A member as the company hears of them.

    Raises:
        NotFound: no such member.
    """
    row = w.get(Member, member_id)
    return Payer(full_name(row.first_name, row.last_name), row.email, row.phone)


@internal
def open_of(w: Work, *, kind: str, id: UUID) -> Charge | None:  # noqa: A002
    """The open charge of a cause; for actions."""
    found = select(Charge).where(
        col(Charge.cause_kind) == kind,
        col(Charge.cause_id) == id,
        col(Charge.state).in_(OPEN),
    )
    return w.session.scalars(found).first()


@internal
def paid_of(w: Work, *, kind: str, id: UUID) -> Charge | None:  # noqa: A002
    """The charge that paid a cause and was not given back; for actions."""
    found = (
        select(Charge)
        .where(
            col(Charge.cause_kind) == kind,
            col(Charge.cause_id) == id,
            col(Charge.state) == ChargeState.PAID,
            col(Charge.amount_agorot) > col(Charge.refunded_agorot),
        )
        .order_by(col(Charge.settled_at))
    )
    return w.session.scalars(found).first()


@internal
def is_paid(row: Charge) -> bool:
    """Whether a charge pays its cause: not one that went back whole, nor one that only kept a card."""
    return row.state is ChargeState.PAID and row.amount_agorot > row.refunded_agorot


@internal
def view_of(row: Charge, under_way: Money = ZERO) -> ChargeView:
    """A row as others may have it; of refunds under way only who lists payments tells."""
    return ChargeView(
        id=row.id,
        member_id=row.member_id,
        cause_kind=row.cause_kind,
        cause_id=row.cause_id,
        attempt=row.attempt,
        amount=Money(row.amount_agorot),
        lines=tuple(PaidLine(words, Money(agorot), n) for words, agorot, n in row.lines),
        words=what_for(row.words, row.words_en),
        mode=row.mode,
        state=row.state,
        account_id=row.account_id,
        card_id=row.card_id,
        keeps_card=row.keeps_card,
        keeps_apart=row.keeps_apart,
        instalments=row.instalments,
        page_reference=row.page_reference,
        page_url=row.page_url,
        bit_url=row.bit_url,
        opened_at=row.created_at,
        told_at=row.told_at,
        asked_at=row.asked_at,
        settled_at=row.settled_at,
        way=row.way,
        paid_on=row.paid_on,
        transaction_id=row.transaction_id,
        approval=row.approval,
        last4=row.last4,
        decline=row.decline,
        reason=row.reason,
        said=row.said,
        note=row.note,
        refunded=Money(row.refunded_agorot),
        under_way=under_way,
        is_surplus=row.is_surplus,
    )


@internal
def view_of_refund(row: Refund) -> RefundView:
    """A row as others may have it."""
    return RefundView(
        id=row.id,
        charge_id=row.charge_id,
        member_id=row.member_id,
        amount=Money(row.amount_agorot),
        way=row.way,
        state=row.state,
        why=row.why,
        cause_kind=row.cause_kind,
        cause_id=row.cause_id,
        opened_at=row.created_at,
        told_at=row.told_at,
        settled_at=row.settled_at,
        transaction_id=row.transaction_id,
        said=row.said,
    )


def _id(words: str) -> UUID:
    found = _maybe_id(words)
    return found if found is not None else UUID(int=0)


def _maybe_id(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None
