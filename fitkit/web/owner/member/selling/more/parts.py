"""Parts of a member's page: the button that sells goods and gift cards, and its dialog."""

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.button import button, buttons, icon_button, link_button
from fitkit.design.card import item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.desk import copy_line
from fitkit.design.dialog import dialog
from fitkit.design.feedback import notice
from fitkit.design.field import date_field, email_field, money_field, segmented_field, text_field
from fitkit.design.form import fields, form
from fitkit.design.layout import row, stack
from fitkit.design.say import say
from fitkit.design.type import muted, number
from fitkit.texts import common, desk, gift_cards, products
from fitkit.texts import shop as texts
from fitkit.web.frames.bars import may
from fitkit.web.owner.member.selling.more.state import SellMoreState
from fitkit.web.rows.offered import GoodRow

S = SellMoreState
WHAT = [("goods", products.PRODUCTS), ("gift", gift_cards.GIFT_CARD)]


def sell_more_button() -> rx.Component:
    """Sell goods or a gift card, for who may record money."""
    sell = button(products.SELL_MORE, icon="gift", on_click=S.open)
    return rx.cond(may(Permission.EDIT_MONEY), sell)


def sell_more_dialog() -> rx.Component:
    """What is sold, and how it is paid; then the link to send."""
    send = button(
        rx.cond(S.way == "link", say(texts.MAKE_PAY_LINK), say(texts.TAKEN)),
        kind="main",
        submit=True,
        busy=S.is_sending,
        custom_attrs={"form": "sell-more"},
    )
    return dialog(
        rx.cond(S.link, _link(), _form()),
        open=S.is_open,
        on_close=S.close,
        title=products.SELL_MORE,
        actions=[
            rx.cond(S.link, button(common.CLOSE, kind="main", on_click=S.close), send),
            rx.cond(S.link, rx.fragment(), button(common.CANCEL, on_click=S.close)),
        ],
    )


def _form() -> rx.Component:
    return form(
        segmented_field("what", products.WHAT, WHAT, value=S.what, on_change=S.choose_what),
        rx.cond(S.what == "goods", _goods(), _gift()),
        segmented_field(
            "way",
            texts.HOW_PAID,
            list(products.WAYS.items()),
            value=S.way,
            on_change=S.choose_way,
            problem=S.problems["way"],
        ),
        rx.cond(
            (S.way != "link") & (S.way != "card"),
            fields(
                date_field(
                    "paid_on", texts.PAID_ON, default=S.paid_on, problem=S.problems["paid_on"]
                ),
                text_field("note", texts.NOTE, most=200, optional=True, problem=S.problems["note"]),
                columns=2,
            ),
        ),
        on_submit=S.sell,
        id="sell-more",
    )


def _goods() -> rx.Component:
    return stack(
        rx.cond(S.problems["goods"], notice("warning", S.problems["goods"], urgent=True)),
        rx.cond(
            S.goods.length() > 0,
            items(rx.foreach(S.goods, _good)),
            muted(products.NONE),
        ),
        rx.cond(S.basket.count > 0, number(S.basket.send, "xl")),
        gap=3,
    )


def _good(one: rx.Var[GoodRow]) -> rx.Component:
    steps = row(
        rx.cond(
            one.count > 0,
            row(
                icon_button("less", one.less, on_click=S.less_good(one.id)),
                number(one.count),
            ),
        ),
        icon_button("add", one.more, on_click=S.add_good(one.id)),
        gap=2,
    )
    return item(
        item_text(one.name, one.price),
        rx.cond(one.is_out, chip(products.IS_OUT, icon=""), steps),
        key=one.id,
    )


def _gift() -> rx.Component:
    p = S.problems
    return fields(
        money_field("amount", gift_cards.AMOUNT, problem=p["amount"]),
        text_field("receiver", gift_cards.RECEIVER, most=60, problem=p["receiver"]),
        email_field("receiver_email", gift_cards.RECEIVER_EMAIL, problem=p["receiver_email"]),
        text_field("message", gift_cards.MESSAGE, most=300, optional=True, problem=p["message"]),
        columns=2,
    )


def _link() -> rx.Component:
    copy = button(
        desk.COPY_LINK,
        icon="copy",
        small=True,
        on_click=[rx.set_clipboard(S.link), S.copied],
    )
    return stack(
        muted(texts.LINK_HELP),
        copy_line(S.link, texts.PAY_LINK, copy),
        buttons(link_button(desk.WHATSAPP, S.whatsapp, kind="main", icon="message", external=True)),
        gap=4,
    )
