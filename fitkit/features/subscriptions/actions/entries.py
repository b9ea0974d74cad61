"""Entries: taken for a booking or a penalty, given back, corrected; each change with its move."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.errors import Refusal
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.subscriptions import rules
from fitkit.features.subscriptions.actions._rows import hold_running
from fitkit.features.subscriptions.events import (
    EntriesAdjusted,
)
from fitkit.features.subscriptions.rules import MoveReason, SubscriptionStatus
from fitkit.features.subscriptions.tables import CreditMove, Subscription
from fitkit.texts import subscriptions as texts

_S = columns(Subscription)
_C = columns(CreditMove)
_MOVE_COLUMNS: Final = (
    "id",
    "org_id",
    "subscription_id",
    "delta",
    "balance_after",
    "reason",
    "booking_id",
    "actor_user_id",
    "note",
    "created_at",
    "updated_at",
)


def _moving(
    delta: int,
    reason: MoveReason,
    *allowed: sa.ColumnElement[bool],
    days: Mapping[str, sa.ColumnElement[Any]] | None = None,  # Any: columns of days
) -> sa.Insert:
    """One statement: change the entries if they may be, and write the move; returns the balance.

    Binds: subscription, move, booking, actor, at.
    """
    moved = (
        sa.update(_S)
        .where(_S.c.id == sa.bindparam("subscription"), *allowed)
        .values(
            entries_left=_S.c.entries_left + delta,
            updated_at=sa.bindparam("at", type_=_S.c.updated_at.type),
            **(days or {}),
        )
        .returning(_S.c.id, _S.c.org_id, _S.c.entries_left)
        .cte("moved")
    )
    written = sa.select(
        sa.bindparam("move", type_=_C.c.id.type),
        moved.c.org_id,
        moved.c.id,
        sa.literal(delta),
        moved.c.entries_left,
        sa.literal(reason, _C.c.reason.type),
        sa.bindparam("booking", type_=_C.c.booking_id.type),
        sa.bindparam("actor", type_=_C.c.actor_user_id.type),
        sa.literal(""),
        sa.bindparam("at", type_=_C.c.created_at.type),
        sa.bindparam("at", type_=_C.c.updated_at.type),
    )
    return sa.insert(_C).from_select(_MOVE_COLUMNS, written).returning(_C.c.balance_after)


# The first class begins a pack whose days count from it; what a freeze added to its end stays. An
# entry that comes back as the last one that was out leaves it as it was before.
_DAY = sa.func.least(sa.bindparam("day", type_=_S.c.starts_on.type), _S.c.begins_by)
_BEGINS = sa.and_(_S.c.begins_by.is_not(None), _S.c.begun_on.is_(None))
_BEGUN = {
    "begun_on": sa.case((_BEGINS, _DAY), else_=_S.c.begun_on),
    "ends_on": sa.case((_BEGINS, _S.c.ends_on - (_S.c.begins_by - _DAY)), else_=_S.c.ends_on),
}
_IS_WHOLE_AGAIN = sa.and_(
    _S.c.begins_by.is_not(None),
    _S.c.begun_on.is_not(None),
    _S.c.entries_left + 1 == _S.c.entries_given,
)
_NOT_BEGUN = {
    "begun_on": sa.case((_IS_WHOLE_AGAIN, sa.null()), else_=_S.c.begun_on),
    "ends_on": sa.case(
        (_IS_WHOLE_AGAIN, _S.c.ends_on + (_S.c.begins_by - _S.c.begun_on)), else_=_S.c.ends_on
    ),
}
# One that is frozen now pays for a class after its freeze.
_TAKE = _moving(
    -1,
    MoveReason.BOOKED,
    _S.c.entries_left > 0,
    _S.c.status != SubscriptionStatus.ENDED,
    days=_BEGUN,
)
_TAKEN_BY_BOOKING = (
    sa.select(sa.func.coalesce(sa.func.sum(_C.c.delta), 0))
    .where(
        _C.c.booking_id == sa.bindparam("booking", type_=_C.c.booking_id.type),
        _C.c.subscription_id == sa.bindparam("subscription", type_=_S.c.id.type),
    )
    .scalar_subquery()
)
_RETURN = _moving(
    1, MoveReason.RETURNED, _S.c.entries_left >= 0, _TAKEN_BY_BOOKING < 0, days=_NOT_BEGUN
)
_TAKE_FOR_PENALTY = _moving(
    -1, MoveReason.PENALTY, _S.c.entries_left > 0, _S.c.status == SubscriptionStatus.ACTIVE
)
_RETURN_FOR_PENALTY = _moving(1, MoveReason.EXCUSED, _S.c.entries_left >= 0)
_HOLD = (
    sa.select(_S.c.handed_to_id).where(_S.c.id == sa.bindparam("subscription")).with_for_update()
)


@requires(Permission.GIVE_PLANS)
def adjust_entries(w: Work, *, subscription_id: UUID, delta: int, note: str) -> int:
    """Add or take away entries by hand, with a reason; return how many are left.

    Raises:
        Refusal: ended; not counted; nothing, too much, or more than is left; no reason.
    """
    row = hold_running(w, subscription_id)
    if row.entries_left is None:
        raise Refusal(texts.NOT_COUNTED, field="delta")
    words = rules.check_adjustment(delta, note, left=row.entries_left)
    left = move(w, row, delta, MoveReason.ADJUSTED, note=words)
    w.publish(
        EntriesAdjusted(
            about=row.id,
            member_id=row.member_id,
            plan_id=row.plan_id,
            delta=delta,
            entries_left=left,
        )
    )
    return left


@internal
def take_entry(w: Work, *, subscription_id: UUID, booking_id: UUID, day: date) -> int:
    """Take one entry for a booking and return how many are left; never below zero.

    The first one begins the days of a pack that counts them from its first class, ``day``.

    Raises:
        Refusal: none left, or the subscription ended.
    """
    left = w.hot(_TAKE, _binds(w, subscription_id, booking_id) | {"day": day}).scalar()
    if left is None:
        raise Refusal(texts.NO_ENTRIES_LEFT)
    return int(left)


@internal
def return_entry(w: Work, *, subscription_id: UUID, booking_id: UUID) -> int | None:
    """Give back the entry a booking took and return how many are left.

    None when the booking has no entry out: it never took one, or it came back already.
    An ended subscription gets it too, so that the books agree; it entitles to nothing. From one that was
    handed over it goes on to who got it.
    """
    binds = _binds(w, subscription_id, booking_id)
    to_id = w.hot(_HOLD, binds).scalar()  # two cancellations of one booking see each other's move
    left = w.hot(_RETURN, binds).scalar()
    if left is None:
        return None
    if to_id is not None:
        _pass_on(w, subscription_id, MoveReason.RETURNED)
    return int(left)


@internal
def take_for_penalty(w: Work, *, subscription_id: UUID) -> int:
    """Take one entry for a penalty and return how many are left; never below zero.

    Of no booking: what a booking took and returned stays a sum of its own.

    Raises:
        Refusal: none left, or the subscription is not active.
    """
    left = w.hot(_TAKE_FOR_PENALTY, _binds(w, subscription_id, None)).scalar()
    if left is None:
        raise Refusal(texts.NO_ENTRIES_LEFT)
    return int(left)


@internal
def return_for_penalty(w: Work, *, subscription_id: UUID) -> None:
    """Give back the entry of a penalty that was excused; the caller sees to it that it is once.

    An ended subscription gets it too, and one that was handed over passes it on, as with ``return_entry``.
    """
    binds = _binds(w, subscription_id, None)
    to_id = w.hot(_HOLD, binds).scalar()
    w.hot(_RETURN_FOR_PENALTY, binds)
    if to_id is not None:
        _pass_on(w, subscription_id, MoveReason.EXCUSED)


@internal
def move(w: Work, row: Subscription, delta: int, reason: MoveReason, *, note: str = "") -> int:
    """Change the entries of a held row and write the move; how many are left."""
    left = (row.entries_left or 0) + delta
    row.entries_left = left
    w.add(
        CreditMove(
            subscription_id=row.id,
            delta=delta,
            balance_after=left,
            reason=reason,
            actor_user_id=w.actor.user_id,
            note=note,
            created_at=w.now,
        )
    )
    w.session.flush()
    return left


def _pass_on(w: Work, subscription_id: UUID, reason: MoveReason) -> None:
    """Move an entry that came back to what was handed over to who has it now, through every hand.

    The later of two subscriptions is held after the earlier, as everywhere.
    """
    row = w.hold(Subscription, subscription_id)
    w.session.refresh(row)  # the entry came by a statement of its own
    while row.handed_to_id is not None:
        move(w, row, -1, MoveReason.EXPIRED)
        row = w.hold(Subscription, row.handed_to_id)
        w.session.refresh(row)
        move(w, row, 1, reason)


def _binds(w: Work, subscription_id: UUID, booking_id: UUID | None) -> dict[str, object]:
    return {
        "subscription": subscription_id,
        "booking": booking_id,
        "move": new_id(),
        "actor": w.actor.user_id,
        "at": w.now,
    }
