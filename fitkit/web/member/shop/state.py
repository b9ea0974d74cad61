"""What the shop inside the app knows and does: the gym's plans, for oneself."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any, ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import NotFound
from fitkit.core.permissions import Permission
from fitkit.features.billing import actions, queries
from fitkit.features.billing.queries import ShopView
from fitkit.features.billing.rules.orders import AHEAD_MOST
from fitkit.features.plans.queries import PlanView
from fitkit.web.rows.offer import GymRow, OfferRow, gym_row, offer_row
from fitkit.web.screen import Needs, Screen, ticked


class MemberShopState(Screen, rx.State):
    """The gym's plans, and the one that a member is buying."""

    needs: ClassVar[Needs] = Permission.EDIT_OWN
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
    _view: ShopView | None = None
    _today: date = date.min

    @rx.event
    async def load(self) -> None:
        """Read what the gym sells today."""
        self.chosen, self.problems, self.is_sending = OfferRow(), {}, False
        async with self.loading():
            view = self._view = await self.do(queries.own_shop)
            self._today = await self.today()
            self.gym = gym_row(view, takes_cards=view.takes_cards, lang=self.lang())
            self.first_day = self.starts_on = self._today.isoformat()
            self.last_day = (self._today + timedelta(days=AHEAD_MOST.days)).isoformat()
            self.offers = [self._offer(plan, self._today) for plan in view.plans]
            self.is_empty = not self.offers

    def _offer(self, plan: PlanView, starts_on: date) -> OfferRow:
        view = self._shop()
        return offer_row(
            plan,
            names=view.class_types,
            starts_on=starts_on,
            has_vat=view.has_vat,
            lang=self.lang(),
        )

    def _shop(self) -> ShopView:
        if self._view is None:
            raise NotFound
        return self._view

    @rx.event
    async def choose(self, plan_id: str) -> EventSpec:
        """One of the plans."""
        self.problems = {}
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
    async def order(self, form: dict[str, Any]) -> EventSpec | None:
        """Order the chosen plan and go on to its page."""
        self.is_sending = True
        async with self.attempt() as deed:
            placed = await self.do(
                actions.buy,
                member_id=await self.me(),
                plan_id=self.uuid(self.chosen.id),
                starts_on=self._first(),
                lang=self.lang(),
                consents=ticked(form, "consents"),
            )
            return rx.redirect(placed.path)
        self.is_sending = False
        return deed.toast

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
