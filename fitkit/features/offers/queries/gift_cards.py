"""Gift cards: sold, open, used; and what their letter says."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.offers.rules.gift_cards import USES_SHOWN, folded, to_be_used
from fitkit.features.offers.tables import GiftCard, GiftCardUse
from fitkit.texts import gift_cards as texts

CARDS_SHOWN = 300


class GiftState(StrEnum):
    """Where a gift card stands."""

    OPEN = "open"
    PARTLY = "partly"
    USED = "used"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class GiftView:
    """A gift card; never its code."""

    id: UUID
    ending: str
    amount: Money
    left: Money
    state: GiftState
    buyer_id: UUID
    buyer: str
    receiver: str
    email: str
    sold_at: datetime
    good_until: date
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class GiftsView:
    """All of a gym's gift cards; the sums count those too that are not listed."""

    cards: tuple[GiftView, ...]  # the newest first, at most 300
    sold: Money
    left: Money  # owed

    @property
    def used(self) -> Money:
        """What was used, or went back."""
        return self.sold - self.left


@dataclass(frozen=True, slots=True)
class GiftUseView:
    """What of a card was used."""

    member_id: UUID
    member: str
    at: datetime
    amount: Money
    is_given_back: bool


@dataclass(frozen=True, slots=True)
class GiftLetter:
    """What the letter of a card says. Holds the code: for the letter alone."""

    code: str
    to: str
    receiver: str
    sender: str
    message: str
    amount: Money
    good_until: date
    lang: Lang


@requires(Permission.SEE_MONEY)
def gift_cards_sold(w: Work) -> GiftsView:
    """The gift cards that were sold, and what is owed for them."""
    sold, left = w.session.execute(
        select(
            sa.func.coalesce(sa.func.sum(col(GiftCard.amount_agorot)), 0),
            sa.func.coalesce(sa.func.sum(col(GiftCard.left_agorot)), 0),
        )
    ).one()
    found = (
        select(GiftCard, Member)
        .join(Member, col(Member.id) == col(GiftCard.buyer_id))
        .order_by(col(GiftCard.id).desc())
        .limit(CARDS_SHOWN)
    )
    today = day_of(w.now, w.actor.zone)
    cards = tuple(_view(card, buyer, today) for card, buyer in w.session.execute(found))
    return GiftsView(cards, Money(int(sold)), Money(int(left)))


@requires(Permission.SEE_MONEY)
def gift_card_uses(w: Work, *, gift_card_id: UUID) -> tuple[GiftUseView, ...]:
    """Who used a card and how much of it, the newest first, at most 50.

    Raises:
        NotFound: no such card in this gym.
    """
    w.get(GiftCard, gift_card_id)
    found = (
        select(GiftCardUse, Member)
        .join(Member, col(Member.id) == col(GiftCardUse.member_id))
        .where(col(GiftCardUse.gift_card_id) == gift_card_id, col(GiftCardUse.undone_at).is_(None))
        .order_by(col(GiftCardUse.id).desc())
        .limit(USES_SHOWN)
    )
    return tuple(
        GiftUseView(
            member.id,
            full_name(member.first_name, member.last_name),
            use.created_at,
            Money(use.amount_agorot),
            use.is_given_back,
        )
        for use, member in w.session.execute(found)
    )


@internal
def card_of_code(w: Work, *, gift_code: str) -> UUID:
    """The card of a code, however it was typed.

    Raises:
        Refusal: at ``gift_code``: there is none in this gym.
    """
    code = folded(gift_code)
    found = select(GiftCard.id).where(col(GiftCard.code_hash) == crypto.digest(code))
    card_id = w.session.scalars(found).one_or_none() if code else None
    if card_id is None:
        raise Refusal(texts.NO_SUCH_CARD, field="gift_code")
    return card_id


@internal
def usable_on(w: Work, *, card_id: UUID, held: Money) -> Money:
    """What may be used of a card today; nothing is set aside.

    Args:
        w: of whoever asks.
        card_id: the card.
        held: what orders hold of it that would make way.

    Raises:
        Refusal: at ``gift_code``: over, used up.
        NotFound: no such card in this gym.
    """
    row = w.get(GiftCard, card_id)
    left, today = Money(row.left_agorot) + held, day_of(w.now, w.actor.zone)
    return to_be_used(left, most=None, until=row.good_until, today=today)


@internal
def letter_of(w: Work, *, gift_card_id: UUID) -> GiftLetter:
    """What the letter of a card says.

    Raises:
        NotFound: no such card in this gym.
    """
    row = w.get(GiftCard, gift_card_id)
    buyer = w.get(Member, row.buyer_id)
    return GiftLetter(
        code=crypto.unseal(row.code_sealed, sealed_to(row.id)),
        to=row.receiver_email,
        receiver=row.receiver,
        sender=full_name(buyer.first_name, buyer.last_name),
        message=row.message,
        amount=Money(row.amount_agorot),
        good_until=row.good_until,
        lang=row.lang,
    )


@internal
def sealed_to(gift_card_id: UUID) -> str:
    """Where a card's code is sealed to."""
    return f"{GiftCard.__tablename__}:{gift_card_id}:code"


def _view(row: GiftCard, buyer: Member, today: date) -> GiftView:
    return GiftView(
        id=row.id,
        ending=row.ending,
        amount=Money(row.amount_agorot),
        left=Money(row.left_agorot),
        state=_state(row, today),
        buyer_id=buyer.id,
        buyer=full_name(buyer.first_name, buyer.last_name),
        receiver=row.receiver,
        email=row.receiver_email,
        sold_at=row.created_at,
        good_until=row.good_until,
        sent_at=row.sent_at,
    )


def _state(row: GiftCard, today: date) -> GiftState:
    if not row.left_agorot:
        return GiftState.USED
    if today > row.good_until:
        return GiftState.OVER
    return GiftState.OPEN if row.left_agorot == row.amount_agorot else GiftState.PARTLY
