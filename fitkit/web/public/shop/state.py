"""What a gym's shop knows and does for a visitor."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from fitkit.features.billing import flows
from fitkit.features.billing.actions import PlacedOrder
from fitkit.features.billing.queries import ShopView
from fitkit.features.members.rules import MemberDetails, MemberSource
from fitkit.features.offers.queries import CouponView
from fitkit.features.offers.rules.gift_cards import GiftDetails
from fitkit.texts import referrals
from fitkit.web.deeds.gifting import GiftDeeds
from fitkit.web.public.colours import colour_css
from fitkit.web.screen import ANYONE, Needs, text, ticked


class ShopState(GiftDeeds, rx.State):
    """A gym's plans, and the one that a visitor is buying."""

    needs: ClassVar[Needs] = ANYONE
    brand_css: str = ""
    brought: str = ""  # what who came by a member's link gets; empty: they did not, or nothing

    async def _read(self) -> ShopView:
        view = await self.run(flows.see_shop, slug=self._slug())
        self.brand_css = colour_css(view.brand)
        friend = view.rewards.friend
        is_brought = bool(self._brought_by() and friend)
        self.brought = referrals.BROUGHT_BY.to(self.lang(), friend=friend) if is_brought else ""
        return view

    async def _place(self, form: dict[str, Any]) -> PlacedOrder:  # Any: what a browser sends
        return await self.run(
            flows.buy,
            slug=self._slug(),
            plan_id=self.uuid(self.chosen.id),
            details=details_of(form),
            starts_on=self._first(),
            lang=self.lang(),
            consents=ticked(form, "consents"),
            codes=self._codes(form),
        )

    async def _place_gift(self, form: dict[str, Any], details: GiftDetails) -> PlacedOrder:
        return await self.run(
            flows.buy_gift_card,
            slug=self._slug(),
            buyer=details_of(form),
            details=details,
            lang=self.lang(),
            consents=ticked(form, "consents"),
        )

    async def _coupon(self, plan_id: UUID, code: str) -> CouponView:
        return await self.run(flows.see_coupon, slug=self._slug(), plan_id=plan_id, code=code)

    def _slug(self) -> str:
        return self._path().rstrip("/").rsplit("/", 1)[-1][:40]


def details_of(form: Mapping[str, Any]) -> MemberDetails:  # Any: what a browser sends
    """Who buys, as typed."""
    return MemberDetails(
        first_name=text(form, "first_name"),
        last_name=text(form, "last_name"),
        phone=text(form, "phone"),
        email=text(form, "email"),
        source=MemberSource.WEBSITE,
    )
