"""What a change of the timetable would do, before it is done."""

from typing import Any

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.card import item, item_text, items
from fitkit.design.desk import more_fields
from fitkit.design.feedback import notice
from fitkit.design.layout import section, stack
from fitkit.design.type import body, muted
from fitkit.texts import board as texts
from fitkit.web.rows.effect import Effect, Line


def effect_box(effect: "rx.Var[Effect]") -> rx.Component:
    """The sentences of a preview: what changes, who is told, what stays; read out as it changes."""
    return rx.el.div(
        stack(
            rx.cond(effect.yields, body(effect.yields)),
            rx.cond(effect.closed, muted(effect.closed)),
            rx.cond(effect.summary, body(effect.summary)),
            _lines(texts.WHO_IS_TOLD, effect.people, effect.more_people),
            _lines(texts.WHAT_CHANGES, effect.classes, effect.more_classes),
            _lines(texts.WHAT_STAYS, effect.left, effect.more_left),
            rx.cond(effect.more, muted(effect.more)),
            gap=3,
        ),
        aria_live="polite",
    )


def in_the_way(effect: "rx.Var[Effect]") -> rx.Component:
    """What keeps it from being done: the note over a dialog's actions, so it is seen wherever one types."""
    said = notice("danger", texts.IN_THE_WAY, rx.foreach(effect.clashes, rx.el.p), icon="problem")
    return rx.cond(effect.clashes.length() > 0, said)


def _lines(title: Text, lines: Any, more: Any) -> rx.Component:
    """A glance's worth, and the others behind a line that opens them."""
    others = more_fields(more.words, items(rx.foreach(more.lines, _line)))
    return rx.cond(
        lines.length() > 0,
        section(title, items(rx.foreach(lines, _line)), rx.cond(more.words, others)),
    )


def _line(line: "rx.Var[Line]") -> rx.Component:
    return item(item_text(line.name, line.words))
