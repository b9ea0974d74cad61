"""Parts of a member's page: fixed places and their dialogs."""

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.button import button
from fitkit.design.card import card, item, item_text, items
from fitkit.design.dialog import confirm, dialog
from fitkit.design.field import date_field, select_field
from fitkit.design.form import form
from fitkit.design.layout import section
from fitkit.design.type import muted
from fitkit.texts import common
from fitkit.texts import standing as standing_texts
from fitkit.web.frames.bars import may
from fitkit.web.owner.member.regular.state import RegularState
from fitkit.web.rows.regular import RegularRow

S = RegularState


def fixed_places() -> rx.Component:
    """Classes of every week that are theirs."""
    give = button(standing_texts.GIVE, kind="soft", icon="add", on_click=S.open_place)
    return section(
        standing_texts.TITLE,
        muted(standing_texts.HELP),
        rx.cond(
            S.places.length() > 0,
            items(rx.foreach(S.places, _place)),
            card(muted(standing_texts.NONE)),
        ),
        action=rx.cond(may(Permission.BOOK_OTHERS), give),
    )


def _place(p: rx.Var[RegularRow]) -> rx.Component:
    end = button(
        standing_texts.END,
        kind="quiet",
        small=True,
        on_click=S.ask_end(p.id),
        aria_label=p.end_label,
    )
    return item(item_text(p.title, p.line, p.since), rx.cond(may(Permission.BOOK_OTHERS), end))


def regular_dialogs() -> rx.Component:
    """Give a fixed place, end one."""
    return rx.fragment(_give(), _end())


def _give() -> rx.Component:
    fields = form(
        select_field("slot_id", standing_texts.SLOT, S.slots, problem=S.problems["slot_id"]),
        date_field(
            "first_on",
            standing_texts.FIRST_ON,
            default=S.start["first_on"],
            problem=S.problems["first_on"],
        ),
        on_submit=S.give_place,
        id="place-form",
    )
    save = button(common.SAVE, kind="main", submit=True, custom_attrs={"form": "place-form"})
    return dialog(
        rx.cond(S.slots.length() > 0, fields, muted(standing_texts.NO_SLOTS)),
        open=S.panel == "place",
        on_close=S.close_panel,
        title=standing_texts.GIVE,
        help=standing_texts.GIVE_HELP,
        actions=[
            rx.cond(S.slots.length() > 0, save),
            button(common.CANCEL, on_click=S.close_panel),
        ],
    )


def _end() -> rx.Component:
    return confirm(
        open=S.panel == "end",
        on_close=S.close_panel,
        title=standing_texts.END_TITLE,
        body=standing_texts.END_WHY,
        action=standing_texts.END,
        on_confirm=S.end_place,
    )
