"""Businesses that members' documents are made out to, and invoices to them that lack an allocation number."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.documents import rules
from fitkit.features.documents.queries.lists import _SEEN, DocumentView, _view
from fitkit.features.documents.rules import DocumentState
from fitkit.features.documents.tables import BusinessBuyer, TaxDocument
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.ports.invoices import DocumentKind

_B = columns(BusinessBuyer)
_D = columns(TaxDocument)
_M = columns(Member)
SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class BuyerView:
    """A business that a member's documents are made out to."""

    member_id: UUID
    member: str
    tax_id: str
    name: str


@requires(Permission.SEE_MONEY)
def buyers(w: Work) -> tuple[BuyerView, ...]:
    """Members whose documents are made out to a business, by its name; at most 200."""
    query = (
        sa.select(_B, _M.c.first_name, _M.c.last_name)
        .join(_M, _M.c.id == _B.c.member_id)
        .order_by(_B.c.name, _B.c.id)
        .limit(SHOWN)
    )
    return tuple(
        BuyerView(r.member_id, full_name(r.first_name, r.last_name), r.tax_id, r.name)
        for r in w.hot(query)
    )


@internal
def buyer_of(w: Work, *, member_id: UUID) -> tuple[str, str] | None:
    """(number, name) of the business that a member's documents are made out to; None: they are private."""
    row = w.hot(sa.select(_B.c.tax_id, _B.c.name).where(_B.c.member_id == member_id)).first()
    return None if row is None else (row.tax_id, row.name)


@requires(Permission.SEE_MONEY)
def without_allocation(w: Work) -> tuple[DocumentView, ...]:
    """Invoices to businesses above their day's threshold that came without a number, newest first."""
    query = (
        _SEEN.where(
            _D.c.state == DocumentState.ISSUED,
            _D.c.buyer_tax_id != "",
            _D.c.allocation_number == "",
            _D.c.kind.in_([DocumentKind.INVOICE, DocumentKind.INVOICE_RECEIPT]),
        )
        .order_by(_D.c.on.desc(), _D.c.id.desc())
        .limit(SHOWN)
    )
    found = [(row.buyer_tax_id, _view(row)) for row in w.hot(query)]
    return tuple(
        view
        for buyer, view in found
        if rules.needs_allocation(
            view.kind,
            on=view.on,
            before_vat=_before_vat(view.amount, view.vat_per_mille),
            buyer=buyer,
        )
    )


def _before_vat(amount: Money, per_mille: int) -> Money:
    return amount - amount.vat_inside(Fraction(per_mille, 1000))
