"""What "my bookings" knows: places and lines ahead, or the history a page at a time."""

from typing import ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import clock
from fitkit.core.permissions import Permission
from fitkit.features.booking import queries as booking
from fitkit.features.booking.queries import HistoryOf
from fitkit.features.orgs import queries as orgs
from fitkit.features.standing import actions as standing
from fitkit.features.standing import queries as regulars
from fitkit.texts import standing as standing_texts
from fitkit.web.deeds.family import family_picks
from fitkit.web.deeds.places import PlaceDeeds
from fitkit.web.member.bookings import rows
from fitkit.web.member.bookings.rows import PastRow
from fitkit.web.rows.regular import RegularRow, regular_row
from fitkit.web.rows.session import Pick, Reading, SessionRow
from fitkit.web.screen import FOR, Needs


class MyBookingsState(PlaceDeeds, rx.State):
    """One member's bookings."""

    needs: ClassVar[Needs] = Permission.SEE_OWN
    family: list[Pick] = []  # for whom: oneself and one's children
    rest: str = ""  # what addresses hold for a child
    part: str = ""  # coming or past
    offers: list[SessionRow] = []
    booked: list[SessionRow] = []
    lines: list[SessionRow] = []
    regulars: list[RegularRow] = []
    end_id: str = ""  # the fixed place that is asked about; empty: nothing is asked
    has_penalties: bool = False
    past: list[PastRow] = []
    problems: dict[str, str] = {}
    shows: list[Pick] = []
    is_narrowed: bool = False  # the history, by a filter
    more: str = ""  # the cursor of what follows; empty: that was all
    phone: str = ""  # the gym's
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read the part that the address asks for."""
        self.busy, self.ask_id, self.end_id = "", "", ""
        async with self.loading():
            await self._refresh()

    @rx.event
    async def show_more(self) -> None:
        """The next page of the history."""
        if self.more:
            await self._read_past(self.more)

    @rx.event
    async def ask_end(self, standing_id: str) -> None:
        """Ask before a fixed place ends: the classes it booked go with it."""
        self.end_id = standing_id

    @rx.event
    async def keep_regular(self) -> None:
        """Leave the question without ending."""
        self.end_id = ""

    @rx.event
    async def end_regular(self) -> EventSpec | None:
        """End the fixed place that was asked about."""
        asked, self.end_id = self.end_id, ""
        async with self.attempt() as deed:
            ids = {"standing_id": self.uuid(asked), "member_id": await self.me()}
            await self.do(standing.end, **ids)
            deed.toast = self.say(standing_texts.ENDED)
        await self._refresh()
        return deed.toast

    async def _refresh(self) -> None:
        self.phone = (await self.do(orgs.card)).phone
        is_past = self.router.url.query_parameters.get("show", "") == "past"
        self.family = await family_picks(self, self._address)
        self.rest = f"&{self._for_whom()}" if self._for_whom() else ""
        self.part = "past" if is_past else "coming"
        await (self._read_past(None) if is_past else self._read_coming())

    def _address(self, who: UUID | None) -> str:
        here = f"/{self.lang()}/me/bookings/"
        return f"{here}?{FOR}={who}" if who else here

    async def _read_coming(self) -> None:
        reading = await self._reading()
        coming = await self.do(booking.upcoming, member_id=await self.me())
        self.offers = rows.offer_rows(coming, reading)
        guests = await self.do(booking.guests_ahead, member_id=await self.me())
        self.booked = rows.booked_rows(coming, guests, reading)
        self.lines = rows.line_rows(coming, reading)
        found = await self.do(regulars.of_member, member_id=await self.me())
        self.regulars = [regular_row(view, reading.lang) for view in found]
        noted = await self.do(booking.penalties_of, member_id=await self.me())
        self.has_penalties = len(noted) > 0

    async def _read_past(self, after: str | None) -> None:
        of, reading = self._only(), await self._reading()
        page = await self.do(booking.history, member_id=await self.me(), of=of, after=after)
        self.past = (self.past if after else []) + [rows.past_row(p, reading) for p in page.rows]
        self.more = page.after or ""
        self.shows = rows.shows(of, reading)
        self.is_narrowed = of is not HistoryOf.ALL

    async def _reading(self) -> Reading:
        zone = await self.zone()
        return Reading(
            self.lang(),
            zone,
            clock.now(),
            may_call=bool(self.phone),
            for_whom=self._for_whom(),
        )

    def _only(self) -> HistoryOf:
        given = self.router.url.query_parameters.get("only", "")
        return HistoryOf(given) if given in set(HistoryOf) else HistoryOf.ALL
