"""Bills: all that was owed, asked for in one charge."""

from typing import Final
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.payments.rules import OPEN
from fitkit.features.payments.tables import Charge

CAUSE: Final = "bill"  # of charges: the table's name


@internal
def is_being_paid(w: Work, *, member_id: UUID) -> bool:
    """Whether a charge for all that a member owes is under way."""
    found = select(Charge.id).where(
        col(Charge.cause_kind) == CAUSE,
        col(Charge.member_id) == member_id,
        col(Charge.state).in_(OPEN),
    )
    return w.session.scalars(found.limit(1)).first() is not None
