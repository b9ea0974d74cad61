"""The products, from the top: head, what waits to be picked up, the list, and the editor over it."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.design.button import button, icon_button
from fitkit.design.card import item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.dialog import dialog, form_buttons, menu_item, more_menu
from fitkit.design.feedback import empty_state, skeleton_table, states
from fitkit.design.field import check_field, money_field, number_field, text_field
from fitkit.design.form import fields, form, problem_summary
from fitkit.design.layout import page as column
from fitkit.design.layout import row, section, stack
from fitkit.design.nav import page_head
from fitkit.design.say import say
from fitkit.design.table import Column, table
from fitkit.design.type import strong, text_link
from fitkit.texts import common
from fitkit.texts import products as texts
from fitkit.web.frames import Frame, page
from fitkit.web.frames.bars import may
from fitkit.web.owner.plans.tabs import offer_tabs
from fitkit.web.owner.products.state import ProductsState
from fitkit.web.rows.product import PickupRow, ProductRow

S = ProductsState
LABELS: dict[str, Text] = {
    "name_he": texts.NAME_HE,
    "name_en": texts.NAME_EN,
    "price": texts.PRICE,
    "stock": texts.STOCK,
}


@page(
    "/dashboard/plans/products",
    title=texts.PRODUCTS,
    state=ProductsState,
    frame=Frame.STAFF,
    heads=False,
)
def products() -> rx.Component:
    return column(
        page_head(texts.PRODUCTS, _new(), below=texts.PRODUCTS_WHY),
        offer_tabs("products"),
        states(
            stack(_waiting(), rx.cond(S.rows.length() > 0, _table()), gap=5),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=S.is_empty,
            empty=empty_state(texts.NONE, texts.NONE_WHY, _new()),
            skeleton=skeleton_table(4),
            on_retry=S.load,
        ),
        _editor(),
    )


def _new() -> rx.Component:
    made = button(texts.NEW, kind="main", icon="add", on_click=S.new)
    return rx.cond(may(Permission.EDIT_PLANS), made)


def _waiting() -> rx.Component:
    return rx.cond(
        S.waiting.length() > 0,
        section(texts.WAITING, items(rx.foreach(S.waiting, _pickup)), count=S.waiting.length()),
    )


def _pickup(one: rx.Var[PickupRow]) -> rx.Component:
    done = button(texts.HANDED, icon="check", small=True, on_click=S.hand_over(one.id))
    return item(
        item_text(text_link(one.member, one.href), one.goods, one.at),
        rx.cond(may(Permission.EDIT_MONEY), done),
        key=one.id,
    )


def _table() -> rx.Component:
    columns = [
        Column(texts.PRODUCTS, phone="title"),
        Column(texts.PRICE, phone="end", end=True),
        Column(texts.STOCK),
        Column(texts.IN_APP, bare=True),
        Column(common.MORE, phone="act", narrow=True, bare=True),
    ]
    return table(columns, S.rows, _cells, label=texts.PRODUCTS)


def _cells(one: rx.Var[ProductRow]) -> list[rx.Component | rx.Var[str]]:
    return [
        strong(one.name),
        one.price,
        rx.cond(one.is_low, chip(one.stock, "warning", icon=""), rx.el.span(one.stock)),
        chip(one.where, icon=""),
        rx.cond(may(Permission.EDIT_PLANS), _deeds(one)),
    ]


def _deeds(one: rx.Var[ProductRow]) -> rx.Component:
    return row(
        icon_button("edit", one.edit, on_click=S.edit(one.id)),
        more_menu(
            one.name,
            rx.cond(
                one.is_retired,
                menu_item(texts.RESTORE, icon="restore", on_click=S.restore(one.id)),
                menu_item(texts.RETIRE, icon="archive", on_click=S.retire(one.id)),
            ),
        ),
        gap=0,
    )


def _editor() -> rx.Component:
    p = S.problems
    return dialog(
        form(
            problem_summary(p, LABELS),
            fields(
                text_field(
                    "name_he",
                    texts.NAME_HE,
                    most=60,
                    default=S.start["name_he"],
                    problem=p["name_he"],
                ),
                text_field(
                    "name_en",
                    texts.NAME_EN,
                    most=60,
                    default=S.start["name_en"],
                    problem=p["name_en"],
                ),
                money_field("price", texts.PRICE, default=S.start["price"], problem=p["price"]),
                number_field(
                    "stock",
                    texts.STOCK,
                    least=0,
                    default=S.start["stock"],
                    help=texts.STOCK_HELP,
                    problem=p["stock"],
                ),
                columns=2,
            ),
            check_field("in_shop", texts.IN_SHOP, default=S.in_shop),
            on_submit=S.save,
            id="product-form",
        ),
        open=S.is_open,
        on_close=S.close,
        title=rx.cond(S.editing.id, say(texts.EDIT), say(texts.NEW)),
        actions=form_buttons("product-form", common.SAVE, S.close),
    )
