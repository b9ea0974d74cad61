"""Reads of endings: what a member may end, what that would mean, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
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
from fitkit.features.billing.queries.bills import CAUSE as BILL
from fitkit.features.billing.rules import endings as rules
from fitkit.features.billing.rules.cancellation import Ground
from fitkit.features.billing.rules.endings import DealFacts, Ending, Said, Span, Typed
from fitkit.features.billing.rules.words import (
    BillState,
    CancellationState,
    DealState,
    OrderChannel,
    PeriodState,
)
from fitkit.features.billing.tables import Bill, Cancellation, Deal, Order, Period, PlanChange
from fitkit.features.booking.tables import Booking
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account, Cause, PostingKind
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.payments.rules import ChargeState, RefundState
from fitkit.features.payments.tables import Charge, Refund
from fitkit.features.plans.rules import Every
from fitkit.features.plans.tables import Plan
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.subscriptions.tables import Freeze, Subscription
from fitkit.texts import endings as texts

ORDER: Final = "sales_order"
PERIOD: Final = "deal_period"
CHANGE: Final = "plan_change"
REFUND: Final = "refund"


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


@internal
def causes_of(w: Work, *, deal: Deal, from_number: int = 0) -> tuple[tuple[str, UUID], ...]:
    """What charges and sales of a deal are for, from one of its periods on; the newest first."""
    rows = w.session.scalars(
        select(Period)
        .where(col(Period.deal_id) == deal.id, col(Period.number) >= from_number)
        .order_by(col(Period.number).desc())
    )
    found = [(PERIOD, row.id) for row in rows]
    found += [(BILL, bill_id) for bill_id in _bills(w, deal, {str(id_) for _, id_ in found})]
    if from_number == 0:
        found += [(CHANGE, change.id) for change in deals.upgrades_of(w, deal)]
        found += [(ORDER, order_id) for order_id in _orders(w, deal)]
    return tuple(found)


@internal
def carried_of(w: Work, *, deal: Deal, from_number: int) -> tuple[tuple[str, UUID], ...]:
    """What the charges are for that paid a part of a deal before it became this one; to them it goes back too."""
    if from_number > 0:
        return ()
    ids = deals.credited_periods(w, deal)
    bought = select(Order.id).join(Deal, col(Deal.subscription_id) == col(Order.subscription_id))
    first = bought.join(Period, col(Period.deal_id) == col(Deal.id)).where(
        col(Period.id).in_(ids), col(Period.number) == 0
    )
    changed = (
        select(PlanChange.id)
        .join(Period, col(Period.deal_id) == col(PlanChange.new_deal_id))
        .where(col(Period.id).in_(ids), col(Period.number) == 0)
    )
    return (
        *((PERIOD, id_) for id_ in ids),
        *((CHANGE, id_) for id_ in w.session.scalars(changed)),
        *((ORDER, id_) for id_ in w.session.scalars(first)),
    )


@internal
def sold(w: Work, *, causes: Iterable[tuple[str, UUID]]) -> dict[int, Money]:
    """What stands in the book as sold for causes, VAT included, by rate in thousandths; in their order.

    What was credited of it because staff gave it back is taken off.
    """
    known, found = tuple(causes), dict[int, Money]()
    credited = [(REFUND, refund_id) for _, refund_id, _ in _given_by_staff(w, known)]
    for kind, cause_id in (*known, *credited):
        for posting in ledger.of_cause(w, cause=Cause(kind, cause_id)):
            if posting.kind not in _SALES or posting.reversed_by_id:
                continue
            rate = next((x.vat_per_mille for x in posting.lines if x.vat_per_mille is not None), 0)
            owed = sum((x.amount for x in posting.lines if x.account is Account.MEMBER), ZERO)
            found[rate] = found.get(rate, ZERO) + owed
    return found


@internal
def refundable(w: Work, *, causes: Iterable[tuple[str, UUID]]) -> tuple[tuple[UUID, Money], ...]:
    """Charges of causes that a payment company took, and what each can still give back; the newest first.

    What staff took by hand goes back by hand: it is not among them.
    """
    rows = [c for c in _charges(w, causes) if c.account_id is not None]
    return tuple((c.id, Money(c.amount_agorot - c.refunded_agorot)) for c in rows)


@internal
def taken_by_hand(w: Work, *, causes: Iterable[tuple[str, UUID]]) -> tuple[tuple[UUID, Money], ...]:
    """Charges of causes that staff took themselves, and what each can still give back; the newest first."""
    rows = [c for c in _charges(w, causes) if c.account_id is None]
    return tuple((c.id, Money(c.amount_agorot - c.refunded_agorot)) for c in rows)


@internal
def paid_by_credit(w: Work, *, causes: Iterable[tuple[str, UUID]]) -> Money:
    """What of periods was paid by what their member had to their credit."""
    ids = [cause_id for kind, cause_id in causes if kind == PERIOD]
    found = select(sa.func.coalesce(sa.func.sum(Period.credit_agorot), 0)).where(
        col(Period.id).in_(ids)
    )
    return Money(int(w.session.scalar(found) or 0))


@internal
def refused(w: Work, *, cancellation_id: UUID) -> tuple[tuple[UUID, Money], ...]:
    """Charges that a company would not give back for a notice, and what each can still give; the newest first.

    Some companies give nothing back, or no parts: staff do it otherwise, once.
    """
    of_notice = sa.and_(
        col(Refund.charge_id) == col(Charge.id),
        col(Refund.cause_kind) == "cancellation",
        col(Refund.cause_id) == cancellation_id,
    )
    found = (
        select(Charge)
        .where(
            sa.exists().where(of_notice, col(Refund.state) == RefundState.REFUSED),
            ~sa.exists().where(of_notice, col(Refund.state) != RefundState.REFUSED),
        )
        .order_by(col(Charge.settled_at).desc().nulls_last(), col(Charge.id).desc())
    )
    rows = w.session.scalars(found)
    return tuple((c.id, Money(c.amount_agorot - c.refunded_agorot)) for c in rows)


@internal
def given_by_staff(w: Work, *, causes: Iterable[tuple[str, UUID]]) -> tuple[Money, Money]:
    """What staff gave back of causes by their own decision: has gone, and is on its way."""
    ids = [charge.id for charge in _charges(w, causes)]
    found = select(Refund).where(
        col(Refund.charge_id).in_(ids),
        col(Refund.cause_id).is_(None),
        col(Refund.state) != RefundState.REFUSED,
    )
    gone = under_way = ZERO
    for row in w.session.scalars(found):
        if row.state is RefundState.DONE:
            gone += Money(row.amount_agorot)
        else:
            under_way += Money(row.amount_agorot)
    return gone, under_way


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
def deal_of_cause(w: Work, *, kind: str, cause_id: UUID) -> UUID | None:
    """The deal that a charge's cause belongs to; None: to none."""
    if kind == PERIOD:
        return w.session.scalar(select(Period.deal_id).where(col(Period.id) == cause_id))
    if kind == ORDER:
        return w.session.scalar(
            select(Deal.id)
            .join(Order, col(Order.subscription_id) == col(Deal.subscription_id))
            .where(col(Order.id) == cause_id)
        )
    if kind == CHANGE:
        return w.session.scalar(
            select(PlanChange.new_deal_id).where(col(PlanChange.id) == cause_id)
        )
    return None


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
def spans_of(w: Work, *, deal: Deal) -> tuple[Span, ...]:
    """The periods of a deal that are not void, by number, with what was paid for each."""
    rows = w.session.scalars(
        select(Period)
        .where(col(Period.deal_id) == deal.id, col(Period.state) != PeriodState.VOID)
        .order_by(col(Period.number))
    ).all()
    changes = deals.upgrades_of(w, deal)
    orders = [(ORDER, order_id) for order_id in _orders(w, deal)]
    orders += [(CHANGE, change.id) for change in changes]
    causes = orders + [(PERIOD, row.id) for row in rows]
    paid: dict[UUID, Money] = {}
    for charge in _charges(w, causes):
        net = Money(charge.amount_agorot - charge.refunded_agorot)
        paid[charge.cause_id] = paid.get(charge.cause_id, ZERO) + net
    for change in changes:  # what of the old plan was paid and not had
        paid[change.id] = paid.get(change.id, ZERO) + Money(change.credit_agorot)
    given: dict[UUID, Money] = {}
    for cause_id, _, amount in _given_by_staff(w, causes):
        given[cause_id] = given.get(cause_id, ZERO) + amount
    return tuple(_span(row, paid, given, [o for _, o in orders]) for row in rows)


