"""What staff give back by their own decision is taken off what was sold: nobody owes it again."""

from fractions import Fraction
from uuid import UUID

from fitkit.core.money import ZERO
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.billing.queries import ended_money
from fitkit.features.billing.rules.orders import CAUSE
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger import queries as book
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Cause
from fitkit.features.offers import actions as offers
from fitkit.features.payments import queries as payments
from fitkit.features.payments.rules import RefundState


@internal
def credit_refund(w: Work, *, refund_id: UUID) -> None:
    """Credit a refund that went back by hand of staff, as far as its member owes because of it; once.

    What was paid stays paid: its period or order is as it was, and costs less. A refund of what stood to
    the member's credit takes nothing off a sale. One that a notice or a rule decided is credited by that.

    Raises:
        NotFound: no such refund in this gym.
    """
    refund = payments.refund(w, refund_id=refund_id)
    if refund.cause_id is not None or refund.state is not RefundState.DONE:
        return
    charge = payments.charge(w, charge_id=refund.charge_id)
    if charge.is_surplus:  # what of it was used is owed again, and asked for
        return
    sold = ended_money.sold(w, causes=((charge.cause_kind, charge.cause_id),))
    owes = book.balances(w, member_ids=[refund.member_id])[refund.member_id]
    left = min(refund.amount, owes)
    rate = next((rate for rate, amount in sold.items() if amount > ZERO), None)
    if rate is None or left <= ZERO:
        return
    draft = postings.credit_note(refund.member_id, min(left, sold[rate]), rate=Fraction(rate, 1000))
    ledger.post(w, draft=draft, cause=Cause(ended_money.REFUND, refund.id), at=w.now)


@internal
def take_gift_card_back(w: Work, *, refund_id: UUID) -> None:
    """A gift card whose price staff gave back is worth so much less; nothing of any other refund.

    Raises:
        NotFound: no such refund in this gym.
    """
    refund = payments.refund(w, refund_id=refund_id)
    charge = payments.charge(w, charge_id=refund.charge_id)
    if charge.cause_kind == CAUSE:
        offers.take_gift_card_back(
            w, order_id=charge.cause_id, refund_id=refund.id, amount=refund.amount
        )
