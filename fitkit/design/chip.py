"""Chips, badges, faces: a status is always icon and words, colour third."""

from typing import Any

import reflex as rx

from fitkit.design.icon import drawn, kind_icon
from fitkit.design.icon import icon as sign
from fitkit.design.type import anchor
from fitkit.design.words import Child, Count, Event, Flag, Words, inline, inside, merged, words, yes
from fitkit.texts import design as texts


def chip(
    given: Words,
    kind: "str | rx.Var[str]" = "neutral",
    icon: "str | rx.Component | None" = None,
    **attrs: Any,
) -> rx.Component:
    """A status: icon and words on a tint.

    Args:
        given: the words.
        kind: neutral accent positive warning danger info signal.
        icon: a meaning; by default the kind's own, an empty string for none.
        attrs: for the element.
    """
    return rx.el.span(
        kind_icon(kind) if icon is None else drawn(icon, 15),
        rx.el.span(words(given)),
        class_name="chip",
        custom_attrs=merged(attrs, **{"data-kind": kind}),
        **attrs,
    )


def filter_chip(
    given: Words,
    is_on: Flag,
    on_click: Event,
    count: "Count | rx.Var[str] | None" = None,
    icon: str | None = None,
    label: Words | None = None,
    opens: bool = False,
) -> rx.Component:
    """A filter that is on or off; ink when on.

    Args:
        given: the words.
        is_on: whether it filters.
        on_click: turns it over.
        count: how much it leaves; a Var may be empty.
        icon: before the words.
        label: what is read out instead of the words: "remove the filter …".
        opens: it is the trigger of a menu, which says by itself whether it is open.
    """
    said = {} if label is None else {"aria_label": words(label)}
    pressed = {} if opens else {"aria-pressed": yes(is_on)}
    number = rx.el.span(count, class_name="n")
    return rx.el.button(
        drawn(icon, 16),
        rx.el.span(words(given)),
        *(
            []
            if count is None
            else [rx.cond(count, number) if isinstance(count, rx.Var) else number]
        ),
        *([sign("open", 16)] if opens else []),
        type="button",
        class_name="pick",
        custom_attrs=pressed,
        **({} if on_click is None else {"on_click": on_click}),
        **said,
    )


def badge(count: Words | Count, kind: "str | rx.Var[str]" = "neutral") -> rx.Component:
    """A small figure."""
    return rx.el.span(count, class_name="badge", custom_attrs={"data-kind": kind})


def avatar(
    name: "str | rx.Var[str]", size: int = 36, photo: "str | rx.Var[str] | None" = None
) -> rx.Component:
    """A face: the picture, or initials on one of four tints that the name decides. Decorative."""
    face: Any = _initials(name)
    if photo is not None:
        face = rx.cond(photo, rx.el.img(src=photo, alt=""), face)
    return rx.el.span(
        face,
        class_name="av",
        aria_hidden="true",
        custom_attrs={**inline(sz=f"{size}px"), "data-tint": _tint(name)},
    )


def logo(
    name: "str | rx.Var[str]", image: "str | rx.Var[str] | None" = None, size: int = 36
) -> rx.Component:
    """A gym's mark: its picture, or the first letter of its name on its colour. Decorative."""
    letter = _js(name, "(Array.from(({name} ?? '').trim())[0] ?? '')")
    return rx.el.span(
        letter if image is None else rx.cond(image, rx.el.img(src=image, alt=""), letter),
        class_name="logo",
        aria_hidden="true",
        custom_attrs=inline(sz=f"{size}px"),
    )


def person(
    name: "str | rx.Var[str]",
    *below: Child,
    size: int = 36,
    href: Words | None = None,
    photo: "str | rx.Var[str] | None" = None,
) -> rx.Component:
    """A face beside the name in bold, with muted lines under it."""
    inner = [
        avatar(name, size, photo),
        rx.el.span(
            rx.el.span(name, class_name="nm"),
            *[rx.el.span(*inside(b), class_name="below") for b in below if b is not None],
            class_name="words",
        ),
    ]
    if href is not None:
        return anchor(*inner, href=href, class_name="who")
    return rx.el.span(*inner, class_name="who")


def tag(given: Words, on_remove: Event = None, label: Words | None = None) -> rx.Component:
    """One of several chosen things, removable when ``on_remove`` is given."""
    said = words(texts.REMOVE_TAG if label is None else label)
    close = rx.el.button(
        sign("close", 15),
        rx.el.span(said, " ", words(given), class_name="vh"),
        type="button",
        on_click=on_remove,
    )
    return rx.el.span(
        rx.el.span(words(given)), *([] if on_remove is None else [close]), class_name="tag"
    )


def _initials(name: "str | rx.Var[str]") -> rx.Var[str]:
    return _js(
        name,
        "({name} ?? '').trim().split(/\\s+/).filter((w) => /[\\p{L}\\p{N}]/u.test(w))"
        ".map((w) => w.match(/[\\p{L}\\p{N}]/u)[0])"
        ".filter((_, i, all) => i === 0 || i === all.length - 1).join('')",
    )


def _tint(name: "str | rx.Var[str]") -> rx.Var[str]:
    return _js(
        name,
        "String(Array.from({name} ?? '').reduce((sum, c) => (sum * 31 + c.codePointAt(0)) % 997, 7) % 4 + 1)",
    )


def _js(name: "str | rx.Var[str]", expression: str) -> rx.Var[str]:
    """An expression of JavaScript over a name, with whatever state the name came from."""
    given = rx.Var.create(name)
    return rx.Var(
        expression.replace("{name}", f"({given!s})"),
        _var_type=str,
        _var_data=given._get_all_var_data(),  # noqa: SLF001  # the only way to build an expression over a Var
    )
