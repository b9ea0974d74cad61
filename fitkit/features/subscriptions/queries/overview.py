"""Counts and lists of who holds what, for those who run the gym."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_span
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.members.rules import MemberStatus, full_name
from fitkit.features.members.tables import Member
from fitkit.features.plans.rules import PlanKind
from fitkit.features.plans.tables import Plan
from fitkit.features.subscriptions.rules import (
    SubscriptionStatus,
)
from fitkit.features.subscriptions.tables import Subscription

_S = columns(Subscription)
_M = columns(Member)


@dataclass(frozen=True, slots=True)
class RunningOutView:
    """A subscription that is nearly over, and whose it is."""

    subscription_id: UUID
    member_id: UUID
    member: str
    plan: Text
    ends_on: date | None  # the last day; None: it has none
    entries_left: int | None  # None: not counted


@dataclass(frozen=True, slots=True)
class WithoutPlanView:
    """A member who holds nothing."""

    member_id: UUID
    member: str
    joined_on: date


@requires(Permission.SEE_PLANS)
def holders_count(w: Work) -> dict[UUID, int]:
    """How many members hold each plan now; plans without holders are missing."""
    grouped = (
        select(col(Subscription.plan_id), sa.func.count(sa.distinct(col(Subscription.member_id))))
        .where(col(Subscription.status) != SubscriptionStatus.ENDED)
        .group_by(col(Subscription.plan_id))
    )
    return {plan_id: n for plan_id, n in w.session.execute(grouped)}  # noqa: C416  # rows


@requires(Permission.SEE_OVERVIEW)
def holding_on(w: Work, *, days: Sequence[date]) -> tuple[int, ...]:
    """How many members held a plan at the end of each day, of today: now. One statement.

    Trials and what is frozen now are left out: the others are those who train and pay.
    """
    if not days:
        return ()
    n = sa.func.count(sa.distinct(_S.c.member_id))
    found = sa.select(*(n.filter(*_held_on(w, day)) for day in days)).where(
        _S.c.org_id == w.actor.org_id,
        _S.c.kind != PlanKind.TRIAL,
        _S.c.status != SubscriptionStatus.FROZEN,
    )
    return tuple(w.hot(found).one())


@requires(Permission.SEE_OVERVIEW)
def running_out(
    w: Work, *, today: date, days: int = 7, entries: int = 1, limit: int = 50
) -> tuple[RunningOutView, ...]:
    """Members whose last subscription is nearly over, the soonest first; each once, with the best they hold.

    Trials are left out: they are meant to end. So is who holds anything that goes on.

    Args:
        w: the transaction.
        today: in the gym's zone.
        days: how many days from today are near.
        entries: how many entries left are few.
        limit: how many members at most.
    """
    goes_on = sa.and_(
        sa.or_(_S.c.ends_on.is_(None), _S.c.ends_on > today + timedelta(days=days)),
        sa.or_(_S.c.entries_left.is_(None), _S.c.entries_left > entries),
    ).label("goes_on")
    best = (
        sa.select(_S.c.id, goes_on)
        .distinct(_S.c.member_id)
        .where(
            _S.c.org_id == w.actor.org_id,
            _S.c.status != SubscriptionStatus.ENDED,
            _S.c.kind != PlanKind.TRIAL,
            sa.or_(_S.c.ends_on.is_(None), _S.c.ends_on >= today),
        )
        .order_by(
            _S.c.member_id,
            goes_on.desc(),
            _S.c.entries_left.desc().nulls_first(),
            _S.c.ends_on.desc().nulls_first(),
        )
        .subquery()
    )
    found = (
        select(Subscription, col(Plan.name_he), col(Plan.name_en), Member)
        .join(best, best.c.id == col(Subscription.id))
        .join(Plan, col(Plan.id) == col(Subscription.plan_id))
        .join(Member, col(Member.id) == col(Subscription.member_id))
        .where(sa.not_(best.c.goes_on), col(Member.archived_at).is_(None))
        .order_by(col(Subscription.ends_on).nulls_last(), col(Subscription.entries_left))
        .limit(limit)
    )
    return tuple(
        RunningOutView(
            s.id,
            m.id,
            full_name(m.first_name, m.last_name),
            Text(he, en),
            s.ends_on,
            s.entries_left,
        )
        for s, he, en, m in w.session.execute(found)
    )


@requires(Permission.SEE_OVERVIEW)
def without_plan(w: Work, *, limit: int = 50) -> tuple[WithoutPlanView, ...]:
    """Members who hold nothing, the newest first; who left and who is in the archive are left out."""
    holds = sa.exists().where(_S.c.member_id == _M.c.id, _S.c.status != SubscriptionStatus.ENDED)
    found = (
        select(Member)
        .where(
            col(Member.archived_at).is_(None),
            col(Member.status) != MemberStatus.ENDED,
            sa.not_(holds),
        )
        .order_by(col(Member.joined_on).desc(), col(Member.id).desc())
        .limit(limit)
    )
    return tuple(
        WithoutPlanView(m.id, full_name(m.first_name, m.last_name), m.joined_on)
        for m in w.session.scalars(found)
    )


def _held_on(w: Work, day: date) -> tuple[sa.ColumnElement[bool], ...]:
    end = min(day_span(day, w.actor.zone)[1], w.now)
    return (
        _S.c.starts_on <= day,
        sa.or_(_S.c.ends_on.is_(None), _S.c.ends_on >= day),
        sa.or_(_S.c.ended_at.is_(None), _S.c.ended_at > end),
    )
