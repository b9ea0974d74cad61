"""What gift cards paid of a sale: written down as it is used, with the document that it is owed."""

from collections.abc import Iterable
from fractions import Fraction
from uuid import UUID

from fitkit.core.i18n import Text
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.billing.queries import gifts as queries
from fitkit.features.billing.rules import gifts as rules
from fitkit.features.billing.rules.endings import from_charges
from fitkit.features.billing.tables import GiftPart
from fitkit.features.documents import actions as documents
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Cause


@internal
def of_credit(w: Work, *, member_id: UUID, used: Money) -> Money:
    """How much of credit that is about to be used is gift cards' money; in the member's turn."""
    return rules.of_gifts(used, gifts=queries.gifts_left(w, member_id=member_id))


@internal
def note_used(
    w: Work, *, member_id: UUID, cause: tuple[str, UUID], amount: Money, rate: Fraction, words: Text
) -> UUID | None:
    """Write down what gift cards paid of a sale that stands in the book, and owe its document; return the part.

    Call it once for each use of credit, in its Work. Nothing of an amount of nothing.

    Args:
        w: of whoever sells; of FitKit itself in a job.
        member_id: whose credit it was.
        cause: the table of the row that was sold, and the row.
        amount: of gift cards' money.
        rate: of VAT, of the sale.
        words: what was sold, in short.
    """
    if not amount:
        return None
    part_id = _written(w, member_id, cause, amount)
    documents.owe_for_gift(
        w, part_id=part_id, member_id=member_id, amount=amount, rate=rate, words=words
    )
    return part_id


@internal
def follow_documents(w: Work, *, part_id: UUID, price: Money, rate: Fraction, apart: Money) -> None:
    """Let the VAT of a sale in the book be that of its documents, now that a part of it has one of its own.

    Call it once for a part, in its Work; the book's agora is posted under the part.

    Args:
        w: of whoever uses the credit.
        part_id: that ``note_used`` wrote.
        price: of what was sold, VAT included.
        rate: of VAT, of the sale.
        apart: what of the part the sale was posted apart for.
    """
    part = w.get(GiftPart, part_id)
    paid = queries.parts_of(w, causes=[(part.cause_kind, part.cause_id)])
    rest = price - sum((amount for id_, amount in paid if id_ != part_id), ZERO)
    draft = postings.parted(rest, Money(part.amount_agorot), rate=rate, apart=apart)
    if draft is not None:
        ledger.post(w, draft=draft, cause=Cause(GiftPart.__tablename__, part_id), at=w.now)


@internal
def take_back(
    w: Work, *, sold: Iterable[tuple[str, UUID]], most: Money, cause: tuple[str, UUID]
) -> Money:
    """Take back what gift cards paid of what was sold, the newest first, and owe what takes back its documents.

    What is taken back is a gift's money again, but where a notice hands it over. Call it once for a cause;
    the book is its caller's.

    Args:
        w: of whoever takes the sale back.
        sold: the causes of the sales: kind and id.
        most: what is credited of the sales, and no payment gives back.
        cause: the table of the row that takes the sales back, and the row.

    Returns:
        How much; nothing up to ``most``.
    """
    parts, left = from_charges(most, queries.parts_of(w, causes=sold))
    for of_id, amount in parts:
        member_id = w.get(GiftPart, of_id).member_id
        part_id = _written(w, member_id, cause, -amount, of_id=of_id)
        documents.owe_for_gift_back(w, part_id=part_id, of_id=of_id, amount=amount)
    return most - left


@internal
def use_again(w: Work, *, cause: tuple[str, UUID]) -> None:
    """Use again what ``take_back`` took back for a cause: the sales stand after all. Call it once."""
    for of_id, amount in queries.taken_back_by(w, cause=cause):
        of = w.get(GiftPart, of_id)
        part_id = _written(w, of.member_id, (of.cause_kind, of.cause_id), amount)
        documents.owe_for_gift_again(w, part_id=part_id, of_id=of_id, amount=amount)


def _written(
    w: Work, member_id: UUID, cause: tuple[str, UUID], amount: Money, *, of_id: UUID | None = None
) -> UUID:
    row = GiftPart(
        member_id=member_id,
        cause_kind=cause[0],
        cause_id=cause[1],
        amount_agorot=amount.agorot,
        of_id=of_id,
    )
    w.add(row)
    w.session.flush()
    return row.id
