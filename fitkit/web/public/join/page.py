"""The invitation screen, from the top: whose it is, what it offers, and the shortest way in."""

import reflex as rx

from fitkit.design.button import button, link_button
from fitkit.design.card import card
from fitkit.design.chip import chip
from fitkit.design.entry import (
    brand_style,
    either,
    entry,
    entry_title,
    native_form,
    secret_field,
)
from fitkit.design.feedback import notice, problem_state, skeleton_text
from fitkit.design.field import email_field, hidden_field, text_field
from fitkit.design.layout import row, stack
from fitkit.design.say import lang
from fitkit.design.type import caption, ltr, muted, strong
from fitkit.texts import getting_in as texts
from fitkit.texts import identity as identity_texts
from fitkit.web.frames import BARE, language_link, page, path_in
from fitkit.web.frames.parts import fitkit_mark
from fitkit.web.frames.ways import here
from fitkit.web.public.join.state import JoinState
from fitkit.web.public.parts import code_form, common_fields, gym_mark, leave, me
from fitkit.web.session import SessionState


@page("/join/[token]", title=texts.JOIN, state=JoinState, frame=BARE, heads=False)
def join() -> rx.Component:
    return rx.fragment(
        brand_style(JoinState.brand_css),
        entry(
            rx.cond(
                JoinState.is_loading,
                skeleton_text(),
                rx.cond(JoinState.gym != "", _invitation(), _gone()),
            ),
            mark=rx.cond(JoinState.gym != "", gym_mark(JoinState.gym), fitkit_mark()),
            language=language_link(),
        ),
    )


def _gone() -> rx.Component:
    return rx.cond(
        JoinState.is_gone,
        stack(
            entry_title(texts.GONE_TITLE, texts.GONE_WHY),
            link_button(texts.TO_SIGN_IN, path_in("/sign-in"), kind="main", big=True, full=True),
            gap=5,
        ),
        stack(
            entry_title(texts.JOIN),
            problem_state(JoinState.problem, on_retry=JoinState.load),
            gap=5,
        ),
    )


def _invitation() -> rx.Component:
    return stack(
        entry_title(JoinState.gym, JoinState.role),
        row(
            rx.cond(JoinState.invited_by != "", muted(JoinState.invited_by)),
            chip(JoinState.until, icon="clock"),
            wrap=True,
            gap=3,
        ),
        rx.cond(
            JoinState.must_sign_in,
            notice("info", identity_texts.SIGN_IN_FIRST, icon="key", urgent=True),
            rx.cond(JoinState.warning != "", notice("danger", JoinState.warning, urgent=True)),
        ),
        rx.cond(
            SessionState.is_signed_in,
            _as_me(),
            rx.cond(
                JoinState.must_sign_in,
                _sign_in_first(kind="main"),
                rx.cond(
                    JoinState.is_open,
                    rx.cond(JoinState.step == "code", _prove(), _ask_code()),
                    _as_new(),
                ),
            ),
        ),
        gap=5,
    )


def _as_me() -> rx.Component:
    return stack(
        card(muted(texts.HERE_AS), me(), flat=True),
        native_form(
            _token(),
            button(texts.JOIN_WITH_THIS, kind="main", big=True, full=True, submit=True),
            action="/auth/join",
            fields={"lang": str(lang())},
        ),
        leave(texts.NOT_ME),
        gap=3,
    )


def _as_new() -> rx.Component:
    return stack(
        native_form(
            _token(),
            row(muted(texts.JOIN_EMAIL), strong(ltr(JoinState.email)), wrap=True),
            text_field(
                "name",
                texts.JOIN_NAME,
                default=JoinState.name,
                key=JoinState.name,
                autofill="name",
                most=80,
                problem=JoinState.problems["name"],
            ),
            # Password managers want to know whose password it is.
            hidden_field("username", JoinState.email),
            secret_field(
                "password",
                texts.JOIN_PASSWORD,
                new=True,
                help=texts.PASSWORD_HELP,
                problem=JoinState.problems["password"],
            ),
            button(texts.JOIN_BUTTON, kind="main", big=True, full=True, submit=True),
            action="/auth/join",
            fields={"lang": str(lang()), "as_new": "1"},
        ),
        either(texts.OR),
        _sign_in_first(kind="default"),
        gap=5,
    )


def _ask_code() -> rx.Component:
    return stack(
        native_form(
            text_field(
                "name",
                texts.JOIN_NAME,
                default=JoinState.name,
                key=JoinState.name,
                autofill="name",
                most=80,
                problem=JoinState.problems["name"],
            ),
            email_field(
                "email",
                texts.YOUR_EMAIL,
                default=JoinState.email,
                key=JoinState.email,
                help=texts.JOIN_BY_CODE,
                problem=JoinState.problems["email"],
            ),
            button(texts.SEND_ME_CODE, kind="main", big=True, full=True, submit=True),
            action="/auth/code",
            fields=_sign_up(),
        ),
        either(texts.OR),
        _sign_in_first(kind="default"),
        gap=5,
    )


def _prove() -> rx.Component:
    return stack(
        row(muted(texts.CODE_TO), ltr(JoinState.email), wrap=True),
        code_form(
            JoinState.problems["code"],
            texts.CONFIRM,
            {**_sign_up(), "email": JoinState.email, "name": JoinState.name},
        ),
        link_button(texts.OTHER_ADDRESS, _page(), kind="plain", full=True, external=True),
        gap=4,
    )


def _sign_in_first(kind: str) -> rx.Component:
    return stack(
        caption(texts.HAVE_ACCOUNT),
        link_button(
            texts.SIGN_IN_FIRST,
            path_in("/sign-in") + "?next=" + _page(),
            kind=kind,
            icon="sign_in",
            full=True,
            external=True,
        ),
    )


def _sign_up() -> dict[str, rx.Var[str] | str]:
    return {
        **common_fields(_page()),
        "purpose": "sign_up",
        "back": _page(),
    }


def _page() -> rx.Var[str]:
    """This page's own address, to come back to; the browser knows it, the State need not."""
    return here("here_.pathname").to(str)


def _token() -> rx.Component:
    """The token, out of the address and never out of the State."""
    return hidden_field("token", here("(here_.pathname.split('/')[3] ?? '')"))
