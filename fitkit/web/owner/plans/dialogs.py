"""A new price for those who hold a plan: asked for, shown before it is told."""

import reflex as rx

from fitkit.design.button import button
from fitkit.design.card import card, item, item_text, items
from fitkit.design.dialog import dialog
from fitkit.design.field import date_field, money_field
from fitkit.design.form import fields
from fitkit.design.layout import stack
from fitkit.design.type import heading, muted, strong
from fitkit.texts import common
from fitkit.texts import new_price as texts
from fitkit.web.owner.plans.new_price import NewPriceState, Reached

S = NewPriceState


def new_price() -> rx.Component:
    """The dialog."""
    return dialog(
        fields(
            money_field(
                "price",
                texts.PRICE,
                value=S.price,
                on_change=lambda value: S.write("price", value),
                problem=S.problems["price"],
            ),
            date_field(
                "since",
                texts.SINCE,
                value=S.since,
                least=S.least,
                most=S.most,
                on_change=lambda value: S.write("since", value),
                problem=S.problems["since"],
            ),
        ),
        rx.cond(S.who != "", _preview()),
        open=S.plan_id != "",
        on_close=S.close,
        title=S.title,
        help=S.why,
        actions=[
            button(texts.SEND, kind="main", on_click=S.send, disabled=S.reached.length() == 0),
            button(common.CANCEL, on_click=S.close),
        ],
    )


def _preview() -> rx.Component:
    return stack(
        strong(S.who),
        rx.cond(S.kept != "", muted(S.kept)),
        items(rx.foreach(S.reached, _one)),
        rx.cond(
            S.reached.length() > 0,
            card(
                heading(texts.THEY_READ, level=3, size="md"),
                strong(S.notice_title),
                muted(S.notice_body),
                flat=True,
            ),
        ),
        gap=3,
    )


def _one(row: rx.Var[Reached]) -> rx.Component:
    return item(item_text(row.name, row.line), key=row.id)
