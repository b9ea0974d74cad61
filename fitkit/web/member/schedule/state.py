"""What the schedule knows: the week's days, one day's classes, and the filters of its address."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar

import reflex as rx

from fitkit.core import clock
from fitkit.core.clock import day_of, week_start
from fitkit.core.i18n import Counted, Text, long_day, relative_day
from fitkit.core.permissions import Permission
from fitkit.features.booking import queries as booking
from fitkit.features.booking.queries import ClassCard
from fitkit.features.locations import queries as locations
from fitkit.features.locations.queries import LocationView
from fitkit.features.orgs import queries as orgs
from fitkit.texts import member as texts
from fitkit.web.deeds.family import family_picks
from fitkit.web.deeds.places import PlaceDeeds
from fitkit.web.member.schedule import filters
from fitkit.web.member.schedule.asked import Asked, asked
from fitkit.web.member.schedule.filters import Menu
from fitkit.web.rows import session
from fitkit.web.rows.session import DayRow, Pick, Reading, SessionRow
from fitkit.web.screen import Needs


class ScheduleState(PlaceDeeds, rx.State):
    """A week of the gym as one member sees it."""

    needs: ClassVar[Needs] = Permission.BOOK_SELF
    family: list[Pick] = []  # for whom: oneself and one's children
    days: list[DayRow] = []
    rows: list[SessionRow] = []
    shows: list[Pick] = []
    coaches: Menu = Menu()
    places: Menu = Menu()
    day: str = ""  # 2026-11-24
    day_words: str = ""
    is_today: bool = False
    week: str = ""  # the span of its dates
    rest: str = ""  # what the address holds beside the day
    previous: str = ""  # addresses
    following: str = ""
    plain: str = ""  # this day without filters
    now_last: str = ""  # "now 21:40", after the day's last class
    kept_back: str = ""  # why nothing can be booked
    hidden: str = ""  # how many classes a filter hides, when it hides all
    coming: str = ""  # address of the next day with classes
    coming_words: str = ""
    phone: str = ""  # the gym's
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read the week that the address asks for."""
        self.busy, self.ask_id = "", ""
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        """Read and word a week: as many statements for a full one as for an empty one."""
        branches = await self.do(locations.locations)
        self.phone = (await self.do(orgs.card)).phone
        wanted = await self._asked(branches)
        lang = self.lang()
        self.family = await family_picks(self, lambda who: wanted.address(lang, ward_id=who))
        cards = await self._week(wanted, wanted.day)
        reading = await self._reading(says_place=len(branches) > 1 and not wanted.location_id)
        self._show_week(cards, wanted, reading)
        self._show_filters(cards, branches, wanted, reading)
        found = self._show_day(cards, wanted, reading)
        await self._show_coming(cards, wanted, reading, is_needed=not found)

    async def _asked(self, branches: Sequence[LocationView]) -> Asked:
        given = self.router.url.query_parameters
        return asked(given, today=await self.today(), locations={b.id for b in branches})

    async def _reading(self, *, says_place: bool) -> Reading:
        return Reading(
            self.lang(),
            await self.zone(),
            clock.now(),
            may_call=bool(self.phone),
            says_place=says_place,
            for_whom=self._for_whom(),
        )

    async def _week(self, wanted: Asked, day: date) -> Sequence[ClassCard]:
        me = await self.me()
        return await self.do(
            booking.week_for_member, member_id=me, day=day, location_id=wanted.location_id
        )

    def _show_week(self, cards: Sequence[ClassCard], wanted: Asked, reading: Reading) -> None:
        lang, week = reading.lang, timedelta(days=7)
        self.days = session.day_rows(cards, wanted.day, reading)
        self.day, self.rest = wanted.day.isoformat(), wanted.rest
        self.day_words = long_day(wanted.day, lang)
        self.is_today = wanted.day == reading.today
        self.week = session.week_words(wanted.day)
        self.previous = wanted.address(lang, day=_beside(wanted.day, -week, reading.today))
        self.following = wanted.address(lang, day=_beside(wanted.day, week, reading.today))
        self.plain = Asked(wanted.day, ward_id=wanted.ward_id).address(lang)

    def _show_filters(
        self,
        cards: Sequence[ClassCard],
        branches: Sequence[LocationView],
        wanted: Asked,
        reading: Reading,
    ) -> None:
        self.shows = filters.shows(cards, wanted, reading)
        self.coaches = filters.coaches(cards, wanted, reading)
        self.places = filters.places(branches, wanted, reading)

    def _show_day(self, cards: Sequence[ClassCard], wanted: Asked, reading: Reading) -> bool:
        """The day's rows; whether the day has classes at all."""
        today = [c for c in cards if day_of(c.session.starts_at, reading.zone) == wanted.day]
        shown = [c for c in today if wanted.fits(c)]
        rows = [session.session_row(c, reading) for c in shown]
        self.kept_back = session.kept_back(today, reading.lang)
        self.now_last = session.with_now(rows, shown, reading)
        self.rows = rows
        classes = Counted(texts.CLASSES, len(today))
        is_hidden = bool(today) and not rows
        self.hidden = texts.NOTHING_FITS_WHY.to(reading.lang, classes=classes) if is_hidden else ""
        return bool(today)

    async def _show_coming(
        self, cards: Sequence[ClassCard], wanted: Asked, reading: Reading, *, is_needed: bool
    ) -> None:
        """Where to go from an empty day: this week's next day with classes, or the next week's."""
        day = _next_day(cards, wanted.day, reading) if is_needed else None
        if is_needed and day is None:
            after = week_start(wanted.day) + timedelta(days=7)
            day = _next_day(await self._week(wanted, after), wanted.day, reading)
        self.coming = wanted.address(reading.lang, day=day) if day else ""
        self.coming_words = _named(texts.NEXT_CLASSES, day, reading) if day else ""


def _beside(day: date, step: timedelta, today: date) -> date:
    """The week beside: today in its own week, else the Sunday."""
    first = week_start(day + step)
    return today if week_start(today) == first else first


def _next_day(cards: Sequence[ClassCard], after: date, reading: Reading) -> date | None:
    days = {
        day_of(c.session.starts_at, reading.zone)
        for c in cards
        if c.session.starts_at > reading.now
    }
    return min((day for day in days if day > after), default=None)


def _named(words: Text, day: date, reading: Reading) -> str:
    return words.to(reading.lang, day=relative_day(day, today=reading.today, lang=reading.lang))
