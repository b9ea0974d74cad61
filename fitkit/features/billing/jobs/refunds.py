"""What follows from money that staff gave back."""

from fitkit.core.jobs import on
from fitkit.core.work import Work
from fitkit.features.billing.actions import refunds as actions
from fitkit.features.payments.events import RefundSettled
from fitkit.features.payments.rules import RefundState


@on(RefundSettled)
def credit_refund(w: Work, e: RefundSettled) -> None:
    """It is taken off what was sold, or off the gift card that it was."""
    if e.state is RefundState.DONE and e.cause_id is None:
        actions.take_gift_card_back(w, refund_id=e.refund_id)
        actions.credit_refund(w, refund_id=e.refund_id)
