"""A file of bank debits, from the top: how it stands, its deeds, and each debit with what came of it."""

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.button import button
from fitkit.design.card import item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.dialog import confirm, dialog, form_buttons
from fitkit.design.feedback import empty_state, skeleton_list, states
from fitkit.design.field import radio_field, text_field
from fitkit.design.form import form
from fitkit.design.layout import only_desk, row, section, stack
from fitkit.design.layout import page as column
from fitkit.design.nav import back_link, page_head
from fitkit.design.type import muted, number, strong
from fitkit.features.debits.rules import ReturnReason
from fitkit.texts import debits as texts
from fitkit.web.frames import Frame, page, path_in
from fitkit.web.frames.bars import may
from fitkit.web.owner.debit_file.state import DebitFileState
from fitkit.web.rows.debit import LineRow

S = DebitFileState
FORM = "return-form"


@page(
    "/dashboard/payments/debits/[id]",
    title=texts.FILE,
    state=DebitFileState,
    frame=Frame.STAFF,
    heads=False,
    back="/dashboard/payments/debits",
)
def debit_file() -> rx.Component:
    return column(
        only_desk(back_link(texts.BACK, path_in("/dashboard/payments/debits"))),
        rx.cond(S.head.id == "", page_head(texts.FILE)),
        states(
            stack(_head(), section(texts.LINES, items(rx.foreach(S.lines, _line))), gap=5),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=S.head.id == "",
            empty=empty_state(texts.NO_FILES, texts.NO_MANDATES_WHY),
            skeleton=skeleton_list(6),
            on_retry=S.load,
        ),
        _withdraw(),
        _return(),
        narrow=True,
    )


def _head() -> rx.Component:
    take = button(texts.DOWNLOAD, kind="main", icon="download", on_click=S.take)
    withdraw = button(texts.WITHDRAW, kind="danger_edge", on_click=S.ask_withdraw)
    deeds = row(
        rx.cond(S.head.is_open & ~S.head.has_returns, withdraw),
        rx.cond(S.head.is_open, take),
        wrap=True,
    )
    return stack(
        page_head(S.head.title, rx.cond(may(Permission.EDIT_MONEY), deeds)),
        row(number(S.head.total), chip(S.head.state, S.head.kind), wrap=True),
        muted(S.head.count, " · ", S.head.facts),
        rx.cond(S.head.settles != "", muted(S.head.settles)),
        gap=2,
    )


def _line(one: rx.Var[LineRow]) -> rx.Component:
    came_back = button(
        texts.RETURN,
        kind="soft",
        small=True,
        icon="undo",
        on_click=S.ask_return(one.id),
        custom_attrs={"aria-label": one.label},
    )
    return item(
        item_text(one.member, one.what, one.why),
        strong(one.amount),
        stack(
            chip(one.state, one.kind),
            rx.cond(one.may_return & may(Permission.EDIT_MONEY), came_back),
            gap=2,
            align="end",
        ),
        key=one.id,
    )


def _withdraw() -> rx.Component:
    return confirm(
        open=S.is_withdrawing,
        on_close=S.close,
        title=texts.WITHDRAW_ASK,
        body=texts.WITHDRAW_BODY,
        action=texts.WITHDRAW,
        on_confirm=S.withdraw,
    )


def _return() -> rx.Component:
    return dialog(
        form(
            radio_field(
                "reason",
                texts.REASON,
                [(str(r), texts.REASONS[r]) for r in ReturnReason],
                default=str(ReturnReason.NO_COVER),
                problem=S.problems["reason"],
            ),
            text_field(
                "code",
                texts.RETURN_CODE,
                optional=True,
                most=10,
                dir="ltr",
                problem=S.problems["code"],
            ),
            on_submit=S.mark_returned,
            id=FORM,
        ),
        open=S.chosen_id != "",
        on_close=S.close,
        title=texts.RETURN_TITLE,
        actions=form_buttons(FORM, texts.RETURN, S.close),
    )
