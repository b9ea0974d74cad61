"""Staff take the money of a visit where it is had: at the desk or on the floor."""

from typing import Any, ClassVar, Final

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.permissions import Permission
from fitkit.features.billing import actions
from fitkit.ports.payments import PayWay
from fitkit.texts import visits as texts
from fitkit.web.screen import Needs, Screen, text

AT_DESK: Final = {str(way): way for way in (PayWay.CASH, PayWay.TRANSFER, PayWay.CHEQUE)}


class VisitState(Screen, rx.State):
    """The visit whose money is being taken."""

    needs: ClassVar[Needs] = Permission.EDIT_MONEY
    order_id: str = ""  # empty: the dialog is closed
    what: str = ""
    way: str = str(PayWay.CASH)
    problems: dict[str, str] = {}

    @rx.event
    async def ask(self, order_id: str, what: str) -> None:
        """Open the dialog for a visit, in cash."""
        self.order_id, self.what, self.problems = order_id, what, {}
        self.way = str(PayWay.CASH)

    @rx.event
    async def leave(self) -> None:
        """Close the dialog; nothing was taken."""
        self.order_id, self.problems = "", {}

    @rx.event
    async def choose_way(self, way: str) -> None:
        """How it was paid."""
        self.way = way if way in AT_DESK else self.way

    @rx.event
    async def take(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Write it down; a second tap finds the dialog shut and takes nothing."""
        if not self.order_id:
            return None
        async with self.attempt() as deed:
            await self.do(
                actions.take_by_hand,
                order_id=self.uuid(self.order_id),
                way=AT_DESK[self.way],
                note=text(form, "note"),
                paid_on=await self.today(),
            )
            deed.toast = self.say(texts.TAKEN)
        if not self.problems:
            self.order_id = ""
        return deed.toast
