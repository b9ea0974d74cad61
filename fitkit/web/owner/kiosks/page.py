"""Check-in screens, from the top: what they are, the list, a new one and its address."""

import reflex as rx

from fitkit.design.button import button
from fitkit.design.card import item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.desk import copy_line
from fitkit.design.dialog import confirm, dialog, menu_item, more_menu
from fitkit.design.entry import qr_code
from fitkit.design.feedback import empty_state, skeleton_list, states
from fitkit.design.field import select_field, text_field
from fitkit.design.form import fields, form
from fitkit.design.layout import page as column
from fitkit.design.nav import page_head
from fitkit.design.type import body, caption, muted
from fitkit.texts import checkin as texts
from fitkit.texts import common
from fitkit.web.frames import Frame, page, path_in
from fitkit.web.owner.kiosks.state import KioskRow, KiosksState

S = KiosksState
FORM, RENAME = "new-kiosk", "rename-kiosk"


@page(
    "/dashboard/settings/kiosks",
    title=texts.KIOSKS,
    state=KiosksState,
    frame=Frame.STAFF,
    heads=False,
    back="/dashboard/settings",
)
def kiosks() -> rx.Component:
    add = button(texts.KIOSK_ADD, kind="main", icon="add", on_click=S.open_add)
    first = button(texts.KIOSK_ADD, icon="add", on_click=S.open_add)
    return column(
        page_head(texts.KIOSKS, add, back=path_in("/dashboard/settings")),
        muted(texts.KIOSKS_HELP),
        states(
            items(rx.foreach(S.rows, _kiosk)),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=S.rows.length() == 0,
            empty=empty_state(texts.KIOSK_EMPTY, texts.KIOSK_EMPTY_WHY, first),
            skeleton=skeleton_list(2),
            on_retry=S.load,
        ),
        _new(),
        _address(),
        _rename(),
        _revoke(),
        narrow=True,
    )


def _kiosk(row: rx.Var[KioskRow]) -> rx.Component:
    deeds = more_menu(
        row.more,
        menu_item(texts.KIOSK_RENAME, icon="edit", on_click=S.open_rename(row.id)),
        menu_item(texts.KIOSK_REVOKE, icon="blocked", kind="danger", on_click=S.ask_revoke(row.id)),
    )
    closed = chip(texts.KIOSK_REVOKED, "neutral", "blocked")
    return item(item_text(row.name, row.fact), rx.cond(row.is_open, deeds, closed), key=row.id)


def _new() -> rx.Component:
    return dialog(
        form(
            fields(
                text_field(
                    "name",
                    texts.KIOSK_NAME,
                    placeholder=texts.KIOSK_NAME_HINT,
                    problem=S.problems["name"],
                    most=60,
                ),
                select_field(
                    "location_id",
                    texts.KIOSK_WHERE,
                    S.places,
                    default=S.places[0].value,
                    problem=S.problems["location_id"],
                ),
            ),
            on_submit=S.add,
            id=FORM,
        ),
        open=S.panel == "add",
        on_close=S.close,
        title=texts.KIOSK_ADD,
        actions=[
            button(texts.KIOSK_ADD, kind="main", submit=True, custom_attrs={"form": FORM}),
            button(common.CANCEL, on_click=S.close),
        ],
    )


def _address() -> rx.Component:
    return dialog(
        body(texts.KIOSK_ONCE),
        qr_code(S.qr, texts.KIOSK_ADDRESS_QR),
        copy_line(
            S.address,
            texts.KIOSK_ADDRESS,
            button(
                texts.KIOSK_COPY,
                icon="copy",
                small=True,
                on_click=[rx.set_clipboard(S.address), KiosksState.copied],
            ),
        ),
        caption(texts.KIOSKS_HELP),
        open=S.panel == "show",
        on_close=S.close,
        title=texts.KIOSK_OPEN_IT,
        actions=[button(texts.KIOSK_DONE, kind="main", on_click=S.close)],
    )


def _rename() -> rx.Component:
    return dialog(
        form(
            text_field(
                "name",
                texts.KIOSK_NAME,
                default=S.chosen,
                placeholder=texts.KIOSK_NAME_HINT,
                problem=S.problems["name"],
                most=60,
            ),
            on_submit=S.rename,
            id=RENAME,
        ),
        open=S.panel == "rename",
        on_close=S.close,
        title=S.ask,
        actions=[
            button(common.SAVE, kind="main", submit=True, custom_attrs={"form": RENAME}),
            button(common.CANCEL, on_click=S.close),
        ],
    )


def _revoke() -> rx.Component:
    return confirm(
        open=S.panel == "revoke",
        on_close=S.close,
        title=S.ask,
        body=texts.KIOSK_REVOKE_WHY,
        action=texts.KIOSK_REVOKE,
        on_confirm=S.revoke,
    )
