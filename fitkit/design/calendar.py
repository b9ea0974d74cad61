"""Days and weeks: a strip of days on a phone, a board of columns on a desk; weeks from Sunday."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from fitkit.design.button import button, icon_button
from fitkit.design.icon import icon as sign
from fitkit.design.tally import meter, tally
from fitkit.design.type import anchor, heading
from fitkit.design.words import Child, Event, Flag, Words, inside, words, yes
from fitkit.texts import design as texts

_STROKES = 10


def day_strip(
    days: "rx.Var[Any] | Sequence[Any]",
    chosen: "rx.Var[str] | str",
    on_choose: Any,
    label: Words = texts.DAY_CHOICE,
) -> rx.Component:
    """The week to choose a day from; ticks are what is mine.

    Args:
        days: seven objects ``.day .letter .number .marks .is_past .is_today .label``; ``marks`` 0 to 3.
        chosen: the ``.day`` that is shown.
        on_choose: called with a ``.day``.
        label: of the group.
    """

    def one(d: Any) -> rx.Component:
        on = chosen == d.day
        return rx.el.button(
            d.letter,
            rx.el.b(d.number),
            rx.el.span(
                *[_mark(d.marks, n) for n in (1, 2, 3)], class_name="ticks", aria_hidden="true"
            ),
            type="button",
            on_click=on_choose(d.day),
            class_name="day",
            aria_label=d.label,
            custom_attrs={
                "aria-pressed": yes(on),
                "data-past": yes(d.is_past),
                "data-today": yes(d.is_today),
            },
        )

    return rx.el.div(_each(days, one), class_name="days", role="group", aria_label=words(label))


def week_head(
    title: Words,
    on_previous: Event,
    on_next: Event,
    on_today: Event = None,
    *more: Child,
    years: bool = False,
) -> rx.Component:
    """Which week, and the ones beside it; ``years``: which year."""
    before = texts.PREVIOUS_YEAR if years else texts.PREVIOUS_WEEK
    after = texts.NEXT_YEAR if years else texts.NEXT_WEEK
    today = None if on_today is None else button(texts.TODAY, on_click=on_today, small=True)
    steps = icon_button("previous", before, on_previous), icon_button("next", after, on_next)
    return _between(title, *steps, today, rx.el.span(class_name="grow"), *more)


def day_head(
    title: Words, on_previous: Event, on_next: Event, on_today: Event, is_today: "rx.Var[bool]"
) -> rx.Component:
    """Which day, and the ones beside it; today's leads to no other."""
    return _between(
        title,
        icon_button("previous", texts.PREVIOUS_DAY, on_previous),
        icon_button("next", texts.NEXT_DAY, on_next),
        rx.cond(is_today, rx.fragment(), button(texts.TODAY, on_click=on_today, small=True)),
    )


def _between(title: Words, before: rx.Component, after: rx.Component, *more: Child) -> rx.Component:
    return rx.el.div(before, heading(title), after, *inside(*more), class_name="weekhead")


def week_board(
    days: "rx.Var[Any] | Sequence[Any]",
    item: Callable[[Any], rx.Component],
    *,
    sessions: Callable[[Any], Any] = lambda day: day.sessions,
    label: Words,
    none: Words = texts.NO_CLASSES,
    over: Callable[[Any], rx.Component] | None = None,
    unfolded: Flag = False,
) -> rx.Component:
    """A column a day on a desk, the days under one another on a phone.

    Args:
        days: seven objects ``.day .name .number .is_today .is_folded`` with their sessions; what is
            folded is not shown on a phone.
        item: draws one, such as ``session_block``.
        sessions: a day's list.
        label: what the board is.
        none: the words of a day without any.
        over: draws what lies over a day, such as a planner's ``hours``.
        unfolded: whether a phone shows the folded days too; what ``earlier_days`` turns.
    """

    def one(d: Any) -> rx.Component:
        own = sessions(d)
        nothing = rx.el.p(words(none), class_name="none")
        if isinstance(own, rx.Var):
            listed = rx.cond(own.length() > 0, rx.foreach(own, item), nothing)
        else:
            listed = rx.fragment(*map(item, own)) if own else nothing
        return rx.el.section(
            rx.el.h2(d.name, " ", rx.el.b(d.number), class_name="bhead"),
            listed,
            *([] if over is None else [over(d)]),
            class_name="bday",
            custom_attrs={
                "data-today": yes(d.is_today),
                "data-folded": yes(d.is_folded),
                "data-drop": d.day,
            },
        )

    return rx.el.div(
        _each(days, one),
        class_name="weekboard",
        role="group",
        aria_label=words(label),
        custom_attrs={"data-unfolded": yes(unfolded)},
    )


