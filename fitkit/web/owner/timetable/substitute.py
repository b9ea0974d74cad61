"""A substitute for the class beside the board: whether one is sought, assign, withdraw."""

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission
from fitkit.features.substitutes import actions, queries
from fitkit.texts import substitutes as texts
from fitkit.web import problems
from fitkit.web.owner import typed
from fitkit.web.rows.choice import Choice, named
from fitkit.web.screen import Needs, Screen


class SubstituteState(Screen, rx.State):
    """The request of the class that is shown, and the choice of who gives it; read with the sheet."""

    needs: ClassVar[Needs] = Permission.EDIT_TIMETABLE
    session_id: str = ""
    session: str = ""  # WOD 24.11 18:30
    request_id: str = ""  # empty: nobody is sought
    said: str = ""  # whom it went to
    declined: str = ""  # who said no; empty: nobody
    title: str = ""  # of the choice
    is_choosing: bool = False
    free: list[Choice] = []
    problems: dict[str, str] = {}

    @rx.event
    async def withdraw(self) -> EventSpec:
        """Nobody is sought any more."""
        request_id, said = self.uuid(self.request_id), self.say(texts.WITHDRAWN)
        return await self._settle(lambda: self.do(actions.withdraw, request_id=request_id), said)

    @rx.event
    async def choose(self) -> None:
        """Open the choice of who gives the class: those who are free then."""
        coaches = await self.do(queries.free_coaches, session_id=self.uuid(self.session_id))
        self.free = named([(c.id, c.name) for c in coaches], self.lang())
        self.title = texts.ASSIGN_TITLE.to(self.lang(), session=self.session)
        self.problems, self.is_choosing = {}, True

    @rx.event
    async def leave(self) -> None:
        """Close the choice."""
        self.is_choosing = False

    @rx.event
    async def assign(self, form: dict[str, Any]) -> EventSpec | None:
        """Give the class to who was chosen; the board is read anew after it."""
        async with self.attempt() as deed:
            staff_id = typed.needed_choice(form, "staff_id")
            request_id = self.uuid(self.request_id)
            await self.do(actions.assign, request_id=request_id, staff_id=staff_id)
            name = next((c.label for c in self.free if c.value == str(staff_id)), "")
            deed.toast = self.say(texts.ASSIGNED, session=self.session, name=name)
            self.is_choosing = False
        return deed.toast

    async def _settle(self, deed: Callable[[], Awaitable[Any]], said: EventSpec) -> EventSpec:
        """Do it, or say why not; what is shown is fresh in both."""
        try:
            await deed()
        except Refusal as refusal:
            said = problems.warned(problems.sentence(refusal, self.lang()))
        await self._read(self.uuid(self.session_id), self.session)
        return said

    async def _read(self, session_id: UUID, session: str) -> None:
        """Whether somebody is sought for a class."""
        self.session_id, self.session, self.request_id = str(session_id), session, ""
        found = await self.do(queries.open_of, session_id=session_id)
        if found is not None:
            one = texts.ASKED_ONE.to(self.lang(), name=found.asked_of_name)
            names = ", ".join(found.declined)
            self.request_id = str(found.id)
            self.said = one if found.asked_of else texts.ASKED_ALL.to(self.lang())
            self.declined = texts.SAID_NO.to(self.lang(), names=names) if names else ""
