"""Plans of a member: held and past, given, corrected, ended."""

from typing import Any
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.features.billing import actions as billing
from fitkit.features.billing import queries as billing_queries
from fitkit.features.plans.queries import PlanView
from fitkit.features.subscriptions import actions as giving
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.features.subscriptions.queries import HeldView
from fitkit.texts import desk
from fitkit.texts import endings as ending_texts
from fitkit.texts import subscriptions as plan_texts
from fitkit.web.owner import typed
from fitkit.web.owner.member.endings.state import EndingsState
from fitkit.web.owner.member.whose import MemberPage
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.subscription import HeldRow, MoveRow, held_row, move_row, promise
from fitkit.web.screen import also_needs, text


class PlanDeeds(MemberPage, rx.State, mixin=True):
    """Give a plan, correct its entries, end it, read its story."""

    held: list[HeldRow] = []
    past: list[HeldRow] = []
    plans: list[Choice] = []
    promise: str = ""
    about: HeldRow = HeldRow()  # the plan a dialog is about
    moves: list[MoveRow] = []
    _plans: dict[str, PlanView] = {}
    _held: dict[str, HeldView] = {}
    _types: dict[UUID, Text] = {}
    _asked: dict[str, str] = {}  # plan and first day, as chosen so far

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def open_give(self) -> None:
        """Choose a plan to give, from today unless another day is chosen."""
        today = (await self.today()).isoformat()
        first = self.plans[0].value if self.plans else ""
        self._asked = {"plan": first, "starts_on": today}
        self._open("give", self._asked)
        await self._promise()

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def consider(self, name: str, value: str) -> None:
        """Another plan or first day: say what the member would get."""
        if name in ("plan", "starts_on"):
            self._asked = self._asked | {name: value}
            await self._promise()

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def give(self, form: dict[str, Any]) -> EventSpec | None:
        """Give the plan."""
        async with self.attempt() as deed:
            given = await self.do(
                giving.give,
                member_id=self._id(),
                plan_id=self.uuid(text(form, "plan")),
                starts_on=typed.day(form, "starts_on"),
            )
            deed.toast = await self._done(desk.GIVEN, plan=given.plan)
        return deed.toast

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def open_adjust(self, subscription_id: str) -> None:
        """Correct the entries of a plan."""
        self._about(subscription_id)
        self._open("adjust")

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def adjust(self, form: dict[str, Any]) -> EventSpec | None:
        """Add or take away entries, with the reason."""
        async with self.attempt() as deed:
            left = await self.do(
                giving.adjust_entries,
                subscription_id=self.uuid(self.about.id),
                delta=typed.needed_whole(form, "delta"),
                note=text(form, "note"),
            )
            words = plan_texts.ENTRIES_LEFT.to(self.lang(), left)
            deed.toast = await self._done(desk.ADJUSTED, left=words)
        return deed.toast

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def open_end(self, subscription_id: str) -> EventSpec | None:
        """Ask before a plan ends: what is lost does not come back. What was sold ends by a notice."""
        view = self._about(subscription_id)
        deal_id = await self.do(billing_queries.sold_as, subscription_id=view.id)
        if deal_id is None:
            self._open("end")
            return None
        if not (await self.actor()).may(Permission.EDIT_MONEY):
            raise Refusal(ending_texts.SOLD_ENDS_BY_NOTICE)
        asked: EventSpec = EndingsState.open_for(str(deal_id))  # type: ignore[operator]  # Reflex's wrapper
        return asked

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def end(self, form: dict[str, Any]) -> EventSpec | None:
        """End a plan now, or on a day."""
        async with self.attempt() as deed:
            day = typed.day(form, "day")
            given = self.uuid(self.about.id)
            await self.do(billing.end_plan, subscription_id=given, day=day)
            if day is None:
                deed.toast = await self._done(desk.ENDED, plan=self.about.plan)
            else:
                deed.toast = await self._done(desk.END_SET, plan=self.about.plan, day=day)
        return deed.toast

    @rx.event
    async def open_moves(self, subscription_id: str) -> None:
        """The story of a plan's entries."""
        view = self._about(subscription_id)
        found = await self.do(subscriptions.moves, member_id=self._id(), subscription_id=view.id)
        here, lang = await self.zone(), self.lang()
        self.moves = [move_row(n, m, zone=here, lang=lang) for n, m in enumerate(found[:100])]
        self._open("moves")

    @rx.event
    async def plans_again(self) -> None:
        """As they are after a deed of another part of the page."""
        async with self.loading():
            await self._refresh()

    async def _read_plans(self) -> None:
        views = await self.do(subscriptions.held, member_id=self._id())
        self._held = {str(v.id): v for v in views}
        cards = [held_row(v, names=self._types, lang=self.lang()) for v in views]
        now = [c for c in cards if not c.is_over]
        self.held = [c for c in now if not c.is_used_up] or now[-1:]  # the newest of used-up ones
        self.past = [c for c in cards if c not in self.held][:20]

    async def _promise(self) -> None:
        self.promise = ""
        plan = self._plans.get(self._asked.get("plan", ""))
        try:
            first = typed.day(self._asked, "starts_on") or await self.today()
        except Refusal:
            return  # half a date
        if plan is not None:
            self.promise = promise(plan, first, names=self._types, lang=self.lang())

    def _about(self, subscription_id: str) -> HeldView:
        view = self._held.get(str(self.uuid(subscription_id)))
        if view is None:
            raise Refusal(desk.NOT_FOUND)
        self.about = held_row(view, names=self._types, lang=self.lang())
        return view
