"""What the pass screen knows: nothing but the next class; codes are on the phone (``frames.passes``)."""

import json
from typing import ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.permissions import Permission
from fitkit.web.frames.passes import PassesState, next_classes, owner_of
from fitkit.web.screen import Needs, Screen


class PassState(Screen, rx.State):
    """A member's pass."""

    needs: ClassVar[Needs] = Permission.SEE_OWN
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> EventSpec | None:
        """Freshen the words on the pass; the phone asks for codes by itself when it has none."""
        async with self.loading():
            session = await self._session()
            words = {
                "who": owner_of(session),
                "gym": session.gym_name,
                "next": await next_classes(self),
            }
            return rx.call_script(f"window.fitkitPass?.name({json.dumps(words)})")
        return None

    @rx.event
    async def retry(self) -> list[EventSpec]:
        """Ask for codes again."""
        return [PassState.load, PassesState.bring]  # type: ignore[list-item]  # Reflex's wrappers of handlers
