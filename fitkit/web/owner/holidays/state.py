"""What the holidays' screen knows: a year's days, and one decision at a time with what it would do."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any, ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.i18n import near_day
from fitkit.core.permissions import Permission
from fitkit.features.booking import queries as booking
from fitkit.features.closures import actions, queries
from fitkit.features.closures.queries import ClosureView
from fitkit.features.closures.rules import ClosureDetails, ClosureState, Leaning
from fitkit.features.locations import queries as locations
from fitkit.features.scheduling import actions as scheduling
from fitkit.texts import board as texts
from fitkit.texts import common
from fitkit.web.owner import typed
from fitkit.web.owner.typed import back_by
from fitkit.web.rows.choice import Choice, named
from fitkit.web.rows.closure import ClosureRow, closure_row
from fitkit.web.rows.effect import Effect, counted, effect_of
from fitkit.web.screen import Needs, Screen, text


class HolidaysState(Screen, rx.State):
    """A year's days off."""

    needs: ClassVar[Needs] = Permission.EDIT_TIMETABLE
    rows: list[ClosureRow] = []
    year: int = 0
    before: str = ""  # addresses
    after: str = ""
    waiting: str = ""  # how many days wait
    only_past: str = ""  # that no day off is ahead: those that were are shown
    suggested: int = 0  # how many of them most studios close
    places: list[Choice] = []
    panel: str = ""  # confirm edit
    title: str = ""
    draft: dict[str, str] = {}
    chosen: list[str] = []  # ids that are to be confirmed
    effect: Effect = Effect()
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read the year that the address asks for."""
        self.panel = ""
        async with self.loading():
            await self._refresh()

    @rx.event
    async def bring(self) -> EventSpec | None:
        """Have the year's calendar proposed; what was decided stays."""
        new = await self.do(actions.propose, year=self.year)
        await self._refresh()
        return None if new else self.say(texts.NOTHING_TO_BRING, year=self.year)

    @rx.event
    async def ask_confirm(self, closure_id: str) -> EventSpec | None:
        """Say which classes and whom one day would take off."""
        return await self._ask([str(self.uuid(closure_id))])

    @rx.event
    async def ask_confirm_all(self) -> EventSpec | None:
        """Say which classes and whom all suggested days would take off."""
        views, today = await self._views(), await self.today()
        return await self._ask([str(v.id) for v in views if _is_suggested(v) and v.day >= today])

    @rx.event
    async def confirm(self) -> EventSpec | None:
        """Close the chosen days; undone as a whole."""
        async with self.attempt() as deed:
            ids = [self.uuid(one) for one in self.chosen]
            done = await self.do(scheduling.confirm_closures, closure_ids=ids)
            self.panel = ""
            await self._refresh()
            back = back_by(HolidaysState.undo, str(done.batch_id))
            deed.toast = self.offer_undo(counted(texts.CONFIRMED, len(ids)), back)
        return deed.toast

    @rx.event
    async def undo(self, batch_id: str) -> EventSpec | None:
        """Days and classes as they were before a confirmation."""
        async with self.attempt() as deed:
            undone = await self.do(scheduling.undo_batch, batch_id=self.uuid(batch_id))
            await self._refresh()
            deed.toast = self.say(counted(texts.UNDONE, len(undone.session_ids)))
        return deed.toast

    @rx.event
    async def decline(self, closure_id: str) -> EventSpec | None:
        """The gym is open on a day."""
        async with self.attempt() as deed:
            ids = [self.uuid(closure_id)]
            await self.do(actions.decline, closure_ids=ids)
            days = [near_day(v.day) for v in await self._views() if v.id == ids[0]]
            await self._refresh()
            deed.toast = self.say(texts.DECLINED, day=", ".join(days))
        return deed.toast

    @rx.event
    async def begin(self) -> None:
        """Open the form of a day of the gym's own."""
        today = await self.today()
        day = max(today, date(self.year or today.year, 1, 1))
        self.draft = {
            "id": "",
            "day": day.isoformat(),
            "name_he": "",
            "name_en": "",
            "closes_at": "",
        }
        self.title, self.problems, self.panel = texts.ADD_DAY_TITLE.to(self.lang()), {}, "edit"

    @rx.event
    async def edit(self, closure_id: str) -> EventSpec | None:
        """Open the form of a day: all of it or from an hour on, and where."""
        async with self.attempt() as deed:
            wanted = self.uuid(closure_id)
            view = next((v for v in await self._views() if v.id == wanted), None)
            if view is not None:
                words = {"name": view.name, "day": near_day(view.day)}
                self.title = texts.EDIT_DAY_TITLE.to(self.lang(), **words)
                self.draft, self.panel = _draft(view), "edit"
        return deed.toast

    @rx.event
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Keep a day; it closes nothing until it is confirmed."""
        async with self.attempt() as deed:
            details = _details(form)
            if self.draft.get("id"):
                ids = {"closure_id": self.uuid(self.draft["id"])}
                await self.do(actions.change_closure, **ids, details=details)
            else:
                await self.do(actions.add_closure, details=details)
            self.panel = ""
            await self._refresh()
            deed.toast = self.say(texts.SAVED, name=details.name_he or details.name_en)
        return deed.toast

    @rx.event
    async def leave(self) -> None:
        """Close whatever is open; nothing changes."""
        self.panel, self.problems = "", {}

    async def _ask(self, ids: list[str]) -> EventSpec | None:
        async with self.attempt() as deed:
            found = [self.uuid(one) for one in ids]
            view = await self.do(booking.effect_of_closing, closure_ids=found)
            self.chosen, self.title = ids, texts.CONFIRM_ASK.to(self.lang(), len(ids))
            self.effect = effect_of(view, lang=self.lang(), zone=await self.zone())
            self.panel = "confirm" if ids else ""
        return deed.toast

    async def _views(self) -> tuple[ClosureView, ...]:
        return await self.do(queries.closures_of_year, year=self.year)

    async def _refresh(self) -> None:
        today, lang = await self.today(), self.lang()
        self.year = _year(self.router.url.query_parameters.get("year", ""), today.year)
        here = f"/{lang}/dashboard/holidays/?year="
        self.before, self.after = f"{here}{self.year - 1}", f"{here}{self.year + 1}"
        self._show(await self._views(), today)
        places = [(p.id, p.name) for p in await self.do(locations.locations)]
        self.places = named(places, lang)

    def _show(self, views: Sequence[ClosureView], today: date) -> None:
        """Those ahead; where there is none, those that were decided on, which nothing changes any more."""
        lang = self.lang()
        ahead = [v for v in views if v.day >= today]
        shown = ahead or [v for v in views if v.state is not ClosureState.PROPOSED]
        self.rows = [closure_row(v, lang, today=today) for v in shown]
        waits = sum(v.state is ClosureState.PROPOSED for v in ahead)
        words = texts.WAITING_COUNT.to(lang, waits) if waits else texts.ALL_DECIDED.to(lang)
        self.waiting = words if ahead else ""
        self.only_past = texts.ONLY_PAST.to(lang) if shown and not ahead else ""
        self.suggested = sum(_is_suggested(v) for v in ahead)


def _is_suggested(view: ClosureView) -> bool:
    return view.state is ClosureState.PROPOSED and view.leaning is not Leaning.OPEN


def _year(given: str, this: int) -> int:
    year = int(given) if given.isdecimal() and len(given) == 4 else this
    return year if abs(year - this) <= 2 else this


def _draft(view: ClosureView) -> dict[str, str]:
    return {
        "id": str(view.id),
        "day": view.day.isoformat(),
        "name_he": view.name.he,
        "name_en": view.name.en,
        "closes_at": f"{view.closes_at:%H:%M}" if view.closes_at else "",
        "location_id": str(view.location_id or ""),
    }


def _details(form: dict[str, Any]) -> ClosureDetails:
    day = typed.day(form, "day")
    if day is None:
        raise Refusal(common.REQUIRED, field="day")
    return ClosureDetails(
        day=day,
        name_he=text(form, "name_he"),
        name_en=text(form, "name_en"),
        closes_at=_hour(text(form, "closes_at")),
        location_id=typed.chosen(form, "location_id"),
    )


def _hour(words: str) -> time | None:
    if not words:
        return None
    try:
        return time.fromisoformat(words).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise Refusal(common.NOT_A_TIME, field="closes_at") from None
