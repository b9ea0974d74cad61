"""What a change of plan would do and cost, which plans there are to change to, and what is ahead."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import NotFound
from fitkit.core.i18n import Lang, Text
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.queries import agreed, deals, endings, freezes, orders
from fitkit.features.billing.queries.endings import LineView
from fitkit.features.billing.rules import changes as rules
from fitkit.features.billing.rules.cancellation import Line
from fitkit.features.billing.rules.changes import (
    AHEAD,
    CAUSE,
    Change,
    ChangeKind,
    ChangeState,
    Held,
)
from fitkit.features.billing.rules.checkout import Offer, payment
from fitkit.features.billing.rules.disclosure import disclosure
from fitkit.features.billing.rules.freezes import Obstacles
from fitkit.features.billing.rules.words import DealState, PeriodState
from fitkit.features.billing.tables import Deal, Period, PlanChange
from fitkit.features.payments import queries as payments
from fitkit.features.payments.rules import ChargeState
from fitkit.features.plans import queries as plans
from fitkit.features.plans.queries import PlanView
from fitkit.features.plans.rules import Every
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.features.subscriptions.tables import Subscription
from fitkit.texts import changes as texts


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A plan that may take the place of another."""

    plan_id: UUID
    name: Text
    price: Money
    every: Every | None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What a change of plan would do, or why it may not be."""

    why_not: Text | None  # in words; None: it may
    plan_before: Text
    plan: Text
    kind: ChangeKind
    takes_on: date
    lines: tuple[LineView, ...]  # what is charged: they sum to the amount
    amount: Money
    credit: Money
    then: tuple[LineView, ...]  # what follows
    next_on: date | None
    next_amount: Money
    disclosed: tuple[tuple[str, ...], tuple[str, ...]]  # what the law wants said: Hebrew, English
    card_last4: str  # that is charged; empty: there is none

    @property
    def mark(self) -> str:
        """What somebody who agrees agrees to: another one means that it has changed since."""
        agorot = ",".join(str(line.amount.agorot) for line in self.lines if line.amount)
        then = f"{self.next_on}:{self.next_amount.agorot}"
        return f"{self.kind}:{self.takes_on}:{agorot}:{then}:{self.why_not is None}"


@dataclass(frozen=True, slots=True)
class AheadView:
    """A change that is being paid, or whose day is to come."""

    id: UUID
    deal_id: UUID
    plan: Text
    state: ChangeState
    kind: ChangeKind
    takes_on: date
    amount: Money
    is_checking: bool  # nobody knows yet whether it was paid


@requires(Permission.EDIT_MONEY, own=Permission.EDIT_OWN)
def choices(w: Work, *, member_id: UUID, deal_id: UUID) -> tuple[ChoiceView, ...]:
    """Plans that renew and may take a deal's place, in the gym's order; staff choose of private ones too.

    Raises:
        NotFound: no such deal of this member.
    """
    deal = endings.deal_of(w, member_id=member_id, deal_id=deal_id)
    now = w.get(Subscription, deal.subscription_id).plan_id
    sold = [plan for plan in _sold(w) if plan.every is not None and plan.id != now and plan.price]
    return tuple(ChoiceView(p.id, p.name, p.price, p.every) for p in sold)


@requires(Permission.EDIT_MONEY, own=Permission.EDIT_OWN)
def change_preview(w: Work, *, member_id: UUID, deal_id: UUID, to_plan_id: UUID) -> ChangeView:
    """What it would do and cost to change to a plan: the same calculation as it is charged by.

    Raises:
        NotFound: no such deal of this member, or no such plan on sale.
    """
    deal = endings.deal_of(w, member_id=member_id, deal_id=deal_id)
    return preview_of(w, deal=deal, to_plan_id=to_plan_id, is_remote=is_remote(w))


@internal
def preview_of(w: Work, *, deal: Deal, to_plan_id: UUID, is_remote: bool) -> ChangeView:
    """The same of a deal that is theirs.

    Args:
        w: of whoever may change it.
        deal: that becomes another plan.
        to_plan_id: that one.
        is_remote: whether the law takes it for a change from afar.

    Raises:
        NotFound: no such plan on sale.
    """
    plan = sold_plan(w, plan_id=to_plan_id)
    held = w.get(Subscription, deal.subscription_id)
    before = plans.plan(w, plan_id=held.plan_id).name
    today = day_of(w.now, w.actor.zone)
    offer = orders.offer_of(
        w,
        plan,
        starts_on=today,
        is_remote=is_remote,
        discount=deals.discount_for(w, deal=deal, plan=plan),
    )
    reason = refusal(w, deal=deal, offer=offer, is_same=plan.id == held.plan_id)
    now = held_now(w, deal=deal)
    if plan.every is None or now is None:
        return _none(before, plan, reason or Line(texts.NOTHING_RENEWS), today)
    found = rules.change(now, offer, today=today)
    card = payments.card_of(w, member_id=deal.member_id)
    return ChangeView(
        why_not=None if reason is None else words_of(reason),
        plan_before=before,
        plan=plan.name,
        kind=found.kind,
        takes_on=found.takes_on,
        lines=views(found.lines),
        amount=found.amount,
        credit=found.credit,
        then=views(found.then),
        next_on=found.next_on,
        next_amount=payment(offer, 1),
        disclosed=_disclosed(found, offer),
        card_last4=card.last4 if card is not None and not card.is_over else "",
    )


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def changes_ahead(w: Work, *, member_id: UUID) -> tuple[AheadView, ...]:
    """A member's changes that are being paid or whose day is to come, of deals that run; the newest first."""
    found = (
        select(PlanChange, Deal)
        .join(Deal, col(Deal.id) == col(PlanChange.deal_id))
        .where(
            col(PlanChange.member_id) == member_id,
            col(PlanChange.state).in_(AHEAD),
            col(Deal.state) == DealState.RUNNING,
        )
        .order_by(col(PlanChange.id).desc())
    )
    seen = []
    for row, deal in w.session.execute(found):
        charge = charge_state(w, change_id=row.id)
        is_planned = row.state is ChangeState.PLANNED
        takes_on = (deal.next_on or row.takes_on) if is_planned else row.takes_on
        seen.append(
            AheadView(
                id=row.id,
                deal_id=row.deal_id,
                plan=plans.plan(w, plan_id=row.plan_id).name,
                state=row.state,
                kind=row.kind,
                takes_on=takes_on,
                amount=Money(row.amount_agorot),
                is_checking=charge in (ChargeState.UNKNOWN, ChargeState.PAID),
            )
        )
    return tuple(one for one in seen if one.state is ChangeState.PLANNED or one.is_checking)


