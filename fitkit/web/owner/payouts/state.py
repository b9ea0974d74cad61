"""What the payouts know and do: what companies hold, what arrived, and what of it is missing."""

from typing import Any, ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.permissions import Permission
from fitkit.features.ledger.rules.accounts import CLEARING, Account
from fitkit.features.payouts import actions, flows, queries
from fitkit.texts import payouts as texts
from fitkit.web.owner import typed
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.payout import HeldRow, PayoutRow, held_row, payout_row
from fitkit.web.screen import Needs, Screen, also_needs, text


class PayoutsState(Screen, rx.State):
    """Payouts of the gym's payment companies."""

    needs: ClassVar[Needs] = Permission.SEE_MONEY
    held: list[HeldRow] = []
    rows: list[PayoutRow] = []
    companies: list[Choice] = []
    panel: str = ""  # record, book
    chosen_id: str = ""
    today_is: str = ""
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read both."""
        self._shut()
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        lang = self.lang()
        self.held = [held_row(v, lang) for v in await self.do(queries.held)]
        self.rows = [payout_row(v, lang) for v in await self.do(queries.payouts)]
        self.today_is = (await self.today()).isoformat()
        known = [a for a in Account if a in CLEARING]
        used = {row.account for row in self.held}
        self.companies = [
            Choice(str(a), texts.COMPANIES[a].to(lang)) for a in known if not used or a in used
        ]

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def ask(self) -> None:
        """Ask what arrived."""
        self._shut()
        self.panel = "record"

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def ask_about(self, payout_id: str) -> None:
        """Ask what is in a payout that the company told of."""
        self._shut()
        if any(row.id == payout_id and row.may_book for row in self.rows):
            self.panel, self.chosen_id = "book", payout_id

    @rx.event
    async def close(self) -> None:
        """Leave a dialog; nothing changes."""
        self._shut()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def record(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Book what stands on the bank's statement."""
        async with self.attempt() as deed:
            today = await self.today()
            await self.do(
                actions.record,
                account=typed.one_of(form, "account", Account),
                on=typed.day(form, "on") or today,
                arrived=typed.price(form, "arrived"),
                fee=typed.price(form, "fee"),
                until=typed.day(form, "until") or typed.day(form, "on") or today,
                note=text(form, "note"),
            )
            await self._done()
            deed.toast = self.say(texts.BOOKED)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def book(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Book what the company told."""
        async with self.attempt() as deed:
            await self.do(
                actions.book,
                payout_id=self.uuid(self.chosen_id),
                fee=typed.price(form, "fee"),
                until=typed.day(form, "until") or await self.today(),
                note=text(form, "note"),
            )
            await self._done()
            deed.toast = self.say(texts.BOOKED)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def fetch(self) -> EventSpec | None:
        """Ask the companies what they paid out."""
        async with self.attempt() as deed:
            new = await self.run(flows.fetch_now)
            await self._refresh()
            deed.toast = self.say(texts.FETCHED, count=new)
        return deed.toast

    async def _done(self) -> None:
        self._shut()
        await self._refresh()

    def _shut(self) -> None:
        self.panel, self.chosen_id, self.problems = "", "", {}
