"""What money decides of a subscription: until when it lasts, and whether its member may book."""

from datetime import date
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.members import actions as members
from fitkit.features.members import queries as member_queries
from fitkit.features.members.rules import MemberStatus
from fitkit.features.plans.rules import PlanKind
from fitkit.features.subscriptions import rules
from fitkit.features.subscriptions.events import SubscriptionEndSet
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.features.subscriptions.tables import Subscription


@internal
def last_until(w: Work, *, subscription_id: UUID, day: date | None) -> None:
    """Set the last day of a subscription, earlier or later; None: until ended. Nothing of one that ended.

    Holds its row. Publishes SubscriptionEndSet when it lasts less long than before.

    Raises:
        NotFound: no such subscription in this gym.
    """
    row = w.hold(Subscription, subscription_id)
    if row.status is SubscriptionStatus.ENDED or row.ends_on == day:
        return
    before, row.ends_on = row.ends_on, day if day is None else max(day, row.starts_on)
    row.begins_by = None
    w.session.flush()
    if row.ends_on is not None and (before is None or row.ends_on < before):
        w.publish(
            SubscriptionEndSet(
                about=row.id,
                member_id=row.member_id,
                plan_id=row.plan_id,
                before=before,
                ends_on=row.ends_on,
            )
        )


@internal
def block_for_debt(w: Work, *, member_id: UUID) -> None:
    """Let a member who owes book nothing new; what is booked stays. Holds their row."""
    members.set_status(w, member_id=member_id, status=MemberStatus.PAST_DUE)


@internal
def settle_debt(w: Work, *, member_id: UUID) -> None:
    """Let a member book again whom a debt kept from it; says nothing of whom none did. Holds their row."""
    if member_queries.facts(w, member_id=member_id).status is not MemberStatus.PAST_DUE:
        return
    left = w.session.scalars(
        select(Subscription).where(
            col(Subscription.member_id) == member_id,
            col(Subscription.status) != SubscriptionStatus.ENDED,
        )
    ).all()
    held = [(one.status, one.kind is PlanKind.TRIAL) for one in left]
    after = rules.member_status(MemberStatus.ACTIVE, held)
    members.set_status(w, member_id=member_id, status=after)
