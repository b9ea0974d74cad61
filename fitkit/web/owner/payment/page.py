"""A payment, from the top: head with what can be done, what is known, refunds, and all that happened."""

from typing import Final

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.design.button import button, link_button
from fitkit.design.card import card, card_head, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.desk import facts_of
from fitkit.design.dialog import dialog, form_buttons
from fitkit.design.feedback import empty_state, notice, skeleton_list, states
from fitkit.design.field import date_field, money_field, text_field, textarea_field
from fitkit.design.form import form, problem_summary
from fitkit.design.layout import only_desk, row, section, split, stack
from fitkit.design.layout import page as column
from fitkit.design.nav import back_link, page_head
from fitkit.design.type import muted, number
from fitkit.texts import takings as texts
from fitkit.web.frames import Frame, page, path_in
from fitkit.web.frames.bars import may
from fitkit.web.owner.payment.state import PaymentState
from fitkit.web.rows.payment import RefundRow, StepRow
from fitkit.web.widgets.refund import refund_button, refund_dialog

S = PaymentState
NOTE_FORM: Final = "note-refund-form"
NOTED: Final[dict[str, Text]] = {
    "amount": texts.NOTE_REFUND_AMOUNT,
    "number": texts.NOTE_REFUND_NUMBER,
    "made_on": texts.NOTE_REFUND_DAY,
    "why": texts.REFUND_WHY,
}


@page(
    "/dashboard/payments/[id]",
    title=texts.STORY_TITLE,
    state=PaymentState,
    frame=Frame.STAFF,
    heads=False,
    back="/dashboard/payments",
)
def payment() -> rx.Component:
    content = stack(
        _head(),
        _unknown(),
        split(rx.fragment(_refunds(), _story()), _facts()),
        gap=5,
    )
    return column(
        only_desk(back_link(texts.BACK, path_in("/dashboard/payments"))),
        rx.cond(S.head.id == "", page_head(texts.STORY_TITLE)),
        states(
            content,
            loading=S.is_loading,
            problem=S.problem,
            is_empty=S.head.id == "",
            empty=empty_state(texts.EMPTY, texts.EMPTY_WHY),
            skeleton=skeleton_list(6),
            on_retry=S.load,
        ),
        refund_dialog(S.load),
        _note_dialog(),
    )


def _head() -> rx.Component:
    ask = button(texts.ASK_NOW, small=True, icon="refresh", on_click=S.ask)
    return stack(
        page_head(S.head.what, refund_button(S.head), _note_button()),
        row(number(S.head.amount), chip(S.head.state, S.head.kind), wrap=True),
        row(
            link_button(S.head.member, S.head.member_href, kind="quiet", small=True, icon="person"),
            muted(S.head.when),
            rx.cond(S.head.back != "", muted(S.head.back)),
            rx.cond(S.head.why != "", muted(S.head.why)),
            rx.cond(S.may_ask & may(Permission.EDIT_MONEY), ask),
            wrap=True,
        ),
    )


def _note_button() -> rx.Component:
    begin = button(texts.NOTE_REFUND, small=True, kind="quiet", on_click=S.begin_noting)
    return rx.cond(may(Permission.REFUND) & S.may_note, begin)


def _note_dialog() -> rx.Component:
    """A refund that was made on the company's own screen is only written down."""
    fill = form(
        problem_summary(S.problems, NOTED),
        money_field(
            "amount",
            texts.NOTE_REFUND_AMOUNT,
            default=S.head.left,
            help=S.most,
            problem=S.problems["amount"],
        ),
        text_field(
            "number",
            texts.NOTE_REFUND_NUMBER,
            most=200,
            dir="ltr",
            problem=S.problems["number"],
        ),
        date_field(
            "made_on",
            texts.NOTE_REFUND_DAY,
            default=S.latest,
            most=S.latest,
            problem=S.problems["made_on"],
        ),
        textarea_field(
            "why",
            texts.REFUND_WHY,
            rows=2,
            most=500,
            help=texts.REFUND_WHY_HELP,
            problem=S.problems["why"],
        ),
        on_submit=S.note_refund,
        id=NOTE_FORM,
    )
    return dialog(
        muted(texts.NOTE_REFUND_HELP),
        fill,
        open=S.is_noting,
        on_close=S.leave_noting,
        title=texts.NOTE_REFUND_TITLE,
        actions=form_buttons(NOTE_FORM, texts.NOTE_REFUND_DO, S.leave_noting),
    )


def _unknown() -> rx.Component:
    """What staff decide when nobody can find out."""
    fill = form(
        text_field(
            "reference", texts.REFERENCE, most=200, dir="ltr", problem=S.problems["reference"]
        ),
        row(
            button(texts.WAS_TAKEN, submit=True),
            button(texts.NOT_TAKEN, on_click=S.was_not_taken),
            wrap=True,
        ),
        on_submit=S.was_taken,
        id="decide-form",
    )
    return rx.cond(
        S.is_unknown & may(Permission.REFUND),
        notice("warning", texts.DECIDE, texts.DECIDE_WHY, fill),
    )


def _facts() -> rx.Component:
    known = facts_of(S.facts, lambda f: f.label, lambda f: f.value)
    return card(card_head(texts.DETAILS), known)


def _refunds() -> rx.Component:
    return rx.cond(
        S.refunds.length() > 0, section(texts.REFUNDS, items(rx.foreach(S.refunds, _refund)))
    )


def _refund(r: rx.Var[RefundRow]) -> rx.Component:
    decide = row(
        button(texts.WENT_BACK, small=True, on_click=S.went_back(r.id)),
        button(texts.NOT_BACK, small=True, kind="quiet", on_click=S.did_not_go_back(r.id)),
        wrap=True,
    )
    return item(
        item_text(r.title, r.why, r.when, r.said),
        rx.cond(r.is_unknown & may(Permission.REFUND), decide),
        chip(r.state, r.kind),
    )


def _story() -> rx.Component:
    told = items(rx.foreach(S.steps, _step))
    return section(texts.STORY, rx.cond(S.steps.length() > 0, told, muted(texts.NO_STORY)))


def _step(s: rx.Var[StepRow]) -> rx.Component:
    return item(item_text(s.words, s.who), muted(s.when))
