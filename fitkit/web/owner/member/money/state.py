"""What the payments of a member's page know and do."""

from typing import ClassVar, Final
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.permissions import Permission
from fitkit.features.billing import queries as billing
from fitkit.features.members import queries as members
from fitkit.features.payments import actions, queries
from fitkit.texts import takings as texts
from fitkit.web.rows import payment as rows
from fitkit.web.rows.payment import PaymentRow
from fitkit.web.rows.visit import VisitRow, visit_row
from fitkit.web.screen import Needs, Screen, also_needs

PAGE: Final = 10


class MoneyState(Screen, rx.State):
    """One member's payments, newest first."""

    needs: ClassVar[Needs] = Permission.SEE_MEMBERS
    payments: list[PaymentRow] = []
    visits: list[VisitRow] = []  # that are to be paid for
    card: str = ""
    has_card: bool = False
    apart: list[str] = []  # cards kept for one plan alone, in words
    has_more: bool = False
    is_asking: bool = False  # whether to remove the card
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""
    _member_id: UUID | None = None
    _after: str | None = None

    @rx.event
    async def load(self) -> None:
        """Read what the member in the address paid; nothing for who may not see money."""
        self.payments, self.card, self.has_card, self.has_more = [], "", False, False
        self.apart, self.visits = [], []
        self.is_asking, self._after = False, None
        async with self.loading():
            self._member_id = self.id_in_path()
            if (await self.actor()).may(Permission.SEE_MONEY):
                await self._refresh()

    async def _refresh(self) -> None:
        self.payments, self._after = [], None
        await self._read_on()
        owed = await self.do(billing.open_visits, member_id=self._id())
        self.visits = [visit_row(one, self.lang()) for one in owed]
        card = await self.do(queries.card_of, member_id=self._id())
        self.has_card, self.card = card is not None, rows.card_words(card, self.lang())
        agreed = await self.do(billing.next_charges, member_id=self._id())
        self.apart = [
            rows.card_apart_words(one.card, one.plan, self.lang()) for one in agreed if one.card
        ]

    async def _read_on(self) -> None:
        page = await self.do(
            queries.charges_of, member_id=self._id(), after=self._after, limit=PAGE
        )
        names = await self.do(members.names, ids=[self._id()])
        name = next(iter(names.values()), "")
        zone, lang = await self.zone(), self.lang()
        self.payments = [
            *self.payments,
            *(rows.payment_row(v, member=name, zone=zone, lang=lang) for v in page.rows),
        ]
        self._after, self.has_more = page.after, page.after is not None

    def _id(self) -> UUID:
        return self._member_id if self._member_id else self.id_in_path()

    @rx.event
    @also_needs(Permission.SEE_MONEY)
    async def more(self) -> None:
        """Earlier payments."""
        if self._after is not None:
            await self._read_on()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def ask_removal(self) -> None:
        """Ask whether the card is to be removed."""
        self.is_asking = True

    @rx.event
    async def close(self) -> None:
        """Leave the card."""
        self.is_asking = False

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def remove_card(self) -> EventSpec | None:
        """Charge the card no more."""
        async with self.attempt() as deed:
            await self.do(actions.remove_card, member_id=self._id())
            self.is_asking = False
            await self._refresh()
            deed.toast = self.say(texts.CARD_REMOVED)
        return deed.toast
