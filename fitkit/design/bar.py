"""Bars inside a screen: search and filters, the sticky action, the ink bar of what is selected."""

from typing import Any

import reflex as rx

from fitkit.design.button import icon_button
from fitkit.design.icon import icon
from fitkit.design.tally import tally
from fitkit.design.words import Child, Event, Words, inside, words
from fitkit.texts import common
from fitkit.texts import design as texts

_DEBOUNCE_MS = 300


def search_box(
    value: "rx.Var[str]", on_change: Any, label: Words, placeholder: Words | None = None
) -> rx.Component:
    """Searching while typing; the cross empties it.

    Args:
        value: what is searched for now.
        on_change: called with the words, 300 ms after the last key.
        label: read out.
        placeholder: "Name, phone or ID"; the label by default.
    """
    box = rx.debounce_input(
        rx.el.input(
            type="search",
            value=value,
            on_change=on_change,
            placeholder=words(label if placeholder is None else placeholder),
            custom_attrs={
                "aria-label": words(label),
                "autoComplete": "off",
                "enterKeyHint": "search",
            },
        ),
        debounce_timeout=_DEBOUNCE_MS,
    )
    clear = icon_button("close", texts.CLEAR_SEARCH, on_change(""))
    return rx.el.div(
        rx.el.div(icon("search", 18), box, rx.cond(value, clear), class_name="inp"),
        class_name="find",
        role="search",
    )


def filter_bar(search: Child, *chips: Child, more: Child = None) -> rx.Component:
    """Search, then chips with counts, then the rest behind a button."""
    return rx.el.div(
        *inside(search),
        *(
            [
                rx.el.div(
                    *inside(*chips),
                    class_name="row hscroll",
                    role="group",
                    aria_label=words(texts.FILTERS),
                )
            ]
            if chips
            else []
        ),
        *([] if more is None else [rx.el.span(class_name="grow only-desk"), *inside(more)]),
        class_name="filters",
    )


def sticky_bar(*children: Child, note: Child = None) -> rx.Component:
    """Stays at the bottom: on a phone the first button takes the width, on a desk it stands last."""
    said = [] if note is None else [rx.el.span(*inside(note), class_name="note")]
    return rx.el.div(*said, *inside(*children), class_name="sticky")


def bulk_bar(count: "rx.Var[Any]", given: Words, *buttons: Child, on_clear: Event) -> rx.Component:
    """What can be done to everything selected; shown while there is something.

    Args:
        count: how many.
        given: "3 selected".
        buttons: what can be done.
        on_clear: lets go of the selection.
    """
    bar = rx.el.div(
        rx.el.span(
            tally(count, count, "", "signal", 18), rx.el.span(words(given)), class_name="count"
        ),
        *inside(*buttons),
        icon_button("close", texts.CLEAR_SELECTION, on_clear),
        class_name="bulk",
        role="region",
        aria_label=words(common.MORE),
    )
    return rx.cond(count > 0, bar) if isinstance(count, rx.Var) else bar
