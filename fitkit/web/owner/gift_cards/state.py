"""What the owner's gift cards know and do; and what is given for bringing somebody, which is set beside them."""

from typing import Any, ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import NotFound
from fitkit.core.i18n import money
from fitkit.core.permissions import Permission
from fitkit.features.offers import actions, queries
from fitkit.features.offers.queries import OfferChoices
from fitkit.features.offers.rules.gift_cards import Bounds
from fitkit.features.offers.rules.referrals import Rewards
from fitkit.texts import gift_cards as texts
from fitkit.web.owner import typed
from fitkit.web.rows.product import GiftCardRow, GiftUseRow, gift_card_row, gift_use_row
from fitkit.web.screen import Needs, Screen, also_needs, ticked


class GiftCardsState(Screen, rx.State):
    """Gift cards, the one whose uses are shown, and the settings."""

    needs: ClassVar[Needs] = Permission.SEE_MONEY
    rows: list[GiftCardRow] = []
    sold: str = ""
    left: str = ""
    used: str = ""
    is_empty: bool = False
    is_loading: bool = True
    problem: str = ""
    problems: dict[str, str] = {}
    shown: GiftCardRow = GiftCardRow()  # whose uses are shown; without an id: none
    uses: list[GiftUseRow] = []
    in_shop: bool = False
    start: dict[str, str] = {}  # what the settings' fields begin with

    @rx.event
    async def load(self) -> None:
        """Read the cards and the settings."""
        self.shown, self.problems = GiftCardRow(), {}
        async with self.loading():
            await self._refresh()
            await self._tell_settings()

    @rx.event
    async def see_uses(self, gift_card_id: str) -> None:
        """Who used a card."""
        card = self._row(gift_card_id)
        zone, lang = await self.zone(), self.lang()
        found = await self.do(queries.gift_card_uses, gift_card_id=self.uuid(gift_card_id))
        self.uses = [gift_use_row(one, zone=zone, lang=lang) for one in found]
        self.shown = card

    @rx.event
    async def close(self) -> None:
        """Leave the uses."""
        self.shown = GiftCardRow()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def send_again(self, gift_card_id: str) -> EventSpec:
        """The letter again."""
        await self.do(actions.send_gift_card_again, gift_card_id=self.uuid(gift_card_id))
        return self.say(texts.SENT_AGAIN)

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Keep the settings."""
        async with self.attempt() as deed:
            choices = OfferChoices(
                ticked(form, "in_shop"),
                Bounds(typed.price(form, "gift_least"), typed.price(form, "gift_most")),
                Rewards(typed.price(form, "referrer"), typed.price(form, "friend")),
            )
            await self.do(actions.choose_offers, choices=choices)
            await self._tell_settings()
            deed.toast = self.say(texts.SAVED)
        return deed.toast

    async def _refresh(self) -> None:
        zone, lang = await self.zone(), self.lang()
        found = await self.do(queries.gift_cards_sold)
        self.rows = [gift_card_row(view, zone=zone, lang=lang) for view in found.cards]
        self.sold, self.left = money(found.sold, lang), money(found.left, lang)
        self.used, self.is_empty = money(found.used, lang), not self.rows

    async def _tell_settings(self) -> None:
        choices = await self.do(queries.offer_choices)
        gifts, rewards = choices.gifts, choices.rewards
        self.in_shop = choices.sells_gift_cards
        self.start = {
            "gift_least": typed.in_shekels(gifts.least),
            "gift_most": typed.in_shekels(gifts.most),
            "referrer": typed.in_shekels(rewards.referrer) if rewards.referrer else "",
            "friend": typed.in_shekels(rewards.friend) if rewards.friend else "",
        }

    def _row(self, gift_card_id: str) -> GiftCardRow:
        found = next((one for one in self.rows if one.id == gift_card_id), None)
        if found is None:
            raise NotFound
        return found
