"""A member's fixed places, and the days on which a plan rests."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.i18n import day_in_record
from fitkit.core.permissions import Permission
from fitkit.features.booking import queries as booking
from fitkit.features.standing import actions as standing
from fitkit.features.standing import queries as regulars
from fitkit.features.subscriptions import actions as giving
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.features.subscriptions import rules
from fitkit.texts import files as texts
from fitkit.texts import standing as standing_texts
from fitkit.web.owner import typed
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.regular import RegularRow, regular_row, slot_label
from fitkit.web.screen import Needs, Screen, also_needs, text


@dataclass
class RestRow:
    """A freeze that is not over."""

    id: str
    words: str
    reason: str
    has_begun: bool


class RegularState(Screen, rx.State):
    """One member's fixed places and freezes."""

    needs: ClassVar[Needs] = Permission.SEE_MEMBERS
    places: list[RegularRow] = []
    rests: list[RestRow] = []
    plans: list[Choice] = []  # that may rest
    slots: list[Choice] = []
    panel: str = ""  # place freeze end
    about: str = ""  # the fixed place that a question is about
    name: str = ""
    start: dict[str, str] = {}
    outcome: list[str] = []  # what the freeze in the form would do
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""
    _member_id: UUID | None = None
    _asked: dict[str, str] = {}  # plan and days, as chosen so far

    @rx.event
    async def load(self) -> None:
        """Read what the member in the address has fixed, and what rests."""
        self.panel, self.about, self.problems, self.outcome = "", "", {}, []
        self.places, self.rests, self.plans, self.slots = [], [], [], []
        async with self.loading():
            self._member_id = self.id_in_path()
            await self._refresh()

    def _id(self) -> UUID:
        return self._member_id if self._member_id else self.id_in_path()

    async def _refresh(self) -> None:
        me, lang = self._id(), self.lang()
        found = await self.do(regulars.of_member, member_id=me)
        self.places = [regular_row(view, lang) for view in found]
        held = await self.do(subscriptions.held, member_id=me)
        names = {h.id: h.plan for h in held}
        self.plans = [Choice(str(h.id), h.plan.to(lang)) for h in held if h.ended_at is None]
        self.rests = [
            RestRow(
                str(f.id),
                texts.RESTS.to(
                    lang,
                    plan=names[f.subscription_id],
                    first=day_in_record(f.first_on),
                    last=day_in_record(f.last_on),
                ),
                f.reason,
                f.has_begun,
            )
            for f in await self.do(subscriptions.freezes, member_id=me)
            if f.subscription_id in names
        ]

    @rx.event
    async def close_panel(self) -> None:
        """Close whatever is open."""
        self.panel, self.about, self.problems = "", "", {}

    @rx.event
    @also_needs(Permission.BOOK_OTHERS)
    async def open_place(self) -> None:
        """Choose a weekly class for a fixed place."""
        lang = self.lang()
        found = await self.do(regulars.choices)
        self.slots = [Choice(str(s.slot_id), slot_label(s, lang)) for s in found if s.free]
        self.start = {"first_on": (await self.today()).isoformat()}
        self.panel, self.problems = "place", {}

    @rx.event
    @also_needs(Permission.BOOK_OTHERS)
    async def give_place(self, form: dict[str, Any]) -> EventSpec | None:
        """Give the fixed place."""
        async with self.attempt() as deed:
            await self.do(
                standing.give,
                slot_id=self.uuid(text(form, "slot_id")),
                member_id=self._id(),
                first_on=typed.day(form, "first_on"),
            )
            await self._refresh()
            self.panel = ""
            deed.toast = self.say(standing_texts.GIVEN)
        return deed.toast

    @rx.event
    @also_needs(Permission.BOOK_OTHERS)
    async def ask_end(self, standing_id: str) -> None:
        """Ask before a fixed place ends."""
        self.panel, self.about = "end", standing_id

    @rx.event
    @also_needs(Permission.BOOK_OTHERS)
    async def end_place(self) -> EventSpec | None:
        """End the fixed place that was asked about."""
        async with self.attempt() as deed:
            given = self.uuid(self.about)
            await self.do(standing.end, standing_id=given, member_id=self._id())
            deed.toast = self.say(standing_texts.ENDED)
        self.panel, self.about = "", ""
        await self._refresh()
        return deed.toast

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def open_freeze(self) -> None:
        """Choose a plan and days; begin with the shortest freeze from today."""
        today = await self.today()
        last = today + timedelta(days=rules.FREEZE_DAYS[0] - 1)
        self.start = {"first_on": today.isoformat(), "last_on": last.isoformat()}
        self._asked = self.start | {"plan": self.plans[0].value if self.plans else ""}
        self.panel, self.problems = "freeze", {}
        await self._foresee()

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def consider(self, name: str, value: str) -> None:
        """Another plan or day: say what the freeze would do."""
        if name in ("plan", "first_on", "last_on"):
            self._asked = self._asked | {name: value[:40]}
            await self._foresee()

    async def _foresee(self) -> None:
        self.outcome = []
        try:
            first, last = (typed.day(self._asked, name) for name in ("first_on", "last_on"))
        except Refusal:
            return  # half a date
        if first is None or last is None or not self._asked.get("plan"):
            return
        self.outcome = await self._outcome(self.uuid(self._asked["plan"]), first, last)

    async def _outcome(self, subscription_id: UUID, first: date, last: date) -> list[str]:
        me, lang = self._id(), self.lang()
        released = await self.do(
            booking.paid_between,
            member_id=me,
            subscription_id=subscription_id,
            first=first,
            last=last,
        )
        held = await self.do(subscriptions.held, member_id=me)
        ends = next((h.ends_on for h in held if h.id == subscription_id), None)
        given_back = texts.RELEASES.to(lang, len(released))
        said = [given_back if released else texts.RELEASES_NONE.to(lang)]
        if ends is not None and last >= first:
            moved = ends + timedelta(days=rules.days_of(first, last))
            said.append(texts.MOVES_TO.to(lang, day=day_in_record(moved)))
        return said

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def freeze(self, form: dict[str, Any]) -> EventSpec | None:
        """Let the plan rest."""
        async with self.attempt() as deed:
            today = await self.today()
            await self.do(
                giving.freeze,
                subscription_id=self.uuid(text(form, "plan")),
                first_on=typed.day(form, "first_on") or today,
                last_on=typed.day(form, "last_on") or today,
                reason=text(form, "reason"),
            )
            await self._refresh()
            self.panel = ""
            deed.toast = self.say(texts.FROZEN)
        return deed.toast

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def unfreeze(self, freeze_id: str) -> EventSpec | None:
        """End a freeze, or call it off."""
        async with self.attempt() as deed:
            await self.do(giving.unfreeze, freeze_id=self.uuid(freeze_id))
            deed.toast = self.say(texts.UNFROZEN)
        await self._refresh()
        return deed.toast
