"""What letting a plan rest would do, and what keeps it from that."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.queries import agreed, deals, ended_money, endings, periods
from fitkit.features.billing.queries.endings import LineView
from fitkit.features.billing.rules import freezes as rules
from fitkit.features.billing.rules.freezes import (
    Effect,
    Moved,
    Obstacles,
    PaidSpan,
    Renewal,
    RestFacts,
)
from fitkit.features.billing.rules.words import DealState, PeriodState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.booking import queries as booking
from fitkit.features.booking.rules import BookingStatus
from fitkit.features.booking.tables import Booking
from fitkit.features.payments.rules import OPEN
from fitkit.features.payments.tables import Charge
from fitkit.features.plans.tables import Plan
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.features.subscriptions import rules as resting
from fitkit.features.subscriptions.rules import FreezeKind, SubscriptionStatus
from fitkit.features.subscriptions.tables import Freeze, Subscription
from fitkit.texts import subscriptions as subscription_texts

FAILING: Final = (PeriodState.DUNNING, PeriodState.GIVEN_UP)


@dataclass(frozen=True, slots=True)
class ReleasedView:
    """A booking that a freeze gives back."""

    name: Text
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class RestView:
    """What a freeze, or the end of one, would do."""

    plan: Text
    first_on: date
    last_on: date
    days: int
    lines: tuple[LineView, ...]
    charge: Moved | None  # the first charge that moves
    ends_on: date | None  # the plan's last day then
    released: tuple[ReleasedView, ...]  # by start
    entries_back: int

    @property
    def mark(self) -> str:
        """What somebody who agrees agrees to: another one means that it has changed since."""
        moved = f"{self.charge.after}:{self.charge.amount.agorot}" if self.charge else ""
        return f"{self.first_on}:{self.last_on}:{self.days}:{moved}:{self.ends_on}:{len(self.released)}"


@requires(Permission.GIVE_PLANS, own=Permission.EDIT_OWN)
def rest_preview(
    w: Work,
    *,
    member_id: UUID,
    subscription_id: UUID,
    first_on: date,
    last_on: date,
    kind: FreezeKind,
) -> RestView:
    """What a freeze would do: the same calculation as ``actions.freeze`` does it by.

    Raises:
        NotFound: no such subscription of this member.
        Refusal: it may not rest, or not on these days; at their fields.
    """
    held = held_of(w, member_id=member_id, subscription_id=subscription_id)
    deal = deal_for(w, subscription_id=held.id)
    by = kind_of(w, kind)
    check_obstacles(w, deal)
    _check_days(w, held, (first_on, last_on), by)
    effect = rules.rest(facts_of(w, held, deal), (first_on, last_on))
    return _view(w, held, effect, (first_on, last_on))


@requires(Permission.GIVE_PLANS, own=Permission.EDIT_OWN)
def wake_preview(w: Work, *, member_id: UUID, freeze_id: UUID) -> RestView:
    """What ending a freeze today, or calling it off, would do.

    Raises:
        NotFound: no such freeze of this member.
        Refusal: it is over.
    """
    rest = freeze_of(w, member_id=member_id, freeze_id=freeze_id)
    today = day_of(w.now, w.actor.zone)
    if rest.ended_at is not None or rest.last_on < today:
        raise Refusal(subscription_texts.FREEZE_OVER)
    held = w.get(Subscription, rest.subscription_id)
    span = rest.first_on, rest.last_on
    facts = facts_of(w, held, deal_for(w, subscription_id=held.id))
    effect = rules.wake(facts, span, today=today, starts_on=held.starts_on)
    return _view(w, held, effect, span, releases=False)


@internal
def held_of(w: Work, *, member_id: UUID, subscription_id: UUID) -> Subscription:
    """A member's subscription that has not ended.

    Raises:
        NotFound: no such one of this member.
        Refusal: it ended.
    """
    held = w.get(Subscription, subscription_id)
    if held.member_id != member_id:
        raise NotFound
    if held.status is SubscriptionStatus.ENDED:
        raise Refusal(subscription_texts.ENDED_ALREADY)
    return held


@internal
def freeze_of(w: Work, *, member_id: UUID, freeze_id: UUID) -> Freeze:
    """A member's freeze.

    Raises:
        NotFound: no such one of this member.
    """
    rest = w.get(Freeze, freeze_id)
    if rest.member_id != member_id:
        raise NotFound
    return rest


@internal
def deal_for(w: Work, *, subscription_id: UUID) -> Deal | None:
    """The deal of a subscription; None: it was given without one."""
    found = select(Deal).where(col(Deal.subscription_id) == subscription_id)
    return w.session.scalars(found).one_or_none()


@internal
def kind_of(w: Work, asked: FreezeKind) -> FreezeKind:
    """By whose word a subscription rests: a member's is their own, whatever was asked."""
    if not w.actor.may(Permission.GIVE_PLANS):
        return FreezeKind.OWN
    return FreezeKind.STAFF if asked is FreezeKind.OWN else asked


