"""What a member may do with a plan they hold: each deed a part of its own, drawn in this order below the plan."""

from collections.abc import Callable
from typing import Final

import reflex as rx

from fitkit.design.button import buttons
from fitkit.web.member.membership.state import PlanRow

Deed = Callable[["rx.Var[PlanRow]"], rx.Component]
DEEDS: Final[tuple[Deed, ...]] = ()


def deeds_of(plan: rx.Var[PlanRow]) -> rx.Component:
    """The buttons below a plan; none while there is no deed."""
    return buttons(*(deed(plan) for deed in DEEDS)) if DEEDS else rx.fragment()