def earlier_days(given: Words, on_turn: Event, is_open: Flag) -> rx.Component:
    """Over a board on a phone: how many days are folded; a press shows them, another folds them again."""
    return rx.el.button(
        words(given),
        sign("open", 18),
        type="button",
        on_click=on_turn,
        class_name="bfold",
        custom_attrs={"aria-expanded": yes(is_open)},
    )


def session_block(
    time: Words,
    name: Words,
    coach: Child = None,
    *,
    tally: Child = None,
    kind: "str | rx.Var[str]" = "open",
    note: Child = None,
    on_click: Event = None,
    href: Words | None = None,
    moves: "str | rx.Var[str]" = "",
    at: "str | rx.Var[str] | None" = None,
    is_on: "rx.Var[Any] | None" = None,
    figures: Child = None,
) -> rx.Component:
    """A class on the board; ``kind``: open past cancelled mine.

    ``moves`` is its id on a ``planner``, empty where it stays; ``at`` its hour there. ``is_on`` is its
    ``aria-pressed``, undefined unless classes are being selected. ``figures``: how it went, ``went_lines``.
    """
    inner = [
        rx.el.bdi(words(time), class_name="t", dir="ltr"),
        rx.el.span(words(name), class_name="n"),
        *([] if coach is None else [rx.el.span(*inside(coach), class_name="c")]),
        *inside(tally, note, figures),
    ]
    custom: dict[str, Any] = {"data-kind": kind}
    if at is not None:
        custom |= {"data-at": at, "data-move": moves, "draggable": rx.cond(moves, "true", "false")}
    if is_on is not None:
        custom |= {"aria-pressed": is_on}
    attrs: dict[str, Any] = {"class_name": "blk", "custom_attrs": custom}
    if href is not None:
        return anchor(*inner, href=href, **attrs)
    if on_click is not None:
        return rx.el.button(*inner, type="button", on_click=on_click, **attrs)
    return rx.el.div(*inner, **attrs)


def went_lines(w: "rx.Var[Any]") -> rx.Component:
    """How a class went, each figure drawn beside its words: full as a bar, waiting in strokes, no-shows as a bar.

    Args:
        w: an object ``.full .full_share .waited .waited_count .waited_share .missed .missed_share``; words that are empty stay out.
    """

    def line(drawn: rx.Component, said: Any) -> rx.Component:
        return rx.cond(said, rx.el.span(drawn, rx.el.span(said), class_name="went"))

    return rx.el.span(
        line(meter(w.full_share), w.full),
        line(_waited(w), w.waited),
        line(meter(w.missed_share, "", "warning"), w.missed),
        class_name="wents",
    )


def _waited(w: Any) -> rx.Component:
    """Strokes as long as they are counted by eye in a narrow column, then a bar of the places there are."""
    strokes = tally(w.waited_count, w.waited_count, "", "info", 11)
    return rx.cond(w.waited_count > _STROKES, meter(w.waited_share, "", "info"), strokes)


def _mark(marks: Any, n: int) -> Any:
    shown = marks >= n
    if isinstance(shown, rx.Var):
        return rx.cond(shown, rx.el.i())
    return rx.el.i() if shown else rx.fragment()


def _each(given: Any, one: Any) -> Any:
    return rx.foreach(given, one) if isinstance(given, rx.Var) else rx.fragment(*map(one, given))
