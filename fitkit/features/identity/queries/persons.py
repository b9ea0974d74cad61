"""Users as the people of a gym: who can sign in, how they are reached."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.events import EventLog
from fitkit.core.i18n import Lang
from fitkit.core.permissions import STAFF_ROLES, Permission, Role, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.identity import rules
from fitkit.features.identity.queries._roles import known_permissions, may_manage
from fitkit.features.identity.tables import Invitation, RoleGrant, SignInSession, User


@dataclass(frozen=True, slots=True)
class GrantView:
    """Somebody of the staff who can sign in."""

    user_id: UUID
    name: str
    email: str
    role: Role
    without: frozenset[Permission]
    staff_id: UUID | None
    has_totp: bool
    last_seen_at: datetime | None
    is_me: bool
    may_manage: bool


@dataclass(frozen=True, slots=True)
class Person:
    """How a user is reached; for features that write to people."""

    user_id: UUID
    name: str
    email: str
    lang: Lang
    phone: str = ""
    member_id: UUID | None = None
    staff_id: UUID | None = None


_S, _U, _G = columns(SignInSession), columns(User), columns(RoleGrant)
_I, _LOG = columns(Invitation), columns(EventLog)


@requires(Permission.INVITE_MEMBERS)
def members_with_account(w: Work, *, member_ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of the members sign in by themselves."""
    return frozenset(users_of_members(w, member_ids=member_ids))


@requires(Permission.SEE_STAFF)
def staff_grants(w: Work) -> list[GrantView]:
    """Who of the staff can sign in, and as what: the owner first, then by role and name."""
    seen = (
        sa.select(sa.func.max(_S.c.last_seen_at))
        .where(_S.c.user_id == _G.c.user_id, _S.c.org_id == _G.c.org_id)
        .scalar_subquery()
    )
    rows = w.hot(
        sa.select(
            _G.c.user_id,
            _G.c.role,
            _G.c.without,
            _G.c.staff_id,
            _U.c.name,
            _U.c.email,
            _U.c.totp_secret_sealed.is_not(None).label("has_totp"),
            seen.label("seen"),
        )
        .join(_U, _U.c.id == _G.c.user_id)
        .where(_G.c.org_id == w.actor.org_id, _G.c.role.in_(STAFF_ROLES))
    ).all()
    views = [
        GrantView(
            user_id=r.user_id,
            name=r.name,
            email=r.email,
            role=Role(r.role),
            without=known_permissions(r.without),
            staff_id=r.staff_id,
            has_totp=r.has_totp,
            last_seen_at=r.seen,
            is_me=r.user_id == w.actor.user_id,
            may_manage=r.user_id != w.actor.user_id and may_manage(w, Role(r.role)),
        )
        for r in rows
    ]
    return sorted(views, key=lambda v: (STAFF_ROLES.index(v.role), v.name, v.user_id))


@requires(Permission.SEE_AUDIT)
def names(w: Work, *, ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of users who have or had to do with this gym; others are left out."""
    org_id = w.actor.org_id
    known = sa.or_(
        sa.exists().where(_G.c.user_id == _U.c.id, _G.c.org_id == org_id),
        sa.exists().where(_I.c.accepted_by == _U.c.id, _I.c.org_id == org_id),
        sa.exists().where(_LOG.c.actor_user_id == _U.c.id, _LOG.c.org_id == org_id),
    )
    rows = w.hot(sa.select(_U.c.id, _U.c.name).where(_U.c.id.in_(list(ids)), known))
    return {row.id: row.name for row in rows}


@internal
def people(w: Work, *, user_ids: Collection[UUID]) -> dict[UUID, Person]:
    """Users by id, of any gym: for jobs that write to somebody about their own account."""
    rows = w.hot(
        sa.select(_U.c.id, _U.c.name, _U.c.email, _U.c.lang, _U.c.phone).where(
            _U.c.id.in_(list(user_ids))
        )
    )
    return {
        r.id: Person(
            user_id=r.id, name=r.name, email=r.email, lang=Lang(r.lang), phone=r.phone or ""
        )
        for r in rows
    }


@internal
def users_of_members(w: Work, *, member_ids: Collection[UUID]) -> dict[UUID, Person]:
    """Member id to the user who is that member here; members without an account are left out."""
    found = _persons(w, _G.c.member_id.in_(list(member_ids)))
    return {p.member_id: p for p in found if p.member_id}


@internal
def users_of_staff(w: Work, *, staff_ids: Collection[UUID]) -> dict[UUID, Person]:
    """Staff id to the user who is that person here; those without an account are left out."""
    found = _persons(w, _G.c.staff_id.in_(list(staff_ids)))
    return {p.staff_id: p for p in found if p.staff_id}


@internal
def users_in_roles(w: Work, *, roles: Collection[Role]) -> list[Person]:
    """Everybody who is one of these in this gym, each once, by name."""
    found = {p.user_id: p for p in _persons(w, _G.c.role.in_(list(roles)))}
    return sorted(found.values(), key=lambda p: (p.name, p.user_id))


@internal
def users_who_may(w: Work, *, permission: Permission) -> tuple[UUID, ...]:
    """Users of this gym whose roles give a permission, what was narrowed away left out; in no order."""
    rows = w.hot(
        sa.select(_G.c.user_id, _G.c.role, _G.c.without).where(_G.c.org_id == w.actor.org_id)
    )
    return tuple(
        {
            r.user_id
            for r in rows
            if permission
            in rules.permissions_of([rules.Holding(r.role, known_permissions(r.without))])
        }
    )


def _persons(w: Work, condition: sa.ColumnElement[bool]) -> list[Person]:
    rows = w.hot(
        sa.select(
            _U.c.id, _U.c.name, _U.c.email, _U.c.lang, _U.c.phone, _G.c.member_id, _G.c.staff_id
        )
        .join(_U, _U.c.id == _G.c.user_id)
        .where(_G.c.org_id == w.actor.org_id, condition)
        .order_by(_G.c.id)
    )
    return [
        Person(
            user_id=r.id,
            name=r.name,
            email=r.email,
            lang=Lang(r.lang),
            phone=r.phone or "",
            member_id=r.member_id,
            staff_id=r.staff_id,
        )
        for r in rows
    ]
