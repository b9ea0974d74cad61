"""A place or a number in line is given back for a member who called: at once while it is free, else asked first.

A guest's place is always asked about: nobody brings a guest again by one tap.
"""

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission
from fitkit.features.booking import actions, queries
from fitkit.features.booking.queries import GuestView
from fitkit.features.booking.rules import CardAction, Dearer, Toll
from fitkit.texts import floor as texts
from fitkit.texts import places
from fitkit.web.coach.roster.state import RosterState
from fitkit.web.rows.roster import GUEST
from fitkit.web.screen import Needs, Screen


class GivingBackState(Screen, rx.State):
    """Whose place or number is about to be given back."""

    needs: ClassVar[Needs] = Permission.BOOK_OTHERS
    asks: str = ""  # place guest line; empty: nothing is asked
    title: str = ""
    body: str = ""
    problems: dict[str, str] = {}
    _whom: UUID | None = None
    _toll: Toll = Toll()  # what the question says that it takes

    @rx.event
    async def give_back(self, member_id: str) -> EventSpec | None:
        """Cancel a member's place while that is free; ask first once it costs."""
        whom = self.uuid(member_id)
        ids = {"session_id": self.id_in_path(), "member_id": whom}
        card = await self.do(queries.card, **ids)
        if card.status.action is CardAction.CANCEL_AT_COST:
            await self._ask_of_place(whom)
            return None
        return await self._give_back(whom, Toll())

    @rx.event
    async def ask_of_line(self, member_id: str) -> None:
        """Ask before a number is given back: it would be another one afterwards."""
        self._whom, self.asks = self.uuid(member_id), "line"
        self.title = texts.TAKE_OUT_ASK.to(self.lang(), name=await self._name(self._whom))

    @rx.event
    async def ask_of_guest(self, row_id: str) -> EventSpec | None:
        """Ask before the place of one guest is given back, and say what that loses."""
        guest, lang = await self._guest(self.uuid(row_id.removeprefix(GUEST))), self.lang()
        if guest is None:
            await self._show()
            return self.say(places.GUEST_GONE)
        ids = {"session_id": self.id_in_path(), "member_id": guest.host_id}
        mine = (await self.do(queries.guests, **ids)).guests
        costs = any(g.costs_entry for g in mine if g.guest_id == guest.guest_id)
        words = texts.GIVE_BACK_GUEST_COSTS if costs else texts.GIVE_BACK_GUEST_FREE
        self._whom, self.asks = guest.guest_id, "guest"
        self.title = texts.GIVE_BACK_ASK.to(lang, name=guest.name)
        self.body = words.to(lang, host=guest.host)
        return None

    @rx.event
    async def leave(self) -> None:
        """Close the question."""
        self.asks = ""

    @rx.event
    async def confirm(self) -> EventSpec | None:
        """Do what was asked about."""
        asked, whom, self.asks = self.asks, self._whom, ""
        if whom is None or not asked:
            return None
        if asked == "place":
            return await self._give_back(whom, self._toll)
        if asked == "guest":
            return await self._give_back_guest(whom)
        return await self._take_out(whom)

    @rx.event
    async def undo(self, member_id: str) -> EventSpec | None:
        """Give them the place again."""
        whom = self.uuid(member_id)
        async with self.attempt() as deed:
            ids = {"session_id": self.id_in_path(), "member_id": whom}
            receipt = await self.do(actions.undo_cancel, **ids)
            said = {"name": await self._name(whom), "said": receipt.said.as_text()}
            deed.toast = self.say(texts.OF_MEMBER, **said)
        await self._show()
        return deed.toast

    async def _ask_of_place(self, whom: UUID) -> None:
        ids = {"session_id": self.id_in_path(), "member_id": whom}
        status, lang = (await self.do(queries.card, **ids)).status, self.lang()
        self._whom, self._toll, self.asks = whom, status.toll, "place"
        self.title = texts.GIVE_BACK_ASK.to(lang, name=await self._name(whom))
        self.body = texts.GIVE_BACK_COSTS.to(lang, cost=status.line.to(lang))

    async def _give_back(self, whom: UUID, agreed: Toll) -> EventSpec | None:
        name = await self._name(whom)
        async with self.attempt() as deed:
            ids = {"session_id": self.id_in_path(), "member_id": whom}
            try:
                receipt = await self.do(actions.cancel, **ids, agreed=agreed)
            except Dearer:
                await self._ask_of_place(whom)
                return None
            said = {"name": name, "said": receipt.said.as_text()}
            deed.toast = self.offer_undo(texts.OF_MEMBER, _undoing(whom), **said)
        await self._show()
        return deed.toast

    async def _give_back_guest(self, guest_id: UUID) -> EventSpec | None:
        guest = await self._guest(guest_id)
        async with self.attempt() as deed:
            if guest is None:
                raise Refusal(places.GUEST_GONE)
            ids = {"session_id": self.id_in_path(), "member_id": guest.host_id}
            receipt = await self.do(actions.cancel_guest, **ids, guest_id=guest_id)
            deed.toast = self.say(receipt.said.text, **receipt.said.params)
        await self._show()
        return deed.toast

    async def _guest(self, guest_id: UUID) -> GuestView | None:
        view = await self.do(queries.roster, session_id=self.id_in_path())
        return next((g for g in view.guests if g.guest_id == guest_id), None)

    async def _take_out(self, whom: UUID) -> EventSpec | None:
        name = await self._name(whom)
        async with self.attempt() as deed:
            ids = {"session_id": self.id_in_path(), "member_id": whom}
            await self.do(actions.leave_waitlist, **ids)
            deed.toast = self.say(texts.TAKEN_OUT, name=name)
        await self._show()
        return deed.toast

    async def _name(self, whom: UUID) -> str:
        """As the roster shows it; who has left it meanwhile is named by those who gave a place back."""
        view = await self.do(queries.roster, session_id=self.id_in_path())
        named = [(p.member_id, p.name) for p in view.places]
        named += [(x.member_id, x.name) for x in view.line]
        named += [(g.member_id, g.name) for g in view.gone]
        return next((name for each, name in named if each == whom), "")

    async def _show(self) -> None:
        await (await self.get_state(RosterState))._refresh(in_order=False)


def _undoing(whom: UUID) -> Any:  # Any: an EventSpec; mypy sees only what wraps the handler
    undo: Any = GivingBackState.undo
    return undo(str(whom))
