"""Requests for a substitute on the day's screen: what waits for me, mine, and the sheet to ask."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.button import button, buttons
from fitkit.design.card import card, card_head, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.dialog import dialog, menu_item, more_menu
from fitkit.design.field import select_field, textarea_field
from fitkit.design.floor import marked
from fitkit.design.form import form, problem_summary
from fitkit.design.layout import row, section, stack
from fitkit.design.type import muted, strong, toned
from fitkit.texts import common
from fitkit.texts import substitutes as texts
from fitkit.web.coach.today.asked import AskedRow, MineRow
from fitkit.web.coach.today.state import TodayState
from fitkit.web.coach.today.substitutes import SubstitutesState
from fitkit.web.rows.timetable import DayClass

LABELS: dict[str, Text] = {"to_staff_id": texts.WHOM, "note": texts.NOTE}


def waiting() -> rx.Component:
    """What colleagues ask of me; nothing is drawn when nobody does."""
    return rx.cond(
        SubstitutesState.asked.length() > 0,
        section(texts.WAITING, stack(rx.foreach(SubstitutesState.asked, _asked), gap=3)),
    )


def _asked(r: rx.Var[AskedRow]) -> rx.Component:
    # The class comes to stand among mine: the day is read anew.
    taken = [SubstitutesState.accept(r.id), TodayState.load]
    return card(
        card_head(r.name, chip(r.asks, "info", icon="person")),
        row(marked("calendar", r.when), marked("place", r.place), gap=3, wrap=True),
        rx.cond(r.booked, muted(r.booked)),
        rx.cond(r.note, marked("note", r.note)),
        rx.cond(r.busy, toned("warning", r.busy, icon="warning")),
        buttons(
            button(texts.ACCEPT, kind="main", icon="check", on_click=taken),
            button(texts.DECLINE, on_click=SubstitutesState.decline(r.id)),
        ),
    )


def mine() -> rx.Component:
    """What I asked and nobody has taken yet."""
    return rx.cond(
        SubstitutesState.mine.length() > 0,
        section(texts.OPEN_MINE, items(rx.foreach(SubstitutesState.mine, _mine))),
    )


def _mine(r: rx.Var[MineRow]) -> rx.Component:
    return item(
        item_text(strong(r.name, ", ", r.when), r.said, rx.cond(r.declined, muted(r.declined))),
        button(texts.WITHDRAW, small=True, on_click=SubstitutesState.withdraw(r.id)),
    )


def for_class(c: rx.Var[DayClass]) -> rx.Component:
    """What stands at the end of a class of mine that is to come."""
    ask = more_menu(
        c.name,
        menu_item(texts.ASK, icon="person", on_click=SubstitutesState.begin(c.id)),
    )
    is_sought = SubstitutesState.sought.contains(c.id)
    return rx.cond(c.is_ahead, rx.cond(is_sought, chip(texts.SOUGHT, "info"), ask))


def sheet() -> rx.Component:
    """Whom to ask, and what they should know."""
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
            on_submit=SubstitutesState.ask,
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
