"""What members agreed to: when it is charged next, until when it was agreed, and which card ends before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.i18n import Text
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.queries import deals
from fitkit.features.billing.rules import renewing
from fitkit.features.billing.rules.words import DealState
from fitkit.features.billing.tables import Deal
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.payments import queries as payments
from fitkit.features.payments.queries import CardView
from fitkit.features.payments.tables import Card
from fitkit.features.plans.rules import Every
from fitkit.features.plans.tables import Plan
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.features.subscriptions.tables import Freeze, Subscription


@dataclass(frozen=True, slots=True)
class NextChargeView:
    """When a deal is charged next."""

    deal_id: UUID
    subscription_id: UUID
    plan: Text
    every: Every | None
    price: Money
    next_on: date | None  # None: nothing renews any more
    next_amount: Money
    new_price: Money | None
    new_price_from: date | None
    agreed_until: date | None  # the last day of a commitment that is not over
    goes_on: bool
    card: CardView | None  # that is charged for it alone; None: the member's own is


@dataclass(frozen=True, slots=True)
class ReachedView:
    """Somebody whom a new price reaches."""

    member_id: UUID
    name: str
    before: Money
    first_on: date  # of the first period at the new price


@dataclass(frozen=True, slots=True)
class PricePreview:
    """Whom a new price of a plan would reach."""

    plan: Text
    reached: tuple[ReachedView, ...]  # by name
    kept: int  # whose price was agreed beyond the day, or is that already
    told: int  # who were told of a price that has not begun, and that this one would be worse than


@dataclass(frozen=True, slots=True)
class Reach:
    """What another price means for a deal that it reaches."""

    before: Money  # what it costs until then
    instead: renewing.ToldPrice | None  # told, and not to come any more


class Kept(StrEnum):
    """Why another price does not reach a deal."""

    AGREED = "agreed"  # beyond the day, or it costs as much already
    TOLD = "told"  # what was told comes first


@internal
def rests_of(w: Work, *, subscription_id: UUID) -> tuple[renewing.Rest, ...]:
    """The freezes of a subscription: the first day of each, and how many days of it count."""
    return _rests(w, [subscription_id]).get(subscription_id, ())


def _rests(w: Work, subscription_ids: Collection[UUID]) -> dict[UUID, tuple[renewing.Rest, ...]]:
    """``rests_of`` by subscription, of those that have any; one statement."""
    rests: dict[UUID, tuple[renewing.Rest, ...]] = {}
    found = select(Freeze).where(col(Freeze.subscription_id).in_(subscription_ids))
    for f in w.session.scalars(found):
        ended_on = day_of(f.ended_at, w.actor.zone) if f.ended_at else None
        days = renewing.days_rested(f.first_on, f.last_on, ended_on=ended_on)
        rests[f.subscription_id] = (*rests.get(f.subscription_id, ()), (f.first_on, days))
    return rests


@internal
def plan_of(deal: Deal) -> renewing.Rhythm:
    """What a deal says of its periods.

    Raises:
        ValueError: it does not renew.
    """
    if deal.every is None:
        raise ValueError("a deal that is paid once has no periods to come")
    return renewing.Rhythm(
        anchor_on=deal.anchor_on,
        every=deal.every,
        commitment_months=deal.commitment_months,
        goes_on=deal.goes_on,
    )


@internal
def deals_of_plan(w: Work, *, plan_id: UUID) -> tuple[UUID, ...]:
    """Running deals of a plan that renew, by id."""
    found = (
        select(Deal.id)
        .join(Subscription, col(Subscription.id) == col(Deal.subscription_id))
        .where(
            col(Subscription.plan_id) == plan_id,
            col(Deal.state) == DealState.RUNNING,
            col(Deal.next_on).is_not(None),
        )
        .order_by(col(Deal.id))
    )
    return tuple(w.session.scalars(found))


@internal
def cards_ending(w: Work, *, today: date) -> tuple[tuple[UUID, UUID, date, int], ...]:
    """(card, member, its last day, days of the warning) of cards that end soon and are still charged."""
    apart = aliased(Card)
    has_apart = sa.exists().where(
        col(apart.id) == col(Deal.card_id), col(apart.removed_at).is_(None)
    )
    renews = sa.exists().where(
        col(Deal.member_id) == col(Card.member_id),
        col(Deal.state) == DealState.RUNNING,
        col(Deal.next_on).is_not(None),
        sa.case((col(Card.is_apart), col(Deal.card_id) == col(Card.id)), else_=~has_apart),
    )
    last = today + timedelta(days=max(renewing.CARD_NOTICES))
    found = (
        select(col(Card.id), col(Card.member_id), col(Card.good_until))
        .where(
            col(Card.removed_at).is_(None),
            col(Card.good_until).between(today, last),
            renews,
        )
        .order_by(col(Card.id))
    )
    due = [
        (card, member, until, renewing.card_notice(until, today))
        for card, member, until in w.session.execute(found)
    ]
    return tuple((c, m, until, days) for c, m, until, days in due if days is not None)


@internal
def commitments_ending(w: Work, *, today: date) -> tuple[tuple[UUID, UUID, UUID, date, int], ...]:
    """(deal, member, plan, last day, days of the notice) of commitments whose end is to be told today.

    Two statements, however many there are.
    """
    found = (
        select(Deal, col(Subscription.plan_id))
        .join(Subscription, col(Subscription.id) == col(Deal.subscription_id))
        .where(
            col(Deal.state) == DealState.RUNNING,
            col(Deal.commitment_months).is_not(None),
            col(Deal.every).is_not(None),
            col(Deal.goes_on).is_(False),
            col(Subscription.status) != SubscriptionStatus.ENDED,
        )
        .order_by(col(Deal.id))
    )
    rows = w.session.execute(found).all()
    rests = _rests(w, [deal.subscription_id for deal, _ in rows])
    due = []
    for deal, plan_id in rows:
        until = _until(w, deal, rests.get(deal.subscription_id, ()))
        days = None if until is None else renewing.end_notice(until, today)
        if until is not None and days is not None:
            due.append((deal.id, deal.member_id, plan_id, until, days))
    return tuple(due)


@internal
def reach_of(w: Work, deal: Deal, *, price: Money, since: date) -> Reach | Kept:
    """What another price from a day on is for a running deal: what it costs until then, or why it stays."""
    plan = plan_of(deal)
    committed = renewing.committed_periods(plan)
    rests = rests_of(w, subscription_id=deal.subscription_id)
    if committed is not None and since < renewing.first_of(plan, committed, rests):
        return Kept.AGREED
    now, told = Money(deal.price_agorot), _told_price(deal)
    is_so = price == now if told is None else price == told.price and since >= told.since
    if price <= ZERO or is_so:
        return Kept.AGREED
    if told is not None and not renewing.may_replace(told, now, price=price, since=since):
        return Kept.TOLD
    return Reach(now, told)


def _told_price(deal: Deal) -> renewing.ToldPrice | None:
    if deal.new_price_agorot is None or deal.new_price_from is None:
        return None
    return renewing.ToldPrice(Money(deal.new_price_agorot), deal.new_price_from)


@requires(Permission.EDIT_PLANS)
def price_preview(w: Work, *, plan_id: UUID, price: Money, since: date) -> PricePreview:
    """Whom a new price of a plan would reach, and what each pays: what ``actions.announce_price`` does then.

    Raises:
        NotFound: no such plan.
        Refusal: at ``price`` or ``since``, as there.
    """
    plan = w.get(Plan, plan_id)
    renewing.check_price_change(price, since=since, today=day_of(w.now, w.actor.zone))
    reached, kept, told = [], 0, 0
    for deal_id in deals_of_plan(w, plan_id=plan_id):
        deal = w.get(Deal, deal_id)
        found = reach_of(w, deal, price=price, since=since)
        if isinstance(found, Kept):
            kept, told = kept + (found is Kept.AGREED), told + (found is Kept.TOLD)
            continue
        member = w.get(Member, deal.member_id)
        name = full_name(member.first_name, member.last_name)
        reached.append(ReachedView(member.id, name, found.before, _first_from(w, deal, since)))
    reached.sort(key=lambda one: (one.name, one.member_id))
    return PricePreview(Text(plan.name_he, plan.name_en), tuple(reached), kept, told)


def _first_from(w: Work, deal: Deal, since: date) -> date:
    """The first day of the first period that begins on a day or after it."""
    plan, rests = plan_of(deal), rests_of(w, subscription_id=deal.subscription_id)
    number = deal.next_number
    while renewing.first_of(plan, number, rests) < since:
        number += 1
    return renewing.first_of(plan, number, rests)


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def next_charges(w: Work, *, member_id: UUID) -> tuple[NextChargeView, ...]:
    """What a member agreed to and still holds, and when each is charged next; by plan given, newest first.

    Raises:
        NotFound: no such member.
    """
    w.get(Member, member_id)
    found = (
        select(Deal, col(Plan.name_he), col(Plan.name_en))
        .join(Subscription, col(Subscription.id) == col(Deal.subscription_id))
        .join(Plan, col(Plan.id) == col(Subscription.plan_id))
        .where(
            col(Deal.member_id) == member_id,
            col(Subscription.status) != SubscriptionStatus.ENDED,
        )
        .order_by(col(Deal.id).desc())
    )
    return tuple(_next_charge(w, d, Text(he, en)) for d, he, en in w.session.execute(found))


def _next_charge(w: Work, deal: Deal, plan: Text) -> NextChargeView:
    price = Money(deal.price_agorot)
    new = None if deal.new_price_agorot is None else Money(deal.new_price_agorot)
    return NextChargeView(
        deal_id=deal.id,
        subscription_id=deal.subscription_id,
        plan=plan,
        every=deal.every,
        price=price,
        next_on=deal.next_on if deal.state is DealState.RUNNING else None,
        next_amount=deals.price_of(deal),
        new_price=new,
        new_price_from=deal.new_price_from,
        agreed_until=agreed_until(w, deal),
        goes_on=deal.goes_on,
        card=payments.kept_card(w, card_id=deal.card_id) if deal.card_id else None,
    )


@internal
def agreed_until(w: Work, deal: Deal) -> date | None:
    """The last day of what was agreed for some months, freezes counted in; None: until ended, or it is over."""
    if deal.every is None or deal.commitment_months is None:
        return None
    return _until(w, deal, rests_of(w, subscription_id=deal.subscription_id))


def _until(w: Work, deal: Deal, rests: tuple[renewing.Rest, ...]) -> date | None:
    plan = plan_of(deal)
    agreed = renewing.committed_periods(plan)
    if agreed is None:
        return None
    until = renewing.first_of(plan, agreed, rests) - timedelta(days=1)
    return until if until >= day_of(w.now, w.actor.zone) else None
