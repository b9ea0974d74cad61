"""What a gym's shop knows and does for a visitor."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.money import ZERO, Money
from fitkit.features.billing import flows
from fitkit.features.billing.actions import Codes, PlacedOrder
from fitkit.features.billing.queries import ShopView
from fitkit.features.members.rules import MemberDetails, MemberSource
from fitkit.features.offers.queries import CouponView
from fitkit.features.offers.rules.gift_cards import GiftDetails
from fitkit.texts import gift_cards, referrals
from fitkit.web.deeds.gifting import GiftDeeds
from fitkit.web.public.colours import colour_css
from fitkit.web.screen import ANYONE, Needs, text, ticked


class ShopState(GiftDeeds, rx.State):
    """A gym's plans, and the one that a visitor is buying."""

    needs: ClassVar[Needs] = ANYONE
    brand_css: str = ""
    brought: str = ""  # what who came by a member's link gets; empty: they did not, or nothing
    _gift_code: str = ""  # of the card that pays; empty: none
    _gift_typed: str = ""  # left in its box, and not tried yet
    _gift_tried: str = ""  # and it does not count

    @rx.event
    async def note_gift(self, typed: str) -> None:
        """A code was left in its box: nothing is ordered before it is seen what it pays."""
        code = str(typed).strip()[:40]
        self._gift_typed = "" if code == self._gift_tried else code

    @rx.event
    async def use_gift(self, form: dict[str, Any]) -> EventSpec | None:
        """A code of a gift card was typed: what is left to pay follows, or why it cannot be used."""
        async with self.attempt() as deed:
            await self._apply_gift(text(form, "gift_code")[:40])
        return deed.toast

    @rx.event
    async def drop_gift(self) -> None:
        """Without it after all."""
        self._put_gift("", ZERO)

    async def _read(self) -> ShopView:
        self._gift_code, self._gift_typed, self._gift_tried, self._on_gift = "", "", "", ZERO
        view = await self.run(flows.see_shop, slug=self._slug())
        self.brand_css = colour_css(view.brand)
        friend = view.rewards.friend
        is_brought = bool(self._brought_by() and friend)
        self.brought = referrals.BROUGHT_BY.to(self.lang(), friend=friend) if is_brought else ""
        return view

    async def _place(self, form: dict[str, Any]) -> PlacedOrder:  # Any: what a browser sends
        if self._gift_typed:
            await self._apply_gift(self._gift_typed)
            raise Refusal(gift_cards.LOOK_FIRST)
        try:
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
        except Refusal as why:
            if why.field == "gift_code":  # used by somebody meanwhile
                self._put_gift("", ZERO)
            raise

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

    def _codes(self, form: dict[str, Any]) -> Codes:  # Any: what a browser sends
        return replace(super()._codes(form), gift_code=self._gift_code)

    async def _apply_gift(self, code: str) -> None:
        self._gift_typed, self._gift_tried = "", code
        found = await self.run(flows.see_gift_card, slug=self._slug(), gift_code=code)
        self._put_gift(code, found)

    def _put_gift(self, code: str, on_card: Money) -> None:
        """Let a card pay, or none: the price follows."""
        self._gift_code, self._on_gift, self._gift_tried = code, on_card, ""
        self.chosen = self._offer(self._plan(self.chosen.id), self._first())

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
