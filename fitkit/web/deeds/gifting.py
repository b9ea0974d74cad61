"""What somebody does who buys a gift card, beside plans, inside the app or as a visitor."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import clock
from fitkit.core import money as amounts
from fitkit.core.errors import Refusal
from fitkit.core.money import ZERO, Money
from fitkit.features.billing.actions import PlacedOrder
from fitkit.features.billing.queries import ShopView
from fitkit.features.offers.rules.gift_cards import GiftDetails
from fitkit.texts import desk
from fitkit.texts import gift_cards as texts
from fitkit.web.deeds.buying import BuyDeeds
from fitkit.web.rows.offered import GiftRow, gift_row
from fitkit.web.screen import text


class GiftDeeds(BuyDeeds, rx.State, mixin=True):
    """The gift card that is being bought."""

    gift: GiftRow = GiftRow()  # without help: none is sold here
    is_gift: bool = False  # its form is open

    @rx.event
    async def open_gift(self) -> EventSpec:
        """Begin with the least that a card may be worth."""
        bounds = self._shop().gifts
        if bounds is None:
            raise Refusal(texts.NOT_SOLD_HERE)
        self.problems, self.is_gift = {}, True
        self._sketch_gift(str(bounds.least.agorot // 100))
        return rx.scroll_to("main")

    @rx.event
    async def close_gift(self) -> None:
        """Back to the plans."""
        self.is_gift, self.problems = False, {}

    @rx.event
    async def write_amount(self, typed: str) -> None:
        """Another amount: the button and the terms follow."""
        self._sketch_gift(str(typed)[:12])

    @rx.event
    async def order_gift(self, form: dict[str, Any]) -> EventSpec | None:
        """Order the card and go on to its page."""
        self.is_sending = True
        async with self.attempt() as deed:
            placed = await self._place_gift(form, self._gift_details(form))
            return rx.redirect(placed.path)
        self.is_sending = False
        return deed.toast

    async def _place_gift(self, form: dict[str, Any], details: GiftDetails) -> PlacedOrder:
        """Order a card; of each screen's own."""
        raise NotImplementedError

    async def _also_read(self, view: ShopView) -> None:
        """Whether cards are sold at all; without plans there is something to buy then, too."""
        self.is_gift = False
        self._sketch_gift("")
        self.is_empty = self.is_empty and view.gifts is None

    def _sketch_gift(self, typed: str) -> None:
        self.gift = gift_row(
            self._shop().gifts,
            amount=typed,
            worth=_worth(typed),
            today=self._today(),
            lang=self.lang(),
        )

    def _today(self) -> date:
        return clock.day_of(clock.now(), ZoneInfo(self._shop().zone))

    def _gift_details(self, form: dict[str, Any]) -> GiftDetails:
        try:
            amount = amounts.parse(text(form, "amount") or "0")
        except ValueError:
            raise Refusal(desk.NOT_A_PRICE, field="amount") from None
        return GiftDetails(
            amount,
            text(form, "receiver")[:200],
            text(form, "receiver_email")[:300],
            text(form, "message")[:2000],
        )


def _worth(typed: str) -> Money:
    try:
        return amounts.parse(typed or "0")
    except ValueError:
        return ZERO
