"""What somebody does who buys a plan, inside the app or as a visitor: choose, say from when, order.

A State takes part by ``class XState(BuyDeeds, rx.State)``, its own ``_read`` of what is sold and its own
``_place`` of an order. A wish goes to the server; price and terms are its own.
"""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import clock
from fitkit.core.errors import NotFound
from fitkit.core.money import ZERO, Money
from fitkit.features.billing.actions import Codes, PlacedOrder
from fitkit.features.billing.queries import ShopView
from fitkit.features.billing.rules.orders import AHEAD_MOST
from fitkit.features.offers.queries import CouponView
from fitkit.features.offers.rules.coupons import Discount
from fitkit.features.plans.queries import PlanView
from fitkit.web.rows.coupon import applied_words
from fitkit.web.rows.offer import GymRow, OfferRow, gym_row, offer_row
from fitkit.web.screen import Screen, text

FROM: Final = "from"  # of an address: the code of who brought somebody


class BuyDeeds(Screen, rx.State, mixin=True):
    """A gym's plans, and the one that is being bought."""

    gym: GymRow = GymRow()
    offers: list[OfferRow] = []
    chosen: OfferRow = OfferRow()  # without an id: none yet
    starts_on: str = ""
    first_day: str = ""
    last_day: str = ""
    is_empty: bool = False
    is_loading: bool = True
    is_sending: bool = False
    problem: str = ""
    problems: dict[str, str] = {}
    coupon: str = ""  # the one that counts; empty: none
    coupon_words: str = ""  # what it gives
    _discount: Discount | None = None
    _on_gift: Money = ZERO  # what is on the gift card that pays; nothing: there is none
    _view: ShopView | None = None

    @rx.event
    async def load(self) -> None:
        """Read what the gym sells today."""
        self._drop()
        self.chosen, self.problems, self.is_sending = OfferRow(), {}, False
        self.is_loading = True
        async with self.loading():
            view = self._view = await self._read()
            today = clock.day_of(clock.now(), ZoneInfo(view.zone))
            self.gym = gym_row(view, takes_cards=view.takes_cards, lang=self.lang())
            self.first_day = self.starts_on = today.isoformat()
            self.last_day = (today + timedelta(days=AHEAD_MOST.days)).isoformat()
            self.offers = [self._offer(plan, today) for plan in view.plans]
            self.is_empty = not self.offers
            await self._also_read(view)

    @rx.event
    async def choose(self, plan_id: str) -> EventSpec:
        """One of the plans."""
        self.problems = {}
        self._drop()
        self.chosen = self._offer(self._plan(plan_id), self._first())
        return rx.scroll_to("main")

    @rx.event
    async def back(self) -> None:
        """Back to all of them."""
        self.chosen = OfferRow()

    @rx.event
    async def start(self, day: str) -> None:
        """Another first day: what is paid follows."""
        with suppress(ValueError):  # half a day: the last one stays
            self.starts_on = date.fromisoformat(day[:10]).isoformat()
        self.chosen = self._offer(self._plan(self.chosen.id), self._first())

    @rx.event
    async def use_coupon(self, form: dict[str, Any]) -> EventSpec | None:
        """A code was typed: what is paid follows, or why it does not count."""
        plan = self._plan(self.chosen.id)
        async with self.attempt() as deed:
            found = await self._coupon(plan.id, text(form, "coupon")[:60])
            self.coupon, self._discount = found.code, found.discount
            self.coupon_words = applied_words(found, self.lang())
            self.chosen = self._offer(plan, self._first())
        return deed.toast

    @rx.event
    async def drop_coupon(self) -> None:
        """Without it after all."""
        self._drop()
        self.chosen = self._offer(self._plan(self.chosen.id), self._first())

    @rx.event
    async def order(self, form: dict[str, Any]) -> EventSpec | None:
        """Order the chosen plan and go on to its page."""
        self.is_sending = True
        async with self.attempt() as deed:
            placed = await self._place(form)
            return rx.redirect(placed.path)
        self.is_sending = False
        return deed.toast

    async def _read(self) -> ShopView:
        """What the gym sells; of each screen's own."""
        raise NotImplementedError

    async def _also_read(self, view: ShopView) -> None:
        """What else a screen shows, read with the shop."""

    async def _place(self, form: dict[str, Any]) -> PlacedOrder:
        """Order what was chosen; of each screen's own."""
        raise NotImplementedError

    async def _coupon(self, plan_id: UUID, code: str) -> CouponView:
        """The coupon of a code, for who buys; of each screen's own."""
        raise NotImplementedError

    def _codes(self, form: dict[str, Any]) -> Codes:  # Any: what a browser sends
        """The coupon that counts, and a gift card as typed; whose link it was is in the address."""
        return Codes(self.coupon, text(form, "gift_code")[:40], self._brought_by())

    def _brought_by(self) -> str:
        state: Any = self  # Any: the router is rx.State's
        return str(state.router.url.query_parameters.get(FROM, ""))[:20]

    def _drop(self) -> None:
        self.coupon, self.coupon_words, self._discount = "", "", None

    def _offer(self, plan: PlanView, starts_on: date) -> OfferRow:
        view = self._shop()
        return offer_row(
            plan,
            names=view.class_types,
            starts_on=starts_on,
            has_vat=view.has_vat,
            lang=self.lang(),
            discount=self._discount,
            gift=self._on_gift,
        )

    def _shop(self) -> ShopView:
        if self._view is None:
            raise NotFound
        return self._view

    def _plan(self, plan_id: str) -> PlanView:
        """A plan of the shop.

        Raises:
            NotFound: none of them.
        """
        wanted = self.uuid(plan_id)
        found = next((plan for plan in self._shop().plans if plan.id == wanted), None)
        if found is None:
            raise NotFound
        return found

    def _first(self) -> date:
        return date.fromisoformat(self.starts_on)
