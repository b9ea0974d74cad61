"""How things stand on a screen; logical sides only."""

from typing import Any

import reflex as rx

from fitkit.design.type import heading
from fitkit.design.words import Child, Words, inline, inside, merged, words


def page(*children: Child, narrow: bool = False, compact: bool = False) -> rx.Component:
    """A screen's column inside its frame.

    Args:
        children: from top to bottom.
        narrow: a form's width, 760 px.
        compact: dense rows and controls on a desk; touch keeps 44 px by itself.
    """
    names = ["page", *(["narrow"] if narrow else []), *(["compact"] if compact else [])]
    return rx.el.div(*inside(*children), class_name=" ".join(names))


def floor(*children: Child) -> rx.Component:
    """A column for the gym floor: 60 px targets, large type."""
    return rx.el.div(*inside(*children), class_name="page floor")


def stack(*children: Child, gap: int = 2, align: str = "stretch", **attrs: Any) -> rx.Component:
    """Children under one another; ``gap`` in steps of 4 px; ``align``: stretch start end."""
    extra = merged(attrs, **inline(g=f"{gap * 4}px"), **{"data-align": align})
    return rx.el.div(*inside(*children), class_name="stack", custom_attrs=extra, **attrs)


def row(
    *children: Child,
    gap: int = 2,
    align: str = "center",
    between: bool = False,
    wrap: bool = False,
    **attrs: Any,
) -> rx.Component:
    """Children beside one another; ``align``: center top base end stretch."""
    names = ["row", *(["between"] if between else []), *(["wrap"] if wrap else [])]
    extra = merged(attrs, **inline(g=f"{gap * 4}px"), **{"data-align": align})
    return rx.el.div(*inside(*children), class_name=" ".join(names), custom_attrs=extra, **attrs)


def grow(*children: Child) -> rx.Component:
    """Takes the room that is left in a row."""
    return rx.el.div(*inside(*children), class_name="grow")


def grid(*children: Child, least: int = 260, gap: int = 4) -> rx.Component:
    """Even columns, each at least ``least`` px wide; one on a phone."""
    return rx.el.div(
        *inside(*children),
        class_name="cols",
        custom_attrs=inline(least=f"{least}px", g=f"{gap * 4}px"),
    )


def split(main: Child, side: Child) -> rx.Component:
    """Main content with a 340 px column at inline-end on a desk, under it on a phone."""
    return rx.el.div(
        rx.el.div(*inside(main), class_name="stack", custom_attrs=inline(g="14px")),
        rx.el.aside(*inside(side), class_name="stack", custom_attrs=inline(g="14px")),
        class_name="split",
    )


def section(
    title: Words, *children: Child, action: Child = None, count: Child = None, **attrs: Any
) -> rx.Component:
    """A part of a screen under an h2, with an action at the end of that line; ``id`` to lead to it."""
    head = rx.el.div(heading(title), *_aside(count), class_name="words")
    return rx.el.section(
        rx.el.div(head, *inside(action), class_name="top"),
        *inside(*children),
        class_name="section",
        aria_label=words(title),
        **attrs,
    )


def _aside(count: Child) -> list[rx.Component]:
    if count is None:
        return []
    return [rx.el.span(*inside(count), class_name="sm muted")]


def spacer() -> rx.Component:
    """Pushes what follows to the end of a row or column."""
    return rx.el.span(class_name="grow")


def rule() -> rx.Component:
    """A separating line; decorative."""
    return rx.el.hr(class_name="hr", role="presentation")


def scroll_x(*children: Child, label: Words | None = None) -> rx.Component:
    """A row that may be pushed sideways on a phone, such as filter chips."""
    said = {} if label is None else {"role": "group", "aria_label": words(label)}
    return rx.el.div(*inside(*children), class_name="row hscroll", **said)


def only_phone(*children: Child) -> rx.Component:
    """Shown below 640 px."""
    return rx.el.div(*inside(*children), class_name="only-phone")


def only_desk(*children: Child) -> rx.Component:
    """Shown from 640 px."""
    return rx.el.div(*inside(*children), class_name="only-desk")


def hidden(given: Words) -> rx.Component:
    """Words for screen readers only."""
    return rx.el.span(words(given), class_name="vh")


def live(given: Words, urgent: bool = False) -> rx.Component:
    """Words that are read out whenever they change."""
    return rx.el.div(
        words(given),
        class_name="vh",
        role="alert" if urgent else "status",
        aria_live="assertive" if urgent else "polite",
    )


def when_online(*children: Child) -> rx.Component:
    """Shown while the browser has a connection, known before the server is."""
    return rx.el.div(*inside(*children), class_name="when-online")


def when_offline(*children: Child) -> rx.Component:
    """Shown while the browser has no connection."""
    return rx.el.div(*inside(*children), class_name="when-offline")
