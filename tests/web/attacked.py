"""The app with what must never answer: states whose author forgot to say who may call them."""

from typing import Any, ClassVar

import reflex as rx

from fitkit import fitkit as app_file  # first: the app's own states
from fitkit.core.permissions import Permission
from fitkit.web.screen import Needs, Screen

PLANTED = "planted-7f3a"


class OpenState(rx.State):
    """No screen at all."""

    found: str = ""

    @rx.event
    async def take(self) -> None:
        self.found = PLANTED

    async def undecorated(self) -> None:
        self.found = PLANTED


class ForgotState(Screen, rx.State):
    """A screen that says nobody's permission."""

    found: str = ""

    @rx.event
    async def take(self) -> None:
        self.found = PLANTED


class NarrowState(Screen, rx.State):
    """A screen for FitKit's own; its helper has no underscore."""

    needs: ClassVar[Needs] = Permission.RUN_PLATFORM
    found: str = ""

    @rx.event
    async def take(self) -> None:
        self.found = PLANTED

    async def helper(self) -> None:
        self.found = PLANTED

    def set_found(self, value: str) -> None:
        self.found = value


class Stepper(rx.ComponentState):
    """A component with a state of its own."""

    found: str = ""

    @rx.event
    async def take(self) -> None:
        self.found = PLANTED

    @classmethod
    def get_component(cls, **props: Any) -> rx.Component:
        return rx.el.button(cls.found, on_click=cls.take, **props)


STEPPER = Stepper.create()
FORGOTTEN = (OpenState, ForgotState, NarrowState, STEPPER.State)


def application() -> Any:
    return app_file.app()
