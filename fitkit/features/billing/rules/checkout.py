"""What taking a plan costs: the first payment, with its share of a common billing day, and those after it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, time, timedelta
from typing import Any, Final
from uuid import UUID

from fitkit.core.i18n import Text
from fitkit.core.money import ZERO, Money
from fitkit.features.billing.rules.periods import begins, days_in, months_after, share
from fitkit.features.offers.rules.coupons import Discount
from fitkit.features.plans.rules import RENEWABLE, Every, PlanKind, Terms

_DAY: Final = timedelta(days=1)
_IDS: Final = ("class_type_ids", "location_ids")
_HOURS: Final = ("class_from", "class_until")


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan as it is sold to somebody, from a day on."""

    name: Text
    terms: Terms
    price: Money  # of a period when it renews, else of all; VAT included
    every: Every | None  # None: paid once
    commitment_months: int | None  # of what renews by the month
    open_price: Money | None  # a month without the commitment
    billing_day: int | None  # of the month, 1 to 28; None: the day it began
    starts_on: date
    has_vat: bool = True  # not of an exempt dealer
    is_remote: bool = True  # bought from afar: the law treats it apart
    discount: Discount | None = None  # of a coupon
    most_instalments: int = 1  # in which the card company may take the first payment


@dataclass(frozen=True, slots=True)
class FirstPayment:
    """What is paid when a plan is taken."""

    amount: Money  # the discount taken off
    first_on: date
    last_on: date | None  # that it pays for; None: until ended
    anchor_on: date  # the first day of period 0, from which all others are counted
    days: int  # paid for; 0 when it does not renew
    of_days: int  # in a whole period; 0 when it does not renew
    off: Money = ZERO  # what the discount takes off

    @property
    def is_share(self) -> bool:
        """Whether less than a whole period is paid."""
        return self.days < self.of_days


def first_payment(offer: Offer) -> FirstPayment:
    """The first payment of an offer, its discount taken off.

    With a common billing day a plan taken in between pays the days up to it, by days of that
    very month; the period it falls into is number 0, as if it had begun on the last billing day.
    """
    whole = _undiscounted(offer)
    off = offer.discount.off(whole.amount, 0) if offer.discount else ZERO
    return replace(whole, amount=whole.amount - off, off=off)


def payment(offer: Offer, number: int) -> Money:
    """What a later payment costs, whole, by its number, the discount taken off where it still counts."""
    return offer.price - (offer.discount.off(offer.price, number) if offer.discount else ZERO)


def as_kept(offer: Offer) -> dict[str, Any]:  # Any: JSON
    """What an offer is sold at, as an order keeps it."""
    return {
        "price": offer.price.agorot,
        "every": offer.every,
        "commitment_months": offer.commitment_months,
        "open_price": None if offer.open_price is None else offer.open_price.agorot,
        "billing_day": offer.billing_day,
        "most_instalments": offer.most_instalments,
        "terms": terms_as_kept(offer.terms),
    }


def as_agreed(offer: Offer, kept: Mapping[str, Any]) -> Offer:  # Any: JSON
    """An offer at what an order keeps of it, whatever the plan costs and gives by now."""
    if not kept:
        return offer
    open_price = kept["open_price"]
    return replace(
        offer,
        price=Money(kept["price"]),
        every=None if kept["every"] is None else Every(kept["every"]),
        commitment_months=kept["commitment_months"],
        open_price=None if open_price is None else Money(open_price),
        billing_day=kept["billing_day"],
        # Orders that were placed before these were kept are had at what the plan is now.
        most_instalments=kept.get("most_instalments", offer.most_instalments),
        terms=terms_of_kept(kept["terms"]) if "terms" in kept else offer.terms,
    )


def terms_as_kept(terms: Terms) -> dict[str, Any]:  # Any: JSON
    """What a plan gives, as it is kept with what somebody agreed to."""
    return asdict(terms) | {
        "class_type_ids": [str(each) for each in terms.class_type_ids],
        "location_ids": [str(each) for each in terms.location_ids],
        **{name: _hour_as_kept(getattr(terms, name)) for name in _HOURS},
    }


def terms_of_kept(kept: Mapping[str, Any]) -> Terms:  # Any: JSON
    """What somebody agreed to, from what was kept of it."""
    ids = {name: tuple(UUID(each) for each in kept[name]) for name in _IDS}
    # Orders that were placed before plans had hours keep none.
    hours = {name: _hour_of_kept(kept.get(name)) for name in _HOURS}
    return Terms(**{**kept, **ids, **hours, "kind": PlanKind(kept["kind"])})


def _hour_as_kept(at: time | None) -> str | None:
    return None if at is None else at.isoformat("minutes")


def _hour_of_kept(words: str | None) -> time | None:
    return None if words is None else time.fromisoformat(words)


def needs_card(offer: Offer) -> bool:
    """Whether a card is to be kept although nothing is paid yet: something is charged later."""
    return offer.every is not None and bool(offer.price)


def next_payment_on(offer: Offer) -> date | None:
    """The day of the second payment; None when there is one only."""
    return None if offer.every is None else begins(_anchor(offer), 1, offer.every)


def committed_until(offer: Offer) -> date | None:
    """The last day of the commitment, which is the eve of the period after it; None without one.

    With a common billing day the share of the first month is one of its months.
    """
    if offer.commitment_months is None:
        return None
    return months_after(_anchor(offer), offer.commitment_months) - _DAY


def committed_total(offer: Offer) -> Money | None:
    """All that is paid until then; None without a commitment."""
    if offer.commitment_months is None:
        return None
    later = (payment(offer, number) for number in range(1, offer.commitment_months))
    return sum(later, first_payment(offer).amount)


def ends_by_itself(offer: Offer) -> bool:
    """Whether it has a last day without anybody's doing, and is not counted by entries: a fixed term."""
    return offer.every is None and offer.terms.kind in RENEWABLE


def _undiscounted(offer: Offer) -> FirstPayment:
    if offer.every is None:
        last = offer.terms.last_day(offer.starts_on)
        return FirstPayment(offer.price, offer.starts_on, last, offer.starts_on, 0, 0)
    anchor = _anchor(offer)
    last = begins(anchor, 1, offer.every) - _DAY
    return FirstPayment(
        amount=share(offer.price, used=(offer.starts_on, last), of=(anchor, last)),
        first_on=offer.starts_on,
        last_on=last,
        anchor_on=anchor,
        days=days_in(offer.starts_on, last),
        of_days=days_in(anchor, last),
    )


def _anchor(offer: Offer) -> date:
    """The last billing day that is not after the first day."""
    day = offer.billing_day
    if day is None or offer.every is not Every.MONTH:
        return offer.starts_on
    this = offer.starts_on.replace(day=day)
    return this if this <= offer.starts_on else months_after(this, -1)
