"""Places that another plan pays for from now on."""

from uuid import UUID

import sqlalchemy as sa

from fitkit.core.clock import day_of
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.booking.actions._statements import PLACES
from fitkit.features.booking.rules import BookingStatus
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.subscriptions import queries as subscriptions


@internal
def move_places(
    w: Work, *, member_id: UUID, session_ids: tuple[UUID, ...], from_id: UUID, to_id: UUID
) -> int:
    """Let another subscription of a member pay for their places in classes not begun; return how many.

    Those that it does not cover stay with the one that paid, and are released when that ends. Nothing of
    entries: neither is counted by them. The caller has the member's turn, by ``classes_to_release``.

    Args:
        w: the transaction.
        member_id: whose places.
        session_ids: the classes, as ``classes_to_release`` gave them.
        from_id: the subscription that pays now.
        to_id: the one that pays from now on.
    """
    views = scheduling.by_id(w, ids=session_ids)
    days = {i: day_of(view.starts_at, w.actor.zone) for i, view in views.items()}
    if not days:
        return 0
    held = subscriptions.entitlements_between(
        w, member_id=member_id, first=min(days.values()), last=max(days.values())
    )
    new = next((e for e in held if e.subscription_id == to_id), None)
    if new is None:
        return 0
    covered = [
        i
        for i, view in views.items()
        if new.covers(view.class_type_id, days[i])
        and new.is_good_at(view.starts_at.astimezone(w.actor.zone).time())
    ]
    moved = w.hot(
        sa.update(PLACES)
        .where(
            PLACES.c.session_id.in_(covered),
            PLACES.c.member_id == member_id,
            PLACES.c.subscription_id == from_id,
            PLACES.c.org_id == w.actor.org_id,
            PLACES.c.status == BookingStatus.BOOKED,
        )
        .values(subscription_id=to_id, updated_at=w.now)
        .returning(PLACES.c.id)
    )
    return len(moved.all())
