"""Let a subscription rest for some days, and wake it."""

from datetime import date, timedelta
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.subscriptions import queries, rules
from fitkit.features.subscriptions.actions._rows import hold_running, member_follows
from fitkit.features.subscriptions.events import SubscriptionFrozen, SubscriptionUnfrozen
from fitkit.features.subscriptions.rules import FreezeKind, SubscriptionStatus
from fitkit.features.subscriptions.tables import Freeze, Subscription
from fitkit.texts import subscriptions as texts


@internal
def freeze(
    w: Work,
    *,
    subscription_id: UUID,
    first_on: date,
    last_on: date,
    reason: str = "",
    kind: FreezeKind = FreezeKind.STAFF,
) -> UUID:
    """Let a subscription rest from a day to a day, both included; return the freeze's id.

    Its last day moves by as many days. Nothing is booked with it on those days, and booking gives
    back the places that are, at no cost. Holds the subscription's row. Publishes SubscriptionFrozen.

    Raises:
        Refusal: ended already, a trial; at ``first_on``: in the past, too far off, outside of the
            subscription, or within another freeze; at ``last_on``: too few or too many days, of a
            member's own more than a half year allows; at ``reason``: too long, of a medical one none.
        NotFound: no such subscription in this gym.
    """
    row = hold_running(w, subscription_id)
    today = day_of(w.now, w.actor.zone)
    words = rules.checked_reason(reason, needed=kind is FreezeKind.MEDICAL)
    rules.check_freeze(
        (first_on, last_on),
        kind=row.kind,
        held=(row.starts_on, row.ends_on),
        others=[(f.first_on, f.last_on) for f in _live(w, subscription_id)],
        today=today,
        by=kind,
    )
    if kind is FreezeKind.OWN:
        rested = queries.rested(w, member_id=row.member_id)
        rules.check_allowance((first_on, last_on), rested)
    rest = Freeze(
        subscription_id=row.id,
        member_id=row.member_id,
        kind=kind,
        first_on=first_on,
        last_on=last_on,
        reason=words,
    )
    w.add(rest)
    if row.ends_on is not None:
        row.ends_on += timedelta(days=rules.days_of(first_on, last_on))
    w.session.flush()
    w.publish(
        SubscriptionFrozen(
            about=row.id,
            member_id=row.member_id,
            plan_id=row.plan_id,
            first_on=first_on,
            last_on=last_on,
            ends_on=row.ends_on,
            kind=kind,
        )
    )
    if first_on <= today:
        _turn(w, row, SubscriptionStatus.FROZEN)
    return rest.id


@internal
def unfreeze(w: Work, *, freeze_id: UUID) -> None:
    """End a freeze now, or call it off before it begins; the days not used come off the end again.

    Booking gives back the places that are on these days, at no cost. Holds the subscription's row. Publishes SubscriptionUnfrozen.

    Raises:
        Refusal: it is over already.
        NotFound: no such freeze in this gym.
    """
    row = hold_running(w, w.get(Freeze, freeze_id).subscription_id)
    rest = w.hold(Freeze, freeze_id)
    today = day_of(w.now, w.actor.zone)
    if rest.ended_at is not None or rest.last_on < today:
        raise Refusal(texts.FREEZE_OVER)
    unused = rules.days_of(max(rest.first_on, today), rest.last_on)
    if row.ends_on is not None:
        row.ends_on = max(today, row.starts_on, row.ends_on - timedelta(days=unused))
    rest.ended_at = w.now
    rest.last_on = max(rest.first_on, today - timedelta(days=1))
    w.session.flush()
    if row.status is SubscriptionStatus.FROZEN:
        _turn(w, row, SubscriptionStatus.ACTIVE)
    _publish_unfrozen(w, row)


@internal
def turn_freezes(w: Work) -> None:
    """Begin and end what begins and ends by today in the gym's zone. Holds the rows in order of id."""
    today = day_of(w.now, w.actor.zone)
    # All before the first member, as where plans end: nobody waits in a circle.
    held = [w.hold(Subscription, each) for each in queries.freezes_to_turn(w, day=today)]
    for row in held:
        rests = any(f.first_on <= today <= f.last_on for f in _live(w, row.id))
        if rests and row.status is SubscriptionStatus.ACTIVE:
            _turn(w, row, SubscriptionStatus.FROZEN)
        elif not rests and row.status is SubscriptionStatus.FROZEN:
            _turn(w, row, SubscriptionStatus.ACTIVE)
            _publish_unfrozen(w, row)


def _live(w: Work, subscription_id: UUID) -> list[Freeze]:
    found = select(Freeze).where(
        col(Freeze.subscription_id) == subscription_id, col(Freeze.ended_at).is_(None)
    )
    return list(w.session.scalars(found))


def _turn(w: Work, row: Subscription, status: SubscriptionStatus) -> None:
    row.status = status
    w.session.flush()
    member_follows(w, row.member_id)


def _publish_unfrozen(w: Work, row: Subscription) -> None:
    w.publish(
        SubscriptionUnfrozen(
            about=row.id, member_id=row.member_id, plan_id=row.plan_id, ends_on=row.ends_on
        )
    )
