"""What happens to changes of plans unasked."""

from fitkit.core.jobs import on
from fitkit.core.work import Work
from fitkit.features.billing.actions import changes as actions
from fitkit.features.billing.rules.changes import CAUSE
from fitkit.features.payments.events import ChargeSettled


@on(ChargeSettled)
def settle_change(w: Work, e: ChargeSettled) -> None:
    """A charge of a change came to something: the plan is changed, or stays."""
    if e.cause_kind == CAUSE and not e.is_double:
        actions.settle_change(w, change_id=e.cause_id)
