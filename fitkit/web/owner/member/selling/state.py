"""What a sale on a member's page knows and does: a plan, a first day, and how it is paid."""

from contextlib import suppress
from datetime import date
from typing import Any, ClassVar, Final
from urllib.parse import quote
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission
from fitkit.core.settings import settings
from fitkit.features.billing import actions, queries
from fitkit.features.billing.rules.disclosure import disclosure
from fitkit.features.members import queries as members
from fitkit.features.offers.rules.coupons import Discount
from fitkit.features.plans import queries as plans
from fitkit.features.plans.queries import PlanView
from fitkit.ports.payments import PayWay
from fitkit.texts import shop as texts
from fitkit.web.owner import typed
from fitkit.web.owner.member.state import MemberState
from fitkit.web.rows.choice import Choice, named
from fitkit.web.rows.plan import offer_of
from fitkit.web.screen import Needs, Screen, also_needs, text

LINK: Final = "link"
AT_DESK: Final = {str(way): way for way in (PayWay.CASH, PayWay.TRANSFER, PayWay.CHEQUE)}


class SellState(Screen, rx.State):
    """One sale."""

    needs: ClassVar[Needs] = Permission.SEE_MEMBERS
    is_open: bool = False
    plans: list[Choice] = []
    plan_id: str = ""
    starts_on: str = ""
    paid_on: str = ""
    way: str = LINK
    terms: list[str] = []  # what the buyer is shown
    link: str = ""  # to be sent; empty: none was made
    whatsapp: str = ""  # the same in a message
    coupon: str = ""  # as typed
    is_sending: bool = False
    problems: dict[str, str] = {}
    _views: dict[str, PlanView] = {}
    _member_id: UUID | None = None

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def open(self) -> None:
        """Begin with the first plan, from today, by a link."""
        self._member_id, self.problems, self.link, self.whatsapp = self.id_in_path(), {}, "", ""
        found = await self.do(plans.plans)
        self._views = {str(view.id): view for view in found}
        self.plans = named([(view.id, view.name) for view in found], self.lang())
        self.plan_id = self.plans[0].value if self.plans else ""
        self.starts_on = self.paid_on = (await self.today()).isoformat()
        self.way, self.is_open, self.is_sending, self.coupon = LINK, True, False, ""
        await self._tell()

    @rx.event
    async def close(self) -> None:
        """Leave it."""
        self.is_open, self.problems = False, {}

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def choose_plan(self, plan_id: str) -> None:
        """Another plan: the terms follow."""
        self.plan_id = plan_id if plan_id in self._views else self.plan_id
        await self._tell()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def choose_way(self, way: str) -> None:
        """A link, or money at the desk: the terms follow."""
        self.way = way if way in (LINK, *AT_DESK) else self.way
        await self._tell()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def choose_day(self, day: str) -> None:
        """Another first day: the terms follow."""
        with suppress(ValueError):  # half a day: the last one stays
            self.starts_on = date.fromisoformat(day[:10]).isoformat()
        await self._tell()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def write_coupon(self, code: str) -> None:
        """A coupon was typed: the terms follow, or it says why it does not count."""
        self.coupon, self.problems = code.strip()[:60], {}
        await self._tell()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def sell(self, form: dict[str, Any]) -> list[EventSpec] | EventSpec | None:
        """Make the link, or write down what was taken and give the plan; a second tap finds the dialog shut."""
        if not self.is_open:
            return None
        self.is_sending = True
        async with self.attempt() as deed:
            await (self._make_link() if self.way == LINK else self._take(form))
        self.is_sending = False
        if not deed.done or self.way == LINK:
            return deed.toast
        self.is_open = False
        return [self.say(texts.SOLD), MemberState.load]  # type: ignore[list-item]  # Reflex's wrapper

    @rx.event
    async def copied(self) -> EventSpec:
        """The link is on the clipboard."""
        return self.say(texts.LINK_COPIED)

    async def _make_link(self) -> None:
        lang = await self.do(queries.lang_of, member_id=self._id())
        placed = await self.do(actions.sell_by_link, **self._asked(), lang=lang)
        self.link = f"{settings().public_url}{placed.path}"
        card = await self.do(members.card, member_id=self._id())
        plan = self._views[self.plan_id].name
        words = texts.LINK_MESSAGE.to(lang, name=card.first_name, plan=plan, link=self.link)
        to = card.phone.removeprefix("+")
        self.whatsapp = f"https://wa.me/{to}?text={quote(words, safe='')}"

    async def _take(self, form: dict[str, Any]) -> None:
        await self.do(
            actions.sell_at_desk,
            **self._asked(),
            way=AT_DESK[self.way],
            note=text(form, "note"),
            paid_on=typed.day(form, "paid_on") or await self.today(),
            lang=await self.do(queries.lang_of, member_id=self._id()),
        )

    def _asked(self) -> dict[str, Any]:  # Any: ids and a day
        return {
            "member_id": self._id(),
            "plan_id": self.uuid(self.plan_id),
            "starts_on": date.fromisoformat(self.starts_on),
            "coupon": self.coupon,
        }

    def _id(self) -> UUID:
        return self._member_id or self.id_in_path()

    async def _tell(self) -> None:
        view = self._views.get(self.plan_id)
        self.terms = []
        if view is not None:
            sold = offer_of(
                view,
                starts_on=date.fromisoformat(self.starts_on),
                has_vat=await self.do(queries.sells_with_vat),
                is_remote=self.way == LINK,
                discount=await self._discount(view.id),
            )
            self.terms = list(disclosure(sold, self.lang()))

    async def _discount(self, plan_id: UUID) -> Discount | None:
        """What the typed coupon takes off; nothing where it does not count, which stands at its field."""
        if not self.coupon:
            return None
        asked: dict[str, Any] = {"member_id": self._id(), "plan_id": plan_id, "coupon": self.coupon}
        try:
            return (await self.do(queries.coupon_for, **asked)).discount
        except Refusal as refusal:
            self.problems = {"coupon": refusal.to(self.lang())}
            return None
