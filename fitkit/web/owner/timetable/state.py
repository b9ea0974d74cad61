"""What the timetable knows: a week on a board, its filters, and one class beside it."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import clock
from fitkit.core.clock import week_start
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Counted, Text
from fitkit.core.permissions import Permission
from fitkit.features.booking import queries as booking
from fitkit.features.booking.queries import SlotFigures
from fitkit.features.class_types import queries as class_types
from fitkit.features.closures import queries as closures
from fitkit.features.locations import queries as locations
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.queries import SessionView
from fitkit.features.staff import queries as staff
from fitkit.texts import board as board_texts
from fitkit.texts import floor as texts
from fitkit.web import problems
from fitkit.web.deeds.substitutes import SubstitutesState
from fitkit.web.owner.timetable.asked import Asked, asked
from fitkit.web.owner.timetable.substitute import SubstituteState
from fitkit.web.rows import timetable
from fitkit.web.rows.session import Pick, week_words
from fitkit.web.rows.timetable import BoardDay, Sheet, Watch
from fitkit.web.screen import Needs, Screen, also_needs

WEEK = timedelta(days=7)
Steps = AsyncIterator[EventSpec | None]


class ScheduleState(Screen, rx.State):
    """A week of the gym as its staff see it."""

    needs: ClassVar[Needs] = Permission.SEE_TIMETABLE
    days: list[BoardDay] = []
    count: int = 0  # of classes that are shown
    count_words: str = ""
    earlier: str = ""  # how many days of the week are behind; empty: none, or another week
    shows_earlier: bool = False  # on a phone, which begins at today
    first: str = ""  # the Sunday, 2026-11-22
    week: str = ""  # the span of its dates
    previous: str = ""  # addresses
    following: str = ""
    plain: str = ""  # this week without filters
    places: list[Pick] = []
    coaches: list[Pick] = []
    types: list[Pick] = []
    place: str = ""  # the words of what is chosen
    coach: str = ""
    kind: str = ""
    hidden: str = ""  # how many classes the filters hide, when they hide all
    sheet: Sheet = Sheet()  # without an id: closed
    undecided: str = ""  # how many days off wait for a decision
    undecided_year: str = ""
    has_figures: bool = False  # how classes went is shown on each
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> Steps:
        """Read the week that the address asks for, and the class beside it; nothing else is open."""
        from fitkit.web.owner.timetable.over import shut_all  # whose States build on this one

        self.sheet, self.shows_earlier = Sheet(), False
        if not self.is_loading:  # a reload; what is loaded for the first time has only what woke it
            await shut_all(self)
            yield None
        async with self.loading():
            await self._count_undecided()
            await self._refresh()
        wanted = (await self._asked()).session_id
        if wanted and not self.problem:
            yield await self._open(wanted)

    @rx.event
    async def open(self, session_id: str) -> EventSpec | None:
        """Show one class beside the board."""
        return await self._open(session_id)

    @rx.event
    async def again(self) -> None:
        """Read the board anew, and the class beside it: something was done to it."""
        await self._refresh()
        if self.sheet.id:
            await self._show_sheet(self.uuid(self.sheet.id))

    @rx.event
    @also_needs(Permission.SEE_OVERVIEW)
    async def turn_figures(self) -> None:
        """Show how each class went, a weekly one in its last eight weeks, or hide it."""
        self.has_figures = not self.has_figures
        await self._refresh()

    @rx.event
    async def turn_earlier(self) -> None:
        """Show the days of the week that are behind, or fold them again."""
        self.shows_earlier = not self.shows_earlier

    @rx.event
    async def close(self) -> None:
        """Leave the class."""
        self.sheet = Sheet()

    async def _open(self, session_id: UUID | str) -> EventSpec | None:
        try:
            await self._show_sheet(self.uuid(str(session_id)))
        except Refusal as refusal:
            return problems.warned(problems.sentence(refusal, self.lang()))
        return None

    async def _asked(self) -> Asked:
        return asked(self.router.url.query_parameters, today=await self.today())

    async def _refresh(self) -> None:
        wanted = await self._asked()
        views = await self.do(scheduling.week, day=wanted.day)
        shown = [v for v in views if _fits(v, wanted)]
        watch = await self._watch()
        figures = await self._figures(shown) if self.has_figures else {}
        self.days = timetable.board(shown, wanted.day, watch, figures)
        self._show_week(views, shown, wanted)
        await self._show_filters(wanted)

    async def _figures(self, shown: Sequence[SessionView]) -> dict[UUID, SlotFigures]:
        single = [v.id for v in shown if v.slot_id is None]
        by_slot = await self.do(booking.figures_by_slot)
        return {**by_slot, **await self.do(booking.figures_by_class, ids=single)}

    async def _count_undecided(self) -> None:
        """The nearest year with holidays that wait for a decision, for whoever decides."""
        may = (await self.actor()).may(Permission.EDIT_TIMETABLE)
        found = await self.do(closures.undecided) if may else {}
        self.undecided, self.undecided_year = "", ""
        for year, days in list(found.items())[:1]:
            self.undecided_year = str(year)
            self.undecided = board_texts.UNDECIDED.to(self.lang(), days, year=year)

    async def _watch(self) -> Watch:
        actor, places = await self.actor(), await self.do(locations.locations)
        return Watch(self.lang(), actor.zone, clock.now(), actor.staff_id, len(places) > 1)

    async def _show_sheet(self, session_id: UUID) -> None:
        view = await self.do(scheduling.session, session_id=session_id)
        together, watch = (
            await self.do(scheduling.series, series_id=view.series_id),
            await self._watch(),
        )
        self.sheet = timetable.sheet(view, timetable.free_of(together, watch.now), watch)
        await (await self.get_state(SubstituteState))._read(session_id, self.sheet.title)
        if self.sheet.is_mine_ahead:
            await (await self.get_state(SubstitutesState))._refresh()

    def _show_week(
        self, views: Sequence[SessionView], shown: Sequence[SessionView], wanted: Asked
    ) -> None:
        lang = self.lang()
        self.count = len(shown)
        self.count_words = texts.CLASSES.to(lang, len(shown)) if shown else ""
        behind = sum(day.is_folded for day in self.days)
        self.earlier = texts.DAYS_BEHIND.to(lang, behind) if behind else ""
        self.first, self.week = week_start(wanted.day).isoformat(), week_words(wanted.day)
        self.previous = wanted.address(lang, day=wanted.day - WEEK)
        self.following = wanted.address(lang, day=wanted.day + WEEK)
        self.plain = Asked(wanted.day).address(lang)
        classes = Counted(texts.CLASSES, len(views))
        is_hidden = bool(views) and not shown
        self.hidden = texts.NOTHING_FITS_WHY.to(lang, classes=classes) if is_hidden else ""

    async def _show_filters(self, wanted: Asked) -> None:
        places = [(p.id, p.name) for p in await self.do(locations.locations)]
        coaches = [(c.id, c.name) for c in await self.do(staff.coaches)]
        types = [(t.id, t.name) for t in await self.do(class_types.class_types)]
        self.places = self._picks("location_id", texts.ANY_PLACE, places, wanted)
        self.coaches = self._picks("coach_id", texts.ANY_COACH, coaches, wanted)
        self.types = self._picks("class_type_id", texts.ANY_TYPE, types, wanted)
        self.place, self.coach, self.kind = map(_chosen, (self.places, self.coaches, self.types))

    def _picks(
        self, name: str, every: Text, named: Iterable[tuple[UUID, Text | str]], wanted: Asked
    ) -> list[Pick]:
        """One filter: everything, then each; a single one is no choice."""
        lang, own = self.lang(), list(named)
        several: list[tuple[UUID | None, Text | str]] = [(None, every), *own]
        return [
            Pick(
                str(i or ""),
                words.to(lang) if isinstance(words, Text) else words,
                i == getattr(wanted, name),
                wanted.address(lang, **{name: i}),
            )
            for i, words in (several if len(own) > 1 else [])
        ]


def _fits(view: SessionView, wanted: Asked) -> bool:
    return (
        wanted.location_id in (None, view.location_id)
        and wanted.coach_id in (None, view.coach_id)
        and wanted.class_type_id in (None, view.class_type_id)
    )


def _chosen(picks: Sequence[Pick]) -> str:
    """The words of what is chosen of a filter; of everything when it is none of it."""
    return next((p.label for p in picks if p.is_on), picks[0].label if picks else "")
