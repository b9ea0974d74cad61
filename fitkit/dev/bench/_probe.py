"""The app with two handlers to measure: one with a query behind the guard, one without."""

from typing import Any, ClassVar

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.features.members import queries as members
from fitkit.web.screen import Needs, Screen


class ProbeState(Screen, rx.State):
    """Handlers of the bench; this module is imported by nothing else."""

    needs: ClassVar[Needs] = Permission.SEE_OWN
    n: int = 0
    name: str = ""

    @rx.event
    async def query(self) -> None:
        """One query in one transaction."""
        self.name = (await self.do(members.card, member_id=await self.me())).name
        self.n += 1


def application() -> Any:  # Any: an ASGI app
    """What granian serves."""
    from fitkit.dev import asgi

    return asgi.application()
