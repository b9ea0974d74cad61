"""A plan in the place of another, and a plan that becomes another member's."""

from datetime import date, timedelta
from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.members import actions as members
from fitkit.features.members.rules import status_when_given
from fitkit.features.plans import queries as plans
from fitkit.features.plans.rules import PlanKind
from fitkit.features.subscriptions.actions._rows import hold_running
from fitkit.features.subscriptions.actions.entries import move
from fitkit.features.subscriptions.actions.held import (
    Given,
    end_now,
    hold_member,
    refuse_held,
)
from fitkit.features.subscriptions.events import SubscriptionGiven
from fitkit.features.subscriptions.rules import EndReason, MoveReason, SubscriptionStatus
from fitkit.features.subscriptions.tables import Subscription
from fitkit.texts import members as member_texts


@internal
def end_for_another(w: Work, *, subscription_id: UUID, starts_on: date) -> None:
    """End a subscription because another plan takes its place from a day on. Publishes SubscriptionEnded.

    Raises:
        Refusal: ended already.
    """
    row = hold_running(w, subscription_id)
    end_now(w, row, EndReason.CHANGED)
    row.ends_on = max(row.starts_on, starts_on - timedelta(days=1))
    w.session.flush()


@internal
def hand_over(w: Work, *, subscription_id: UUID, to_member_id: UUID, entries: int | None) -> Given:
    """Give what is left of a subscription to another member, with the terms it has, and end it.

    Holds the subscription's row, then the other member's. Publishes SubscriptionGiven and SubscriptionEnded.

    Args:
        w: the transaction.
        subscription_id: what is handed over.
        to_member_id: who gets it.
        entries: how many go over; None: not counted. Those left go now, those that are out for places
            ahead when the places are given back.

    Raises:
        Refusal: ended already; the other member is archived, or holds the plan on these days.
        NotFound: no such subscription or member in this gym.
    """
    row = hold_running(w, subscription_id)
    to = hold_member(w, to_member_id)
    if to.is_archived:
        raise Refusal(member_texts.IN_ARCHIVE, name=to.name)
    plan = plans.plan(w, plan_id=row.plan_id)
    first = max(row.starts_on, day_of(w.now, w.actor.zone))
    refuse_held(w, to_member_id, plan, (first, row.ends_on))
    new = _copy(row, to_member_id, first)
    new.entries_given, new.entries_left = entries, None if entries is None else 0
    w.add(new)
    w.session.flush()
    if entries:
        move(w, new, row.entries_left or 0, MoveReason.GIVEN)
    row.handed_to_id = new.id
    w.publish(
        SubscriptionGiven(
            about=new.id,
            member_id=to_member_id,
            plan_id=new.plan_id,
            kind=new.kind,
            starts_on=new.starts_on,
            ends_on=new.ends_on,
        )
    )
    status = status_when_given(to.status, is_trial=new.kind is PlanKind.TRIAL)
    members.set_status(w, member_id=to_member_id, status=status)
    end_now(w, row, EndReason.HANDED_OVER)
    return Given(new.id, plan.name, new.starts_on, new.ends_on, entries)


def _copy(row: Subscription, member_id: UUID, first: date) -> Subscription:
    return Subscription(
        member_id=member_id,
        plan_id=row.plan_id,
        kind=row.kind,
        weekly_limit=row.weekly_limit,
        class_type_ids=list(row.class_type_ids),
        location_ids=list(row.location_ids),
        day_limit=row.day_limit,
        open_limit=row.open_limit,
        class_from=row.class_from,
        class_until=row.class_until,
        starts_on=first,
        ends_on=row.ends_on,
        begins_by=None if row.begun_on else row.begins_by,
        begun_on=row.begun_on,
        status=SubscriptionStatus.ACTIVE,
    )
