"""What a member bought, and how it ends."""

from fitkit.core.jobs import every, on
from fitkit.core.work import Work
from fitkit.features.billing import queries as orders
from fitkit.features.billing.events.endings import CancellationWithdrawn, DealCancelled
from fitkit.features.billing.events.orders import (
    GoodsSold,
    OrderGivenBack,
    OrderPaid,
    VisitCredited,
)
from fitkit.features.billing.rules.words import OrderChannel
from fitkit.features.notifications import queries
from fitkit.features.notifications.jobs._telling import tell
from fitkit.features.notifications.rules import (
    Receiver,
)
from fitkit.features.offers.events import ReferralPaid
from fitkit.features.subscriptions.events import SubscriptionGiven


@on(SubscriptionGiven)
def tell_plan_given(w: Work, e: SubscriptionGiven) -> None:
    """The member who has a new plan; what they bought is told with its price."""
    if orders.was_bought(w, subscription_id=e.about) or orders.came_by_change(
        w, subscription_id=e.about
    ):
        return
    happening = queries.plan_given(
        w, subscription_id=e.about, plan_id=e.plan_id, starts_on=e.starts_on
    )
    if happening is not None:
        tell(w, Receiver(member_id=e.member_id), happening)


@on(DealCancelled)
def tell_deal_cancelled(w: Work, e: DealCancelled) -> None:
    """The member, with the day and the sums; and the owner."""
    tell(
        w,
        Receiver(member_id=e.member_id),
        queries.deal_cancelled(w, cancellation_id=e.about, member_id=e.member_id),
    )
    happening = queries.member_cancelled(w, cancellation_id=e.about, member_id=e.member_id)
    for receiver in queries.owners(w):
        tell(w, receiver, happening)


@on(CancellationWithdrawn)
def tell_cancellation_withdrawn(w: Work, e: CancellationWithdrawn) -> None:
    """The member who stays."""
    happening = queries.cancellation_withdrawn(w, cancellation_id=e.about, member_id=e.member_id)
    tell(w, Receiver(member_id=e.member_id), happening)


@on(OrderPaid)
def tell_bought(w: Work, e: OrderPaid) -> None:
    """The member who bought a plan; and the owner, of what was not sold at the desk."""
    bought = queries.plan_bought(
        w,
        order_id=e.about,
        plan_id=e.plan_id,
        amount_agorot=e.amount_agorot,
        starts_on=e.starts_on,
        next_on=e.next_on,
        price_agorot=e.price_agorot,
    )
    tell(w, Receiver(member_id=e.member_id), bought)
    if e.channel is OrderChannel.DESK:
        return
    sold = queries.plan_sold(
        w,
        order_id=e.about,
        member_id=e.member_id,
        plan_id=e.plan_id,
        amount_agorot=e.amount_agorot,
    )
    for receiver in queries.owners(w):
        tell(w, receiver, sold)


@on(GoodsSold)
def tell_goods_sold(w: Work, e: GoodsSold) -> None:
    """The owner, of what waits to be picked up."""
    if e.channel is not OrderChannel.DESK:
        happening = queries.goods_sold(
            w, order_id=e.about, member_id=e.member_id, amount_agorot=e.amount_agorot
        )
        for receiver in queries.owners(w):
            tell(w, receiver, happening)


@on(ReferralPaid)
def tell_referral(w: Work, e: ReferralPaid) -> None:
    """Who has credit for a new member."""
    happening = queries.referral_credit(reward_id=e.about, amount_agorot=e.amount_agorot)
    tell(w, Receiver(member_id=e.member_id), happening)


@on(VisitCredited)
def tell_visit_credit(w: Work, e: VisitCredited) -> None:
    """Whose paid visit was called off."""
    happening = queries.visit_credit(w, order_id=e.about, amount_agorot=e.amount_agorot)
    tell(w, Receiver(member_id=e.member_id), happening)


@on(OrderGivenBack)
def tell_given_back(w: Work, e: OrderGivenBack) -> None:
    """Who paid for what could not be given, and the owner."""
    happening = queries.order_given_back(w, order_id=e.about, amount_agorot=e.amount_agorot)
    for receiver in (Receiver(member_id=e.member_id), *queries.owners(w)):
        tell(w, receiver, happening)


@every(at="09:00", per_gym=True)
def tell_plans_running_out(w: Work) -> None:
    """Members whose plan ends in a week, or whose pack is nearly used up."""
    for receiver, happening in queries.plans_running_out(w):
        tell(w, receiver, happening)
