"""What planning the timetable does: publish, change, cancel, restore, take back."""

from datetime import date, time
from typing import Any, ClassVar, Literal
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import clock
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Counted
from fitkit.core.permissions import Permission
from fitkit.features.booking import queries as booking
from fitkit.features.booking.queries import EffectView
from fitkit.features.class_types import queries as class_types
from fitkit.features.locations import queries as locations
from fitkit.features.scheduling import actions, queries, rules
from fitkit.features.scheduling.queries import SessionView
from fitkit.features.scheduling.rules import Cancel, Chosen, SessionChange
from fitkit.features.staff import queries as staff
from fitkit.texts import floor as texts
from fitkit.web.owner import typed
from fitkit.web.owner.timetable import draft
from fitkit.web.owner.timetable.asked import Asked
from fitkit.web.owner.timetable.bulk import BulkState
from fitkit.web.owner.timetable.state import ScheduleState
from fitkit.web.owner.typed import back_by
from fitkit.web.problems import sentence, told, warned
from fitkit.web.rows import effect as words_of
from fitkit.web.rows import timetable
from fitkit.web.rows.choice import Choice, named
from fitkit.web.rows.effect import Effect
from fitkit.web.rows.session import Pick
from fitkit.web.screen import Needs, Screen, text

Planned = Literal[
    "class_type_id", "location_id", "room_id", "coach_id", "day", "at", "until", "capacity", "times",
    "reason",
]  # fmt: skip


