"""Taking the money of a visit: the button with its sum, and the dialog that asks how it was paid."""

from typing import Any, Final

import reflex as rx

from fitkit.design.button import button
from fitkit.design.dialog import dialog, form_buttons
from fitkit.design.field import segmented_field, text_field
from fitkit.design.form import form
from fitkit.texts import products
from fitkit.texts import shop as shop_texts
from fitkit.texts import visits as texts
from fitkit.web.deeds.visits import AT_DESK
from fitkit.web.deeds.visits import VisitState as S

_WAYS: Final = [(way, products.WAYS[way]) for way in AT_DESK]


def take_button(order_id: Any, what: Any, words: Any, label: Any) -> rx.Component:  # Any: Vars
    """The way in, for who may take money."""
    return button(words, small=True, icon="card", on_click=S.ask(order_id, what), aria_label=label)


def take_dialog(*after: Any) -> rx.Component:  # Any: handlers
    """The dialog; ``after``: what is read anew once it is taken."""
    fill = form(
        segmented_field(
            "way",
            shop_texts.HOW_PAID,
            _WAYS,
            value=S.way,
            on_change=S.choose_way,
            problem=S.problems["way"],
        ),
        text_field("note", shop_texts.NOTE, most=200, optional=True, problem=S.problems["note"]),
        on_submit=[S.take, *after],
        id="visit-form",
    )
    return dialog(
        fill,
        open=S.order_id != "",
        on_close=S.leave,
        title=texts.TAKE_TITLE,
        help=S.what,
        actions=[*form_buttons("visit-form", texts.TAKE, S.leave)],
    )
