"""Letting a plan rest: the days, what they do to what is paid, then the button; for a member and for staff."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.features.billing import actions, queries
from fitkit.features.subscriptions.rules import FREEZE_DAYS, FreezeKind
from fitkit.texts import common
from fitkit.texts import freezes as texts
from fitkit.web.rows.change import EffectRow, rest_row
from fitkit.web.screen import Screen, text

ASKED = ("plan", "first_on", "last_on", "kind", "reason")


class FreezeDeeds(Screen, rx.State, mixin=True):
    """The freeze that is being chosen, or ended, and what it would do."""

    panel: str = ""  # freeze, wake; empty: closed
    title: str = ""
    start: dict[str, str] = {}
    effect: EffectRow = EffectRow()
    is_shown: bool = False  # the effect of what the form says
    problems: dict[str, str] = {}
    _asked: dict[str, str] = {}
    _freeze_id: str = ""
    _mark: str = ""  # of what is shown

    async def _whose(self) -> UUID:
        """Whose plan it is."""
        raise NotImplementedError

    @rx.event
    async def open_freeze(self, subscription_id: str) -> None:
        """Choose the days; begin with the shortest freeze from today."""
        today = await self.today()
        last = today + timedelta(days=FREEZE_DAYS[0] - 1)
        self.start = {"first_on": today.isoformat(), "last_on": last.isoformat()}
        self._asked = self.start | {"plan": subscription_id[:40], "kind": FreezeKind.STAFF}
        self.start = self.start | {"plan": subscription_id[:40]}
        self.panel = "freeze"
        await self._foresee()

    @rx.event
    async def consider(self, name: str, value: str) -> None:
        """Another plan, day or kind: say what it would do."""
        if name in ASKED:
            self._asked = self._asked | {name: value[:200]}
            await self._foresee()

    @rx.event
    async def freeze(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Let it rest, as it is shown."""
        self._asked = self._asked | {name: text(form, name) for name in ASKED if name in form}
        shown = self._mark
        async with self.attempt() as deed:
            await self.do(
                actions.freeze,
                **await self._days(),
                reason=self._asked.get("reason", ""),
                as_shown=shown,
            )
            self.panel = ""
            deed.toast = self.say(texts.FROZEN)
        if not deed.done and "reason" not in self.problems:
            refused = self.problems
            await self._foresee()
            self.problems = self.problems or refused
        return deed.toast

    @rx.event
    async def ask_wake(self, freeze_id: str) -> EventSpec | None:
        """Say what ending a freeze would do."""
        self._freeze_id, self.is_shown, self._mark = freeze_id[:40], False, ""
        async with self.attempt() as deed:
            view = await self.do(
                queries.wake_preview,
                member_id=await self._whose(),
                freeze_id=self.uuid(self._freeze_id),
            )
            zone, lang = await self.zone(), self.lang()
            self.effect = rest_row(view, zone=zone, lang=lang, releases=False)
            self.title, self._mark = view.plan.to(lang), view.mark
            self.panel, self.is_shown = "wake", True
        return deed.toast

    @rx.event
    async def wake(self) -> EventSpec | None:
        """End the freeze, as it is shown."""
        async with self.attempt() as deed:
            await self.do(
                actions.unfreeze,
                member_id=await self._whose(),
                freeze_id=self.uuid(self._freeze_id),
                as_shown=self._mark,
            )
            deed.toast = self.say(texts.UNFROZEN)
        self.panel = ""
        return deed.toast

    @rx.event
    async def close_panel(self) -> None:
        """Close whatever is open; nothing was done."""
        self.panel, self.problems, self.is_shown, self._mark = "", {}, False, ""

    async def _foresee(self) -> None:
        self.is_shown, self._mark, self.problems = False, "", {}
        try:
            view = await self.do(queries.rest_preview, **await self._days())
        except Refusal as refusal:
            self.problems = {refusal.field or "plan": refusal.to(self.lang())}
            return
        zone, lang = await self.zone(), self.lang()
        self.effect = rest_row(view, zone=zone, lang=lang, releases=True)
        self.title, self._mark, self.is_shown = view.plan.to(lang), view.mark, True

    async def _days(self) -> dict[str, Any]:  # Any: keywords of the preview and of the deed
        """What the form asks for.

        Raises:
            Refusal: a day that is none, at its field.
            NotFound: an id that is none.
        """
        is_medical = self._asked.get("kind") == FreezeKind.MEDICAL
        return {
            "member_id": await self._whose(),
            "subscription_id": self.uuid(self._asked.get("plan", "")),
            "first_on": self._day("first_on"),
            "last_on": self._day("last_on"),
            "kind": FreezeKind.MEDICAL if is_medical else FreezeKind.STAFF,
        }

    def _day(self, name: str) -> date:
        try:
            return date.fromisoformat(self._asked.get(name, ""))
        except ValueError:
            raise Refusal(common.NOT_A_DATE, field=name) from None
