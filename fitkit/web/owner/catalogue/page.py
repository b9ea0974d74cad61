"""The catalogue: class types and locations as two tabs of one page, and the editors over them."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.button import button, icon_button
from fitkit.design.card import card, card_head, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.desk import colour_mark, facts_of, plain_lines
from fitkit.design.dialog import dialog, form_buttons, menu_item, more_menu
from fitkit.design.feedback import empty_state, notice, skeleton_cards, states
from fitkit.design.field import (
    number_field,
    phone_field,
    select_field,
    text_field,
    textarea_field,
)
from fitkit.design.form import fields, fieldset, form, problem_summary
from fitkit.design.layout import grid, grow, row, section, split, stack
from fitkit.design.layout import page as column
from fitkit.design.nav import page_head, tabs
from fitkit.design.say import say
from fitkit.design.type import caption, muted
from fitkit.texts import catalogue as words
from fitkit.texts import common, desk
from fitkit.texts import members as people
from fitkit.web.frames import Frame, page
from fitkit.web.owner.catalogue import parts
from fitkit.web.owner.catalogue.rows import DayRow, LocationRow, RoomRow, TypeRow
from fitkit.web.owner.catalogue.state import CatalogueState

TYPE_LABELS: dict[str, Text] = {
    "name_he": desk.NAME_HE,
    "name_en": desk.NAME_EN,
    "minutes": desk.MINUTES,
    "capacity": desk.PLACES,
    "min_attendance": desk.MIN_ATTENDANCE,
    "coach_id": desk.DEFAULT_COACH,
    "description": desk.DESCRIPTION,
} | parts.LABELS
PLACE_LABELS: dict[str, Text] = {
    "name": desk.LOCATION_NAME,
    "address": desk.ADDRESS,
    "phone": people.PHONE,
    "hours": desk.HOURS,
} | {f"hours_{n}": day for n, day in enumerate(words.WEEKDAYS)}


@page(
    "/dashboard/catalogue",
    title=desk.CATALOGUE,
    state=CatalogueState,
    frame=Frame.STAFF,
    heads=False,
)
def catalogue() -> rx.Component:
    return column(
        page_head(desk.CATALOGUE, _add()),
        tabs(
            [("types", desk.CLASS_TYPES), ("places", desk.LOCATIONS)],
            CatalogueState.tab,
            CatalogueState.choose_tab,
            label=desk.CATALOGUE,
        ),
        _content(),
        _type_editor(),
        _location_editor(),
        _room_editor(),
    )


def _add() -> rx.Component:
    return rx.cond(
        CatalogueState.tab == "types",
        _add_type(),
        _add_location(),
    )


def _add_type() -> rx.Component:
    return button(desk.ADD_CLASS_TYPE, kind="main", icon="add", on_click=CatalogueState.new_type)


def _add_location() -> rx.Component:
    return button(desk.ADD_LOCATION, kind="main", icon="add", on_click=CatalogueState.new_location)


def _content() -> rx.Component:
    is_types = CatalogueState.tab == "types"
    is_empty = rx.cond(
        is_types,
        (CatalogueState.types.length() == 0) & (CatalogueState.retired.length() == 0),
        (CatalogueState.places.length() == 0) & (CatalogueState.closed.length() == 0),
    )
    return states(
        rx.cond(is_types, _types(), _places()),
        loading=CatalogueState.is_loading,
        problem=CatalogueState.problem,
        is_empty=is_empty,
        empty=rx.cond(
            is_types,
            empty_state(desk.NO_TYPES, desk.NO_TYPES_WHY, _add_type()),
            empty_state(desk.NO_LOCATIONS, desk.NO_LOCATIONS_WHY, _add_location()),
        ),
        skeleton=skeleton_cards(),
        on_retry=CatalogueState.load,
    )


# class types


def _types() -> rx.Component:
    return stack(
        grid(rx.foreach(CatalogueState.types, _type_card), least=320),
        rx.cond(
            CatalogueState.retired.length() > 0,
            section(desk.RETIRED_TYPES, items(rx.foreach(CatalogueState.retired, _gone_type))),
        ),
        gap=6,
    )


def _type_card(t: rx.Var[TypeRow]) -> rx.Component:
    deeds = row(
        button(
            common.EDIT,
            icon="edit",
            small=True,
            on_click=CatalogueState.edit_type(t.id),
            aria_label=f"{say(common.EDIT)}: {t.name}",
        ),
        more_menu(
            t.name,
            menu_item(desk.RETIRE_TYPE, icon="archive", on_click=CatalogueState.retire_type(t.id)),
        ),
        gap=0,
    )
    return card(
        row(colour_mark(t.colour), grow(card_head(t.name, deeds)), gap=3),
        row(
            chip(t.facts, icon="clock"),
            rx.cond(t.coach != "", chip(t.coach, icon="person")),
            wrap=True,
        ),
        rx.cond(t.description != "", muted(t.description)),
        caption(t.example),
        plain_lines(t.policy),
    )


def _gone_type(t: rx.Var[TypeRow]) -> rx.Component:
    return item(
        item_text(t.name, t.facts),
        button(
            desk.USE_AGAIN, icon="restore", small=True, on_click=CatalogueState.restore_type(t.id)
        ),
    )


def _type_editor() -> rx.Component:
    return dialog(
        split(_type_form(), parts.example()),
        open=CatalogueState.panel == "type",
        on_close=CatalogueState.close_panel,
        title=_title(desk.NEW_CLASS_TYPE, desk.EDIT_CLASS_TYPE),
        actions=form_buttons("type-form", common.SAVE, CatalogueState.close_panel),
        wide=True,
    )


def _type_form() -> rx.Component:
    return form(
        problem_summary(CatalogueState.problems, TYPE_LABELS),
        fields(
            text_field("name_he", desk.NAME_HE, most=40, **_known("name_he")),
            text_field("name_en", desk.NAME_EN, most=40, **_known("name_en")),
            number_field("minutes", desk.MINUTES, least=10, most=480, **_known("minutes")),
            number_field("capacity", desk.PLACES, least=1, most=500, **_known("capacity")),
            number_field(
                "min_attendance",
                desk.MIN_ATTENDANCE,
                least=0,
                help=desk.MIN_HELP,
                **_known("min_attendance"),
            ),
            select_field(
                "coach_id",
                desk.DEFAULT_COACH,
                CatalogueState.coaches,
                empty=desk.NO_COACH,
                optional=True,
                **_known("coach_id"),
            ),
            select_field("colour", desk.COLOUR, CatalogueState.colours, **_known("colour")),
            columns=2,
        ),
        textarea_field(
            "description",
            desk.DESCRIPTION,
            rows=2,
            most=600,
            optional=True,
            **_known("description"),
        ),
        parts.policy_form(),
        on_submit=CatalogueState.save_type,
        id="type-form",
    )


# locations and rooms


def _places() -> rx.Component:
    return stack(
        grid(rx.foreach(CatalogueState.places, _place_card), least=340),
        rx.cond(
            CatalogueState.closed.length() > 0,
            section(desk.CLOSED_LOCATIONS, items(rx.foreach(CatalogueState.closed, _closed_place))),
        ),
        gap=6,
    )


def _place_card(p: rx.Var[LocationRow]) -> rx.Component:
    deeds = row(
        button(
            common.EDIT,
            icon="edit",
            small=True,
            on_click=CatalogueState.edit_location(p.id),
            aria_label=f"{say(common.EDIT)}: {p.name}",
        ),
        more_menu(
            p.name,
            menu_item(desk.ADD_ROOM, icon="room", on_click=CatalogueState.new_room(p.id)),
            menu_item(
                desk.CLOSE_LOCATION, icon="archive", on_click=CatalogueState.close_location(p.id)
            ),
        ),
        gap=0,
    )
    return card(
        card_head(p.name, deeds),
        row(
            rx.cond(p.address != "", chip(p.address, icon="place")),
            rx.cond(p.phone != "", chip(p.phone, icon="phone", dir="ltr")),
            wrap=True,
        ),
        rx.cond(
            p.has_hours,
            facts_of(p.days, lambda d: d.day, lambda d: d.words),
            muted(desk.NO_HOURS),
        ),
        section(
            desk.ROOMS,
            rx.cond(
                p.rooms.length() > 0,
                items(rx.foreach(p.rooms, _room), own=False),
                muted(desk.NO_ROOMS),
            ),
            action=button(
                desk.ADD_ROOM,
                kind="quiet",
                icon="add",
                small=True,
                on_click=CatalogueState.new_room(p.id),
            ),
        ),
    )


def _room(r: rx.Var[RoomRow]) -> rx.Component:
    back = button(
        desk.REOPEN, small=True, icon="restore", on_click=CatalogueState.reopen_room(r.id)
    )
    deeds = row(
        icon_button("edit", f"{say(desk.EDIT_ROOM)}: {r.name}", CatalogueState.edit_room(r.id)),
        icon_button(
            "archive", f"{say(desk.CLOSE_ROOM)}: {r.name}", CatalogueState.close_room(r.id)
        ),
        gap=0,
    )
    return item(
        item_text(r.name, r.people),
        rx.cond(r.is_closed, row(chip(desk.CLOSED_DAY, icon="locked"), back), deeds),
    )


def _closed_place(p: rx.Var[LocationRow]) -> rx.Component:
    return item(
        item_text(p.name, p.address),
        button(
            desk.REOPEN, icon="restore", small=True, on_click=CatalogueState.reopen_location(p.id)
        ),
    )


def _location_editor() -> rx.Component:
    return dialog(
        form(
            problem_summary(CatalogueState.problems, PLACE_LABELS),
            fields(
                text_field("name", desk.LOCATION_NAME, most=60, **_known("name")),
                phone_field("phone", PLACE_LABELS["phone"], optional=True, **_known("phone")),
                columns=2,
            ),
            text_field(
                "address",
                desk.ADDRESS,
                most=200,
                optional=True,
                autofill="street-address",
                **_known("address"),
            ),
            fieldset(
                desk.HOURS,
                _hours_problem(),
                fields(rx.foreach(CatalogueState.days, _day), columns=2),
                help=desk.HOURS_HELP,
            ),
            on_submit=CatalogueState.save_location,
            id="location-form",
        ),
        open=CatalogueState.panel == "location",
        on_close=CatalogueState.close_panel,
        title=_title(desk.NEW_LOCATION, desk.EDIT_LOCATION),
        actions=form_buttons("location-form", common.SAVE, CatalogueState.close_panel),
        wide=True,
    )


def _hours_problem() -> rx.Component:
    said = CatalogueState.problems["hours"]
    return rx.cond(said, notice("danger", None, said, urgent=True))


def _day(day: rx.Var[DayRow]) -> rx.Component:
    return text_field(
        day.key,
        day.day,
        default=day.written,
        problem=CatalogueState.problems[day.key],
        dir="ltr",
        id=rx.Var.create("f-") + day.key,
        optional=True,
    )


def _room_editor() -> rx.Component:
    return dialog(
        form(
            text_field("name", desk.ROOM_NAME, most=60, **_known("name")),
            number_field(
                "capacity",
                desk.PLACES,
                least=1,
                most=500,
                suffix=desk.PEOPLE,
                **_known("capacity"),
            ),
            on_submit=CatalogueState.save_room,
            id="room-form",
        ),
        open=CatalogueState.panel == "room",
        on_close=CatalogueState.close_panel,
        title=_title(desk.NEW_ROOM, desk.EDIT_ROOM),
        actions=form_buttons("room-form", common.SAVE, CatalogueState.close_panel),
    )


def _title(new: Text, edit: Text) -> rx.Var[str]:
    return rx.cond(CatalogueState.editing == "", say(new), say(edit))


def _known(name: str) -> dict[str, object]:
    return {"default": CatalogueState.start[name], "problem": CatalogueState.problems[name]}
