"""Deals and periods from before are brought in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.errors import NotFound
from fitkit.core.i18n import Lang, Text, day_in_record
from fitkit.core.money import Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.billing.actions import _owed
from fitkit.features.billing.queries import agreed
from fitkit.features.billing.queries import periods as queries
from fitkit.features.billing.rules import renewing
from fitkit.features.billing.rules.words import DealState, PeriodState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings, vat
from fitkit.features.ledger.rules.accounts import Cause
from fitkit.features.plans.rules import Every
from fitkit.features.plans.tables import Plan
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.features.subscriptions.tables import Freeze, Subscription
from fitkit.ports.payments import PaidLine
from fitkit.texts import renewals as texts


@dataclass(frozen=True, slots=True)
class PastDeal:
    """What somebody agreed to who holds a plan already."""

    subscription_id: UUID
    member_id: UUID
    every: Every | None  # None: paid once
    price: Money  # of a period, or of all
    anchor_on: date  # the first day of the first period that is brought in
    made_on: date
    commitment_months: int | None = None
    open_price: Money | None = None
    is_remote: bool = True


@dataclass(frozen=True, slots=True)
class PastPeriod:
    """The next period of a deal, and when it was paid."""

    deal_id: UUID
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class PaidPeriod:
    """A period that was brought in, as its payment names it."""

    id: UUID
    member_id: UUID
    amount: Money
    lines: tuple[PaidLine, ...]
    words: Text
    paid_at: datetime


@internal
def agree_past(w: Work, *, deals: Sequence[PastDeal]) -> tuple[UUID, ...]:
    """Bring in deals, without events, and return them in order: imports, the demo.

    Nothing of them is charged until ``record_past`` has brought in what was paid: then they renew.
    """
    rows = [
        Deal(
            subscription_id=one.subscription_id,
            member_id=one.member_id,
            every=one.every,
            price_agorot=one.price.agorot,
            anchor_on=one.anchor_on,
            commitment_months=one.commitment_months,
            open_price_agorot=one.open_price.agorot if one.open_price else None,
            made_on=one.made_on,
            is_remote=one.is_remote,
        )
        for one in deals
    ]
    w.add(*rows)
    w.session.flush()
    return tuple(row.id for row in rows)


@internal
def record_past(w: Work, *, periods: Sequence[PastPeriod]) -> tuple[PaidPeriod, ...]:
    """Bring in the next period of each deal as paid, without events, and return what each payment was for.

    The sale stands in the book from the moment it was paid; the payments themselves are for
    ``payments.record_past``, with the period as their cause. What is given twice is two periods.

    Raises:
        NotFound: no such deal in this gym.
        ValueError: nothing more of a deal is due.
    """
    ids = {one.deal_id for one in periods}
    known = w.session.execute(
        select(Deal, Subscription, Plan)
        .join(Subscription, col(Subscription.id) == col(Deal.subscription_id))
        .join(Plan, col(Plan.id) == col(Subscription.plan_id))
        .where(col(Deal.id).in_(ids))
    )
    facts = {row[0].id: row for row in known}
    is_exempt, rested = queries.is_exempt(w), _rested(w, ids)
    done = []
    for one in periods:
        if one.deal_id not in facts:
            raise NotFound
        deal, held, plan = facts[one.deal_id]
        rests = agreed.rests_of(w, subscription_id=held.id) if held.id in rested else ()
        done.append(_record(w, (deal, held, plan), rests, one.paid_at, is_exempt=is_exempt))
    w.session.flush()
    for row, rate in done:
        draft = postings.sale(row.member_id, Money(row.amount_agorot), rate=rate)
        ledger.post(w, draft=draft, cause=Cause(queries.CAUSE, row.id), at=row.created_at)
    return tuple(_paid(row, facts[row.deal_id][2]) for row, _ in done)


def _rested(w: Work, deal_ids: set[UUID]) -> set[UUID]:
    """Of which subscriptions there are freezes."""
    found = (
        select(col(Freeze.subscription_id))
        .join(Deal, col(Deal.subscription_id) == col(Freeze.subscription_id))
        .where(col(Deal.id).in_(deal_ids))
    )
    return set(w.session.scalars(found))


def _record(
    w: Work,
    facts: tuple[Deal, Subscription, Plan],
    rests: tuple[renewing.Rest, ...],
    at: datetime,
    *,
    is_exempt: bool,
) -> tuple[Period, Fraction]:
    deal, held, plan = facts
    first, last, next_on = _span(deal, held, rests)
    rate = Fraction(0) if is_exempt else vat.rate_on(first)
    words = texts.PERIOD_LINE.to(
        Lang.HE, plan=plan.name_he, first=day_in_record(first), last=day_in_record(last)
    )
    row = Period(
        created_at=at,
        updated_at=at,
        deal_id=deal.id,
        member_id=deal.member_id,
        number=deal.next_number,
        first_on=first,
        last_on=last,
        lines=[[words, deal.price_agorot, 1]],
        amount_agorot=deal.price_agorot,
        vat_per_mille=int(rate * 1000),
        state=PeriodState.PAID,
        paid_at=at,
    )
    w.add(row)
    is_over = held.status is SubscriptionStatus.ENDED
    deal.next_number, deal.next_on = deal.next_number + 1, None if is_over else next_on
    deal.state = DealState.ENDED if is_over and next_on is None else deal.state
    deal.paid_agorot += deal.price_agorot
    return row, rate


def _span(
    deal: Deal, held: Subscription, rests: tuple[renewing.Rest, ...]
) -> tuple[date, date, date | None]:
    """The first and last day of a deal's next period, and the first of the one after."""
    if deal.every is None:
        if deal.next_number:
            raise ValueError("what is paid once is paid")
        return deal.anchor_on, held.ends_on or deal.anchor_on, None
    plan = agreed.plan_of(deal)
    if not renewing.has_period(plan, deal.next_number):
        raise ValueError("all that was agreed is paid")
    first, last = renewing.span_of(plan, deal.next_number, rests)
    goes_on = renewing.has_period(plan, deal.next_number + 1)
    return first, last, last + timedelta(days=1) if goes_on else None


def _paid(row: Period, plan: Plan) -> PaidPeriod:
    renewal = _owed.words(row)
    return PaidPeriod(
        id=row.id,
        member_id=row.member_id,
        amount=Money(row.amount_agorot),
        lines=tuple(PaidLine(words, Money(agorot), n) for words, agorot, n in row.lines),
        words=renewal if plan.every is not None else Text(plan.name_he, plan.name_en),
        paid_at=row.paid_at or row.created_at,
    )
