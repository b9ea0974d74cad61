"""The coupons, from the top: head, list, and over it the form, the uses and the question."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.design.button import button
from fitkit.design.card import item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.dialog import confirm, dialog, form_buttons, menu_item, more_menu
from fitkit.design.feedback import empty_state, skeleton_table, states
from fitkit.design.field import (
    check_field,
    date_field,
    money_field,
    number_field,
    segmented_field,
    tags_field,
    text_field,
)
from fitkit.design.form import fields, form, problem_summary
from fitkit.design.layout import page as column
from fitkit.design.layout import row, stack
from fitkit.design.nav import page_head
from fitkit.design.table import Column, table
from fitkit.design.type import muted, strong, text_link
from fitkit.texts import common
from fitkit.texts import coupons as texts
from fitkit.web.frames import Frame, page
from fitkit.web.frames.bars import may
from fitkit.web.owner.coupons.state import CouponsState
from fitkit.web.owner.plans.tabs import offer_tabs
from fitkit.web.rows.coupon import CouponRow, UseRow

S = CouponsState
LABELS: dict[str, Text] = {
    "code": texts.CODE,
    "percent": texts.PERCENT,
    "amount": texts.AMOUNT,
    "periods": texts.PERIODS,
    "most_uses": texts.MOST_USES,
    "most_each": texts.MOST_EACH,
    "valid_from": texts.VALID_FROM,
    "valid_to": texts.VALID_TO,
}


@page(
    "/dashboard/plans/coupons",
    title=texts.COUPONS,
    state=CouponsState,
    frame=Frame.STAFF,
    heads=False,
)
def coupons() -> rx.Component:
    return column(
        page_head(texts.COUPONS, _new(), below=texts.COUPONS_WHY),
        offer_tabs("coupons"),
        _content(),
        _form(),
        _uses(),
        _ask(),
    )


def _new() -> rx.Component:
    made = button(texts.NEW_COUPON, kind="main", icon="add", on_click=S.new)
    return rx.cond(may(Permission.EDIT_PLANS), made)


def _content() -> rx.Component:
    return states(
        _table(),
        loading=S.is_loading,
        problem=S.problem,
        is_empty=S.is_empty,
        empty=empty_state(texts.NO_COUPONS, texts.NO_COUPONS_WHY, _new()),
        skeleton=skeleton_table(4),
        on_retry=S.load,
    )


def _table() -> rx.Component:
    columns = [
        Column(texts.CODE, phone="title"),
        Column(texts.KIND, bare=True),
        Column(texts.VALID_TO, bare=True),
        Column(texts.USES, bare=True),
        Column(texts.STATE, bare=True),
        Column(common.MORE, phone="act", narrow=True, bare=True),
    ]
    return table(columns, S.rows, _cells, label=texts.COUPONS)


def _cells(one: rx.Var[CouponRow]) -> list[rx.Component | rx.Var[str]]:
    limits = rx.foreach(one.limits, lambda words: chip(words, icon=""))
    return [
        strong(one.code),
        stack(one.gives, rx.cond(one.limits.length() > 0, row(limits, wrap=True, gap=1)), gap=1),
        muted(one.days),
        strong(one.uses),
        chip(one.state, one.look, icon=""),
        rx.cond(
            may(Permission.EDIT_PLANS),
            more_menu(
                one.code,
                menu_item(texts.SEE_USES, icon="members", on_click=S.see_uses(one.id)),
                rx.cond(
                    one.is_stopped,
                    rx.fragment(),
                    menu_item(
                        texts.STOP, icon="blocked", kind="danger", on_click=S.ask_stop(one.id)
                    ),
                ),
            ),
        ),
    ]


def _form() -> rx.Component:
    p = S.problems
    return dialog(
        form(
            problem_summary(p, LABELS),
            text_field("code", texts.CODE, most=24, problem=p["code"]),
            segmented_field(
                "kind",
                texts.KIND,
                list(texts.KINDS.items()),
                value=S.kind,
                on_change=S.choose_kind,
            ),
            rx.cond(
                S.kind == "percent",
                number_field("percent", texts.PERCENT, least=1, most=100, problem=p["percent"]),
                money_field("amount", texts.AMOUNT, problem=p["amount"]),
            ),
            segmented_field(
                "lasts",
                texts.LASTS,
                list(texts.LASTS_CHOICES.items()),
                value=S.lasts,
                on_change=S.choose_lasts,
            ),
            rx.cond(
                S.lasts == "some",
                number_field("periods", texts.PERIODS, least=2, most=36, problem=p["periods"]),
            ),
            fields(
                number_field(
                    "most_uses",
                    texts.MOST_USES,
                    least=1,
                    help=texts.NO_LIMIT,
                    problem=p["most_uses"],
                ),
                number_field(
                    "most_each",
                    texts.MOST_EACH,
                    least=1,
                    default="1",
                    help=texts.NO_LIMIT,
                    problem=p["most_each"],
                ),
                date_field("valid_from", texts.VALID_FROM, optional=True, problem=p["valid_from"]),
                date_field("valid_to", texts.VALID_TO, optional=True, problem=p["valid_to"]),
                columns=2,
            ),
            tags_field(
                "plans",
                texts.FOR_PLANS,
                S.for_plans,
                S.plans,
                on_add=S.add_plan,
                on_remove=S.remove_plan,
                help=texts.FOR_PLANS_HELP,
            ),
            check_field("only_new", texts.ONLY_NEW_FIELD),
            on_submit=S.make,
            id="coupon-new",
        ),
        open=S.is_open,
        on_close=S.close,
        title=texts.NEW_COUPON,
        actions=form_buttons("coupon-new", texts.MAKE, S.close),
    )


def _uses() -> rx.Component:
    return dialog(
        rx.cond(
            S.uses.length() > 0,
            items(rx.foreach(S.uses, _use), own=False),
            muted(texts.NO_USES),
        ),
        open=S.used.id != "",
        on_close=S.close,
        title=texts.USES,
        help=S.used.code,
        actions=[button(common.CLOSE, kind="main", on_click=S.close)],
    )


def _use(one: rx.Var[UseRow]) -> rx.Component:
    return item(item_text(text_link(one.member, one.href), one.at), strong(one.off))


def _ask() -> rx.Component:
    return confirm(
        open=S.stopping.id != "",
        on_close=S.close,
        title=texts.STOP_TITLE,
        body=texts.STOP_WHY,
        action=texts.STOP,
        on_confirm=S.stop,
        icon="blocked",
    )
