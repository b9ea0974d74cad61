"""What a gym decided of gift cards, and of credit for bringing somebody."""

from dataclasses import dataclass, field

from sqlmodel import select

from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.offers.rules.gift_cards import Bounds
from fitkit.features.offers.rules.referrals import Rewards
from fitkit.features.offers.tables import OfferSettings


@dataclass(frozen=True, slots=True)
class OfferChoices:
    """What a gym decided; nothing is on before it did."""

    sells_gift_cards: bool = False
    gifts: Bounds = field(default_factory=Bounds)
    rewards: Rewards = field(default_factory=Rewards)


@requires(Permission.SEE_PLANS)
def offer_choices(w: Work) -> OfferChoices:
    """What the gym decided."""
    return chosen(w)


@internal
def chosen(w: Work) -> OfferChoices:
    """The same, for features."""
    row = w.session.scalars(select(OfferSettings)).first()
    if row is None:
        return OfferChoices()
    return OfferChoices(
        row.sells_gift_cards,
        Bounds(Money(row.gift_least_agorot), Money(row.gift_most_agorot)),
        Rewards(Money(row.referrer_agorot), Money(row.friend_agorot)),
    )
