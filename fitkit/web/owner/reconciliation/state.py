"""What the reconciliation screen knows and does: differences in words, settled with words."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.clock import day_of
from fitkit.core.i18n import Lang, day_in_record, ltr, money
from fitkit.core.permissions import Permission
from fitkit.features.reconciliation import actions, queries
from fitkit.features.reconciliation.queries import ComparisonView, DifferenceView, PastSettling
from fitkit.features.reconciliation.rules import MOST_DAYS, DifferenceKind
from fitkit.texts import payments as pay_texts
from fitkit.texts import reconciliation as texts
from fitkit.web.screen import Needs, Screen, also_needs, text


@dataclass
class DifferenceRow:
    """A difference in words."""

    id: str
    title: str  # what it is, and of whom
    kind: str
    facts: str
    amounts: str
    why: str
    past: str  # how it was settled before it came back; mostly empty
    payment: str  # the address of the payment here; often empty
    payment_label: str


class ReconciliationState(Screen, rx.State):
    """Differences that nobody settled yet."""

    needs: ClassVar[Needs] = Permission.SEE_MONEY
    rows: list[DifferenceRow] = []
    nights: list[str] = []  # the last comparison of each account, in words
    chosen_id: str = ""
    chosen: str = ""  # its title
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read both."""
        self._close()
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        lang = self.lang()
        zone = await self.zone()
        self.rows = [_row(v, zone, lang) for v in await self.do(queries.differences)]
        today = await self.today()
        self.nights = [_night(v, today, lang) for v in await self.do(queries.comparisons)]

    @rx.event
    async def ask(self, difference_id: str) -> None:
        """Ask what a difference was."""
        self._close()
        row = next((r for r in self.rows if r.id == difference_id), None)
        if row is not None:
            self.chosen_id, self.chosen = row.id, row.title

    @rx.event
    async def close(self) -> None:
        """Leave the dialog; nothing changes."""
        self._close()

    def _close(self) -> None:
        self.chosen_id, self.chosen, self.problems = "", "", {}

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def settle(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Keep what it was."""
        async with self.attempt() as deed:
            chosen = self.uuid(self.chosen_id)
            await self.do(actions.settle, difference_id=chosen, note=text(form, "note"))
            self._close()
            await self._refresh()
            deed.toast = self.say(texts.SETTLED)
        return deed.toast


def _row(view: DifferenceView, zone: ZoneInfo, lang: Lang) -> DifferenceRow:
    what = (texts.REFUND if view.is_refund else texts.PAYMENT).to(lang)
    facts = [day_in_record(view.on), pay_texts.PROVIDERS[view.provider].to(lang)]
    if view.transaction_id:
        facts.append(texts.NUMBER.to(lang, number=ltr(view.transaction_id)))
    amounts = []
    if view.ours is not None:
        amounts.append(texts.OURS.to(lang, amount=money(view.ours, lang)))
    if view.theirs is not None:
        amounts.append(texts.THEIRS.to(lang, amount=money(view.theirs, lang)))
    why = texts.WHY[view.kind].to(lang)
    if view.is_refund and view.kind is DifferenceKind.NOT_HERE:
        why = texts.REFUND_NOT_HERE.to(lang)
    if view.charge_state is not None:
        state = pay_texts.STATES[view.charge_state].to(lang)
        why = texts.OPEN_HERE.to(lang, state=state)
    return DifferenceRow(
        id=str(view.id),
        title=f"{what} · {view.member}" if view.member else what,
        kind=texts.KINDS[view.kind].to(lang),
        facts=" · ".join(facts),
        amounts=" · ".join(amounts),
        why=why,
        past=" · ".join(_past(one, zone, lang) for one in view.past),
        payment=f"/{lang}/dashboard/payments/{view.charge_id}/" if view.charge_id else "",
        payment_label=texts.TO_PAYMENT_NAMED.to(lang, what=" · ".join([view.member, *amounts[:1]])),
    )


def _past(one: PastSettling, zone: ZoneInfo, lang: Lang) -> str:
    again = day_in_record(day_of(one.opened_at, zone))
    day = day_in_record(day_of(one.settled_at, zone))
    if one.by_staff:
        return texts.SETTLED_BEFORE.to(lang, day=day, note=one.note, again=again)
    return texts.AGREED_BEFORE.to(lang, day=day, again=again)


def _night(view: ComparisonView, today: date, lang: Lang) -> str:
    told = _compared(view, lang)
    if view.missing is None:
        return told
    first, last = view.missing
    words = texts.MISSING if first < last else texts.MISSING_DAY
    if first < today - timedelta(days=MOST_DAYS):
        words = texts.MISSING_LONG
    days = {"first": day_in_record(first), "last": day_in_record(last), "most": MOST_DAYS}
    return f"{told}. {words.to(lang, **days)}"


def _compared(view: ComparisonView, lang: Lang) -> str:
    company = pay_texts.PROVIDERS[view.provider].to(lang)
    if view.compared_at is None or view.compared_at < view.tried_at:
        return texts.NO_LIST.to(lang, company=company)
    return texts.COMPARED.to(
        lang,
        company=company,
        first=day_in_record(view.first_on),
        last=day_in_record(view.last_on),
        theirs=view.theirs,
        ours=view.ours,
    )
