"""What staff keep about a member beside plans and notes: family, forms on file, penalties."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.i18n import day_in_record
from fitkit.core.permissions import Permission
from fitkit.features.booking import queries as booking
from fitkit.features.members import actions, queries
from fitkit.features.members.queries import FormView, RosterFilter
from fitkit.features.members.rules import FormKind
from fitkit.features.penalties import actions as penalties
from fitkit.texts import files as texts
from fitkit.texts import members as member_texts
from fitkit.texts import penalties as penalty_texts
from fitkit.web.owner import typed
from fitkit.web.rows.choice import Choice, named
from fitkit.web.rows.penalty import PenaltyRow, penalty_row
from fitkit.web.screen import Needs, Screen, also_needs, text

FOUND_MOST = 6


@dataclass
class FormRow:
    """One form on file."""

    id: str
    name: str
    line: str
    status: str
    kind: str
    withdraw: str


@dataclass
class PersonRow:
    """Somebody of the family, or who may become it."""

    id: str
    name: str
    line: str = ""
    href: str = ""
    choose: str = ""


class FilesState(Screen, rx.State):
    """One member's family, forms and penalties."""

    needs: ClassVar[Needs] = Permission.SEE_MEMBERS
    guardian: PersonRow = PersonRow("", "")
    children: list[PersonRow] = []
    forms: list[FormRow] = []
    penalties: list[PenaltyRow] = []
    kinds: list[Choice] = []
    found: list[PersonRow] = []
    has_searched: bool = False
    panel: str = ""  # guardian form
    signed_on: str = ""  # what the open form begins with
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""
    _member_id: UUID | None = None

    @rx.event
    async def load(self) -> None:
        """Read what is kept about the member in the address."""
        self.panel, self.problems, self.found, self.has_searched = "", {}, [], False
        self.guardian, self.children, self.forms, self.penalties = PersonRow("", ""), [], [], []
        async with self.loading():
            self._member_id = self.id_in_path()
            lang = self.lang()
            self.kinds = named([(k, member_texts.FORMS[k]) for k in FormKind], lang)
            await self._refresh()

    def _id(self) -> UUID:
        return self._member_id if self._member_id else self.id_in_path()

    async def _refresh(self) -> None:
        me, zone, lang = self._id(), await self.zone(), self.lang()
        card = await self.do(queries.card, member_id=me)
        self.guardian = await self._person(card.guardian_id)
        wards = await self.do(queries.wards, member_id=me)
        self.children = [self._row(w.member_id, w.name) for w in wards]
        found = await self.do(queries.forms, member_id=me)
        self.forms = [_form_row(f, self) for f in found]
        given = await self.do(booking.penalties_of, member_id=me)
        self.penalties = [penalty_row(view, zone=zone, lang=lang) for view in given]

    async def _person(self, member_id: UUID | None) -> PersonRow:
        if member_id is None:
            return PersonRow("", "")
        return self._row(member_id, (await self.do(queries.card, member_id=member_id)).name)

    def _row(self, member_id: UUID, name: str, line: str = "") -> PersonRow:
        lang = self.lang()
        return PersonRow(
            str(member_id),
            name,
            line,
            f"/{lang}/dashboard/members/{member_id}/",
            texts.CHOOSE_NAMED.to(lang, name=name),
        )

    @rx.event
    async def close_panel(self) -> None:
        """Close whatever is open."""
        self.panel, self.problems = "", {}

    @rx.event
    @also_needs(Permission.EDIT_MEMBERS)
    async def open_guardian(self) -> None:
        """Look for whoever acts for the child."""
        self.panel, self.problems, self.found, self.has_searched = "guardian", {}, [], False

    @rx.event
    @also_needs(Permission.EDIT_MEMBERS)
    async def find(self, form: dict[str, Any]) -> None:
        """The first few whom a name or a phone could mean."""
        words = text(form, "search")[:100]
        page = await self.do(queries.roster, only=RosterFilter(search=words), limit=FOUND_MOST)
        me = self._id()
        self.found = [self._row(m.id, m.name, m.phone) for m in page.rows if m.id != me]
        self.has_searched = True

    @rx.event
    @also_needs(Permission.EDIT_MEMBERS)
    async def choose_guardian(self, member_id: str) -> EventSpec | None:
        """Let somebody act for the child."""
        async with self.attempt() as deed:
            chosen = self.uuid(member_id)
            await self.do(actions.set_guardian, member_id=self._id(), guardian_id=chosen)
            await self._refresh()
            self.panel = ""
            deed.toast = self.say(texts.GUARDIAN_SET, name=self.guardian.name)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MEMBERS)
    async def remove_guardian(self) -> EventSpec | None:
        """Nobody acts for them any more."""
        async with self.attempt() as deed:
            await self.do(actions.set_guardian, member_id=self._id(), guardian_id=None)
            await self._refresh()
            deed.toast = self.say(texts.GUARDIAN_REMOVED)
        return deed.toast

    @rx.event
    @also_needs(Permission.NOTE_MEMBERS)
    async def open_form(self) -> None:
        """Record a form, signed today unless another day is said."""
        self.panel, self.problems = "form", {}
        self.signed_on = (await self.today()).isoformat()

    @rx.event
    @also_needs(Permission.NOTE_MEMBERS)
    async def record(self, form: dict[str, Any]) -> EventSpec | None:
        """Put the form on file."""
        async with self.attempt() as deed:
            await self.do(
                actions.record_form,
                member_id=self._id(),
                kind=typed.one_of(form, "kind", FormKind),
                signed_on=typed.day(form, "signed_on") or await self.today(),
                good_until=typed.day(form, "good_until"),
            )
            await self._refresh()
            self.panel = ""
            deed.toast = self.say(texts.RECORDED)
        return deed.toast

    @rx.event
    @also_needs(Permission.NOTE_MEMBERS)
    async def withdraw(self, form_id: str) -> EventSpec | None:
        """Take a slip off file."""
        async with self.attempt() as deed:
            await self.do(actions.withdraw_form, form_id=self.uuid(form_id))
            deed.toast = self.say(texts.WITHDRAWN)
        await self._refresh()
        return deed.toast

    @rx.event
    @also_needs(Permission.EXCUSE)
    async def excuse(self, penalty_id: str) -> EventSpec | None:
        """Take a penalty back."""
        async with self.attempt() as deed:
            await self.do(penalties.excuse, penalty_id=self.uuid(penalty_id))
            deed.toast = self.say(penalty_texts.EXCUSED)
        await self._refresh()
        return deed.toast


def _form_row(view: FormView, screen: Screen) -> FormRow:
    lang, name = screen.lang(), member_texts.FORMS[view.kind]
    signed = day_in_record(view.signed_on)
    line = texts.LINE_FOR_GOOD.to(lang, signed=signed)
    if view.good_until is not None:
        line = texts.LINE.to(lang, signed=signed, until=day_in_record(view.good_until))
    return FormRow(
        id=str(view.id),
        name=name.to(lang),
        line=line,
        status=(texts.GOOD if view.is_good else texts.EXPIRED).to(lang),
        kind="positive" if view.is_good else "danger",
        withdraw=texts.WITHDRAW_NAMED.to(lang, form=name),
    )
