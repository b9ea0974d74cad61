"""A gym's charge, from the top: why it is opened; then whose it is, what is known, and all that happened."""

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.button import button
from fitkit.design.card import card, card_head, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.desk import facts_of
from fitkit.design.feedback import notice, skeleton_list, states
from fitkit.design.field import text_field
from fitkit.design.form import form, form_actions
from fitkit.design.layout import only_desk, row, section, split, stack
from fitkit.design.layout import page as column
from fitkit.design.nav import back_link, page_head
from fitkit.design.type import muted, number
from fitkit.texts import platform as texts
from fitkit.texts import takings as said
from fitkit.web.frames import PLATFORM, page, path_in
from fitkit.web.frames.bars import may
from fitkit.web.platform.payment.state import GymPaymentState
from fitkit.web.rows.payment import RefundRow, StepRow

S = GymPaymentState


@page(
    "/platform/payments/[id]",
    title=texts.STORY,
    state=S,
    frame=PLATFORM,
    heads=False,
    back="/platform/payments",
)
def payment() -> rx.Component:
    return column(
        only_desk(back_link(texts.BACK, path_in("/platform/payments"))),
        page_head(texts.STORY),
        states(
            _whole(),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=~S.is_open,
            empty=_reason(),
            skeleton=skeleton_list(4),
            on_retry=S.load,
        ),
    )


def _reason() -> rx.Component:
    return card(
        form(
            text_field(
                "reason",
                texts.REASON,
                help=texts.REASON_HELP,
                most=200,
                problem=S.problems["reason"],
            ),
            form_actions(button(texts.LOOK_INTO, kind="main", submit=True)),
            on_submit=S.look_into,
        ),
    )


def _whole() -> rx.Component:
    return stack(
        notice("info", S.head.viewing, S.head.why),
        _head(),
        split(rx.fragment(_refunds(), _story()), _facts()),
        gap=5,
    )


def _head() -> rx.Component:
    return card(
        stack(
            row(
                number(S.head.amount),
                chip(S.head.state, S.head.kind),
                muted(S.head.what),
                wrap=True,
            ),
            rx.cond(S.head.may_ask & may(Permission.RUN_PLATFORM), _ask()),
            gap=3,
        )
    )


def _ask() -> rx.Component:
    return stack(
        row(button(texts.ASK, icon="refresh", on_click=S.ask)), muted(texts.ASK_WHY, small=True)
    )


def _facts() -> rx.Component:
    return card(card_head(texts.FACTS), facts_of(S.facts, lambda f: f.label, lambda f: f.value))


def _refunds() -> rx.Component:
    return rx.cond(
        S.refunds.length() > 0, section(said.REFUNDS, items(rx.foreach(S.refunds, _refund)))
    )


def _refund(r: rx.Var[RefundRow]) -> rx.Component:
    ask = button(texts.ASK_REFUND, small=True, kind="soft", on_click=S.ask_refund(r.id))
    return item(
        item_text(r.title, r.when, r.said),
        rx.cond(r.is_unknown & may(Permission.RUN_PLATFORM), ask),
        chip(r.state, r.kind),
        key=r.id,
    )


def _story() -> rx.Component:
    return section(said.STORY, items(rx.foreach(S.steps, _step)))


def _step(s: rx.Var[StepRow]) -> rx.Component:
    return item(item_text(s.words, s.who), muted(s.when), key=s.id)
