"""What a sale of goods or of a gift card on a member's page knows and does."""

from typing import Any, ClassVar, Final
from urllib.parse import quote
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import money as amounts
from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission
from fitkit.core.settings import settings
from fitkit.features.billing import actions, flows, queries
from fitkit.features.billing.actions import ByHand, PlacedOrder
from fitkit.features.billing.rules.orders import OrderStanding
from fitkit.features.members import queries as members
from fitkit.features.offers import queries as offers
from fitkit.features.offers.queries import ProductView
from fitkit.features.offers.rules.gift_cards import GiftDetails
from fitkit.ports.payments import PayWay
from fitkit.texts import desk, shop
from fitkit.texts import gift_cards as gift_texts
from fitkit.texts import products as texts
from fitkit.web import problems
from fitkit.web.owner import typed
from fitkit.web.owner.member.money.state import MoneyState
from fitkit.web.rows.offered import BasketRow, GoodRow, basket_row, good_row
from fitkit.web.screen import Needs, Screen, also_needs, text

GOODS, GIFT = "goods", "gift"
LINK, CARD = "link", "card"
AT_DESK: Final = {str(way): way for way in (PayWay.CASH, PayWay.TRANSFER, PayWay.CHEQUE)}


class SellMoreState(Screen, rx.State):
    """One sale of goods, or of a gift card."""

    needs: ClassVar[Needs] = Permission.SEE_MEMBERS
    is_open: bool = False
    what: str = GOODS
    way: str = "cash"
    goods: list[GoodRow] = []
    basket: BasketRow = BasketRow()
    paid_on: str = ""
    link: str = ""  # to be sent; empty: none was made
    whatsapp: str = ""
    is_sending: bool = False
    problems: dict[str, str] = {}
    _shelf: dict[str, ProductView] = {}
    _counts: dict[str, int] = {}
    _member_id: UUID | None = None

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def open(self) -> None:
        """Begin with goods, for cash."""
        self._member_id, self.problems, self.link, self.whatsapp = self.id_in_path(), {}, "", ""
        found = await self.do(offers.products_of)
        self._shelf = {str(one.id): one for one in found if not one.is_retired}
        self._counts = {}
        self.what, self.way = GOODS if self._shelf else GIFT, "cash"
        self.paid_on = (await self.today()).isoformat()
        self.is_open, self.is_sending = True, False
        self._tell()

    @rx.event
    async def close(self) -> None:
        """Leave it."""
        self.is_open, self.problems = False, {}

    @rx.event
    async def choose_what(self, what: str) -> None:
        """Goods, or a gift card."""
        self.what = what if what in (GOODS, GIFT) else self.what

    @rx.event
    async def choose_way(self, way: str) -> None:
        """How it is paid."""
        self.way = way if way in (LINK, CARD, *AT_DESK) else self.way

    @rx.event
    async def add_good(self, product_id: str) -> None:
        """One more of it."""
        view = self._shelf.get(product_id)
        if view is not None:
            most = 50 if view.stock is None else view.stock
            self._count(product_id, min(most, self._counts.get(product_id, 0) + 1))

    @rx.event
    async def less_good(self, product_id: str) -> None:
        """One less of it."""
        if product_id in self._shelf:
            self._count(product_id, max(0, self._counts.get(product_id, 0) - 1))

    @rx.event
    async def copied(self) -> EventSpec:
        """The link is on the clipboard."""
        return self.say(shop.LINK_COPIED)

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def sell(self, form: dict[str, Any]) -> list[EventSpec] | None:
        """Write down what was taken, charge the card, or make the link; their payments are read anew.

        A second tap of the same sale finds the dialog shut, or its link made, and sells nothing.
        """
        if not self.is_open or self.link:
            return None
        self.is_sending = True
        async with self.attempt() as deed:
            placed = await self._place(form)
            if self.way == LINK and not placed.is_paid:
                await self._tell_link(placed)
            else:
                deed.toast = await self._end(placed)
        self.is_sending = False
        again: list[EventSpec] = [MoneyState.load]  # type: ignore[list-item]  # Reflex's wrapper
        return again + ([deed.toast] if deed.toast else [])

    async def _place(self, form: dict[str, Any]) -> PlacedOrder:
        lang = await self.do(queries.lang_of, member_id=self._id())
        by_hand = None
        if self.way in AT_DESK:
            paid_on = typed.day(form, "paid_on") or await self.today()
            by_hand = ByHand(AT_DESK[self.way], text(form, "note"), paid_on)
        if self.what == GIFT:
            gift: dict[str, Any] = {  # Any: as below
                "member_id": self._id(),
                "details": _gift(form),
                "lang": lang,
            }
            if self.way == CARD:
                return await self.do(actions.place_gift_card, **gift)
            return await self.do(actions.sell_gift_card, **gift, by_hand=by_hand)
        asked: dict[str, Any] = {  # Any: ids and counts
            "member_id": self._id(),
            "goods": [(self.uuid(i), n) for i, n in self._counts.items()],
            "lang": lang,
        }
        if self.way == CARD:
            return await self.do(actions.place_goods, **asked)
        return await self.do(actions.sell_goods, **asked, by_hand=by_hand)

    async def _end(self, placed: PlacedOrder) -> EventSpec:
        """What is said of a sale at the desk; a card is charged first."""
        if not placed.is_paid:
            view = await self.run(flows.charge_kept_card, order_id=placed.order_id)
            # What nobody knows yet is not tried by another order beside it.
            self.is_open = view.standing is not OrderStanding.CHECKING
            if view.standing is not OrderStanding.PAID:
                title, why = shop.STANDINGS[view.standing]
                words = shop.DECLINES[view.reason or "refused"]
                said = why.to(self.lang(), why=words, until="", plan="", day="")
                return problems.warned(f"{title.to(self.lang())}. {said}")
        self.is_open = False
        return self.say(gift_texts.SOLD if self.what == GIFT else texts.SOLD)

    async def _tell_link(self, placed: PlacedOrder) -> None:
        lang = await self.do(queries.lang_of, member_id=self._id())
        card = await self.do(members.card, member_id=self._id())
        self.link = f"{settings().public_url}{placed.path}"
        what = gift_texts.GIFT_CARD if self.what == GIFT else texts.PRODUCTS
        words = shop.LINK_MESSAGE.to(lang, name=card.first_name, plan=what, link=self.link)
        to = card.phone.removeprefix("+")
        self.whatsapp = f"https://wa.me/{to}?text={quote(words, safe='')}"

    def _id(self) -> UUID:
        return self._member_id or self.id_in_path()

    def _count(self, product_id: str, n: int) -> None:
        self._counts = self._counts | {product_id: n}
        self._tell()

    def _tell(self) -> None:
        lang = self.lang()
        self.goods = [good_row(v, self._counts.get(i, 0), lang) for i, v in self._shelf.items()]
        self.basket = basket_row(self._shelf, self._counts, has_vat=True, lang=lang)


def _gift(form: dict[str, Any]) -> GiftDetails:  # Any: what a browser sends
    try:
        amount = amounts.parse(text(form, "amount") or "0")
    except ValueError:
        raise Refusal(desk.NOT_A_PRICE, field="amount") from None
    return GiftDetails(
        amount,
        text(form, "receiver")[:200],
        text(form, "receiver_email")[:300],
        text(form, "message")[:2000],
    )
