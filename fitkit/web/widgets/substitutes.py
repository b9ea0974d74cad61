"""Asking for a substitute for a class of one's own: the way in, and the sheet it opens."""

from typing import Any

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.button import button
from fitkit.design.chip import chip
from fitkit.design.dialog import dialog, menu_item, more_menu
from fitkit.design.field import select_field, textarea_field
from fitkit.design.form import form, problem_summary
from fitkit.design.type import toned
from fitkit.texts import common
from fitkit.texts import substitutes as texts
from fitkit.web.deeds.substitutes import SubstitutesState
from fitkit.web.rows.timetable import DayClass

LABELS: dict[str, Text] = {"to_staff_id": texts.WHOM, "note": texts.NOTE}


def for_class(c: rx.Var[DayClass]) -> rx.Component:
    """What stands at the end of a class of mine that is to come."""
    ask = more_menu(
        c.name,
        menu_item(texts.ASK, icon="person", on_click=SubstitutesState.begin(c.id)),
    )
    is_sought = SubstitutesState.sought.contains(c.id)
    return rx.cond(c.is_ahead, rx.cond(is_sought, chip(texts.SOUGHT, "info"), ask))


def ask_button(session_id: rx.Var[str], is_own_ahead: rx.Var[bool]) -> rx.Component:
    """The way in as a button, for one class of mine that is to come; that somebody is asked, once one is."""
    ask = button(texts.ASK, icon="person", on_click=SubstitutesState.begin(session_id))
    is_sought = SubstitutesState.sought.contains(session_id)
    return rx.cond(is_own_ahead, rx.cond(is_sought, chip(texts.SOUGHT, "info"), ask))


def sheet(*after: Any) -> rx.Component:  # Any: a handler
    """Whom to ask, and what they should know; ``after``: what is read anew once it is sent."""
    nobody = SubstitutesState.free.length() == 0
    return dialog(
        form(
            problem_summary(SubstitutesState.problems, LABELS),
            rx.cond(nobody, toned("warning", texts.NOBODY_FREE)),
            select_field(
                "to_staff_id",
                texts.WHOM,
                SubstitutesState.free,
                empty=texts.EVERYBODY,
                problem=SubstitutesState.problems["to_staff_id"],
            ),
            textarea_field(
                "note",
                texts.NOTE,
                rows=3,
                most=300,
                optional=True,
                help=texts.NOTE_HELP,
                problem=SubstitutesState.problems["note"],
            ),
            on_submit=[SubstitutesState.ask, *after],
            id="ask-substitute",
        ),
        open=SubstitutesState.session_id != "",
        on_close=SubstitutesState.leave,
        title=SubstitutesState.title,
        help=texts.ASK_HELP,
        actions=[
            button(texts.SEND, kind="main", submit=True, custom_attrs={"form": "ask-substitute"}),
            button(common.CANCEL, on_click=SubstitutesState.leave),
        ],
    )
