"""A member changes a plan of theirs."""

from typing import ClassVar
from uuid import UUID

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.web.deeds.changes import ChangeDeeds
from fitkit.web.screen import Needs


class MyChangeState(ChangeDeeds, rx.State):
    """By oneself, or for one's child."""

    needs: ClassVar[Needs] = Permission.EDIT_OWN

    async def _whose(self) -> UUID:
        return await self.me()
