"""A member's card: kept in place of another, or apart for one thing alone; removed."""

from uuid import UUID

from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.members.tables import Member
from fitkit.features.payments import rules
from fitkit.features.payments.events import CardKept, CardRemoved
from fitkit.features.payments.queries.cards import sealed_to
from fitkit.features.payments.tables import Card
from fitkit.ports.payments import CardToken


@internal
def keep_card(w: Work, *, member_id: UUID, account_id: UUID, token: CardToken) -> UUID:
    """Keep what the company charges a member's card by, in place of another. Publishes CardKept.

    The same card again, by its token, is the one that is there. Holds the member's row, so that two
    cards that come at once follow one another.
    """
    w.hold(Member, member_id)
    before = _kept(w, member_id)
    if before is not None:
        known = crypto.unseal(before.token_sealed, sealed_to(before.id, "token"))
        if before.account_id == account_id and crypto.same(known, token.token):
            before.good_until = rules.last_day(token.expires_year, token.expires_month)
            return before.id
        before.removed_at = w.now
        w.session.flush()
    return _add(w, member_id, account_id, token, is_apart=False)


@internal
def keep_card_apart(w: Work, *, member_id: UUID, account_id: UUID, token: CardToken) -> UUID:
    """Keep a card for one thing of a member's alone, beside their own. Publishes CardKept."""
    return _add(w, member_id, account_id, token, is_apart=True)


@internal
def drop_cards_apart(w: Work, *, member_id: UUID) -> None:
    """Charge no more what was left for one thing of a member's alone. Publishes CardRemoved of each."""
    found = select(Card).where(
        col(Card.member_id) == member_id, col(Card.is_apart), col(Card.removed_at).is_(None)
    )
    for row in w.session.scalars(found.order_by(col(Card.id))).all():
        drop_card_apart(w, card_id=row.id)


@internal
def drop_card_apart(w: Work, *, card_id: UUID) -> None:
    """Charge a card no more that was left for one thing; told again, nothing. Publishes CardRemoved.

    Raises:
        NotFound: no such card.
        ValueError: it is a member's own.
    """
    row = w.hold(Card, card_id)
    if not row.is_apart:
        raise ValueError("a member's own card is theirs to remove")
    if row.removed_at is None:
        row.removed_at = w.now
        w.session.flush()
        w.publish(CardRemoved(about=row.id, member_id=row.member_id))


@requires(Permission.EDIT_MONEY, own=Permission.EDIT_OWN)
def remove_card(w: Work, *, member_id: UUID) -> None:
    """Charge a member's own card no more; it stays for refunds of what it paid. Publishes CardRemoved.

    Raises:
        Refusal: there is none.
        NotFound: no such member.
    """
    w.hold(Member, member_id)
    row = _kept(w, member_id)
    if row is None:
        raise Refusal(rules.NoCardError.text)
    row.removed_at = w.now
    w.publish(CardRemoved(about=row.id, member_id=member_id))


def _add(w: Work, member_id: UUID, account_id: UUID, token: CardToken, *, is_apart: bool) -> UUID:
    row = Card(
        member_id=member_id,
        account_id=account_id,
        token_sealed="",
        last4=token.last4[:8],
        brand=rules.shortened(token.brand, 30),
        good_until=rules.last_day(token.expires_year, token.expires_month),
        is_apart=is_apart,
    )
    row.token_sealed = crypto.seal(token.token, sealed_to(row.id, "token"))
    if token.holder_id:
        row.holder_id_sealed = crypto.seal(token.holder_id, sealed_to(row.id, "holder_id"))
    w.add(row)
    w.session.flush()
    w.publish(CardKept(about=row.id, card_id=row.id, member_id=member_id, is_apart=is_apart))
    return row.id


def _kept(w: Work, member_id: UUID) -> Card | None:
    found = select(Card).where(
        col(Card.member_id) == member_id,
        col(Card.removed_at).is_(None),
        col(Card.is_apart).is_(False),
    )
    return w.session.scalars(found).one_or_none()
