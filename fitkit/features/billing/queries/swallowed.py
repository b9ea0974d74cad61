"""What gift cards' money paid that is no sale of ours, as the book tells it: entry by entry of a member."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import internal
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.billing.rules.gifts import Move, swallowed_by
from fitkit.features.billing.rules.words import CancellationState, OrderState
from fitkit.features.billing.tables import Cancellation, CreditUse, GiftPart, Order, Period
from fitkit.features.ledger.rules.accounts import Account, PostingKind
from fitkit.features.ledger.tables import LedgerEntry, Posting
from fitkit.features.offers.tables import GiftCardUse

_E, _J, _G, _O, _U, _P, _D, _N = (
    columns(each)
    for each in (
        LedgerEntry,
        Posting,
        GiftCardUse,
        Order,
        CreditUse,
        GiftPart,
        Period,
        Cancellation,
    )
)
_R = _J.alias("undone")
_whose: Final = sa.bindparam("member_id", type_=sa.Uuid())
_STRANGE: Final = (PostingKind.OPENING, PostingKind.CORRECTION)  # no sale of ours

_is_strange: Final = sa.and_(
    sa.func.coalesce(_R.c.kind, _J.c.kind).in_(_STRANGE),
    sa.or_(_E.c.amount_agorot > 0, _R.c.id.is_not(None)),  # a debt, or the undoing of one
)
# Of a code typed for an order that waits: it goes back on the card when the order ends unpaid.
_waits: Final = sa.exists().where(_O.c.gift_use_id == _G.c.id, _O.c.state != OrderState.PAID)
_ENTRIES: Final = (
    sa.select(
        _E.c.id,
        _E.c.created_at,
        _E.c.amount_agorot,
        _E.c.balance_agorot,
        _J.c.kind,
        _J.c.cause_kind,
        _J.c.cause_id,
        _is_strange.label("is_strange"),
        sa.and_(
            _J.c.kind == PostingKind.GIFT_CARD_USED,
            _G.c.undone_at.is_(None),
            _G.c.is_given_back.is_(False),
            sa.not_(_waits),
        ).label("is_gift"),
    )
    .select_from(_E)
    .join(_J, _J.c.id == _E.c.posting_id)
    .outerjoin(_R, _R.c.id == _J.c.reverses_id)
    .outerjoin(_G, sa.and_(_J.c.cause_kind == "gift_card_use", _G.c.id == _J.c.cause_id))
    .where(_E.c.member_id == _whose, _E.c.account == Account.MEMBER)
    .order_by(_E.c.number)
)
_ANY: Final = sa.select(
    sa.exists().where(
        _E.c.member_id == _whose,
        _E.c.account == Account.MEMBER,
        _E.c.amount_agorot > 0,
        _J.c.id == _E.c.posting_id,
        _J.c.kind.in_(_STRANGE),
    )
)
# What was set aside for an order counts from then on, whenever it is sold.
_SET_ASIDE: Final = (
    sa.select(
        _U.c.id,
        _U.c.cause_kind,
        _U.c.cause_id,
        _U.c.amount_agorot,
        sa.case(
            (
                sa.and_(
                    _O.c.state != OrderState.PAID, _G.c.id.is_not(None), _G.c.undone_at.is_(None)
                ),
                sa.func.greatest(_U.c.gift_agorot - _G.c.amount_agorot, 0),
            ),
            else_=_U.c.gift_agorot,
        ).label("gift"),
    )
    .select_from(_U)
    .outerjoin(_O, sa.and_(_U.c.cause_kind == "sales_order", _O.c.id == _U.c.cause_id))
    .outerjoin(_G, _G.c.id == _O.c.gift_use_id)
    .where(_U.c.member_id == _whose)
)
# What a notice took back is handed over in money: it is nobody's gift any more.
_is_handed: Final = sa.exists().where(
    _P.c.of_id.is_not(None),
    _P.c.cause_kind == "cancellation",
    _N.c.id == _P.c.cause_id,
    _N.c.state == CancellationState.SETTLED,
)
_PARTS: Final = (
    sa.select(_P.c.id, _P.c.cause_kind, _P.c.cause_id, _P.c.amount_agorot)
    .where(_P.c.member_id == _whose, sa.not_(_is_handed))
    .order_by(_P.c.id)
)
_PERIODS: Final = sa.select(_D.c.id, _D.c.paid_at).where(_D.c.member_id == _whose)


class _Use(NamedTuple):
    """Gift cards' money that was used, or came back; in order of its id."""

    id: UUID
    amount: Money
    cause: tuple[str, UUID]


@internal
def swallowed(w: Work, *, member_id: UUID) -> Money:
    """How much of gift cards' money in a member's credit paid what is no sale of ours, and no card has back.

    Where the book does not say when something stopped being claimed it counts as claimed: less is swallowed
    then, and VAT is told rather too early than too late. In the member's turn.
    """
    whose = {"member_id": member_id}
    if not w.hot(_ANY, whose).scalar_one():
        return ZERO
    entries, aside, parts, periods = (
        w.hot(each, whose).all() for each in (_ENTRIES, _SET_ASIDE, _PARTS, _PERIODS)
    )
    return swallowed_by(_moves(entries, aside, parts, {row.id: row.paid_at for row in periods}))


def _moves(
    entries: Sequence[Any], aside: Sequence[Any], parts: Sequence[Any], paid: dict[UUID, Any]
) -> Iterator[Move]:  # Any: rows of the statements above
    uses = _uses(aside, parts)
    sold: dict[UUID, int] = {}  # what stands in the book of periods
    given: set[tuple[str, UUID]] = set()  # orders that do
    for row in entries:
        while uses and uses[0].id < row.id:
            one = uses.pop(0)
            yield Move(ZERO, used=one.amount)
            if one.cause[1] in sold:
                sold[one.cause[1]] -= one.amount.agorot
        if row.cause_kind == "deal_period":
            sold[row.cause_id] = sold.get(row.cause_id, 0) + row.amount_agorot
        if row.kind is PostingKind.SALE:
            given.add((row.cause_kind, row.cause_id))
        held = sum(
            one.amount_agorot
            for one in aside
            if one.id < row.id and (one.cause_kind, one.cause_id) not in given
        )
        claimed = sum(
            max(left, 0)
            for id_, left in sold.items()
            if paid.get(id_) is None or paid[id_] >= row.created_at
        )
        amount = Money(row.amount_agorot)
        yield Move(
            Money(claimed - row.balance_agorot - held),
            came=-amount if row.is_gift else ZERO,
            debt=amount if row.is_strange else ZERO,
        )


def _uses(aside: Sequence[Any], parts: Sequence[Any]) -> list[_Use]:
    """What was set aside for orders, at once; and what else was used, or came back."""
    found = [_Use(row.id, Money(row.gift), (row.cause_kind, row.cause_id)) for row in aside]
    known = {one.cause for one in found}
    for row in parts:
        cause = (row.cause_kind, row.cause_id)
        if cause in known and row.amount_agorot > 0:
            known.remove(cause)  # the same money, sold; what comes after it was taken back before
        else:
            found.append(_Use(row.id, Money(row.amount_agorot), cause))
    return sorted(found)