def _span(
    row: Period, paid: dict[UUID, Money], given: dict[UUID, Money], orders: Iterable[UUID]
) -> Span:
    """What was paid for it: by its charges and their credit; one that was settled otherwise, as much as it was.

    What staff gave back by their own decision made it cost less: it is never asked for again.
    """
    mine = [row.id, *orders] if row.number == 0 else [row.id]
    known = [paid[each] for each in mine if each in paid]
    less = sum((given.get(each, ZERO) for each in mine), ZERO)
    settled = Money(row.amount_agorot) if row.state is PeriodState.PAID else ZERO
    return Span(
        row.id,
        row.number,
        row.first_on,
        row.last_on,
        max(Money(row.amount_agorot) - less, ZERO),
        sum(known, Money(row.credit_agorot)) if known else max(settled, Money(row.credit_agorot)),
        row.state,
    )


_SALES: Final = (PostingKind.SALE, PostingKind.CREDIT_NOTE)


def _given_by_staff(
    w: Work, causes: Iterable[tuple[str, UUID]]
) -> tuple[tuple[UUID, UUID, Money], ...]:
    """(cause, refund, amount) of what staff gave back of causes by their own decision."""
    mine = {charge.id: charge.cause_id for charge in _charges(w, causes)}
    found = select(Refund).where(
        col(Refund.charge_id).in_(list(mine)),
        col(Refund.cause_id).is_(None),
        col(Refund.state) == RefundState.DONE,
    )
    return tuple(
        (mine[row.charge_id], row.id, Money(row.amount_agorot)) for row in w.session.scalars(found)
    )


