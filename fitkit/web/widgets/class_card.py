"""A class card with its actions, and the question before a cancellation that costs."""

from typing import Any

import reflex as rx

from fitkit.design.button import button, link_button
from fitkit.design.chip import chip
from fitkit.design.class_card import class_card, now_line, second_way
from fitkit.design.dialog import dialog
from fitkit.design.icon import icon_of
from fitkit.design.layout import stack
from fitkit.design.tally import tally_line
from fitkit.design.type import body, muted, toned
from fitkit.design.words import Words
from fitkit.texts import member as texts

Row = Any  # a SessionRow as a Var
Deeds = Any  # a State with PlaceDeeds


def session_card(
    row: Row, state: Deeds, *, length: Words | None = None, look: Words | None = None
) -> rx.Component:
    """One class.

    Args:
        row: a SessionRow as a Var.
        state: the State whose deeds its button calls.
        length: what stands under the time, instead of how long it takes.
        look: instead of the row's own.
    """
    return class_card(
        row.time,
        row.lasts if length is None else length,
        row.name,
        row.coach,
        place=row.place,
        action=deed_button(row, state),
        tally=rx.cond(row.total > 0, tally_line(row.used, row.total, row.places, row.tally_kind)),
        note=rx.fragment(
            rx.cond(
                row.chip,
                chip(
                    row.chip,
                    row.chip_kind,
                    icon_of(row.chip_icon, "check", "waiting", "clock", "locked", "calendar_off"),
                ),
            ),
            rx.cond(
                row.line,
                toned(row.line_kind, row.line, icon=icon_of(row.line_icon, "info", "warning")),
            ),
            rx.cond(row.swap_label, swap_beside(row, state)),
            rx.cond(row.more_reasons, muted(row.more_reasons)),
            rx.cond(row.guests, muted(row.guests)),
            rx.cond(row.note, toned("neutral", row.note, icon="note")),
        ),
        look=row.look if look is None else look,
        is_cut=row.is_cut,
        href=row.href,
    )


def dated_card(row: Row, state: Deeds) -> rx.Component:
    """A class outside its day: the day stands under the time; plain, since all there are mine."""
    return session_card(row, state, length=row.day_words, look="open")


def session_cards(rows: Any, state: Deeds) -> rx.Component:  # Any: a Var of SessionRows
    """A day's classes in order, with the line that says where the day stands."""
    return rx.foreach(
        rows,
        lambda row: rx.fragment(
            rx.cond(row.now, now_line(row.now)), session_card(row, state), key=row.id
        ),
    )


def deed_button(row: Row, state: Deeds, **more: Any) -> rx.Component:
    """The main thing to do with a class; a chip where there is nothing."""
    common: dict[str, Any] = {"busy": state.busy == row.id, "aria_label": row.action_named, **more}
    ended = chip(
        row.end_chip, icon=icon_of(row.end_icon, "check", "missing", "history", "play", "locked")
    )
    return rx.match(
        row.action,
        (
            "book",
            button(row.action_label, kind="main", on_click=state.book(row.id, row.takes), **common),
        ),
        ("wait", button(row.action_label, on_click=state.book(row.id, row.takes), **common)),
        (
            "swap",
            _or_decline(
                button(
                    row.action_label,
                    kind="soft",
                    on_click=state.swap(row.id, row.gives_up, row.takes, row.leaves),
                    **common,
                ),
                row,
                state,
                common,
            ),
        ),
        ("trial", button(row.action_label, kind="main", on_click=state.trial(row.id), **common)),
        ("leave", button(row.action_label, on_click=state.leave(row.id), **common)),
        (
            "claim",
            button(row.action_label, kind="main", on_click=state.book(row.id, row.takes), **common),
        ),
        (
            "accept",
            _or_decline(
                button(
                    row.action_label,
                    kind="main",
                    on_click=state.accept(row.id, row.takes),
                    **common,
                ),
                row,
                state,
                common,
            ),
        ),
        ("decline", button(row.action_label, on_click=state.decline(row.id), **common)),
        ("cancel", button(row.action_label, on_click=state.cancel(row.id), **common)),
        (
            "cancel_at_cost",
            button(row.action_label, kind="danger_edge", on_click=state.cancel(row.id), **common),
        ),
        (
            "call",
            link_button(
                row.action_label,
                "tel:" + state.phone,
                icon="phone",
                external=True,
                aria_label=row.action_named,
            ),
        ),
        rx.cond(row.end_chip, ended),
    )


def swap_beside(row: Row, state: Deeds, **more: Any) -> rx.Component:
    """The quieter second thing to do: give a place of the day up for it; what that takes stands by it."""
    return second_way(
        button(
            row.swap_label,
            kind="quiet",
            icon="swap",
            on_click=state.swap(row.id, row.gives_up, row.swap_takes, row.leaves),
            busy=state.busy == row.id,
            aria_label=row.swap_named,
            **more,
        ),
        muted(row.swap_line),
    )


def _or_decline(way: rx.Component, row: Row, state: Deeds, common: dict[str, Any]) -> rx.Component:
    """The way to a place, and beside it the word that passes on one that is kept."""
    decline = common | {"aria_label": row.decline_named}
    passes = button(texts.DECLINE, on_click=state.decline(row.id), **decline)
    return rx.cond(row.decline_named, stack(way, passes), way)


def cost_question(state: Deeds) -> rx.Component:
    """Asks once, saying what is lost; both answers are verbs."""
    return dialog(
        body(state.ask_body),
        open=state.ask_id != "",
        on_close=state.keep_place,
        title=state.ask_title,
        actions=[
            button(texts.ASK_DO, kind="danger", on_click=state.confirm_cancel),
            button(texts.ASK_KEEP, on_click=state.keep_place),
        ],
    )
