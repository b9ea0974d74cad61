"""What the list of documents knows and does: a month of them, those that are missing, files for the accountant."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import i18n
from fitkit.core.i18n import Lang, ltr
from fitkit.core.permissions import Permission
from fitkit.features.documents import actions, queries
from fitkit.features.documents.queries import BuyerView
from fitkit.features.documents.rules import Month, checked_number, month_of
from fitkit.features.members import queries as members
from fitkit.features.members.queries import RosterFilter
from fitkit.texts import documents as texts
from fitkit.web.owner import typed
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.document import DocumentRow, document_row
from fitkit.web.rows.month import CSV_TYPE, XLSX_TYPE, month_csv, month_xlsx
from fitkit.web.screen import Needs, Screen, also_needs, text


@dataclass
class BuyerRow:
    """A business that a member's documents are made out to."""

    id: str  # of the member
    member: str
    business: str
    clear_label: str


class DocumentsState(Screen, rx.State):
    """Documents of a month."""

    needs: ClassVar[Needs] = Permission.SEE_MONEY
    missing: list[DocumentRow] = []
    missing_count: int = 0
    has_issuer: bool = True
    rows: list[DocumentRow] = []
    month: str = ""  # 2026-11
    month_name: str = ""
    before: str = ""  # addresses
    after: str = ""
    has_more: bool = False
    no_allocation: list[DocumentRow] = []
    buyers: list[BuyerRow] = []
    is_adding: bool = False
    needle: str = ""
    found: list[Choice] = []
    noting: str = ""  # the document whose number is typed
    noting_words: str = ""
    noting_waits: bool = False  # a credit note waits for it
    today_is: str = ""  # no document was made after it
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""
    _next: str = ""  # the cursor of what follows

    @rx.event
    async def load(self) -> None:
        """Read the month that the address asks for."""
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        asked = self.router.url.query_parameters.get("month", "")
        month = month_of(asked, today=await self.today())
        lang = self.lang()
        here = f"/{lang}/dashboard/documents/?month="
        self.month = str(month)
        self.month_name = f"{i18n.month(month.first, lang)} {month.first.year}"
        self.before, self.after = f"{here}{month.before}", f"{here}{month.after}"
        self.rows, self._next = [], ""
        await self._read_missing()
        await self._read(month)

    async def _read_missing(self) -> None:
        lang, zone = self.lang(), await self.zone()
        lacking = await self.do(queries.without_allocation)
        self.no_allocation = [document_row(v, lang=lang, zone=zone) for v in lacking]
        self.buyers = [_buyer(v, lang) for v in await self.do(queries.buyers)]
        found = await self.do(queries.missing)
        self.has_issuer = await self.do(queries.has_issuer)
        self.missing_count = found.count
        self.missing = [document_row(v, lang=lang, zone=zone) for v in found.rows]

    async def _read(self, month: Month) -> None:
        lang, zone = self.lang(), await self.zone()
        page = await self.do(queries.documents, first=month.first, after=self._next)
        self.rows = self.rows + [document_row(v, lang=lang, zone=zone) for v in page.rows]
        self._next, self.has_more = page.after or "", page.after is not None

    async def _month(self) -> Month:
        return month_of(self.month, today=await self.today())

    @rx.event
    async def more(self) -> None:
        """Add the next page to the list."""
        if self._next:
            async with self.loading():
                await self._read(await self._month())

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def try_again(self, document_id: str) -> EventSpec | None:
        """Have a missing document tried now."""
        async with self.attempt() as deed:
            await self.do(actions.try_again, document_id=self.uuid(document_id))
            await self._read_missing()
            deed.toast = self.say(texts.TRYING)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def begin_noting(self, document_id: str) -> None:
        """Ask for the number of a document that was made without us."""
        self._shut()
        for one in self.missing:
            if one.id == document_id and one.may_be_noted:
                self.noting, self.noting_waits = one.id, one.has_waiting
                self.noting_words = f"{one.member} · {one.kind} · {one.amount} · {one.day}"
                self.today_is = (await self.today()).isoformat()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def note_number(
        self, form: dict[str, Any]
    ) -> EventSpec | None:  # Any: what a browser sends
        """Keep what is printed on it."""
        async with self.attempt() as deed:
            number, made_on = _noted(form, await self.today())
            await self.do(
                actions.note_number,
                document_id=self.uuid(self.noting),
                number=number,
                made_on=made_on,
            )
            self._shut()
            await self._refresh()
            deed.toast = self.say(texts.NOTE_DONE)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def ask_buyer(self) -> None:
        """Ask to which business a member's documents are made out."""
        self._shut()
        self.is_adding = True

    @rx.event
    async def close(self) -> None:
        """Leave the dialog; nothing changes."""
        self._shut()

    @rx.event
    @also_needs(Permission.SEE_MEMBERS)
    async def find(self, needle: str) -> None:
        """Look for the member."""
        self.needle, found = needle[:80], []
        if self.needle.strip():
            page = await self.do(members.roster, only=RosterFilter(search=self.needle), limit=8)
            found = [Choice(str(m.id), m.name) for m in page.rows]
        self.found = found

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def set_buyer(
        self, form: dict[str, Any]
    ) -> EventSpec | None:  # Any: what a browser sends
        """From now on to a business."""
        async with self.attempt() as deed:
            await self.do(
                actions.set_buyer,
                member_id=typed.needed_choice(form, "member_id"),
                tax_id=text(form, "tax_id"),
                name=text(form, "name"),
            )
            self._shut()
            await self._read_missing()
            deed.toast = self.say(texts.BUYER_SAVED)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def clear_buyer(self, member_id: str) -> EventSpec | None:
        """From now on to the member."""
        async with self.attempt() as deed:
            await self.do(actions.clear_buyer, member_id=self.uuid(member_id))
            await self._read_missing()
            deed.toast = self.say(texts.BUYER_CLEARED)
        return deed.toast

    def _shut(self) -> None:
        self.is_adding, self.needle, self.found, self.problems = False, "", [], {}
        self.noting, self.noting_words, self.noting_waits = "", "", False

    @rx.event
    async def take_csv(self) -> EventSpec:
        """The month as one table."""
        month = await self._month()
        view = await self.do(queries.month, first=month.first)
        name = f"{texts.FILE_NAME.to(self.lang(), month=month)}.csv"
        return rx.download(data=month_csv(view, self.lang()), filename=name, mime_type=CSV_TYPE)

    @rx.event
    async def take_xlsx(self) -> EventSpec:
        """The month as a workbook."""
        month = await self._month()
        view = await self.do(queries.month, first=month.first)
        name = f"{texts.FILE_NAME.to(self.lang(), month=month)}.xlsx"
        return rx.download(data=month_xlsx(view, self.lang()), filename=name, mime_type=XLSX_TYPE)


def _buyer(view: BuyerView, lang: Lang) -> BuyerRow:
    return BuyerRow(
        id=str(view.member_id),
        member=view.member,
        business=texts.BUYER_LINE.to(lang, name=view.name, tax_id=ltr(view.tax_id)),
        clear_label=texts.BUYER_CLEAR_NAMED.to(lang, member=view.member),
    )


def _noted(form: dict[str, Any], today: date) -> tuple[str, date]:  # Any: what a browser sends
    """The number and the day that were typed; what is wrong with either is said at once."""
    faults = typed.Faults(form)
    number = faults.read(lambda f, name: checked_number(text(f, name)), "number", "")
    made_on = faults.read(typed.needed_day, "made_on", today)
    faults.settle(lambda: None)
    return number, made_on
