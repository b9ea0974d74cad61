"""What is due for the periods of deals: whom to open, whom to charge, whom to tell."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.billing.rules.words import DealState, PeriodState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.documents.tables import DocumentAccount
from fitkit.features.payments.rules import OPEN, ChargeMode, ChargeState
from fitkit.features.payments.tables import Card, Charge

CAUSE: Final = "deal_period"  # of charges and postings: the table's name
UNPAID: Final = (PeriodState.DUE, PeriodState.DUNNING, PeriodState.GIVEN_UP)


@internal
def due_to_open(w: Work, *, day: date) -> tuple[UUID, ...]:
    """Running deals whose next period has begun by a day, by id."""
    found = (
        select(Deal.id)
        .where(col(Deal.state) == DealState.RUNNING, col(Deal.next_on) <= day)
        .order_by(col(Deal.id))
    )
    return tuple(w.session.scalars(found))


@internal
def held_until(w: Work) -> datetime | None:
    """When the first of the periods that are being charged is free again, if its worker died; None: none is."""
    found = select(sa.func.min(Period.held_until)).where(
        col(Period.held_until).is_not(None), col(Period.next_try_at).is_not(None)
    )
    return w.session.scalar(found)


@internal
def due_to_remind(w: Work) -> tuple[UUID, ...]:
    """Periods in dunning, by id; which step is due is a matter of rules."""
    found = select(Period.id).where(
        col(Period.state) == PeriodState.DUNNING, col(Period.debt_plan_id).is_(None)
    )
    return tuple(w.session.scalars(found.order_by(col(Period.id))))


@internal
def card_id_of(w: Work, *, member_id: UUID) -> UUID | None:
    """A member's own card, to which their renewals are charged; None: there is none, or it is over."""
    found = select(Card.id).where(
        col(Card.member_id) == member_id,
        col(Card.removed_at).is_(None),
        col(Card.is_apart).is_(False),
        col(Card.good_until) >= day_of(w.now, w.actor.zone),
    )
    return w.session.scalars(found).one_or_none()


@internal
def card_id_for(w: Work, *, deal: Deal) -> UUID | None:
    """The card that a deal is charged to: its own, else the member's; None: there is none, or it is over.

    Where the deal's own is over the member's is not charged instead: they never said so.
    """
    own = None if deal.card_id is None else w.get(Card, deal.card_id)
    if own is None or own.removed_at is not None:
        return card_id_of(w, member_id=deal.member_id)
    return own.id if own.good_until >= day_of(w.now, w.actor.zone) else None


@internal
def has_card_apart(w: Work, *, deal: Deal) -> bool:
    """Whether a deal is charged to a card that was left for it alone."""
    return deal.card_id is not None and w.get(Card, deal.card_id).removed_at is None


@internal
def card_id_for_all(w: Work, *, member_id: UUID, deal_ids: Collection[UUID]) -> UUID | None:
    """The card for all that a member owes: their own, or that of the one deal it is owed for; None: there is none.

    Args:
        w: of the gym.
        member_id: who owes.
        deal_ids: of all that is owed; empty where some of it is owed for anything else.
    """
    if (own := card_id_of(w, member_id=member_id)) is not None:
        return own
    found = {card_id_for(w, deal=w.get(Deal, each)) for each in deal_ids}
    return found.pop() if len(found) == 1 else None


@internal
def is_exempt(w: Work) -> bool:
    """Whether the gym is an exempt dealer, whose sales have no VAT."""
    # An account that is not in use any more says what the gym was.
    found = select(DocumentAccount.is_exempt).where(col(DocumentAccount.is_in_use))
    return bool(w.session.scalars(found).one_or_none())


@internal
def declined_by_card(w: Work, *, period_id: UUID) -> int:
    """How many charges of a kept card were declined for a period, or sent back by a bank."""
    found = select(sa.func.count()).where(
        col(Charge.cause_kind) == CAUSE,
        col(Charge.cause_id) == period_id,
        col(Charge.mode).in_((ChargeMode.CARD, ChargeMode.DEBIT)),
        col(Charge.state) == ChargeState.DECLINED,
    )
    return int(w.session.scalar(found) or 0)


@internal
def mode_of(w: Work, *, charge_id: UUID) -> ChargeMode:
    """How a charge was taken."""
    return w.get(Charge, charge_id).mode


@internal
def last_charge_id(w: Work, *, period_id: UUID) -> UUID | None:
    """The newest charge of a period; None: none was tried."""
    found = select(Charge.id).where(
        col(Charge.cause_kind) == CAUSE, col(Charge.cause_id) == period_id
    )
    return w.session.scalars(found.order_by(col(Charge.attempt).desc()).limit(1)).first()


@internal
def unpaid_ids(w: Work, *, member_id: UUID) -> tuple[UUID, ...]:
    """A member's unpaid periods, oldest first."""
    found = select(Period.id).where(
        col(Period.member_id) == member_id, col(Period.state).in_(UNPAID)
    )
    return tuple(w.session.scalars(found.order_by(col(Period.first_on), col(Period.id))))


@internal
def failing_since(w: Work, *, member_id: UUID) -> tuple[datetime, ...]:
    """When each period began to fail that a member still owes and did not promise to pay, in no order."""
    today = day_of(w.now, w.actor.zone)
    found = select(Period.failed_at).where(
        col(Period.member_id) == member_id,
        col(Period.state).in_((PeriodState.DUNNING, PeriodState.GIVEN_UP)),
        col(Period.debt_plan_id).is_(None),
        sa.or_(col(Period.promised_on).is_(None), col(Period.promised_on) < today),
    )
    return tuple(at for at in w.session.scalars(found) if at is not None)


@internal
def open_charges(w: Work, *, member_id: UUID) -> tuple[UUID, ...]:
    """Charges of a member's periods, of all they owe, and of another card for them, whose answer is awaited."""
    found = select(Charge.id).where(
        col(Charge.member_id) == member_id,
        col(Charge.cause_kind).in_((CAUSE, "bill", "member")),
        col(Charge.state).in_(OPEN),
    )
    return tuple(w.session.scalars(found.order_by(col(Charge.id))))
