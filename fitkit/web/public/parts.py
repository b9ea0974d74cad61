"""Parts that the screens of getting in share: whose door it is, who is here already."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.button import button, link_button, post_button
from fitkit.design.card import card
from fitkit.design.chip import avatar, logo
from fitkit.design.entry import native_form, sends_to
from fitkit.design.field import code_field
from fitkit.design.layout import row, stack
from fitkit.design.say import lang
from fitkit.design.type import ltr, muted, strong
from fitkit.texts import getting_in as texts
from fitkit.web.frames.ways import home_path
from fitkit.web.session import SessionState


def gym_mark(name: rx.Var[str]) -> rx.Component:
    """A gym's door: its mark and name."""
    return rx.fragment(logo(name), strong(name))


def common_fields(onward: rx.Var[str] | str) -> dict[str, rx.Var[str] | str]:
    """What every form of getting in carries: the page's language, and where to afterwards."""
    return {"lang": str(lang()), "next": onward}


def code_form(
    problem: rx.Var[str] | str, enter: Text, fields: dict[str, rx.Var[str] | str]
) -> rx.Component:
    """Type the code that was sent, or have it sent once more."""
    return native_form(
        code_field("code", texts.CODE, help=texts.CODE_HELP, problem=problem, auto_focus=True),
        button(enter, kind="main", big=True, full=True, submit=True),
        button(
            texts.CODE_AGAIN,
            kind="plain",
            full=True,
            submit=True,
            custom_attrs=sends_to("/auth/code"),
        ),
        action="/auth/code/confirm",
        fields={**fields, "step": "code"},
    )


def me() -> rx.Component:
    """Who is signed in here."""
    return row(
        avatar(SessionState.user_name, size=44),
        stack(strong(SessionState.user_name), muted(ltr(SessionState.user_email)), gap=0),
        gap=3,
    )


def here_already(onward: rx.Var[str]) -> rx.Component:
    """Somebody is signed in: go on as them, or leave."""
    return stack(
        card(muted(texts.HERE_AS), me(), flat=True),
        link_button(
            texts.GO_ON,
            rx.cond(onward != "", onward, home_path()),
            kind="main",
            big=True,
            full=True,
        ),
        leave(texts.SIGN_OUT),
        gap=3,
    )


def leave(words: Text) -> rx.Component:
    """Sign out, to come back as somebody else."""
    return post_button(
        words,
        "/auth/sign-out",
        fields={"lang": str(lang())},
        kind="plain",
        icon="sign_out",
        full=True,
    )
