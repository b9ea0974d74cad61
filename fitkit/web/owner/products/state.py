"""What the owner's products know and do."""

from typing import Any, ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import NotFound
from fitkit.core.i18n import Text
from fitkit.core.money import ZERO
from fitkit.core.permissions import Permission
from fitkit.features.billing import actions as sales
from fitkit.features.billing import queries as orders
from fitkit.features.offers import actions, queries
from fitkit.features.offers.queries import ProductView
from fitkit.features.offers.rules.products import ProductDetails, checked
from fitkit.texts import products as texts
from fitkit.web.owner import typed
from fitkit.web.rows.product import PickupRow, ProductRow, pickup_row, product_row
from fitkit.web.screen import Needs, Screen, also_needs, text, ticked


class ProductsState(Screen, rx.State):
    """Products, and the one that is being edited."""

    needs: ClassVar[Needs] = Permission.SEE_PLANS
    rows: list[ProductRow] = []
    waiting: list[PickupRow] = []
    is_empty: bool = False
    is_loading: bool = True
    problem: str = ""
    problems: dict[str, str] = {}
    is_open: bool = False  # the editor
    editing: ProductRow = ProductRow()  # without an id: a new one
    start: dict[str, str] = {}  # what the editor's fields begin with
    in_shop: bool = True
    _views: dict[str, ProductView] = {}

    @rx.event
    async def load(self) -> None:
        """Read the products, and what waits to be picked up."""
        self.is_open, self.problems = False, {}
        async with self.loading():
            await self._refresh()

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def new(self) -> None:
        """Open the editor for one that is not there yet."""
        self.editing, self.start, self.problems = ProductRow(), {}, {}
        self.in_shop = self.is_open = True

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def edit(self, product_id: str) -> None:
        """Open the editor for one."""
        view = self._view(product_id)
        self.editing, self.problems = product_row(view, self.lang()), {}
        self.start = {
            "name_he": view.name.he,
            "name_en": view.name.en,
            "price": typed.in_shekels(view.price),
            "stock": "" if view.stock is None else str(view.stock),
        }
        self.in_shop, self.is_open = view.in_shop, True

    @rx.event
    async def close(self) -> None:
        """Leave the editor."""
        self.is_open, self.problems = False, {}

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Keep what was typed."""
        async with self.attempt() as deed:
            details = _typed(form)
            if self.editing.id:
                product_id = self.uuid(self.editing.id)
                await self.do(actions.change_product, product_id=product_id, details=details)
            else:
                await self.do(actions.add_product, details=details)
            await self._refresh()
            self.is_open = False
            name = Text(details.name_he or details.name_en, details.name_en or details.name_he)
            deed.toast = self.say(texts.SAVED, product=name)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def retire(self, product_id: str) -> EventSpec:
        """Sell it no more."""
        view = self._view(product_id)
        await self.do(actions.retire_product, product_id=view.id)
        await self._refresh()
        back = typed.back_by(ProductsState.restore, product_id)
        return self.offer_undo(texts.RETIRED, back, product=view.name)

    @rx.event
    @also_needs(Permission.EDIT_PLANS)
    async def restore(self, product_id: str) -> EventSpec:
        """Sell it again."""
        view = self._view(product_id)
        await self.do(actions.restore_product, product_id=view.id)
        await self._refresh()
        return self.say(texts.RESTORED, product=view.name)

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def hand_over(self, order_id: str) -> EventSpec:
        """Goods went to whoever bought them."""
        await self.do(sales.hand_over, order_id=self.uuid(order_id))
        await self._refresh()
        return self.say(texts.HANDED_DONE)

    async def _refresh(self) -> None:
        zone, lang = await self.zone(), self.lang()
        found = await self.do(queries.products_of)
        self._views = {str(view.id): view for view in found}
        self.rows = [product_row(view, lang) for view in found]
        self.waiting = []
        if (await self.actor()).may(Permission.SEE_MONEY):
            waiting = await self.do(orders.waiting_for_pickup)
            self.waiting = [pickup_row(one, zone=zone, lang=lang) for one in waiting]
        self.is_empty = not self.rows and not self.waiting

    def _view(self, product_id: str) -> ProductView:
        found = self._views.get(product_id)
        if found is None:
            raise NotFound
        return found


def _typed(form: dict[str, Any]) -> ProductDetails:
    """What stands in the editor; all that is wrong with it is said at once."""
    faults = typed.Faults(form)
    found = ProductDetails(
        name_he=text(form, "name_he"),
        name_en=text(form, "name_en"),
        price=faults.read(typed.price, "price", ZERO),
        stock=faults.read(typed.whole, "stock", None),
        in_shop=ticked(form, "in_shop"),
    )
    faults.settle(lambda: checked(found))
    return found
