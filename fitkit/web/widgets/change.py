"""What a change of a plan would do, line by line, before it is done."""

import reflex as rx

from fitkit.design.card import item, item_text, items
from fitkit.design.layout import section, stack
from fitkit.design.type import muted, strong
from fitkit.texts import freezes as texts
from fitkit.web.rows.change import EffectRow
from fitkit.web.rows.ending import LineRow


def effect_lines(effect: "rx.Var[EffectRow]") -> rx.Component:
    """The lines of a preview and the bookings that it gives back; read out as they change."""
    return rx.el.div(
        section(
            texts.WHAT_HAPPENS,
            stack(
                items(rx.foreach(effect.lines, _line)),
                rx.cond(effect.released != "", muted(effect.released)),
                rx.cond(
                    effect.classes.length() > 0,
                    items(rx.foreach(effect.classes, _class), own=False),
                ),
                gap=3,
            ),
        ),
        aria_live="polite",
    )


def _line(line: "rx.Var[LineRow]") -> rx.Component:
    return item(item_text(line.words), rx.cond(line.amount != "", strong(line.amount)))


def _class(words: "rx.Var[str]") -> rx.Component:
    return item(item_text(words))