@internal
def ahead_of(w: Work, *, deal_id: UUID) -> PlanChange | None:
    """The change of a deal that is being paid, or whose day is to come; None: there is none."""
    found = select(PlanChange).where(
        col(PlanChange.deal_id) == deal_id, col(PlanChange.state).in_(AHEAD)
    )
    return w.session.scalars(found).one_or_none()


@internal
def charge_state(w: Work, *, change_id: UUID) -> ChargeState | None:
    """What became of the charge of a change; None: none was opened."""
    return payments.state_of_cause(w, kind=CAUSE, id=change_id).state


@internal
def came_by_change(w: Work, *, subscription_id: UUID) -> bool:
    """Whether a plan took the place of another, or was handed over."""
    found = (
        select(PlanChange.id)
        .join(Deal, col(Deal.id) == col(PlanChange.new_deal_id))
        .where(col(Deal.subscription_id) == subscription_id)
    )
    is_changed = w.session.scalars(found).first() is not None
    return is_changed or subscriptions.was_handed_over(w, subscription_id=subscription_id)


@internal
def state_of(w: Work, *, change_id: UUID) -> ChangeState:
    """Where a change stands."""
    return w.get(PlanChange, change_id).state


@internal
def charge_of(w: Work, *, member_id: UUID, change_id: UUID) -> UUID | None:
    """The newest charge of a member's change; None: none was opened.

    Raises:
        NotFound: no such change of this member.
    """
    if w.get(PlanChange, change_id).member_id != member_id:
        raise NotFound
    return payments.state_of_cause(w, kind=CAUSE, id=change_id).charge_id


