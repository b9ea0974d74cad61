"""Gift cards: made when they are paid, used by their code, taken back when their price goes back.

Locks: a card's row is held while something of it is used, so that nobody uses more than is on it; then the
book's turn of the member.
"""

import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger import queries as book
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Cause
from fitkit.features.offers.events import GiftCardSentAgain, GiftCardSold, GiftCardUsed
from fitkit.features.offers.queries import gift_cards as queries
from fitkit.features.offers.rules import gift_cards as rules
from fitkit.features.offers.rules.gift_cards import GiftDetails
from fitkit.features.offers.tables import GiftCard, GiftCardUse
from fitkit.texts import gift_cards as texts


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What went from a gift card to a member's credit."""

    use_id: UUID
    amount: Money


@internal
def make_gift_card(
    w: Work, *, order_id: UUID, buyer_id: UUID, details: GiftDetails, lang: Lang
) -> UUID:
    """Make the card of an order that is paid, and put what is owed for it into the book; its id.

    Publishes GiftCardSold, after which its letter goes out.
    """
    code, card_id = (
        "".join(secrets.choice(rules.LETTERS) for _ in range(rules.CODE_LENGTH)),
        new_id(),
    )
    row = GiftCard(
        id=card_id,
        code_hash=crypto.digest(code),
        code_sealed=crypto.seal(code, queries.sealed_to(card_id)),
        ending=code[-4:],
        amount_agorot=details.amount.agorot,
        left_agorot=details.amount.agorot,
        order_id=order_id,
        buyer_id=buyer_id,
        receiver=details.receiver,
        receiver_email=details.email,
        message=details.message,
        lang=lang,
        good_until=rules.good_until(day_of(w.now, w.actor.zone)),
    )
    w.add(row)
    w.session.flush()
    draft = postings.gift_card_sold(buyer_id, details.amount)
    ledger.post(w, draft=draft, cause=Cause(GiftCard.__tablename__, card_id), at=w.now)
    w.publish(GiftCardSold(about=card_id, member_id=buyer_id, amount_agorot=details.amount.agorot))
    return card_id


@requires(Permission.EDIT_MONEY, own=Permission.EDIT_OWN)
def redeem(w: Work, *, member_id: UUID, gift_code: str, most: Money | None = None) -> Redeemed:
    """Put what is on a gift card to a member's credit, all of it or no more than ``most``.

    Holds the card. Publishes GiftCardUsed.

    Raises:
        Refusal: at ``gift_code``: no such card, over, used up.
        NotFound: no such member in this gym.
    """
    row = w.hold(GiftCard, queries.card_of_code(w, gift_code=gift_code))
    today = day_of(w.now, w.actor.zone)
    left = Money(row.left_agorot)
    amount = rules.to_be_used(left, most=most, until=row.good_until, today=today)
    use_id = _use(w, row, member_id, amount, new_id(), is_given_back=False)
    w.publish(GiftCardUsed(about=row.id, member_id=member_id, amount_agorot=amount.agorot))
    return Redeemed(use_id, amount)


@internal
def undo_use(w: Work, *, use_id: UUID) -> None:
    """Put what an order used of a card back on it: the order ended unpaid. Told again, nothing."""
    use = w.hold(GiftCardUse, use_id)
    if use.undone_at is not None:
        return
    row = w.hold(GiftCard, use.gift_card_id)
    row.left_agorot, use.undone_at = row.left_agorot + use.amount_agorot, w.now
    w.session.flush()
    cause = Cause(GiftCardUse.__tablename__, use_id)
    (posting,) = book.of_cause(w, cause=cause)
    ledger.take_back(w, posting_id=posting.id, at=w.now, note="")


@internal
def use_again(w: Work, *, use_id: UUID) -> UUID:
    """Use as much of the card again, for an order that was paid after its time; the new use.

    Raises:
        Refusal: not so much is left.
    """
    use = w.get(GiftCardUse, use_id)
    row = w.hold(GiftCard, use.gift_card_id)
    if row.left_agorot < use.amount_agorot:
        raise Refusal(texts.CARD_IS_USED, field="gift_code")
    return _use(w, row, use.member_id, Money(use.amount_agorot), new_id(), is_given_back=False)


@internal
def take_gift_card_back(w: Work, *, order_id: UUID, refund_id: UUID, amount: Money) -> None:
    """Take off a card what went back to its buyer of its price, once for a refund; what was used stays used."""
    if w.session.get(GiftCardUse, refund_id) is not None:
        return
    found = select(GiftCard.id).where(col(GiftCard.order_id) == order_id)
    card_id = w.session.scalars(found).one_or_none()
    if card_id is None:
        return
    row = w.hold(GiftCard, card_id)
    back = min(amount, Money(row.left_agorot))
    if back > ZERO:
        _use(w, row, row.buyer_id, back, refund_id, is_given_back=True)


@requires(Permission.EDIT_MONEY)
def send_gift_card_again(w: Work, *, gift_card_id: UUID) -> None:
    """Have the letter of a card sent again. Publishes GiftCardSentAgain.

    Raises:
        NotFound: no such card in this gym.
    """
    row = w.hold(GiftCard, gift_card_id)
    w.publish(GiftCardSentAgain(about=row.id, sending=new_id()))


@internal
def note_sent(w: Work, *, gift_card_id: UUID) -> None:
    """Write down that the letter went out."""
    w.hold(GiftCard, gift_card_id).sent_at = w.now


def _use(
    w: Work, row: GiftCard, member_id: UUID, amount: Money, use_id: UUID, *, is_given_back: bool
) -> UUID:
    row.left_agorot -= amount.agorot
    use = GiftCardUse(
        id=use_id,
        gift_card_id=row.id,
        member_id=member_id,
        amount_agorot=amount.agorot,
        is_given_back=is_given_back,
    )
    w.add(use)
    w.session.flush()
    draft = postings.gift_card_used(member_id, amount)
    ledger.post(w, draft=draft, cause=Cause(GiftCardUse.__tablename__, use.id), at=w.now)
    return use.id
