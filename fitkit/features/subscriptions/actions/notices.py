"""A last day that a member's notice sets, and its lifting."""

from datetime import date
from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.subscriptions.actions._rows import hold_running
from fitkit.features.subscriptions.actions.held import end_now
from fitkit.features.subscriptions.events import SubscriptionEndSet
from fitkit.features.subscriptions.rules import EndReason, SubscriptionStatus
from fitkit.features.subscriptions.tables import Subscription


@internal
def end_by_notice(w: Work, *, subscription_id: UUID, day: date) -> date | None:
    """Let a subscription end on a day, or now when that is over or it has not begun; return the last day it had.

    It never ends later than it would have. One that ended already stays so. Holds its row. Publishes
    SubscriptionEndSet or SubscriptionEnded.
    """
    row = w.hold(Subscription, subscription_id)
    before = row.ends_on
    if row.status is SubscriptionStatus.ENDED:
        return before
    last = day if before is None else min(day, before)
    if last < max(day_of(w.now, w.actor.zone), row.starts_on):
        end_now(w, row, EndReason.CANCELLED)
    elif last != before:
        row.ends_on, row.begins_by = last, None
        w.publish(
            SubscriptionEndSet(
                about=row.id,
                member_id=row.member_id,
                plan_id=row.plan_id,
                before=before,
                ends_on=last,
            )
        )
    return before


@internal
def lift_notice(w: Work, *, subscription_id: UUID, ends_on: date | None) -> None:
    """Give a subscription the last day back that it had before a notice; None: it goes on.

    Raises:
        Refusal: it ended.
    """
    hold_running(w, subscription_id).ends_on = ends_on
