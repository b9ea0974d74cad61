"""Every night, when the companies have closed the day."""

from fitkit.core.actor import Actor
from fitkit.core.jobs import every, on
from fitkit.core.work import Work
from fitkit.features.payments.events import RefundSettled
from fitkit.features.payments.rules import RefundState
from fitkit.features.reconciliation import actions, flows
from fitkit.ports import Ports


@every(at="06:10", per_gym=True, outside=True, long=True)
def reconcile(ports: Ports, actor: Actor) -> None:
    """The lists of yesterday and the day before, and of days whose list did not come."""
    flows.reconcile(ports, actor)


@on(RefundSettled, when=lambda e: e.state is RefundState.DONE)
def agree(w: Work, e: RefundSettled) -> None:
    """A refund that was on the company's list alone, and is known here by now."""
    actions.agree(w, refund_id=e.refund_id)
