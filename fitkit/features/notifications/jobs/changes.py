"""How what a member holds changes: it rests, it is awake, it becomes another plan."""

from fitkit.core.jobs import on
from fitkit.core.work import Work
from fitkit.features.billing.events.changes import (
    ChangeFailed,
    ChangePlanned,
    DealChanged,
    DealHandedOver,
)
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


@on(DealChanged)
def tell_changed(w: Work, e: DealChanged) -> None:
    """The member who holds another plan."""
    happening = queries.plan_changed(
        w,
        change_id=e.about,
        subscription_id=e.subscription_id,
        member_id=e.member_id,
        plan_id=e.plan_id,
        takes_on=e.takes_on,
    )
    tell(w, Receiver(member_id=e.member_id), happening)


@on(ChangePlanned)
def tell_ahead(w: Work, e: ChangePlanned) -> None:
    """The member who will."""
    happening = queries.change_ahead(
        w,
        change_id=e.about,
        plan_id=e.plan_id,
        takes_on=e.takes_on,
        amount_agorot=e.amount_agorot,
    )
    tell(w, Receiver(member_id=e.member_id), happening)


@on(ChangeFailed)
def tell_change_failed(w: Work, e: ChangeFailed) -> None:
    """The member whose plan stays."""
    happening = queries.change_failed(
        w, change_id=e.about, plan_id=e.plan_id, is_given_back=e.is_given_back
    )
    tell(w, Receiver(member_id=e.member_id), happening)


@on(DealHandedOver)
def tell_handed_over(w: Work, e: DealHandedOver) -> None:
    """Who gave the plan, and who got it."""
    happening = queries.plan_handed_over(
        w, change_id=e.about, plan_id=e.plan_id, from_id=e.member_id, to_id=e.to_member_id
    )
    for member_id in (e.member_id, e.to_member_id):
        tell(w, Receiver(member_id=member_id), happening)