def _bills(w: Work, deal: Deal, periods: set[str]) -> tuple[UUID, ...]:
    """Charges for all that was owed, with some of these periods in it; the newest first."""
    rows = w.session.scalars(
        select(Bill)
        .where(col(Bill.member_id) == deal.member_id, col(Bill.state) == BillState.PAID)
        .order_by(col(Bill.id).desc())
    )
    return tuple(row.id for row in rows if periods.intersection(row.period_ids))


def _orders(w: Work, deal: Deal) -> tuple[UUID, ...]:
    found = select(Order.id).where(col(Order.subscription_id) == deal.subscription_id)
    return tuple(w.session.scalars(found))


def _charges(w: Work, causes: Iterable[tuple[str, UUID]]) -> list[Charge]:
    """What paid for causes, the newest first; not what came beyond all that was asked, which is credit."""
    by_kind: dict[str, list[UUID]] = {}
    for kind, cause_id in causes:
        by_kind.setdefault(kind, []).append(cause_id)
    if not by_kind:
        return []
    mine = [
        sa.and_(col(Charge.cause_kind) == kind, col(Charge.cause_id).in_(ids))
        for kind, ids in by_kind.items()
    ]
    found = (
        select(Charge)
        .where(
            col(Charge.state) == ChargeState.PAID, col(Charge.is_surplus).is_(False), sa.or_(*mine)
        )
        .order_by(col(Charge.settled_at).desc().nulls_last(), col(Charge.id).desc())
    )
    return list(w.session.scalars(found))


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
