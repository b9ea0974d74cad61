"""A day of the drawer, from the top: whose and when, how it adds up, its counts, what was taken; printable."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.design.button import button
from fitkit.design.card import card, card_head, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.desk import facts_of, plain_lines
from fitkit.design.dialog import dialog, form_buttons
from fitkit.design.feedback import empty_state, skeleton_list, states
from fitkit.design.field import textarea_field
from fitkit.design.form import form
from fitkit.design.layout import only_desk, row, section, split, stack
from fitkit.design.layout import page as column
from fitkit.design.nav import back_link, page_head
from fitkit.design.type import muted, number, strong
from fitkit.texts import cashdesk as texts
from fitkit.web.frames import Frame, page, path_in
from fitkit.web.frames.bars import may
from fitkit.web.owner.cash_day.state import CashDayState
from fitkit.web.rows.cash import LineRow, TakenRow

S = CashDayState
FORM = "reopen-form"


@page(
    "/dashboard/cash/[id]",
    title=texts.DAY,
    state=CashDayState,
    frame=Frame.STAFF,
    heads=False,
    back="/dashboard/cash",
)
def cash_day() -> rx.Component:
    return column(
        only_desk(back_link(texts.BACK, path_in("/dashboard/cash"))),
        rx.cond(S.head.id == "", page_head(texts.DAY)),
        states(
            stack(_head(), split(rx.fragment(_counts(), _taken(), _others()), _sums()), gap=5),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=S.head.id == "",
            empty=empty_state(texts.NO_PAST, texts.NOTHING_TAKEN_WHY),
            skeleton=skeleton_list(6),
            on_retry=S.load,
        ),
        _reopen(),
    )


def _head() -> rx.Component:
    again = button(texts.REOPEN, icon="open_lock", on_click=S.ask)
    printed = button(texts.PRINT, icon="print", on_click=rx.call_script("window.print()"))
    return stack(
        page_head(
            S.head.title,
            rx.cond(S.may_reopen & may(Permission.REOPEN_CASH), again),
            printed,
            below=muted(S.gym),
        ),
        row(number(S.head.counted), chip(S.head.difference, S.head.kind), wrap=True),
        plain_lines(S.facts),
        gap=3,
    )


def _sums() -> rx.Component:
    adds_up = facts_of(S.moves.adds_up, lambda f: f.label, lambda f: f.value)
    by_way = facts_of(S.moves.by_way, lambda f: f.label, lambda f: f.value)
    return stack(
        card(card_head(texts.MOVED_HOW), adds_up),
        rx.cond(S.moves.by_way.length() > 0, card(card_head(texts.BY_WAY), by_way)),
        gap=4,
    )


def _counts() -> rx.Component:
    return section(texts.COUNTS, items(rx.foreach(S.counts, _line)))


def _taken() -> rx.Component:
    return section(
        texts.TAKEN,
        rx.cond(
            S.moves.taken.length() > 0,
            items(rx.foreach(S.moves.taken, _payment)),
            muted(texts.NOTHING_TAKEN),
        ),
    )


def _payment(t: rx.Var[TakenRow]) -> rx.Component:
    return item(
        item_text(
            t.member,
            rx.el.span(t.what, " · ", t.way),
            rx.el.span(t.when, " · ", t.by),
            t.note,
        ),
        strong(t.amount),
        href=t.href,
        key=t.id,
    )


def _others() -> rx.Component:
    return stack(
        _lines(texts.GIVEN_BACK, S.moves.back), _lines(texts.DEPOSITS, S.moves.deposits), gap=5
    )


def _lines(title: Text, lines: rx.Var[list[LineRow]]) -> rx.Component:
    return rx.cond(lines.length() > 0, section(title, items(rx.foreach(lines, _line))))


def _line(one: rx.Var[LineRow]) -> rx.Component:
    return item(
        item_text(one.title, one.facts, one.why),
        strong(one.amount),
        key=one.id,
    )


def _reopen() -> rx.Component:
    return dialog(
        form(
            textarea_field(
                "reason", texts.REASON, help=texts.REOPEN_HELP, problem=S.problems["reason"], rows=2
            ),
            on_submit=S.reopen,
            id=FORM,
        ),
        open=S.is_asking,
        on_close=S.close,
        title=texts.REOPEN_TITLE,
        actions=form_buttons(FORM, texts.REOPEN, S.close),
    )
