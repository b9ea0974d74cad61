"""What the shop inside the app knows and does: the gym's plans, for oneself."""

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.features.billing import actions, queries
from fitkit.features.billing.actions import PlacedOrder
from fitkit.features.billing.queries import ShopView
from fitkit.features.offers.queries import CouponView
from fitkit.web.deeds.buying import BuyDeeds
from fitkit.web.screen import Needs, ticked


class MemberShopState(BuyDeeds, rx.State):
    """The gym's plans, and the one that a member is buying."""

    needs: ClassVar[Needs] = Permission.EDIT_OWN

    async def _read(self) -> ShopView:
        return await self.do(queries.own_shop)

    async def _place(self, form: dict[str, Any]) -> PlacedOrder:  # Any: what a browser sends
        return await self.do(
            actions.buy,
            member_id=await self.me(),
            plan_id=self.uuid(self.chosen.id),
            starts_on=self._first(),
            lang=self.lang(),
            consents=ticked(form, "consents"),
            coupon=self.coupon,
        )

    async def _coupon(self, plan_id: UUID, code: str) -> CouponView:
        return await self.do(
            queries.coupon_for, member_id=await self.me(), plan_id=plan_id, coupon=code
        )
