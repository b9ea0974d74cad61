"""What components take as words and children: texts, strings, Vars, components."""

from typing import Any

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.say import say

Words = Text | str | rx.Var[Any]
Child = rx.Component | Text | str | rx.Var[Any] | None
Flag = bool | rx.Var[Any]
Count = int | float | rx.Var[Any]
Event = Any  # a handler, a call of one, or a list of them


def words(given: Words) -> str | rx.Var[Any]:
    """A Text in the language of the page being built; strings and Vars as they are."""
    return say(given) if isinstance(given, Text) else given


def inside(*children: Child) -> list[Any]:
    """Children for an element: texts said, nothing left out but None."""
    return [words(c) if isinstance(c, Text) else c for c in children if c is not None]


def yes(flag: Flag) -> str | rx.Var[Any]:
    """A flag as ARIA wants it."""
    if isinstance(flag, rx.Var):
        return rx.cond(flag, "true", "false")
    return "true" if flag else "false"


def inline(**properties: Any) -> dict[str, Any]:
    """Custom properties as a real style attribute: ``inline(w=91)`` is ``style="--w:91"``."""
    return {"style": rx.Var.create({f"--{k}": v for k, v in properties.items()})}


def merged(attrs: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Custom attributes added to those a caller gave."""
    return {**more, **attrs.pop("custom_attrs", {})}


def is_said(given: Any) -> bool:
    """Whether something was given that may show: a Var may, an empty string does not."""
    return given is not None and (isinstance(given, rx.Var) or given != "")


def shown(given: Any, component: rx.Component) -> rx.Component:
    """The component while ``given`` is not empty."""
    if isinstance(given, rx.Var):
        return rx.cond(given, component)
    return component if is_said(given) else rx.fragment()
