"""What the page of ending a membership knows and does: for a visitor with a code, for a member at once.

Whom a code has proved somebody to be stays here, on the server, for some minutes; nothing of it comes from
a browser again.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import clock, crypto
from fitkit.core.actor import VISITOR, Actor
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import ltr
from fitkit.core.permissions import Permission
from fitkit.core.phone import display
from fitkit.features.billing import actions, flows, queries
from fitkit.features.billing.flows import Asking
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.orgs import queries as gyms
from fitkit.texts import common
from fitkit.texts import endings as texts
from fitkit.web import problems
from fitkit.web.rows.ending import DealRow, EndingRow, deal_row, ending_row
from fitkit.web.screen import ANYONE, Needs, Screen, text

PROVED_FOR: Final = timedelta(minutes=20)


class CancelState(Screen, rx.State):
    """One ending, step by step."""

    needs: ClassVar[Needs] = ANYONE  # the wall is the code, or the sign-in: see ``_acting``
    step: str = ""  # gym who code deals ask done
    gym: str = ""
    phone: str = ""
    address: str = ""
    deals: list[DealRow] = []
    chosen: DealRow = DealRow()
    row: EndingRow = EndingRow()
    is_protected: bool = False
    spoke_before: bool = False
    wish: str = ""  # a later last day, as typed; empty: the earliest
    receipt: str = ""
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""
    _asking: Asking = Asking("", "", "", "")
    _proof: Actor | None = None
    _proved_at: datetime | None = None
    _whose: dict[str, UUID] = {}  # by deal
    _mark: str = ""  # of what is shown

    async def _acting(self) -> Actor:
        """Who a code has proved somebody to be, for some minutes; else a member of this gym, signed in; else nobody."""
        if self._proof is not None and self._proved_at is not None:
            return self._proof if clock.now() - self._proved_at < PROVED_FOR else VISITOR
        return await self._member() or VISITOR

    async def _member(self) -> Actor | None:
        actor = (await self._session())._actor
        is_one = actor.member_id is not None and Permission.EDIT_OWN in actor.permissions
        return replace(actor, permissions=frozenset({Permission.EDIT_OWN})) if is_one else None

    @rx.event
    async def load(self) -> None:
        """Whose gym it is; for a member who is signed in, what they have."""
        self._forget()
        async with self.loading():
            slug = self._path().rstrip("/").rsplit("/", 1)[-1]
            if slug == "cancel":
                self.step = "gym" if await self._member() is None else "deals"
            else:
                self.step = await self._of_gym(slug)
            if self.step == "deals":
                await self._show_deals()

    @rx.event
    async def find_gym(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """To the gym's own page."""
        slug = text(form, "slug").strip("/").rsplit("/", 1)[-1].lower()[:60]
        try:
            found = await self.do(gyms.by_slug, slug=slug)
        except NotFound:
            self.problems = {"slug": texts.NO_SUCH_GYM.to(self.lang())}
            return None
        return rx.redirect(f"/{self.lang()}/cancel/{found.slug}/")

    @rx.event
    async def ask_code(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Send a code, if the gym knows them; the answer is the same."""
        asking = replace(
            self._asking, name=text(form, "name")[:120], contact=text(form, "contact")[:254]
        )
        async with self.attempt() as deed:
            await self.run(flows.ask_code, asking=asking, lang=self.lang())
            self._asking, self.step = asking, "code"
        return deed.toast

    @rx.event
    async def prove(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Try the code."""
        async with self.attempt() as deed:
            code = text(form, "code")[:20]
            proof = await self.run(flows.check_code, asking=self._asking, code=code)
            if proof is None:
                raise Refusal(texts.WRONG_CODE, field="code")
            self._proof, self._proved_at = proof, clock.now()
            await self._show_deals()
        return deed.toast

    @rx.event
    async def choose(self, deal_id: str) -> EventSpec | None:
        """See what ending a deal means."""
        found = [deal for deal in self.deals if deal.id == deal_id and not deal.is_ended]
        if not found:
            return problems.warned(NotFound().to(self.lang()))
        self.chosen, self.is_protected, self.spoke_before = found[0], False, False
        self.wish = ""
        return await self._show_ending()

    @rx.event
    async def wish_until(self, day: str) -> EventSpec | None:
        """A later last day; nothing: the earliest."""
        self.wish = day.strip()[:20]
        return await self._show_ending() if self.step == "ask" else None

    @rx.event
    async def state_protected(self, is_so: bool) -> EventSpec | None:
        """They are one of those whom the law protects more."""
        self.is_protected = is_so
        return await self._show_ending()

    @rx.event
    async def state_spoke(self, is_so: bool) -> EventSpec | None:
        """They spoke with the gym before they bought."""
        self.spoke_before = is_so
        return await self._show_ending()

    @rx.event
    async def back_to_deals(self) -> None:
        """To the list again."""
        self.step, self.chosen, self.row = "deals", DealRow(), EndingRow()

    @rx.event
    async def confirm(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """End it, as it is shown."""
        if self.step != "ask":
            return None
        async with self.attempt() as deed:
            self._must_be_proved()
            whose, deal_id = self._chosen_of(), self.uuid(self.chosen.id)
            done = await self.do(
                actions.cancel,
                member_id=whose,
                deal_id=deal_id,
                notice=self._typed(),
                reason=text(form, "reason")[:1000],
                as_shown=self._mark,
            )
            await self._show_receipt(whose, done)
        if not deed.done and not self.problems:
            await self._show_ending()
        return deed.toast

    async def _show_deals(self) -> None:
        actor, rows = await self._acting(), []
        own = [] if actor.member_id is None else [actor.member_id]
        for member_id in (*own, *sorted(actor.ward_ids)):
            for view in await self.do(queries.endable, member_id=member_id):
                rows.append(deal_row(view, self.lang()))
                self._whose[str(view.deal_id)] = member_id
        self.deals, self.step = rows, "deals"

    async def _of_gym(self, slug: str) -> str:
        """The first step for whoever comes to a gym's page."""
        found = await self.do(gyms.by_slug, slug=slug)
        self.gym, self.phone = found.name, display(found.phone) if found.phone else ""
        self.address = found.address
        self._asking = Asking(slug, "", "", crypto.new_token())
        mine = await self._member()
        return "deals" if mine is not None and mine.org_id == found.id else "who"

    async def _show_receipt(self, member_id: UUID, cancellation_id: UUID) -> None:
        view = await self.do(
            queries.cancellation, member_id=member_id, cancellation_id=cancellation_id
        )
        self.row, self.step = ending_row(view.ending, self.lang()), "done"
        self.receipt = texts.DONE_WHY.to(self.lang(), number=ltr(cancellation_id.hex[-8:].upper()))

    async def _show_ending(self) -> EventSpec | None:
        async with self.attempt() as deed:
            self._must_be_proved()
            view = await self.do(
                queries.preview,
                member_id=self._chosen_of(),
                deal_id=self.uuid(self.chosen.id),
                notice=self._typed(),
            )
            self.row, self._mark, self.step = ending_row(view, self.lang()), view.mark, "ask"
        return deed.toast

    def _chosen_of(self) -> UUID:
        """Whose deal was chosen.

        Raises:
            NotFound: none of theirs.
        """
        whose = self._whose.get(self.chosen.id)
        if whose is None:
            raise NotFound
        return whose

    def _typed(self) -> Typed:
        return Typed(
            is_protected=self.is_protected,
            spoke_before=self.spoke_before,
            wants_until=self._wished(),
        )

    def _wished(self) -> date | None:
        """The day that was typed.

        Raises:
            Refusal: no day.
        """
        try:
            return date.fromisoformat(self.wish) if self.wish else None
        except ValueError:
            raise Refusal(common.NOT_A_DATE, field="wants_until") from None

    def _must_be_proved(self) -> None:
        if self._proved_at is not None and clock.now() - self._proved_at >= PROVED_FOR:
            raise Refusal(texts.PROVE_FIRST)

    def _forget(self) -> None:
        self.step, self.gym, self.phone, self.address, self.receipt = "", "", "", "", ""
        self.deals, self.chosen, self.row, self.problems = [], DealRow(), EndingRow(), {}
        self.is_protected = self.spoke_before = False
        self.wish = ""
        self._asking, self._mark, self._whose = Asking("", "", "", ""), "", {}
        self._proof = self._proved_at = None
