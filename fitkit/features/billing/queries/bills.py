"""Bills: all that was owed, asked for in one charge."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.queries.credit import owed_in_all
from fitkit.features.billing.rules import debt_plans as rules
from fitkit.features.billing.rules.debt_plans import Part
from fitkit.features.billing.rules.words import BillState, DebtPlanState
from fitkit.features.billing.tables import Bill, DebtPlan
from fitkit.features.members.tables import Member
from fitkit.features.payments.rules import OPEN
from fitkit.features.payments.tables import Charge

CAUSE: Final = "bill"  # of charges: the table's name


@internal
def is_being_paid(w: Work, *, member_id: UUID) -> bool:
    """Whether a charge for all that a member owes is under way."""
    found = select(Charge.id).where(
        col(Charge.cause_kind) == CAUSE,
        col(Charge.member_id) == member_id,
        col(Charge.state).in_(OPEN),
    )
    return w.session.scalars(found.limit(1)).first() is not None


@dataclass(frozen=True, slots=True)
class DebtPlanView:
    """A debt that is paid in parts."""

    plan_id: UUID
    member_id: UUID
    parts: int
    paid: int  # of them
    next: Part | None  # that is not paid; None: all are


@requires(Permission.SEE_MONEY)
def split_preview(w: Work, *, member_id: UUID, count: int, first_on: date) -> tuple[Part, ...]:
    """The parts that a plan would have: the same as ``actions.split_debt`` makes of what is owed then; none of nothing.

    Raises:
        NotFound: no such member.
        Refusal: at ``count``, at ``first_on``.
    """
    w.get(Member, member_id)
    owed = owed_in_all(w, member_id=member_id)
    if owed <= ZERO:
        return ()
    today = day_of(w.now, w.actor.zone)
    return rules.parts_of(owed, count=count, first_on=first_on, today=today)


@internal
def kept_plans(w: Work, *, member_ids: Collection[UUID]) -> dict[UUID, DebtPlanView]:
    """The plans that members keep, by member."""
    plans = select(DebtPlan).where(
        col(DebtPlan.member_id).in_(list(member_ids)), col(DebtPlan.state) == DebtPlanState.KEPT
    )
    found = {}
    for plan in w.session.scalars(plans).all():
        parts = w.session.scalars(
            select(Bill).where(col(Bill.plan_id) == plan.id).order_by(col(Bill.due_on))
        ).all()
        left = [row for row in parts if row.state is BillState.OPEN]
        next_ = left[0] if left else None
        found[plan.member_id] = DebtPlanView(
            plan_id=plan.id,
            member_id=plan.member_id,
            parts=len(parts),
            paid=sum(row.state is BillState.PAID for row in parts),
            next=Part(next_.due_on, Money(next_.amount_agorot))
            if next_ is not None and next_.due_on is not None
            else None,
        )
    return found


@internal
def parts_due(w: Work) -> tuple[UUID, ...]:
    """Parts whose day has come, by id."""
    found = select(Bill.id).where(col(Bill.next_try_at) <= w.now, col(Bill.state) == BillState.OPEN)
    return tuple(w.session.scalars(found.order_by(col(Bill.id))))


@internal
def plans_overdue(w: Work) -> tuple[UUID, ...]:
    """Plans with a part that should break them, by id."""
    last = day_of(w.now, w.actor.zone) - rules.GRACE
    found = (
        select(DebtPlan.id)
        .join(Bill, col(Bill.plan_id) == col(DebtPlan.id))
        .where(
            col(DebtPlan.state) == DebtPlanState.KEPT,
            col(Bill.state) == BillState.OPEN,
            col(Bill.due_on) < last,
        )
        .distinct()
        .order_by(col(DebtPlan.id))
    )
    return tuple(w.session.scalars(found))
