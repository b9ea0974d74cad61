"""What an order's page knows: what our own rows say, never what a browser brought back."""

import re
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import NotFound
from fitkit.core.permissions import Permission
from fitkit.features.billing import flows
from fitkit.features.billing.queries import OrderView
from fitkit.web.public.colours import colour_css
from fitkit.web.rows.offer import GymRow, OrderRow, gym_row, order_row
from fitkit.web.screen import ANYONE, Needs, Screen, ticked

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{20,80}")


class PayState(Screen, rx.State):
    """One order, as the holder of its link sees it."""

    needs: ClassVar[Needs] = ANYONE
    order: OrderRow = OrderRow()
    gym: GymRow = GymRow()
    brand_css: str = ""
    is_gone: bool = False  # no such page
    is_mine: bool = False  # somebody who may book is signed in
    is_loading: bool = True
    is_sending: bool = False
    turn: str = ""  # another with every look while something may change by itself
    problem: str = ""
    problems: dict[str, str] = {}

    @rx.event
    async def load(self) -> None:
        """Read the order, and ask the company when a payment of it is under way."""
        self.is_loading, self.is_gone, self.problems = True, False, {}
        self.is_sending, self.turn, self.order = False, "", OrderRow()
        self.gym, self.brand_css = GymRow(), ""  # of a page that was open before
        async with self.loading():
            await self._look()

    @rx.event
    async def look(self) -> None:
        """Look again: pressed by the page itself while it waits."""
        async with self.loading():
            await self._look()

    async def _look(self) -> None:
        try:
            self._show(await self.run(flows.look_at_order, token=self._token()))
        except NotFound:
            self.is_gone = True
        self.is_mine = (await self.actor()).may(Permission.BOOK_SELF)

    def _show(self, view: OrderView) -> None:
        self.order = order_row(view, zone=ZoneInfo(view.zone), lang=self.lang())
        self.gym = gym_row(view, takes_cards=True, lang=self.lang())
        self.brand_css = colour_css(view.brand)
        self.turn = f"{self.turn[-6:]}." if self.order.is_waiting else ""

    @rx.event
    async def pay(self, form: dict[str, Any]) -> EventSpec | None:
        """On to the company's page: the one that is open, or a new one."""
        self.is_sending = True
        async with self.attempt() as deed:
            opened = await self.run(
                flows.pay,
                token=self._token(),
                lang=self.lang(),
                consents=ticked(form, "consents"),
            )
            return self.leave_for(opened.url)
        self.is_sending = False
        await self._look()
        return deed.toast

    def _token(self) -> str:
        token = self._path().rstrip("/").rsplit("/", 1)[-1]
        if not _TOKEN.fullmatch(token):
            raise NotFound
        return token
