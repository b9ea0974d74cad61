"""What the settings know and do. Forms keep what is typed; what is saved comes back in its true form."""

from dataclasses import dataclass
from datetime import time
from typing import Any, ClassVar, Final
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.clock import day_of
from fitkit.core.errors import Denied, Refusal
from fitkit.core.i18n import Lang, Text, day_in_record, ltr
from fitkit.core.permissions import Permission
from fitkit.core.phone import display
from fitkit.design.theme import brand_note, trial_css
from fitkit.features.identity import queries as identity
from fitkit.features.orgs import actions as orgs
from fitkit.features.orgs import queries as gym
from fitkit.features.orgs.queries import AgreementView
from fitkit.features.orgs.rules import VERSIONS, LegalDocument, brand_of
from fitkit.texts import common
from fitkit.texts import orgs as org_texts
from fitkit.texts import overview as texts
from fitkit.web import problems
from fitkit.web.frames.state import FrameState
from fitkit.web.owner import typed
from fitkit.web.owner.settings.penalties.state import PenaltyRulesState
from fitkit.web.screen import Needs, Screen, text, ticked

Came = list[EventSpec | Any] | EventSpec | None  # Any: Reflex's wrapper of another State's handler
GYM: Final = "gym"
RULES: Final = "rules"
BRAND: Final = "brand"


@dataclass
class DocumentRow:
    """A version of a legal document, accepted or waiting."""

    id: str
    title: str
    line: str
    href: str
    read: str  # "Read the terms", for who does not see the row
    standing: str
    kind: str


class SettingsState(Screen, rx.State):
    """The gym's own choices."""

    needs: ClassVar[Needs] = Permission.EDIT_SETTINGS
    start: dict[str, str] = {}  # what the forms begin with
    observes_sabbath: bool = False
    totp_required: bool = False
    colour: str = ""
    saved_colour: str = ""
    note: str = ""
    trial_css: str = ""
    has_own_totp: bool = True
    documents: list[DocumentRow] = []
    must_accept: bool = False
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> Came:
        """Read what is set; the penalties read their own after it."""
        self.problems = {}
        async with self.loading():
            await self._refresh()
            self._try(self.saved_colour)
        return [PenaltyRulesState.load]

    async def _refresh(self) -> None:
        card, rules = await self.do(gym.card), await self.do(gym.settings)
        self.start = {
            "name": card.name,
            "phone": display(card.phone) if card.phone else "",
            "email": card.email,
            "address": card.address,
            "zone": card.zone,
            "lang": str(card.lang),
            "quiet_from": f"{rules.quiet.since:%H:%M}",
            "quiet_to": f"{rules.quiet.until:%H:%M}",
        }
        self.observes_sabbath = rules.quiet.observes_sabbath
        self.totp_required = rules.totp_required
        self.saved_colour = card.brand
        self.has_own_totp = (await self.do(identity.account)).has_totp
        await self._read_documents()

    async def _read_documents(self) -> None:
        views, lang, zone = await self.do(gym.agreements), self.lang(), await self.zone()
        accepted = {v.document for v in views if v.is_in_force}
        waiting = [d for d in LegalDocument if d not in accepted]
        names = await self._names([v.user_id for v in views])
        self.must_accept = bool(waiting)
        self.documents = [
            *(_waits(d, lang) for d in waiting),
            *(_accepted(v, names, day_in_record(day_of(v.accepted_at, zone)), lang) for v in views),
        ]

    async def _names(self, ids: list[UUID]) -> dict[UUID, str]:
        """Who accepted; nobody is named to those who may not see the log."""
        try:
            return await self.do(identity.names, ids=ids)
        except Denied:
            return {}

    @rx.event
    async def save_gym(self, form: dict[str, Any]) -> Came:
        """Keep the gym's name and how it is reached."""
        async with self.attempt() as deed:
            await self.do(
                orgs.change_details,
                lang=typed.one_of(form, "lang", Lang),
                **{k: text(form, k) for k in ("name", "phone", "email", "address", "zone")},
            )
            await self._refresh()
        return self._told(texts.GYM_SAVED) if deed.done else deed.toast

    @rx.event
    async def save_rules(self, form: dict[str, Any]) -> Came:
        """Keep quiet hours and who needs a second factor."""
        async with self.attempt() as deed:
            await self.do(
                orgs.change_settings,
                quiet_from=_wall_time(form, "quiet_from"),
                quiet_to=_wall_time(form, "quiet_to"),
                observes_sabbath=ticked(form, "observes_sabbath"),
                totp_required=ticked(form, "totp_required"),
            )
            await self._refresh()
        return self._told(texts.RULES_SAVED) if deed.done else deed.toast

    @rx.event
    async def try_colour(self, colour: str) -> None:
        """Show a colour before it is kept."""
        self._try(colour.strip().upper()[:20])

    @rx.event
    async def untry_colour(self) -> None:
        """Back to the colour that is kept."""
        self._try(self.saved_colour)

    @rx.event
    async def save_colour(self) -> Came:
        """Keep the colour that is shown; the bars wear it at once."""
        async with self.attempt() as deed:
            await self.do(orgs.change_brand, brand=self.colour)
            self.saved_colour = self.colour
        return self._told(texts.BRAND_SAVED) if deed.done else deed.toast

    @rx.event
    async def accept(self, form: dict[str, Any]) -> Came:
        """Accept the versions in force for the gym."""
        async with self.attempt() as deed:
            if not ticked(form, "accepted"):
                raise Refusal(texts.TICK_FIRST, field="accepted")
            await self.do(orgs.accept_documents, accepted=dict(VERSIONS))
            await self._read_documents()
        return self._told(texts.DOCS_ACCEPTED) if deed.done else deed.toast

    def _told(self, words: Text) -> Came:
        """Say that it is kept, and let the bars read the gym's name and colour again."""
        return [problems.told(words.to(self.lang())), FrameState.arrive]

    def _try(self, colour: str) -> None:
        try:
            good = brand_of(colour)
        except Refusal as refusal:
            self.problems = {**self.problems, "brand": refusal.to(self.lang())}
            self.colour = colour
            return
        self.problems = {k: v for k, v in self.problems.items() if k != "brand"}
        self.colour, self.trial_css = good, trial_css(good)
        self.note = (brand_note(good) or texts.AS_PICKED).to(self.lang())


