"""The dialogs of the planning board: moving, many at once, weekly classes; each says first what it would do."""

from typing import Any

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.bar import bulk_bar
from fitkit.design.button import button
from fitkit.design.dialog import dialog, menu, menu_item
from fitkit.design.feedback import notice
from fitkit.design.field import (
    check_field,
    date_field,
    number_field,
    segmented_field,
    select_field,
    text_field,
    time_field,
)
from fitkit.design.form import fields, form, problem_summary
from fitkit.design.layout import stack
from fitkit.design.say import say
from fitkit.features.scheduling.rules import DAYS_MOVED
from fitkit.texts import board as texts
from fitkit.texts import common
from fitkit.texts import floor as floor_texts
from fitkit.web.owner.timetable.bulk import BulkState
from fitkit.web.owner.timetable.moving import MoveState
from fitkit.web.owner.timetable.weekly import WeeklyState
from fitkit.web.widgets.effect import effect_box, in_the_way

LABELS = {
    "class_type_id": floor_texts.FIELD_TYPE,
    "location_id": floor_texts.PLACE,
    "room_id": floor_texts.ROOM,
    "coach_id": floor_texts.COACH,
    "weekday": texts.FIELD_WEEKDAY,
    "first_on": texts.FIELD_FIRST,
    "from_on": texts.FIELD_FIRST,
    "last_on": texts.FIELD_LAST,
    "at": floor_texts.FIELD_AT,
    "minutes": texts.FIELD_MINUTES,
    "capacity": floor_texts.FIELD_CAPACITY,
    "reason": floor_texts.FIELD_REASON,
    "days": texts.DAYS_LATER,
    "what": texts.NAMED_WHAT,
    "of_type": floor_texts.FIELD_TYPE,
    "of_coach": floor_texts.COACH,
    "of_place": floor_texts.PLACE,
    "of_weekday": texts.NAMED_WEEKDAY,
    "day": floor_texts.DAY,
}
_ICONS = {
    "move_by": "timer",
    "move_days": "calendar",
    "move_to": "clock",
    "coach": "coach",
    "room": "room",
    "capacity": "people",
    "cancel": "calendar_off",
    "restore": "restore",
}


def all_of_them() -> rx.Component:
    """Every dialog of the board, and the bar of what is selected."""
    return rx.fragment(_move(), _bulk(), _weekly(), _bar())


# moving


def _move() -> rx.Component:
    draft, problems = MoveState.draft, MoveState.problems
    scope = segmented_field(
        "scope",
        texts.SCOPE,
        [("one", texts.ONE), ("following", texts.FOLLOWING)],
        value=draft["scope"],
        on_change=MoveState.put("scope"),
    )
    return dialog(
        form(
            problem_summary(problems, LABELS, id="move-problems"),
            fields(
                date_field(
                    "day",
                    floor_texts.DAY,
                    default=draft["day"],
                    on_change=MoveState.put("day"),
                    problem=problems["day"],
                ),
                time_field(
                    "at",
                    floor_texts.FIELD_AT,
                    default=draft["at"],
                    on_change=MoveState.put("at"),
                    problem=problems["at"],
                ),
                columns=2,
            ),
            rx.cond(MoveState.is_weekly, scope),
            effect_box(MoveState.effect),
            on_submit=MoveState.move,
            id="move-class",
        ),
        open=MoveState.is_open,
        on_close=MoveState.leave,
        title=MoveState.title,
        actions=[
            button(
                texts.MOVE_NOW,
                kind="main",
                submit=True,
                disabled=~MoveState.effect.may,
                custom_attrs={"form": "move-class"},
            ),
            button(common.CANCEL, on_click=MoveState.leave),
        ],
        note=in_the_way(MoveState.effect),
    )


# many at once


def _bar() -> rx.Component:
    deeds = menu(
        button(floor_texts.CHANGE, icon="open", small=True),
        *[
            menu_item(texts.BULK[what], icon=_ICONS[what], on_click=BulkState.begin(what))
            for what in texts.BULK
            if what not in ("cancel", "restore")
        ],
    )
    return bulk_bar(
        BulkState.picked.length(),
        BulkState.words,
        deeds,
        _deed_button("cancel"),
        rx.cond(BulkState.has_off, _deed_button("restore")),
        on_clear=BulkState.clear,
    )


