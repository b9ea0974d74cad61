"""A Reflex app with one handler and nothing of ours around it."""

from typing import Any

import reflex as rx


class BareState(rx.State):
    """One number."""

    n: int = 0

    @rx.event
    async def inc(self) -> None:
        """Count."""
        self.n += 1


def application() -> Any:  # Any: an ASGI app
    """What granian serves."""
    return rx.App()()
