"""What happens to orders unasked."""

from fitkit.core.jobs import every, on
from fitkit.core.work import Work
from fitkit.features.billing.actions import paying, visits
from fitkit.features.billing.rules.orders import CAUSE
from fitkit.features.payments.events import ChargeSettled
from fitkit.features.plans.events import PlanChanged


@on(ChargeSettled, when=lambda e: e.cause_kind == CAUSE and not e.is_double)
def settle_order(w: Work, e: ChargeSettled) -> None:
    """A charge of an order came to something: the plan is given, or another may be tried.

    A visit that was called off meanwhile is over then, too.
    """
    visits.settle_order(w, order_id=e.cause_id)
    paying.settle(w, order_id=e.cause_id)
    visits.settle_order(w, order_id=e.cause_id)


@on(PlanChanged)
def expire_changed(w: Work, e: PlanChanged) -> None:
    """What was ordered is no longer what is sold: nobody pays for terms that are gone."""
    paying.expire_of_plan(w, plan_id=e.about)


@every(minutes=15, per_gym=True)
def expire_orders(w: Work) -> None:
    """Orders that nobody paid within their day are over."""
    paying.expire(w)
