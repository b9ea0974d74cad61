"""What a member does with places, on every screen that shows class cards.

A State takes part by ``class XState(PlaceDeeds, rx.State)`` and a ``_refresh`` of its own. Each deed marks
its one button busy, happens, and shows the fresh card: after a refusal too, so that what another tab or
another member changed meanwhile is told and seen.

Two taps in a row are one: a card's button changes its meaning under the finger ("book" becomes "cancel"),
so what comes for the same card right after a deed is left alone.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import clock
from fitkit.core.errors import Refusal
from fitkit.core.i18n import clock_time
from fitkit.features.booking import actions, queries
from fitkit.features.booking.queries import ClassCard
from fitkit.features.booking.rules import CardAction, Dearer, Sentence, Takes, Toll
from fitkit.features.members import queries as members
from fitkit.texts import member as texts
from fitkit.web import problems
from fitkit.web.screen import FOR, Screen

AGAIN: Final = timedelta(milliseconds=800)
Deed = Callable[[UUID], Awaitable[EventSpec | None]]
Steps = AsyncIterator[EventSpec | None]


class PlaceDeeds(Screen, rx.State, mixin=True):
    """Book, wait, swap, try, leave, take or pass on an offer, cancel, take back."""

    busy: str = ""  # the class whose button is at work
    ask_id: str = ""  # the class whose cancellation would cost; empty: nothing is asked
    ask_title: str = ""
    ask_body: str = ""
    _toll: Toll = Toll()  # what the question says that it takes
    _acted: tuple[str, datetime] | None = None  # on what, and when

    @rx.event
    async def book(self, session_id: str, takes: str = "") -> Steps:
        """Take a place for no more than its card said, or a number in line when the class is full."""

        async def deed(wanted: UUID) -> EventSpec:
            return await self._book(wanted, _agreed(takes))

        async for step in self._do_once("card", session_id, deed):
            yield step

    @rx.event
    async def swap(
        self, session_id: str, gives_up: str, takes: str = "", leaves: str = ""
    ) -> Steps:
        """Take a place in this class for the one of the same day that its card names, and for no other.

        It takes no more, and leaves no more guests behind, than the card said.
        """

        async def deed(wanted: UUID) -> EventSpec:
            agreed, guests = _agreed(takes), _counted(leaves)
            return await self._swap(self.uuid(gives_up), wanted, agreed, guests)

        async for step in self._do_once("card", session_id, deed):
            yield step

    @rx.event
    async def trial(self, session_id: str) -> Steps:
        """Book the trial class."""
        async for step in self._do_once("card", session_id, self._trial):
            yield step

    @rx.event
    async def leave(self, session_id: str) -> Steps:
        """Give a number in line back."""
        async for step in self._do_once("card", session_id, self._leave):
            yield step

    @rx.event
    async def accept(self, session_id: str, takes: str = "") -> Steps:
        """Take the place that is kept, for no more than its card said."""

        async def deed(wanted: UUID) -> EventSpec:
            return await self._accept(wanted, _agreed(takes))

        async for step in self._do_once("card", session_id, deed):
            yield step

    @rx.event
    async def decline(self, session_id: str) -> Steps:
        """Pass on the place that is kept, and stay in line."""
        async for step in self._do_once("card", session_id, self._decline):
            yield step

    @rx.event
    async def cancel(self, session_id: str) -> Steps:
        """Give a place back while that is free; ask first once it costs."""
        async for step in self._do_once("card", session_id, self._cancel):
            yield step

    @rx.event
    async def confirm_cancel(self) -> Steps:
        """Give the place back at the cost that was asked about; ask again if it is dearer by now."""
        session_id, self.ask_id = self.ask_id, ""

        async def deed(given_up: UUID) -> EventSpec:
            return await self._give_back(given_up, self._toll)

        async for step in self._do_once("asked", session_id, deed):
            yield step

    @rx.event
    async def keep_place(self) -> None:
        """Leave the question without cancelling."""
        self.ask_id = ""

    @rx.event
    async def undo_cancel(self, session_id: str) -> Steps:
        """Take the place again."""
        async for step in self._do_once("undo", session_id, self._take_again):
            yield step

    def _for_whom(self) -> str:
        """What the addresses of this screen's links hold, for a child; empty for oneself."""
        child = self._asked_for()
        return urlencode({FOR: child}) if child else ""

    async def _told(self, said: Sentence) -> EventSpec:
        """What was done, and for which child."""
        return problems.told((await self._of_whom(said)).to(self.lang()))

    async def _of_whom(self, said: Sentence) -> Sentence:
        """The same with the child's name before it, on a child's screen."""
        if not self._asked_for():
            return said
        child = await self.do(members.card, member_id=await self.me())
        named = {"name": child.first_name, "said": said.as_text()}
        return Sentence(texts.OF_CHILD, named)

    def _notice_minutes(self) -> int:
        """How long before the start a place in line may come, where a screen asks; 0: any time."""
        return 0

    async def _refresh(self) -> None:
        raise NotImplementedError

    async def _do_once(self, what: str, session_id: str, deed: Deed) -> Steps:
        key = f"{what} {session_id}"
        if self._is_again(key):
            return
        self.busy = session_id
        yield None
        try:
            told = await deed(self.uuid(session_id))
        except Refusal as refusal:
            told = problems.warned(problems.sentence(refusal, self.lang()))
        except Exception as fault:  # noqa: BLE001  # the button must not stay busy
            told = problems.warned(problems.fault(fault, self.lang()))
        self.busy = ""
        await self._refresh()
        self._acted = (key, clock.now())
        yield told

    def _is_again(self, key: str) -> bool:
        what, at = self._acted or ("", clock.now())
        return what == key and clock.now() - at < AGAIN

    async def _book(self, session_id: UUID, agreed: Takes | None) -> EventSpec:
        me = await self.me()
        receipt = await self.do(
            actions.book,
            session_id=session_id,
            member_id=me,
            notice_minutes=self._notice_minutes(),
            agreed=agreed,
        )
        return await self._told(receipt.said)

    async def _swap(
        self, gives_up: UUID, session_id: UUID, agreed: Takes | None, guests: int | None
    ) -> EventSpec:
        me = await self.me()
        card = await self.do(queries.card, session_id=session_id, member_id=me)
        if card.status.swap is None or card.status.swap.session_id != gives_up:
            return self.say(texts.SWAP_GONE)
        receipt = await self.do(
            actions.swap,
            from_session_id=gives_up,
            to_session_id=session_id,
            member_id=me,
            agreed=agreed,
            guests=guests,
        )
        return await self._told(receipt.said)

    async def _trial(self, session_id: UUID) -> EventSpec:
        me = await self.me()
        receipt = await self.do(actions.book_trial, session_id=session_id, member_id=me)
        return await self._told(receipt.said)

    async def _leave(self, session_id: UUID) -> EventSpec:
        await self.do(actions.leave_waitlist, session_id=session_id, member_id=await self.me())
        return await self._told(Sentence(texts.LEFT_LINE))

    async def _accept(self, session_id: UUID, agreed: Takes | None) -> EventSpec:
        me = await self.me()
        receipt = await self.do(
            actions.accept_offer, session_id=session_id, member_id=me, agreed=agreed
        )
        return await self._told(receipt.said)

    async def _decline(self, session_id: UUID) -> EventSpec:
        await self.do(actions.decline_offer, session_id=session_id, member_id=await self.me())
        return await self._told(Sentence(texts.PASSED_ON))

    async def _cancel(self, session_id: UUID) -> EventSpec | None:
        me = await self.me()
        card = await self.do(queries.card, session_id=session_id, member_id=me)
        if card.status.action is CardAction.CANCEL_AT_COST:
            return await self._ask(card)
        return await self._give_back(session_id, Toll())

    async def _ask(self, card: ClassCard) -> EventSpec:
        lang, at = self.lang(), clock_time(card.session.starts_at, await self.zone())
        self.ask_id, self._toll = str(card.session.id), card.status.toll
        self.ask_title = texts.ASK_CANCEL.to(lang, name=card.session.name, at=at)
        cost = card.status.line.to(lang)
        is_waited_for = card.session.waiting > 0
        self.ask_body = texts.ASK_WAITED_FOR.to(lang, cost=cost) if is_waited_for else cost
        dismissed: EventSpec = rx.toast.dismiss()  # older words would lie over the question
        return dismissed

    async def _give_back(self, session_id: UUID, agreed: Toll) -> EventSpec:
        me = await self.me()
        ids = {"session_id": session_id, "member_id": me}
        try:
            receipt = await self.do(actions.cancel, **ids, agreed=agreed)
        except Dearer:
            return await self._ask(await self.do(queries.card, **ids))
        state: Any = type(
            self
        )  # Any: the handler as the State has it, to be sent back by the toast
        back = state.undo_cancel(str(session_id))
        said = await self._of_whom(receipt.said)
        return self.offer_undo(said.text, back, **said.params)

    async def _take_again(self, session_id: UUID) -> EventSpec:
        me = await self.me()
        receipt = await self.do(actions.undo_cancel, session_id=session_id, member_id=me)
        return await self._told(receipt.said)


def _counted(leaves: str) -> int | None:
    """How many guests a card said that a swap leaves behind; None: it said nothing that counts."""
    return int(leaves) if leaves.isdecimal() and len(leaves) < 4 else None


def _agreed(takes: str) -> Takes | None:
    """What a card said that its tap takes; None: it said nothing."""
    return Takes(takes) if takes in set(Takes) else None
