"""The gallery: what opens over a screen."""

import reflex as rx

from fitkit.design.button import button, buttons
from fitkit.design.card import facts
from fitkit.design.dialog import (
    confirm,
    dialog,
    menu,
    menu_item,
    menu_rule,
    menu_title,
    popover,
    side_sheet,
    tip,
)
from fitkit.design.field import date_field
from fitkit.design.form import fields
from fitkit.design.layout import section
from fitkit.design.type import body
from fitkit.texts import common
from fitkit.texts import gallery as texts
from fitkit.web.platform.gallery.state import GalleryState as S


def entries() -> tuple[rx.Component, ...]:
    return (
        menu_item(texts.EDIT, "edit", on_click=S.open_over("dialog")),
        menu_item(texts.DUPLICATE, "duplicate", on_click=S.close_over),
        menu_rule(),
        menu_item(texts.DELETE, "delete", on_click=S.open_over("confirm"), kind="danger"),
    )


def overlays() -> rx.Component:
    return section(
        texts.OVERLAYS,
        buttons(
            button(texts.OPEN_DIALOG, on_click=S.open_over("dialog")),
            button(texts.OPEN_CONFIRM, on_click=S.open_over("confirm")),
            button(texts.OPEN_SHEET, on_click=S.open_over("sheet")),
            menu(button(common.MORE, icon="open"), menu_title(texts.MAYA), *entries()),
            popover(button(texts.DETAILS), body(texts.PARAGRAPH), label=texts.DETAILS),
            tip(button(texts.PRICE), texts.PRICE_HELP),
        ),
        dialog(
            fields(date_field("from", texts.FROM), date_field("until", texts.UNTIL), columns=2),
            open=S.over == "dialog",
            on_close=S.close_over,
            title=texts.FREEZE_HEAD,
            help=texts.FREEZE_HELP,
            actions=[
                button(texts.FREEZE, kind="main", on_click=S.close_over),
                button(common.CANCEL, on_click=S.close_over),
            ],
        ),
        confirm(
            open=S.over == "confirm",
            on_close=S.close_over,
            title=texts.DELETE_HEAD,
            body=texts.DELETE_WHY,
            action=texts.DELETE,
            on_confirm=S.close_over,
        ),
        side_sheet(
            facts([(texts.PLAN, texts.THREE_WEEK), (texts.LAST_VISIT, texts.TODAY)]),
            open=S.over == "sheet",
            on_close=S.close_over,
            title=texts.MAYA,
        ),
    )
