"""What staff do about a payment: give it back, and say what became of what nobody knows."""

from typing import Any, ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import money as amounts
from fitkit.core.errors import Refusal
from fitkit.core.i18n import money
from fitkit.core.money import Money
from fitkit.core.permissions import Permission
from fitkit.features.payments import actions, queries, rules
from fitkit.features.payments.queries import Found
from fitkit.ports.payments import PayWay
from fitkit.texts import common, desk
from fitkit.texts import takings as texts
from fitkit.web import problems
from fitkit.web.rows import payment as rows
from fitkit.web.rows.choice import Choice
from fitkit.web.screen import Needs, Screen, text


class GivingBackState(Screen, rx.State):
    """The payment that is being given back, and how far that has come."""

    needs: ClassVar[Needs] = Permission.REFUND
    charge_id: str = ""  # empty: the dialog is closed
    title: str = ""
    amount: str = ""  # as typed
    most: str = ""
    ways: list[Choice] = []
    way: str = ""
    why: str = ""
    preview: str = ""  # what will happen; empty: still being filled in
    verb: str = ""  # of the button that does it
    problems: dict[str, str] = {}

    @rx.event
    async def begin(self, charge_id: str) -> EventSpec | None:
        """Open the dialog for a payment, with all that is left of it."""
        try:
            found = await self._found(charge_id)
        except Refusal as refusal:
            return problems.told(refusal.to(self.lang()))
        lang = self.lang()
        row = rows.payment_row(found.charge, member=found.member, zone=await self.zone(), lang=lang)
        self.charge_id, self.title = charge_id, f"{texts.REFUND_TITLE.to(lang)}: {row.what}"
        self.amount, self.why, self.preview, self.problems = row.left, "", "", {}
        self.most = texts.REFUND_MOST.to(lang, most=row.left_words)
        self.ways = rows.ways_back(found.charge, lang)
        self.way = self.ways[0].value if self.ways else ""
        return None

    @rx.event
    async def leave(self) -> None:
        """Close the dialog; nothing was given back."""
        self.charge_id = self.preview = ""

    @rx.event
    async def change(self) -> None:
        """Back to the form."""
        self.preview = ""

    @rx.event
    async def look(self, form: dict[str, Any]) -> EventSpec | None:
        """Say in words what will happen, before it does."""
        self.amount, self.way = text(form, "amount"), text(form, "way")
        self.why = text(form, "why")
        async with self.attempt() as deed:
            found = await self._found(self.charge_id)
            amount = rules.checked_amount(self._amount(), most=found.charge.left)
            rules.checked_words(self.why, field="why", most=rules.WHY_MOST, is_needed=True)
            way, lang = self._way(), self.lang()
            self.preview = rows.preview(
                found.charge, amount=amount, way=way, name=found.member, lang=lang
            )
            self.verb = texts.REFUND_DO.to(lang, amount=money(amount, lang))
        return deed.toast

    @rx.event
    async def give(self) -> EventSpec | None:
        """Give it back."""
        async with self.attempt() as deed:
            way = self._way()
            await self.do(
                actions.open_refund,
                charge_id=self.uuid(self.charge_id),
                amount=self._amount(),
                why=self.why,
                way=way,
            )
            self.charge_id = ""
            is_done = way in rules.BACK_BY_HAND
            deed.toast = self.say(texts.REFUND_DONE if is_done else texts.REFUND_OPENED)
        self.preview = ""
        return deed.toast

    def _amount(self) -> Money:
        try:
            return amounts.parse(self.amount)
        except ValueError:
            raise Refusal(desk.NOT_A_PRICE, field="amount") from None

    def _way(self) -> PayWay:
        chosen = next((PayWay(c.value) for c in self.ways if c.value == self.way), None)
        if chosen is None:
            raise Refusal(common.NOT_A_CHOICE, field="way")
        return chosen

    async def _found(self, charge_id: str) -> Found:
        return await self.do(queries.charge_story, charge_id=self.uuid(charge_id))
