"""What a member paid, with the document of each."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.i18n import Text
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.documents.tables import TaxDocument
from fitkit.features.members.tables import Member
from fitkit.features.payments.queries import going_back
from fitkit.features.payments.rules import ChargeMode, ChargeState, what_for
from fitkit.features.payments.tables import Charge


@dataclass(frozen=True, slots=True)
class PaymentView:
    """Something a member paid, or tried to."""

    charge_id: UUID
    at: datetime
    words: Text
    amount: Money
    refunded: Money  # under way counted in
    under_way: Money  # of it, what has not gone back yet
    state: ChargeState
    last4: str
    document: str  # its number; empty: none, or none yet
    is_document_due: bool
    file_id: UUID | None  # of the document, to open it; None: none yet, or it was made without us


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def payments_of(w: Work, *, member_id: UUID, limit: int = 12) -> tuple[PaymentView, ...]:
    """What a member paid, or tried to by a kept card, newest first, with the document of each.

    Pages that were only opened, and cards that were only kept, are left out.

    Raises:
        NotFound: no such member.
    """
    w.get(Member, member_id)
    told = sa.or_(
        col(Charge.state).in_((ChargeState.PAID, ChargeState.UNKNOWN)),
        sa.and_(col(Charge.state) == ChargeState.DECLINED, col(Charge.mode) == ChargeMode.CARD),
    )
    its_document = sa.and_(
        col(TaxDocument.cause_kind) == "charge", col(TaxDocument.cause_id) == col(Charge.id)
    )
    found = (
        select(Charge, TaxDocument)
        .outerjoin(TaxDocument, its_document)
        .where(col(Charge.member_id) == member_id, col(Charge.amount_agorot) > 0, told)
        .order_by(col(Charge.id).desc())
        .limit(max(1, min(limit, 200)))
    )
    rows = w.session.execute(found).all()
    going = going_back(w, ids=[charge.id for charge, _ in rows])
    return tuple(_payment(charge, paper, going.get(charge.id, ZERO)) for charge, paper in rows)


def _payment(charge: Charge, paper: TaxDocument | None, under_way: Money) -> PaymentView:
    return PaymentView(
        charge_id=charge.id,
        at=charge.settled_at or charge.created_at,
        words=what_for(charge.words, charge.words_en),
        amount=Money(charge.amount_agorot),
        refunded=Money(charge.refunded_agorot),
        under_way=under_way,
        state=charge.state,
        last4=charge.last4,
        document=paper.number if paper else "",
        is_document_due=paper is not None and not paper.number,
        file_id=paper.id if paper and paper.number and paper.noted_at is None else None,
    )
