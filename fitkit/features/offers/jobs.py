"""Letters of gift cards go out unasked."""

from fitkit.core.actor import Actor
from fitkit.core.jobs import on
from fitkit.features.offers import flows
from fitkit.features.offers.events import GiftCardSentAgain, GiftCardSold
from fitkit.ports import Ports


@on(GiftCardSold, outside=True)
def send_gift_card(ports: Ports, actor: Actor, e: GiftCardSold) -> None:
    """To whoever it is for, as soon as it is paid."""
    flows.send_gift_card(ports, actor, gift_card_id=e.about)


@on(GiftCardSentAgain, outside=True)
def send_gift_card_again(ports: Ports, actor: Actor, e: GiftCardSentAgain) -> None:
    """What staff asked for."""
    flows.send_gift_card(ports, actor, gift_card_id=e.about, again=e.sending.hex)
