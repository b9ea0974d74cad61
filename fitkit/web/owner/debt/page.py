"""Debts, from the top: how much by age, who owes and what comes next, and the deeds in dialogs."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.bar import filter_bar, search_box
from fitkit.design.button import button, link_button
from fitkit.design.card import item, item_text, items, kpi, kpi_strip
from fitkit.design.chip import chip, filter_chip
from fitkit.design.desk import copy_line
from fitkit.design.dialog import dialog, form_buttons, menu_item, more_menu
from fitkit.design.feedback import empty_state, skeleton_table, states
from fitkit.design.field import (
    date_field,
    money_field,
    segmented_field,
    select_field,
    text_field,
    textarea_field,
)
from fitkit.design.form import fields, form
from fitkit.design.layout import only_phone, row, stack
from fitkit.design.layout import page as column
from fitkit.design.nav import page_head
from fitkit.design.table import Column, pager, table
from fitkit.design.type import body, muted, strong, text_link
from fitkit.features.billing.rules.debt_plans import PARTS_LEAST, PARTS_MOST
from fitkit.texts import common, desk
from fitkit.texts import debts as words
from fitkit.texts import renewals as texts
from fitkit.web.frames import Frame, page, path_in
from fitkit.web.owner.debt.state import AgeRow, DebtState
from fitkit.web.rows.due import DebtorRow
from fitkit.web.rows.ending import LineRow

S = DebtState
PROMISE, TAKE, WRITE_OFF = "promise-form", "take-form", "write-off-form"


@page("/dashboard/debt", title=texts.DEBT, state=DebtState, frame=Frame.STAFF, heads=False)
def debt() -> rx.Component:
    return column(
        page_head(texts.DEBT, below=muted(texts.DEBT_HELP)),
        states(
            stack(_sums(), _filters(), _found(), gap=4),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=(S.rows.length() == 0) & ~S.is_filtered,
            empty=empty_state(texts.NO_DEBTS, texts.NO_DEBTS_WHY),
            skeleton=skeleton_table(6),
            on_retry=S.load,
        ),
        _send(),
        _promise(),
        _take(),
        _write_off(),
        _split(),
    )


def _sums() -> rx.Component:
    return kpi_strip(kpi(texts.OWED_IN_ALL, S.total, S.said), rx.foreach(S.ages, _sum))


def _sum(age: rx.Var[AgeRow]) -> rx.Component:
    return kpi(age.label, age.sum)


def _filters() -> rx.Component:
    return filter_bar(
        search_box(S.search, S.find, desk.SEARCH_LABEL, desk.SEARCH_MEMBERS),
        filter_chip(texts.ALL_AGES, S.age == "", S.show_age(""), count=S.everyone),
        rx.foreach(S.ages, _filter),
    )


def _filter(age: rx.Var[AgeRow]) -> rx.Component:
    return filter_chip(age.label, S.age == age.key, S.show_age(age.key), count=age.count)


def _found() -> rx.Component:
    nobody = empty_state(
        desk.NOBODY_FITS,
        desk.NOBODY_FITS_WHY,
        button(desk.CLEAR_FILTERS, on_click=S.clear),
    )
    pages = pager(S.summary, S.previous_page, S.next_page, S.has_previous, S.has_next)
    return rx.cond(S.rows.length() == 0, nobody, rx.fragment(_list(), pages))


def _list() -> rx.Component:
    return table(
        [
            Column(texts.COLUMN_WHO, phone="title", sort="name"),
            Column(texts.COLUMN_OWED, phone="end", sort="owed", end=True),
            Column(texts.COLUMN_SINCE, phone="fact", sort="since"),
            Column(texts.COLUMN_WHY, phone="fact"),
            Column(texts.COLUMN_NEXT, phone="hide"),
            Column(texts.COLUMN_DEEDS, phone="act", bare=True),
        ],
        S.rows,
        _cells,
        label=texts.DEBT,
        key=lambda debtor: debtor.id,
        sort=S.order,
        on_sort=S.sort,
    )


def _cells(debtor: rx.Var[DebtorRow]) -> list[rx.Component]:
    marks = row(
        rx.cond(debtor.is_blocked, chip(texts.IS_BLOCKED, "danger")),
        rx.cond(debtor.plan != "", chip(debtor.plan, "info", "calendar")),
        rx.cond(debtor.is_archived, chip(texts.IN_ARCHIVE, "neutral", "archive")),
        only_phone(_next(debtor)),
        wrap=True,
        gap=1,
    )
    return [
        stack(
            text_link(debtor.name, path_in("/dashboard/members") + "/" + debtor.id + "/"),
            marks,
            gap=1,
        ),
        strong(debtor.owed),
        stack(debtor.since, muted(debtor.age_label, small=True), gap=0),
        stack(debtor.why, rx.cond(debtor.last != "", muted(debtor.last, small=True)), gap=0),
        _next(debtor),
        _deeds(debtor),
    ]


def _next(debtor: rx.Var[DebtorRow]) -> rx.Component:
    return rx.cond(debtor.next != "", chip(debtor.next, debtor.next_kind))


def _deeds(debtor: rx.Var[DebtorRow]) -> rx.Component:
    has_period = debtor.periods.length() > 0
    return row(
        rx.cond(
            debtor.is_charged,
            rx.fragment(),
            button(texts.SEND_LINK, icon="send", small=True, on_click=S.open_send(debtor.id)),
        ),
        more_menu(
            debtor.more,
            rx.cond(
                debtor.is_charged,
                rx.fragment(),
                menu_item(texts.CHARGE_NOW, icon="card", on_click=S.charge(debtor.id)),
            ),
            rx.cond(
                debtor.plan == "",
                menu_item(words.SPLIT, icon="calendar", on_click=S.open_split(debtor.id)),
                menu_item(words.CALL_OFF, icon="blocked", on_click=S.end_plan(debtor.id)),
            ),
            menu_item(texts.TAKE_NOW, icon="cash", on_click=S.open_take(debtor.id)),
            rx.cond(
                has_period,
                menu_item(texts.PROMISE, icon="calendar", on_click=S.open_promise(debtor.id)),
            ),
            rx.cond(
                has_period,
                menu_item(
                    texts.WRITE_OFF,
                    icon="blocked",
                    kind="danger",
                    on_click=S.open_write_off(debtor.id),
                ),
            ),
        ),
        gap=2,
    )


def _send() -> rx.Component:
    by_phone = link_button(
        texts.BY_WHATSAPP, S.whatsapp, kind="main", icon="message", external=True, target="_blank"
    )
    copy = button(
        desk.COPY_LINK,
        icon="copy",
        small=True,
        on_click=[rx.set_clipboard(S.link), S.copied],
    )
    return dialog(
        body(texts.SEND_WHY),
        copy_line(S.link, texts.LINK_LABEL, copy),
        rx.cond(S.whatsapp != "", by_phone, muted(texts.NO_PHONE)),
        body(texts.REVOKE_WHY),
        button(texts.REVOKE, icon="blocked", small=True, on_click=S.revoke_links),
        open=S.panel == "send",
        on_close=S.close,
        title=S.title,
    )


def _promise() -> rx.Component:
    day = date_field(
        "day",
        texts.PROMISE_DAY,
        default=S.least,
        least=S.least,
        most=S.most,
        problem=S.problems["day"],
    )
    return _ask(
        "promise",
        PROMISE,
        form(fields(_which(), day), on_submit=S.promise, id=PROMISE),
        texts.PROMISE_WHY,
        texts.PROMISE,
    )


def _take() -> rx.Component:
    ways = [(key, words) for key, words in texts.TAKE_WAYS.items()]
    way = segmented_field("way", texts.TAKE_WAY, ways, default="cash", problem=S.problems["way"])
    amount = money_field(
        "amount",
        texts.TAKE_AMOUNT,
        help=texts.TAKE_AMOUNT_HELP,
        optional=True,
        problem=S.problems["amount"],
    )
    note = text_field(
        "note",
        texts.TAKE_NOTE,
        help=texts.TAKE_NOTE_HELP,
        optional=True,
        most=200,
        problem=S.problems["note"],
    )
    filled = form(fields(_which(), amount, way, note), on_submit=S.take, id=TAKE)
    return _ask("take", TAKE, filled, None, texts.TAKE_NOW)


def _write_off() -> rx.Component:
    why = textarea_field("reason", texts.REASON, rows=2, problem=S.problems["reason"])
    filled = form(fields(_which(), why), on_submit=S.write_off, id=WRITE_OFF)
    return _ask("write_off", WRITE_OFF, filled, texts.WRITE_OFF_WHY, texts.WRITE_OFF, "danger")


def _split() -> rx.Component:
    counts = [(str(n), str(n)) for n in range(PARTS_LEAST, PARTS_MOST + 1)]
    return dialog(
        fields(
            select_field(
                "count",
                words.COUNT,
                counts,
                value=S.count,
                on_change=lambda value: S.sketch("count", value),
                problem=S.problems["count"],
            ),
            date_field(
                "first_on",
                words.FIRST_ON,
                value=S.first_on,
                least=S.least,
                most=S.last_first_on,
                on_change=lambda value: S.sketch("first_on", value),
                problem=S.problems["first_on"],
            ),
        ),
        items(rx.foreach(S.parts, _one_part)),
        open=S.panel == "split",
        on_close=S.close,
        title=S.title,
        help=words.SPLIT_WHY,
        actions=[
            button(words.SPLIT, kind="main", on_click=S.split),
            button(common.CANCEL, on_click=S.close),
        ],
    )


def _one_part(part: rx.Var[LineRow]) -> rx.Component:
    return item(item_text(part.words), strong(part.amount))


def _which() -> rx.Component:
    return select_field(
        "period_id",
        texts.FOR_PERIOD,
        S.choices,
        default=S.choices[0].value,
        problem=S.problems["period_id"],
    )


def _ask(
    panel: str, form_id: str, filled: rx.Component, why: Text | None, send: Text, kind: str = "main"
) -> rx.Component:
    return dialog(
        filled,
        open=S.panel == panel,
        on_close=S.close,
        title=S.title,
        help=why,
        actions=[
            button(send, kind=kind, submit=True, custom_attrs={"form": form_id}),
            *form_buttons(form_id, send, S.close)[1:],
        ],
    )
