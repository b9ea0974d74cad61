"""The cash desk, from the top: what should be in the drawer, what moved since, past closings; dialogs."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.design.button import button
from fitkit.design.card import card, card_head, item, item_text, items, kpi, kpi_strip
from fitkit.design.chip import chip
from fitkit.design.desk import facts_of
from fitkit.design.dialog import dialog, form_buttons
from fitkit.design.feedback import empty_state, skeleton_table, states
from fitkit.design.field import (
    date_field,
    money_field,
    segmented_field,
    text_field,
    textarea_field,
)
from fitkit.design.form import form
from fitkit.design.layout import page as column
from fitkit.design.layout import row, section, split, stack
from fitkit.design.nav import page_head
from fitkit.design.table import Column, table
from fitkit.design.type import muted, strong
from fitkit.features.cashdesk.rules import Kept
from fitkit.texts import cashdesk as texts
from fitkit.web.frames import Frame, page
from fitkit.web.frames.bars import may
from fitkit.web.owner.cash.state import CashState
from fitkit.web.rows.cash import DayRow, LineRow, TakenRow

S = CashState
FORM = "cash-form"
COLUMNS = (
    Column(texts.WHO, phone="title"),
    Column(texts.WHAT),
    Column(texts.HOW),
    Column(texts.WHEN),
    Column(texts.BY),
    Column(texts.AMOUNT, phone="end", end=True),
)


@page("/dashboard/cash", title=texts.TITLE, state=CashState, frame=Frame.STAFF, heads=False)
def cash() -> rx.Component:
    return column(
        page_head(texts.TITLE, _deeds(), below=muted(texts.HELP)),
        states(
            stack(_now(), split(rx.fragment(_taken(), _back()), _beside()), gap=5),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=S.desk.cash == "",
            empty=empty_state(texts.NOTHING_TAKEN, texts.NOTHING_TAKEN_WHY),
            skeleton=skeleton_table(6),
            on_retry=S.load,
        ),
        _count("open", texts.OPEN_TITLE, texts.OPEN, S.open_day),
        _count("close", texts.CLOSE_TITLE, texts.CLOSE, S.close_day),
        _deposit(),
        compact=True,
    )


def _deeds() -> rx.Component:
    count = rx.cond(
        S.desk.is_open,
        button(texts.CLOSE, kind="main", icon="locked", on_click=S.ask("close")),
        button(texts.OPEN, kind="main", icon="open_lock", on_click=S.ask("open")),
    )
    deposit = button(texts.DEPOSIT, icon="building", on_click=S.ask("deposit"))
    return rx.cond(may(Permission.EDIT_MONEY) & (S.desk.cash != ""), row(deposit, count, wrap=True))


def _now() -> rx.Component:
    state = rx.cond(
        S.desk.is_open,
        chip(texts.IS_OPEN, "positive", icon="open_lock"),
        chip(texts.IS_CLOSED, "neutral", icon="locked"),
    )
    return stack(
        row(state, muted(S.desk.said), wrap=True),
        kpi_strip(
            kpi(texts.IN_DRAWER, S.desk.cash),
            kpi(texts.CHEQUES, S.desk.cheques),
            kpi(texts.TAKEN, S.desk.taken, S.desk.count),
            kpi(texts.TRANSFERS, S.desk.transfers),
        ),
        gap=3,
    )


def _taken() -> rx.Component:
    listed = table(
        COLUMNS,
        S.moves.taken,
        _cells,
        label=texts.TAKEN,
        key=lambda t: t.id,
        href=lambda t: t.href,
        row_label=lambda t: t.label,
    )
    nothing = empty_state(texts.NOTHING_TAKEN, texts.NOTHING_TAKEN_WHY)
    return section(
        texts.TAKEN,
        muted(S.desk.since),
        rx.cond(S.desk.cut != "", muted(S.desk.cut)),
        rx.cond(S.moves.taken.length() > 0, listed, nothing),
    )


def _cells(t: rx.Var[TakenRow]) -> list[rx.Component]:
    return [
        strong(t.member),
        stack(t.what, rx.cond(t.note != "", muted(t.note, small=True)), gap=0),
        rx.fragment(t.way),
        rx.fragment(t.when),
        rx.fragment(t.by),
        strong(t.amount),
    ]


def _back() -> rx.Component:
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


def _beside() -> rx.Component:
    adds_up = facts_of(S.moves.adds_up, lambda f: f.label, lambda f: f.value)
    more = button(texts.MORE, kind="quiet", small=True, on_click=S.more)
    past = rx.cond(
        S.days.length() > 0,
        stack(items(rx.foreach(S.days, _day)), rx.cond(S.has_more, more), gap=2),
        muted(texts.NO_PAST),
    )
    return stack(
        card(card_head(texts.MOVED_HOW), adds_up),
        section(texts.PAST, past),
        gap=5,
    )


def _day(day: rx.Var[DayRow]) -> rx.Component:
    return item(
        item_text(day.title, day.when, day.counted),
        chip(day.difference, day.kind),
        href=day.href,
        key=day.id,
    )


def _count(panel: str, title: Text, do: Text, on_submit: rx.EventHandler) -> rx.Component:
    form_id = f"{panel}-{FORM}"
    return dialog(
        muted(S.desk.should_be),
        form(
            money_field("counted", texts.COUNTED, problem=S.problems["counted"]),
            textarea_field(
                "why",
                texts.WHY,
                help=texts.WHY_HELP,
                problem=S.problems["why"],
                optional=True,
                rows=2,
            ),
            on_submit=on_submit,
            id=form_id,
        ),
        open=S.panel == panel,
        on_close=S.close_panel,
        title=title,
        actions=form_buttons(form_id, do, S.close_panel),
    )


def _deposit() -> rx.Component:
    return dialog(
        form(
            segmented_field(
                "what",
                texts.DEPOSIT_WHAT,
                [(str(k), texts.KEPT[k]) for k in Kept],
                default=str(Kept.CASH),
                problem=S.problems["what"],
            ),
            money_field("amount", texts.AMOUNT, problem=S.problems["amount"]),
            date_field(
                "on",
                texts.DEPOSIT_ON,
                default=S.today_is,
                most=S.today_is,
                problem=S.problems["on"],
            ),
            text_field(
                "note",
                texts.DEPOSIT_NOTE,
                optional=True,
                most=200,
                problem=S.problems["note"],
            ),
            on_submit=S.deposit,
            id="deposit-form",
        ),
        open=S.panel == "deposit",
        on_close=S.close_panel,
        title=texts.DEPOSIT_TITLE,
        actions=form_buttons("deposit-form", texts.DEPOSIT, S.close_panel),
    )