@internal
def is_remote(w: Work) -> bool:
    """Whether the law takes a change that this actor makes for one from afar: a member's own is."""
    return not w.actor.may(Permission.EDIT_MONEY)


@internal
def sold_plan(w: Work, *, plan_id: UUID) -> PlanView:
    """A plan that the actor may change to or sell.

    Raises:
        NotFound: no such one.
    """
    found = next((plan for plan in _sold(w) if plan.id == plan_id), None)
    if found is None:
        raise NotFound
    return found


@internal
def held_now(w: Work, *, deal: Deal) -> Held | None:
    """A deal as it runs; None: nothing of it renews any more."""
    if deal.every is None or deal.next_on is None or deal.state is not DealState.RUNNING:
        return None
    row = w.get(Subscription, deal.subscription_id)
    return Held(
        plan=plans.plan(w, plan_id=row.plan_id).name,
        price=Money(deal.price_agorot),
        every=deal.every,
        paid=freezes.paid_span(w, deal=deal),
        rests=agreed.rests_of(w, subscription_id=row.id),
        next_on=deal.next_on,
        committed_until=None if deal.goes_on else agreed.agreed_until(w, deal),
        coupon=deal.off_code if deals.discount_left(deal) is not None else "",
    )


@internal
def refusal(w: Work, *, deal: Deal, offer: Offer, is_same: bool) -> Line | None:
    """Why a deal may not become an offered plan; None: it may."""
    return rules.why_not(
        in_the_way(w, deal=deal),
        held_now(w, deal=deal) if offer.every is not None else None,
        offer,
        is_same=is_same,
        today=day_of(w.now, w.actor.zone),
        is_staff=w.actor.may(Permission.EDIT_MONEY),
    )


@internal
def in_the_way(w: Work, *, deal: Deal) -> Obstacles:
    """What keeps a deal from being changed; a period that waits for its charge is one being charged."""
    found = freezes.obstacles(w, deal=deal)
    waiting = select(Period.id).where(
        col(Period.deal_id) == deal.id, col(Period.state) == PeriodState.DUE
    )
    is_waiting = w.session.scalars(waiting).first() is not None
    return replace(found, is_charging=found.is_charging or is_waiting)


@internal
def words_of(line: Line) -> Text:
    """A line's words in both languages."""
    return Text(*(line.words.to(lang, **line.params) for lang in (Lang.HE, Lang.EN)))


@internal
def views(lines: tuple[Line, ...]) -> tuple[LineView, ...]:
    """Lines as a screen shows them."""
    return tuple(LineView(words_of(line), line.amount) for line in lines)


def _sold(w: Work) -> tuple[PlanView, ...]:
    """What staff may sell, or what anybody may buy by themself."""
    if w.actor.may(Permission.EDIT_MONEY) and w.actor.may(Permission.SEE_PLANS):
        return tuple(plan for plan in plans.plans(w) if plan.is_whole)
    return plans.offered(w)


def _none(before: Text, plan: PlanView, why: Line, today: date) -> ChangeView:
    return ChangeView(
        why_not=words_of(why),
        plan_before=before,
        plan=plan.name,
        kind=ChangeKind.DOWNGRADE,
        takes_on=today,
        lines=(),
        amount=ZERO,
        credit=ZERO,
        then=(),
        next_on=None,
        next_amount=plan.price,
        disclosed=((), ()),
        card_last4="",
    )


def _disclosed(found: Change, offer: Offer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    then = rules.starting(offer, found.takes_on)
    return disclosure(then, Lang.HE), disclosure(then, Lang.EN)
