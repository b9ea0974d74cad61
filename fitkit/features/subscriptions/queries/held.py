"""What a member holds and held, and the story of its entries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.members.tables import Member
from fitkit.features.plans.rules import PlanKind
from fitkit.features.plans.tables import Plan
from fitkit.features.subscriptions import rules
from fitkit.features.subscriptions.rules import (
    Entitlement,
    MoveReason,
    Standing,
    SubscriptionStatus,
)
from fitkit.features.subscriptions.tables import CreditMove, Subscription


@dataclass(frozen=True, slots=True)
class HeldView:
    """A subscription on a screen."""

    id: UUID
    plan_id: UUID
    plan: Text
    kind: PlanKind
    status: SubscriptionStatus
    weekly_limit: int | None
    entries_given: int | None
    entries_left: int | None
    class_type_ids: tuple[UUID, ...]  # empty: all
    starts_on: date
    ends_on: date | None  # the last day
    ended_at: datetime | None
    class_from: time | None = None  # good for classes that begin from this wall time
    class_until: time | None = None  # up to this one
    begins_by: date | None = None  # its days begin with the first class, then at the latest


@dataclass(frozen=True, slots=True)
class StandingView:
    """What a member holds, in one line of a list: the subscription that pays first."""

    member_id: UUID
    plan: Text
    kind: PlanKind
    status: SubscriptionStatus
    weekly_limit: int | None
    entries_left: int | None
    ends_on: date | None
    others: int  # further subscriptions of use: neither ended nor used up
    entries_given: int | None = None


@dataclass(frozen=True, slots=True)
class MoveView:
    """A change of the entries left."""

    at: datetime
    delta: int
    balance_after: int
    reason: MoveReason
    booking_id: UUID | None
    actor_user_id: UUID | None  # empty: FitKit itself
    note: str


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def held(w: Work, *, member_id: UUID) -> tuple[HeldView, ...]:
    """A member's subscriptions: what is held first, in paying order, then what ended, newest first."""
    w.get(Member, member_id)
    found = (
        select(Subscription, col(Plan.name_he), col(Plan.name_en))
        .join(Plan, col(Plan.id) == col(Subscription.plan_id))
        .where(col(Subscription.member_id) == member_id)
    )
    views = [_held(row, Text(he, en)) for row, he, en in w.session.execute(found)]
    is_over = {v.id: v.status is SubscriptionStatus.ENDED for v in views}
    now = {v.id: v for v in views if not is_over[v.id]}
    over = sorted((v for v in views if is_over[v.id]), key=_ended_when, reverse=True)
    order = rules.in_paying_order(_as_entitlement(v) for v in now.values())
    return (*(now[e.subscription_id] for e in order), *over)


@requires(Permission.SEE_MEMBERS)
def standing_of(w: Work, *, member_ids: Collection[UUID]) -> dict[UUID, StandingView]:
    """What each member holds, for a page of the roster; who holds nothing is missing."""
    found = (
        select(Subscription, col(Plan.name_he), col(Plan.name_en))
        .join(Plan, col(Plan.id) == col(Subscription.plan_id))
        .where(
            col(Subscription.member_id).in_(member_ids),
            col(Subscription.status) != SubscriptionStatus.ENDED,
        )
    )
    by_member: dict[UUID, dict[UUID, HeldView]] = defaultdict(dict)
    for row, he, en in w.session.execute(found):
        by_member[row.member_id][row.id] = _held(row, Text(he, en))
    return {m: _standing(m, views) for m, views in by_member.items()}


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def moves(w: Work, *, member_id: UUID, subscription_id: UUID) -> tuple[MoveView, ...]:
    """Every change of the entries of a member's subscription, newest first."""
    found = (
        select(CreditMove)
        .join(Subscription, col(Subscription.id) == col(CreditMove.subscription_id))
        .where(
            col(CreditMove.subscription_id) == subscription_id,
            col(Subscription.member_id) == member_id,
        )
        .order_by(col(CreditMove.id).desc())
    )
    is_staff = w.actor.may(Permission.SEE_MEMBERS)
    return tuple(
        MoveView(
            m.created_at,
            m.delta,
            m.balance_after,
            m.reason,
            m.booking_id,
            m.actor_user_id,
            m.note if is_staff else "",
        )
        for m in w.session.scalars(found)
    )


@internal
def lasts_until(w: Work, *, subscription_id: UUID, day: date) -> bool:
    """Whether a subscription, frozen or not, goes on to a day."""
    found = select(col(Subscription.id)).where(
        col(Subscription.id) == subscription_id,
        col(Subscription.status) != SubscriptionStatus.ENDED,
        sa.or_(col(Subscription.ends_on).is_(None), col(Subscription.ends_on) >= day),
    )
    return w.session.execute(found).first() is not None


@internal
def was_handed_over(w: Work, *, subscription_id: UUID) -> bool:
    """Whether a subscription is what another member handed over."""
    found = select(col(Subscription.id)).where(col(Subscription.handed_to_id) == subscription_id)
    return w.session.scalars(found.limit(1)).first() is not None


@internal
def comes_back_to_another(w: Work, *, subscription_id: UUID, member_id: UUID) -> bool:
    """Whether an entry that comes back to a member's subscription is another member's by now, who got what was left."""
    row = w.get(Subscription, subscription_id)
    while row.handed_to_id is not None:
        row = w.get(Subscription, row.handed_to_id)
    return row.member_id != member_id


@internal
def over_by(w: Work, *, day: date) -> tuple[UUID, ...]:
    """Subscriptions not ended whose last day is before a day, oldest first."""
    found = (
        select(col(Subscription.id))
        .where(
            col(Subscription.status) != SubscriptionStatus.ENDED,
            col(Subscription.ends_on) < day,
        )
        .order_by(col(Subscription.ends_on), col(Subscription.id))
    )
    return tuple(w.session.scalars(found))


def _held(row: Subscription, plan: Text) -> HeldView:
    return HeldView(
        id=row.id,
        plan_id=row.plan_id,
        plan=plan,
        kind=row.kind,
        status=row.status,
        weekly_limit=row.weekly_limit,
        entries_given=row.entries_given,
        entries_left=row.entries_left,
        class_type_ids=tuple(UUID(each) for each in row.class_type_ids),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        ended_at=row.ended_at,
        class_from=row.class_from,
        class_until=row.class_until,
        begins_by=None if row.begun_on else row.begins_by,
    )


def _as_entitlement(view: HeldView) -> Entitlement:
    return Entitlement(
        view.id,
        view.plan_id,
        view.kind,
        Standing.GOOD,
        view.weekly_limit,
        view.entries_left,
        view.starts_on,
        view.ends_on,
        frozenset(view.class_type_ids),
    )


def _standing(member_id: UUID, views: dict[UUID, HeldView]) -> StandingView:
    order = rules.in_paying_order(map(_as_entitlement, views.values()))
    usable = (e for e in order if e.entries_left != 0)  # a used-up pack only when there is no other
    first = views[next(usable, order[0]).subscription_id]
    return StandingView(
        member_id,
        first.plan,
        first.kind,
        first.status,
        first.weekly_limit,
        first.entries_left,
        first.ends_on,
        sum(e.entries_left != 0 for e in order if e.subscription_id != first.id),
        first.entries_given,
    )


def _ended_when(
    view: HeldView,
) -> tuple[bool, Any]:  # Any: a datetime, or a date where it is missing
    return view.ended_at is not None, view.ended_at
