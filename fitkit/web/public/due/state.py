"""What the pay link's page knows: what is owed, and whether an answer is awaited. The token stays in the address."""

from typing import ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.clock import ISRAEL
from fitkit.core.i18n import day_in_record, money
from fitkit.features.billing import flows
from fitkit.features.billing.flows import DueView
from fitkit.texts import debts
from fitkit.texts import renewals as texts
from fitkit.web.rows.due import DueRow, due_row
from fitkit.web.screen import ANYONE, Needs, Screen


class DueState(Screen, rx.State):
    """What one member owes, as the holder of their link sees it."""

    needs: ClassVar[Needs] = ANYONE
    rows: list[DueRow] = []
    gym: str = ""
    hello: str = ""
    total: str = ""
    other: str = ""  # what is owed for anything else; empty: nothing
    pay_words: str = ""
    part: str = ""  # the next part of a plan, and its day; empty: it is not paid in parts
    part_amount: str = ""
    part_words: str = ""
    card: str = ""
    is_checking: bool = False
    back: str = ""  # how the company sent them back: paid failed left
    busy: str = ""  # whose page is being made
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read what is owed; who comes back from the company waits for our own truth."""
        self._reset()
        async with self.loading():
            self.back = self.router.url.query_parameters.get("back", "")
            flow = flows.look_again if self.back else flows.see_due
            self._show(await self.run(flow, token=self._token()))

    @rx.event
    async def look(self) -> None:
        """Ask again."""
        async with self.loading():
            self._show(await self.run(flows.look_again, token=self._token()))

    @rx.event
    async def pay(self) -> EventSpec | None:
        """Go to the company's page for all that is owed."""
        self.busy = "pay"
        async with self.attempt() as deed:
            page = await self.run(flows.pay_due, token=self._token(), lang=self.lang())
            deed.toast = self.leave_for(page.url)
        self.busy = ""
        if not deed.done:
            self._show(await self.run(flows.see_due, token=self._token()))
        return deed.toast

    @rx.event
    async def pay_part(self) -> EventSpec | None:
        """Go to the company's page for the next part of the plan."""
        self.busy = "part"
        async with self.attempt() as deed:
            page = await self.run(flows.pay_part, token=self._token(), lang=self.lang())
            deed.toast = self.leave_for(page.url)
        self.busy = ""
        if not deed.done:
            self._show(await self.run(flows.see_due, token=self._token()))
        return deed.toast

    @rx.event
    async def change_card(self) -> EventSpec | None:
        """Go to the company's page to leave another card."""
        self.busy = "card"
        async with self.attempt() as deed:
            page = await self.run(flows.change_card, token=self._token(), lang=self.lang())
            deed.toast = self.leave_for(page.url)
        self.busy = ""
        return deed.toast

    problems: dict[str, str] = {}

    def _reset(self) -> None:
        """Nothing of another link stays."""
        self.rows, self.gym, self.hello, self.total, self.card = [], "", "", "", ""
        self.other = self.pay_words = self.part = self.part_amount = self.part_words = ""
        self.is_checking, self.busy, self.back, self.is_loading = False, "", "", True

    def _token(self) -> str:
        return self._path().rstrip("/").rsplit("/", 1)[-1][:1000]

    def _show(self, view: DueView) -> None:
        lang = self.lang()
        self.rows = [due_row(one, lang, ISRAEL) for one in view.unpaid]
        self.gym, self.total = view.gym, money(view.total, lang)
        self.other = money(view.other, lang) if view.other else ""
        self.pay_words = texts.PAY.to(lang, amount=self.total)
        self._show_part(view)
        self.hello = texts.DUE_HELLO.to(lang, name=view.first_name)
        self.card = texts.CARD_IS.to(lang, last4=view.card.last4) if view.card else ""
        self.is_checking = view.is_checking and self.back in ("paid", "")

    def _show_part(self, view: DueView) -> None:
        part, lang = view.plan.next if view.plan else None, self.lang()
        self.part = self.part_amount = self.part_words = ""
        if part is not None:
            self.part = debts.NEXT_PART.to(lang, day=day_in_record(part.due_on))
            self.part_amount = money(part.amount, lang)
            self.part_words = debts.PAY_PART.to(lang, amount=self.part_amount)
