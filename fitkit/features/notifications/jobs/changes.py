"""How what a member holds changes: it rests, it is awake, it becomes another plan."""

from fitkit.core.jobs import on
from fitkit.core.work import Work
from fitkit.features.notifications import queries
from fitkit.features.notifications.jobs._telling import tell
from fitkit.features.notifications.rules import Receiver
from fitkit.features.subscriptions.events import SubscriptionFrozen, SubscriptionUnfrozen


@on(SubscriptionFrozen)
def tell_frozen(w: Work, e: SubscriptionFrozen) -> None:
    """The member whose plan rests."""
    happening = queries.plan_frozen(
        w,
        subscription_id=e.about,
        member_id=e.member_id,
        plan_id=e.plan_id,
        span=(e.first_on, e.last_on),
    )
    tell(w, Receiver(member_id=e.member_id), happening)


@on(SubscriptionUnfrozen)
def tell_awake(w: Work, e: SubscriptionUnfrozen) -> None:
    """The member whose plan rests no more."""
    happening = queries.plan_awake(
        w, subscription_id=e.about, member_id=e.member_id, plan_id=e.plan_id
    )
    tell(w, Receiver(member_id=e.member_id), happening)
