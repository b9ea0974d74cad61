"""What waits for a decision: late cancellations and no-shows that members dispute."""

from typing import ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.permissions import Permission
from fitkit.features.booking import queries as booking
from fitkit.features.penalties import actions as penalties
from fitkit.texts import penalties as texts
from fitkit.web.rows.penalty import PenaltyRow, penalty_row
from fitkit.web.screen import Needs, Screen


class DisputesState(Screen, rx.State):
    """Open disputes, the longest waiting first."""

    needs: ClassVar[Needs] = Permission.EXCUSE
    rows: list[PenaltyRow] = []
    words: dict[str, str] = {}  # what staff wrote, by penalty
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read what waits."""
        self.words, self.problems = {}, {}
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        zone, lang = await self.zone(), self.lang()
        found = await self.do(booking.disputed)
        self.rows = [penalty_row(view, zone=zone, lang=lang) for view in found]

    @rx.event
    async def write(self, penalty_id: str, words: str) -> None:
        """Keep what is written beside a dispute until it is decided."""
        if any(row.id == penalty_id for row in self.rows):
            self.words = self.words | {penalty_id: words[:1000]}

    @rx.event
    async def excuse(self, penalty_id: str) -> EventSpec | None:
        """Take the penalty back."""
        async with self.attempt() as deed:
            given, said = self.uuid(penalty_id), self.words.get(penalty_id, "")
            await self.do(penalties.excuse, penalty_id=given, words=said)
            deed.toast = self.say(texts.EXCUSED)
        await self._refresh()
        return deed.toast

    @rx.event
    async def uphold(self, penalty_id: str) -> EventSpec | None:
        """Leave the penalty as it is."""
        async with self.attempt() as deed:
            given, said = self.uuid(penalty_id), self.words.get(penalty_id, "")
            await self.do(penalties.uphold, penalty_id=given, words=said)
            deed.toast = self.say(texts.UPHELD)
        await self._refresh()
        return deed.toast
