"""Classes of every week: a new one with what it yields while it is typed, a change, an end."""

from datetime import date, time, timedelta
from typing import Any, ClassVar, Literal
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang, Text, ltr
from fitkit.core.permissions import Permission
from fitkit.features.booking import queries as booking
from fitkit.features.class_types import queries as class_types
from fitkit.features.locations import queries as locations
from fitkit.features.scheduling import actions, queries, rules
from fitkit.features.scheduling.queries import SlotView
from fitkit.features.scheduling.rules import Exceptions, SlotChange, SlotDetails
from fitkit.features.staff import queries as staff
from fitkit.texts import board as texts
from fitkit.texts import common
from fitkit.web.owner import typed
from fitkit.web.owner.timetable.bulk import BulkState
from fitkit.web.owner.timetable.state import ScheduleState
from fitkit.web.owner.typed import back_by
from fitkit.web.rows import effect as words_of
from fitkit.web.rows.choice import Choice, named
from fitkit.web.rows.effect import Effect
from fitkit.web.rows.session import week_words
from fitkit.web.rows.timetable import Sheet
from fitkit.web.screen import Needs, Screen, text, ticked

Typed = Literal[
    "class_type_id", "location_id", "room_id", "coach_id", "weekday", "first_on", "last_on", "at",
    "minutes", "capacity", "exceptions", "reason",
]  # fmt: skip


