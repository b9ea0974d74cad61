"""A week at a glance: one mark a day, from Sunday."""

from typing import Any

import reflex as rx

from fitkit.design.icon import icon as sign
from fitkit.design.words import Words, words, yes


def week_marks(days: "rx.Var[Any]", label: Words) -> rx.Component:
    """What became of each day: a tick for came, a dot for booked, nothing for free.

    Args:
        days: seven objects ``.letter .how .is_today .label``; ``how``: came booked or empty.
        label: of the list.
    """

    def one(d: Any) -> rx.Component:
        mark = rx.match(
            d.how, ("came", sign("check", 17)), ("booked", sign("dot", 17)), rx.fragment()
        )
        return rx.el.li(
            rx.el.i(mark, aria_hidden="true"),
            rx.el.span(d.letter, aria_hidden="true"),
            rx.el.span(d.label, class_name="vh"),
            custom_attrs={"data-how": d.how, "data-today": yes(d.is_today)},
        )

    return rx.el.ul(rx.foreach(days, one), class_name="wk", aria_label=words(label))
