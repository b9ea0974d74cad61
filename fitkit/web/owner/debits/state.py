"""What the bank debits know and do: the institution, what waits, files, and mandates through their states."""

from typing import Any, ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.i18n import day_in_record, money
from fitkit.core.permissions import Permission
from fitkit.features.billing.flows import debits as flows
from fitkit.features.billing.queries import debits as waiting
from fitkit.features.debits import actions, queries
from fitkit.features.debits.rules import RETURN_DAYS
from fitkit.features.members import queries as members
from fitkit.features.members.queries import RosterFilter
from fitkit.ports.debits import Letters
from fitkit.texts import debits as texts
from fitkit.web.owner import typed
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.debit import FileRow, MandateRow, file_row, mandate_row
from fitkit.web.screen import Needs, Screen, also_needs, text


class DebitsState(Screen, rx.State):
    """Members who pay from their bank account."""

    needs: ClassVar[Needs] = Permission.SEE_MONEY
    mandates: list[MandateRow] = []
    files: list[FileRow] = []
    waits: int = 0
    waits_words: str = ""
    waits_total: str = ""
    has_institution: bool = False
    code: str = ""
    sender: str = ""
    name: str = ""
    letters: str = str(Letters.WINDOWS)
    return_days: str = str(RETURN_DAYS)
    panel: str = ""  # institution, add, sign, cancel
    chosen_id: str = ""  # a mandate
    needle: str = ""
    found: list[Choice] = []
    today_is: str = ""
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read all of it."""
        self._shut()
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        lang, zone = self.lang(), await self.zone()
        self.mandates = [mandate_row(v, lang) for v in await self.do(queries.mandates)]
        self.files = [file_row(v, zone=zone, lang=lang) for v in await self.do(queries.files)]
        waits = await self.do(waiting.waiting_for_debit)
        self.waits, self.waits_total = waits.count, money(waits.total, lang)
        self.waits_words = texts.WAITING_COUNT.to(lang, waits.count)
        self.today_is = (await self.today()).isoformat()
        known = await self.do(queries.institution)
        self.has_institution = known is not None
        if known is not None:
            self.code, self.sender, self.name = known.code, known.sender, known.name
            self.letters, self.return_days = str(known.letters), str(known.return_days)

    @rx.event
    async def ask(self, panel: str) -> None:
        """Open a dialog that is about no mandate."""
        self._shut()
        self.panel = panel if panel in ("institution", "add") else ""

    @rx.event
    async def ask_about(self, panel: str, mandate_id: str) -> None:
        """Open a dialog about a mandate."""
        self._shut()
        if panel in ("sign", "cancel") and any(m.id == mandate_id for m in self.mandates):
            self.panel, self.chosen_id = panel, mandate_id

    @rx.event
    async def close(self) -> None:
        """Leave a dialog; nothing changes."""
        self._shut()

    @rx.event
    @also_needs(Permission.SEE_MEMBERS)
    async def find(self, needle: str) -> None:
        """Look for the member whose form it is."""
        self.needle = needle[:80]
        found = []
        if self.needle.strip():
            page = await self.do(members.roster, only=RosterFilter(search=self.needle), limit=8)
            found = [Choice(str(m.id), m.name) for m in page.rows]
        self.found = found

    @rx.event
    @also_needs(Permission.EDIT_SETTINGS)
    async def save_institution(
        self, form: dict[str, Any]
    ) -> EventSpec | None:  # Any: what a browser sends
        """How the bank knows the gym."""
        async with self.attempt() as deed:
            await self.do(
                actions.set_institution,
                code=text(form, "code"),
                sender=text(form, "sender"),
                name=text(form, "name"),
                letters=typed.one_of(form, "letters", Letters),
                return_days=typed.whole(form, "return_days"),
            )
            await self._done()
            deed.toast = self.say(texts.SAVED)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def add(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Keep what a form says."""
        async with self.attempt() as deed:
            await self.do(
                actions.ask_mandate,
                member_id=typed.needed_choice(form, "member_id"),
                bank=text(form, "bank"),
                branch=text(form, "branch"),
                account=text(form, "account"),
                payer_name=text(form, "payer_name"),
                payer_id=text(form, "payer_id"),
            )
            await self._done()
            deed.toast = self.say(texts.ADDED)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def sign(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """The form came back signed."""
        async with self.attempt() as deed:
            day = typed.day(form, "signed_on") or await self.today()
            chosen = self.uuid(self.chosen_id)
            await self.do(actions.sign_mandate, mandate_id=chosen, signed_on=day)
            await self._done()
            deed.toast = self.say(texts.SIGNED)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def activate(self, mandate_id: str) -> EventSpec | None:
        """The bank confirmed it."""
        async with self.attempt() as deed:
            await self.do(actions.activate_mandate, mandate_id=self.uuid(mandate_id))
            await self._done()
            deed.toast = self.say(texts.ACTIVATED)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def cancel(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Debit nobody by it any more."""
        async with self.attempt() as deed:
            chosen = self.uuid(self.chosen_id)
            await self.do(actions.cancel_mandate, mandate_id=chosen, why=text(form, "why"))
            await self._done()
            deed.toast = self.say(texts.CANCELLED)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MONEY)
    async def make(self, form: dict[str, Any]) -> EventSpec | None:  # Any: what a browser sends
        """Gather what waits into a file."""
        async with self.attempt() as deed:
            day = typed.day(form, "charge_on") or await self.today()
            await self.run(flows.make_debit_file, charge_on=day)
            await self._done()
            deed.toast = self.say(texts.MADE, day=day_in_record(day))
        return deed.toast

    async def _done(self) -> None:
        self._shut()
        await self._refresh()

    def _shut(self) -> None:
        self.panel, self.chosen_id, self.needle = "", "", ""
        self.found, self.problems = [], {}
