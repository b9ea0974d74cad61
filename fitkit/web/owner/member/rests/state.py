"""The freezes of one member's plans."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.features.plans.rules import PlanKind
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.texts import freezes as texts
from fitkit.web.deeds.freezes import FreezeDeeds
from fitkit.web.rows.choice import Choice
from fitkit.web.screen import Needs


@dataclass
class RestRow:
    """A freeze that is not over."""

    id: str
    words: str
    by: str
    has_begun: bool


class RestsState(FreezeDeeds, rx.State):
    """What rests, and what may."""

    needs: ClassVar[Needs] = Permission.GIVE_PLANS
    rests: list[RestRow] = []
    plans: list[Choice] = []  # that may rest
    is_loading: bool = True
    problem: str = ""
    _member_id: UUID | None = None

    @rx.event
    async def load(self) -> None:
        """Read what rests of the member in the address."""
        self.panel, self.problems, self.rests, self.plans = "", {}, [], []
        async with self.loading():
            self._member_id = self.id_in_path()
            await self._refresh()

    @rx.event
    async def again(self) -> None:
        """As it is after a deed."""
        async with self.loading():
            await self._refresh()

    async def _whose(self) -> UUID:
        return self._member_id if self._member_id else self.id_in_path()

    async def _refresh(self) -> None:
        me, lang = await self._whose(), self.lang()
        held = await self.do(subscriptions.held, member_id=me)
        names = {h.id: h.plan for h in held}
        able = [h for h in held if h.ended_at is None and h.kind is not PlanKind.TRIAL]
        self.plans = [Choice(str(h.id), h.plan.to(lang)) for h in able if h.entries_left != 0]
        found = await self.do(subscriptions.freezes, member_id=me)
        self.rests = [
            RestRow(
                str(f.id),
                texts.PLAN_RESTS.to(
                    lang, plan=names[f.subscription_id], first=f.first_on, last=f.last_on
                ),
                ", ".join(filter(None, (texts.KINDS[f.kind].to(lang), f.reason))),
                f.has_begun,
            )
            for f in found
            if f.subscription_id in names
        ]
