"""Payouts, from the top: what companies hold, then what arrived, against what was expected; dialogs."""

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.button import button
from fitkit.design.card import kpi, kpi_strip
from fitkit.design.chip import chip
from fitkit.design.dialog import dialog, form_buttons
from fitkit.design.feedback import empty_state, skeleton_table, states
from fitkit.design.field import date_field, money_field, select_field, text_field
from fitkit.design.form import fields, form, wide
from fitkit.design.layout import only_desk, row, section, stack
from fitkit.design.layout import page as column
from fitkit.design.nav import back_link, page_head
from fitkit.design.table import Column, table
from fitkit.design.type import muted, strong
from fitkit.texts import payouts as texts
from fitkit.texts import takings
from fitkit.web.frames import Frame, page, path_in
from fitkit.web.frames.bars import may
from fitkit.web.owner.payouts.state import PayoutsState
from fitkit.web.rows.payout import HeldRow, PayoutRow

S = PayoutsState
RECORD, BOOK = "payout-record", "payout-book"
COLUMNS = (
    Column(texts.COMPANY, phone="title"),
    Column(texts.ON),
    Column(texts.FEE),
    Column(texts.EXPECTED),
    Column(texts.DIFFERENCE, phone="status"),
    Column(texts.ARRIVED, phone="end", end=True),
    Column(texts.BOOK, phone="act", bare=True),
)


@page(
    "/dashboard/payments/payouts",
    title=texts.TITLE,
    state=PayoutsState,
    frame=Frame.STAFF,
    heads=False,
    back="/dashboard/payments",
)
def payouts() -> rx.Component:
    return column(
        only_desk(back_link(takings.BACK, path_in("/dashboard/payments"))),
        page_head(texts.TITLE, _deeds(), below=muted(texts.HELP)),
        states(
            stack(_held(), section(texts.LIST, _list()), gap=5),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=S.today_is == "",
            empty=empty_state(texts.EMPTY, texts.EMPTY_WHY),
            skeleton=skeleton_table(6),
            on_retry=S.load,
        ),
        _record(),
        _book(),
        compact=True,
    )


def _deeds() -> rx.Component:
    deeds = row(
        button(texts.FETCH, icon="refresh", on_click=S.fetch),
        button(texts.RECORD, kind="main", icon="add", on_click=S.ask),
        wrap=True,
    )
    return rx.cond(may(Permission.EDIT_MONEY), deeds)


def _held() -> rx.Component:
    return rx.cond(
        S.held.length() > 0,
        kpi_strip(rx.foreach(S.held, _one_held)),
        muted(texts.NOTHING_HELD),
    )


def _one_held(one: rx.Var[HeldRow]) -> rx.Component:
    return kpi(one.label, one.amount, texts.HELD_WHY)


def _list() -> rx.Component:
    listed = table(COLUMNS, S.rows, _cells, label=texts.LIST, key=lambda p: p.id)
    return rx.cond(S.rows.length() > 0, listed, empty_state(texts.EMPTY, texts.EMPTY_WHY))


def _cells(p: rx.Var[PayoutRow]) -> list[rx.Component]:
    book = button(
        texts.BOOK,
        kind="soft",
        small=True,
        on_click=S.ask_about(p.id),
        custom_attrs={"aria-label": p.label},
    )
    return [
        strong(p.company),
        rx.fragment(p.on),
        rx.fragment(p.fee),
        rx.fragment(p.expected),
        stack(
            rx.cond(p.may_book, chip(p.state, p.kind), chip(p.difference, p.kind)),
            rx.cond(p.note != "", muted(p.note, small=True)),
            gap=1,
            align="start",
        ),
        strong(p.arrived),
        rx.cond(p.may_book & may(Permission.EDIT_MONEY), book),
    ]


def _in_it() -> list[rx.Component]:
    """What both dialogs ask."""
    return [
        money_field(
            "fee", texts.FEE, help=texts.FEE_HELP, optional=True, problem=S.problems["fee"]
        ),
        date_field(
            "until",
            texts.UNTIL,
            default=S.today_is,
            most=S.today_is,
            problem=S.problems["until"],
        ),
        wide(
            text_field(
                "note",
                texts.NOTE,
                help=texts.NOTE_HELP,
                optional=True,
                most=200,
                problem=S.problems["note"],
            )
        ),
    ]


def _record() -> rx.Component:
    return dialog(
        form(
            fields(
                wide(
                    select_field(
                        "account",
                        texts.COMPANY,
                        S.companies,
                        problem=S.problems["account"],
                    )
                ),
                money_field("arrived", texts.ARRIVED, problem=S.problems["arrived"]),
                date_field(
                    "on",
                    texts.ON,
                    default=S.today_is,
                    most=S.today_is,
                    problem=S.problems["on"],
                ),
                *_in_it(),
                columns=2,
            ),
            on_submit=S.record,
            id=RECORD,
        ),
        open=S.panel == "record",
        on_close=S.close,
        title=texts.RECORD_TITLE,
        actions=form_buttons(RECORD, texts.RECORD, S.close),
    )


def _book() -> rx.Component:
    return dialog(
        form(fields(*_in_it(), columns=2), on_submit=S.book, id=BOOK),
        open=S.panel == "book",
        on_close=S.close,
        title=texts.BOOK_TITLE,
        actions=form_buttons(BOOK, texts.BOOK, S.close),
    )
