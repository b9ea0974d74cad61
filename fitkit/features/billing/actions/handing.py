"""What is left of a plan becomes another member's; no money moves.

Who gave it gets nothing back for it, and who got it paid nothing for the days there are: so nothing of
them comes back when it is ended. The charges to come are theirs.
Locks: the deal, then booking's turn, the subscription and the other member.
"""

from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.billing.actions import changes
from fitkit.features.billing.events.changes import DealHandedOver
from fitkit.features.billing.queries import agreed as agreed_queries
from fitkit.features.billing.queries import changes as ahead
from fitkit.features.billing.queries import freezes
from fitkit.features.billing.queries import handing as queries
from fitkit.features.billing.rules.changes import ChangeKind, ChangeState
from fitkit.features.billing.rules.endings import checked_words
from fitkit.features.billing.rules.renewing import committed_periods
from fitkit.features.billing.rules.words import DealState
from fitkit.features.billing.tables import Deal, PlanChange
from fitkit.features.plans.rules import Every
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions.tables import Subscription
from fitkit.texts import changes as texts


@requires(Permission.EDIT_MONEY)
def hand_plan_over(
    w: Work,
    *,
    member_id: UUID,
    subscription_id: UUID,
    to_member_id: UUID,
    note: str,
    as_shown: str,
) -> UUID:
    """Give what is left of a member's plan to another member, as it was shown; return the new subscription.

    Its places ahead are given back; the next charge, the price and what is left of a commitment go over. A
    change that was ahead is called off. Holds the deal's row. Publishes DealHandedOver.

    Raises:
        NotFound: no such subscription of this member, or no such member to get it.
        Refusal: it may not be handed over; something else than was shown; at ``reason``: no word of what
            was agreed.
    """
    words = checked_words(note, needed=True)
    held = freezes.held_of(w, member_id=member_id, subscription_id=subscription_id)
    deal = queries.deal_of(w, held)
    view = queries.hand_over_preview(
        w, member_id=member_id, subscription_id=held.id, to_member_id=to_member_id
    )
    if view.why_not is not None:
        raise Refusal(view.why_not)
    if view.mark != as_shown:
        raise Refusal(texts.CHANGED_MEANWHILE)
    given = subscriptions.hand_over(
        w,
        subscription_id=held.id,
        to_member_id=to_member_id,
        entries=queries.entries_over(w, held),
    )
    about, next_on = given.subscription_id, None
    if deal is not None:
        next_on = deal.next_on
        about = _deal_over(w, deal, held, to_member_id, given.subscription_id, words)
    w.publish(
        DealHandedOver(
            about=about,
            member_id=member_id,
            to_member_id=to_member_id,
            plan_id=held.plan_id,
            subscription_id=given.subscription_id,
            next_on=next_on,
        )
    )
    return given.subscription_id


def _deal_over(
    w: Work, deal: Deal, held: Subscription, to_id: UUID, subscription_id: UUID, words: str
) -> UUID:
    """The deal from its next charge on; the id of the change."""
    planned = ahead.ahead_of(w, deal_id=deal.id)
    if planned is not None:
        changes.call_off(w, member_id=deal.member_id, change_id=planned.id)
    new = _new(w, deal, to_id, subscription_id)
    row = PlanChange(
        deal_id=deal.id,
        member_id=deal.member_id,
        plan_id=held.plan_id,
        kind=ChangeKind.HAND_OVER,
        state=ChangeState.DONE,
        takes_on=day_of(w.now, w.actor.zone),
        period_number=deal.next_number - 1,
        amount_agorot=0,
        price_agorot=new.price_agorot,
        every=new.every,
        commitment_months=new.commitment_months,
        new_deal_id=new.id,
        note=words,
        by_user_id=w.actor.user_id,
    )
    w.add(row)
    deal.state, deal.next_on = DealState.ENDED, None
    w.session.flush()
    return row.id


def _new(w: Work, deal: Deal, to_id: UUID, subscription_id: UUID) -> Deal:
    """Counted anew from the next charge; what a coupon takes off is not handed on, nor is a fee for leaving."""
    today = day_of(w.now, w.actor.zone)
    rhythm = None if deal.every is None else agreed_queries.plan_of(deal)
    agreed = None if rhythm is None or deal.goes_on else committed_periods(rhythm)
    left = None if agreed is None else (agreed - deal.next_number) * _months(deal)
    renews = deal.every is not None and deal.next_on is not None
    new = Deal(
        subscription_id=subscription_id,
        member_id=to_id,
        every=deal.every if renews else None,
        price_agorot=deal.price_agorot if renews else 0,
        anchor_on=deal.next_on or today,
        next_number=0 if renews else 1,
        next_on=deal.next_on,
        commitment_months=left if renews and left else None,
        made_on=today,
        is_remote=False,
        was_disclosed=False,
        new_price_agorot=deal.new_price_agorot,
        new_price_from=deal.new_price_from,
    )
    w.add(new)
    w.session.flush()
    return new


def _months(deal: Deal) -> int:
    return 12 if deal.every is Every.YEAR else 1