@internal
def check_obstacles(w: Work, deal: Deal | None) -> None:
    """Refuse to let rest what may not.

    Raises:
        Refusal: in words.
    """
    if deal is not None:
        is_staff = w.actor.may(Permission.GIVE_PLANS)
        rules.check_may_rest(obstacles(w, deal=deal), is_staff=is_staff)


@internal
def obstacles(w: Work, *, deal: Deal) -> Obstacles:
    """What of a deal keeps it from being changed."""
    today = day_of(w.now, w.actor.zone)
    rows = w.session.scalars(select(Period).where(col(Period.deal_id) == deal.id)).all()
    causes = [row.id for row in rows]
    charging = select(sa.func.count()).where(
        col(Charge.cause_kind) == periods.CAUSE,
        col(Charge.cause_id).in_(causes),
        col(Charge.state).in_(OPEN),
    )
    rests = select(sa.func.count()).where(
        col(Freeze.subscription_id) == deal.subscription_id,
        col(Freeze.ended_at).is_(None),
        col(Freeze.last_on) >= today,
    )
    return Obstacles(
        has_notice=endings.standing_notice(w, deal_id=deal.id) is not None,
        owes=any(row.state in FAILING for row in rows),
        is_charging=bool(w.session.scalar(charging)),
        is_committed=agreed.agreed_until(w, deal) is not None and not deal.goes_on,
        rests=bool(w.session.scalar(rests)),
    )


@internal
def facts_of(w: Work, held: Subscription, deal: Deal | None) -> RestFacts:
    """A subscription and its deal, as the rules decide on them."""
    rests = agreed.rests_of(w, subscription_id=held.id)
    if deal is None:
        return RestFacts(held.ends_on, rests, None, None)
    renewal = None
    if deal.every is not None and deal.next_on is not None and deal.state is DealState.RUNNING:
        renewal = Renewal(
            agreed.plan_of(deal),
            deal.next_number,
            rests,
            Money(deal.price_agorot),
            None if deal.new_price_agorot is None else Money(deal.new_price_agorot),
            deal.new_price_from,
            deals.discount_of(deal),
        )
    return RestFacts(held.ends_on, rests, renewal, paid_span(w, deal=deal))


@internal
def paid_span(w: Work, *, deal: Deal) -> PaidSpan | None:
    """What the newest payment of a deal that renews is for; None: it is not paid, or was given back."""
    if deal.every is None:
        return None
    spans = ended_money.spans_of(w, deal=deal)
    last = next((s for s in spans if s.number == deal.next_number - 1), None)
    if last is None or last.state is not PeriodState.PAID:
        return None
    return PaidSpan(last.first_on, last.last_on, min(last.amount, last.paid))


def _check_days(w: Work, held: Subscription, span: tuple[date, date], by: FreezeKind) -> None:
    live = select(Freeze).where(
        col(Freeze.subscription_id) == held.id, col(Freeze.ended_at).is_(None)
    )
    resting.check_freeze(
        span,
        kind=held.kind,
        held=(held.starts_on, held.ends_on),
        others=[(f.first_on, f.last_on) for f in w.session.scalars(live)],
        today=day_of(w.now, w.actor.zone),
        by=by,
    )
    if by is FreezeKind.OWN:
        resting.check_allowance(span, subscriptions.rested(w, member_id=held.member_id))


def _view(
    w: Work, held: Subscription, effect: Effect, span: tuple[date, date], *, releases: bool = True
) -> RestView:
    plan = w.get(Plan, held.plan_id)
    classes = (
        booking.paid_between(
            w,
            member_id=held.member_id,
            subscription_id=held.id,
            first=span[0],
            last=span[1],
        )
        if releases
        else ()
    )
    return RestView(
        plan=Text(plan.name_he, plan.name_en),
        first_on=span[0],
        last_on=span[1],
        days=effect.days,
        lines=tuple(
            LineView(
                Text(
                    line.words.to(Lang.HE, **line.params),
                    line.words.to(Lang.EN, **line.params),
                ),
                line.amount,
            )
            for line in effect.lines
        ),
        charge=effect.charge,
        ends_on=effect.ends_on,
        released=tuple(ReleasedView(one.name, one.starts_at) for one in classes),
        entries_back=_entries_out(w, held, [one.id for one in classes]),
    )


def _entries_out(w: Work, held: Subscription, session_ids: list[UUID]) -> int:
    found = select(sa.func.count()).where(
        col(Booking.session_id).in_(session_ids),
        col(Booking.subscription_id) == held.id,
        col(Booking.status) == BookingStatus.BOOKED,
        col(Booking.entry_taken),
    )
    return w.session.scalar(found) or 0
