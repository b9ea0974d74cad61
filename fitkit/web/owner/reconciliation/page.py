"""Reconciliation, from the top: what was compared, the differences, and what one was."""

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.button import button, link_button
from fitkit.design.card import item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.dialog import dialog, form_buttons
from fitkit.design.feedback import empty_state, skeleton_list, states
from fitkit.design.field import textarea_field
from fitkit.design.form import form
from fitkit.design.layout import page as column
from fitkit.design.layout import row, stack
from fitkit.design.nav import page_head
from fitkit.design.type import muted
from fitkit.texts import reconciliation as texts
from fitkit.web.frames import Frame, page, path_in
from fitkit.web.frames.bars import may
from fitkit.web.owner.reconciliation.state import DifferenceRow, ReconciliationState

S = ReconciliationState
FORM = "settle-difference"


@page(
    "/dashboard/documents/reconciliation",
    title=texts.TITLE,
    state=ReconciliationState,
    frame=Frame.STAFF,
    heads=False,
    back="/dashboard/documents",
)
def reconciliation() -> rx.Component:
    return column(
        page_head(texts.TITLE, back=path_in("/dashboard/documents")),
        muted(texts.HELP),
        states(
            stack(_nights(), _differences(), gap=4),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=S.nights.length() == 0,
            empty=empty_state(texts.NO_LISTS, texts.NO_LISTS_WHY),
            skeleton=skeleton_list(3),
            on_retry=S.load,
        ),
        _settle(),
        narrow=True,
    )


def _nights() -> rx.Component:
    return stack(rx.foreach(S.nights, _night), gap=1)


def _night(words: rx.Var[str]) -> rx.Component:
    return muted(words)


def _differences() -> rx.Component:
    return rx.cond(
        S.rows.length() > 0,
        items(rx.foreach(S.rows, _difference)),
        empty_state(texts.EMPTY, texts.EMPTY_WHY),
    )


def _difference(one: rx.Var[DifferenceRow]) -> rx.Component:
    settle = button(texts.SETTLE, kind="soft", small=True, on_click=S.ask(one.id))
    payment = link_button(
        texts.TO_PAYMENT,
        one.payment,
        kind="quiet",
        small=True,
        custom_attrs={"aria-label": one.payment_label},
    )
    return item(
        stack(
            item_text(
                one.title, row(chip(one.kind, "warning")), one.amounts, one.facts, one.why, one.past
            ),
            row(
                rx.cond(may(Permission.EDIT_MONEY), settle),
                rx.cond(one.payment != "", payment),
                wrap=True,
            ),
            gap=2,
        ),
        key=one.id,
    )


def _settle() -> rx.Component:
    return dialog(
        muted(S.chosen),
        form(
            textarea_field(
                "note",
                texts.SETTLE_NOTE,
                help=texts.SETTLE_HELP,
                problem=S.problems["note"],
                rows=3,
            ),
            on_submit=S.settle,
            id=FORM,
        ),
        open=S.chosen_id != "",
        on_close=S.close,
        title=texts.SETTLE_TITLE,
        actions=form_buttons(FORM, texts.SETTLE, S.close),
    )
