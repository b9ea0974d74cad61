"""Accepting why somebody did not come or cancelled late: asks for a reason, and shows the roster anew."""

from typing import Any, ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.permissions import Permission
from fitkit.features.booking import actions as booking
from fitkit.texts import floor as texts
from fitkit.web.coach.roster.state import RosterState
from fitkit.web.screen import Needs, Screen, text


class ExcuseState(Screen, rx.State):
    """Whose offence is being excused."""

    needs: ClassVar[Needs] = Permission.EXCUSE
    booking_id: str = ""  # empty: the question is closed
    title: str = ""
    problems: dict[str, str] = {}
    _name: str = ""

    @rx.event
    async def ask(self, booking_id: str) -> None:
        """Open the question for a row that has something to excuse."""
        shown = await self.get_state(RosterState)
        missed = [(p.booking_id, p.name, texts.EXCUSE_ASK) for p in shown.people if p.may_excuse]
        late = [(g.booking_id, g.name, texts.EXCUSE_LATE_ASK) for g in shown.gone if g.may_excuse]
        for found, name, words in [*missed, *late]:
            if found == booking_id:
                self.booking_id, self._name, self.problems = found, name, {}
                self.title = words.to(self.lang(), name=name)

    @rx.event
    async def leave(self) -> None:
        """Close the question."""
        self.booking_id, self.problems = "", {}

    @rx.event
    async def save(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Excuse it, with the reason; too long a one stays at its field."""
        async with self.attempt() as deed:
            ids = {"booking_id": self.uuid(self.booking_id)}
            await self.do(booking.excuse, **ids, words=text(form, "words"))
            deed.toast = self.say(texts.EXCUSED_NOW, name=self._name)
        if not self.problems:
            self.booking_id = ""
        await (await self.get_state(RosterState))._refresh(in_order=False)
        return deed.toast
