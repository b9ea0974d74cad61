"""What the list of documents knows and does: a month of them, those that are missing, files for the accountant."""

from typing import ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import i18n
from fitkit.core.permissions import Permission
from fitkit.features.documents import actions, queries
from fitkit.features.documents.rules import Month, month_of
from fitkit.texts import documents as texts
from fitkit.web.rows.document import DocumentRow, document_row
from fitkit.web.rows.month import CSV_TYPE, XLSX_TYPE, month_csv, month_xlsx
from fitkit.web.screen import Needs, Screen, also_needs


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