def _wall_time(form: dict[str, Any], name: str) -> time:  # Any: what a browser sends
    try:
        return time.fromisoformat(text(form, name)).replace(tzinfo=None)
    except ValueError:
        raise Refusal(common.NOT_A_TIME, field=name) from None


def _waits(document: LegalDocument, lang: Lang) -> DocumentRow:
    line = texts.NOT_ACCEPTED.to(lang, version=ltr(VERSIONS[document]))
    return _row(f"{document}-new", document, line, texts.WAITS, "warning", lang)


def _accepted(v: AgreementView, names: dict[UUID, str], day: str, lang: Lang) -> DocumentRow:
    params = {"version": ltr(v.version), "day": ltr(day)}
    name = names.get(v.user_id)
    line = (
        texts.ACCEPTED_BY.to(lang, name=name, **params)
        if name
        else texts.ACCEPTED.to(lang, **params)
    )
    standing, kind = (texts.IN_FORCE, "positive") if v.is_in_force else (texts.OLDER, "neutral")
    return _row(f"{v.document}-{v.version}", v.document, line, standing, kind, lang)


def _row(
    row_id: str, document: LegalDocument, line: str, standing: Text, kind: str, lang: Lang
) -> DocumentRow:
    title = org_texts.DOCUMENTS[str(document)].to(lang)
    return DocumentRow(
        id=row_id,
        title=title,
        line=line,
        href=f"/{lang}/legal/{document}/",
        read=texts.READ_NAMED.to(lang, document=title),
        standing=standing.to(lang),
        kind=kind,
    )
