"""Cards, rows in them, figures, the hero."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from fitkit.design.icon import icon as sign
from fitkit.design.type import anchor, heading, toned
from fitkit.design.words import Child, Event, Words, inline, inside, is_said, merged, words
from fitkit.texts import design as texts


def card(
    *children: Child,
    tight: bool = False,
    flat: bool = False,
    kind: "str | rx.Var[str] | None" = None,
    **attrs: Any,
) -> rx.Component:
    """A white card.

    Args:
        children: under one another, 12 px apart.
        tight: no padding, for lists and tables.
        flat: an outline on the ground, for what is past or closed.
        kind: accent for what is mine.
        attrs: for the element.
    """
    names = ["card", *(n for n, on in (("tight", tight), ("flat", flat)) if on)]
    if not tight:
        names.append("flow")
    extra = merged(attrs, **({} if kind is None else {"data-kind": kind}))
    return rx.el.div(*inside(*children), class_name=" ".join(names), custom_attrs=extra, **attrs)


def card_link(*children: Child, href: Words, **attrs: Any) -> rx.Component:
    """A card that is one link; no links inside."""
    return anchor(*inside(*children), href=href, class_name="card", **attrs)


def card_head(title: Words, aside: Child = None, count: Child = None) -> rx.Component:
    """A card's title with a figure beside it and an action at its end."""
    near = [] if count is None else [rx.el.span(*inside(count), class_name="sm muted")]
    return rx.el.div(
        rx.el.div(heading(title), *near, class_name="words"), *inside(aside), class_name="cardhead"
    )


def items(*children: Child, own: bool = True) -> rx.Component:
    """A list of ``item`` rows: a card of its own, or bare inside a card (``own=False``)."""
    return rx.el.div(*inside(*children), class_name="items own" if own else "items")


def item(
    *children: Child, href: Words | None = None, on_click: Event = None, **attrs: Any
) -> rx.Component:
    """One row: a link with an arrow, a button, or plain with controls of its own."""
    inner = inside(*children)
    if href is not None:
        forth = rx.el.span(sign("forward", 20), class_name="forth", aria_hidden="true")
        also = {} if on_click is None else {"on_click": on_click}
        return anchor(*inner, forth, href=href, class_name="item", **also, **attrs)
    if on_click is not None:
        return rx.el.button(*inner, type="button", on_click=on_click, class_name="item", **attrs)
    return rx.el.div(*inner, class_name="item", **attrs)


def item_text(title: Child, *facts: Child) -> rx.Component:
    """A bold line over muted ones; takes the room that is left."""
    return rx.el.span(
        rx.el.span(*inside(title), class_name="nm"),
        *[rx.el.span(*inside(f), class_name="fact") for f in facts if f is not None],
        class_name="itemtext",
    )


def facts(pairs: Sequence[tuple[Words, Child]]) -> rx.Component:
    """Labels and their values, a line each."""
    return rx.el.dl(
        *[rx.el.div(rx.el.dt(words(label)), rx.el.dd(*inside(value))) for label, value in pairs],
        class_name="facts",
    )


def kpi_strip(*kpis: Child) -> rx.Component:
    """Figures beside one another in one card; two in a row on a phone."""
    return rx.el.div(*inside(*kpis), class_name="kpis")


def kpi(
    label: Words,
    value: Words,
    change: Words | None = None,
    kind: "str | rx.Var[str]" = "neutral",
    icon: "str | rx.Component | None" = None,
    spark: rx.Component | None = None,
    href: Words | None = None,
) -> rx.Component:
    """One figure: label, number, how it changed in words with an icon."""
    figure = rx.el.span(
        rx.el.b(words(value)), *([] if spark is None else [spark]), class_name="figure"
    )
    inner = [rx.el.span(words(label), class_name="label"), figure]
    if is_said(change):
        said = toned(kind, change, icon=icon)
        inner.append(rx.cond(change, said) if isinstance(change, rx.Var) else said)
    if href is not None:
        return anchor(*inner, href=href, class_name="kpi")
    return rx.el.div(*inner, class_name="kpi")


def spark(shares: "Sequence[float] | rx.Var[Any]") -> rx.Component:
    """Slanted bars of shares 0 to 1, the last in the accent; the words beside it tell the story."""
    return rx.el.span(
        _each(shares, lambda share: rx.el.i(custom_attrs=inline(share=share))),
        class_name="spark",
        aria_hidden="true",
    )


def hero(*children: Child, label: Words | None = None, **attrs: Any) -> rx.Component:
    """The deep panel with the tally as its texture; one a screen."""
    said = {} if label is None else {"aria_label": words(label)}
    return rx.el.section(*inside(*children), class_name="hero", **said, **attrs)


def steps(
    rows: "Sequence[tuple[bool, Words, Child]] | rx.Var[Any]", go: Words | None = None
) -> rx.Component:
    """Steps done and to do.

    Args:
        rows: done, words, an action; or a Var of objects ``.is_done .label .href``.
        go: the words of the link to a step that is not done, for Vars.
    """

    def one(is_done: Any, label: Any, action: Any) -> rx.Component:
        done = rx.el.li(
            sign("check"), rx.el.span(label), _state(texts.DONE_STEP), class_name="done"
        )
        todo = rx.el.li(
            sign("todo"),
            rx.el.span(label, class_name="grow"),
            _state(texts.TO_DO_STEP),
            *inside(action),
        )
        return (
            rx.cond(is_done, done, todo)
            if isinstance(is_done, rx.Var)
            else done
            if is_done
            else todo
        )

    if isinstance(rows, rx.Var):
        from fitkit.design.button import link_button

        def drawn_row(r: Any) -> rx.Component:
            link = (
                None
                if go is None
                else rx.cond(r.href, link_button(go, r.href, kind="main", small=True))
            )
            return one(r.is_done, r.label, link)

        return rx.el.ul(rx.foreach(rows, drawn_row), class_name="setup")
    return rx.el.ul(
        *[one(is_done, words(label), action) for is_done, label, action in rows], class_name="setup"
    )


def bar_rows(rows: "Sequence[tuple[Words, float, Words]] | rx.Var[Any]") -> rx.Component:
    """Slanted bars with their figures: label, share 0 to 1, figure; or a Var of objects ``.label .share .value``."""

    def one(label: Any, share: Any, figure: Any) -> rx.Component:
        bar = rx.el.span(
            rx.el.span(class_name="bar", custom_attrs=inline(share=share)), aria_hidden="true"
        )
        return rx.el.li(rx.el.span(label), bar, rx.el.b(figure))

    if isinstance(rows, rx.Var):
        return rx.el.ul(
            rx.foreach(rows, lambda r: one(r.label, r.share, r.value)), class_name="bars"
        )
    return rx.el.ul(*[one(words(a), b, words(c)) for a, b, c in rows], class_name="bars")


def _each(given: Any, one: Any) -> Any:
    return rx.foreach(given, one) if isinstance(given, rx.Var) else rx.fragment(*map(one, given))


def _state(text: Words) -> rx.Component:
    return rx.el.span(words(text), class_name="vh")
