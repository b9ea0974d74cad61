"""What several changes of subscriptions share: the row that is held, and the member's status."""

from uuid import UUID

from sqlmodel import col, select

from fitkit.core.errors import Refusal
from fitkit.core.work import Work
from fitkit.features.members import actions as members
from fitkit.features.members import queries as member_queries
from fitkit.features.members.rules import MemberStatus
from fitkit.features.plans.rules import PlanKind
from fitkit.features.subscriptions import rules
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.features.subscriptions.tables import Subscription
from fitkit.texts import subscriptions as texts


def hold_running(w: Work, subscription_id: UUID) -> Subscription:
    """The row, held; refused when it ended."""
    row = w.hold(Subscription, subscription_id)
    if row.status is SubscriptionStatus.ENDED:
        raise Refusal(texts.ENDED_ALREADY)
    return row


def member_follows(w: Work, member_id: UUID) -> None:
    """Bring the member's status in step with what is held; a debt stays until it is settled."""
    left = w.session.scalars(
        select(Subscription).where(
            col(Subscription.member_id) == member_id,
            col(Subscription.status) != SubscriptionStatus.ENDED,
        )
    ).all()
    now = member_queries.facts(w, member_id=member_id).status
    after = rules.member_status(now, [(one.status, one.kind is PlanKind.TRIAL) for one in left])
    if after is not now and now is not MemberStatus.PAST_DUE:
        members.set_status(w, member_id=member_id, status=after)
