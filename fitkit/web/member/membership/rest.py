"""A member lets a plan of theirs rest."""

from typing import ClassVar
from uuid import UUID

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.web.deeds.freezes import FreezeDeeds
from fitkit.web.screen import Needs


class MyRestState(FreezeDeeds, rx.State):
    """By oneself, or for one's child."""

    needs: ClassVar[Needs] = Permission.EDIT_OWN

    async def _whose(self) -> UUID:
        return await self.me()
