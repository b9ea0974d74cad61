"""What the health screen knows: troubles by kind, and what was looked at."""

from typing import ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import clock
from fitkit.core.i18n import moment
from fitkit.core.permissions import Permission
from fitkit.features.platform import flows
from fitkit.texts import platform as texts
from fitkit.web.rows import platform as rows
from fitkit.web.rows.payment import FactRow
from fitkit.web.rows.platform import TroubleGroup
from fitkit.web.screen import Needs, Screen, also_needs


class HealthState(Screen, rx.State):
    """What is wrong anywhere, the worst first."""

    needs: ClassVar[Needs] = Permission.SEE_PLATFORM
    groups: list[TroubleGroup] = []
    counted: list[FactRow] = []
    looked_at: str = ""
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Look at everything."""
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        found = await self.run(flows.condition)
        zone, lang = await self.zone(), self.lang()
        self.groups = rows.trouble_groups(found, zone=zone, lang=lang)
        self.counted = rows.counted(found, lang)
        self.looked_at = texts.LOOKED_AT.to(lang, when=moment(clock.now(), zone, lang))

    @rx.event
    @also_needs(Permission.RUN_PLATFORM)
    async def wake(self, job_id: str) -> EventSpec | None:
        """Run a job again that had given up."""
        async with self.attempt() as deed:
            await self.run(flows.wake_job, job_id=self.uuid(job_id))
            await self._refresh()
            deed.toast = self.say(texts.WOKEN)
        return deed.toast
