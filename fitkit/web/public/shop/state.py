"""What a gym's shop knows and does for a visitor. A wish goes to the server; price and terms are its own."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import clock
from fitkit.core.errors import NotFound
from fitkit.features.billing import flows
from fitkit.features.billing.queries import ShopView
from fitkit.features.billing.rules.orders import AHEAD_MOST
from fitkit.features.members.rules import MemberDetails, MemberSource
from fitkit.features.plans.queries import PlanView
from fitkit.web.public.colours import colour_css
from fitkit.web.rows.offer import GymRow, OfferRow, gym_row, offer_row
from fitkit.web.screen import ANYONE, Needs, Screen, text, ticked


class ShopState(Screen, rx.State):
    """A gym's plans, and the one that a visitor is buying."""

    needs: ClassVar[Needs] = ANYONE
    gym: GymRow = GymRow()
    brand_css: str = ""
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
        self.is_loading = True
        async with self.loading():
            view = await self.run(flows.see_shop, slug=self._slug())
            self._today = clock.day_of(clock.now(), ZoneInfo(view.zone))
            self._view, self.brand_css = view, colour_css(view.brand)
            self.gym = gym_row(view, takes_cards=view.takes_cards, lang=self.lang())
            self.first_day = self.starts_on = self._today.isoformat()
            self.last_day = (self._today + timedelta(days=AHEAD_MOST.days)).isoformat()
            self.offers = [self._offer(plan, self._today) for plan in view.plans]
            self.is_empty = not self.offers

    def _slug(self) -> str:
        return self._path().rstrip("/").rsplit("/", 1)[-1][:40]

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
            placed = await self.run(
                flows.buy,
                slug=self._slug(),
                plan_id=self.uuid(self.chosen.id),
                details=details_of(form),
                starts_on=self._first(),
                lang=self.lang(),
                consents=ticked(form, "consents"),
            )
            return rx.redirect(placed.path)
        self.is_sending = False
        return deed.toast

    def _plan(self, plan_id: str) -> PlanView:
        """A plan of this gym's shop.

        Raises:
            NotFound: none of them.
        """
        wanted: UUID = self.uuid(plan_id)
        found = next((plan for plan in self._shop().plans if plan.id == wanted), None)
        if found is None:
            raise NotFound
        return found

    def _first(self) -> date:
        return date.fromisoformat(self.starts_on)


def details_of(form: Mapping[str, Any]) -> MemberDetails:  # Any: what a browser sends
    """Who buys, as typed."""
    return MemberDetails(
        first_name=text(form, "first_name"),
        last_name=text(form, "last_name"),
        phone=text(form, "phone"),
        email=text(form, "email"),
        source=MemberSource.WEBSITE,
    )
