"""Give, end, take an entry and give it back, correct."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, internal, requires
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
from fitkit.features.subscriptions.actions.entries import move
from fitkit.features.subscriptions.events import (
    SubscriptionEnded,
    SubscriptionEndSet,
    SubscriptionGiven,
)
from fitkit.features.subscriptions.rules import EndReason, MoveReason, SubscriptionStatus
from fitkit.features.subscriptions.tables import Subscription
from fitkit.texts import members as member_texts
from fitkit.texts import subscriptions as texts


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
    before, row.ends_on, row.begins_by = row.ends_on, day, None
    w.publish(
        SubscriptionEndSet(
            about=row.id,
            member_id=row.member_id,
            plan_id=row.plan_id,
            before=before,
            ends_on=day,
        )
    )


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
        begins_by=None if terms.begin_within is None else terms.begins_by(days[0]),
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
