"""What a deal takes for its periods, and what it came from."""

from uuid import UUID

from sqlmodel import col, select

from fitkit.core.money import Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.billing.rules import changes, renewing
from fitkit.features.billing.rules.changes import ChangeKind, ChangeState
from fitkit.features.billing.tables import Deal, Period, PlanChange
from fitkit.features.offers.queries import coupons as offers
from fitkit.features.offers.rules.coupons import Discount
from fitkit.features.plans.queries import PlanView


@internal
def discount_of(deal: Deal | PlanChange) -> Discount | None:
    """What the coupon a deal was made with takes off, or that goes over with a change; None: there was none."""
    if deal.off_percent is None and deal.off_agorot is None:
        return None
    amount = None if deal.off_agorot is None else Money(deal.off_agorot)
    return Discount(deal.off_percent, amount, deal.off_periods)


@internal
def discount_left(deal: Deal) -> Discount | None:
    """What of a deal's coupon was not had yet; None: nothing."""
    found = discount_of(deal)
    return None if found is None else found.after(deal.next_number)


@internal
def discount_for(w: Work, *, deal: Deal, plan: PlanView) -> Discount | None:
    """What of a deal's coupon goes over to another plan; None: nothing is left, or it ends with the old one."""
    left = discount_left(deal)
    if left is None or not offers.counts_for(w, code=deal.off_code, plan_id=plan.id):
        return None
    return left if changes.goes_over(left, deal.every, plan.every) else None


@internal
def off_of(deal: Deal, number: int, price: Money) -> Money:
    """What a deal's coupon takes off a period of a price."""
    discount = discount_of(deal)
    return Money(0) if discount is None else discount.off(price, number)


@internal
def price_of(deal: Deal) -> Money:
    """What the period that becomes due next will cost, its coupon taken off."""
    price = Money(deal.price_agorot)
    if deal.next_on is not None:
        new = None if deal.new_price_agorot is None else Money(deal.new_price_agorot)
        price = renewing.price_on(deal.next_on, price, new=new, since=deal.new_price_from)
    return price - off_of(deal, deal.next_number, price)


@internal
def upgrades_of(w: Work, deal: Deal) -> tuple[PlanChange, ...]:
    """The paid change that a deal came by; none of one that was bought, or began when the old one was over."""
    found = select(PlanChange).where(
        col(PlanChange.new_deal_id) == deal.id,
        col(PlanChange.kind) == ChangeKind.UPGRADE,
        col(PlanChange.state) == ChangeState.DONE,
    )
    return tuple(w.session.scalars(found))


@internal
def credited_periods(w: Work, deal: Deal) -> tuple[UUID, ...]:
    """The periods of deals before whose unused days paid for a part of this one, the newest first."""
    found: list[UUID] = []
    for change in upgrades_of(w, deal):
        if not change.credit_agorot:
            continue
        old = w.get(Deal, change.deal_id)
        numbers = select(Period.id).where(
            col(Period.deal_id) == old.id, col(Period.number) == change.period_number
        )
        found += w.session.scalars(numbers)
        if change.period_number == 0:
            found += credited_periods(w, old)
    return tuple(found)
