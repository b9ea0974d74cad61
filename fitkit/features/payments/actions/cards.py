"""A member's card: kept in place of another, removed."""

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
    row = Card(
        member_id=member_id,
        account_id=account_id,
        token_sealed="",
        last4=token.last4[:8],
        brand=rules.shortened(token.brand, 30),
        good_until=rules.last_day(token.expires_year, token.expires_month),
    )
    row.token_sealed = crypto.seal(token.token, sealed_to(row.id, "token"))
    if token.holder_id:
        row.holder_id_sealed = crypto.seal(token.holder_id, sealed_to(row.id, "holder_id"))
    w.add(row)
    w.session.flush()
    w.publish(CardKept(about=row.id, card_id=row.id, member_id=member_id))
    return row.id


@requires(Permission.EDIT_MONEY, own=Permission.EDIT_OWN)
def remove_card(w: Work, *, member_id: UUID) -> None:
    """Charge a member's card no more; it stays for refunds of what it paid. Publishes CardRemoved.

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


def _kept(w: Work, member_id: UUID) -> Card | None:
    found = select(Card).where(col(Card.member_id) == member_id, col(Card.removed_at).is_(None))
    return w.session.scalars(found).one_or_none()
