"""Gift money is used for a sale, and handed out again: what a tax document is owed for.

Locks: a member's turn, taken after everything else that whoever sells holds.
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.documents import actions as documents
from fitkit.features.offers.queries import gift_cards as queries
from fitkit.features.offers.rules import gift_cards as rules
from fitkit.features.offers.tables import GiftSpend

_TURN: Final = sa.select(
    sa.func.pg_advisory_xact_lock(
        sa.func.hashtext("gift money"), sa.func.hashtext(sa.bindparam("whose", type_=sa.Text))
    )
)


@internal
def spend_gift_money(
    w: Work,
    *,
    member_id: UUID,
    cause_kind: str,
    cause_id: UUID,
    used: Money,
    vat_per_mille: int,
    words: str,
) -> Money:
    """Say that credit paid for a sale, and owe the tax document of what of it was gift money; how much that was.

    Call it once for each use of credit, in the Work that uses it.

    Args:
        w: of whoever sells.
        member_id: whose credit.
        cause_kind: the table of what was sold.
        cause_id: its row.
        used: what of the credit paid for it.
        vat_per_mille: the rate of the sale; 0: of an exempt dealer, who owes nothing more.
        words: what was sold, in the gym's language.
    """
    w.hot(_TURN, {"whose": str(member_id)})
    part = rules.gift_part(queries.gift_money_left(w, member_id=member_id), used)
    if part <= ZERO:
        return ZERO
    row = _written(w, member_id, (cause_kind, cause_id), part)
    documents.owe_for_gift_money(
        w,
        spend_id=row.id,
        member_id=member_id,
        amount=part,
        vat_per_mille=vat_per_mille,
        words=words,
    )
    return part


@internal
def hand_gift_money_out(
    w: Work,
    *,
    member_id: UUID,
    causes: Iterable[tuple[str, UUID]],
    amount: Money,
    cause_kind: str,
    cause_id: UUID,
) -> Money:
    """Say that what credit had paid of these causes was handed out; take back the documents of gift money in it.

    Returns:
        How much of the amount had been gift money. It is not on any card, nor in anybody's credit.
    """
    w.hot(_TURN, {"whose": str(member_id)})
    spent, total = queries.gift_money_in(w, causes=causes), ZERO
    for spend_id, part in rules.handed_out(spent, amount):
        row = _written(w, member_id, (cause_kind, cause_id), part, of=spend_id)
        documents.owe_for_gift_money_out(w, out_id=row.id, spend_id=spend_id, amount=part)
        total += part
    return total


def _written(
    w: Work, member_id: UUID, cause: tuple[str, UUID], amount: Money, *, of: UUID | None = None
) -> GiftSpend:
    row = GiftSpend(
        id=new_id(),
        member_id=member_id,
        cause_kind=cause[0],
        cause_id=cause[1],
        amount_agorot=amount.agorot,
        handed_out_of_id=of,
    )
    w.add(row)
    w.session.flush()
    return row
