"""A place or a number in line is given back for a member who called: at once while it is free, else asked first."""

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.permissions import Permission
from fitkit.features.booking import actions, queries
from fitkit.features.booking.rules import CardAction, Dearer, Toll
from fitkit.texts import floor as texts
from fitkit.web.coach.roster.state import RosterState
from fitkit.web.screen import Needs, Screen


class GivingBackState(Screen, rx.State):
    """Whose place or number is about to be given back."""

    needs: ClassVar[Needs] = Permission.BOOK_OTHERS
    asks: str = ""  # place line; empty: nothing is asked
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
