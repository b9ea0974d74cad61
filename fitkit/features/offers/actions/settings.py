"""What a gym decides of gift cards, and of credit for bringing somebody."""

from sqlalchemy.dialects.postgresql import insert

from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.offers.events import OfferSettingsChanged
from fitkit.features.offers.queries.settings import OfferChoices
from fitkit.features.offers.rules import gift_cards, referrals
from fitkit.features.offers.tables import OfferSettings

_S = columns(OfferSettings)


@requires(Permission.EDIT_PLANS)
def choose_offers(w: Work, *, choices: OfferChoices) -> None:
    """Set what the gym decided. Publishes OfferSettingsChanged.

    Raises:
        Refusal: at the field: bounds or amounts that are absurd.
    """
    bounds = gift_cards.checked_bounds(choices.gifts)
    rewards = referrals.checked(choices.rewards)
    if w.actor.org_id is None:
        raise ValueError("settings are a gym's")
    found = {
        "sells_gift_cards": choices.sells_gift_cards,
        "gift_least_agorot": bounds.least.agorot,
        "gift_most_agorot": bounds.most.agorot,
        "referrer_agorot": rewards.referrer.agorot,
        "friend_agorot": rewards.friend.agorot,
        "updated_at": w.now,
    }
    row = {"id": new_id(), "org_id": w.actor.org_id, "created_at": w.now} | found
    write = insert(_S).values(row)
    w.hot(write.on_conflict_do_update(index_elements=["org_id"], set_=found))
    w.publish(OfferSettingsChanged(about=w.actor.org_id))
