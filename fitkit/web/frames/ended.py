"""What stands in the place of a member's screens once the gym has put them away: what happened, whom to ask."""

from typing import Any

import reflex as rx

from fitkit.design.button import buttons, link_button
from fitkit.design.card import card
from fitkit.design.layout import page as column
from fitkit.design.type import body, muted, stand_in_heading
from fitkit.texts import member as texts
from fitkit.web.frames.state import FrameState


def unless_ended(content: rx.Component, *, heads: bool) -> rx.Component:
    """The content while the membership lasts; ``heads``: an h1 stands above already."""
    return rx.cond(FrameState.ended, column(_ended(heads=heads), narrow=True), content)


def _ended(*, heads: bool) -> rx.Component:
    return card(
        stand_in_heading(FrameState.ended, level=2 if heads else 1),
        body(texts.MEMBERSHIP_ENDED_WHY),
        rx.cond(FrameState.has_other_gyms, muted(texts.OTHER_GYMS_STAY)),
        reach(FrameState.phone, FrameState.email),
    )


def reach(phone: "rx.Var[Any]", email: "rx.Var[Any]") -> rx.Component:
    """Call the studio or write to it, as far as it says how."""
    call = link_button(texts.CALL_GYM, "tel:" + phone, kind="main", icon="phone", external=True)
    write = link_button(texts.MAIL_GYM, "mailto:" + email, icon="mail", external=True)
    return buttons(rx.cond(phone, call), rx.cond(email, write))
