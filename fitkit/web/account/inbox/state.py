"""What the inbox knows and does."""

from typing import ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.permissions import Permission
from fitkit.features.notifications import actions as notifications
from fitkit.features.notifications import queries
from fitkit.texts import account as texts
from fitkit.web.rows.notice import NoticeRow, notice_row
from fitkit.web.screen import Needs, Screen


class InboxState(Screen, rx.State):
    """The reader's notices of this gym, a page at a time."""

    needs: ClassVar[Needs] = Permission.USE_ACCOUNT
    rows: list[NoticeRow] = []
    has_unread: bool = False
    has_older: bool = False
    is_older: bool = False  # not the first page
    is_loading: bool = True
    problem: str = ""
    _next: str | None = None

    @rx.event
    async def load(self) -> None:
        """The newest."""
        self.rows, self.has_unread, self.has_older, self.is_older = [], False, False, False
        async with self.loading():
            await self._refresh(None)

    @rx.event
    async def older(self) -> None:
        """The page before."""
        self.is_older = True
        async with self.loading():
            await self._refresh(self._next)

    @rx.event
    async def read(self, notice_id: str) -> None:
        """Mark one as read, as it is opened."""
        unread = await self.do(notifications.mark_read, notice_id=self.uuid(notice_id))
        for row in self.rows:
            if row.id == notice_id:
                row.is_read = True
        self.has_unread = unread > 0

    @rx.event
    async def read_all(self) -> EventSpec:
        """Mark everything as read."""
        await self.do(notifications.mark_all_read)
        for row in self.rows:
            row.is_read = True
        self.has_unread = False
        return self.say(texts.ALL_READ)

    async def _refresh(self, after: str | None) -> None:
        lang, zone, today = self.lang(), await self.zone(), await self.today()
        page = await self.do(queries.inbox, lang=lang, after=after)
        self.rows = [notice_row(v, lang=lang, zone=zone, today=today) for v in page.rows]
        self._next, self.has_older = page.after, page.after is not None
        self.has_unread = await self.do(queries.unread_count) > 0
