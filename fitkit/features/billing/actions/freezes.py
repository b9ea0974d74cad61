"""Let a plan rest with what that does to its charges, and wake it.

Locks: the deal, then the subscription and its freezes.
"""

from datetime import date
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.billing.actions import periods
from fitkit.features.billing.queries import freezes as queries
from fitkit.features.billing.tables import Deal
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions.rules import FreezeKind
from fitkit.texts import freezes as texts


@requires(Permission.GIVE_PLANS, own=Permission.EDIT_OWN)
def freeze(
    w: Work,
    *,
    member_id: UUID,
    subscription_id: UUID,
    first_on: date,
    last_on: date,
    kind: FreezeKind,
    reason: str = "",
    as_shown: str = "",
) -> UUID:
    """Let a member's plan rest, as ``queries.rest_preview`` showed; return the freeze's id.

    Its next charge and its last day move in this transaction; booking gives back the places inside.
    Holds the deal's row, then the subscription's. Publishes SubscriptionFrozen.

    Args:
        w: the transaction.
        member_id: whose plan it is.
        subscription_id: the plan they hold.
        first_on: the first day of rest.
        last_on: the last one.
        kind: by whose word; a member's is always their own.
        reason: for staff; of a medical freeze, which doctor's note was shown.
        as_shown: ``mark`` of the preview that they agreed to; empty: none was shown.

    Raises:
        NotFound: no such subscription of this member.
        Refusal: it may not rest, or not on these days, at their fields; another effect than was shown.
    """
    held = queries.held_of(w, member_id=member_id, subscription_id=subscription_id)
    _hold_deal(w, held.id)
    view = queries.rest_preview(
        w,
        member_id=member_id,
        subscription_id=held.id,
        first_on=first_on,
        last_on=last_on,
        kind=kind,
    )
    _must_be_shown(view.mark, as_shown)
    freeze_id = subscriptions.freeze(
        w,
        subscription_id=held.id,
        first_on=first_on,
        last_on=last_on,
        reason=reason,
        kind=queries.kind_of(w, kind),
    )
    periods.follow_freezes(w, subscription_id=held.id)
    return freeze_id


@requires(Permission.GIVE_PLANS, own=Permission.EDIT_OWN)
def unfreeze(w: Work, *, member_id: UUID, freeze_id: UUID, as_shown: str = "") -> None:
    """End a member's freeze today, or call it off, as ``queries.wake_preview`` showed.

    The next charge and the last day move back by the days that were not used. Holds the deal's row, then
    the subscription's. Publishes SubscriptionUnfrozen.

    Raises:
        NotFound: no such freeze of this member.
        Refusal: it is over; another effect than was shown.
    """
    rest = queries.freeze_of(w, member_id=member_id, freeze_id=freeze_id)
    _hold_deal(w, rest.subscription_id)
    view = queries.wake_preview(w, member_id=member_id, freeze_id=freeze_id)
    _must_be_shown(view.mark, as_shown)
    subscriptions.unfreeze(w, freeze_id=freeze_id)
    periods.follow_freezes(w, subscription_id=rest.subscription_id)


def _hold_deal(w: Work, subscription_id: UUID) -> None:
    deal = queries.deal_for(w, subscription_id=subscription_id)
    if deal is not None:
        w.hold(Deal, deal.id)


def _must_be_shown(mark: str, as_shown: str) -> None:
    if as_shown and as_shown != mark:
        raise Refusal(texts.CHANGED_MEANWHILE)