class TimetableState(Screen, rx.State):
    """One plan at a time: a class to publish, or one to change or cancel."""

    needs: ClassVar[Needs] = Permission.EDIT_TIMETABLE
    panel: str = ""  # publish change cancel withdraw
    session_id: str = ""  # what is changed or cancelled
    title: str = ""  # of the dialog
    cost: str = ""  # who is affected, before it is done
    draft: dict[str, str] = {}  # what the form begins with
    plan: str = ""  # what publishing would make
    dates: str = ""
    effect: Effect = Effect()  # what it would do, as it is typed
    types: list[Choice] = []
    places: list[Choice] = []
    rooms: list[Choice] = []
    coaches: list[Choice] = []
    problems: dict[str, str] = {}
    _typed: dict[str, str] = {}  # what the plan is worded from, as it is typed
    _minutes: int = 60
    _before: SessionChange | None = None
    _note_before: str = ""

    # publishing

    @rx.event
    async def begin(self) -> None:
        """Open the form of a new class."""
        board = await self.get_state(ScheduleState)
        await self._read_choices()
        where = _first(board.places, self.places)
        zone = await self.zone()
        self.draft = draft.to_publish(clock.now(), zone, week=board.first, location_id=where)
        self._typed, self._minutes, self.problems = dict(self.draft), 60, {}
        self.effect = Effect()
        await self._read_rooms(where)
        self._show_plan()
        self.panel = "publish"

    @rx.event
    async def put(self, name: Planned, value: str | float | None) -> EventSpec | None:
        """Something was typed: what follows from it is filled in, and what it would do is worded anew."""
        async with self.attempt() as deed:
            self._typed = {**self._typed, name: typed.as_text(value)[:200]}
            await self._follow(name)
            self._show_plan()
            await self._preview()
        self.problems, elsewhere = words_of.apart(self.problems, name)
        if elsewhere:
            self.effect = Effect(clashes=elsewhere)
        return deed.toast

    async def _follow(self, name: Planned) -> None:
        """The class brings its own, the location its rooms, the start the end."""
        if name == "class_type_id":
            await self._follow_type()
        elif name == "location_id":
            await self._read_rooms(self._typed["location_id"])
            if self._typed.get("room_id") not in {r.value for r in self.rooms}:
                self._typed = {**self._typed, "room_id": ""}
        elif name == "at":
            ends = {"until": draft.until_of(self._typed["at"], self._minutes)}
            self.draft, self._typed = {**self.draft, **ends}, {**self._typed, **ends}

    async def _preview(self) -> None:
        """What it would do, before it is done: whom it meets, who is in it, what they are told."""
        self.effect = Effect()
        if self.panel == "publish":
            await self._look_for_clashes()
        elif self.panel:
            lang, zone = self.lang(), await self.zone()
            seen = await self._effect(self.uuid(self.session_id))
            self.effect = words_of.effect_on_one(seen, lang=lang, zone=zone)
            if self.panel == "cancel":
                self.effect.summary = ""  # the line under the question says it

    async def _look_for_clashes(self) -> None:
        needed = ("class_type_id", "location_id", "day", "at")
        if not all(text(self._typed, name) for name in needed):
            return
        times = draft.whole_or(self._typed.get("times", ""), 1)
        details = draft.details(self._typed)
        found = await self.do(queries.clashes_of, details=details, times=times)
        self.effect = words_of.clashing(found, lang=self.lang())

    async def _effect(self, session_id: UUID) -> EffectView:
        if self.panel == "cancel":
            off = Cancel(text(self._typed, "reason"))
            return await self.do(booking.effect_of, chosen=Chosen(ids=(session_id,)), deed=off)
        change = draft.change(self._typed)
        return await self.do(booking.effect_of_change, session_id=session_id, change=change)

    async def _follow_type(self) -> None:
        kinds = await self.do(class_types.class_types)
        kind = next((k for k in kinds if str(k.id) == self._typed["class_type_id"]), None)
        if kind is not None:
            self._minutes = kind.minutes
            self.draft = draft.of_type(kind, {**self.draft, **self._typed})
            self._typed = dict(self.draft)

    def _show_plan(self) -> None:
        """The resulting dates, before anything is saved."""
        times = draft.whole_or(self._typed.get("times", ""), 0)
        self.plan, self.dates = texts.PLAN_NONE.to(self.lang()), ""
        try:
            day = date.fromisoformat(self._typed.get("day", ""))
            at = time.fromisoformat(self._typed.get("at", ""))
        except ValueError:
            return
        if rules.TIMES[0] <= times <= rules.TIMES[1]:
            self.plan = timetable.plan_words(day, at, times, self.lang())
            self.dates = timetable.plan_dates(day, times)

    @rx.event
    async def publish(self, form: dict[str, Any]) -> list[EventSpec]:
        """Put it on the timetable, as often as asked, and show the week it begins in."""
        events: list[EventSpec] = []
        async with self.attempt() as deed:
            events = await self._publish(form)
            self.panel = ""
        return [*events, *([deed.toast] if deed.toast else [])]

    async def _publish(self, form: dict[str, Any]) -> list[EventSpec]:
        times = typed.needed_whole(form, "times")
        made = await self.do(actions.publish_weekly, details=draft.details(form), times=times)
        view = await self.do(queries.session, session_id=made.session_ids[0])
        back = back_by(TimetableState.withdraw, str(made.series_id))
        classes = Counted(texts.CLASSES, len(made.days))
        undo = self.offer_undo(texts.PUBLISHED, back, classes=classes, name=view.name)
        return [undo, *await self._show_week_of(made.days[0])]

    async def _show_week_of(self, day: date) -> list[EventSpec]:
        """Where the new class can be seen: the board, or the way to its week without filters."""
        board = await self.get_state(ScheduleState)
        await board._refresh()
        here = day.isoformat() in {d.day for d in board.days}
        if here and not board.hidden:
            return []
        return [rx.redirect(Asked(day).address(self.lang()), replace=True)]

    @rx.event
    async def withdraw(self, series_id: str) -> EventSpec | None:
        """Take back what was published together, while nobody has booked."""
        return await self._withdraw(self.uuid(series_id))

    @rx.event
    async def ask_withdraw(self, session_id: str) -> EventSpec | None:
        """Ask before several classes leave the timetable."""
        async with self.attempt() as deed:
            view, lang = await self._take_up(session_id), self.lang()
            together = await self.do(queries.series, series_id=view.series_id)
            count = Counted(texts.CLASSES, sum(v.facts.is_on for v in together))
            self.cost = texts.WITHDRAW_BODY.to(lang, classes=count)
            self.panel = "withdraw"
        return deed.toast

    @rx.event
    async def withdraw_these(self) -> EventSpec | None:
        """Take back the series of the class that was asked about."""
        self.panel = ""
        view = await self.do(queries.session, session_id=self.uuid(self.session_id))
        return await self._withdraw(view.series_id)

    async def _withdraw(self, series_id: UUID) -> EventSpec | None:
        async with self.attempt() as deed:
            count = await self.do(actions.withdraw, series_id=series_id)
            deed.toast = told(texts.WITHDRAWN.to(self.lang(), count))
        await self._show_board()
        return deed.toast

    # changing

    @rx.event
    async def edit(self, session_id: str) -> EventSpec | None:
        """Open the form of a change."""
        async with self.attempt() as deed:
            view = await self._take_up(session_id)
            await self._begin_change(view)
            self.panel = "change"
        return deed.toast

    async def _begin_change(self, view: SessionView) -> None:
        lang = self.lang()
        await self._read_choices()
        await self._read_rooms(str(view.location_id))
        self._keep_choices_of(view)
        self.draft = draft.of_session(view, await self.zone())
        self._typed, self.effect = dict(self.draft), Effect()
        self._minutes = int((view.ends_at - view.starts_at).total_seconds() // 60)
        self.title = texts.CHANGE_TITLE.to(lang, session=await self._named(view))
        people = timetable.affected(view, lang)
        self.cost = texts.CHANGE_COST.to(lang, people=people) if people else ""

    @rx.event
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Move a class, or give it another coach, room, size or note."""
        async with self.attempt() as deed:
            session_id = self.uuid(self.session_id)
            deed.toast = await self._save(session_id, draft.change(form), text(form, "note"))
            self.panel = ""
            await self._show_board()
        return deed.toast

    async def _save(self, session_id: UUID, change: SessionChange, note: str) -> EventSpec:
        before = await self.do(queries.session, session_id=session_id)
        if note != before.note:
            await self.do(actions.set_note, session_id=session_id, note=note)
        await self.do(actions.change_session, session_id=session_id, change=change)
        self._before = draft.as_it_is(before, await self.zone())
        self._note_before = before.note
        after = await self.do(queries.session, session_id=session_id)
        back = back_by(TimetableState.change_back, str(session_id))
        return self.offer_undo(texts.CHANGED, back, session=await self._named(after))

    @rx.event
    async def change_back(self, session_id: str) -> EventSpec | None:
        """The class as it was before the last change."""
        async with self.attempt() as deed:
            if self._before is None or session_id != self.session_id:
                return None
            ids = {"session_id": self.uuid(session_id)}
            await self.do(actions.change_session, **ids, change=self._before)
            await self._write_back(**ids)
            view = await self.do(queries.session, **ids)
            deed.toast = self.say(texts.CHANGED_BACK, session=await self._named(view))
            await self._show_board()
        return deed.toast

    # cancelling and restoring

    @rx.event
    async def ask_cancel(self, session_id: str) -> EventSpec | None:
        """Say who is affected, and ask for the reason."""
        async with self.attempt() as deed:
            view, lang = await self._take_up(session_id), self.lang()
            self.title = texts.CANCEL_TITLE.to(lang, session=await self._named(view))
            people = timetable.affected(view, lang)
            cost = texts.CANCEL_COST.to(lang, people=people)
            self.cost = cost if people else texts.CANCEL_FREE.to(lang)
            self._typed, self.panel = {}, "cancel"
            await self._preview()
        return deed.toast

    @rx.event
    async def cancel(self, form: dict[str, Any]) -> EventSpec | None:
        """Take the class off; those booked are told, and get back what it took."""
        async with self.attempt() as deed:
            ids = {"session_id": self.uuid(self.session_id)}
            batch_id = await self.do(actions.cancel_session, **ids, reason=text(form, "reason"))
            view = await self.do(queries.session, **ids)
            self.panel = ""
            back = back_by(BulkState.undo, str(batch_id))
            named = await self._named(view)
            deed.toast = self.offer_undo(texts.CANCELLED_NOW, back, session=named)
            await self._show_board()
        return deed.toast

    @rx.event
    async def restore(self, session_id: str) -> EventSpec | None:
        """Give a cancelled class after all."""
        try:
            await self.do(actions.restore_session, session_id=self.uuid(session_id))
            view = await self.do(queries.session, session_id=self.uuid(session_id))
        except Refusal as refusal:  # a clash names a field, and there is no form here
            return warned(sentence(refusal, self.lang()))
        await self._show_board()
        return self.say(texts.RESTORED, session=await self._named(view))

    @rx.event
    async def leave(self) -> None:
        """Close whatever is open; nothing changes."""
        self.panel, self.problems = "", {}

    async def _take_up(self, session_id: str) -> SessionView:
        """The class a deed is about; its sheet gives way to the dialog."""
        view = await self.do(queries.session, session_id=self.uuid(session_id))
        self.session_id, self.problems = str(view.id), {}
        board = await self.get_state(ScheduleState)
        board.sheet = timetable.Sheet()
        return view

    async def _show_board(self) -> None:
        board = await self.get_state(ScheduleState)
        board.sheet = timetable.Sheet()
        await board._refresh()

    async def _write_back(self, session_id: UUID) -> None:
        await self.do(actions.set_note, session_id=session_id, note=self._note_before)

    async def _read_choices(self) -> None:
        lang = self.lang()
        kinds = await self.do(class_types.class_types)
        self.types = named([(k.id, k.name) for k in kinds], lang)
        self.places = named([(p.id, p.name) for p in await self.do(locations.locations)], lang)
        self.coaches = named([(c.id, c.name) for c in await self.do(staff.coaches)], lang)

    async def _read_rooms(self, location_id: str) -> None:
        places = await self.do(locations.locations)
        rooms = [r for p in places if str(p.id) == location_id for r in p.rooms]
        self.rooms = named([(r.id, r.name) for r in rooms], self.lang())

    def _keep_choices_of(self, view: SessionView) -> None:
        """A coach who left and a room that closed stay choices of the classes that have them."""
        self.coaches = _with(self.coaches, view.coach_id, view.coach)
        self.places = _with(self.places, view.location_id, view.location)
        self.rooms = _with(self.rooms, view.room_id, view.room)

    async def _named(self, view: SessionView) -> str:
        return rules.title(view.name, view.starts_at, await self.zone()).to(self.lang())


def _with(choices: list[Choice], own: UUID | None, label: str) -> list[Choice]:
    is_known = own is None or any(c.value == str(own) for c in choices)
    return choices if is_known else [*choices, Choice(str(own), label)]


def _first(filters: list[Pick], places: list[Choice]) -> str:
    """Where most likely: the location that the board shows, or the gym's first."""
    shown = next((p.value for p in filters if p.is_on), "")
    return shown or next((p.value for p in places), "")
