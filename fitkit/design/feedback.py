"""What a list or card says about itself: loading, empty, problem, full; and notices."""

from typing import Any

import reflex as rx

from fitkit.design.button import button
from fitkit.design.icon import BY_KIND, drawn
from fitkit.design.icon import icon as sign
from fitkit.design.words import Child, Event, Words, inside, words
from fitkit.texts import common
from fitkit.texts import design as texts


def states(
    content: rx.Component,
    *,
    loading: "rx.Var[Any]",
    problem: "rx.Var[Any]",
    is_empty: "rx.Var[Any]",
    empty: rx.Component,
    skeleton: rx.Component | None = None,
    on_retry: Event = None,
) -> rx.Component:
    """The four conditions of what was loaded, from a Screen's Vars.

    Args:
        content: when there is something.
        loading: ``XState.is_loading``.
        problem: ``XState.problem``, a sentence or empty.
        is_empty: ``XState.rows.length() == 0``.
        empty: an ``empty_state``.
        skeleton: in the final shape; a list by default.
        on_retry: ``XState.load``.
    """
    waiting = skeleton_list() if skeleton is None else skeleton
    return rx.cond(
        problem,
        problem_state(problem, on_retry),
        rx.cond(loading, waiting, rx.cond(is_empty, empty, content)),
    )


def notice(
    kind: str,
    title: Words | None,
    *children: Child,
    action: Child = None,
    icon: str | None = None,
    urgent: bool = False,
) -> rx.Component:
    """Something to know in place: heading, next step.

    Args:
        kind: neutral positive warning danger info accent; literal.
        title: a heading, or None.
        children: what happened and what to do.
        action: a button at its end.
        icon: instead of the kind's own.
        urgent: read out at once.
    """
    mark = icon if icon is not None else {**BY_KIND, "neutral": "info", "info": "info"}[kind]
    head = [] if title is None else [rx.el.p(words(title), class_name="nt")]
    text = [rx.el.div(*inside(*children))] if children else []
    return rx.el.div(
        drawn(mark),
        rx.el.div(*head, *text, class_name="words"),
        *([] if action is None else [rx.el.div(*inside(action), class_name="act")]),
        class_name="notice",
        role="alert" if urgent else "note",
        custom_attrs={"data-kind": kind},
    )


def empty_state(title: Words, why: Words, action: Child = None) -> rx.Component:
    """Nothing yet: the drawing, why, and the one thing to do."""
    return rx.el.div(
        rx.el.div(
            _drawing(),
            rx.el.h2(words(title), class_name="hd", custom_attrs={"data-size": "md"}),
            rx.el.p(words(why), class_name="why"),
            *([] if action is None else [rx.el.div(*inside(action), class_name="act")]),
            class_name="empty",
        ),
        class_name="card",
    )


def problem_state(given: Words, on_retry: Event = None) -> rx.Component:
    """What happened, what is safe, and trying again; other cards keep working."""
    retry = None if on_retry is None else button(common.RETRY, on_click=on_retry)
    return notice("danger", texts.NOT_LOADED, given, action=retry, urgent=True)


def stale(given: Words, on_refresh: Event) -> rx.Component:
    """How old it is, as a quiet button that refreshes."""
    return rx.el.button(
        sign("refresh", 15),
        rx.el.span(words(given)),
        type="button",
        on_click=on_refresh,
        class_name="stale",
    )


def offline_strip(given: Words, action: Child = None) -> rx.Component:
    """What is shown while there is no connection."""
    return rx.el.div(
        sign("offline", 18),
        rx.el.span(words(given), class_name="grow"),
        *inside(action),
        class_name="offstrip",
        role="status",
    )


def toast_look(given: Words, action: Words | None = None) -> rx.Component:
    """How a toast looks; real ones are ``Screen.say`` and ``Screen.offer_undo``."""
    undo = [] if action is None else [button(action)]
    return rx.el.div(
        sign("check"), rx.el.span(words(given), class_name="grow"), *undo, class_name="toast"
    )


def skeleton_text(lines: int = 3) -> rx.Component:
    """Lines of words."""
    widths = ("92%", "78%", "85%", "60%")
    return _waiting(
        rx.el.div(*[_bone(widths[i % 4]) for i in range(lines)], class_name="card flow")
    )


def skeleton_list(rows: int = 4) -> rx.Component:
    """A list of people or things."""
    one = [
        rx.el.div(
            _bone("36px", "36px", "34%"),
            rx.el.div(_bone("46%"), _bone("28%", "11px"), class_name="stack grow"),
            _bone("72px", "30px", "10px"),
            class_name="item",
        )
        for _ in range(rows)
    ]
    return _waiting(rx.el.div(*one, class_name="items own"))


def skeleton_cards(count: int = 3) -> rx.Component:
    """Class cards."""
    one = [
        rx.el.div(
            rx.el.div(_bone("52px", "22px"), class_name="when"),
            rx.el.div(_bone("48%", "18px"), _bone("32%"), class_name="stack"),
            _bone("84px", "44px", "12px"),
            rx.el.div(_bone("38%", "12px"), class_name="left"),
            class_name="cls",
        )
        for _ in range(count)
    ]
    return _waiting(rx.el.div(*one, class_name="page"))


def skeleton_table(rows: int = 8) -> rx.Component:
    """A table."""
    return skeleton_list(rows)


def skeleton_kpis(count: int = 4) -> rx.Component:
    """A strip of figures."""
    one = [
        rx.el.div(_bone("60%"), _bone("44%", "30px"), _bone("70%", "12px"), class_name="kpi")
        for _ in range(count)
    ]
    return _waiting(rx.el.div(*one, class_name="kpis"))


def _waiting(bones: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.span(words(common.LOADING), class_name="vh"),
        rx.el.div(bones, aria_hidden="true"),
        class_name="waiting",
        role="status",
        custom_attrs={"aria-busy": "true"},
    )


def _bone(width: str, height: str = "14px", radius: str = "7px") -> rx.Component:
    style: dict[str, Any] = {"inlineSize": width, "blockSize": height, "borderRadius": radius}
    return rx.el.span(class_name="sk", custom_attrs={"style": style})


def _drawing() -> rx.Component:
    """Tally strokes on a floor line; the last one is still to come."""
    stroke = {"stroke": "currentColor", "stroke_width": "7"}
    return rx.el.svg(
        *[rx.el.path(d=f"M{x} 76l12-62", opacity="0.42", **stroke) for x in (48, 80, 112)],
        rx.el.path(d="M144 76l12-62", stroke_dasharray="6 7", **stroke),
        rx.el.path(d="M30 84h140", stroke="currentColor", stroke_width="3", opacity="0.3"),
        view_box="0 0 200 90",
        fill="none",
        class_name="draw",
        custom_attrs={"aria-hidden": "true"},
    )