def _deed_button(what: str) -> rx.Component:
    return button(texts.BULK[what], icon=_ICONS[what], small=True, on_click=BulkState.begin(what))


def _bulk() -> rx.Component:
    problems = BulkState.problems
    too = check_field("following", texts.SERIES_TOO, on_change=BulkState.put("following"))
    return dialog(
        form(
            problem_summary(problems, LABELS, id="bulk-problems"),
            rx.cond(BulkState.is_named, _which()),
            rx.match(
                BulkState.what,
                ("move_by", _minutes()),
                ("move_days", _days()),
                ("move_to", _hour()),
                ("coach", _coach()),
                ("room", _room()),
                ("capacity", _capacity()),
                ("cancel", _reason()),
                rx.fragment(),
            ),
            rx.cond(~BulkState.is_named, too),
            effect_box(BulkState.effect),
            on_submit=BulkState.do_it,
            id="bulk-deed",
        ),
        open=BulkState.is_named | (BulkState.what != ""),
        on_close=BulkState.leave,
        title=BulkState.title,
        help=rx.cond(BulkState.is_named, BulkState.named, BulkState.words),
        actions=[
            button(
                rx.cond(BulkState.go, BulkState.go, say(texts.BULK_GO)),
                kind=rx.cond(BulkState.what == "cancel", "danger", "main"),
                submit=True,
                disabled=~BulkState.effect.may,
                custom_attrs={"form": "bulk-deed"},
            ),
            button(
                rx.cond(BulkState.what == "cancel", say(texts.BULK_KEEP), say(common.CANCEL)),
                on_click=BulkState.leave,
            ),
        ],
        note=in_the_way(BulkState.effect),
        wide=True,
    )


def _live(name: str) -> dict[str, Any]:
    return {"on_change": BulkState.put(name), "problem": BulkState.problems[name]}


def _which() -> rx.Component:
    """Days, then what they are: everything that is not said fits."""
    return stack(
        fields(
            _named_day("first_on", texts.NAMED_FROM),
            _named_day("last_on", texts.NAMED_TO),
            columns=2,
        ),
        fields(
            _which_of("of_type", floor_texts.FIELD_TYPE, BulkState.types, floor_texts.ANY_TYPE),
            _which_of("of_coach", floor_texts.COACH, BulkState.coaches, floor_texts.ANY_COACH),
            columns=2,
        ),
        fields(
            rx.cond(
                BulkState.places.length() > 1,
                _which_of("of_place", floor_texts.PLACE, BulkState.places, floor_texts.ANY_PLACE),
            ),
            _which_of("of_weekday", texts.NAMED_WEEKDAY, BulkState.weekdays, texts.ANY_DAY),
            columns=2,
        ),
        select_field(
            "what",
            texts.NAMED_WHAT,
            BulkState.deeds,
            empty=texts.CHOOSE_WHAT,
            value=BulkState.what,
            **_live("what"),
        ),
        gap=4,
    )


def _named_day(name: str, label: Text) -> rx.Component:
    return date_field(name, label, default=BulkState.draft[name], **_live(name))


def _which_of(name: str, label: Text, choices: Any, every: Text) -> rx.Component:
    return select_field(
        name, label, choices, empty=every, default=BulkState.draft[name], **_live(name)
    )


def _days() -> rx.Component:
    return number_field(
        "days",
        texts.DAYS_LATER,
        least=DAYS_MOVED[0],
        most=DAYS_MOVED[1],
        help=texts.DAYS_HELP,
        **_live("days"),
    )


def _minutes() -> rx.Component:
    return number_field(
        "minutes",
        texts.MINUTES_LATER,
        least=-720,
        most=720,
        help=texts.MINUTES_HELP,
        **_live("minutes"),
    )


def _hour() -> rx.Component:
    return time_field("at", floor_texts.FIELD_AT, **_live("at"))


def _coach() -> rx.Component:
    return select_field(
        "coach_id",
        texts.NEW_COACH,
        BulkState.coaches,
        empty=floor_texts.NO_COACH,
        **_live("coach_id"),
    )


def _room() -> rx.Component:
    return select_field(
        "room_id", texts.NEW_ROOM, BulkState.rooms, empty=floor_texts.NO_ROOM, **_live("room_id")
    )


