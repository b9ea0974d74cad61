"""Who owes what for which periods, and why it is unpaid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.i18n import Text
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.billing.queries.bills import DebtPlanView, kept_plans
from fitkit.features.billing.queries.periods import CAUSE, UNPAID
from fitkit.features.billing.rules import renewing
from fitkit.features.billing.rules.renewing import Age
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.ledger import queries as ledger
from fitkit.features.members.rules import MemberStatus
from fitkit.features.members.tables import Member
from fitkit.features.payments.rules import OPEN, ChargeState
from fitkit.features.payments.tables import Charge
from fitkit.features.plans.tables import Plan
from fitkit.features.subscriptions.tables import Subscription

_C = columns(Charge)
_P = columns(Period)
_last_charge = (
    sa.select(_C.c.state, _C.c.reason, _C.c.created_at)
    .where(_C.c.cause_kind == CAUSE, _C.c.cause_id == _P.c.id)
    .order_by(_C.c.attempt.desc())
    .limit(1)
    .lateral("last_charge")
)


@dataclass(frozen=True, slots=True)
class UnpaidView:
    """What is owed for a period."""

    period_id: UUID
    plan: Text
    first_on: date
    last_on: date
    amount: Money  # that is left to be paid
    credit: Money  # what of the price credit paid
    state: PeriodState
    tries: int
    next_try_at: datetime | None
    needs_card: bool
    promised_on: date | None
    last_try_at: datetime | None
    why: str  # a key of texts.renewals.WHY
    is_open: bool  # a charge of it is under way


@dataclass(frozen=True, slots=True)
class DebtorView:
    """A member who owes, and what is being done about it."""

    member_id: UUID
    name: str
    phone: str
    owed: Money
    since: date
    age: Age
    is_archived: bool
    is_blocked: bool
    periods: tuple[UnpaidView, ...]  # oldest first; empty: the debt is of something else
    plan: DebtPlanView | None  # while it is paid in parts


@dataclass(frozen=True, slots=True)
class DebtorList:
    """Everybody who owes, the oldest debt first; and the sums by age."""

    rows: tuple[DebtorView, ...]
    sums: tuple[tuple[Age, Money], ...]  # of every age, in order
    total: Money


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def unpaid(w: Work, *, member_id: UUID) -> tuple[UnpaidView, ...]:
    """What a member owes for periods, oldest first; may be empty.

    Raises:
        NotFound: no such member.
    """
    w.get(Member, member_id)
    return _unpaid(w, [member_id]).get(member_id, ())


@requires(Permission.SEE_MONEY)
def debtors(w: Work) -> DebtorList:
    """Everybody who owes: by the book, with what is due for periods and why it is unpaid."""
    today = day_of(w.now, w.actor.zone)
    found = ledger.debts(w).rows
    ids = [row.member_id for row in found]
    due, plans = _unpaid(w, ids), kept_plans(w, member_ids=ids)
    known = w.session.execute(
        select(col(Member.id), col(Member.phone), col(Member.status)).where(col(Member.id).in_(ids))
    )
    facts = {i: (phone, status) for i, phone, status in known}
    rows = [
        DebtorView(
            member_id=row.member_id,
            name=row.name,
            phone=facts[row.member_id][0],
            owed=row.owed,
            since=row.since,
            age=renewing.age_of(row.since, today),
            is_archived=row.is_archived,
            is_blocked=facts[row.member_id][1] is MemberStatus.PAST_DUE,
            periods=due.get(row.member_id, ()),
            plan=plans.get(row.member_id),
        )
        for row in found
    ]
    rows.sort(key=lambda row: (row.since, row.member_id))
    sums = tuple((age, _sum(row.owed for row in rows if row.age is age)) for age in Age)
    return DebtorList(tuple(rows), sums, _sum(row.owed for row in rows))


def _unpaid(w: Work, member_ids: Iterable[UUID]) -> dict[UUID, tuple[UnpaidView, ...]]:
    found = (
        sa.select(
            Period,
            col(Plan.name_he),
            col(Plan.name_en),
            _last_charge.c.state,
            _last_charge.c.reason,
            _last_charge.c.created_at,
        )
        .join(Deal, col(Deal.id) == col(Period.deal_id))
        .join(Subscription, col(Subscription.id) == col(Deal.subscription_id))
        .join(Plan, col(Plan.id) == col(Subscription.plan_id))
        .outerjoin(_last_charge, sa.true())
        .where(col(Period.member_id).in_(list(member_ids)), col(Period.state).in_(UNPAID))
        .order_by(col(Period.first_on), col(Period.id))
    )
    rows: dict[UUID, tuple[UnpaidView, ...]] = {}
    for period, he, en, state, reason, at in w.session.execute(found):
        view = _unpaid_view(period, Text(he, en), state, reason, at)
        rows[period.member_id] = (*rows.get(period.member_id, ()), view)
    return rows


def _unpaid_view(
    row: Period, plan: Text, state: Any, reason: Any, at: Any
) -> UnpaidView:  # Any: of a charge, if there is one
    return UnpaidView(
        period_id=row.id,
        plan=plan,
        first_on=row.first_on,
        last_on=row.last_on,
        amount=Money(row.amount_agorot - row.credit_agorot),
        credit=Money(row.credit_agorot),
        state=row.state,
        tries=row.tries,
        next_try_at=row.next_try_at,
        needs_card=row.needs_card,
        promised_on=row.promised_on,
        last_try_at=at,
        why=_why(row, state, reason),
        is_open=state in OPEN,
    )


def _why(row: Period, state: Any, reason: Any) -> str:  # Any: of a charge, if there is one
    if state in OPEN:
        return "unclear"
    if state is ChargeState.DECLINED and reason is not None:
        return str(reason.value)
    if state is ChargeState.FAILED:
        return "account"
    if row.needs_card and not row.tries:
        return "no_card"
    return "refused" if row.tries else "waiting"


def _sum(amounts: Iterable[Money]) -> Money:
    return sum(amounts, ZERO)