class WeeklyState(Screen, rx.State):
    """One weekly class: a new one, or one that changes or ends."""

    needs: ClassVar[Needs] = Permission.EDIT_TIMETABLE
    panel: str = ""  # add change end
    slot_id: str = ""
    title: str = ""
    since: str = ""  # from which week a new one is given
    draft: dict[str, str] = {}  # what the form begins with
    types: list[Choice] = []
    places: list[Choice] = []
    rooms: list[Choice] = []
    coaches: list[Choice] = []
    weekdays: list[Choice] = []
    effect: Effect = Effect()
    problems: dict[str, str] = {}
    _typed: dict[str, str] = {}

    @rx.event
    async def begin(self) -> None:
        """Open the form of a new weekly class, from the week that the board shows."""
        await self._read_choices()
        board = await self.get_state(ScheduleState)
        shown = date.fromisoformat(board.first) if board.first else date.min
        first = max(await self.today(), shown)
        where = self.places[0].value if self.places else ""
        self.draft = {
            "location_id": where,
            "weekday": str(rules.weekday_of(first)),
            "first_on": first.isoformat(),
            "at": "18:00",
        }
        self.slot_id, self.title = "", texts.NEW_SLOT_TITLE.to(self.lang())
        await self._open("add")

    @rx.event
    async def edit(self, session_id: str) -> EventSpec | None:
        """Open the form of the weekly class that a class comes from."""
        return await self._take_up(session_id, "change")

    @rx.event
    async def ask_end(self, session_id: str) -> EventSpec | None:
        """Open the form that ends the weekly class that a class comes from."""
        return await self._take_up(session_id, "end")

    @rx.event
    async def put(self, name: Typed, value: str | float | bool | None) -> EventSpec | None:
        """Something was typed: what it yields and whom it meets is worded anew."""
        async with self.attempt() as deed:
            words = "on" if value is True else "" if value in (None, False) else str(value)
            self._typed = {**self._typed, name: words[:200]}
            await self._follow(name)
            await self._preview()
        self.problems, elsewhere = words_of.apart(self.problems, name)
        if elsewhere:
            self.effect = Effect(clashes=elsewhere)
        return deed.toast

    @rx.event
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Keep what is open; the toast takes it back."""
        async with self.attempt() as deed:
            batch_id, words = await self._save({**self._typed, **form})
            self.panel = ""
            board = await self.get_state(ScheduleState)
            await board._refresh()
            if batch_id:
                deed.toast = self.offer_undo(words, back_by(BulkState.undo, batch_id))
        return deed.toast

    @rx.event
    async def leave(self) -> None:
        """Close; nothing changes."""
        self.panel, self.problems = "", {}

    async def _take_up(self, session_id: str, panel: str) -> EventSpec | None:
        async with self.attempt() as deed:
            view = await self.do(queries.session, session_id=self.uuid(session_id))
            slot = await self.do(queries.slot, slot_id=view.slot_id or view.id)
            await self._read_choices()
            day = max(await self.today(), view.starts_at.astimezone(await self.zone()).date())
            self.slot_id, self.since, self.draft = str(slot.id), "", _draft(slot, day)
            self.title = texts.EDIT_SLOT_TITLE.to(
                self.lang(),
                name=slot.name,
                day=texts.EVERY[slot.weekday],
                at=ltr(f"{slot.at:%H:%M}"),
            )
            board = await self.get_state(ScheduleState)
            board.sheet = Sheet()
            await self._open(panel)
        return deed.toast

    async def _open(self, panel: str) -> None:
        self._typed, self.problems = dict(self.draft), {}
        await self._read_rooms()
        self.panel = panel
        await self._preview()

    async def _follow(self, name: str) -> None:
        """The class brings its length, places and coach; the location its rooms."""
        if name == "location_id":
            await self._read_rooms()
            if self._typed.get("room_id") not in {r.value for r in self.rooms}:
                self._typed = {**self._typed, "room_id": ""}
        if name == "class_type_id" and self._typed["class_type_id"]:
            kinds = await self.do(class_types.class_types)
            kind = next((k for k in kinds if str(k.id) == self._typed["class_type_id"]), None)
            if kind is not None:
                brought = {
                    "minutes": str(kind.minutes),
                    "capacity": str(kind.capacity),
                    "coach_id": str(kind.coach_id or ""),
                }
                self._typed = {**self._typed, **brought}
                # Only what is brought: a field with a new default is drawn anew, and loses the focus.
                self.draft = {**self.draft, **brought}

    async def _preview(self) -> None:
        lang, zone = self.lang(), await self.zone()
        self.effect = Effect()
        if self.panel == "add":
            self._say_since()
            if not text(self._typed, "class_type_id") or not text(self._typed, "at"):
                self.effect.yields = texts.OUTLOOK_EMPTY.to(lang)
                return
            seen = await self.do(queries.outlook, details=_details(self._typed))
            made = words_of.outlook(seen, lang=lang)
            if seen.problem is None:
                made.yields = words_of.slot_words(seen.days, text(self._typed, "at"), lang)
            self.effect = made
        elif self.panel == "change":
            changed = await self.do(booking.effect_of_slot_change, **self._changed(self._typed))
            self.effect = words_of.slot_effect(changed, lang=lang, zone=zone)
        elif self.panel == "end":
            ended = await self.do(booking.effect_of_slot_end, **self._ended(self._typed))
            self.effect = words_of.effect_of(ended, lang=lang, zone=zone)

    def _say_since(self) -> None:
        """The week of the first class: its weekday, on or after the day that was typed."""
        first = _day(self._typed, "first_on")
        ahead = (typed.needed_whole(self._typed, "weekday") - rules.weekday_of(first)) % 7
        week = week_words(first + timedelta(days=ahead))
        self.since = texts.SLOT_SINCE.to(self.lang(), week=week)

    async def _save(self, form: dict[str, Any]) -> tuple[str, Text]:
        if self.panel == "add":
            made = await self.do(actions.add_slot, details=_details(form))
            slot = await self.do(queries.slot, slot_id=made.slot_id)
            classes = words_of.counted(texts.CLASSES, len(made.days))
            return str(made.batch_id), _filled(texts.SLOT_ADDED, name=slot.name, classes=classes)
        if self.panel == "end":
            ended = await self.do(
                actions.end_slot, **self._ended(form), reason=text(form, "reason")
            )
            return str(ended.batch_id or ""), texts.SLOT_ENDED
        done = await self.do(actions.change_slot, **self._changed(form))
        classes = words_of.counted(texts.CLASSES, len(done.session_ids))
        return str(done.batch_id or ""), _filled(texts.SLOT_CHANGED, classes=classes)

    def _changed(self, form: dict[str, Any]) -> dict[str, Any]:
        return {
            "slot_id": self.uuid(self.slot_id),
            "from_on": _day(form, "first_on"),
            "change": _change(form),
            "exceptions": Exceptions.TAKE if ticked(form, "exceptions") else Exceptions.KEEP,
        }

    def _ended(self, form: dict[str, Any]) -> dict[str, Any]:
        return {
            "slot_id": self.uuid(self.slot_id),
            "last_on": _day(form, "last_on"),
            "exceptions": Exceptions.TAKE if ticked(form, "exceptions") else Exceptions.KEEP,
        }

    async def _read_choices(self) -> None:
        lang = self.lang()
        kinds = await self.do(class_types.class_types)
        self.types = named([(k.id, k.name) for k in kinds], lang)
        self.places = named([(p.id, p.name) for p in await self.do(locations.locations)], lang)
        self.coaches = named([(c.id, c.name) for c in await self.do(staff.coaches)], lang)
        self.weekdays = named([(str(n), day) for n, day in enumerate(texts.EVERY)], lang)

    async def _read_rooms(self) -> None:
        places = await self.do(locations.locations)
        where = self._typed.get("location_id", "")
        rooms = [r for p in places if str(p.id) == where for r in p.rooms]
        self.rooms = named([(r.id, r.name) for r in rooms], self.lang())


def _draft(slot: SlotView, day: date) -> dict[str, str]:
    return {
        "class_type_id": str(slot.class_type_id),
        "location_id": str(slot.location_id),
        "room_id": str(slot.room_id or ""),
        "coach_id": str(slot.coach_id or ""),
        "weekday": str(slot.weekday),
        "first_on": day.isoformat(),
        "last_on": day.isoformat(),
        "at": f"{slot.at:%H:%M}",
        "minutes": str(slot.minutes),
        "capacity": str(slot.capacity),
    }


def _details(form: dict[str, Any]) -> SlotDetails:
    return SlotDetails(
        class_type_id=_needed(form, "class_type_id"),
        location_id=_needed(form, "location_id"),
        first_on=_day(form, "first_on"),
        weekday=typed.needed_whole(form, "weekday"),
        at=_hour(form),
        minutes=typed.whole(form, "minutes"),
        last_on=typed.day(form, "last_on"),
        room_id=typed.chosen(form, "room_id"),
        coach_id=typed.chosen(form, "coach_id"),
        capacity=typed.whole(form, "capacity"),
    )


def _change(form: dict[str, Any]) -> SlotChange:
    return SlotChange(
        weekday=typed.needed_whole(form, "weekday"),
        at=_hour(form),
        minutes=typed.needed_whole(form, "minutes"),
        location_id=_needed(form, "location_id"),
        capacity=typed.needed_whole(form, "capacity"),
        room_id=typed.chosen(form, "room_id"),
        coach_id=typed.chosen(form, "coach_id"),
    )


def _needed(form: dict[str, Any], name: str) -> UUID:
    found = typed.chosen(form, name)
    if found is None:
        raise Refusal(common.REQUIRED, field=name)
    return found


def _day(form: dict[str, Any], name: str) -> date:
    day = typed.day(form, name)
    if day is None:
        raise Refusal(common.REQUIRED, field=name)
    return day


def _hour(form: dict[str, Any]) -> time:
    words = text(form, "at")
    if not words:
        raise Refusal(common.REQUIRED, field="at")
    try:
        return time.fromisoformat(words).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise Refusal(common.NOT_A_TIME, field="at") from None


def _filled(words: Text, **params: object) -> Text:
    return Text(words.to(Lang.HE, **params), words.to(Lang.EN, **params))
