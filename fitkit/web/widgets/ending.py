"""What ending a deal means: the day, what comes back or is left, and how it is calculated."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.card import card, item, item_text, items
from fitkit.design.feedback import notice
from fitkit.design.layout import row, section, stack
from fitkit.design.say import say
from fitkit.design.type import muted, number, strong
from fitkit.texts import endings as texts
from fitkit.web.rows.ending import EndingRow, LineRow


def calculation(ending: "rx.Var[EndingRow]") -> rx.Component:
    """The sums first, then every line of how they come about; read out as it changes."""
    return rx.el.div(
        stack(
            rx.cond(
                ending.needs_review, notice("info", None, say(texts.GYM_DECIDES)), _sums(ending)
            ),
            section(texts.HOW, items(rx.foreach(ending.lines, _line))),
            gap=4,
        ),
        aria_live="polite",
    )


def _sums(ending: "rx.Var[EndingRow]") -> rx.Component:
    by = row(muted(texts.REFUND_BY), strong(ending.refund_by), wrap=True)
    return card(
        stack(
            _sum(texts.LAST_DAY, ending.last_day),
            rx.cond(ending.refund != "", stack(_sum(texts.COMES_BACK, ending.refund), by, gap=1)),
            rx.cond(ending.owed != "", _sum(texts.TO_PAY, ending.owed)),
            muted(texts.NO_MORE_CHARGES),
            rx.cond(ending.refund != "", muted(texts.TO_THE_CARD)),
            gap=3,
        )
    )


def _sum(label: Text, value: "rx.Var[str]") -> rx.Component:
    return row(muted(label), number(value, size="xl"), between=True, wrap=True)


def _line(line: "rx.Var[LineRow]") -> rx.Component:
    return item(item_text(line.words), rx.cond(line.amount != "", strong(line.amount)))
