"""The secret address of one's own calendar."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.clock import day_of
from fitkit.core.i18n import clock_time, relative_day
from fitkit.core.permissions import Permission
from fitkit.core.settings import settings
from fitkit.features.calendars import actions, queries, rules
from fitkit.features.calendars.queries import FeedView
from fitkit.features.calendars.rules import FeedOf
from fitkit.texts import calendars as texts
from fitkit.web.screen import Needs, Screen

Whose = Literal["member", "coach"]


@dataclass
class FeedRow:
    """One kind of classes, and the address that shows them."""

    of: str  # member coach
    label: str
    address: str  # empty: none was made
    opens: str  # the same for a phone's calendar
    last_read: str


class CalendarState(Screen, rx.State):
    """Whose classes, and where a calendar reads them."""

    needs: ClassVar[Needs] = Permission.USE_ACCOUNT
    is_loading: bool = True
    problem: str = ""
    problems: dict[str, str] = {}
    feeds: list[FeedRow] = []
    ask: str = ""  # renew revoke; empty: nothing is asked
    ask_of: str = ""

    @rx.event
    async def load(self) -> None:
        """Read one's own addresses."""
        self.ask, self.ask_of, self.feeds = "", "", []
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        actor, lang = await self.actor(), self.lang()
        have = {view.of: view for view in await self.do(queries.own)}
        possible = [
            (FeedOf.MEMBER, actor.member_id, texts.MINE_MEMBER),
            (FeedOf.COACH, actor.staff_id, texts.MINE_COACH),
        ]
        self.feeds = [
            await self._row(of, label.to(lang), have.get(of))
            for of, who, label in possible
            if who is not None
        ]

    async def _row(self, of: FeedOf, label: str, view: FeedView | None) -> FeedRow:
        if view is None:
            return FeedRow(str(of), label, "", "", "")
        lang, zone, at = self.lang(), await self.zone(), view.last_read_at
        address = rules.address(view.token, lang=lang, public_url=settings().public_url)
        read = texts.NEVER_READ.to(lang)
        if at is not None:
            day = relative_day(day_of(at, zone), today=await self.today(), lang=lang)
            read = texts.READ_LAST.to(lang, when=f"{day} {clock_time(at, zone)}")
        return FeedRow(
            str(of),
            label,
            address,
            "webcal" + address.removeprefix("https").removeprefix("http"),
            read,
        )

    @rx.event
    async def make(self, of: Whose) -> EventSpec | None:
        """Make an address."""
        async with self.attempt() as deed:
            await self.do(actions.open_feed, of=FeedOf(of))
            deed.toast = self.say(texts.MADE)
        await self._refresh()
        return deed.toast

    @rx.event
    async def copied(self) -> EventSpec:
        """Say that it is in the clipboard."""
        return self.say(texts.COPIED)

    @rx.event
    async def ask_renew(self, of: Whose) -> None:
        """Ask before another address takes the place of this one."""
        self.ask, self.ask_of = "renew", of

    @rx.event
    async def ask_revoke(self, of: Whose) -> None:
        """Ask before the address ends."""
        self.ask, self.ask_of = "revoke", of

    @rx.event
    async def leave(self) -> None:
        """Leave it as it is."""
        self.ask, self.ask_of = "", ""

    @rx.event
    async def renew(self) -> EventSpec | None:
        """Another address; the old one ends."""
        async with self.attempt() as deed:
            await self.do(actions.renew, of=FeedOf(self.ask_of or FeedOf.MEMBER))
            deed.toast = self.say(texts.RENEWED)
        self.ask, self.ask_of = "", ""
        await self._refresh()
        return deed.toast

    @rx.event
    async def revoke(self) -> EventSpec | None:
        """End the address."""
        async with self.attempt() as deed:
            await self.do(actions.revoke, of=FeedOf(self.ask_of or FeedOf.MEMBER))
            deed.toast = self.say(texts.REVOKED)
        self.ask, self.ask_of = "", ""
        await self._refresh()
        return deed.toast
