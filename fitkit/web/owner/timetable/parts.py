"""The dialogs of planning: a new class, a change, a cancellation, a publication taken back."""

from typing import Any

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.design.button import button, buttons
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
from fitkit.design.type import body
from fitkit.texts import common, desk
from fitkit.texts import floor as texts
from fitkit.texts import substitutes as asked
from fitkit.web.deeds.substitutes import SubstitutesState
from fitkit.web.frames.bars import may
from fitkit.web.owner.timetable.planning import TimetableState
from fitkit.web.owner.timetable.state import ScheduleState
from fitkit.web.owner.timetable.substitute import SubstituteState
from fitkit.web.widgets import substitutes
from fitkit.web.widgets.effect import effect_box, in_the_way

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
    return rx.fragment(_publish(), _change(), _cancel(), _withdraw(), _assign())


def _given(name: str) -> dict[str, Any]:
    """What a field begins with; what is typed is weighed at once."""
    return {**_kept(name), "on_change": TimetableState.put(name)}


def _kept(name: str) -> dict[str, Any]:
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
                date_field("day", texts.DAY, **_given("day")),
                time_field("at", texts.FIELD_AT, **_given("at")),
                _until(),
                columns=3,
            ),
            fields(_capacity(), _times(), columns=2),
            _note(),
            plan_note(TimetableState.plan, TimetableState.dates),
            effect_box(TimetableState.effect),
            on_submit=TimetableState.publish,
            id="publish-class",
        ),
        open=TimetableState.panel == "publish",
        on_close=TimetableState.leave,
        title=texts.PUBLISH,
        actions=_actions("publish-class", texts.PUBLISH_NOW),
        note=in_the_way(TimetableState.effect),
        wide=True,
    )


def _change() -> rx.Component:
    cost = notice("warning", None, TimetableState.cost, icon="announcement")
    effect = TimetableState.effect
    may_come = (effect.summary == "") & (effect.clashes.length() == 0)  # nothing is changed yet
    return side_sheet(
        form(
            problem_summary(TimetableState.problems, LABELS, id="change-problems"),
            fields(
                date_field("day", texts.DAY, **_given("day")),
                time_field("at", texts.FIELD_AT, **_given("at")),
                _until(),
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
            rx.cond(may_come & (TimetableState.cost != ""), cost),
            effect_box(TimetableState.effect),
            on_submit=TimetableState.save,
            id="change-class",
        ),
        open=TimetableState.panel == "change",
        on_close=TimetableState.leave,
        title=TimetableState.title,
        actions=_actions("change-class", texts.SAVE_CHANGE),
        note=in_the_way(TimetableState.effect),
    )


def _place() -> rx.Component:
    """Where: a single location is no question."""
    several = select_field(
        "location_id",
        texts.PLACE,
        TimetableState.places,
        empty=texts.CHOOSE_PLACE,
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
        **_kept("note"),
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
                on_change=TimetableState.put("reason"),
                problem=TimetableState.problems["reason"],
            ),
            effect_box(TimetableState.effect),
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
        note=in_the_way(TimetableState.effect),
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


def substitute() -> rx.Component:
    """Whether a substitute is sought for the class that is shown, and what to do about it."""
    sheet, state = ScheduleState.sheet, SubstituteState
    edits = may(Permission.EDIT_TIMETABLE)
    deeds = buttons(
        button(asked.ASSIGN, kind="main", icon="person", small=True, on_click=state.choose),
        button(asked.WITHDRAW, small=True, on_click=state.withdraw),
    )
    back = [SubstitutesState.withdraw(state.request_id), ScheduleState.again]
    own_deeds = buttons(button(asked.WITHDRAW, small=True, on_click=back))
    sought = notice(
        "info",
        asked.SOUGHT,
        body(state.said),
        rx.cond(state.declined, body(state.declined)),
        rx.cond(edits, deeds, rx.cond(sheet.is_mine_ahead, own_deeds)),
    )
    ask = buttons(button(asked.ASK, icon="person", on_click=SubstitutesState.begin(sheet.id)))
    return rx.cond(
        (state.request_id != "") & (state.session_id == sheet.id),
        sought,
        rx.cond(
            edits & sheet.may_replace, ask, substitutes.ask_button(sheet.id, sheet.is_mine_ahead)
        ),
    )


def _assign() -> rx.Component:
    state = SubstituteState
    return dialog(
        form(
            select_field(
                "staff_id",
                asked.ASSIGN_TO,
                state.free,
                empty=desk.CHOOSE,
                problem=state.problems["staff_id"],
            ),
            rx.cond(state.free.length() == 0, body(asked.NOBODY_FREE)),
            # The class has another coach on the board, too.
            on_submit=[state.assign, ScheduleState.again],
            id="assign-substitute",
        ),
        open=state.is_choosing,
        on_close=state.leave,
        title=state.title,
        actions=[
            button(
                asked.ASSIGN,
                kind="main",
                submit=True,
                custom_attrs={"form": "assign-substitute"},
            ),
            button(common.CANCEL, on_click=state.leave),
        ],
    )


def _actions(form_id: str, words: Text) -> list[rx.Component]:
    return [
        button(
            words,
            kind="main",
            submit=True,
            disabled=TimetableState.effect.clashes.length() > 0,
            custom_attrs={"form": form_id},
        ),
        button(common.CANCEL, on_click=TimetableState.leave),
    ]
