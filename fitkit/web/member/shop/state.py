"""What the shop inside the app knows and does: plans, gift cards and goods, for oneself; credit and one's own link."""

from typing import Any, ClassVar
from urllib.parse import quote
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.i18n import ltr, money
from fitkit.core.permissions import Permission
from fitkit.core.settings import settings
from fitkit.features.billing import actions, flows, queries
from fitkit.features.billing.actions import PlacedOrder
from fitkit.features.billing.queries import ShopView
from fitkit.features.offers import actions as offers
from fitkit.features.offers.queries import CouponView
from fitkit.features.offers.rules.gift_cards import GiftDetails
from fitkit.features.payments import queries as payments
from fitkit.texts import gift_cards as texts
from fitkit.texts import referrals
from fitkit.web.member.shop.goods import GoodsDeeds
from fitkit.web.rows.offered import referral_words
from fitkit.web.screen import Needs, text, ticked


class MemberShopState(GoodsDeeds, rx.State):
    """What the gym sells, and what a member is buying of it."""

    needs: ClassVar[Needs] = Permission.EDIT_OWN
    credit: str = ""  # in words; empty: none
    brings: str = ""  # what one's own link brings; empty: nothing
    card_words: str = (
        ""  # of the kept card a gift card may be charged to; empty: none, or it is over
    )
    link: str = ""
    whatsapp: str = ""

    @rx.event
    async def redeem(self, form: dict[str, Any]) -> EventSpec | None:
        """Put what is on a gift card to one's credit."""
        async with self.attempt() as deed:
            found = await self.do(
                offers.redeem, member_id=await self.me(), gift_code=text(form, "gift_code")[:40]
            )
            await self._tell_credit()
            deed.toast = self.say(texts.REDEEMED, amount=found.amount)
        return deed.toast

    @rx.event
    async def copied(self) -> EventSpec:
        """The link is on the clipboard."""
        return self.say(referrals.COPIED)

    async def _read(self) -> ShopView:
        return await self.do(queries.own_shop)

    async def _also_read(self, view: ShopView) -> None:
        await super()._also_read(view)
        await self._tell_credit()
        kept = await self.do(payments.card_of, member_id=await self.me())
        is_good = kept is not None and not kept.is_over
        self.card_words = (
            texts.BY_KEPT_CARD.to(self.lang(), last4=ltr(kept.last4)) if kept and is_good else ""
        )
        self.brings, self.link, self.whatsapp = referral_words(view.rewards, self.lang()), "", ""
        if self.brings:
            code = await self.do(offers.own_code, member_id=await self.me())
            self.link = f"{settings().public_url}/{self.lang()}/shop/{view.slug}/?from={code}"
            words = referrals.MESSAGE.to(self.lang(), gym=view.gym, link=self.link)
            self.whatsapp = f"https://wa.me/?text={quote(words, safe='')}"

    async def _tell_credit(self) -> None:
        found = await self.do(queries.credit, member_id=await self.me())
        words = texts.YOUR_CREDIT.to(self.lang(), amount=money(found, self.lang()))
        self.credit = words if found else ""

    async def _place(self, form: dict[str, Any]) -> PlacedOrder:  # Any: what a browser sends
        return await self.do(
            actions.buy,
            member_id=await self.me(),
            plan_id=self.uuid(self.chosen.id),
            starts_on=self._first(),
            lang=self.lang(),
            consents=ticked(form, "consents"),
            codes=self._codes(form),
        )

    async def _place_gift(self, form: dict[str, Any], details: GiftDetails) -> PlacedOrder:
        asked: dict[str, Any] = {  # Any: what was typed
            "member_id": await self.me(),
            "details": details,
            "lang": self.lang(),
            "consents": ticked(form, "consents"),
            "wants_another": ticked(form, "another"),
        }
        if self.card_words and ticked(form, "by_card"):
            if not self.is_gift:  # tapped twice: the first tap has it
                raise Refusal(texts.CHARGED_ALREADY)
            placed = await self.run(flows.buy_gift_card_by_kept_card, **asked)
            self.is_gift = False
            return placed
        return await self.do(actions.buy_gift_card, **asked)

    async def _coupon(self, plan_id: UUID, code: str) -> CouponView:
        return await self.do(
            queries.coupon_for, member_id=await self.me(), plan_id=plan_id, coupon=code
        )
