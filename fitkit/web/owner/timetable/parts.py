"""The dialogs of planning: a new class, a change, a cancellation, a publication taken back."""

from typing import Any

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.button import button
from fitkit.design.dialog import confirm, dialog, side_sheet
from fitkit.design.feedback import notice
from fitkit.design.field import (
    date_field,
    hidden_field,
    number_field,
    select_field,
    text_field,
    textarea_field,
    time_field,
)
from fitkit.design.floor import plan_note
from fitkit.design.form import fields, form, problem_summary
from fitkit.texts import common
from fitkit.texts import floor as texts
from fitkit.web.owner.timetable.planning import TimetableState

LABELS = {
    "class_type_id": texts.FIELD_TYPE,
    "location_id": texts.PLACE,
    "room_id": texts.ROOM,
    "day": texts.DAY,
    "at": texts.FIELD_AT,
    "until": texts.FIELD_UNTIL,
    "coach_id": texts.COACH,
    "capacity": texts.FIELD_CAPACITY,
    "times": texts.FIELD_TIMES,
    "note": texts.NOTE,
}


def all_of_them() -> rx.Component:
    """Every dialog of planning; each is drawn when it opens."""
    return rx.fragment(_publish(), _change(), _cancel(), _withdraw())


def _given(name: str) -> dict[str, Any]:
    return {"default": TimetableState.draft[name], "problem": TimetableState.problems[name]}


def _publish() -> rx.Component:
    return dialog(
        form(
            problem_summary(TimetableState.problems, LABELS, id="publish-problems"),
            fields(
                select_field(
                    "class_type_id",
                    texts.FIELD_TYPE,
                    TimetableState.types,
                    empty=texts.CHOOSE_TYPE,
                    on_change=TimetableState.put("class_type_id"),
                    problem=TimetableState.problems["class_type_id"],
                ),
                select_field(
                    "coach_id",
                    texts.COACH,
                    TimetableState.coaches,
                    empty=texts.NO_COACH,
                    **_given("coach_id"),
                ),
                _place(),
                _room(),
                columns=2,
            ),
            fields(
                date_field("day", texts.DAY, on_change=TimetableState.put("day"), **_given("day")),
                time_field(
                    "at", texts.FIELD_AT, on_change=TimetableState.put("at"), **_given("at")
                ),
                _until(),
                columns=3,
            ),
            fields(_capacity(), _times(), columns=2),
            _note(),
            plan_note(TimetableState.plan, TimetableState.dates),
            on_submit=TimetableState.publish,
            id="publish-class",
        ),
        open=TimetableState.panel == "publish",
        on_close=TimetableState.leave,
        title=texts.PUBLISH,
        actions=_actions("publish-class", texts.PUBLISH_NOW),
        wide=True,
    )


def _change() -> rx.Component:
    cost = notice("warning", None, TimetableState.cost, icon="announcement")
    return side_sheet(
        form(
            problem_summary(TimetableState.problems, LABELS, id="change-problems"),
            fields(
                date_field("day", texts.DAY, **_given("day")),
                time_field("at", texts.FIELD_AT, **_given("at")),
                time_field("until", texts.FIELD_UNTIL, **_given("until")),
                _capacity(),
                columns=2,
            ),
            select_field(
                "coach_id",
                texts.COACH,
                TimetableState.coaches,
                empty=texts.NO_COACH,
                **_given("coach_id"),
            ),
            _place(),
            _room(),
            _note(),
            rx.cond(TimetableState.cost, cost),
            on_submit=TimetableState.save,
            id="change-class",
        ),
        open=TimetableState.panel == "change",
        on_close=TimetableState.leave,
        title=TimetableState.title,
        actions=_actions("change-class", texts.SAVE_CHANGE),
    )


def _place() -> rx.Component:
    """Where: a single location is no question."""
    several = select_field(
        "location_id",
        texts.PLACE,
        TimetableState.places,
        empty=texts.CHOOSE_PLACE,
        on_change=TimetableState.put("location_id"),
        **_given("location_id"),
    )
    only = hidden_field("location_id", TimetableState.draft["location_id"])
    return rx.cond(TimetableState.places.length() == 1, only, several)


def _room() -> rx.Component:
    return select_field(
        "room_id", texts.ROOM, TimetableState.rooms, empty=texts.NO_ROOM, **_given("room_id")
    )


def _until() -> rx.Component:
    """Follows the start and the class until it is typed."""
    return time_field(
        "until",
        texts.FIELD_UNTIL,
        key=TimetableState.draft["until"],
        **_given("until"),
    )


def _capacity() -> rx.Component:
    return number_field(
        "capacity",
        texts.FIELD_CAPACITY,
        least=1,
        most=500,
        key=TimetableState.draft["capacity"],
        **_given("capacity"),
    )


def _times() -> rx.Component:
    return number_field(
        "times",
        texts.FIELD_TIMES,
        least=1,
        most=52,
        help=texts.TIMES_HELP,
        on_change=TimetableState.put("times"),
        **_given("times"),
    )


def _note() -> rx.Component:
    return textarea_field(
        "note",
        texts.NOTE,
        rows=2,
        most=500,
        optional=True,
        help=texts.NOTE_HELP,
        **_given("note"),
    )


def _cancel() -> rx.Component:
    return dialog(
        form(
            text_field(
                "reason",
                texts.FIELD_REASON,
                help=texts.REASON_HELP,
                optional=True,
                most=200,
                problem=TimetableState.problems["reason"],
            ),
            on_submit=TimetableState.cancel,
            id="cancel-class",
        ),
        open=TimetableState.panel == "cancel",
        on_close=TimetableState.leave,
        title=TimetableState.title,
        help=TimetableState.cost,
        actions=[
            button(
                texts.CANCEL_CONFIRM,
                kind="danger",
                icon="calendar_off",
                submit=True,
                custom_attrs={"form": "cancel-class"},
            ),
            button(texts.KEEP_CLASS, on_click=TimetableState.leave),
        ],
    )


def _withdraw() -> rx.Component:
    return confirm(
        open=TimetableState.panel == "withdraw",
        on_close=TimetableState.leave,
        title=texts.WITHDRAW_ASK,
        body=TimetableState.cost,
        action=texts.WITHDRAW,
        on_confirm=TimetableState.withdraw_these,
    )


def _actions(form_id: str, words: Text) -> list[rx.Component]:
    return [
        button(words, kind="main", submit=True, custom_attrs={"form": form_id}),
        button(common.CANCEL, on_click=TimetableState.leave),
    ]
