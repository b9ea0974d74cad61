"""The sign-in screen, from the top: what went wrong, the form of this step, other ways, the demo's people."""

from typing import Any

import reflex as rx

from fitkit.design.button import button, link_button
from fitkit.design.entry import (
    chooser,
    either,
    entry,
    entry_end,
    entry_title,
    native_form,
    secret_field,
    sends_to,
)
from fitkit.design.feedback import notice
from fitkit.design.field import code_field, text_field
from fitkit.design.layout import row, stack
from fitkit.design.say import say
from fitkit.design.type import caption, heading, ltr, muted, text_link
from fitkit.texts import getting_in as texts
from fitkit.web.frames import BARE, language_link, page, path_in
from fitkit.web.frames.parts import fitkit_mark
from fitkit.web.public.parts import code_form, common_fields, here_already
from fitkit.web.public.signin.state import SignInState
from fitkit.web.session import SessionState


@page("/sign-in", title=texts.SIGN_IN, state=SignInState, frame=BARE, heads=False)
def sign_in() -> rx.Component:
    return entry(
        rx.cond(
            SessionState.is_signed_in,
            stack(entry_title(texts.HERE_TITLE), here_already(SignInState.onward), gap=4),
            rx.match(
                SignInState.step,
                ("code", _by_code()),
                ("second-factor", _second_factor()),
                _by_password(),
            ),
        ),
        mark=fitkit_mark(),
        language=language_link(),
    )


def _by_password() -> rx.Component:
    return stack(
        entry_title(texts.SIGN_IN, texts.SIGN_IN_WHY),
        _warning(),
        native_form(
            text_field(
                "account",
                texts.ACCOUNT,
                default=SignInState.account,
                key=SignInState.account,
                autofill="username",
                most=254,
                dir="ltr",
                help=texts.ACCOUNT_HELP,
                problem=SignInState.problems["account"],
                auto_capitalize="none",
                spell_check=False,
                input_mode="email",
            ),
            secret_field(
                "password",
                texts.PASSWORD,
                problem=SignInState.problems["password"],
            ),
            button(texts.ENTER, kind="main", big=True, full=True, submit=True),
            either(texts.OR),
            button(
                texts.SEND_CODE,
                icon="mail",
                full=True,
                submit=True,
                custom_attrs=sends_to("/auth/code"),
            ),
            action="/auth/sign-in",
            fields=common_fields(SignInState.onward),
        ),
        entry_end(texts.NEW_HERE, " ", text_link(texts.OPEN_GYM, path_in("/open-a-gym"))),
        _demo(),
        gap=5,
    )


def _by_code() -> rx.Component:
    return stack(
        entry_title(texts.CODE_TITLE, texts.CODE_WHY),
        _warning(),
        row(muted(texts.CODE_TO), ltr(SignInState.account), wrap=True),
        code_form(
            SignInState.problems["code"],
            texts.ENTER,
            {**common_fields(SignInState.onward), "account": SignInState.account},
        ),
        _back_to_password(),
        gap=5,
    )


def _second_factor() -> rx.Component:
    recovery = stack(
        native_form(
            text_field(
                "code",
                texts.RECOVERY_CODE,
                autofill="one-time-code",
                most=20,
                dir="ltr",
                help=texts.RECOVERY_HELP,
                problem=SignInState.problems["code"],
                id="f-recovery",
                auto_capitalize="characters",
                spell_check=False,
            ),
            button(texts.ENTER, kind="main", big=True, full=True, submit=True),
            action="/auth/second-factor",
            fields={**common_fields(SignInState.onward), "step": "second-factor"},
        ),
        button(texts.USE_APP, kind="plain", full=True, on_click=SignInState.use("app")),
    )
    by_app = stack(
        native_form(
            code_field(
                "code",
                texts.FACTOR_CODE,
                problem=SignInState.problems["code"],
                auto_focus=True,
            ),
            button(texts.ENTER, kind="main", big=True, full=True, submit=True),
            action="/auth/second-factor",
            fields={**common_fields(SignInState.onward), "step": "second-factor"},
        ),
        button(texts.USE_RECOVERY, kind="plain", full=True, on_click=SignInState.use("recovery")),
    )
    return stack(
        entry_title(
            texts.FACTOR_TITLE,
            rx.cond(SignInState.by_recovery, say(texts.RECOVERY_WHY), say(texts.FACTOR_WHY)),
        ),
        _warning(),
        rx.cond(SignInState.by_recovery, recovery, by_app),
        link_button(texts.START_OVER, path_in("/sign-in"), kind="plain", full=True, external=True),
        gap=5,
    )


def _back_to_password() -> rx.Component:
    return link_button(texts.OTHER_WAY, path_in("/sign-in"), kind="plain", full=True, external=True)


def _warning() -> rx.Component:
    return rx.cond(SignInState.warning != "", notice("danger", SignInState.warning, urgent=True))


def _demo() -> rx.Component:
    return rx.cond(
        SignInState.personas.length() > 0,
        chooser(
            heading(texts.DEMO_TITLE, size="md"),
            caption(texts.DEMO_WHY),
            rx.foreach(SignInState.personas, _persona),
            label=texts.DEMO_TITLE,
        ),
    )


def _persona(person: Any) -> rx.Component:  # Any: a PersonaRow as a Var
    return native_form(
        button(person.label, icon="person", submit=True),
        action="/auth/sign-in",
        fields={
            **common_fields(rx.cond(SignInState.onward != "", SignInState.onward, person.path)),
            "account": person.account,
            "password": person.password,
        },
    )
