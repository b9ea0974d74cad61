"""Give, end, take an entry and give it back, correct."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.members import actions as members
from fitkit.features.members import queries as member_queries
from fitkit.features.members.rules import MemberStatus, status_when_given
from fitkit.features.members.tables import Member
from fitkit.features.plans import queries as plans
from fitkit.features.plans.queries import PlanView
from fitkit.features.plans.rules import PlanKind, Terms
from fitkit.features.subscriptions import queries, rules
from fitkit.features.subscriptions.actions._rows import hold_running, member_follows
from fitkit.features.subscriptions.events import (
    EntriesAdjusted,
    SubscriptionEnded,
    SubscriptionEndSet,
    SubscriptionGiven,
)
from fitkit.features.subscriptions.rules import EndReason, MoveReason, SubscriptionStatus
from fitkit.features.subscriptions.tables import CreditMove, Subscription
from fitkit.texts import members as member_texts
from fitkit.texts import subscriptions as texts

_S = columns(Subscription)
_C = columns(CreditMove)
_MOVE_COLUMNS: Final = (
    "id",
    "org_id",
    "subscription_id",
    "delta",
    "balance_after",
    "reason",
    "booking_id",
    "actor_user_id",
    "note",
    "created_at",
    "updated_at",
)


def _moving(delta: int, reason: MoveReason, *allowed: sa.ColumnElement[bool]) -> sa.Insert:
    """One statement: change the entries if they may be, and write the move; returns the balance.

    Binds: subscription, move, booking, actor, at.
    """
    moved = (
        sa.update(_S)
        .where(_S.c.id == sa.bindparam("subscription"), *allowed)
        .values(
            entries_left=_S.c.entries_left + delta,
            updated_at=sa.bindparam("at", type_=_S.c.updated_at.type),
        )
        .returning(_S.c.id, _S.c.org_id, _S.c.entries_left)
        .cte("moved")
    )
    written = sa.select(
        sa.bindparam("move", type_=_C.c.id.type),
        moved.c.org_id,
        moved.c.id,
        sa.literal(delta),
        moved.c.entries_left,
        sa.literal(reason, _C.c.reason.type),
        sa.bindparam("booking", type_=_C.c.booking_id.type),
        sa.bindparam("actor", type_=_C.c.actor_user_id.type),
        sa.literal(""),
        sa.bindparam("at", type_=_C.c.created_at.type),
        sa.bindparam("at", type_=_C.c.updated_at.type),
    )
    return sa.insert(_C).from_select(_MOVE_COLUMNS, written).returning(_C.c.balance_after)


# One that is frozen now pays for a class after its freeze.
_TAKE = _moving(
    -1,
    MoveReason.BOOKED,
    _S.c.entries_left > 0,
    _S.c.status != SubscriptionStatus.ENDED,
)
_TAKEN_BY_BOOKING = (
    sa.select(sa.func.coalesce(sa.func.sum(_C.c.delta), 0))
    .where(
        _C.c.booking_id == sa.bindparam("booking", type_=_C.c.booking_id.type),
        _C.c.subscription_id == sa.bindparam("subscription", type_=_S.c.id.type),
    )
    .scalar_subquery()
)
_RETURN = _moving(1, MoveReason.RETURNED, _S.c.entries_left >= 0, _TAKEN_BY_BOOKING < 0)
_TAKE_FOR_PENALTY = _moving(
    -1, MoveReason.PENALTY, _S.c.entries_left > 0, _S.c.status == SubscriptionStatus.ACTIVE
)
_RETURN_FOR_PENALTY = _moving(1, MoveReason.EXCUSED, _S.c.entries_left >= 0)
_HOLD = (
    sa.select(_S.c.handed_to_id).where(_S.c.id == sa.bindparam("subscription")).with_for_update()
)


@dataclass(frozen=True, slots=True)
class Given:
    """A plan that was given."""

    subscription_id: UUID
    plan: Text
    starts_on: date
    ends_on: date | None  # the last day; None: until ended
    entries: int | None  # None: not counted


@requires(Permission.GIVE_PLANS)
def give(w: Work, *, member_id: UUID, plan_id: UUID, starts_on: date | None = None) -> Given:
    """Give a plan to a member from a day (today unless said); holds the member's row.

    The terms are copied: a later change of the plan does not reach it. Publishes
    SubscriptionGiven; the member's status follows.

    Raises:
        Refusal: the member is archived; the plan is no longer sold, held already on these
            days, a second trial, or over before today; a first day too far off.
        NotFound: no such member or plan in this gym.
    """
    return _give_checked(w, member_id, plan_id, starts_on)


@internal
def give_trial(w: Work, *, member_id: UUID, plan_id: UUID) -> Given:
    """Give the trial plan to somebody who holds nothing and never had one, from today.

    Whoever books a trial gives it to themself: booking decided that they may. Holds the member's
    row. Publishes SubscriptionGiven.

    Raises:
        Refusal: the member is archived; the plan is no longer sold, or a trial was had.
    """
    return _give_checked(w, member_id, plan_id, None)


@internal
def check_sold(w: Work, *, member_id: UUID, plan_id: UUID, starts_on: date) -> None:
    """Refuse what could not be given when it is paid, before anybody pays.

    Raises:
        Refusal: the member is archived; the plan is held already on these days, a second trial.
        NotFound: no such member or plan in this gym.
    """
    member = member_queries.facts(w, member_id=member_id)
    if member.is_archived:
        raise Refusal(member_texts.IN_ARCHIVE, name=member.name)
    plan = plans.plan(w, plan_id=plan_id)
    refuse_held(w, member_id, plan, (starts_on, plan.terms.last_day(starts_on)))


@internal
def give_sold(w: Work, *, member_id: UUID, plan_id: UUID, starts_on: date, terms: Terms) -> Given:
    """Give a plan that was paid for, no longer sold or changed meanwhile or not; holds the member's row.

    Publishes SubscriptionGiven; the member's status follows.

    Args:
        w: of FitKit itself, or of who sells.
        member_id: whose.
        plan_id: the plan.
        starts_on: its first day.
        terms: what the buyer agreed to: what the plan gives by now is for others.

    Raises:
        Refusal: as for ``check_sold``; nothing was written.
        NotFound: as for ``check_sold``.
    """
    held = hold_member(w, member_id)
    if held.is_archived:
        raise Refusal(member_texts.IN_ARCHIVE, name=held.name)
    plan = replace(plans.plan(w, plan_id=plan_id), terms=terms)
    span = starts_on, terms.last_day(starts_on)
    refuse_held(w, member_id, plan, span)
    return _give(w, member_id, plan, span, status_before=held.status)


@internal
def give_past(w: Work, *, member_id: UUID, plan_id: UUID, starts_on: date) -> Given:
    """Give a plan whose days are partly or wholly over: for imports and the demo's history.

    Without the checks of ``give``; one that is over is ended by the daily sweep.
    """
    plan = plans.plan(w, plan_id=plan_id)
    member = hold_member(w, member_id)
    span = starts_on, plan.terms.last_day(starts_on)
    return _give(w, member_id, plan, span, status_before=member.status)


@requires(Permission.GIVE_PLANS)
def end(w: Work, *, subscription_id: UUID) -> None:
    """End a subscription now; entries left are gone. Publishes SubscriptionEnded.

    Raises:
        Refusal: ended already.
    """
    end_now(w, hold_running(w, subscription_id), EndReason.STAFF)


@requires(Permission.GIVE_PLANS)
def end_on(w: Work, *, subscription_id: UUID, day: date) -> None:
    """Set the last day of a subscription, today or later, not later than it has one now.

    Booking gives back the places that are after it, at no cost. Publishes SubscriptionEndSet.

    Raises:
        Refusal: ended already; a day in the past, before its first, or after its last; at ``day``.
    """
    row = hold_running(w, subscription_id)
    if day < day_of(w.now, w.actor.zone):
        raise Refusal(texts.END_IN_PAST, field="day")
    if day < row.starts_on:
        raise Refusal(texts.END_BEFORE_START, field="day")
    if row.ends_on is not None and day > row.ends_on:
        raise Refusal(texts.END_ONLY_EARLIER, field="day", day=row.ends_on)
    if row.ends_on == day:
        return
    before, row.ends_on = row.ends_on, day
    w.publish(
        SubscriptionEndSet(
            about=row.id,
            member_id=row.member_id,
            plan_id=row.plan_id,
            before=before,
            ends_on=day,
        )
    )


@requires(Permission.GIVE_PLANS)
def adjust_entries(w: Work, *, subscription_id: UUID, delta: int, note: str) -> int:
    """Add or take away entries by hand, with a reason; return how many are left.

    Raises:
        Refusal: ended; not counted; nothing, too much, or more than is left; no reason.
    """
    row = hold_running(w, subscription_id)
    if row.entries_left is None:
        raise Refusal(texts.NOT_COUNTED, field="delta")
    words = rules.check_adjustment(delta, note, left=row.entries_left)
    left = move(w, row, delta, MoveReason.ADJUSTED, note=words)
    w.publish(
        EntriesAdjusted(
            about=row.id,
            member_id=row.member_id,
            plan_id=row.plan_id,
            delta=delta,
            entries_left=left,
        )
    )
    return left


@internal
def take_entry(w: Work, *, subscription_id: UUID, booking_id: UUID) -> int:
    """Take one entry for a booking and return how many are left; never below zero.

    Raises:
        Refusal: none left, or the subscription ended.
    """
    left = w.hot(_TAKE, _binds(w, subscription_id, booking_id)).scalar()
    if left is None:
        raise Refusal(texts.NO_ENTRIES_LEFT)
    return int(left)


@internal
def return_entry(w: Work, *, subscription_id: UUID, booking_id: UUID) -> int | None:
    """Give back the entry a booking took and return how many are left.

    None when the booking has no entry out: it never took one, or it came back already.
    An ended subscription gets it too, so that the books agree; it entitles to nothing. From one that was
    handed over it goes on to who got it.
    """
    binds = _binds(w, subscription_id, booking_id)
    to_id = w.hot(_HOLD, binds).scalar()  # two cancellations of one booking see each other's move
    left = w.hot(_RETURN, binds).scalar()
    if left is None:
        return None
    if to_id is not None:
        _pass_on(w, subscription_id, MoveReason.RETURNED)
    return int(left)


@internal
def take_for_penalty(w: Work, *, subscription_id: UUID) -> int:
    """Take one entry for a penalty and return how many are left; never below zero.

    Of no booking: what a booking took and returned stays a sum of its own.

    Raises:
        Refusal: none left, or the subscription is not active.
    """
    left = w.hot(_TAKE_FOR_PENALTY, _binds(w, subscription_id, None)).scalar()
    if left is None:
        raise Refusal(texts.NO_ENTRIES_LEFT)
    return int(left)


@internal
def return_for_penalty(w: Work, *, subscription_id: UUID) -> None:
    """Give back the entry of a penalty that was excused; the caller sees to it that it is once.

    An ended subscription gets it too, and one that was handed over passes it on, as with ``return_entry``.
    """
    binds = _binds(w, subscription_id, None)
    to_id = w.hot(_HOLD, binds).scalar()
    w.hot(_RETURN_FOR_PENALTY, binds)
    if to_id is not None:
        _pass_on(w, subscription_id, MoveReason.EXCUSED)


def _pass_on(w: Work, subscription_id: UUID, reason: MoveReason) -> None:
    """Move an entry that came back to what was handed over to who has it now, through every hand.

    The later of two subscriptions is held after the earlier, as everywhere.
    """
    row = w.hold(Subscription, subscription_id)
    w.session.refresh(row)  # the entry came by a statement of its own
    while row.handed_to_id is not None:
        move(w, row, -1, MoveReason.EXPIRED)
        row = w.hold(Subscription, row.handed_to_id)
        w.session.refresh(row)
        move(w, row, 1, reason)


@internal
def end_lapsed(w: Work) -> int:
    """End what is over by today in the gym's zone; return how many. Holds them in order of id."""
    over = queries.over_by(w, day=day_of(w.now, w.actor.zone))
    # By id, as a release takes them, and all before the first member: nobody waits in a circle.
    held = [w.hold(Subscription, subscription_id) for subscription_id in sorted(over)]
    running = [row for row in held if row.status is not SubscriptionStatus.ENDED]  # nor meanwhile
    for row in running:
        end_now(w, row, EndReason.LAPSED)
    return len(running)


