"""What the debt list knows and does: who owes, by age; a promise, money taken, a debt given up, a pay link."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final
from urllib.parse import quote
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.i18n import Lang, day_in_record, money
from fitkit.core.money import Money
from fitkit.core.paging import PAGE
from fitkit.core.permissions import Permission
from fitkit.core.settings import settings
from fitkit.features.billing import actions as billing
from fitkit.features.billing import flows
from fitkit.features.billing import queries as debts
from fitkit.features.billing.queries import DebtorFilter, DebtorPage
from fitkit.features.billing.rules.debt_plans import FIRST_MOST, PARTS_LEAST
from fitkit.features.billing.rules.renewing import PROMISE_MOST, Age
from fitkit.features.billing.rules.taking import Part
from fitkit.features.ledger.queries import DebtOrder
from fitkit.features.members import queries as members
from fitkit.features.orgs import queries as orgs
from fitkit.ports.payments import PayWay
from fitkit.texts import debts as words
from fitkit.texts import desk
from fitkit.texts import renewals as texts
from fitkit.web.owner import typed
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.due import DebtorRow, debtor_row
from fitkit.web.rows.ending import LineRow
from fitkit.web.screen import Needs, Screen, also_needs, text

ALL: Final = "all"  # of a debt, in place of a period
_PANELS: Final = ("send", "promise", "take", "write_off", "split")


@dataclass
class AgeRow:
    """What is owed of an age, and a filter by it."""

    key: str
    label: str
    sum: str  # of everybody
    count: int  # whom the search fits


class DebtState(Screen, rx.State):
    """Everybody who owes the gym."""

    needs: ClassVar[Needs] = Permission.SEE_MONEY
    rows: list[DebtorRow] = []  # of one page
    ages: list[AgeRow] = []
    total: str = ""
    said: str = ""
    everyone: int = 0  # whom the search fits, of any age
    search: str = ""
    age: str = ""  # the filter; empty: all
    order: str = DebtOrder.SINCE.value  # as the table's sort says it: since, -owed
    is_filtered: bool = False
    summary: str = ""
    has_next: bool = False
    has_previous: bool = False
    panel: str = ""
    title: str = ""
    chosen_id: str = ""  # a member
    choices: list[Choice] = []  # periods of theirs
    least: str = ""  # the first day of a promise
    most: str = ""
    count: str = "3"  # of parts
    first_on: str = ""
    last_first_on: str = ""
    parts: list[LineRow] = []  # as they would be, each day with its amount
    link: str = ""
    whatsapp: str = ""
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""
    _after: list[str] = []  # the cursors that led here
    _next: str | None = None
    _seen: int = 0  # agorot owed in all when a payment was asked about

    @rx.event
    async def load(self) -> None:
        """Read them, the oldest debt first."""
        self._close()
        self._after, self._next, self.search, self.age = [], None, "", ""
        self.order = DebtOrder.SINCE.value
        async with self.loading():
            await self._refresh()

    @rx.event
    async def show_age(self, age: str) -> None:
        """Show one age, or all."""
        self.age = age if age in set(Age) and age != self.age else ""
        await self._again()

    @rx.event
    async def find(self, words: str) -> None:
        """Search as somebody types."""
        self.search = words[:100]
        await self._again()

    @rx.event
    async def clear(self) -> None:
        """Everybody who owes."""
        self.search = self.age = ""
        await self._again()

    @rx.event
    async def sort(self, key: str) -> None:
        """By name, age or sum; a second time the other way round. The largest sum comes first."""
        if key in set(DebtOrder):
            ways = (f"-{key}", key) if key == DebtOrder.OWED else (key, f"-{key}")
            self.order = ways[1] if self.order == ways[0] else ways[0]
        await self._again()

    @rx.event
    async def next_page(self) -> None:
        """On to who comes after these."""
        if self._next is not None:
            self._after = [*self._after, self._next]
            await self._turn()

    @rx.event
    async def previous_page(self) -> None:
        """Back to who comes before these."""
        self._after = self._after[:-1]
        await self._turn()

    async def _again(self) -> None:
        """The first page under the filters as they are now."""
        self._after = []
        await self._turn()

    async def _turn(self) -> None:
        async with self.loading():
            await self._refresh()

    @rx.event
    async def close(self) -> None:
        """Leave a dialog."""
        self._close()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def open_promise(self, member_id: str) -> None:
        """Ask by which day."""
        self._ask("promise", member_id)

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def open_take(self, member_id: str) -> None:
        """Ask how much was paid, and how."""
        async with self.attempt():
            owed = await self.do(debts.owed_now, member_id=self.uuid(member_id))
            self._ask("take", member_id)
            self._seen = owed.agorot

    @rx.event
    @also_needs(Permission.REFUND)
    async def open_write_off(self, member_id: str) -> None:
        """Ask why it is given up."""
        self._ask("write_off", member_id)

    @rx.event
    async def open_send(self, member_id: str) -> None:
        """Make a pay link, and a message that holds it, in the language of whom it is sent to."""
        async with self.attempt():
            await self._show_link(member_id)

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def revoke_links(self) -> EventSpec | None:
        """Let no link work that was made before, and make another."""
        asked = self.chosen_id
        async with self.attempt() as deed:
            await self.do(billing.revoke_links, member_id=self.uuid(asked))
            await self._show_link(asked)
            deed.toast = self.say(texts.REVOKED)
        return deed.toast

    @rx.event
    async def copied(self) -> EventSpec:
        """The link is on the clipboard."""
        return self.say(desk.COPIED)

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def promise(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Note by which day they promised to pay."""
        async with self.attempt() as deed:
            period = self.uuid(text(form, "period_id"))
            day = typed.day(form, "day") or await self.today()
            await self.do(billing.promise, period_id=period, day=day)
            await self._done()
            deed.toast = self.say(texts.PROMISED)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def take(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Record what was paid at the desk."""
        async with self.attempt() as deed:
            taken = await self._take(form)
            await self._done()
            deed.toast = self.say(texts.TAKEN, amount=money(taken, self.lang()))
        return deed.toast

    async def _take(self, form: dict[str, Any]) -> Money:  # Any: what a browser sends
        whose, which = self.uuid(self.chosen_id), text(form, "period_id")
        way, note = typed.one_of(form, "way", PayWay), text(form, "note")
        part = None
        if text(form, "amount"):
            part = Part(typed.price(form, "amount"), Money(self._seen))
        if which == ALL:
            return await self.do(billing.take_all, member_id=whose, way=way, note=note, part=part)
        period = self.uuid(which)
        return await self.do(billing.take_now, period_id=period, way=way, note=note, part=part)

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def charge(self, member_id: str) -> EventSpec | None:
        """Charge the kept card for all of it."""
        async with self.attempt() as deed:
            found = await self.run(flows.charge_debt, member_id=self.uuid(member_id))
            await self._done()
            told = texts.CHARGED_NOW.get(found.value, texts.CHARGED_NOW["unknown"])
            deed.toast = self.say(told)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def open_split(self, member_id: str) -> None:
        """Ask into how many parts."""
        self._ask("split", member_id)
        await self._sketch()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def sketch(self, name: str, value: str) -> None:
        """Another number of parts, or another first day: the parts follow."""
        if name == "count":
            self.count = value
        else:
            self.first_on = value
        await self._sketch()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def split(self) -> EventSpec | None:
        """Let them pay in parts, as shown."""
        async with self.attempt() as deed:
            count, day = self._parts()
            whose = self.uuid(self.chosen_id)
            await self.do(billing.split_debt, member_id=whose, count=count, first_on=day)
            await self._done()
            deed.toast = self.say(words.AGREED)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def end_plan(self, member_id: str) -> EventSpec | None:
        """Collect what is left as before the plan."""
        async with self.attempt() as deed:
            await self.do(billing.end_debt_plan, member_id=self.uuid(member_id))
            await self._done()
            deed.toast = self.say(words.CALLED_OFF)
        return deed.toast

    def _parts(self) -> tuple[int, date]:
        chosen = {"count": self.count, "first_on": self.first_on}
        first = typed.day(chosen, "first_on") or date.fromisoformat(self.least)
        return typed.whole(chosen, "count") or PARTS_LEAST, first

    async def _sketch(self) -> None:
        """The parts as they would be; a refusal stands at its field."""
        self.parts = []
        async with self.attempt():
            count, first = self._parts()
            whose = self.uuid(self.chosen_id)
            found = await self.do(debts.split_preview, member_id=whose, count=count, first_on=first)
            lang = self.lang()
            self.parts = [
                LineRow(day_in_record(part.due_on), money(part.amount, lang)) for part in found
            ]

    @rx.event
    @also_needs(Permission.REFUND)
    async def write_off(
        self, form: dict[str, Any]
    ) -> EventSpec | None:  # Any: what a browser sends
        """Give a debt up."""
        async with self.attempt() as deed:
            period = self.uuid(text(form, "period_id"))
            await self.do(billing.write_off, period_id=period, reason=text(form, "reason"))
            await self._done()
            deed.toast = self.say(texts.WRITTEN_OFF)
        return deed.toast

    async def _done(self) -> None:
        self._close()
        await self._refresh()

    async def _refresh(self) -> None:
        lang, zone = self.lang(), await self.zone()
        found = await self._page()
        while not found.rows and self._after:  # the last of its page has paid
            self._after = self._after[:-1]
            found = await self._page()
        self.rows = [debtor_row(view, lang, zone) for view in found.rows]
        self._next = found.after
        self.has_next, self.has_previous = found.after is not None, bool(self._after)
        self._tell_sums(found)
        today = await self.today()
        self.least, self.most = today.isoformat(), (today + PROMISE_MOST).isoformat()
        self.first_on, self.last_first_on = self.least, (today + FIRST_MOST).isoformat()

    async def _page(self) -> DebtorPage:
        only = DebtorFilter(
            search=self.search,
            age=Age(self.age) if self.age else None,
            order=DebtOrder(self.order.removeprefix("-")),
            descending=self.order.startswith("-"),
        )
        return await self.do(
            debts.debtors, only=only, after=self._after[-1] if self._after else None
        )

    def _tell_sums(self, found: DebtorPage) -> None:
        lang = self.lang()
        self.ages = _ages(found, lang)
        self.total, self.said = money(found.total, lang), texts.PEOPLE_OWE.to(lang, found.count)
        self.everyone = sum(row.count for row in self.ages)
        of = sum(row.count for row in self.ages if self.age in ("", row.key))
        first = len(self._after) * PAGE + 1
        last = first + len(self.rows) - 1
        self.summary = desk.SHOWN.to(lang, first=first, last=last, of=of) if self.rows else ""
        self.is_filtered = bool(self.search.strip() or self.age)

    def _ask(self, panel: str, member_id: str) -> None:
        found = next((row for row in self.rows if row.id == member_id), None)
        self._close()
        if found is None or panel not in _PANELS:
            return
        titles = {
            "send": texts.SEND_TITLE,
            "promise": texts.PROMISE_TITLE,
            "take": texts.TAKE_TITLE,
            "write_off": texts.WRITE_OFF_TITLE,
            "split": words.SPLIT_TITLE,
        }
        self.panel, self.chosen_id = panel, member_id
        self.title = titles[panel].to(self.lang(), name=found.name, amount=found.owed)
        self.choices = _choices(found)
        if panel == "take":
            every = texts.ALL_OF_IT.to(self.lang(), amount=found.owed)
            self.choices = [Choice(ALL, every), *self.choices]

    async def _show_link(self, member_id: str) -> None:
        if all(row.id != member_id for row in self.rows):
            return  # on another page by now, or under another filter
        whose = self.uuid(member_id)
        lang = await self.do(debts.lang_of, member_id=whose)
        path = await self.do(debts.due_path, member_id=whose)
        self._ask("send", member_id)
        self.link = f"{settings().public_url}/{lang}{path}/"
        await self._write_message(whose, lang)

    async def _write_message(self, member_id: UUID, lang: Lang) -> None:
        found = next(row for row in self.rows if row.id == str(member_id))
        message = texts.WHATSAPP_WORDS.to(
            lang,
            name=(await self.do(members.card, member_id=member_id)).first_name,
            amount=found.owed,
            gym=(await self.do(orgs.card)).name,
            link=self.link,
        )
        self.whatsapp = f"https://wa.me/{found.phone}?text={quote(message)}" if found.phone else ""

    def _close(self) -> None:
        self.panel = self.title = self.chosen_id = self.link = self.whatsapp = ""
        self.choices, self.parts, self.problems = [], [], {}
        self.count, self.first_on = "3", self.least


def _ages(found: DebtorPage, lang: Lang) -> list[AgeRow]:
    return [
        AgeRow(
            key=one.age.value,
            label=texts.AGES[one.age].to(lang),
            sum=money(one.total, lang),
            count=one.fitting,
        )
        for one in found.sums
    ]


def _choices(row: DebtorRow) -> list[Choice]:
    return [Choice(one.id, f"{one.what} · {one.days} · {one.amount}") for one in row.periods]
