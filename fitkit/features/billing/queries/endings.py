"""Reads of endings: what a member may end, what that would mean, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of, day_span
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Text
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.queries import deals
from fitkit.features.billing.queries.ended_money import causes_of, given_by_staff, spans_of
from fitkit.features.billing.rules import endings as rules
from fitkit.features.billing.rules.cancellation import Ground
from fitkit.features.billing.rules.endings import DealFacts, Ending, Said, Typed
from fitkit.features.billing.rules.words import (
    CancellationState,
    DealState,
    OrderChannel,
)
from fitkit.features.billing.tables import Cancellation, Deal, Order
from fitkit.features.booking.tables import Booking
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.payments.rules import RefundState
from fitkit.features.payments.tables import Refund
from fitkit.features.plans.rules import Every
from fitkit.features.plans.tables import Plan
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.features.subscriptions.tables import Freeze, Subscription
from fitkit.texts import endings as texts


@dataclass(frozen=True, slots=True)
class LineView:
    """One step of a calculation, in both languages."""

    words: Text
    amount: Money | None  # None: it only explains


@dataclass(frozen=True, slots=True)
class EndingView:
    """What ending a deal would mean, or means."""

    ground: Ground
    noticed_on: date
    last_day: date
    fee: Money
    refund: Money
    owed: Money
    refund_by: date | None
    lines: tuple[LineView, ...]
    needs_review: bool

    @property
    def mark(self) -> str:
        """What somebody who agrees agrees to: another one means that it has changed since."""
        return f"{self.last_day}:{self.refund.agorot}:{self.owed.agorot}:{self.needs_review}"


@dataclass(frozen=True, slots=True)
class CancellationView:
    """A notice, and what became of it."""

    id: UUID
    deal_id: UUID
    member_id: UUID
    member: str
    plan: Text
    state: CancellationState
    ending: EndingView
    reason: str
    at: datetime
    refunded: Money  # of what comes back: has gone
    on_its_way: Money  # is being given back by the payment company
    by_hand: Money  # staff give it back themselves: no charge can


@dataclass(frozen=True, slots=True)
class EndableView:
    """A deal that runs or ran, as whoever wants to end it sees it."""

    deal_id: UUID
    plan: Text
    state: DealState
    every: Every | None  # None: paid once
    price: Money
    ends_on: date | None  # last day; None: until it is ended
    next_on: date | None  # the next charge
    cancellation_id: UUID | None  # a notice that stands


@requires(Permission.EDIT_MONEY, own=Permission.EDIT_OWN)
def endable(w: Work, *, member_id: UUID) -> tuple[EndableView, ...]:
    """A member's deals that run, and those a notice ends; the newest first.

    A pack that is used up, and has no entry in a class ahead, has nothing left to end.
    """
    w.get(Member, member_id)
    today = day_of(w.now, w.actor.zone)
    found = (
        select(Deal, Subscription, Plan, col(Cancellation.id))
        .join(Subscription, col(Subscription.id) == col(Deal.subscription_id))
        .join(Plan, col(Plan.id) == col(Subscription.plan_id))
        .outerjoin(
            Cancellation,
            sa.and_(
                col(Cancellation.deal_id) == col(Deal.id),
                col(Cancellation.state) != CancellationState.WITHDRAWN,
            ),
        )
        .where(
            col(Deal.member_id) == member_id,
            sa.or_(col(Deal.state) == DealState.RUNNING, col(Cancellation.id).is_not(None)),
        )
        .order_by(col(Deal.id).desc())
    )
    return tuple(
        EndableView(
            deal.id,
            Text(plan.name_he, plan.name_en),
            deal.state,
            deal.every,
            Money(deal.price_agorot),
            held.ends_on,
            deal.next_on if deal.state is DealState.RUNNING else None,
            notice_id,
        )
        for deal, held, plan, notice_id in w.session.execute(found)
        if notice_id is not None or held.entries_left != 0 or entries_ahead(w, held.id, after=today)
    )


@requires(Permission.EDIT_MONEY, own=Permission.EDIT_OWN)
def preview(w: Work, *, member_id: UUID, deal_id: UUID, notice: Typed) -> EndingView:
    """What a notice would do: the same calculation as ``actions.cancel`` writes down.

    Raises:
        NotFound: no such deal of this member.
        Refusal: at ``noticed_on``: ahead, too long ago, or older than the deal; at ``wants_until``: no day
            on which it may end.
    """
    deal = deal_of(w, member_id=member_id, deal_id=deal_id)
    said = said_by(w, deal=deal, notice=notice)
    return view_of(rules.ending(facts_of(w, deal=deal, on=said.on), said), said)


@requires(Permission.EDIT_MONEY, own=Permission.EDIT_OWN)
def cancellations(w: Work, *, member_id: UUID) -> tuple[CancellationView, ...]:
    """A member's notices, those taken back too; the newest first."""
    w.get(Member, member_id)
    return _views(w, col(Cancellation.member_id) == member_id)


