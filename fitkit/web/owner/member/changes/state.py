"""Plans of a member that renew or may be handed over."""

from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission
from fitkit.core.settings import settings
from fitkit.features.billing import actions, queries
from fitkit.features.members import queries as members
from fitkit.features.members.queries import RosterFilter
from fitkit.features.orgs import queries as orgs
from fitkit.features.plans.rules import PlanKind
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.ports.payments import PayWay
from fitkit.texts import changes as texts
from fitkit.texts import desk, renewals
from fitkit.web.deeds.changes import ChangeDeeds
from fitkit.web.rows.change import EffectRow, lines_of
from fitkit.web.rows.choice import Choice
from fitkit.web.screen import Needs, text

FOUND_MOST = 6
CARD = "card"
LINK = "link"


@dataclass
class HeldDealRow:
    """A plan that may become another, or another's."""

    id: str  # of the subscription
    deal_id: str  # empty: given without a sale
    plan: str
    ahead: str
    change_id: str
    may_change: bool


class OwnerChangeState(ChangeDeeds, rx.State):
    """What of a member's plans may be changed, and the change that is being made."""

    needs: ClassVar[Needs] = Permission.EDIT_MONEY
    rows: list[HeldDealRow] = []
    way: str = CARD
    found: list[Choice] = []
    has_searched: bool = False
    link: str = ""  # to be sent; empty: none was made
    whatsapp: str = ""
    to_id: str = ""
    effect: EffectRow = EffectRow()
    why_not: str = ""
    is_loading: bool = True
    problem: str = ""
    _member_id: UUID | None = None
    _subscription_id: str = ""
    _over_mark: str = ""
    _to: str = ""

    @rx.event
    async def load(self) -> None:
        """Read what the member in the address holds."""
        self.panel, self.problems, self.rows = "", {}, []
        async with self.loading():
            self._member_id = self.id_in_path()
            await self._refresh()

    @rx.event
    async def again(self) -> None:
        """As it is after a deed."""
        async with self.loading():
            await self._refresh()

    @rx.event
    async def choose_way(self, way: str) -> None:
        """How it is paid."""
        if way in (CARD, LINK, PayWay.CASH, PayWay.TRANSFER):
            self.way, self.link, self.whatsapp = str(way), "", ""

    @rx.event
    async def make_link(self) -> EventSpec | None:
        """Make a link on which the member agrees and pays, and a message that holds it, in their language."""
        async with self.attempt() as deed:
            await self._make_link()
        return deed.toast

    @rx.event
    async def revoke_links(self) -> EventSpec | None:
        """Let no link work that was made for them before, and make another."""
        async with self.attempt() as deed:
            await self.do(actions.revoke_links, member_id=await self._whose())
            await self._make_link()
            deed.toast = self.say(renewals.REVOKED)
        return deed.toast

    @rx.event
    async def copied(self) -> EventSpec:
        """The link is on the clipboard."""
        return self.say(desk.COPIED)

    async def _foresee(self) -> None:
        self.link = self.whatsapp = ""  # it was of what was shown before
        await super()._foresee()

    async def _make_link(self) -> None:
        me, plan_id = await self._whose(), self.uuid(self.chosen)
        lang = await self.do(queries.lang_of, member_id=me)
        path = await self.do(
            queries.change_path,
            member_id=me,
            deal_id=self.uuid(self._deal_id),
            to_plan_id=plan_id,
        )
        self.link = f"{settings().public_url}/{lang}{path}/"
        card = await self.do(members.card, member_id=me)
        words = texts.LINK_MESSAGE.to(
            lang,
            name=card.first_name,
            plan=self._names[self.chosen],
            gym=(await self.do(orgs.card)).name,
            link=self.link,
        )
        to = card.phone.removeprefix("+")
        self.whatsapp = f"https://wa.me/{to}?text={quote(words, safe='')}" if to else ""

    @rx.event
    async def change_here(
        self, form: dict[str, Any]
    ) -> EventSpec | None:  # Any: what a browser sends
        """Change, as it is shown; what is paid at the desk is written down."""
        if self.busy or not self.is_shown:
            return None
        self.busy = True
        async with self.attempt() as deed:
            await self.do(
                actions.change_at_desk,
                member_id=await self._whose(),
                deal_id=self.uuid(self._deal_id),
                to_plan_id=self.uuid(self.chosen),
                as_shown=self._mark,
                way=PayWay.CASH if self.way == CARD else PayWay(self.way),
                note=text(form, "note"),
                lang=self.lang(),
            )
            self.panel, deed.toast = "", self.say(texts.DONE)
        self.busy = False
        if not deed.done:
            await self._again()
        return deed.toast

    @rx.event
    async def open_over(self, subscription_id: str) -> None:
        """Look for whoever gets the plan."""
        self._subscription_id, self.panel, self.problems = subscription_id[:40], "over", {}
        self.found, self.has_searched, self.to_id, self.why_not = [], False, "", ""
        self.effect, self._over_mark = EffectRow(), ""

    @rx.event
    async def find(self, form: dict[str, Any]) -> None:  # Any: what a browser sends
        """The first few whom a name or a phone could mean."""
        words = text(form, "search")[:100]
        page = await self.do(members.roster, only=RosterFilter(search=words), limit=FOUND_MOST)
        me = await self._whose()
        self.found = [Choice(str(m.id), m.name) for m in page.rows if m.id != me]
        self.has_searched = True

    @rx.event
    async def choose_whom(self, member_id: str) -> EventSpec | None:
        """Say what handing it over to somebody would do."""
        self.to_id, self.effect, self._over_mark, self.why_not = member_id[:40], EffectRow(), "", ""
        async with self.attempt() as deed:
            view = await self.do(
                queries.hand_over_preview,
                member_id=await self._whose(),
                subscription_id=self.uuid(self._subscription_id),
                to_member_id=self.uuid(self.to_id),
            )
            lang = self.lang()
            self.effect = EffectRow(lines_of(view.lines, lang))
            self.why_not = view.why_not.to(lang) if view.why_not else ""
            self._over_mark, self._to = view.mark if view.why_not is None else "", view.to
        return deed.toast

    @rx.event
    async def hand_over(
        self, form: dict[str, Any]
    ) -> EventSpec | None:  # Any: what a browser sends
        """Hand it over, as it is shown."""
        async with self.attempt() as deed:
            if not self._over_mark:
                raise Refusal(texts.CHOOSE_WHOM)
            await self.do(
                actions.hand_plan_over,
                member_id=await self._whose(),
                subscription_id=self.uuid(self._subscription_id),
                to_member_id=self.uuid(self.to_id),
                note=text(form, "reason"),
                as_shown=self._over_mark,
            )
            self.panel, deed.toast = "", self.say(texts.HANDED_OVER, name=self._to)
        return deed.toast

    async def _whose(self) -> UUID:
        return self._member_id if self._member_id else self.id_in_path()

    async def _refresh(self) -> None:
        me, lang = await self._whose(), self.lang()
        held = await self.do(subscriptions.held, member_id=me)
        deals = {d.subscription_id: d for d in await self.do(queries.next_charges, member_id=me)}
        ahead = {one.deal_id: one for one in await self.do(queries.changes_ahead, member_id=me)}
        self.rows = []
        for view in held:
            if view.ended_at is not None or view.kind is PlanKind.TRIAL or view.entries_left == 0:
                continue
            deal = deals.get(view.id)
            one = ahead.get(deal.deal_id) if deal else None
            words = (
                texts.AHEAD.to(lang, day=one.takes_on, plan=one.plan, amount=one.amount)
                if one
                else ""
            )
            self.rows.append(
                HeldDealRow(
                    str(view.id),
                    str(deal.deal_id) if deal else "",
                    view.plan.to(lang),
                    words,
                    str(one.id) if one and not one.is_checking else "",
                    deal is not None and deal.next_on is not None and one is None,
                )
            )
