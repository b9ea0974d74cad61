"""Sales and payments in the book, each with a cause of its own."""

from datetime import datetime
from fractions import Fraction
from uuid import UUID

from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.work import Work
from fitkit.features.ledger import actions
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Account, Cause, Draft

VAT = Fraction(18, 100)


def put(w: Work, draft: Draft, *, at: datetime | None = None, cause: Cause | None = None) -> UUID:
    """A posting; its id."""
    tied = cause or Cause("charge", new_id())
    return actions.post(w, draft=draft, cause=tied, at=at or w.now).posting_id


def sell(w: Work, member_id: UUID, shekels: int, *, at: datetime | None = None) -> UUID:
    return put(w, postings.sale(member_id, Money.shekels(shekels), rate=VAT), at=at)


def pay(
    w: Work,
    member_id: UUID,
    shekels: int,
    *,
    at: datetime | None = None,
    into: Account = Account.CASH,
) -> UUID:
    return put(w, postings.payment(member_id, Money.shekels(shekels), into=into), at=at)
