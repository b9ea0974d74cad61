"""What a member does with guests on the page of a class: bring one, take one back, and undo either.

A State takes part by ``class XState(GuestDeeds, rx.State)`` with a ``_refresh`` that ends in
``_show_guests``. What a guest costs, or what taking one back loses, stands there before the tap.
"""

from typing import Any, Final
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import clock
from fitkit.features.booking import actions, queries
from fitkit.texts import places as words
from fitkit.web.deeds.places import PlaceDeeds, Steps
from fitkit.web.rows.guest import GuestRow, guest_row
from fitkit.web.screen import text

# Where guests are welcome; of a class without any, or one that is over, nothing is said.
_WORTH_SAYING: Final = frozenset({words.GUESTS_MOST, words.GUEST_FULL, words.GUEST_NOTHING_PAYS})


class GuestDeeds(PlaceDeeds, rx.State, mixin=True):
    """Bring a guest to the class of the address, take one back."""

    guests: list[GuestRow] = []
    guest_takes: str = ""  # what one more takes; empty: there can be none
    guest_not: str = ""  # why not
    problems: dict[str, str] = {}
    _gone_guest: tuple[str, str] = ("", "")  # the name and the phone of who was taken back last

    @rx.event
    async def bring_guest(
        self, form: dict[str, Any]
    ) -> EventSpec | None:  # Any: what a browser sends
        """A place for somebody; two taps in a row are one."""
        name = text(form, "name")
        key = f"guest {name}"
        if self._is_again(key):
            return None
        told = None
        async with self.attempt() as deed:
            told = await self._bring(self.id_in_path(), name, text(form, "phone"))
            self._acted = (key, clock.now())
        if not self.problems:  # else what was typed stays
            await self._refresh()
        return told if deed.done else deed.toast

    @rx.event
    async def take_guest_back(self, guest_id: str) -> Steps:
        """Give a guest's place back; what that loses stood at their name."""
        async for step in self._do_once("guest", guest_id, self._take_back):
            yield step

    @rx.event
    async def bring_again(self) -> Steps:
        """Bring the guest again who was taken back a moment ago."""
        session_id = str(self.id_in_path())
        async for step in self._do_once("guest again", session_id, self._bring_gone):
            yield step

    async def _show_guests(self, session_id: UUID, member_id: UUID) -> None:
        found = await self.do(queries.guests, session_id=session_id, member_id=member_id)
        self.guests = [guest_row(guest, self.lang()) for guest in found.guests]
        self.guest_takes = found.takes.said.to(self.lang()) if found.takes else ""
        why = found.why_not
        self.guest_not = why.to(self.lang()) if why and why.text in _WORTH_SAYING else ""

    async def _bring(self, session_id: UUID, name: str, phone: str) -> EventSpec:
        ids = {"session_id": session_id, "member_id": await self.me()}
        receipt = await self.do(actions.bring_guest, **ids, name=name, phone=phone)
        state: Any = type(
            self
        )  # Any: the handler as the State has it, to be sent back by the toast
        back = state.take_guest_back(str(receipt.guest_id))
        said = await self._of_whom(receipt.said)
        return self.offer_undo(said.text, back, **said.params)

    async def _bring_gone(self, session_id: UUID) -> EventSpec | None:
        name, phone = self._gone_guest
        if not name:
            return None
        told = await self._bring(session_id, name, phone)
        self._gone_guest = ("", "")
        return told

    async def _take_back(self, guest_id: UUID) -> EventSpec:
        ids = {"session_id": self.id_in_path(), "member_id": await self.me()}
        before = await self.do(queries.guests, **ids)
        gone = next((each for each in before.guests if each.guest_id == guest_id), None)
        receipt = await self.do(actions.cancel_guest, **ids, guest_id=guest_id)
        if gone is None or gone.costs_entry:  # again would take another entry
            return await self._told(receipt.said)
        self._gone_guest = (gone.name, gone.phone)
        state: Any = type(self)  # Any: as above
        said = await self._of_whom(receipt.said)
        return self.offer_undo(said.text, state.bring_again(), **said.params)
