"""Who owes what for which periods, and why it is unpaid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from fitkit.core.clock import day_of
from fitkit.core.i18n import Text
from fitkit.core.money import ZERO, Money
from fitkit.core.paging import PAGE
from fitkit.core.permissions import Permission, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.billing.queries.bills import DebtPlanView, being_charged, kept_plans
from fitkit.features.billing.queries.debits import for_file
from fitkit.features.billing.queries.periods import CAUSE, UNPAID
from fitkit.features.billing.rules import renewing
from fitkit.features.billing.rules.renewing import Age
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.queries import DebtFilter, DebtOrder
from fitkit.features.members.rules import MemberStatus
from fitkit.features.members.tables import Member
from fitkit.features.payments.rules import OPEN, ChargeMode, ChargeState
from fitkit.features.payments.tables import Charge
from fitkit.features.plans.tables import Plan
from fitkit.features.subscriptions.tables import Subscription

_C = columns(Charge)
_P = columns(Period)
_last_charge = (
    sa.select(_C.c.state, _C.c.reason, _C.c.created_at, _C.c.mode)
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
    is_charged: (
        bool  # and nothing else may be asked for: it is no page, or one that may have been paid
    )
    for_file: bool  # the next file of bank debits takes it
    in_parts: bool  # it is paid by a plan of parts


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
    is_charged: bool  # for some of it; nothing else may be asked for meanwhile
    periods: tuple[UnpaidView, ...]  # oldest first; empty: the debt is of something else
    plan: DebtPlanView | None  # while it is paid in parts


@dataclass(frozen=True, slots=True)
class DebtorFilter:
    """Which debtors, in which order. ``age`` None: all of them."""

    search: str = ""
    age: Age | None = None
    order: DebtOrder = DebtOrder.SINCE
    descending: bool = False


@dataclass(frozen=True, slots=True)
class AgeSum:
    """What is owed of an age, by how many."""

    age: Age
    total: Money
    count: int
    fitting: int  # how many of them the search fits


@dataclass(frozen=True, slots=True)
class DebtorPage:
    """Members who owe, in order; the cursor of what follows; and the sums of everybody, whatever the page."""

    rows: tuple[DebtorView, ...]
    after: str | None
    sums: tuple[AgeSum, ...]  # of every age, in order
    total: Money
    count: int  # of all who owe


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def unpaid(w: Work, *, member_id: UUID) -> tuple[UnpaidView, ...]:
    """What a member owes for periods, oldest first; may be empty.

    Raises:
        NotFound: no such member.
    """
    w.get(Member, member_id)
    return _unpaid(w, [member_id]).get(member_id, ())


@requires(Permission.SEE_MONEY)
def debtors(
    w: Work, *, only: DebtorFilter | None = None, after: str | None = None, limit: int = PAGE
) -> DebtorPage:
    """One page of who owes: by the book, with what is due for periods and why it is unpaid; and the sums of all.

    Args:
        w: of somebody who may see money.
        only: which, in which order; the oldest debt first by default.
        after: the cursor of the page before.
        limit: rows of a page, 1 to 200.

    Raises:
        Refusal: BAD_CURSOR.
    """
    only = only or DebtorFilter()
    chosen = DebtFilter(
        search=only.search,
        age=None if only.age is None else tuple(Age).index(only.age),
        order=only.order,
        descending=only.descending,
    )
    page = ledger.debts(w, ages=renewing.AGES, only=chosen, after=after, limit=limit)
    ids = [row.member_id for row in page.rows]
    due, plans = _unpaid(w, ids), kept_plans(w, member_ids=ids)
    charged = being_charged(w, member_ids=ids)
    today = day_of(w.now, w.actor.zone)
    rows = tuple(
        DebtorView(
            member_id=row.member_id,
            name=row.name,
            phone=row.phone,
            owed=row.owed,
            since=row.since,
            age=renewing.age_of(row.since, today),
            is_archived=row.is_archived,
            is_blocked=row.status is MemberStatus.PAST_DUE,
            is_charged=row.member_id in charged
            or any(one.is_charged for one in due.get(row.member_id, ())),
            periods=due.get(row.member_id, ()),
            plan=plans.get(row.member_id),
        )
        for row in page.rows
    )
    sums = tuple(
        AgeSum(age, one.total, one.count, one.fitting)
        for age, one in zip(Age, page.sums, strict=True)
    )
    return DebtorPage(
        rows,
        page.after,
        sums,
        total=sum((one.total for one in sums), ZERO),
        count=sum(one.count for one in sums),
    )


def _unpaid(w: Work, member_ids: Iterable[UUID]) -> dict[UUID, tuple[UnpaidView, ...]]:
    found = (
        sa.select(
            Period,
            col(Plan.name_he),
            col(Plan.name_en),
            _last_charge.c.state,
            _last_charge.c.reason,
            _last_charge.c.created_at,
            _last_charge.c.mode,
            for_file(w).label("for_file"),
        )
        .join(Deal, col(Deal.id) == col(Period.deal_id))
        .join(Subscription, col(Subscription.id) == col(Deal.subscription_id))
        .join(Plan, col(Plan.id) == col(Subscription.plan_id))
        .outerjoin(_last_charge, sa.true())
        .where(col(Period.member_id).in_(list(member_ids)), col(Period.state).in_(UNPAID))
        .order_by(col(Period.first_on), col(Period.id))
    )
    rows: dict[UUID, tuple[UnpaidView, ...]] = {}
    for period, he, en, state, reason, at, mode, files in w.session.execute(found):
        why = "for_file" if files and state is None else _why(period, state, reason, mode)
        charged = state in OPEN and (mode is not ChargeMode.PAGE or state is ChargeState.UNKNOWN)
        name = Text(he, en)
        view = _unpaid_view(period, name, state, why, at, for_file=files, is_charged=charged)
        rows[period.member_id] = (*rows.get(period.member_id, ()), view)
    return rows


def _unpaid_view(
    row: Period, plan: Text, state: Any, why: str, at: Any, *, for_file: bool, is_charged: bool
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
        why=why,
        is_open=state in OPEN,
        is_charged=is_charged,
        for_file=for_file,
        in_parts=row.debt_plan_id is not None,
    )


def _why(
    row: Period, state: Any, reason: Any, mode: Any
) -> str:  # Any: of a charge, if there is one
    if mode is ChargeMode.DEBIT and state is not ChargeState.CREATED:
        return "at_bank" if state in OPEN else "sent_back"
    if state in OPEN:
        return "unclear"
    if state is ChargeState.DECLINED and reason is not None:
        return str(reason.value)
    if state is ChargeState.FAILED:
        return "account"
    if row.needs_card and not row.tries:
        return "no_card"
    return "refused" if row.tries else "waiting"
