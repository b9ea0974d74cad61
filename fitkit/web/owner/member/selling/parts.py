"""Parts of a member's page: the button that sells, and its dialog."""

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.button import button, buttons, link_button
from fitkit.design.card import card, card_head
from fitkit.design.desk import copy_line, plain_lines
from fitkit.design.dialog import dialog
from fitkit.design.field import date_field, segmented_field, select_field, text_field
from fitkit.design.form import fields, form
from fitkit.design.layout import stack
from fitkit.design.say import say
from fitkit.design.type import muted
from fitkit.texts import common, coupons, desk
from fitkit.texts import shop as texts
from fitkit.web.frames.bars import may
from fitkit.web.owner.member.selling.state import SellState

S = SellState


def sell_button() -> rx.Component:
    """Sell a plan, for who may record money."""
    sell = button(texts.SELL, kind="soft", icon="card", on_click=S.open)
    return rx.cond(may(Permission.EDIT_MONEY), sell)


def sell_dialog() -> rx.Component:
    """Which plan, from when, paid how; then the link to send."""
    return dialog(
        rx.cond(S.link, _link(), _form()),
        open=S.is_open,
        on_close=S.close,
        title=texts.SELL,
        actions=[
            rx.cond(
                S.link,
                button(common.CLOSE, kind="main", on_click=S.close),
                button(
                    rx.cond(S.way == "link", say(texts.MAKE_PAY_LINK), say(texts.TAKEN)),
                    kind="main",
                    submit=True,
                    busy=S.is_sending,
                    custom_attrs={"form": "sell-form"},
                ),
            ),
            rx.cond(S.link, rx.fragment(), button(common.CANCEL, on_click=S.close)),
        ],
    )


def _form() -> rx.Component:
    return form(
        select_field(
            "plan",
            desk.PLAN,
            S.plans,
            value=S.plan_id,
            on_change=S.choose_plan,
            problem=S.problems["plan_id"],
        ),
        date_field(
            "starts_on",
            desk.STARTS_ON,
            value=S.starts_on,
            on_change=S.choose_day,
            problem=S.problems["starts_on"],
        ),
        segmented_field(
            "way",
            texts.HOW_PAID,
            list(texts.WAYS.items()),
            value=S.way,
            on_change=S.choose_way,
            problem=S.problems["way"],
        ),
        rx.cond(S.way != "link", _by_hand()),
        text_field(
            "coupon",
            coupons.CODE,
            most=24,
            optional=True,
            default="",
            on_blur=S.write_coupon,
            problem=S.problems["coupon"],
        ),
        card(card_head(texts.SHOW_TERMS), plain_lines(S.terms), flat=True),
        on_submit=S.sell,
        id="sell-form",
    )


def _by_hand() -> rx.Component:
    return fields(
        date_field("paid_on", texts.PAID_ON, default=S.paid_on, problem=S.problems["paid_on"]),
        text_field("note", texts.NOTE, most=200, optional=True, problem=S.problems["note"]),
        columns=2,
    )


def _link() -> rx.Component:
    return stack(
        muted(texts.LINK_HELP),
        copy_line(
            S.link,
            texts.PAY_LINK,
            button(
                desk.COPY_LINK,
                icon="copy",
                small=True,
                on_click=[rx.set_clipboard(S.link), S.copied],
            ),
        ),
        buttons(link_button(desk.WHATSAPP, S.whatsapp, kind="main", icon="message", external=True)),
        gap=4,
    )
