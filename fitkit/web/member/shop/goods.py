"""What a member does with goods from the shelf: fill a basket, and order it for pickup."""

from typing import Any, Final

import reflex as rx
from reflex.event import EventSpec

from fitkit.features.billing import actions
from fitkit.features.billing.queries import ShopView
from fitkit.features.offers import queries as offers
from fitkit.features.offers.queries import ProductView
from fitkit.features.offers.rules.products import EACH_MOST
from fitkit.web.deeds.gifting import GiftDeeds
from fitkit.web.rows.offered import BasketRow, GoodRow, basket_row, good_row
from fitkit.web.screen import ticked

AS_MANY: Final = EACH_MOST


class GoodsDeeds(GiftDeeds, rx.State, mixin=True):
    """The shelf, and what of it is in the basket."""

    goods: list[GoodRow] = []
    basket: BasketRow = BasketRow()
    is_basket: bool = False  # its order is open
    _shelf: dict[str, ProductView] = {}
    _counts: dict[str, int] = {}

    @rx.event
    async def add_good(self, product_id: str) -> None:
        """One more of it, as many as there are."""
        view = self._shelf.get(product_id)
        most = min(AS_MANY, AS_MANY if view is None or view.stock is None else view.stock)
        self._count(product_id, min(most, self._counts.get(product_id, 0) + 1))

    @rx.event
    async def less_good(self, product_id: str) -> None:
        """One less of it."""
        self._count(product_id, max(0, self._counts.get(product_id, 0) - 1))

    @rx.event
    async def open_basket(self) -> EventSpec:
        """What is paid, and the terms."""
        self.problems, self.is_basket = {}, self.basket.count > 0
        return rx.scroll_to("main")

    @rx.event
    async def close_basket(self) -> None:
        """Back to the shelf."""
        self.is_basket, self.problems = False, {}

    @rx.event
    async def order_goods(self, form: dict[str, Any]) -> EventSpec | None:
        """Order what is in the basket and go on to its page."""
        self.is_sending = True
        async with self.attempt() as deed:
            placed = await self.do(
                actions.buy_goods,
                member_id=await self.me(),
                goods=[(self.uuid(i), n) for i, n in self._counts.items()],
                lang=self.lang(),
                consents=ticked(form, "consents"),
            )
            return rx.redirect(placed.path)
        self.is_sending = False
        return deed.toast

    async def _also_read(self, view: ShopView) -> None:
        await super()._also_read(view)
        found = await self.do(offers.shelf)
        self._shelf, self._counts = {str(one.id): one for one in found}, {}
        self.is_basket = False
        self.is_empty = self.is_empty and not found
        self._tell()

    def _count(self, product_id: str, n: int) -> None:
        if product_id in self._shelf:
            self._counts = self._counts | {product_id: n}
            self._tell()

    def _tell(self) -> None:
        lang, has_vat = self.lang(), self._shop().has_vat
        self.goods = [
            good_row(view, self._counts.get(i, 0), lang) for i, view in self._shelf.items()
        ]
        self.basket = basket_row(self._shelf, self._counts, has_vat=has_vat, lang=lang)
