"""What of a member's credit came from gift cards, and what of sales it paid."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.errors import Refusal
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import internal
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.billing.queries.swallowed import swallowed
from fitkit.features.billing.rules.orders import PAYABLE
from fitkit.features.billing.rules.words import CancellationState, OrderState
from fitkit.features.billing.tables import Cancellation, CreditUse, GiftPart, Order
from fitkit.features.offers.queries import gift_cards as cards
from fitkit.features.offers.tables import GiftCardUse
from fitkit.texts import gift_cards as texts

_G, _U, _O, _P, _N = (
    columns(each) for each in (GiftCardUse, CreditUse, Order, GiftPart, Cancellation)
)
_whose = sa.bindparam("member_id", type_=sa.Uuid())


def _sum(amount: sa.ColumnElement[int], *where: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.coalesce(sa.func.sum(amount), 0)).where(*where).scalar_subquery()


_came = _sum(
    _G.c.amount_agorot,
    _G.c.member_id == _whose,
    _G.c.undone_at.is_(None),
    _G.c.is_given_back.is_(False),
)
_used = _sum(_P.c.amount_agorot, _P.c.member_id == _whose)
_held = _sum(_U.c.gift_agorot, _U.c.member_id == _whose, _U.c.is_spent.is_(False))
# What a notice took back is handed over in money: it is nobody's gift any more.
_to_hand = _sum(
    -_P.c.amount_agorot,
    _P.c.member_id == _whose,
    _P.c.cause_kind == "cancellation",
    _P.c.of_id.is_not(None),
    _P.c.cause_id == _N.c.id,
    _N.c.state == CancellationState.SETTLED,
)
# Of a code typed for an order that waits: it goes back on the card when the order ends unpaid.
_set_aside = (
    sa.select(_U.c.gift_agorot)
    .where(_U.c.cause_kind == "sales_order", _U.c.cause_id == _O.c.id)
    .correlate(_O)
    .scalar_subquery()
)
_loose = _sum(
    sa.func.greatest(_G.c.amount_agorot - sa.func.coalesce(_set_aside, 0), 0),
    _O.c.member_id == _whose,
    _O.c.is_holding,
    _O.c.state != OrderState.PAID,
    _G.c.id == _O.c.gift_use_id,
    _G.c.undone_at.is_(None),
)
# One statement, so that all of it is of one moment.
_LEFT: Final = sa.select(_came - _used - _held - _to_hand - _loose)


@internal
def gifts_left(w: Work, *, member_id: UUID) -> Money:
    """What of gift cards' money in a member's credit is used for nothing and set aside for nothing.

    What paid a debt that is no sale of ours, such as a balance of another system, is gone.
    """
    left = Money(int(w.hot(_LEFT, {"member_id": member_id}).scalar_one()))
    if left > ZERO:
        left -= swallowed(w, member_id=member_id)
    return max(left, ZERO)


@internal
def unpaid_with(w: Work, *, card_id: UUID) -> tuple[UUID, ...]:
    """The orders that hold something of a gift card and are not paid, in order of id."""
    return tuple(row.id for row in _unpaid_with(w, card_id))


@internal
def paid_with(w: Work, *, card_id: UUID, plan_id: UUID) -> tuple[UUID, ...]:
    """The orders of a plan that a gift card paid, whole or in part, in order of id."""
    found = _with_card(card_id).where(
        col(Order.state) == OrderState.PAID, col(Order.plan_id) == plan_id
    )
    return tuple(row.id for row in w.session.execute(found))


@internal
def to_pay_with(w: Work, *, gift_code: str) -> Money:
    """What a gift card would pay of an order that is placed now; what waits with it makes way.

    Raises:
        Refusal: at ``gift_code``: no such card, over, used up; an order with it is being paid.
    """
    card_id = cards.card_of_code(w, gift_code=gift_code)
    waiting = _unpaid_with(w, card_id)
    if any(row.state is OrderState.PAYING for row in waiting):
        raise Refusal(texts.IS_PAYING, field="gift_code")
    held = Money(sum(row.amount_agorot for row in waiting))
    return cards.usable_on(w, card_id=card_id, held=held)


def _with_card(card_id: UUID) -> Any:  # Any: SQLAlchemy's
    return (
        select(Order.id, Order.state, GiftCardUse.amount_agorot)
        .join(GiftCardUse, col(GiftCardUse.id) == col(Order.gift_use_id))
        .where(col(GiftCardUse.gift_card_id) == card_id, col(GiftCardUse.undone_at).is_(None))
        .order_by(col(Order.id))
    )


def _unpaid_with(w: Work, card_id: UUID) -> Sequence[Any]:  # Any: SQLAlchemy's
    return w.session.execute(_with_card(card_id).where(col(Order.state).in_(PAYABLE))).all()


@internal
def gift_set_aside(w: Work, *, cause_kind: str, cause_id: UUID) -> Money:
    """What of the credit that is set aside for a cause, or was used for it, is gift cards' money."""
    found = select(CreditUse.gift_agorot).where(
        col(CreditUse.cause_kind) == cause_kind, col(CreditUse.cause_id) == cause_id
    )
    return Money(w.session.scalar(found) or 0)


@internal
def parts_of(w: Work, *, causes: Iterable[tuple[str, UUID]]) -> tuple[tuple[UUID, Money], ...]:
    """What gift cards paid of causes, and what of each part was not taken back yet; the newest first."""
    back = col(GiftPart.of_id)
    mine = sa.tuple_(col(GiftPart.cause_kind), col(GiftPart.cause_id)).in_(list(causes))
    rows = w.session.scalars(
        select(GiftPart).where(mine, back.is_(None)).order_by(col(GiftPart.id).desc())
    ).all()
    taken: dict[UUID, int] = {}
    for row in w.session.scalars(select(GiftPart).where(back.in_([row.id for row in rows]))):
        if row.of_id is not None:
            taken[row.of_id] = taken.get(row.of_id, 0) + row.amount_agorot
    return tuple((row.id, Money(row.amount_agorot + taken.get(row.id, 0))) for row in rows)


@internal
def taken_back_by(w: Work, *, cause: tuple[str, UUID]) -> tuple[tuple[UUID, Money], ...]:
    """The parts that a cause took back, and how much of each, for this feature's actions."""
    found = select(GiftPart.of_id, GiftPart.amount_agorot).where(
        col(GiftPart.cause_kind) == cause[0],
        col(GiftPart.cause_id) == cause[1],
        col(GiftPart.of_id).is_not(None),
    )
    return tuple(
        (of_id, Money(-agorot)) for of_id, agorot in w.session.execute(found) if of_id is not None
    )