@requires(Permission.EDIT_MONEY, own=Permission.EDIT_OWN)
def cancellation(w: Work, *, member_id: UUID, cancellation_id: UUID) -> CancellationView:
    """One of a member's notices.

    Raises:
        NotFound: no such one of this member.
    """
    found = _views(
        w, col(Cancellation.member_id) == member_id, col(Cancellation.id) == cancellation_id
    )
    if not found:
        raise NotFound
    return found[0]


@requires(Permission.SEE_MONEY)
def to_review(w: Work) -> tuple[CancellationView, ...]:
    """Notices that wait for the gym's decision, the oldest first."""
    return _views(w, col(Cancellation.state) == CancellationState.REVIEW)[::-1]


@internal
def is_sold(w: Work, *, subscription_id: UUID) -> bool:
    """Whether a plan's last day is counted by a notice: of a deal that runs, or of one that a notice ends."""
    ended = select(col(Deal.id)).where(
        col(Deal.subscription_id) == subscription_id, col(Deal.state) == DealState.CANCELLED
    )
    if w.session.scalars(ended).first() is not None:
        return w.get(Subscription, subscription_id).status is not SubscriptionStatus.ENDED
    return sold_as(w, subscription_id=subscription_id) is not None


@requires(Permission.GIVE_PLANS)
def sold_as(w: Work, *, subscription_id: UUID) -> UUID | None:
    """The running deal with a price of a plan that still gives something; None: it ends without a notice."""
    held = w.get(Subscription, subscription_id)
    found = select(col(Deal.id)).where(
        col(Deal.subscription_id) == subscription_id,
        col(Deal.state) == DealState.RUNNING,
        col(Deal.price_agorot) > 0,
    )
    deal_id = w.session.scalars(found).first()
    today = day_of(w.now, w.actor.zone)
    is_over = held.entries_left == 0 and not entries_ahead(w, held.id, after=today)
    return None if is_over else deal_id


@internal
def deal_of(w: Work, *, member_id: UUID, deal_id: UUID) -> Deal:
    """A member's deal.

    Raises:
        NotFound: no such deal of this member.
    """
    deal = w.get(Deal, deal_id)
    if deal.member_id != member_id:
        raise NotFound
    return deal


@internal
def said_by(w: Work, *, deal: Deal, notice: Typed) -> Said:
    """A notice with what is known of whoever gives it; only staff may date it back.

    Raises:
        Refusal: at ``noticed_on``; at ``wants_until``: it is over.
    """
    today = day_of(w.now, w.actor.zone)
    if notice.wants_until is not None and notice.wants_until < today:
        raise Refusal(texts.WISH_PAST, field="wants_until")
    is_staff = w.actor.may(Permission.EDIT_MONEY)
    dated = notice.noticed_on if is_staff else None
    on = rules.checked_day(dated, today) if dated else today
    channel = w.session.scalar(
        select(Order.channel).where(col(Order.subscription_id) == deal.subscription_id).limit(1)
    )
    return Said(
        on,
        notice.by_registered_post and is_staff,
        notice.is_protected or rules.is_old_enough(w.get(Member, deal.member_id).birth_date, on),
        notice.spoke_before or channel is OrderChannel.LINK,
        notice.wants_until,
    )


@internal
def facts_of(w: Work, *, deal: Deal, on: date) -> DealFacts:
    """A deal with its periods and payments, as the rules decide on it."""
    held = w.get(Subscription, deal.subscription_id)
    plan = w.get(Plan, held.plan_id)
    given = held.entries_given or 0
    out = given - (held.entries_left or 0) - entries_ahead(w, held.id, after=on)
    return DealFacts(
        every=deal.every,
        price=Money(deal.price_agorot),
        anchor_on=deal.anchor_on,
        made_on=deal.made_on,
        commitment_months=deal.commitment_months,
        open_price=None if deal.open_price_agorot is None else Money(deal.open_price_agorot),
        is_remote=deal.is_remote,
        was_disclosed=deal.was_disclosed,
        plan_kind=plan.kind,
        ends_on=held.ends_on,
        entries=given,
        entries_used=min(max(out, 0), given),
        rests=_rests(w, held.id),
        spans=spans_of(w, deal=deal),
        discount=deals.discount_of(deal),
    )


def _given_since(w: Work, row: Cancellation, most: Money) -> tuple[Money, Money]:
    """What staff gave back by themselves since a notice of what is for them to give: has gone, and is on its way."""
    if most <= ZERO or "given" not in row.before:
        return ZERO, ZERO
    deal = w.get(Deal, row.deal_id)
    causes = causes_of(w, deal=deal, from_number=row.before.get("from", 0))
    gone, under_way = given_by_staff(w, causes=causes)
    since = max(gone + under_way - Money(row.before["given"]), ZERO)
    since = min(since, most)
    return since - min(under_way, since), min(under_way, since)


