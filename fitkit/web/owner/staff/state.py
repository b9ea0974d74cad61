"""What the staff screen knows and does."""

from typing import Any, ClassVar, Final
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Counted, Text
from fitkit.core.permissions import ROLES, Permission, Role
from fitkit.core.settings import settings
from fitkit.features.identity import actions as identity
from fitkit.features.identity import flows as identity_flows
from fitkit.features.identity import queries as identity_queries
from fitkit.features.identity.queries import GrantView, InvitationView
from fitkit.features.identity.rules import Preset, preset_without
from fitkit.features.orgs import queries as orgs
from fitkit.features.staff import actions as staff
from fitkit.features.staff import queries as staff_queries
from fitkit.features.staff.queries import StaffView
from fitkit.features.staff.rules import TINTS, StaffDetails
from fitkit.texts import desk
from fitkit.texts import identity as texts
from fitkit.web.owner import typed
from fitkit.web.owner.typed import back_by
from fitkit.web.rows.choice import Choice, named
from fitkit.web.rows.staff import (
    OWN_CHOICE,
    PowerRow,
    StaffRow,
    powers,
    preset_choices,
    preset_of,
    staff_row,
)
from fitkit.web.screen import Needs, Screen, also_needs, text, ticked

INVITABLE: Final = (Role.COACH, Role.ADMIN)


