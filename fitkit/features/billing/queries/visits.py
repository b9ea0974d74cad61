"""Visits that are sold by themselves: where their places stand, and what is open for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.i18n import Lang, Text
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.billing.queries import orders
from fitkit.features.billing.rules.orders import PAYABLE
from fitkit.features.billing.rules.words import OrderKind
from fitkit.features.billing.tables import Order
from fitkit.features.booking.rules import BookingStatus
from fitkit.features.booking.tables import Booking, GuestPlace
from fitkit.features.scheduling.rules import SessionStatus
from fitkit.features.scheduling.tables import ClassSession

_B, _G, _S = columns(Booking), columns(GuestPlace), columns(ClassSession)


@dataclass(frozen=True, slots=True)
class VisitPlace:
    """A place that is paid by itself."""

    guest: str  # their name; empty: the member's own
    is_owed: bool  # not cancelled in time, in a class that takes place


@dataclass(frozen=True, slots=True)
class VisitView:
    """What is to be paid for one visit."""

    order_id: UUID
    place_id: UUID
    member_id: UUID
    what: Text
    amount: Money  # left to pay
    placed_at: datetime


@internal
def place_of(w: Work, *, place_id: UUID) -> VisitPlace | None:
    """Where a booking or a guest's place stands; None: there is no such place."""
    found = sa.union_all(
        sa.select(_B.c.status, _S.c.status.label("of_class"), sa.literal("").label("guest"))
        .join(_S, _S.c.id == _B.c.session_id)
        .where(_B.c.id == place_id),
        sa.select(_G.c.status, _S.c.status, _G.c.name)
        .join(_S, _S.c.id == _G.c.session_id)
        .where(_G.c.id == place_id),
    )
    row = w.hot(found).one_or_none()
    if row is None:
        return None
    is_on = row.of_class == SessionStatus.SCHEDULED
    return VisitPlace(row.guest, is_owed=is_on and row.status != BookingStatus.CANCELLED)


@internal
def is_owed(w: Work, *, place_id: UUID, besides: UUID) -> bool:
    """Whether a place is to be paid for, and by no other order than one."""
    place = place_of(w, place_id=place_id)
    if place is None or not place.is_owed:
        return False
    found = select(Order.id).where(
        col(Order.place_id) == place_id, col(Order.is_holding), col(Order.id) != besides
    )
    return w.session.scalars(found.limit(1)).first() is None


@internal
def newest_of_place(w: Work, *, place_id: UUID) -> UUID | None:
    """The newest order of a place, whatever became of it."""
    found = select(Order.id).where(col(Order.place_id) == place_id)
    return w.session.scalars(found.order_by(col(Order.id).desc()).limit(1)).first()


@internal
def newest_of_trial(w: Work, *, member_id: UUID, trial_id: UUID) -> UUID | None:
    """The newest order of a trial, by its subscription; None: it was bought, or costs nothing."""
    found = select(Order.id).where(
        col(Order.member_id) == member_id,
        col(Order.kind) == OrderKind.VISIT,
        col(Order.what)["trial"].astext == str(trial_id),
    )
    return w.session.scalars(found.order_by(col(Order.id).desc()).limit(1)).first()


@internal
def places_of_session(
    w: Work, *, session_id: UUID, member_id: UUID | None = None
) -> tuple[UUID, ...]:
    """Places of a class that an order was placed for, a member's and their guests' or all, in order of id."""
    found = select(Order.place_id).where(col(Order.place_id).in_(_in_class(session_id, member_id)))
    return tuple(sorted({one for one in w.session.scalars(found) if one is not None}))


@requires(Permission.SEE_ROSTER)
def open_visits_of_class(w: Work, *, session_id: UUID) -> tuple[VisitView, ...]:
    """What is to be paid for places of a class, by place. Nobody's money but that."""
    return _open(w, col(Order.place_id).in_(_in_class(session_id, None)))


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def open_visits(w: Work, *, member_id: UUID) -> tuple[VisitView, ...]:
    """What a member is to pay for visits of theirs and of their guests, the oldest first."""
    return _open(w, col(Order.member_id) == member_id)


@requires(Permission.EDIT_MONEY, own=Permission.EDIT_OWN)
def visit_paths(w: Work, *, member_id: UUID, lang: Lang) -> dict[UUID, str]:
    """The addresses of the pages on which a member pays their open visits, without their origin, by order."""
    found = _open(w, col(Order.member_id) == member_id)
    return {view.order_id: orders.path_of(w.get(Order, view.order_id), lang) for view in found}


def _in_class(session_id: UUID, member_id: UUID | None) -> sa.CompoundSelect[Any]:  # Any: ids
    return sa.union_all(
        *(
            sa.select(one.c.id).where(
                one.c.session_id == session_id,
                sa.true() if member_id is None else one.c.member_id == member_id,
            )
            for one in (_B, _G)
        )
    )


def _open(w: Work, *which: Any) -> tuple[VisitView, ...]:  # Any: SQLAlchemy's
    found = (
        select(Order)
        .where(
            col(Order.kind) == OrderKind.VISIT,
            col(Order.state).in_(PAYABLE),
            col(Order.is_holding),
            col(Order.expires_at) > w.now,
            *which,
        )
        .order_by(col(Order.id))
    )
    return tuple(
        VisitView(
            row.id,
            row.place_id,
            row.member_id,
            orders.name_of(w, row),
            Money(row.amount_agorot),
            row.created_at,
        )
        for row in w.session.scalars(found)
        if row.place_id is not None
    )
