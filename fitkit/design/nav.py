"""Ways inside a screen: its head, tabs, back, crumbs. The bars around screens are in ``web/frames``."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from fitkit.design.chip import badge
from fitkit.design.icon import drawn
from fitkit.design.icon import icon as sign
from fitkit.design.type import anchor
from fitkit.design.words import Child, Flag, Words, inside, words
from fitkit.texts import design as texts


def page_head(
    title: Words,
    *actions: Child,
    count: Child = None,
    below: Child = None,
    back: Words | None = None,
    back_label: Words | None = None,
) -> rx.Component:
    """A screen's own head: the h1, a count beside it, actions at the end with the main one last.

    Args:
        title: the h1; the frame is told ``heads=False``.
        actions: buttons.
        count: "312 active".
        below: a line under the title.
        back: an address, on a desk; the phone has the frame's arrow.
        back_label: where it leads.
    """
    from fitkit.design.button import icon_button
    from fitkit.texts import common

    head: list[Any] = []
    if back is not None:
        label = common.BACK if back_label is None else back_label
        head.append(rx.el.span(icon_button("back", label, href=back), class_name="only-desk"))
    head.append(rx.el.h1(words(title), class_name="h1", tab_index=-1))
    if count is not None:
        head.append(rx.el.span(*inside(count), class_name="muted"))
    return rx.el.div(
        rx.el.div(*head, class_name="words"),
        *([rx.el.div(*inside(*actions), class_name="acts")] if actions else []),
        *([rx.el.div(*inside(below), class_name="below muted sm")] if below is not None else []),
        class_name="phead",
    )


def tabs(
    entries: "Sequence[tuple[Any, ...]]",
    current: "rx.Var[str] | str",
    on_change: Any,
    label: Words | None = None,
    segmented: bool = False,
) -> rx.Component:
    """Parts of a screen, one shown at a time.

    Args:
        entries: key, words, and a count if it has one.
        current: the key that is shown.
        on_change: called with a key.
        label: of the group.
        segmented: drawn as one control instead of a line of tabs.
    """
    said = {} if label is None else {"aria_label": words(label)}
    return rx.el.div(
        *[
            rx.el.button(
                words(given),
                *[badge(c) for c in count],
                type="button",
                on_click=on_change(key),
                custom_attrs={
                    "aria-pressed" if segmented else "aria-current": _on(current, key, segmented)
                },
            )
            for key, given, *count in entries
        ],
        class_name="seg" if segmented else "tabrow",
        role="group",
        **said,
    )


def link_tabs(entries: Sequence[tuple[Words, Words, Flag]], label: Words) -> rx.Component:
    """Parts that are screens of their own: words, address, whether it is this one."""
    return rx.el.nav(
        *[
            anchor(
                words(given),
                href=href,
                custom_attrs={"aria-current": "page"} if is_on is True else {},
            )
            for given, href, is_on in entries
        ],
        class_name="tabrow",
        aria_label=words(label),
    )


def back_link(given: Words, href: Words) -> rx.Component:
    """Back to what this belongs to."""
    return anchor(sign("back", 18), rx.el.span(words(given)), href=href, class_name="backlink")


def breadcrumbs(entries: Sequence[tuple[Words, Words | None]]) -> rx.Component:
    """The way here; the last has no address."""
    rows = []
    for i, (given, href) in enumerate(entries):
        step = [] if i == 0 else [sign("forward", 16)]
        here = {"aria-current": "page"} if href is None else {}
        said = (
            rx.el.span(words(given), custom_attrs=here)
            if href is None
            else anchor(words(given), href=href)
        )
        rows.append(rx.el.li(*step, said))
    return rx.el.nav(rx.el.ol(*rows, class_name="crumbs"), aria_label=words(texts.BREADCRUMBS))


def way(given: Words, href: Words, icon: str, note: Child = None) -> rx.Component:
    """A row that leads somewhere, with its icon."""
    from fitkit.design.card import item, item_text

    return item(drawn(icon), item_text(given, note), href=href)


def _on(current: Any, key: str, segmented: bool) -> Any:
    off: Any = "false" if segmented else rx.Var("undefined")
    if isinstance(current, rx.Var):
        return rx.cond(current == key, "true", off)
    return "true" if current == key else off
