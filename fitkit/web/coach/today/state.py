"""What the day knows: one's own classes, the gym's others, and the one that comes next."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar, Final
from uuid import UUID

import reflex as rx

from fitkit.core import clock
from fitkit.core.i18n import Counted, clock_time, long_day
from fitkit.core.permissions import Permission
from fitkit.features.booking import queries as booking
from fitkit.features.locations import queries as locations
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.queries import SessionView
from fitkit.texts import floor as texts
from fitkit.web.deeds.substitutes import SubstitutesState
from fitkit.web.rows import timetable
from fitkit.web.rows.greeting import greeting
from fitkit.web.rows.timetable import DayClass, Figures, Watch
from fitkit.web.screen import Needs, Screen

FAR: Final = timedelta(days=366)


class TodayState(Screen, rx.State):
    """One day of the gym."""

    needs: ClassVar[Needs] = Permission.SEE_TIMETABLE
    greeting: str = ""
    day: str = ""
    day_words: str = ""
    is_today: bool = True
    previous: str = ""  # addresses
    following: str = ""
    next: DayClass = DayClass()  # without an id: nothing comes
    mine: list[DayClass] = []
    others: list[DayClass] = []
    mine_words: str = ""
    others_words: str = ""
    is_coach: bool = False  # looks for their own classes; who runs the gym looks for all
    updated: str = ""
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read the day that the address asks for."""
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        watch, day = await self._watch(), await self._day()
        views = await self.do(scheduling.day_of_gym, day=day)
        figures = await self._figures(views)
        self._show_day(day, watch)
        await self._greet(watch)
        self._show_classes(views, figures, watch)
        await (await self.get_state(SubstitutesState))._refresh()
        self.is_coach = not (await self.actor()).may(Permission.EDIT_TIMETABLE)
        self.updated = texts.UPDATED.to(watch.lang, at=clock_time(watch.now, watch.zone))

    async def _watch(self) -> Watch:
        actor, places = await self.actor(), await self.do(locations.locations)
        return Watch(self.lang(), actor.zone, clock.now(), actor.staff_id, len(places) > 1)

    async def _day(self) -> date:
        today, asked = await self.today(), self.router.url.query_parameters.get("day", "")
        try:
            day = date.fromisoformat(asked)
        except ValueError:
            return today
        return day if abs(day - today) <= FAR else today

    async def _figures(self, views: Sequence[SessionView]) -> Figures:
        if not (await self.actor()).may(Permission.SEE_ROSTER):
            return Figures({}, {})
        ids = [v.id for v in views]
        came = await self.do(booking.attended_by_session, ids=ids)
        return Figures(came, await self.do(booking.first_visits_by_session, ids=ids))

    async def _greet(self, watch: Watch) -> None:
        name = (await self._session()).user_name.split(" ")[0]
        said = greeting(name, lang=watch.lang, zone=watch.zone, now=watch.now)
        self.greeting = said if name else texts.TODAY_TITLE.to(watch.lang)

    def _show_day(self, day: date, watch: Watch) -> None:
        self.day, self.day_words = day.isoformat(), long_day(day, watch.lang)
        self.is_today = day == watch.today
        self.previous = self._address(day - timedelta(days=1), watch)
        self.following = self._address(day + timedelta(days=1), watch)

    def _address(self, day: date, watch: Watch) -> str:
        asked = "" if day == watch.today else f"?day={day.isoformat()}"
        return f"/{watch.lang}/dashboard/today/{asked}"

    def _show_classes(self, views: Sequence[SessionView], figures: Figures, watch: Watch) -> None:
        own = {v.id for v in views if watch.staff_id and v.coach_id == watch.staff_id}
        mine = [v for v in views if v.id in own]
        others = [v for v in views if v.id not in own]
        self.mine = [timetable.day_class(v, figures, watch) for v in mine]
        self.others = [timetable.day_class(v, figures, watch) for v in others]
        self.mine_words, self.others_words = _counted(mine, watch), _counted(others, watch)
        self._show_next(views, own, figures, watch)

    def _show_next(
        self, views: Sequence[SessionView], own: set[UUID], figures: Figures, watch: Watch
    ) -> None:
        """Today's next class: one's own, or the gym's for who gives none that day."""
        candidates = [v for v in views if v.id in own] or views if self.is_today else []
        self.next = timetable.next_class(candidates, figures, watch)


def _counted(views: Sequence[SessionView], watch: Watch) -> str:
    on = [v for v in views if v.facts.is_on]
    return (
        texts.DAY_COUNT.to(
            watch.lang,
            classes=Counted(texts.CLASSES, len(on)),
            booked=Counted(texts.BOOKED_PEOPLE, sum(v.booked for v in on)),
        )
        if on
        else ""
    )
