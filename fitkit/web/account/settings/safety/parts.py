"""Parts of the settings: password, second factor, devices, and their dialogs."""

from typing import Any

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.button import button, buttons
from fitkit.design.card import card, card_head, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.dialog import dialog
from fitkit.design.entry import qr_code, secret_codes, secret_field
from fitkit.design.feedback import notice, skeleton_list, states
from fitkit.design.field import code_field, text_field
from fitkit.design.form import form
from fitkit.design.icon import icon
from fitkit.design.layout import row, section, stack
from fitkit.design.say import say
from fitkit.design.type import caption, ltr, muted, strong, toned
from fitkit.texts import account as texts
from fitkit.web.account.settings.safety.state import SafetyState


def password() -> rx.Component:
    """Whether there is one, and changing it."""
    return card(
        card_head(
            texts.PASSWORD,
            aside=rx.cond(
                SafetyState.has_password,
                button(texts.CHANGE_PASSWORD, on_click=SafetyState.ask("password")),
                button(texts.SET_PASSWORD, on_click=SafetyState.ask("password")),
            ),
        ),
        rx.cond(
            SafetyState.has_password,
            muted(texts.PASSWORD_IS_SET),
            muted(texts.PASSWORD_NONE),
        ),
    )


def factor() -> rx.Component:
    """The second factor: off with why to turn it on, or on with its recovery codes."""
    return card(
        card_head(
            texts.FACTOR,
            aside=rx.cond(
                SafetyState.has_factor,
                toned("positive", texts.FACTOR_ON),
                button(texts.TURN_ON, icon="shield", on_click=SafetyState.start_factor),
            ),
        ),
        rx.cond(
            SafetyState.needs_factor,
            notice("warning", texts.FACTOR_NEEDED, icon="shield"),
        ),
        rx.cond(
            SafetyState.has_factor,
            stack(
                muted(SafetyState.codes_left),
                buttons(
                    button(texts.NEW_CODES, icon="refresh", on_click=SafetyState.ask("renew")),
                    button(texts.TURN_OFF, kind="danger_edge", on_click=SafetyState.ask("off")),
                ),
                gap=3,
            ),
            muted(texts.FACTOR_OFF),
        ),
    )


def devices() -> rx.Component:
    """Where the account is open."""
    return section(
        texts.SIGN_INS,
        states(
            items(rx.foreach(SafetyState.sign_ins, _device)),
            loading=SafetyState.is_loading,
            problem=SafetyState.problem,
            is_empty=False,
            empty=rx.fragment(),
            skeleton=skeleton_list(2),
            on_retry=SafetyState.load,
        ),
        action=rx.cond(
            SafetyState.has_others,
            button(
                texts.REVOKE_OTHERS,
                kind="danger_edge",
                small=True,
                on_click=SafetyState.revoke_others,
            ),
        ),
    )


def _device(device: Any) -> rx.Component:  # Any: a SignInRow as a Var
    return item(
        rx.cond(device.is_phone, icon("mobile"), icon("device")),
        item_text(ltr(device.device), device.seen, device.entered),
        rx.cond(
            device.is_this,
            chip(texts.THIS_ONE, kind="accent"),
            button(
                texts.REVOKE,
                small=True,
                aria_label=device.revoke,
                on_click=SafetyState.revoke(device.id),
            ),
        ),
    )


def safety_dialogs() -> rx.Component:
    """What opens over the screen; everything secret in it is forgotten when it closes."""
    return rx.fragment(
        _password_dialog(),
        _scan_dialog(),
        _codes_dialog(),
        _code_dialog("off", texts.OFF_TITLE, texts.OFF_WHY, texts.TURN_OFF, SafetyState.turn_off),
        _code_dialog(
            "renew", texts.RENEW_TITLE, texts.RENEW_WHY, texts.NEW_CODES, SafetyState.renew
        ),
    )


def _password_dialog() -> rx.Component:
    return dialog(
        form(
            rx.cond(
                SafetyState.has_password & ~SafetyState.may_set_password,
                secret_field("current", texts.CURRENT, problem=SafetyState.problems["current"]),
                rx.cond(SafetyState.has_password, caption(texts.CURRENT_FREE)),
            ),
            secret_field(
                "new",
                texts.NEW,
                new=True,
                help=texts.NEW_HELP,
                problem=SafetyState.problems["new"],
            ),
            button(texts.CONFIRM, kind="main", big=True, full=True, submit=True),
            on_submit=SafetyState.change_password,
        ),
        open=SafetyState.dialog == "password",
        on_close=SafetyState.close,
        title=rx.cond(
            SafetyState.has_password, say(texts.CHANGE_PASSWORD), say(texts.SET_PASSWORD)
        ),
        help=texts.PASSWORD_WHY,
    )


def _scan_dialog() -> rx.Component:
    return dialog(
        qr_code(SafetyState.qr, texts.QR),
        stack(muted(texts.BY_HAND), strong(ltr(SafetyState.secret)), gap=1),
        form(
            code_field("code", texts.FACTOR_CODE, problem=SafetyState.problems["code"]),
            button(texts.CONFIRM, kind="main", big=True, full=True, submit=True),
            on_submit=SafetyState.confirm_factor,
        ),
        open=SafetyState.dialog == "scan",
        on_close=SafetyState.close,
        title=texts.SCAN_TITLE,
        help=texts.SCAN_WHY,
    )


def _codes_dialog() -> rx.Component:
    return dialog(
        secret_codes(SafetyState.codes),
        row(
            button(
                texts.COPY,
                icon="copy",
                on_click=[
                    rx.set_clipboard(SafetyState.codes.join("\n")),
                    SafetyState.copied,
                ],
            ),
            button(texts.PRINT, icon="print", on_click=rx.call_script("window.print()")),
            wrap=True,
            gap=3,
        ),
        button(texts.I_KEPT_THEM, kind="main", big=True, full=True, on_click=SafetyState.close),
        open=SafetyState.dialog == "codes",
        on_close=SafetyState.close,
        title=texts.CODES_TITLE,
        help=texts.CODES_WHY,
    )


def _code_dialog(
    name: str, title: Text, why: Text, action: Text, on_submit: Any
) -> rx.Component:  # Any: a handler
    return dialog(
        form(
            text_field(
                "code",
                texts.CODE_OR_RECOVERY,
                autofill="one-time-code",
                most=20,
                dir="ltr",
                id=f"f-code-{name}",
                problem=SafetyState.problems["code"],
                spell_check=False,
            ),
            button(
                action,
                kind="danger" if name == "off" else "main",
                big=True,
                full=True,
                submit=True,
            ),
            on_submit=on_submit,
        ),
        open=SafetyState.dialog == name,
        on_close=SafetyState.close,
        title=title,
        help=why,
    )
