"""What the catalogue knows and does: one State for both tabs, since they are one page."""

from contextlib import suppress
from datetime import date, time
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Invalid, NotFound, Refusal
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.features.class_types import actions as class_types
from fitkit.features.class_types import queries as type_queries
from fitkit.features.class_types import rules as class_type_rules
from fitkit.features.class_types.queries import ClassTypeView
from fitkit.features.class_types.rules import Opens
from fitkit.features.locations import actions as locations
from fitkit.features.locations import queries as location_queries
from fitkit.features.locations.queries import LocationView, RoomView
from fitkit.features.orgs import queries as orgs
from fitkit.features.orgs.rules import QuietHours
from fitkit.features.staff import queries as staff
from fitkit.texts import catalogue as texts
from fitkit.texts import desk
from fitkit.web.owner import typed
from fitkit.web.owner.catalogue import policy as policy_form
from fitkit.web.owner.catalogue import rows
from fitkit.web.owner.catalogue.rows import DayRow, LocationRow, TypeRow
from fitkit.web.owner.typed import back_by
from fitkit.web.rows.choice import Choice, named
from fitkit.web.rows.policy import Example
from fitkit.web.screen import Needs, Screen

V = TypeVar("V")


class CatalogueState(Screen, rx.State):
    """Class types, locations, rooms, and what is being edited."""

    needs: ClassVar[Needs] = Permission.EDIT_CATALOGUE
    tab: str = "types"
    types: list[TypeRow] = []
    retired: list[TypeRow] = []
    places: list[LocationRow] = []
    closed: list[LocationRow] = []
    coaches: list[Choice] = []
    colours: list[Choice] = []
    is_loading: bool = True
    problem: str = ""
    problems: dict[str, str] = {}

    panel: str = ""  # type, location, room: what is open
    editing: str = ""  # its id; empty: a new one
    start: dict[str, str] = {}
    days: list[DayRow] = []
    opens: str = "rolling"  # the way of opening that is shown
    policy: list[str] = []
    example: str = ""
    example_day: str = ""  # 2026-12-01
    example_at: str = ""  # 18:30
    _written: dict[str, str] = {}
    _types: dict[UUID, ClassTypeView] = {}
    _places: dict[UUID, LocationView] = {}
    _quiet: QuietHours = QuietHours()
    _room_of: str = ""  # the location a new room belongs to

    @rx.event
    async def load(self) -> None:
        """Read everything."""
        self.panel, self.problems, self.tab = "", {}, "types"
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        lang = self.lang()
        self._quiet = await self.do(orgs.quiet)
        day = policy_form.example_day(await self.today())
        self.example_day, self.example_at = day.isoformat(), f"{policy_form.EXAMPLE_AT:%H:%M}"
        example = await self._example()
        sold = await self.do(type_queries.class_types)
        gone = await self.do(type_queries.retired_class_types)
        places = await self.do(location_queries.locations_with_closed)
        coaches = {c.id: c.name for c in await self.do(staff.coaches)}
        self._types = {v.id: v for v in (*sold, *gone)}
        self._places = {v.id: v for v in places}
        self.coaches = named(coaches.items(), lang)
        self.colours = named(texts.COLOURS.items(), lang)

        def row(view: ClassTypeView) -> TypeRow:
            return rows.type_row(view, coaches=coaches, example=example, lang=lang)

        self.types, self.retired = [row(v) for v in sold], [row(v) for v in gone]
        self.places = [rows.location_row(v, lang) for v in places if not v.is_closed]
        self.closed = [rows.location_row(v, lang) for v in places if v.is_closed]

    @rx.event
    async def choose_tab(self, tab: str) -> None:
        """Class types or locations."""
        self.tab = "places" if tab == "places" else "types"

    @rx.event
    async def close_panel(self) -> None:
        """Leave the editor."""
        self.panel = ""

    # class types

    @rx.event
    async def new_type(self) -> None:
        """Open the editor for a class type that is not there yet."""
        self._begin("type", "", dict(rows.NEW_TYPE))
        await self._sketch()

    @rx.event
    async def edit_type(self, class_type_id: str) -> None:
        """Open the editor of a class type."""
        view = self._type(class_type_id)
        self._begin("type", str(view.id), rows.type_draft(view))
        await self._sketch()

    @rx.event
    async def choose_opens(self, way: str) -> None:
        """Another way of opening; what was typed for the other is kept."""
        self.opens = typed.one_of({"opens": way}, "opens", Opens)
        self._written = self._written | {"opens": self.opens}
        await self._sketch()

    @rx.event
    async def tick(self, name: str, is_on: bool) -> None:
        """A box of the rules was ticked: the example follows."""
        if name in rows.NEW_TYPE:
            self._written = self._written | {name: "on" if is_on else ""}
            await self._sketch()

    @rx.event
    async def pick_day(self, day: str) -> None:
        """Another day for the example; one that is none is passed over."""
        with suppress(ValueError):
            self.example_day = date.fromisoformat(day).isoformat()
            await self._sketch()

    @rx.event
    async def pick_at(self, at: str) -> None:
        """Another hour for the example; one that is none is passed over."""
        with suppress(ValueError):
            self.example_at = f"{time.fromisoformat(at):%H:%M}"
            await self._sketch()

    @rx.event
    async def write(self, name: str, value: str | float | None) -> None:
        """One number of the policy was typed: the example follows."""
        if name in rows.NEW_TYPE:
            self._written = self._written | {name: typed.as_text(value)}
            await self._sketch()

    @rx.event
    async def save_type(self, form: dict[str, Any]) -> EventSpec | None:
        """Keep the class type."""
        async with self.attempt() as deed:
            details = rows.type_details(self._whole(form))
            if self.editing:
                class_type_id = self.uuid(self.editing)
                await self.do(class_types.change, class_type_id=class_type_id, details=details)
            else:
                await self.do(class_types.add, details=details)
            named_so = Text(details.name_he or details.name_en, details.name_en or details.name_he)
            deed.toast = await self._saved(named_so)
        self.problems = policy_form.problems_at(self.problems)
        return deed.toast

    @rx.event
    async def retire_type(self, class_type_id: str) -> EventSpec:
        """Give no new classes of this kind."""
        view = self._type(class_type_id)
        await self.do(class_types.retire, class_type_id=view.id)
        await self._refresh()
        self.panel = ""
        back = back_by(CatalogueState.restore_type, class_type_id)
        return self.offer_undo(desk.TYPE_RETIRED, back, name=view.name)

    @rx.event
    async def restore_type(self, class_type_id: str) -> EventSpec:
        """Give classes of this kind again."""
        view = self._type(class_type_id)
        await self.do(class_types.restore, class_type_id=view.id)
        await self._refresh()
        return self.say(desk.TYPE_BACK, name=view.name)

    # locations and rooms

    @rx.event
    async def new_location(self) -> None:
        """Open the editor for a location that is not there yet."""
        self._begin("location", "", {"name": "", "address": "", "phone": ""})
        self.days = rows.days_of({}, self.lang())

    @rx.event
    async def edit_location(self, location_id: str) -> None:
        """Open the editor of a location."""
        row = rows.location_row(self._place(location_id), self.lang())
        start = {"name": row.name, "address": row.address, "phone": row.phone}
        self._begin("location", row.id, start)
        self.days = row.days

    @rx.event
    async def save_location(self, form: dict[str, Any]) -> EventSpec | None:
        """Keep the location."""
        async with self.attempt() as deed:
            kept = self._place(self.editing) if self.editing else None
            details = rows.location_details(form, zone=kept.zone if kept else "")
            if kept:
                await self.do(locations.change, location_id=kept.id, details=details)
            else:
                await self.do(locations.add, details=details)
            deed.toast = await self._saved(details.name)
        return deed.toast

    @rx.event
    async def close_location(self, location_id: str) -> EventSpec:
        """Take a location out of use."""
        view = self._place(location_id)
        await self.do(locations.close, location_id=view.id)
        await self._refresh()
        self.panel = ""
        back = back_by(CatalogueState.reopen_location, location_id)
        return self.offer_undo(desk.LOCATION_CLOSED, back, name=view.name)

    @rx.event
    async def reopen_location(self, location_id: str) -> EventSpec:
        """Take a location into use again."""
        view = self._place(location_id)
        await self.do(locations.reopen, location_id=view.id)
        await self._refresh()
        return self.say(desk.REOPENED, name=view.name)

    @rx.event
    async def new_room(self, location_id: str) -> None:
        """Open the editor for a room of a location."""
        self._room_of = str(self._place(location_id).id)
        self._begin("room", "", {"name": "", "capacity": "16"})

    @rx.event
    async def edit_room(self, room_id: str) -> None:
        """Open the editor of a room."""
        room = self._room(room_id)
        self._begin("room", str(room.id), {"name": room.name, "capacity": str(room.capacity)})

    @rx.event
    async def save_room(self, form: dict[str, Any]) -> EventSpec | None:
        """Keep the room."""
        async with self.attempt() as deed:
            details = rows.room_details(form)
            if self.editing:
                await self.do(
                    locations.change_room, room_id=self.uuid(self.editing), details=details
                )
            else:
                location_id = self.uuid(self._room_of)
                await self.do(locations.add_room, location_id=location_id, details=details)
            deed.toast = await self._saved(details.name)
        return deed.toast

    @rx.event
    async def close_room(self, room_id: str) -> EventSpec:
        """Take a room out of use."""
        room = self._room(room_id)
        await self.do(locations.close_room, room_id=room.id)
        await self._refresh()
        self.panel = ""
        back = back_by(CatalogueState.reopen_room, room_id)
        return self.offer_undo(desk.LOCATION_CLOSED, back, name=room.name)

    @rx.event
    async def reopen_room(self, room_id: str) -> EventSpec:
        """Take a room into use again."""
        room = self._room(room_id)
        await self.do(locations.reopen_room, room_id=room.id)
        await self._refresh()
        return self.say(desk.REOPENED, name=room.name)

    def _whole(self, form: dict[str, Any]) -> dict[str, Any]:  # Any: what a browser sends
        """The form with the fields of the way of opening that is not shown."""
        hidden = {name: self._written.get(name, "") for name in policy_form.HIDDEN_BY_WAY}
        return hidden | form | {"opens": self.opens}

    def _begin(self, panel: str, editing: str, start: dict[str, str]) -> None:
        self.panel, self.editing, self.start, self.problems = panel, editing, start, {}
        self._written, self.opens = start, start.get("opens", "rolling")

    async def _sketch(self) -> None:
        """The rules in words, while what was typed can be read."""
        lang, example = self.lang(), await self._example()
        self.example = rows.example_words(example, lang)
        try:
            policy = class_type_rules.checked_policy(policy_form.policy_of(self._written))
            drop_in = policy_form.drop_in_of(self._written)
        except (Refusal, Invalid, OverflowError):
            return  # half a number: the last words stay
        forms = policy_form.forms_of(self._written)
        self.policy = rows.rules_words(
            policy, example=example, drop_in=drop_in, forms=forms, lang=lang
        )

    async def _example(self) -> Example:
        day, at = date.fromisoformat(self.example_day), time.fromisoformat(self.example_at)
        return Example(day, at, self._quiet, await self.zone())

    async def _saved(self, name: Text | str) -> EventSpec:
        await self._refresh()
        self.panel = ""
        return self.say(desk.SAVED_NAMED, name=name)

    def _type(self, class_type_id: str) -> ClassTypeView:
        return _known(self._types, self.uuid(class_type_id))

    def _place(self, location_id: str) -> LocationView:
        return _known(self._places, self.uuid(location_id))

    def _room(self, room_id: str) -> RoomView:
        rooms = {room.id: room for place in self._places.values() for room in place.rooms}
        return _known(rooms, self.uuid(room_id))


def _known(things: dict[UUID, V], asked: UUID) -> V:
    if asked not in things:
        raise NotFound
    return things[asked]
