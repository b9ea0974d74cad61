"""The days on which subscriptions rest."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.subscriptions.rules import (
    FreezeKind,
    SubscriptionStatus,
)
from fitkit.features.subscriptions.tables import Freeze, Subscription

_S = columns(Subscription)
_F = columns(Freeze)


@dataclass(frozen=True, slots=True)
class FreezeView:
    """Days on which a subscription rests."""

    id: UUID
    subscription_id: UUID
    first_on: date
    last_on: date
    reason: str  # empty for the member
    has_begun: bool
    kind: FreezeKind


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def freezes(w: Work, *, member_id: UUID) -> tuple[FreezeView, ...]:
    """A member's freezes that are not over, the first to begin first."""
    today = day_of(w.now, w.actor.zone)
    found = (
        select(Freeze)
        .where(
            col(Freeze.member_id) == member_id,
            col(Freeze.ended_at).is_(None),
            col(Freeze.last_on) >= today,
        )
        .order_by(col(Freeze.first_on), col(Freeze.id))
    )
    is_staff = w.actor.may(Permission.SEE_MEMBERS)
    return tuple(
        FreezeView(
            f.id,
            f.subscription_id,
            f.first_on,
            f.last_on,
            f.reason if is_staff else "",
            f.first_on <= today,
            f.kind,
        )
        for f in w.session.scalars(found)
    )


@internal
def rested(w: Work, *, member_id: UUID) -> tuple[tuple[date, date], ...]:
    """First and last day of each freeze of a member, past and ahead, by day; those by a doctor's note left out.

    One that was called off before it began is none.
    """
    found = (
        select(Freeze)
        .where(col(Freeze.member_id) == member_id, col(Freeze.kind) != FreezeKind.MEDICAL)
        .order_by(col(Freeze.first_on), col(Freeze.id))
    )
    zone = w.actor.zone
    return tuple(
        (f.first_on, f.last_on)
        for f in w.session.scalars(found)
        if f.ended_at is None or day_of(f.ended_at, zone) > f.first_on
    )


@internal
def rests_on(w: Work, *, subscription_id: UUID, day: date) -> bool:
    """Whether a subscription is frozen on a day."""
    found = select(col(Freeze.id)).where(
        col(Freeze.subscription_id) == subscription_id,
        col(Freeze.ended_at).is_(None),
        col(Freeze.first_on) <= day,
        col(Freeze.last_on) >= day,
    )
    return w.session.execute(found).first() is not None


@internal
def freezes_to_turn(w: Work, *, day: date) -> tuple[UUID, ...]:
    """Subscriptions whose status may not fit the day: frozen ones, and those with a freeze on it; by id."""
    rests = sa.exists().where(
        _F.c.subscription_id == _S.c.id,
        _F.c.ended_at.is_(None),
        _F.c.first_on <= day,
        _F.c.last_on >= day,
    )
    found = (
        sa.select(_S.c.id)
        .where(
            _S.c.org_id == w.actor.org_id,
            sa.or_(
                _S.c.status == SubscriptionStatus.FROZEN,
                sa.and_(_S.c.status == SubscriptionStatus.ACTIVE, rests),
            ),
        )
        .order_by(_S.c.id)
    )
    return tuple(w.hot(found).scalars())