def _give_checked(w: Work, member_id: UUID, plan_id: UUID, starts_on: date | None) -> Given:
    member = hold_member(w, member_id)
    if member.is_archived:
        raise Refusal(member_texts.IN_ARCHIVE, name=member.name)
    plan = plans.plan(w, plan_id=plan_id)
    if plan.is_retired:
        raise Refusal(texts.PLAN_NOT_SOLD, field="plan_id", plan=plan.name)
    today = day_of(w.now, w.actor.zone)
    first = starts_on or today
    rules.check_start(first, today=today)
    last = plan.terms.last_day(first)
    if last is not None and last < today:
        raise Refusal(texts.OVER_ALREADY, field="starts_on")
    refuse_held(w, member_id, plan, (first, last))
    return _give(w, member_id, plan, (first, last), status_before=member.status)


@internal
def hold_member(w: Work, member_id: UUID) -> member_queries.MemberFacts:
    """A member's row, held, with the facts of it."""
    w.hold(Member, member_id)  # two people at the desk do not give the same plan twice
    return member_queries.facts(w, member_id=member_id)


@internal
def refuse_held(w: Work, member_id: UUID, plan: PlanView, days: tuple[date, date | None]) -> None:
    """Refuse what a member holds already on these days, or a second trial."""
    had = w.session.scalars(
        select(Subscription).where(col(Subscription.member_id) == member_id)
    ).all()
    match plan.terms.kind:
        case PlanKind.TRIAL:
            if any(one.kind is PlanKind.TRIAL for one in had):
                raise Refusal(texts.TRIAL_HAD, field="plan_id")
        case PlanKind.WEEKLY | PlanKind.UNLIMITED:
            for one in had:
                is_same = one.plan_id == plan.id and one.status is not SubscriptionStatus.ENDED
                if is_same and rules.overlap((one.starts_on, one.ends_on), days):
                    raise Refusal(texts.ALREADY_HELD, field="plan_id", plan=plan.name)
        case PlanKind.PACK:
            pass  # a second pack waits its turn


