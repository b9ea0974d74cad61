"""Details, language, what the gym has of the member, and the gyms; the other parts have States of their own."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.i18n import Lang
from fitkit.core.permissions import Permission
from fitkit.core.phone import display
from fitkit.features.identity import actions as identity
from fitkit.features.identity import queries
from fitkit.features.members import actions as members
from fitkit.features.members import queries as member_queries
from fitkit.features.members.rules import OwnDetails
from fitkit.texts import account as texts
from fitkit.texts import identity as identity_texts
from fitkit.web.account.settings.calendar.state import CalendarState
from fitkit.web.account.settings.record.state import RecordState
from fitkit.web.account.settings.safety.state import SafetyState
from fitkit.web.account.settings.telling.state import TellingState
from fitkit.web.problems import told
from fitkit.web.screen import Needs, Screen, also_needs, text


@dataclass
class GymRow:
    """A gym the account has a role in."""

    id: str  # empty: FitKit's own team
    name: str
    roles: str
    go: str  # the button's words for a screen reader
    is_in_use: bool


class SettingsState(Screen, rx.State):
    """One's own account."""

    needs: ClassVar[Needs] = Permission.USE_ACCOUNT
    is_loading: bool = True
    problem: str = ""
    problems: dict[str, str] = {}
    name: str = ""
    email: str = ""
    chosen_lang: str = ""
    gyms: list[GymRow] = []

    is_member: bool = False
    own_problems: dict[str, str] = {}
    phone: str = ""
    contact_email: str = ""
    emergency_name: str = ""
    emergency_phone: str = ""
    is_seen: bool = False  # by other members

    @rx.event
    async def load(self) -> list[Any] | None:  # Any: handlers of the other parts
        """Read everything; the other parts read their own after it."""
        self.is_loading, self.problems, self.own_problems = True, {}, {}
        self.is_member, self.gyms = False, []
        async with self.loading():
            await self._refresh()
        return [SafetyState.load, TellingState.load, CalendarState.load, RecordState.load]

    async def _refresh(self) -> None:
        account, lang = await self.do(queries.account), self.lang()
        self.name, self.email, self.chosen_lang = account.name, account.email, account.lang
        self.gyms = [
            GymRow(
                id=str(g.org_id or ""),
                name=g.name,
                roles=", ".join(identity_texts.ROLES[r].to(lang) for r in g.roles),
                go=texts.GO_TO_GYM.to(lang, gym=g.name),
                is_in_use=g.is_in_use,
            )
            for g in await self.do(queries.gyms_of)
        ]
        await self._read_own()

    async def _read_own(self) -> None:
        actor = await self.actor()
        self.is_member = actor.member_id is not None and actor.may(Permission.EDIT_OWN)
        if self.is_member:
            card = await self.do(member_queries.card, member_id=await self.me())
            self.phone, self.contact_email = display(card.phone), card.email
            self.emergency_name = card.emergency_name
            self.emergency_phone = display(card.emergency_phone)
            self.is_seen = card.is_seen_by_members

    @rx.event
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Change one's name."""
        async with self.attempt() as deed:
            lang = Lang(self.chosen_lang or self.lang())
            await self.do(identity.change_account, name=text(form, "name"), lang=lang)
            await self._refresh()
        return self.say(texts.SAVED) if deed.done else deed.toast

    @rx.event
    async def speak(self, lang: str) -> list[EventSpec]:
        """Change the language: of what we send, and of the screen."""
        wanted = Lang.EN if lang == Lang.EN else Lang.HE
        await self.do(identity.change_account, name=self.name, lang=wanted)
        self.chosen_lang = wanted
        saved = told(texts.SAVED.to(wanted))  # read on the screen it leads to
        return [saved, rx.redirect(f"/{wanted}/me/settings/")]

    @rx.event
    @also_needs(Permission.EDIT_OWN)
    async def save_own(self, form: dict[str, Any]) -> EventSpec | None:
        """Change what the gym has of oneself; what is not on this form stays."""
        me = await self.me()
        async with self.attempt() as deed:
            kept = await self.do(member_queries.card, member_id=me)
            details = OwnDetails(
                phone=text(form, "phone"),
                email=text(form, "contact_email"),
                address=kept.address,
                emergency_name=text(form, "emergency_name"),
                emergency_phone=text(form, "emergency_phone"),
                gender=kept.gender,
            )
            await self.do(members.change_own, member_id=me, details=details)
            await self._read_own()
        at = {"email": "contact_email"}
        self.own_problems = {at.get(k, k): v for k, v in self.problems.items()}
        self.problems = {}
        return self.say(texts.SAVED) if deed.done else deed.toast

    @rx.event
    @also_needs(Permission.EDIT_OWN)
    async def show_me(self, is_seen: bool) -> EventSpec:
        """Say whether other members are told that one comes."""
        await self.do(members.show_to_members, member_id=await self.me(), is_seen=is_seen)
        await self._read_own()
        return self.say(texts.SEEN_NOW if is_seen else texts.UNSEEN_NOW)
