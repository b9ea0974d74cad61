"""What a change of a plan would do, line by line, before it is done."""

from typing import Any

import reflex as rx

from fitkit.design.button import button
from fitkit.design.card import item, item_text, items
from fitkit.design.desk import more_fields, plain_lines
from fitkit.design.dialog import confirm, dialog
from fitkit.design.feedback import notice
from fitkit.design.field import select_field
from fitkit.design.layout import section, stack
from fitkit.design.type import muted, number, strong
from fitkit.design.words import Flag
from fitkit.texts import changes, common
from fitkit.texts import freezes as texts
from fitkit.web.rows.change import ChangeRow, EffectRow
from fitkit.web.rows.ending import LineRow


def effect_lines(effect: "rx.Var[EffectRow]") -> rx.Component:
    """The lines of a preview and the bookings that it gives back; read out as they change."""
    return rx.el.div(
        section(
            texts.WHAT_HAPPENS,
            stack(
                items(rx.foreach(effect.lines, _line)),
                rx.cond(effect.released != "", muted(effect.released)),
                rx.cond(
                    effect.classes.length() > 0,
                    items(rx.foreach(effect.classes, _class), own=False),
                ),
                gap=3,
            ),
        ),
        aria_live="polite",
    )


def _line(line: "rx.Var[LineRow]") -> rx.Component:
    return item(item_text(line.words), rx.cond(line.amount != "", strong(line.amount)))


def _class(words: "rx.Var[str]") -> rx.Component:
    return item(item_text(words))


def change_lines(row: "rx.Var[ChangeRow]", *, says_how: Flag = True) -> rx.Component:
    """What a change of plan charges, what follows, and what the law wants said.

    Args:
        row: the change.
        says_how: whether it is said how it is paid; not where another way is chosen.
    """
    total = item(item_text(row.total_words), number(row.total, size="xl"))
    return rx.el.div(
        stack(
            rx.cond(
                row.why_not != "",
                notice("warning", None, row.why_not, urgent=True),
                stack(
                    section(row.when, items(rx.foreach(row.lines, _line), total)),
                    rx.cond((row.pays != "") & says_how, muted(row.pays)),
                    section(changes.THEN, items(rx.foreach(row.then, _line))),
                    more_fields(changes.TERMS, plain_lines(row.disclosed)),
                    gap=4,
                ),
            ),
        ),
        aria_live="polite",
    )


def change_dialogs(
    st: Any,  # Any: a State of ChangeDeeds
    *after: Any,
    more: rx.Component | None = None,
    actions: list[rx.Component] | None = None,
    says_how: Flag = True,
    is_over: Flag = False,
) -> rx.Component:
    """Choose another plan and see what it does; call one off that is ahead.

    Args:
        st: the State.
        after: handlers that read anew what has changed.
        more: further fields of staff.
        actions: instead of the button that does it.
        says_how: whether it is said by which card it is paid.
        is_over: nothing is left to do in it but to close it.
    """
    do = button(st.row.verb, kind="main", on_click=[st.confirm, *after], busy=st.busy)
    none = muted(changes.NO_CHOICE)
    chooser = select_field("plan", changes.CHOOSE, st.choices, value=st.chosen, on_change=st.choose)
    return rx.fragment(
        dialog(
            rx.cond(st.choices.length() > 0, chooser, none),
            rx.cond(st.chosen != "", change_lines(st.row, says_how=says_how)),
            more,
            open=st.panel == "change",
            on_close=st.close_panel,
            title=changes.CHANGE,
            actions=[
                rx.cond(st.is_shown, rx.fragment(*actions) if actions else do),
                rx.cond(
                    is_over,
                    button(common.CLOSE, on_click=st.close_panel),
                    button(common.CANCEL, on_click=st.close_panel),
                ),
            ],
        ),
        confirm(
            open=st.panel == "off",
            on_close=st.close_panel,
            title=changes.CALL_OFF_TITLE,
            body=changes.CALL_OFF_WHY,
            action=changes.CALL_OFF,
            on_confirm=[st.call_off, *after],
            kind="main",
        ),
    )
