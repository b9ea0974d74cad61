"""A member's deals, and the notices that end them."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission
from fitkit.features.billing import actions, queries
from fitkit.features.billing.rules.endings import Typed
from fitkit.ports.payments import PayWay
from fitkit.texts import endings as texts
from fitkit.web.owner import typed
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.ending import EndingRow, NoticeRow, deal_row, ending_row, notice_row
from fitkit.web.screen import Needs, Screen, also_needs, text

TICKS = ("by_registered_post", "is_protected", "spoke_before")


class EndingsState(Screen, rx.State):
    """What a member bought, and what ends it."""

    needs: ClassVar[Needs] = Permission.SEE_MEMBERS
    deals: list[Choice] = []  # that may be ended
    notices: list[NoticeRow] = []
    panel: str = ""  # record withdraw decide hand
    about: str = ""  # the notice that a question is about
    question: str = ""
    start: str = ""  # the day the open form begins with
    row: EndingRow = EndingRow()
    is_shown: bool = False  # the calculation of what the form says
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""
    _member_id: UUID | None = None
    _asked: dict[str, str] = {}
    _mark: str = ""  # of what is shown

    @rx.event
    async def load(self) -> None:
        """Read what the member in the address has bought; for whoever may see money."""
        self.panel, self.about, self.problems, self.deals, self.notices = "", "", {}, [], []
        async with self.loading():
            self._member_id = self.id_in_path()
            if (await self.actor()).may(Permission.EDIT_MONEY):
                await self._refresh()

    def _id(self) -> UUID:
        return self._member_id if self._member_id else self.id_in_path()

    async def _refresh(self) -> None:
        me, lang = self._id(), self.lang()
        rows = [deal_row(view, lang) for view in await self.do(queries.endable, member_id=me)]
        self.deals = [Choice(r.id, f"{r.plan} · {r.facts}") for r in rows if not r.is_ended]
        found = await self.do(queries.cancellations, member_id=me)
        self.notices = [notice_row(view, lang) for view in found]

    @rx.event
    async def close_panel(self) -> None:
        """Close whatever is open."""
        self.panel, self.about, self.problems, self.is_shown = "", "", {}, False

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def open_record(self) -> None:
        """A notice that came in."""
        await self._begin_record()

    async def _begin_record(self) -> None:
        self.start = (await self.today()).isoformat()
        deal_id = self.deals[0].value if self.deals else ""
        self._asked = {"noticed_on": self.start, "deal_id": deal_id}
        self.panel, self.problems = "record", {}
        await self._foresee()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def open_for(self, deal_id: str) -> None:
        """A notice about one deal, which its plan's own button asked for."""
        await self._refresh()
        asked = str(self.uuid(deal_id))
        self.deals = sorted(self.deals, key=lambda choice: choice.value != asked)
        await self._begin_record()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def consider(self, name: str, value: str | bool) -> None:
        """Another deal, day or statement: say what it would mean."""
        if name in ("deal_id", "noticed_on", "wants_until", *TICKS):
            said = ("on" if value else "") if isinstance(value, bool) else value[:40]
            self._asked = self._asked | {name: said}
            await self._foresee()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def record(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """End the deal by the notice, as it is shown."""
        async with self.attempt() as deed:
            await self.do(
                actions.cancel,
                member_id=self._id(),
                deal_id=self.uuid(self._asked.get("deal_id", "")),
                notice=self._typed(),
                reason=text(form, "reason"),
                as_shown=self._mark,
            )
            deed.toast = self.say(texts.RECORDED)
        if deed.done:
            self.panel = ""
            await self._refresh()
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def ask_withdraw(self, notice_id: str) -> None:
        """Ask why somebody stays after all."""
        self.panel, self.about, self.problems = "withdraw", notice_id, {}

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def withdraw(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Take the notice back."""
        async with self.attempt() as deed:
            about = self.uuid(self.about)
            await self.do(actions.withdraw, cancellation_id=about, reason=text(form, "reason"))
            deed.toast = self.say(texts.WITHDRAWN)
        return await self._after(deed.toast, is_done=deed.done)

    @rx.event
    @also_needs(Permission.REFUND)
    async def ask_decide(self, notice_id: str) -> None:
        """Ask how much goes back, where the law asks for nothing."""
        self.panel, self.about, self.problems = "decide", notice_id, {}

    @rx.event
    @also_needs(Permission.REFUND)
    async def decide(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """End it and give back what was decided."""
        async with self.attempt() as deed:
            refund = typed.price(form, "refund")
            await self.do(actions.decide, cancellation_id=self.uuid(self.about), refund=refund)
            deed.toast = self.say(texts.DECIDED_NOW)
        return await self._after(deed.toast, is_done=deed.done)

    @rx.event
    @also_needs(Permission.REFUND)
    async def ask_hand_back(self, notice_id: str) -> None:
        """Ask how what no company can give back was given."""
        found = [row.by_hand for row in self.notices if row.id == notice_id]
        self.panel, self.about, self.problems = "hand", notice_id, {}
        self.question = texts.HANDED_WHY.to(self.lang(), sum=found[0] if found else "")

    @rx.event
    @also_needs(Permission.REFUND)
    async def hand_back(
        self, form: dict[str, Any]
    ) -> EventSpec | None:  # Any: what a browser sends
        """It was handed over."""
        async with self.attempt() as deed:
            way = typed.one_of(form, "way", PayWay)
            await self.do(actions.hand_back, cancellation_id=self.uuid(self.about), way=way)
        return await self._after(deed.toast, is_done=deed.done)

    async def _after(self, toast: EventSpec | None, *, is_done: bool) -> EventSpec | None:
        if is_done:
            self.panel, self.about = "", ""
            await self._refresh()
        return toast

    def _typed(self) -> Typed:
        on: date | None = typed.day(self._asked, "noticed_on")
        ticks = {name: self._asked.get(name) == "on" for name in TICKS}
        return Typed(noticed_on=on, wants_until=typed.day(self._asked, "wants_until"), **ticks)

    async def _foresee(self) -> None:
        self.is_shown, self._mark, self.problems = False, "", {}
        try:
            view = await self.do(
                queries.preview,
                member_id=self._id(),
                deal_id=self.uuid(self._asked.get("deal_id", "")),
                notice=self._typed(),
            )
        except Refusal as refusal:
            self.problems = {refusal.field or "deal_id": refusal.to(self.lang())}
            return
        self.row, self._mark, self.is_shown = ending_row(view, self.lang()), view.mark, True
