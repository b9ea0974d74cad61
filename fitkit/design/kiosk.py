"""A whole window for fingers: the tablet at the door."""

from typing import Any

import reflex as rx

from fitkit.design.button import button
from fitkit.design.form import form
from fitkit.design.icon import icon
from fitkit.design.words import Child, Event, Words, inside, words

_DIGITS = "kiosk-digits"
# Keys write into the field on the tablet alone: a digit a round trip would stumble under a quick finger.
# A number that somebody left behind is gone after twenty seconds.
_TYPE = (
    "((e) => {{ const f = document.getElementById('{id}'); f.value = {value}; "
    "clearTimeout(window.fkIdle_); window.fkIdle_ = setTimeout(() => {{ f.value = ''; }}, 20000); }})"
)


def kiosk_frame(*children: Child) -> rx.Component:
    """The window."""
    return rx.el.div(*inside(*children), class_name="kiosk")


def kiosk_part(
    title: Words | None, below: Words | None, *children: Child, two: bool = False
) -> rx.Component:
    """One step: the h1, a line under it, what to do; ``two``: side by side where there is room."""
    return rx.fragment(
        *([] if title is None else [rx.el.h1(words(title), tab_index=-1)]),
        *([] if below is None else [rx.el.p(rx.el.bdi(words(below)), class_name="sub")]),
        rx.el.div(*inside(*children), class_name="kiosk-two" if two else "kiosk-one"),
    )


def kiosk_door(code: rx.Component, said: Words) -> rx.Component:
    """The door's own code with its words."""
    return rx.el.div(code, rx.el.span(words(said)), class_name="kiosk-door")


def kiosk_way(label: Words, sign: str, on_click: Event) -> rx.Component:
    """The other way in, across."""
    return button(label, icon=sign, on_click=on_click, big=True, full=True)


def hidden_button(id: str, on_click: Event) -> rx.Component:
    """Pressed by a timer, never by a person."""
    return rx.el.button(
        type="button", id=id, on_click=on_click, hidden=True, tab_index=-1, aria_hidden="true"
    )


def digits_form(
    label: Words, keys: Words, delete: Words, go: Words, *, on_submit: Event, more: Child = None
) -> rx.Component:
    """A field of digits with keys of 64 px; a keyboard works as well.

    Args:
        label: of the field.
        keys: names the group of keys.
        delete: names the key that takes a digit back.
        go: the button.
        on_submit: with the form, ``digits`` in it.
        more: another way, under it.
    """
    return form(
        rx.el.label(words(label), html_for=_DIGITS),
        rx.el.input(
            id=_DIGITS,
            name="digits",
            input_mode="none",  # the keys are here: the tablet's own would cover them
            auto_complete="off",
            max_length=16,
            dir="ltr",
            class_name="kiosk-digits",
            custom_attrs={"onInput": rx.Var(_TYPE.format(id=_DIGITS, value="f.value"))},
        ),
        rx.el.div(
            *[_key(str(n)) for n in range(1, 10)],
            _key("0"),
            _delete(delete),
            class_name="kiosk-pad",
            role="group",
            dir="ltr",
            aria_label=words(keys),
        ),
        button(go, kind="main", submit=True, big=True, full=True),
        *inside(more),
        on_submit=on_submit,
        reset=True,
    )


def _key(digit: str) -> rx.Component:
    value = f"(f.value + '{digit}').slice(0, 16)"
    return rx.el.button(digit, type="button", custom_attrs=_writes(value))


def _delete(label: Words) -> rx.Component:
    return rx.el.button(
        icon("backspace", 28),
        type="button",
        aria_label=words(label),
        custom_attrs=_writes("f.value.slice(0, -1)"),
    )


def _writes(value: str) -> dict[str, Any]:
    return {"onClick": rx.Var(_TYPE.format(id=_DIGITS, value=value))}