@internal
def standing_notice(w: Work, *, deal_id: UUID) -> UUID | None:
    """The notice that stands for a deal; None without one."""
    return w.session.scalar(
        select(Cancellation.id).where(
            col(Cancellation.deal_id) == deal_id,
            col(Cancellation.state) != CancellationState.WITHDRAWN,
        )
    )


@internal
def view_of(ending: Ending, said: Said) -> EndingView:
    """A calculation as a screen shows it."""
    done = ending.settlement
    return EndingView(
        done.ground,
        said.on,
        done.last_day,
        done.fee,
        done.refund,
        done.owed,
        done.refund_by,
        _lines(rules.kept_lines(done.lines)),
        done.needs_review,
    )


def _rests(w: Work, subscription_id: UUID) -> tuple[tuple[date, date], ...]:
    """The first and last day of each freeze that came to be; not of what was called off before it began."""
    found = w.session.scalars(select(Freeze).where(col(Freeze.subscription_id) == subscription_id))
    return tuple(
        (f.first_on, f.last_on)
        for f in found
        if f.ended_at is None or day_of(f.ended_at, w.actor.zone) > f.first_on
    )


@internal
def entries_ahead(w: Work, subscription_id: UUID, *, after: date) -> int:
    """Entries that are out for classes after a day: they come back when the plan ends."""
    found = (
        select(sa.func.count())
        .select_from(Booking)
        .join(ClassSession, col(ClassSession.id) == col(Booking.session_id))
        .where(
            col(Booking.subscription_id) == subscription_id,
            col(Booking.entry_taken),
            col(Booking.cancelled_at).is_(None),
            col(ClassSession.starts_at) >= max(day_span(after, w.actor.zone)[1], w.now),
        )
    )
    return w.session.scalar(found) or 0


def _views(w: Work, *only: Any) -> tuple[CancellationView, ...]:  # Any: SQLAlchemy's conditions
    found = (
        select(Cancellation, Member, Plan)
        .join(Member, col(Member.id) == col(Cancellation.member_id))
        .join(Deal, col(Deal.id) == col(Cancellation.deal_id))
        .join(Subscription, col(Subscription.id) == col(Deal.subscription_id))
        .join(Plan, col(Plan.id) == col(Subscription.plan_id))
        .where(*only)
        .order_by(col(Cancellation.id).desc())
    )
    rows = w.session.execute(found).all()
    gone = _refunds(w, [row.id for row, _, _ in rows])
    return tuple(_view(w, row, member, plan, gone) for row, member, plan in rows)


def _refunds(w: Work, ids: list[UUID]) -> dict[tuple[UUID, bool], Money]:
    """By cancellation and whether it has gone: how much goes back. What was refused does not."""
    found = (
        select(col(Refund.cause_id), col(Refund.state), sa.func.sum(col(Refund.amount_agorot)))
        .where(
            col(Refund.cause_kind) == "cancellation",
            col(Refund.cause_id).in_(ids),
            col(Refund.state) != RefundState.REFUSED,
        )
        .group_by(col(Refund.cause_id), col(Refund.state))
    )
    sums: dict[tuple[UUID, bool], Money] = {}
    for cause_id, state, agorot in w.session.execute(found):
        if cause_id is None:
            continue
        key = cause_id, state is RefundState.DONE
        sums[key] = sums.get(key, ZERO) + Money(int(agorot))
    return sums


def _view(
    w: Work,
    row: Cancellation,
    member: Member,
    plan: Plan,
    gone: dict[tuple[UUID, bool], Money],
) -> CancellationView:
    refund = Money(row.refund_agorot)
    done, under_way = gone.get((row.id, True), ZERO), gone.get((row.id, False), ZERO)
    done += Money(row.before.get("handed", 0))
    is_settled = row.state is CancellationState.SETTLED
    by_hand = max(refund - done - under_way, ZERO) if is_settled else ZERO
    since = _given_since(w, row, by_hand)
    return CancellationView(
        id=row.id,
        deal_id=row.deal_id,
        member_id=row.member_id,
        member=full_name(member.first_name, member.last_name),
        plan=Text(plan.name_he, plan.name_en),
        state=row.state,
        ending=EndingView(
            row.ground,
            row.noticed_on,
            row.last_day,
            Money(row.fee_agorot),
            refund,
            Money(row.owed_agorot),
            row.refund_by,
            _lines(row.lines),
            row.state is CancellationState.REVIEW,
        ),
        reason=row.reason,
        at=row.created_at,
        refunded=done + since[0],
        on_its_way=under_way + since[1],
        by_hand=by_hand - sum(since, ZERO),
    )


def _lines(kept: Iterable[Any]) -> tuple[LineView, ...]:  # Any: of JSON
    return tuple(
        LineView(Text(he, en), None if agorot is None else Money(agorot))
        for (he, en), agorot in kept
    )
