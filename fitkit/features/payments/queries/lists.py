"""A gym's payments by day and state with their sums, and the whole story of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core import clock
from fitkit.core.events import EventLog
from fitkit.core.money import ZERO, Money
from fitkit.core.paging import PAGE, Page, cursor, keys
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.audit.rules import redacted
from fitkit.features.identity.tables import User
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.payments.queries.charges import (
    ChargeView,
    RefundView,
    going_back,
    refunds_of,
    view_of,
)
from fitkit.features.payments.rules import ChargeState
from fitkit.features.payments.tables import Callback, Charge
from fitkit.ports.payments import PayWay

CALLBACK: Final = "callback"
ASKED: Final = "asked"


@dataclass(frozen=True, slots=True)
class CallbackView:
    """What a company told, as it came."""

    account_id: UUID
    body: bytes
    content_type: str
    query: str


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A charge in the list of a gym."""

    charge: ChargeView
    member: str  # name


@dataclass(frozen=True, slots=True)
class StateSum:
    """What the charges of a state and a way come to."""

    state: ChargeState
    way: PayWay | None
    count: int
    total: Money
    refunded: Money


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One thing that happened to a charge or a refund of it."""

    at: datetime
    kind: str  # of an event, "callback", or "asked"
    about: UUID
    actor: str  # name; empty: FitKit itself or the company
    facts: dict[str, Any]  # Any: JSON values; redacted


@dataclass(frozen=True, slots=True)
class Found:
    """A charge with all that happened to it."""

    charge: ChargeView
    member: str
    refunds: tuple[RefundView, ...]  # oldest first
    steps: tuple[StoryStep, ...]  # oldest first


@internal
def callback(w: Work, *, callback_id: UUID) -> CallbackView:
    """What a company told.

    Raises:
        NotFound: no such callback in this gym.
    """
    row = w.get(Callback, callback_id)
    return CallbackView(row.account_id, row.body, row.content_type, row.query)


@requires(Permission.SEE_MONEY)
def payments(
    w: Work,
    *,
    first: date,
    last: date,
    states: Sequence[ChargeState] = (),
    after: str | None = None,
    limit: int = PAGE,
) -> Page[PaymentLine]:
    """Charges of some days of the gym's, newest first.

    What is paid stands on the day it was paid, everything else on the day it was opened.

    Args:
        w: of somebody who may see money.
        first: the first day.
        last: the last day, included.
        states: only these; none: all.
        after: the cursor of the page before.
        limit: rows of a page, 1 to 200.

    Raises:
        Refusal: BAD_CURSOR.
    """
    most = min(max(limit, 1), 200)
    found = (
        select(Charge, Member.first_name, Member.last_name)
        .join(Member, col(Member.id) == col(Charge.member_id))
        .where(_within(w, first, last))
    )
    if states:
        found = found.where(col(Charge.state).in_(states))
    if after:
        at, charge_id = keys(after, 2)
        place = sa.tuple_(sa.cast(at, sa.DateTime(timezone=True)), sa.cast(charge_id, sa.Uuid))
        found = found.where(sa.tuple_(col(Charge.created_at), col(Charge.id)) < place)
    ordered = found.order_by(col(Charge.created_at).desc(), col(Charge.id).desc())
    rows = w.session.execute(ordered.limit(most + 1)).all()
    shown = rows[:most]
    more = None
    if len(rows) > most:
        end = shown[-1][0]
        more = cursor(end.created_at.isoformat(), str(end.id))
    going = going_back(w, ids=[c.id for c, _, _ in shown])
    lines = tuple(
        PaymentLine(view_of(c, going.get(c.id, ZERO)), full_name(one, two)) for c, one, two in shown
    )
    return Page(lines, more)


@requires(Permission.SEE_MONEY)
def sums(w: Work, *, first: date, last: date) -> tuple[StateSum, ...]:
    """What the charges of some days come to, by state and way; may be empty."""
    found = (
        sa.select(
            col(Charge.state),
            col(Charge.way),
            sa.func.count(),
            sa.func.sum(col(Charge.amount_agorot)),
            sa.func.sum(col(Charge.refunded_agorot)),
        )
        .where(_within(w, first, last))
        .group_by(col(Charge.state), col(Charge.way))
        .order_by(col(Charge.state), col(Charge.way))
    )
    return tuple(
        StateSum(state, way, count, Money(int(total)), Money(int(refunded)))
        for state, way, count, total, refunded in w.session.execute(found)
    )


@requires(Permission.SEE_MONEY)
def charge_story(w: Work, *, charge_id: UUID) -> Found:
    """A charge with its refunds and everything that happened to them.

    Raises:
        NotFound: no such charge in this gym.
    """
    return story_of(w, charge_id=charge_id)


@internal
def story_of(w: Work, *, charge_id: UUID) -> Found:
    """The same for whoever was let in by another mark.

    Raises:
        NotFound: no such charge where this Work looks.
    """
    row = w.get(Charge, charge_id)
    member = w.get(Member, row.member_id)
    refunds = refunds_of(w, charge_id=charge_id)
    steps = _happened(w, [charge_id, *(one.id for one in refunds)]) + _called(w, charge_id)
    steps += _asked(row)
    going = going_back(w, ids=[charge_id])
    return Found(
        charge=view_of(row, going.get(charge_id, ZERO)),
        member=full_name(member.first_name, member.last_name),
        refunds=refunds,
        steps=tuple(sorted(steps, key=lambda step: step.at)),
    )


def _within(w: Work, first: date, last: date) -> sa.ColumnElement[bool]:
    begin, end = clock.day_span(first, w.actor.zone)[0], clock.day_span(last, w.actor.zone)[1]
    is_paid = sa.and_(
        col(Charge.state) == ChargeState.PAID, col(Charge.paid_on).between(first, last)
    )
    is_opened = sa.and_(
        col(Charge.state) != ChargeState.PAID,
        col(Charge.created_at) >= begin,
        col(Charge.created_at) < end,
    )
    return sa.or_(is_paid, is_opened)


def _happened(w: Work, abouts: Sequence[UUID]) -> list[StoryStep]:
    """Events of some rows in the order they were written."""
    found = (
        select(EventLog, User.name)
        .join(User, col(User.id) == col(EventLog.actor_user_id), isouter=True)
        .where(col(EventLog.about).in_(abouts))
        .order_by(col(EventLog.id))
    )
    return [
        StoryStep(event.created_at, event.name, event.about, name or "", redacted(event.facts))
        for event, name in w.session.execute(found)
    ]


def _called(w: Work, charge_id: UUID) -> list[StoryStep]:
    """What the company told: when, and what it pointed to; its words stay where they are."""
    found = select(Callback.created_at, Callback.id, Callback.reference).where(
        col(Callback.charge_id) == charge_id
    )
    return [
        StoryStep(at, CALLBACK, id_, "", {"reference": reference})
        for at, id_, reference in w.session.execute(found)
    ]


def _asked(row: Charge) -> list[StoryStep]:
    """What the company was asked, and what it said."""
    return [
        StoryStep(datetime.fromisoformat(at), ASKED, row.id, "", {"answer": answer})
        for at, answer in row.asks
    ]