def _capacity() -> rx.Component:
    return number_field("capacity", texts.NEW_CAPACITY, least=1, most=500, **_live("capacity"))


def _reason() -> rx.Component:
    return text_field(
        "reason",
        floor_texts.FIELD_REASON,
        help=floor_texts.REASON_HELP,
        optional=True,
        most=200,
        **_live("reason"),
    )


# weekly classes


def _given(name: str) -> dict[str, Any]:
    return {
        "default": WeeklyState.draft[name],
        "on_change": WeeklyState.put(name),
        "problem": WeeklyState.problems[name],
    }


def _weekly() -> rx.Component:
    ends = WeeklyState.panel == "end"
    return dialog(
        form(
            problem_summary(WeeklyState.problems, LABELS, id="weekly-problems"),
            rx.cond(ends, _end(), _pattern()),
            effect_box(WeeklyState.effect),
            on_submit=WeeklyState.save,
            id="weekly-class",
        ),
        open=WeeklyState.panel != "",
        on_close=WeeklyState.leave,
        title=WeeklyState.title,
        help=WeeklyState.since,
        actions=[
            button(
                rx.cond(ends, say(texts.END_SLOT), say(common.SAVE)),
                kind=rx.cond(ends, "danger", "main"),
                submit=True,
                disabled=WeeklyState.effect.clashes.length() > 0,
                custom_attrs={"form": "weekly-class"},
            ),
            button(common.CANCEL, on_click=WeeklyState.leave),
        ],
        note=in_the_way(WeeklyState.effect),
        wide=True,
    )


def _end() -> rx.Component:
    return stack(
        date_field("last_on", texts.END_LAST, **_given("last_on")),
        text_field(
            "reason",
            floor_texts.FIELD_REASON,
            help=floor_texts.REASON_HELP,
            optional=True,
            most=200,
            problem=WeeklyState.problems["reason"],
        ),
        check_field("exceptions", texts.TAKE_EXCEPTIONS, on_change=WeeklyState.put("exceptions")),
    )


def _pattern() -> rx.Component:
    is_new = WeeklyState.panel == "add"
    kind = select_field(
        "class_type_id",
        floor_texts.FIELD_TYPE,
        WeeklyState.types,
        empty=floor_texts.CHOOSE_TYPE,
        **_given("class_type_id"),
    )
    last = date_field(
        "last_on", texts.FIELD_LAST, help=texts.FIELD_LAST_HELP, optional=True, **_given("last_on")
    )
    too = check_field("exceptions", texts.TAKE_EXCEPTIONS, on_change=WeeklyState.put("exceptions"))
    stays = notice("neutral", None, texts.SLOT_KIND_STAYS, icon="info")
    return stack(
        rx.cond(is_new, kind, stays),
        fields(
            select_field("weekday", texts.FIELD_WEEKDAY, WeeklyState.weekdays, **_given("weekday")),
            time_field("at", floor_texts.FIELD_AT, **_given("at")),
            number_field(
                "minutes",
                texts.FIELD_MINUTES,
                least=10,
                most=480,
                key=WeeklyState.draft["minutes"],
                **_given("minutes"),
            ),
            columns=3,
        ),
        fields(
            date_field("first_on", texts.FIELD_FIRST, **_given("first_on")),
            rx.cond(is_new, last, too),
            columns=2,
        ),
        fields(
            select_field(
                "coach_id",
                floor_texts.COACH,
                WeeklyState.coaches,
                empty=floor_texts.NO_COACH,
                **_given("coach_id"),
            ),
            number_field(
                "capacity",
                floor_texts.FIELD_CAPACITY,
                least=1,
                most=500,
                key=WeeklyState.draft["capacity"],
                **_given("capacity"),
            ),
            columns=2,
        ),
        fields(
            select_field(
                "location_id",
                floor_texts.PLACE,
                WeeklyState.places,
                empty=floor_texts.CHOOSE_PLACE,
                **_given("location_id"),
            ),
            select_field(
                "room_id",
                floor_texts.ROOM,
                WeeklyState.rooms,
                empty=floor_texts.NO_ROOM,
                **_given("room_id"),
            ),
            columns=2,
        ),
    )
