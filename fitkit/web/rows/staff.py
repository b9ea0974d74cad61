"""The staff on screens: a person with their role, and a permission in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from fitkit.core import phone
from fitkit.core.clock import day_of
from fitkit.core.i18n import Lang, moment, near_day
from fitkit.core.permissions import ROLES, Permission, Role
from fitkit.features.identity.queries import GrantView, InvitationView
from fitkit.features.identity.rules import Preset, preset_without
from fitkit.features.staff.queries import StaffView
from fitkit.texts import desk
from fitkit.texts import identity as texts
from fitkit.web.rows.choice import Choice, named

OWN_CHOICE: Final = "own"  # permissions that are no preset


@dataclass
class StaffRow:
    """A person on the staff, or somebody who signs in without a profile."""

    id: str = ""  # of the profile; empty: none
    user_id: str = ""  # of the account; empty: none yet
    name: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    is_coach: bool = False
    members: str = ""
    has_members: bool = False
    role: str = ""
    role_word: str = ""
    narrowed: str = ""  # how many permissions are missing; empty: none
    seen: str = ""
    is_me: bool = False
    may_manage: bool = False
    invitation_id: str = ""
    invitation: str = ""
    invitation_kind: str = "info"
    is_archived: bool = False


@dataclass
class PowerRow:
    """A permission to grant or withhold."""

    key: str
    label: str
    is_on: bool


def staff_row(
    view: StaffView | None,
    grant: GrantView | None,
    invitation: InvitationView | None,
    *,
    zone: ZoneInfo,
    lang: Lang,
) -> StaffRow:
    """A person, from whatever is known: a profile, a role, an invitation."""
    row = StaffRow(role_word=desk.NO_ROLE.to(lang))
    if view is not None:
        row.id, row.name, row.title = str(view.id), view.name, view.title.to(lang)
        row.email, row.phone = view.email, phone.display(view.phone)
        row.is_coach, row.is_archived = view.is_coach, view.is_archived
        row.has_members = view.members > 0
        row.members = members_words(view.members, lang) if view.is_coach else ""
    if grant is not None:
        _fill_role(row, grant, zone, lang)
    if invitation is not None and grant is None:
        _fill_invitation(row, invitation, zone, lang)
    return row


def powers(role: Role, without: frozenset[Permission], lang: Lang) -> list[PowerRow]:
    """The permissions of a role in its order, and which of them are left."""
    held = ROLES[role] - {Permission.USE_ACCOUNT}
    return [
        PowerRow(str(p), texts.PERMISSIONS[p].to(lang), p not in without)
        for p in Permission
        if p in held
    ]


def preset_of(role: Role, without: frozenset[Permission]) -> str:
    """The preset that leaves exactly these permissions, or the choice one by one."""
    fitting = (str(p) for p in presets_for(role) if preset_without(p, role) == without)
    return next(fitting, OWN_CHOICE)


def presets_for(role: Role) -> tuple[Preset, ...]:
    """Presets that mean something for a role: a coach has too little for the desk's."""
    return tuple(Preset) if role is Role.ADMIN else (Preset.FULL,)


def preset_choices(role: Role, lang: Lang) -> list[Choice]:
    """Presets and the choice one by one."""
    offered = [(str(p), texts.PRESETS[p]) for p in presets_for(role)]
    return named([*offered, (OWN_CHOICE, desk.PRESET_OWN)], lang)


def members_words(n: int, lang: Lang) -> str:
    """How many members are theirs."""
    return desk.THEIR_MEMBERS.to(lang, n) if n else desk.NO_MEMBERS.to(lang)


def _fill_role(row: StaffRow, grant: GrantView, zone: ZoneInfo, lang: Lang) -> None:
    row.user_id, row.role = str(grant.user_id), str(grant.role)
    row.name, row.email = row.name or grant.name, row.email or grant.email
    row.role_word = texts.ROLES[grant.role].to(lang)
    row.narrowed = desk.NARROWED.to(lang, len(grant.without)) if grant.without else ""
    row.is_me, row.may_manage = grant.is_me, grant.may_manage
    row.seen = _seen(grant.last_seen_at, zone, lang)


def _fill_invitation(row: StaffRow, view: InvitationView, zone: ZoneInfo, lang: Lang) -> None:
    words = desk.INVITE_BOUNCED if view.has_bounced else desk.INVITED_ON
    words = desk.INVITE_EXPIRED if view.is_expired else words
    until = near_day(day_of(view.expires_at, zone))
    row.invitation_id, row.role = str(view.id), str(view.role)
    row.invitation = words.to(lang, at=moment(view.sent_at, zone, lang), until=until)
    row.invitation_kind = "danger" if view.has_bounced else "warning" if view.is_expired else "info"
    row.role_word = texts.ROLES[view.role].to(lang)
    row.may_manage = view.may_manage


def _seen(at: datetime | None, zone: ZoneInfo, lang: Lang) -> str:
    return desk.LAST_SEEN.to(lang, at=moment(at, zone, lang)) if at else desk.NEVER_SEEN.to(lang)
