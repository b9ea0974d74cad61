"""What a member may do with a plan they hold: each deed a part of its own, drawn in this order below the plan."""

from collections.abc import Callable
from typing import Any, Final

import reflex as rx

from fitkit.design.button import button, buttons, link_button
from fitkit.design.say import say
from fitkit.texts import changes, freezes
from fitkit.texts import endings as texts
from fitkit.web.frames import path_in
from fitkit.web.member.membership.change import MyChangeState
from fitkit.web.member.membership.rest import MyRestState
from fitkit.web.member.membership.state import PlanRow

Deed = Callable[["rx.Var[PlanRow]"], rx.Component]


def _rest(plan: rx.Var[PlanRow]) -> rx.Component:
    """Let it rest; while it does or is to, the way back."""
    freeze: Any = MyRestState.open_freeze  # Any: a handler takes its arguments as Vars
    wake: Any = MyRestState.ask_wake
    row: Any = plan
    words = rx.cond(row.rests_now, say(freezes.END_FREEZE), say(freezes.CALL_OFF))
    shown: rx.Component = rx.fragment(
        rx.cond(row.may_rest, button(freezes.FREEZE, icon="pause", on_click=freeze(row.id))),
        rx.cond(row.freeze_id != "", button(words, on_click=wake(row.freeze_id))),
    )
    return shown


def _change(plan: rx.Var[PlanRow]) -> rx.Component:
    """To another plan; while one is ahead, the way back."""
    change: Any = MyChangeState.open_change  # Any: a handler takes its arguments as Vars
    off: Any = MyChangeState.ask_off
    row: Any = plan
    shown: rx.Component = rx.fragment(
        rx.cond(row.may_change, button(changes.CHANGE, on_click=change(row.deal_id))),
        rx.cond(row.change_id != "", button(changes.CALL_OFF, on_click=off(row.change_id))),
    )
    return shown


def _cancel(plan: rx.Var[PlanRow]) -> rx.Component:
    """The way out, of what was bought; once it is taken, the page says so instead."""
    bought: Any = plan  # Any: mypy does not see a row's fields through a Var
    shown: rx.Component = rx.cond(
        (bought.deal_id != "") & (bought.notice == ""),
        link_button(texts.TO_CANCEL, path_in("/cancel"), kind="plain"),
    )
    return shown


DEEDS: Final[tuple[Deed, ...]] = (_change, _rest, _cancel)


def deeds_of(plan: rx.Var[PlanRow]) -> rx.Component:
    """The buttons below a plan; none while there is no deed."""
    return buttons(*(deed(plan) for deed in DEEDS)) if DEEDS else rx.fragment()
