"""A member's kept card."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.clock import day_of
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.payments.tables import Card
from fitkit.ports.payments import CardToken


@dataclass(frozen=True, slots=True)
class CardView:
    """A card as people may see it."""

    id: UUID
    account_id: UUID
    last4: str
    brand: str
    good_until: date  # the last day of its month
    is_over: bool


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def card_of(w: Work, *, member_id: UUID) -> CardView | None:
    """A member's own card, to which their renewals are charged; None: there is none."""
    found = select(Card).where(
        col(Card.member_id) == member_id,
        col(Card.removed_at).is_(None),
        col(Card.is_apart).is_(False),
    )
    row = w.session.scalars(found).one_or_none()
    return None if row is None else _view(w, row)


@internal
def kept_card(w: Work, *, card_id: UUID) -> CardView | None:
    """A card that may be charged; None: it was removed or replaced.

    Raises:
        NotFound: no such card.
    """
    row = w.get(Card, card_id)
    return None if row.removed_at else _view(w, row)


def _view(w: Work, row: Card) -> CardView:
    return CardView(
        id=row.id,
        account_id=row.account_id,
        last4=row.last4,
        brand=row.brand,
        good_until=row.good_until,
        is_over=row.good_until < day_of(w.now, w.actor.zone),
    )


@internal
def token_of(w: Work, *, card_id: UUID) -> CardToken:
    """What the company charges a card by, removed ones too: a refund goes back to them.

    Raises:
        NotFound: no such card.
    """
    row = w.get(Card, card_id)
    holder = row.holder_id_sealed
    return CardToken(
        token=crypto.unseal(row.token_sealed, sealed_to(row.id, "token")),
        last4=row.last4,
        expires_year=row.good_until.year,
        expires_month=row.good_until.month,
        brand=row.brand,
        holder_id=crypto.unseal(holder, sealed_to(row.id, "holder_id")) if holder else "",
    )


@internal
def sealed_to(card_id: UUID, what: str) -> str:
    """Where a card's token or its holder's id are sealed to."""
    return f"{Card.__tablename__}:{card_id}:{what}"
