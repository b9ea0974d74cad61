"""Whose page it is, and which of its dialogs is open: what the parts of a member's page share."""

from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.features.members.queries import MemberCard
from fitkit.texts import desk
from fitkit.web.screen import Screen


class MemberPage(Screen, rx.State, mixin=True):
    """One member, as loaded; each part reads and does its own."""

    panel: str = ""  # give, adjust, end, moves, edit, tag
    problems: dict[str, str] = {}
    start: dict[str, str] = {}  # what the open form begins with
    _member_id: UUID | None = None
    _card: MemberCard | None = None

    @rx.event
    async def close_panel(self) -> None:
        """Close whatever is open."""
        self.panel, self.problems = "", {}

    async def _refresh(self) -> None:
        """The page as it is after a deed."""
        raise NotImplementedError

    def _id(self) -> UUID:
        """Whose page it is: as loaded, whatever the address says by now."""
        return self._member_id if self._member_id else self.id_in_path()

    def _known(self) -> MemberCard:
        if self._card is None:
            raise Refusal(desk.NOT_FOUND)
        return self._card

    def _open(self, panel: str, start: dict[str, str] | None = None) -> None:
        self.panel, self.start, self.problems = panel, start or {}, {}

    async def _done(self, words: Text, **params: object) -> EventSpec:
        await self._refresh()
        self.panel = ""
        return self.say(words, **params)
