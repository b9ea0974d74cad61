"""Bills: all that was owed, asked for in one charge."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
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
from fitkit.features.payments.rules import OPEN, ChargeMode, ChargeState
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


@internal
def being_charged(w: Work, *, member_ids: Collection[UUID]) -> frozenset[UUID]:
    """Of members, those with a charge for all they owe, or for a part of it, that is no page which may be left."""
    found = sa.select(col(Charge.member_id)).where(
        col(Charge.cause_kind) == CAUSE,
        col(Charge.member_id).in_(list(member_ids)),
        col(Charge.state).in_(OPEN),
        sa.or_(col(Charge.mode) != ChargeMode.PAGE, col(Charge.state) == ChargeState.UNKNOWN),
    )
    return frozenset(w.session.scalars(found))


@dataclass(frozen=True, slots=True)
class DebtPlanView:
    """A debt that is paid in parts."""

    plan_id: UUID
    member_id: UUID
    parts: int
    paid: int  # of them
    next: Part | None  # that is not paid; None: all are


@requires(Permission.SEE_MONEY)
def owed_now(w: Work, *, member_id: UUID) -> Money:
    """What a member owes in all; below zero: they owe nothing.

    Raises:
        NotFound: no such member.
    """
    w.get(Member, member_id)
    return owed_in_all(w, member_id=member_id)


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


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def debt_plan(w: Work, *, member_id: UUID) -> DebtPlanView | None:
    """The plan of parts that a member keeps; None: there is none.

    Raises:
        NotFound: no such member.
    """
    w.get(Member, member_id)
    return kept_plans(w, member_ids=[member_id]).get(member_id)


@internal
def kept_plans(w: Work, *, member_ids: Collection[UUID]) -> dict[UUID, DebtPlanView]:
    """The plans that members keep, by member."""
    kept = (
        sa.select(
            col(DebtPlan.id),
            col(DebtPlan.member_id),
            col(Bill.due_on),
            col(Bill.amount_agorot),
            col(Bill.state),
        )
        .join(Bill, col(Bill.plan_id) == col(DebtPlan.id))
        .where(
            col(DebtPlan.member_id).in_(list(member_ids)),
            col(DebtPlan.state) == DebtPlanState.KEPT,
        )
        .order_by(col(DebtPlan.member_id), col(Bill.due_on))
    )
    found = w.session.execute(kept).all()
    parts_of = {whose: list(parts) for whose, parts in groupby(found, key=attrgetter("member_id"))}
    return {whose: _plan_view(parts) for whose, parts in parts_of.items()}


def _plan_view(parts: Sequence[Any]) -> DebtPlanView:  # Any: rows of one plan with each part
    left = next((part for part in parts if part.state is BillState.OPEN and part.due_on), None)
    return DebtPlanView(
        plan_id=parts[0].id,
        member_id=parts[0].member_id,
        parts=len(parts),
        # Of a plan that is kept, what is over was paid with other money.
        paid=sum(part.state in (BillState.PAID, BillState.OVER) for part in parts),
        next=Part(left.due_on, Money(left.amount_agorot)) if left else None,
    )


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
