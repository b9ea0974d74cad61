"""The accountant's month: payments, refunds, documents, and the VAT of the book."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.clock import day_of, day_span
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.documents.queries.accounts import gym
from fitkit.features.documents.queries.lists import _IS_MISSING, _SEEN, DocumentView, _view
from fitkit.features.documents.rules import Month
from fitkit.features.documents.tables import TaxDocument
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.queries import AccountTurnover
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.ledger.tables import LedgerEntry
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.payments.rules import ChargeState, RefundState, what_for
from fitkit.features.payments.tables import Charge, PayAccount, Refund
from fitkit.ports.payments import PayWay, Provider

_C = columns(Charge)
_R = columns(Refund)
_A = columns(PayAccount)
_D = columns(TaxDocument)
_M = columns(Member)
_E = columns(LedgerEntry)
_vat = _E.alias("vat")


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A payment, or a refund."""

    on: date
    member: str
    words: str  # what for, or why
    way: PayWay
    provider: Provider | None  # None: by hand
    reference: str  # the company's transaction
    amount: Money  # positive
    document_number: str  # empty: none yet
    cause_id: UUID


@dataclass(frozen=True, slots=True)
class VatLine:
    """What was earned at a rate, credit notes taken off."""

    per_mille: int
    before_vat: Money
    vat: Money

    @property
    def total(self) -> Money:
        """With VAT."""
        return self.before_vat + self.vat


@dataclass(frozen=True, slots=True)
class MonthView:
    """All that an accountant asks for, by day."""

    gym: str
    month: Month
    payments: tuple[MoneyLine, ...]
    refunds: tuple[MoneyLine, ...]
    documents: tuple[DocumentView, ...]
    missing: int  # documents of the month that are owed
    vat: tuple[VatLine, ...]  # by rate, the highest first
    accounts: tuple[AccountTurnover, ...]


@requires(Permission.SEE_MONEY)
def month(w: Work, *, first: date) -> MonthView:
    """A month as an accountant reads it; ``first`` is any day of it."""
    found = Month(first.replace(day=1))
    of_month = _D.c.on.between(found.first, found.last)
    issued = w.hot(_SEEN.where(of_month, ~_IS_MISSING).order_by(_D.c.on, _D.c.id))
    owed = sa.select(sa.func.count()).select_from(_D).where(of_month, _IS_MISSING)
    return MonthView(
        gym=gym(w).name,
        month=found,
        payments=_payments(w, found),
        refunds=_refunds(w, found),
        documents=tuple(_view(row) for row in issued),
        missing=w.hot(owed).scalar_one(),
        vat=_vat_lines(w, found),
        accounts=ledger.accounts(w, first=found.first, last=found.last),
    )


_PAID: Final = (
    sa.select(
        _C.c.id,
        _C.c.paid_on,
        _C.c.words,
        _C.c.words_en,
        _C.c.way,
        _C.c.transaction_id,
        _C.c.amount_agorot,
        _A.c.provider,
        _M.c.first_name,
        _M.c.last_name,
        _D.c.number,
    )
    .join(_M, _M.c.id == _C.c.member_id)
    .outerjoin(_A, _A.c.id == _C.c.account_id)
    .outerjoin(_D, _D.c.id == _C.c.id)
    .where(_C.c.state == ChargeState.PAID, _C.c.amount_agorot > 0)
)
_GIVEN_BACK: Final = (
    sa.select(
        _R.c.id,
        _R.c.settled_at,
        _R.c.why,
        _R.c.way,
        _R.c.transaction_id,
        _R.c.amount_agorot,
        _A.c.provider,
        _M.c.first_name,
        _M.c.last_name,
        _D.c.number,
    )
    .join(_M, _M.c.id == _R.c.member_id)
    .join(_C, _C.c.id == _R.c.charge_id)
    .outerjoin(_A, _A.c.id == _C.c.account_id)
    .outerjoin(_D, _D.c.id == _R.c.id)
    .where(_R.c.state == RefundState.DONE)
)


def _payments(w: Work, found: Month) -> tuple[MoneyLine, ...]:
    query = _PAID.where(_C.c.paid_on.between(found.first, found.last))
    return tuple(
        MoneyLine(
            on=row.paid_on,
            member=full_name(row.first_name, row.last_name),
            words=what_for(row.words, row.words_en).to(w.actor.lang),
            way=PayWay(row.way),
            provider=Provider(row.provider) if row.provider else None,
            reference=row.transaction_id or "",
            amount=Money(row.amount_agorot),
            document_number=row.number or "",
            cause_id=row.id,
        )
        for row in w.hot(query.order_by(_C.c.paid_on, _C.c.id))
    )


def _refunds(w: Work, found: Month) -> tuple[MoneyLine, ...]:
    zone = w.actor.zone
    begins, ends = day_span(found.first, zone)[0], day_span(found.last, zone)[1]
    query = _GIVEN_BACK.where(_R.c.settled_at >= begins, _R.c.settled_at < ends)
    return tuple(
        MoneyLine(
            on=day_of(row.settled_at, zone),
            member=full_name(row.first_name, row.last_name),
            words=row.why,
            way=PayWay(row.way),
            provider=Provider(row.provider) if row.provider else None,
            reference=row.transaction_id or "",
            amount=Money(row.amount_agorot),
            document_number=row.number or "",
            cause_id=row.id,
        )
        for row in w.hot(query.order_by(_R.c.settled_at, _R.c.id))
    )


def _vat_lines(w: Work, found: Month) -> tuple[VatLine, ...]:
    """By the book: each posting that earned has one line of revenue with its rate, and its VAT beside it."""
    zone = w.actor.zone
    begins, ends = day_span(found.first, zone)[0], day_span(found.last, zone)[1]
    query = (
        sa.select(
            _E.c.vat_per_mille,
            sa.func.coalesce(-sa.func.sum(_E.c.amount_agorot), 0).label("before_vat"),
            sa.func.coalesce(-sa.func.sum(_vat.c.amount_agorot), 0).label("vat"),
        )
        .outerjoin(
            _vat,
            sa.and_(_vat.c.posting_id == _E.c.posting_id, _vat.c.account == Account.VAT),
        )
        .where(_E.c.account == Account.REVENUE, _E.c.at >= begins, _E.c.at < ends)
        .group_by(_E.c.vat_per_mille)
        .order_by(_E.c.vat_per_mille.desc())
    )
    return tuple(
        VatLine(row.vat_per_mille, Money(int(row.before_vat)), Money(int(row.vat)))
        for row in w.hot(query)
    )
