"""Buttons by meaning: one main action a view, every refusal to press says why."""

from typing import Any

import reflex as rx

from fitkit.design.direction import NativeForm
from fitkit.design.icon import drawn
from fitkit.design.icon import icon as sign
from fitkit.design.type import anchor
from fitkit.design.words import Child, Count, Event, Flag, Words, inside, merged, words, yes


def button(
    given: Words,
    *,
    kind: "str | rx.Var[str]" = "default",
    icon: "str | rx.Component | None" = None,
    on_click: Event = None,
    busy: Flag = False,
    disabled: Flag = False,
    reason: Child = None,
    submit: bool = False,
    big: bool = False,
    full: bool = False,
    small: bool = False,
    **attrs: Any,
) -> rx.Component:
    """A button: verb nouns on it, 44 px high.

    Args:
        given: what it does.
        kind: main default soft quiet plain danger danger_edge signal ink.
        icon: a meaning, before the words.
        on_click: what happens; nothing while disabled.
        busy: a thin progress line; the width stays and presses are ignored.
        disabled: stays focusable, says ``reason``.
        reason: why it cannot be pressed, with the way out; below the button.
        submit: sends the form it stands in.
        big: 52 px, for the main action of a phone's screen.
        full: as wide as there is room.
        small: narrower, for rows.
        attrs: for the button element.
    """
    names = ["btn", *(n for n, on in (("big", big), ("full", full), ("small", small)) if on)]
    extra = merged(attrs, **{"data-kind": kind}, **_state(busy=busy, disabled=disabled))
    made = rx.el.button(
        drawn(icon),
        rx.el.span(words(given)),
        type=_type(submit, disabled),
        class_name=" ".join(names),
        custom_attrs=extra,
        **_press(on_click, disabled),
        **attrs,
    )
    if reason is None or disabled is False:
        return made
    why = rx.el.div(sign("locked", 16), rx.el.span(*inside(reason)), class_name="reason")
    if isinstance(disabled, rx.Var):
        why = rx.cond(disabled, why)
    return rx.el.div(made, why, class_name="withreason")


def icon_button(
    meaning: str,
    label: Words,
    on_click: Event = None,
    *,
    count: Count | None = None,
    kind: str = "plain",
    href: Words | None = None,
    disabled: Flag = False,
    pressed: Flag | None = None,
    **attrs: Any,
) -> rx.Component:
    """A 44 px square with an icon; the label is read out and shown on hover.

    Args:
        meaning: of the icon.
        label: always.
        on_click: what happens.
        count: a small figure on its corner, while above zero.
        kind: plain default soft.
        href: makes it a link.
        disabled: stays focusable.
        pressed: makes it a toggle.
        attrs: for the element.
    """
    from fitkit.design.chip import badge

    said = words(label)
    corner = []
    if count is not None:
        shown = badge(count, kind="danger")
        corner = [rx.cond(count > 0, shown) if isinstance(count, rx.Var) else shown]
    inner = [sign(meaning, 22), *corner]
    common: dict[str, Any] = {"aria_label": said, "title": said, "class_name": "ib"}
    if href is not None:
        extra = merged(attrs, **{"data-kind": kind})
        return anchor(*inner, href=href, custom_attrs=extra, **common, **attrs)
    state = _state(busy=False, disabled=disabled)
    if pressed is not None:
        state["aria-pressed"] = yes(pressed)
    extra = merged(attrs, **{"data-kind": kind}, **state)
    return rx.el.button(
        *inner, type="button", custom_attrs=extra, **_press(on_click, disabled), **common, **attrs
    )


def link_button(
    given: Words,
    href: Words,
    *,
    kind: "str | rx.Var[str]" = "default",
    icon: "str | rx.Component | None" = None,
    external: bool = False,
    big: bool = False,
    full: bool = False,
    small: bool = False,
    **attrs: Any,
) -> rx.Component:
    """A link that looks like a button; ``external`` for downloads, calls and /auth."""
    names = ["btn", *(n for n, on in (("big", big), ("full", full), ("small", small)) if on)]
    return anchor(
        drawn(icon),
        rx.el.span(words(given)),
        href=href,
        external=external,
        class_name=" ".join(names),
        custom_attrs=merged(attrs, **{"data-kind": kind}),
        **attrs,
    )


def post_button(
    given: Words,
    action: Words,
    *,
    fields: dict[str, Any] | None = None,
    **looks: Any,
) -> rx.Component:
    """One button in a real form that posts, for what must leave the app: sign-out, switching gyms."""
    return NativeForm.create(
        *[
            rx.el.input(type="hidden", name=name, value=words(value))
            for name, value in (fields or {}).items()
        ],
        button(given, submit=True, **looks),
        action=words(action),
        method="post",
    )


def buttons(*children: Child, end: bool = False) -> rx.Component:
    """Buttons beside one another; they wrap, and grow on a phone."""
    return rx.el.div(*inside(*children), class_name="btns end" if end else "btns")


def _state(*, busy: Flag, disabled: Flag) -> dict[str, Any]:
    state: dict[str, Any] = {}
    if busy is not False:
        state["aria-busy"] = yes(busy)
    if disabled is not False:
        state["aria-disabled"] = yes(disabled)
    return state


def _type(submit: bool, disabled: Flag) -> Any:
    if not submit or disabled is True:
        return "button"
    return rx.cond(disabled, "button", "submit") if isinstance(disabled, rx.Var) else "submit"


def _press(on_click: Event, disabled: Flag) -> dict[str, Any]:
    if on_click is None or disabled is True:
        return {}
    if isinstance(disabled, rx.Var):
        return {"on_click": rx.cond(disabled, rx.noop(), on_click)}
    return {"on_click": on_click}
