"""The switch between oneself and one's children."""

from typing import Any

import reflex as rx

from fitkit.design.chip import filter_chip
from fitkit.design.layout import scroll_x
from fitkit.texts import files as texts
from fitkit.web.rows.session import Pick


def family_switch(state: Any) -> rx.Component:  # Any: a State with ``family``
    """For whom the screen is; nothing for who acts for nobody else."""
    return rx.cond(
        state.family.length() > 0,
        scroll_x(rx.foreach(state.family, _one), label=texts.FOR_WHOM),
    )


def _one(pick: rx.Var[Pick]) -> rx.Component:
    return filter_chip(pick.label, pick.is_on, rx.redirect(pick.href, replace=True))