def _give(
    w: Work,
    member_id: UUID,
    plan: PlanView,
    days: tuple[date, date | None],
    *,
    status_before: MemberStatus,
) -> Given:
    terms = plan.terms
    row = Subscription(
        member_id=member_id,
        plan_id=plan.id,
        kind=terms.kind,
        weekly_limit=terms.weekly_limit,
        entries_given=terms.entries,
        entries_left=None if terms.entries is None else 0,
        class_type_ids=[str(each) for each in terms.class_type_ids],
        location_ids=[str(each) for each in terms.location_ids],
        day_limit=terms.day_limit,
        open_limit=terms.open_limit,
        class_from=terms.class_from,
        class_until=terms.class_until,
        starts_on=days[0],
        ends_on=days[1],
    )
    w.add(row)
    w.session.flush()
    if terms.entries is not None:
        move(w, row, terms.entries, MoveReason.GIVEN)
    w.publish(
        SubscriptionGiven(
            about=row.id,
            member_id=member_id,
            plan_id=plan.id,
            kind=terms.kind,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
    )
    status = status_when_given(status_before, is_trial=terms.kind is PlanKind.TRIAL)
    members.set_status(w, member_id=member_id, status=status)
    return Given(row.id, plan.name, row.starts_on, row.ends_on, terms.entries)


@internal
def end_now(w: Work, row: Subscription, because: EndReason) -> None:
    """End a held row; entries left are gone. Publishes SubscriptionEnded."""
    lost = row.entries_left or 0
    if lost:
        move(w, row, -lost, MoveReason.EXPIRED)
    today = day_of(w.now, w.actor.zone)
    row.status = SubscriptionStatus.ENDED
    row.ended_at = w.now
    row.end_reason = because
    row.ends_on = max(row.starts_on, min(row.ends_on or today, today))
    w.session.flush()
    w.publish(
        SubscriptionEnded(
            about=row.id,
            member_id=row.member_id,
            plan_id=row.plan_id,
            because=because,
            entries_lost=lost,
        )
    )
    member_follows(w, row.member_id)


@internal
def move(w: Work, row: Subscription, delta: int, reason: MoveReason, *, note: str = "") -> int:
    """Change the entries of a held row and write the move; how many are left."""
    left = (row.entries_left or 0) + delta
    row.entries_left = left
    w.add(
        CreditMove(
            subscription_id=row.id,
            delta=delta,
            balance_after=left,
            reason=reason,
            actor_user_id=w.actor.user_id,
            note=note,
            created_at=w.now,
        )
    )
    w.session.flush()
    return left


def _binds(w: Work, subscription_id: UUID, booking_id: UUID | None) -> dict[str, object]:
    return {
        "subscription": subscription_id,
        "booking": booking_id,
        "move": new_id(),
        "actor": w.actor.user_id,
        "at": w.now,
    }
