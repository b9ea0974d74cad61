"""Reads of subscriptions: what pays on a day, what a member holds, the story of its entries."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of, day_span
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.class_types.rules import PolicyOverride
from fitkit.features.members.rules import MemberStatus, full_name
from fitkit.features.members.tables import Member
from fitkit.features.plans.rules import PlanKind
from fitkit.features.plans.tables import Plan
from fitkit.features.subscriptions import rules
from fitkit.features.subscriptions.rules import (
    Entitlement,
    FreezeKind,
    MoveReason,
    Standing,
    SubscriptionStatus,
)
from fitkit.features.subscriptions.tables import CreditMove, Freeze, Subscription

_S = columns(Subscription)
_M = columns(Member)
_P = columns(Plan)
_F = columns(Freeze)

_rests = (
    sa.select(sa.func.json_agg(sa.func.json_build_array(_F.c.first_on, _F.c.last_on)))
    .where(_F.c.subscription_id == _S.c.id, _F.c.ended_at.is_(None))
    .correlate(_S)
    .scalar_subquery()
)

# Binds: member_id, first, last. One index scan of the member's few rows and the member by key, its
# plan for what that changes of the rules today; run by w.hot on the way of every booking. Nobody in the archive is entitled to anything.
ENTITLED: Final = (
    sa.select(
        _S.c.id,
        _S.c.plan_id,
        _S.c.kind,
        _S.c.status,
        _S.c.weekly_limit,
        _S.c.entries_left,
        _S.c.starts_on,
        _S.c.ends_on,
        _S.c.class_type_ids,
        _S.c.location_ids,
        _S.c.day_limit,
        _S.c.open_limit,
        _P.c.overrides,
        _rests.label("rests"),
        _M.c.status.label("member_status"),
    )
    .join(_M, _M.c.id == _S.c.member_id)
    .join(_P, _P.c.id == _S.c.plan_id)
    .where(
        _S.c.member_id == sa.bindparam("member_id"),
        _S.c.status.in_([SubscriptionStatus.ACTIVE, SubscriptionStatus.FROZEN]),
        _S.c.starts_on <= sa.bindparam("last"),
        sa.or_(_S.c.ends_on.is_(None), _S.c.ends_on >= sa.bindparam("first")),
        _M.c.archived_at.is_(None),
    )
)


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


@dataclass(frozen=True, slots=True)
class FreezeView:
    """Days on which a subscription rests."""

    id: UUID
    subscription_id: UUID
    first_on: date
    last_on: date
    reason: str  # empty for the member
    has_begun: bool
    kind: FreezeKind


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


@internal
def entitlements(w: Work, *, member_id: UUID, day: date) -> tuple[Entitlement, ...]:
    """What a member may use on a day (in the gym's zone), in the order in which it pays.

    Frozen and past-due ones are among them, with their standing; used-up packs too.
    """
    return entitlements_between(w, member_id=member_id, first=day, last=day)


@internal
def entitlements_between(
    w: Work, *, member_id: UUID, first: date, last: date
) -> tuple[Entitlement, ...]:
    """The same for a span of days, ends included; each says by ``covers`` on which of them."""
    rows = w.hot(ENTITLED, {"member_id": member_id, "first": first, "last": last})
    return rules.in_paying_order(_entitlement(row) for row in rows)


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


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def freezes(w: Work, *, member_id: UUID) -> tuple[FreezeView, ...]:
    """A member's freezes that are not over, the first to begin first."""
    today = day_of(w.now, w.actor.zone)
    found = (
        select(Freeze)
        .where(
            col(Freeze.member_id) == member_id,
            col(Freeze.ended_at).is_(None),
            col(Freeze.last_on) >= today,
        )
        .order_by(col(Freeze.first_on), col(Freeze.id))
    )
    is_staff = w.actor.may(Permission.SEE_MEMBERS)
    return tuple(
        FreezeView(
            f.id,
            f.subscription_id,
            f.first_on,
            f.last_on,
            f.reason if is_staff else "",
            f.first_on <= today,
            f.kind,
        )
        for f in w.session.scalars(found)
    )


@internal
def rested(w: Work, *, member_id: UUID) -> tuple[tuple[date, date], ...]:
    """First and last day of each freeze of a member, past and ahead, by day; those by a doctor's note left out.

    One that was called off before it began is none.
    """
    found = (
        select(Freeze)
        .where(col(Freeze.member_id) == member_id, col(Freeze.kind) != FreezeKind.MEDICAL)
        .order_by(col(Freeze.first_on), col(Freeze.id))
    )
    zone = w.actor.zone
    return tuple(
        (f.first_on, f.last_on)
        for f in w.session.scalars(found)
        if f.ended_at is None or day_of(f.ended_at, zone) > f.first_on
    )


@internal
def rests_on(w: Work, *, subscription_id: UUID, day: date) -> bool:
    """Whether a subscription is frozen on a day."""
    found = select(col(Freeze.id)).where(
        col(Freeze.subscription_id) == subscription_id,
        col(Freeze.ended_at).is_(None),
        col(Freeze.first_on) <= day,
        col(Freeze.last_on) >= day,
    )
    return w.session.execute(found).first() is not None


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
def freezes_to_turn(w: Work, *, day: date) -> tuple[UUID, ...]:
    """Subscriptions whose status may not fit the day: frozen ones, and those with a freeze on it; by id."""
    rests = sa.exists().where(
        _F.c.subscription_id == _S.c.id,
        _F.c.ended_at.is_(None),
        _F.c.first_on <= day,
        _F.c.last_on >= day,
    )
    found = (
        sa.select(_S.c.id)
        .where(
            _S.c.org_id == w.actor.org_id,
            sa.or_(
                _S.c.status == SubscriptionStatus.FROZEN,
                sa.and_(_S.c.status == SubscriptionStatus.ACTIVE, rests),
            ),
        )
        .order_by(_S.c.id)
    )
    return tuple(w.hot(found).scalars())


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


def _held_on(w: Work, day: date) -> tuple[sa.ColumnElement[bool], ...]:
    end = min(day_span(day, w.actor.zone)[1], w.now)
    return (
        _S.c.starts_on <= day,
        sa.or_(_S.c.ends_on.is_(None), _S.c.ends_on >= day),
        sa.or_(_S.c.ended_at.is_(None), _S.c.ended_at > end),
    )


def _entitlement(row: Any) -> Entitlement:  # Any: a row of ENTITLED
    return Entitlement(
        row.id,
        row.plan_id,
        row.kind,
        _standing_word(row.status, row.member_status, has_rests=bool(row.rests)),
        row.weekly_limit,
        row.entries_left,
        row.starts_on,
        row.ends_on,
        frozenset(UUID(each) for each in row.class_type_ids),
        frozenset(UUID(each) for each in row.location_ids),
        row.day_limit,
        row.open_limit,
        {key: PolicyOverride.of(facts) for key, facts in row.overrides.items()},
        tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in row.rests or ()),
    )


def _standing_word(
    status: SubscriptionStatus, member: MemberStatus, *, has_rests: bool
) -> Standing:
    if member is MemberStatus.PAST_DUE:
        return Standing.PAST_DUE
    if has_rests:  # which says the days itself: a class after them may be booked meanwhile
        return Standing.GOOD
    if SubscriptionStatus.FROZEN is status or member is MemberStatus.FROZEN:
        return Standing.FROZEN
    return Standing.GOOD


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
