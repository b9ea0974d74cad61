"""What the outbox knows."""

from typing import ClassVar, Final

import reflex as rx

from fitkit.core.errors import NotFound
from fitkit.core.paging import PAGE
from fitkit.core.permissions import Permission
from fitkit.features.notifications import flows
from fitkit.web.rows.letter import LetterRow, OpenLetter, fits, letter_row, open_letter
from fitkit.web.screen import Needs, Screen

_KEPT: Final = 200  # how far back the outbox is looked through


class OutboxState(Screen, rx.State):
    """Letters and notes, newest first, and the one that is read. Its words leave the State when it is closed."""

    needs: ClassVar[Needs] = Permission.SEE_PLATFORM
    rows: list[LetterRow] = []
    needle: str = ""
    letter: OpenLetter = OpenLetter()
    is_open: bool = False
    as_text: bool = False
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """What was sent lately."""
        self.rows, self.needle = [], ""
        self._shut()
        await self._reread()

    @rx.event
    async def refresh(self) -> None:
        """Look again; the search stays."""
        await self._reread()

    @rx.event
    async def find(self, needle: str) -> None:
        """Narrow the list to an address or a subject."""
        self.needle = needle[:200]
        await self._reread()

    @rx.event
    async def read(self, letter_id: str) -> None:
        """Open one."""
        sent = await self.run(flows.outbox, limit=_KEPT)
        found = next((s for s in sent if s.id == letter_id), None)
        if found is None:
            raise NotFound
        self.letter = open_letter(
            found, lang=self.lang(), zone=await self.zone(), today=await self.today()
        )
        self.is_open, self.as_text = True, not found.html

    @rx.event
    async def show_as(self, way: str) -> None:
        """As plain ``text``, or as its reader sees it."""
        self.as_text = way == "text"

    @rx.event
    async def close(self) -> None:
        """Close it, and forget its words."""
        self._shut()

    def _shut(self) -> None:
        self.letter, self.is_open, self.as_text = OpenLetter(), False, False

    async def _reread(self) -> None:
        lang, zone, today = self.lang(), await self.zone(), await self.today()
        async with self.loading():
            sent = await self.run(flows.outbox, limit=_KEPT)
            chosen = [s for s in sent if fits(s, self.needle)][:PAGE]
            self.rows = [letter_row(s, lang=lang, zone=zone, today=today) for s in chosen]
