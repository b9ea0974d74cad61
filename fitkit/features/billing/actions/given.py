"""What was given without a sale ends as staff say; what was sold ends by a notice, which is counted."""

from datetime import date
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.billing.queries import endings as queries
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.texts import endings as texts


@requires(Permission.GIVE_PLANS)
def end_plan(w: Work, *, subscription_id: UUID, day: date | None = None) -> None:
    """End a plan that nobody pays for, now or on a day. Publishes what subscriptions publish.

    Raises:
        Refusal: it was sold, and only a notice says what goes back, or said it; ended already; at
            ``day``, as ``subscriptions.end_on`` says.
        NotFound: no such plan in this gym.
    """
    if queries.is_sold(w, subscription_id=subscription_id):
        raise Refusal(texts.SOLD_ENDS_BY_NOTICE)
    if day is None:
        subscriptions.end(w, subscription_id=subscription_id)
    else:
        subscriptions.end_on(w, subscription_id=subscription_id, day=day)