class StaffState(Screen, rx.State):
    """People and their roles, and which of the page's dialogs is open."""

    needs: ClassVar[Needs] = Permission.SEE_STAFF
    people: list[StaffRow] = []
    former: list[StaffRow] = []
    is_loading: bool = True
    problem: str = ""
    problems: dict[str, str] = {}

    panel: str = ""  # person, powers, invite, members, remove, hand_over
    about: StaffRow = StaffRow()
    start: dict[str, str] = {}
    roles: list[Choice] = []  # that the reader may give
    role: str = Role.COACH
    presets: list[Choice] = []
    preset: str = Preset.FULL
    powers: list[PowerRow] = []
    others: list[Choice] = []  # coaches who may take members over
    heirs: list[Choice] = []  # who may be handed the gym
    tints: list[Choice] = []
    link: str = ""  # of an invitation, to be sent by hand
    _team: dict[UUID, StaffView] = {}
    _grants: list[GrantView] = []
    _invitations: list[InvitationView] = []

    @rx.event
    async def load(self) -> None:
        """Read the staff."""
        self.panel, self.problems, self.link = "", {}, ""
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        team = await self.do(staff_queries.team)
        gone = await self.do(staff_queries.team, archived=True)
        self._grants = await self.do(identity_queries.staff_grants)
        self._invitations = []
        if (await self.actor()).may(Permission.INVITE_MEMBERS):
            self._invitations = await self.do(identity_queries.open_invitations)
        self._team = {v.id: v for v in (*team, *gone)}
        alone = [g for g in self._grants if g.staff_id not in self._team]
        self.people = [
            *[await self._row(None, g) for g in alone],
            *[await self._row(v, self._grant_of(v.id)) for v in team],
        ]
        self.people.sort(key=lambda row: row.role != Role.OWNER)
        self.former = [await self._row(v, self._grant_of(v.id)) for v in gone]
        await self._read_choices()

    async def _read_choices(self) -> None:
        lang, actor = self.lang(), await self.actor()
        may_give = [r for r in INVITABLE if r is Role.COACH or actor.may(Permission.HAND_OVER)]
        self.roles = named([(str(r), texts.ROLES[r]) for r in may_give], lang)
        self.tints = [Choice(str(n), desk.TINT_N.to(lang, n=n + 1)) for n in range(TINTS)]
        self.heirs = [Choice(str(g.user_id), g.name) for g in self._grants if g.role in INVITABLE]

    async def _row(self, view: StaffView | None, grant: GrantView | None) -> StaffRow:
        open_one = next((i for i in self._invitations if view and i.staff_id == view.id), None)
        here = await self.zone()
        return staff_row(view, grant, open_one, zone=here, lang=self.lang())

    def _grant_of(self, staff_id: UUID) -> GrantView | None:
        return next((g for g in self._grants if g.staff_id == staff_id), None)

    def _person(self, key: str) -> StaffRow:
        """A person by the profile's id or the account's."""
        asked = str(self.uuid(key))
        found = (r for r in (*self.people, *self.former) if asked in (r.id, r.user_id))
        row = next(found, None)
        if row is None:
            raise NotFound
        return row

    @rx.event
    async def close_panel(self) -> None:
        """Close whatever is open."""
        self.panel, self.problems, self.link = "", {}, ""

    def _open(self, panel: str, about: StaffRow, start: dict[str, str] | None = None) -> None:
        self.panel, self.about, self.problems, self.link = panel, about, {}, ""
        self.start = start or {}

    # a person

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def open_new(self) -> None:
        """Somebody new; the invitation can go out at once."""
        self._open("person", StaffRow(), {"tint": "0"})
        self._choose_role(Role.COACH)

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def open_edit(self, staff_id: str) -> None:
        """Edit somebody's details."""
        view = self._team.get(self.uuid(staff_id))
        if view is None:
            raise NotFound
        row = self._person(staff_id)
        self._open("person", row, _draft_of(view))

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Keep somebody's details; invite somebody new when that was ticked."""
        async with self.attempt() as deed:
            details = _details_of(form)
            if self.about.id:
                await self.do(staff.change, staff_id=self.uuid(self.about.id), details=details)
                deed.toast = await self._done(desk.STAFF_SAVED, name=details.name)
            else:
                deed.toast = await self._add(form, details)
        return deed.toast

    async def _add(self, form: dict[str, Any], details: StaffDetails) -> EventSpec:
        """Somebody new. When only the invitation is refused they are there, and that is said."""
        staff_id = await self.do(staff.add, details=details)
        if not ticked(form, "invite"):
            return await self._done(desk.STAFF_ADDED, name=details.name)
        try:
            await self._invite(staff_id, details.name, details.email, details.phone)
        except Refusal as refusal:
            but = refusal.to(self.lang())
            return await self._done(desk.ADDED_BUT, name=details.name, but=but)
        return await self._done(desk.STAFF_INVITED, name=details.name)

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def archive(self, staff_id: str) -> EventSpec:
        """Somebody works here no more."""
        row = self._person(staff_id)
        await self.do(staff.archive, staff_id=self.uuid(row.id))
        await self._refresh()
        return self.offer_undo(
            desk.STAFF_ARCHIVED, back_by(StaffState.restore, row.id), name=row.name
        )

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def restore(self, staff_id: str) -> EventSpec:
        """Somebody works here again."""
        row = self._person(staff_id)
        await self.do(staff.restore, staff_id=self.uuid(row.id))
        return await self._done(desk.STAFF_RESTORED, name=row.name)

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def open_members(self, staff_id: str) -> None:
        """Choose who takes somebody's members over."""
        row = self._person(staff_id)
        coaches = [v for v in self._team.values() if v.is_coach and not v.is_archived]
        self.others = [Choice(str(v.id), v.name) for v in coaches if str(v.id) != row.id]
        self._open("members", row)

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def hand_members(self, form: dict[str, Any]) -> EventSpec | None:
        """Give all members of a coach to another."""
        async with self.attempt() as deed:
            to = typed.chosen(form, "to_staff_id")
            if to is None:
                raise Refusal(desk.CHOOSE, field="to_staff_id")
            moved = await self.do(
                staff.hand_over, staff_id=self.uuid(self.about.id), to_staff_id=to
            )
            name = self._team[to].name
            count = Counted(desk.MEMBERS_COUNT, moved.count)
            deed.toast = await self._done(desk.HANDED, coach=name, count=count)
        return deed.toast

    # role and permissions

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def open_powers(self, user_id: str) -> None:
        """Look at somebody's permissions one by one."""
        grant = self._grant(user_id)
        self._open("powers", self._person(user_id))
        self.role = str(grant.role)
        self._show_powers(grant.role, grant.without)

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def choose_role(self, role: str) -> None:
        """As what to invite."""
        self._choose_role(typed.one_of({"role": role}, "role", Role))

    def _choose_role(self, role: Role) -> None:
        if role not in INVITABLE:
            raise Refusal(texts.ROLE_TOO_HIGH)
        self.role = str(role)
        self._show_powers(role, frozenset())

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def choose_preset(self, preset: str) -> None:
        """A ready-made set of permissions; the choice one by one leaves them as they are."""
        self.preset = preset
        if preset != OWN_CHOICE:
            chosen = typed.one_of({"preset": preset}, "preset", Preset)
            self._show_powers(Role(self.role), preset_without(chosen, Role(self.role)))

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def switch_power(self, key: str, is_on: bool) -> None:
        """Grant or withhold one permission, in what is shown."""
        power = typed.one_of({"key": key}, "key", Permission)
        left = self._without() - {power} if is_on else self._without() | {power}
        self._show_powers(Role(self.role), frozenset(left))

    def _show_powers(self, role: Role, without: frozenset[Permission]) -> None:
        lang = self.lang()
        self.powers, self.presets = powers(role, without, lang), preset_choices(role, lang)
        self.preset = preset_of(role, without)

    def _without(self) -> frozenset[Permission]:
        known = ROLES[Role(self.role)]
        return frozenset(Permission(p.key) for p in self.powers if not p.is_on) & known

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def save_powers(self) -> EventSpec | None:
        """Narrow or widen somebody's role, at once."""
        async with self.attempt() as deed:
            grant = self._grant(self.about.user_id)
            await self.do(
                identity.narrow_role,
                user_id=grant.user_id,
                role=grant.role,
                without=self._without(),
            )
            deed.toast = await self._done(desk.PERMISSIONS_SAVED, name=self.about.name)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def open_remove(self, user_id: str) -> None:
        """Ask before somebody is shut out."""
        self._open("remove", self._person(user_id))

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def remove_role(self) -> EventSpec:
        """Take somebody's role; they are shut out at once."""
        grant = self._grant(self.about.user_id)
        await self.do(identity.revoke_role, user_id=grant.user_id, role=grant.role)
        return await self._done(desk.ROLE_REMOVED, name=self.about.name)

    def _grant(self, user_id: str) -> GrantView:
        asked = self.uuid(user_id)
        found = next((g for g in self._grants if g.user_id == asked), None)
        if found is None:
            raise NotFound
        return found

    # invitations

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def open_invite(self, staff_id: str) -> None:
        """Choose as what somebody is invited."""
        self._open("invite", self._person(staff_id))
        self._choose_role(Role.COACH if self.about.is_coach else Role(self.roles[-1].value))

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def invite(self, form: dict[str, Any]) -> EventSpec | None:
        """Send the invitation."""
        async with self.attempt() as deed:
            row = self.about
            email, number = text(form, "email") or row.email, row.phone
            await self._invite(self.uuid(row.id), row.name, email, number)
            deed.toast = await self._done(desk.STAFF_INVITED, name=row.name)
        return deed.toast

    async def _invite(self, staff_id: UUID, name: str, email: str, number: str) -> None:
        await self.do(
            identity.invite_staff,
            staff_id=staff_id,
            role=Role(self.role),
            name=name,
            email=email,
            phone=number,
            lang=(await self.do(orgs.card)).lang,
            without=self._without(),
        )

    @rx.event
    @also_needs(Permission.INVITE_MEMBERS)
    async def resend(self, invitation_id: str) -> EventSpec:
        """Send a letter once more."""
        await self.do(identity.resend_invitation, invitation_id=self.uuid(invitation_id))
        return await self._done(desk.RESENT)

    @rx.event
    @also_needs(Permission.INVITE_MEMBERS)
    async def revoke(self, invitation_id: str) -> EventSpec:
        """Close a link."""
        await self.do(identity.revoke_invitation, invitation_id=self.uuid(invitation_id))
        return await self._done(desk.REVOKED)

    @rx.event
    @also_needs(Permission.INVITE_MEMBERS)
    async def show_link(self, invitation_id: str) -> None:
        """The link of an invitation, to be sent by hand."""
        given = self.uuid(invitation_id)
        row = next((r for r in self.people if r.invitation_id == str(given)), StaffRow())
        path = await self.do(identity_queries.invitation_path, invitation_id=given)
        self._open("link", row)
        self.link = settings().public_url + path

    @rx.event
    @also_needs(Permission.INVITE_MEMBERS)
    async def copied(self) -> EventSpec:
        """Say that the link is on the clipboard."""
        return self.say(desk.COPIED)

    # the gym itself

    @rx.event
    @also_needs(Permission.HAND_OVER)
    async def open_hand_over(self) -> None:
        """Ask to whom, and for the password."""
        self._open("hand_over", StaffRow())

    @rx.event
    @also_needs(Permission.HAND_OVER)
    async def hand_over(self, form: dict[str, Any]) -> EventSpec | None:
        """Make somebody else the owner."""
        async with self.attempt() as deed:
            heir = typed.chosen(form, "to_user_id")
            if heir is None:
                raise Refusal(desk.CHOOSE, field="to_user_id")
            name = self._grant(str(heir)).name
            password = str(form.get("password") or "")
            await self.run(identity_flows.hand_over, to_user_id=heir, password=password)
            self.panel = ""
            deed.toast = self.say(desk.HANDED_OVER, name=name)
        return deed.toast

    async def _done(self, words: Text, **params: object) -> EventSpec:
        await self._refresh()
        self.panel = ""
        return self.say(words, **params)


def _draft_of(view: StaffView) -> dict[str, str]:
    return {
        "name": view.name,
        "email": view.email,
        "phone": view.phone,
        "title_he": view.title.he,
        "title_en": view.title.en,
        "tint": str(view.tint),
        "bio": view.bio,
        "is_coach": "on" if view.is_coach else "",
    }


def _details_of(form: dict[str, Any]) -> StaffDetails:  # Any: what a browser sends
    return StaffDetails(
        name=text(form, "name"),
        email=text(form, "email"),
        phone=text(form, "phone"),
        title_he=text(form, "title_he"),
        title_en=text(form, "title_en"),
        tint=typed.whole(form, "tint") or 0,
        is_coach=ticked(form, "is_coach"),
        bio=text(form, "bio"),
    )
