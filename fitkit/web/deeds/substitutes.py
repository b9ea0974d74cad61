"""What a coach does about substitutes: ask, withdraw, take a colleague's class or not."""

from collections.abc import Callable
from typing import Any, ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import clock
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.substitutes import actions, queries
from fitkit.texts import substitutes as texts
from fitkit.web import problems
from fitkit.web.rows.choice import Choice, named
from fitkit.web.rows.substitute import AskedRow, MineRow, asked_row, mine_row
from fitkit.web.rows.timetable import Watch, title_of
from fitkit.web.screen import Needs, Screen, text


class SubstitutesState(Screen, rx.State):
    """Requests around the reader, and the one that is being written; read with the day."""

    needs: ClassVar[Needs] = Permission.SEE_TIMETABLE
    asked: list[AskedRow] = []  # wait for me
    mine: list[MineRow] = []
    sought: list[str] = []  # classes of mine that somebody is asked for
    session_id: str = ""  # what is being asked for; empty: the sheet is closed
    session: str = ""  # WOD 24.11 18:30
    title: str = ""
    free: list[Choice] = []
    problems: dict[str, str] = {}

    @rx.event
    async def begin(self, session_id: str) -> EventSpec | None:
        """Open the sheet for one of my classes."""
        try:
            asked = self.uuid(session_id)
            view = await self.do(scheduling.session, session_id=asked)
            coaches = await self.do(queries.free_coaches, session_id=asked)
        except Refusal as refusal:
            return self._warned(refusal)
        self.session = title_of(view, await self._watch())
        self.title = texts.ASK_TITLE.to(self.lang(), session=self.session)
        self.free = named([(c.id, c.name) for c in coaches], self.lang())
        self.session_id, self.problems = session_id, {}
        return None

    @rx.event
    async def leave(self) -> None:
        """Close the sheet."""
        self.session_id = ""

    @rx.event
    async def ask(self, form: dict[str, Any]) -> EventSpec | None:
        """Send the request."""
        async with self.attempt() as deed:
            asked, words = self.uuid(self.session_id), text(form, "to_staff_id")
            to = self.uuid(words) if words else None
            await self.do(actions.ask, session_id=asked, to_staff_id=to, note=text(form, "note"))
            self.session_id = ""
            deed.toast = self.say(texts.SENT, session=self.session)
            await self._refresh()
        return deed.toast

    @rx.event
    async def accept(self, request_id: str) -> EventSpec:
        """Take the class; the day is read anew after it."""
        return await self._settle(actions.accept, request_id, texts.ACCEPTED)

    @rx.event
    async def decline(self, request_id: str) -> EventSpec:
        """Not this time."""
        return await self._settle(actions.decline, request_id, texts.DECLINED)

    @rx.event
    async def withdraw(self, request_id: str) -> EventSpec:
        """Come after all."""
        return await self._settle(actions.withdraw, request_id, texts.WITHDRAWN)

    async def _settle(self, deed: Callable[..., Any], request_id: str, done: Text) -> EventSpec:
        """One answer, and what to say: after a refusal too the rows are fresh."""
        rows: list[AskedRow | MineRow] = [*self.asked, *self.mine]
        named_so = next((f"{r.name}, {r.when}" for r in rows if r.id == request_id), "")
        try:
            await self.do(deed, request_id=self.uuid(request_id))
            said = self.say(done, session=named_so)
        except Refusal as refusal:
            said = self._warned(refusal)
        await self._refresh()
        return said

    async def _refresh(self) -> None:
        watch = await self._watch()
        self.asked = [asked_row(v, watch) for v in await self.do(queries.waiting_for_me)]
        self.mine = [mine_row(v, watch) for v in await self.do(queries.mine_open)]
        self.sought = [row.session_id for row in self.mine]

    async def _watch(self) -> Watch:
        actor = await self.actor()
        return Watch(self.lang(), actor.zone, clock.now(), actor.staff_id)

    def _warned(self, refusal: Refusal) -> EventSpec:
        return problems.warned(problems.sentence(refusal, self.lang()))
