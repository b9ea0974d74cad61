"""What a file of bank debits knows and does: downloaded, withdrawn, and its returns marked."""

from typing import Any, ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.permissions import Permission
from fitkit.features.debits import actions, flows, queries
from fitkit.features.debits.rules import ReturnReason
from fitkit.texts import debits as texts
from fitkit.web.owner import typed
from fitkit.web.rows.debit import FileRow, LineRow, file_row, line_row
from fitkit.web.screen import Needs, Screen, also_needs, text


class DebitFileState(Screen, rx.State):
    """One file and its debits."""

    needs: ClassVar[Needs] = Permission.SEE_MONEY
    head: FileRow = FileRow()
    lines: list[LineRow] = []
    chosen_id: str = ""  # the line that came back
    is_withdrawing: bool = False
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read the file in the address."""
        self.head, self.lines = FileRow(), []
        self._shut()
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        view, lines = await self.do(queries.file_with_lines, run_id=self.id_in_path())
        lang = self.lang()
        self.head = file_row(view, zone=await self.zone(), lang=lang)
        self.lines = [line_row(v, is_open=self.head.is_open, lang=lang) for v in lines]

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def take(self) -> EventSpec | None:
        """Download it, to be taken to the bank."""
        async with self.attempt() as deed:
            made = await self.run(flows.take_file, run_id=self.id_in_path())
            await self._refresh()
            deed.toast = rx.download(data=made.raw, filename=made.name, mime_type="text/plain")
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def ask_withdraw(self) -> None:
        """Ask whether it did not go to the bank."""
        self._shut()
        self.is_withdrawing = True

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def withdraw(self) -> EventSpec | None:
        """It never went to the bank."""
        async with self.attempt() as deed:
            await self.do(actions.withdraw_file, run_id=self.id_in_path())
            self._shut()
            await self._refresh()
            deed.toast = self.say(texts.WITHDRAWN)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def ask_return(self, line_id: str) -> None:
        """Ask why a debit came back."""
        self._shut()
        if any(line.id == line_id and line.may_return for line in self.lines):
            self.chosen_id = line_id

    @rx.event
    async def close(self) -> None:
        """Leave a dialog; nothing changes."""
        self._shut()

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def mark_returned(
        self, form: dict[str, Any]
    ) -> EventSpec | None:  # Any: what a browser sends
        """A debit came back."""
        async with self.attempt() as deed:
            await self.do(
                actions.mark_returned,
                line_id=self.uuid(self.chosen_id),
                reason=typed.one_of(form, "reason", ReturnReason),
                code=text(form, "code"),
            )
            self._shut()
            await self._refresh()
            deed.toast = self.say(texts.RETURNED)
        return deed.toast

    def _shut(self) -> None:
        self.chosen_id, self.is_withdrawing, self.problems = "", False, {}
