"""The pass, from the top: whose it is, the code, the next class. Works without a connection."""

import reflex as rx

from fitkit.design.button import button
from fitkit.design.codes import kept, pass_card
from fitkit.design.feedback import empty_state, problem_state, skeleton_cards
from fitkit.design.layout import page as column
from fitkit.design.layout import when_offline, when_online
from fitkit.texts import checkin as texts
from fitkit.web.frames import MEMBER, page
from fitkit.web.member.entry_pass.state import PassState


@page("/pass", title=texts.PASS_TITLE, state=PassState, frame=MEMBER, back="/home")
def entry_pass() -> rx.Component:
    return column(rx.cond(kept("code"), _pass(), _without()), narrow=True)


def _pass() -> rx.Component:
    return pass_card(texts.PASS_QR, texts.PASS_HOW, texts.PASS_WHOSE)


def _without() -> rx.Component:
    """No code for this minute on the phone: on its way, not to be had now, or refused."""
    ask = button(texts.PASS_AGAIN, kind="main", icon="refresh", on_click=PassState.retry)
    nothing = empty_state(texts.PASS_EMPTY, texts.PASS_EMPTY_WHY, ask)
    return rx.fragment(
        when_online(
            rx.cond(
                PassState.problem,
                problem_state(PassState.problem, on_retry=PassState.retry),
                rx.cond(PassState.is_loading, skeleton_cards(1), nothing),
            )
        ),
        when_offline(empty_state(texts.PASS_EMPTY, texts.PASS_EMPTY_WHY)),
    )
