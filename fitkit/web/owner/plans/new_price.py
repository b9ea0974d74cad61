"""A new price for those who hold a plan: from when, whom it reaches, what they will read; before it is told."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.i18n import day_in_record, money
from fitkit.core.money import Money
from fitkit.core.permissions import Permission
from fitkit.features.billing import actions as billing
from fitkit.features.billing import queries
from fitkit.features.billing.queries import PricePreview, ReachedView
from fitkit.features.billing.rules.renewing import PRICE_AHEAD_MOST, PRICE_NOTICE
from fitkit.texts import new_price as texts
from fitkit.texts import notices
from fitkit.web.owner import typed
from fitkit.web.screen import Needs, Screen

_SHOWN = 50


@dataclass
class Reached:
    """Somebody whom it reaches."""

    id: str
    name: str
    line: str


class NewPriceState(Screen, rx.State):
    """The dialog over the plans."""

    needs: ClassVar[Needs] = Permission.EDIT_PLANS
    plan_id: str = ""  # empty: closed
    title: str = ""
    why: str = ""
    price: str = ""
    since: str = ""
    least: str = ""
    most: str = ""
    who: str = ""  # how many; empty: nothing to show yet
    kept: str = ""
    reached: list[Reached] = []
    notice_title: str = ""
    notice_body: str = ""
    problems: dict[str, str] = {}
    problem: str = ""

    @rx.event
    async def open(self, plan_id: str, name: str) -> None:
        """Ask for a price and a day."""
        self._clear()
        today, lang = await self.today(), self.lang()
        self.plan_id = str(self.uuid(plan_id))
        self.title = texts.TITLE.to(lang, plan=name)
        self.why = texts.WHY.to(lang, days=PRICE_NOTICE.days)
        self.least = (today + PRICE_NOTICE).isoformat()
        self.most = (today + PRICE_AHEAD_MOST - timedelta(days=1)).isoformat()
        self.since = self.least

    @rx.event
    async def close(self) -> None:
        """Leave it."""
        self._clear()

    @rx.event
    async def write(self, name: str, value: str | float | None) -> None:
        """One field was typed into: whom it reaches follows."""
        if name == "price":
            self.price = typed.as_text(value)
        else:
            self.since = typed.as_text(value)
        self.who, self.reached = "", []
        if self.price and self.since:
            async with self.attempt():
                price, since = self._chosen()
                self._show(
                    await self.do(
                        queries.price_preview,
                        plan_id=self.uuid(self.plan_id),
                        price=price,
                        since=since,
                    ),
                    price,
                    since,
                )

    @rx.event
    async def send(self) -> EventSpec | None:
        """Set it, and tell them."""
        async with self.attempt() as deed:
            price, since = self._chosen()
            told = await self.do(
                billing.announce_price, plan_id=self.uuid(self.plan_id), price=price, since=since
            )
            self._clear()
            deed.toast = self.say(texts.TOLD, n=told)
        return deed.toast

    def _chosen(self) -> tuple[Money, date]:
        form: dict[str, Any] = {"price": self.price, "since": self.since}  # Any: as typed
        since = typed.day(form, "since") or date.fromisoformat(self.least)
        return typed.needed_price(form, "price"), since

    def _show(self, found: PricePreview, price: Money, since: date) -> None:
        lang = self.lang()
        many = len(found.reached)
        self.who = texts.WHO.to(lang, many) if many else texts.NOBODY.to(lang)
        stays = [(texts.KEPT, found.kept), (texts.TOLD_BEFORE, found.told)]
        self.kept = " · ".join(words.to(lang, n) for words, n in stays if n)
        self.reached = [self._row(one, price) for one in found.reached[:_SHOWN]]
        before = found.reached[0].before if found.reached else price
        places = {
            "plan": found.plan.to(lang),
            "before": money(before, lang),
            "after": money(price, lang),
            "since_on": day_in_record(since),
        }
        words = notices.NOTICES["price_change"]
        self.notice_title = words.title.to(lang, **places)
        self.notice_body = words.body.to(lang, **places)

    def _row(self, one: ReachedView, price: Money) -> Reached:
        lang = self.lang()
        day = day_in_record(one.first_on)
        before, after = money(one.before, lang), money(price, lang)
        line = texts.LINE.to(lang, before=before, after=after, day=day)
        return Reached(str(one.member_id), one.name, line)

    def _clear(self) -> None:
        self.plan_id = self.title = self.price = self.since = self.who = self.kept = ""
        self.notice_title = self.notice_body = ""
        self.reached, self.problems = [], {}
