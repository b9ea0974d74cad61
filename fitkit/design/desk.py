"""Parts of the owner's desk: fields that wait behind a line, what is included, a class type's colour."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from fitkit.design.icon import icon
from fitkit.design.words import Child, Flag, Words, inside, words


def more_fields(title: Words, *children: Child, is_open: Flag = False) -> rx.Component:
    """Fields behind a line that opens them; they stay in the form, and keep what was typed, while shut.

    ``is_open``: open them by itself, when a problem stands at one of them.
    """
    return rx.el.details(
        rx.el.summary(icon("open", 18), rx.el.span(words(title))),
        rx.el.div(*inside(*children), class_name="morebody"),
        class_name="morefields",
        open=is_open,
    )


def included(lines: "rx.Var[list[str]]") -> rx.Component:
    """What is in it: a check before every line."""
    return rx.el.ul(
        rx.foreach(lines, lambda line: rx.el.li(icon("check", 18), rx.el.span(line))),
        class_name="incl",
    )


def plain_lines(lines: "rx.Var[list[str]]") -> rx.Component:
    """Short muted sentences, one a line."""
    return rx.el.ul(rx.foreach(lines, _line), class_name="lines")


def colour_mark(colour: "rx.Var[str] | str") -> rx.Component:
    """A class type's colour as a slanted stroke; its name stands beside it."""
    return rx.el.span(class_name="cmark", aria_hidden="true", custom_attrs={"data-colour": colour})


def facts_of(
    rows: "rx.Var[Any]", label: Callable[[Any], Any], value: Callable[[Any], Any]
) -> rx.Component:
    """Labels and their values, a line for each row of a Var."""

    def one(row: Any) -> rx.Component:
        return rx.el.div(rx.el.dt(label(row)), rx.el.dd(*inside(value(row))))

    return rx.el.dl(rx.foreach(rows, one), class_name="facts small")


def copy_line(value: "rx.Var[str]", label: Words, *actions: Child) -> rx.Component:
    """Something to be sent by hand: selectable, left-to-right, with buttons under it."""
    return rx.el.div(
        rx.el.span(words(label), class_name="lab"),
        rx.el.bdi(value, dir="ltr", class_name="copyline", tab_index=0),
        rx.el.div(*inside(*actions), class_name="btns"),
        class_name="field",
    )


def member_head(
    name: "rx.Var[str]", face: Child, *children: Child, actions: Child = None
) -> rx.Component:
    """The head of a person's page: a large face, the h1, lines under it, actions at the end."""
    return rx.el.header(
        *inside(face),
        rx.el.div(
            rx.el.h1(name, class_name="h1", tab_index=-1), *inside(*children), class_name="words"
        ),
        *([] if actions is None else [rx.el.div(*inside(actions), class_name="acts")]),
        class_name="personhead",
    )


def price_tag(price: "rx.Var[str]", period: "rx.Var[str]") -> rx.Component:
    """A price as the headline it is, with its period beside it."""
    return rx.el.span(
        rx.el.bdi(price, class_name="num", custom_attrs={"data-size": "num"}),
        " ",
        rx.el.span(period, class_name="muted"),
        class_name="pricetag",
    )


def bdi(name: "rx.Var[str]") -> rx.Component:
    """A name in whichever direction it has, that does not pull the words beside it along."""
    return rx.el.bdi(name)


def suggestions(own_id: str, choices: "rx.Var[Any]") -> rx.Component:
    """What the browser offers while something is typed: the field says ``list=own_id``."""
    return rx.el.datalist(
        rx.foreach(choices, lambda c: rx.el.option(value=c.label)), custom_attrs={"id": own_id}
    )


def _line(words_: Any) -> rx.Component:
    return rx.el.li(words_)
