"""What the catalogue knows and does: one State for both tabs, since they are one page."""

from typing import Any, ClassVar, TypeVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.features.class_types import actions as class_types
from fitkit.features.class_types import queries as type_queries
from fitkit.features.class_types.queries import ClassTypeView
from fitkit.features.class_types.rules import Policy
from fitkit.features.locations import actions as locations
from fitkit.features.locations import queries as location_queries
from fitkit.features.locations.queries import LocationView, RoomView
from fitkit.features.staff import queries as staff
from fitkit.texts import catalogue as texts
from fitkit.texts import desk
from fitkit.web.owner import typed
from fitkit.web.owner.catalogue import rows
from fitkit.web.owner.catalogue.rows import DayRow, LocationRow, TypeRow
from fitkit.web.owner.typed import back_by
from fitkit.web.rows.choice import Choice, named
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
    policy: list[str] = []
    example: str = ""
    _written: dict[str, str] = {}
    _types: dict[UUID, ClassTypeView] = {}
    _places: dict[UUID, LocationView] = {}
    _room_of: str = ""  # the location a new room belongs to

    @rx.event
    async def load(self) -> None:
        """Read everything."""
        self.panel, self.problems, self.tab = "", {}, "types"
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        here, now, lang = await self.zone(), await self.today(), self.lang()
        sold = await self.do(type_queries.class_types)
        gone = await self.do(type_queries.retired_class_types)
        places = await self.do(location_queries.locations_with_closed)
        coaches = {c.id: c.name for c in await self.do(staff.coaches)}
        self._types = {v.id: v for v in (*sold, *gone)}
        self._places = {v.id: v for v in places}
        self.coaches = named(coaches.items(), lang)
        self.colours = named(texts.COLOURS.items(), lang)

        def row(view: ClassTypeView) -> TypeRow:
            return rows.type_row(view, coaches=coaches, zone=here, today=now, lang=lang)

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
    async def write(self, name: str, value: str | float | None) -> None:
        """One number of the policy was typed: the example follows."""
        if name in rows.NEW_TYPE:
            self._written = self._written | {name: typed.as_text(value)}
            await self._sketch()

    @rx.event
    async def save_type(self, form: dict[str, Any]) -> EventSpec | None:
        """Keep the class type."""
        async with self.attempt() as deed:
            details = rows.type_details(form, self._edited())
            if self.editing:
                class_type_id = self.uuid(self.editing)
                await self.do(class_types.change, class_type_id=class_type_id, details=details)
            else:
                await self.do(class_types.add, details=details)
            named_so = Text(details.name_he or details.name_en, details.name_en or details.name_he)
            deed.toast = await self._saved(named_so)
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

    def _edited(self) -> ClassTypeView | None:
        return self._types.get(self.uuid(self.editing)) if self.editing else None

    def _begin(self, panel: str, editing: str, start: dict[str, str]) -> None:
        self.panel, self.editing, self.start, self.problems = panel, editing, start, {}
        self._written = start

    async def _sketch(self) -> None:
        """The policy in words, while its numbers can be read."""
        here, now, lang = await self.zone(), await self.today(), self.lang()
        self.example = rows.example_words(now, lang)
        try:
            edited = self._edited()
            policy = rows.policy_of(self._written, edited.policy if edited else Policy())
            self.policy = rows.policy_words(policy, zone=here, today=now, lang=lang)
        except (Refusal, OverflowError):
            return  # half a number: the last words stay

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
