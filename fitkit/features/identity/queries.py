"""Who is behind a session token, what they are where, and who is invited."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col, select

from fitkit.core.actor import Actor
from fitkit.core.clock import ISRAEL
from fitkit.core.crypto import digest, unseal
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.events import EventLog
from fitkit.core.glance import Glance
from fitkit.core.i18n import Lang
from fitkit.core.permissions import STAFF_ROLES, Permission, Role, internal, public, requires
from fitkit.core.settings import settings
from fitkit.core.tables import UtcDateTime, columns
from fitkit.core.work import Work
from fitkit.features.identity import rules
from fitkit.features.identity.rules import EntryWay, FactorState
from fitkit.features.identity.tables import (
    Invitation,
    RecoveryCode,
    RoleGrant,
    SignInSession,
    User,
)
from fitkit.features.orgs.tables import Org
from fitkit.texts import identity as texts


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in as the guard sees it."""

    actor: Actor
    name: str
    email: str = ""
    roles: tuple[Role, ...] = ()  # in the gym in use, highest first
    gym_name: str | None = None
    brand: str | None = None
    gym_slug: str | None = None
    is_pending: bool = False  # the second factor is still to come: no permission at all
    needs_totp: bool = False  # a second factor must be set up first: only the account
    seen_at: datetime | None = None  # to the hour


@dataclass(frozen=True, slots=True)
class GymChoice:
    """A gym that a user may switch to; without an id it is the platform."""

    org_id: UUID | None
    name: str
    slug: str
    brand: str
    roles: tuple[Role, ...]  # highest first, never empty
    is_in_use: bool


@dataclass(frozen=True, slots=True)
class SignInView:
    """One browser in which somebody is signed in."""

    id: UUID
    device: str  # may be empty
    ip: str | None
    way: EntryWay
    entered_at: datetime
    last_seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class AccountView:
    """One's own account."""

    user_id: UUID
    name: str
    email: str
    phone: str  # E.164, or empty
    lang: Lang
    has_password: bool
    has_totp: bool
    may_set_password: bool  # without the present one: there is none, or a code was just used
    needs_totp: bool  # the roles held somewhere ask for it
    recovery_codes_left: int


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """What the holder of a link sees."""

    org_id: UUID
    gym_name: str
    brand: str
    role: Role
    name: str
    email: str  # empty: the holder signs up by a code first
    expires_at: datetime
    invited_by: str  # a name, or empty


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation as the gym sees it."""

    id: UUID
    role: Role
    name: str
    email: str
    phone: str
    member_id: UUID | None
    staff_id: UUID | None
    sent_at: datetime
    sent_count: int
    expires_at: datetime
    is_expired: bool
    has_bounced: bool
    may_manage: bool


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


@dataclass(frozen=True, slots=True)
class InvitationToSend:
    """An invitation on its way out."""

    email: str
    name: str
    role: Role
    lang: Lang
    path: str  # without the origin
    nth: int  # which letter of this invitation, from 1


_S, _U, _G, _O = columns(SignInSession), columns(User), columns(RoleGrant), columns(Org)
_I, _LOG = columns(Invitation), columns(EventLog)
_GRANTS: Final = (
    sa.select(
        sa.func.json_agg(
            sa.func.json_build_array(
                _G.c.role, _G.c.member_id, _G.c.staff_id, _G.c.without, _G.c.ward_ids
            )
        )
    )
    .where(_G.c.user_id == _S.c.user_id, _G.c.org_id.is_not_distinct_from(_S.c.org_id))
    .correlate(_S)
    .scalar_subquery()
)


class _Told(NamedTuple):
    """An answer of ``_BY_TOKEN``: JSON's kinds, the gym's columns null without a gym."""

    id: str
    user_id: str
    org_id: str | None
    factor: str
    last_seen_at: str
    name: str
    email: str
    lang: str
    has_totp: bool
    gym_name: str | None
    slug: str | None
    brand: str | None
    zone: str | None
    totp_required: bool | None
    grants: list[list[Any]] | None  # Any: role, member, staff, permissions taken away


_BY_TOKEN: Final = (
    sa.select(
        _S.c.token_hash,
        sa.cast(
            sa.func.json_build_array(  # in the order of _Told
                *(_S.c.id, _S.c.user_id, _S.c.org_id, _S.c.factor, _S.c.last_seen_at),
                *(_U.c.name, _U.c.email, _U.c.lang, _U.c.totp_secret_sealed.is_not(None)),
                *(_O.c.name, _O.c.slug, _O.c.brand, _O.c.zone, _O.c.totp_required, _GRANTS),
            ),
            sa.Text,
        ),
    )
    .join(_U, _U.c.id == _S.c.user_id)
    .outerjoin(_O, sa.and_(_O.c.id == _S.c.org_id, _O.c.closed_at.is_(None)))
    .where(
        _S.c.token_hash == sa.any_(sa.bindparam("keys", type_=ARRAY(sa.String))),
        _S.c.revoked_at.is_(None),
        _S.c.expires_at > sa.bindparam("now", type_=UtcDateTime()),
    )
)


def _answer(text: str) -> SignedIn:
    return _read(text, platform_asks=settings().platform_totp)


SIGNED_IN: Final = Glance(_BY_TOKEN, read=_answer)


@public
def signed_in(token_hash: str) -> SignedIn | None:
    """Who holds the token with this digest; one indexed statement in one round trip.

    Somebody whose role in the gym in use is gone (or whose gym was closed) is in no gym.
    """
    return SIGNED_IN.at_once(token_hash)


@lru_cache(maxsize=4096)  # by the whole text: what changed in the database is another one
def _read(text: str, *, platform_asks: bool) -> SignedIn:
    told = _Told(*json.loads(text))
    gone = told.org_id is not None and (told.gym_name is None or not told.grants)
    holdings = () if gone else _holdings(told.grants)
    roles = _in_order(h.role for h in holdings)
    needs_totp = not told.has_totp and rules.needs_second_factor(
        roles, gym_asks=bool(told.totp_required), platform_asks=platform_asks
    )
    is_pending = told.factor == FactorState.PENDING
    actor = Actor(
        org_id=None if gone or told.org_id is None else UUID(told.org_id),
        user_id=UUID(told.user_id),
        member_id=next((h.member_id for h in holdings if h.member_id), None),
        staff_id=next((h.staff_id for h in holdings if h.staff_id), None),
        ward_ids=frozenset().union(*(h.ward_ids for h in holdings)),
        sign_in_id=UUID(told.id),
        permissions=_allowed(holdings, is_pending=is_pending, needs_totp=needs_totp),
        lang=Lang(told.lang),
        zone_name=told.zone or ISRAEL.key,
    )
    return SignedIn(
        actor=actor,
        name=told.name,
        email=told.email,
        roles=roles,
        gym_name=None if gone else told.gym_name,
        brand=None if gone else told.brand,
        gym_slug=None if gone else told.slug,
        is_pending=is_pending,
        needs_totp=needs_totp,
        seen_at=datetime.fromisoformat(told.last_seen_at).astimezone(UTC),
    )


@requires(Permission.USE_ACCOUNT)
def gyms_of(w: Work) -> list[GymChoice]:
    """Where the user has a role: gyms by name, the platform last; closed gyms left out."""
    me = _me(w)
    in_use = w.session.execute(
        select(SignInSession.org_id).where(SignInSession.id == w.actor.sign_in_id)
    ).scalar()
    rows = w.hot(
        sa.select(_G.c.org_id, _G.c.role, _O.c.name, _O.c.slug, _O.c.brand)
        .outerjoin(_O, _O.c.id == _G.c.org_id)
        .where(_G.c.user_id == me, _O.c.closed_at.is_(None))
        .order_by(_O.c.name.nulls_last(), _O.c.id)
    ).all()
    roles: dict[UUID | None, list[Role]] = {}
    for row in rows:
        roles.setdefault(row.org_id, []).append(Role(row.role))
    first = {row.org_id: row for row in reversed(rows)}
    return [
        GymChoice(
            org_id=org_id,
            name=first[org_id].name or "FitKit",
            slug=first[org_id].slug or "",
            brand=first[org_id].brand or "",
            roles=_in_order(held),
            is_in_use=org_id == in_use,
        )
        for org_id, held in roles.items()
    ]


@requires(Permission.USE_ACCOUNT)
def sign_ins(w: Work) -> list[SignInView]:
    """The user's living sign-ins, this one first, then the latest seen."""
    rows = w.session.execute(
        select(SignInSession).where(
            SignInSession.user_id == _me(w),
            col(SignInSession.revoked_at).is_(None),
            SignInSession.expires_at > w.now,
            SignInSession.factor != FactorState.PENDING,
        )
    ).scalars()
    views = [
        SignInView(
            id=s.id,
            device=s.device,
            ip=s.ip,
            way=s.way,
            entered_at=s.entered_at,
            last_seen_at=s.last_seen_at,
            is_this=s.id == w.actor.sign_in_id,
        )
        for s in rows
    ]
    return sorted(views, key=lambda v: (not v.is_this, -v.last_seen_at.timestamp(), v.id))


@requires(Permission.USE_ACCOUNT)
def account(w: Work) -> AccountView:
    """The user's own account."""
    user = w.get(User, _me(w))
    left = w.session.execute(
        select(sa.func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.user_id == user.id, col(RecoveryCode.used_at).is_(None))
    ).scalar_one()
    return AccountView(
        user_id=user.id,
        name=user.name,
        email=user.email,
        phone=user.phone or "",
        lang=user.lang,
        has_password=user.password_hash is not None,
        has_totp=user.totp_secret_sealed is not None,
        may_set_password=may_set_password(w, user_id=user.id),
        needs_totp=needs_totp(w, user_id=user.id),
        recovery_codes_left=left,
    )


@public
def invitation(w: Work, *, token: str) -> InvitationCard:
    """What a link opens.

    Raises:
        Refusal: INVITATION_GONE: unknown, used, revoked, expired, or the gym was closed.
    """
    found = w.session.execute(
        select(Invitation, Org, User.name)
        .join(Org, Org.id == Invitation.org_id)  # type: ignore[arg-type]  # a column
        .outerjoin(User, User.id == Invitation.invited_by)  # type: ignore[arg-type]  # a column
        .where(Invitation.token_hash == digest(token), col(Org.closed_at).is_(None))
    ).first()
    if found is None:
        raise Refusal(texts.INVITATION_GONE)
    waiting, org, inviter = found
    if waiting.accepted_at or waiting.revoked_at or waiting.expires_at <= w.now:
        raise Refusal(texts.INVITATION_GONE)
    return InvitationCard(
        org_id=org.id,
        gym_name=org.name,
        brand=org.brand,
        role=waiting.role,
        name=waiting.name,
        email=waiting.email,
        expires_at=waiting.expires_at,
        invited_by=inviter or "",
    )


@requires(Permission.INVITE_MEMBERS)
def open_invitations(w: Work) -> list[InvitationView]:
    """Invitations that were neither accepted nor revoked, newest first; staff's for those who keep staff."""
    rows = w.session.execute(
        select(Invitation)
        .where(
            Invitation.org_id == w.actor.org_id,
            col(Invitation.accepted_at).is_(None),
            col(Invitation.revoked_at).is_(None),
        )
        .order_by(col(Invitation.id).desc())
    ).scalars()
    return [
        InvitationView(
            id=i.id,
            role=i.role,
            name=i.name,
            email=i.email,
            phone=i.phone,
            member_id=i.member_id,
            staff_id=i.staff_id,
            sent_at=i.sent_at,
            sent_count=i.sent_count,
            expires_at=i.expires_at,
            is_expired=i.expires_at <= w.now,
            has_bounced=i.bounced_at is not None,
            may_manage=_may_manage(w, i.role),
        )
        for i in rows
        if i.role is Role.MEMBER or Permission.SEE_STAFF in w.actor.permissions or w.actor.is_system
    ]


@requires(Permission.INVITE_MEMBERS)
def invitation_path(w: Work, *, invitation_id: UUID) -> str:
    """The link of an open invitation without its origin, to be sent by hand: ``/he/join/…/``.

    Raises:
        NotFound: it is not open, or of another gym.
        Denied: the role is not the reader's to give.
    """
    waiting = open_invitation(w, invitation_id=invitation_id)
    if not _may_manage(w, waiting.role):
        raise Denied
    return path_of(waiting)


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
            without=_permissions(r.without),
            staff_id=r.staff_id,
            has_totp=r.has_totp,
            last_seen_at=r.seen,
            is_me=r.user_id == w.actor.user_id,
            may_manage=r.user_id != w.actor.user_id and _may_manage(w, Role(r.role)),
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
            if permission in rules.permissions_of([rules.Holding(r.role, _permissions(r.without))])
        }
    )


@internal
def open_invitation(w: Work, *, invitation_id: UUID) -> Invitation:
    """The gym's invitation that was neither accepted nor revoked; may have expired.

    Raises:
        NotFound: otherwise.
    """
    found = w.get(Invitation, invitation_id)
    if found.org_id != w.actor.org_id or found.accepted_at or found.revoked_at:
        raise NotFound
    return found


@internal
def invitation_to_send(w: Work, *, invitation_id: UUID) -> InvitationToSend | None:
    """What the letter needs; None when it has no address or is no longer open."""
    i = w.get(Invitation, invitation_id)
    if i.org_id != w.actor.org_id or i.accepted_at or i.revoked_at or i.expires_at <= w.now:
        return None
    if not i.email:
        return None
    return InvitationToSend(
        email=i.email, name=i.name, role=i.role, lang=i.lang, path=path_of(i), nth=i.sent_count
    )


@internal
def path_of(waiting: Invitation) -> str:
    """The link of an invitation, without its origin."""
    token = unseal(waiting.token_sealed, f"invitation:{waiting.id}:token")
    return f"/{waiting.lang}/join/{token}/"


@internal
def may_set_password(w: Work, *, user_id: UUID) -> bool:
    """Whether a password may be set without the present one: none, or the address was just proven."""
    if w.get(User, user_id).password_hash is None:
        return True
    if w.actor.sign_in_id is None:
        return False
    s = w.get(SignInSession, w.actor.sign_in_id)
    return s.way is EntryWay.CODE and w.now - s.entered_at < rules.FRESH_FOR


@internal
def needs_totp(w: Work, *, user_id: UUID) -> bool:
    """Whether a role that the user has somewhere asks for a second factor."""
    rows = w.hot(
        sa.select(_G.c.role, _O.c.totp_required)
        .outerjoin(_O, _O.c.id == _G.c.org_id)
        .where(_G.c.user_id == user_id, _O.c.closed_at.is_(None))
    )
    asks = settings().platform_totp
    return any(
        rules.needs_second_factor(
            [Role(r.role)], gym_asks=bool(r.totp_required), platform_asks=asks
        )
        for r in rows
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


def _me(w: Work) -> UUID:
    if w.actor.user_id is None:
        raise Denied
    return w.actor.user_id


def _may_manage(w: Work, role: Role) -> bool:
    return w.actor.is_system or rules.may_manage(w.actor.permissions, role)


def _holdings(grants: list[list[Any]] | None) -> tuple[rules.Holding, ...]:
    return tuple(
        rules.Holding(
            role=Role(role),
            without=_permissions(without),
            member_id=UUID(member_id) if member_id else None,
            staff_id=UUID(staff_id) if staff_id else None,
            ward_ids=frozenset(UUID(ward) for ward in wards),
        )
        for role, member_id, staff_id, without, wards in grants or ()
    )


def _permissions(words: list[str]) -> frozenset[Permission]:
    """Known words only: a permission that left the code narrows nothing any more."""
    return frozenset(Permission(word) for word in words if word in _KNOWN)


_KNOWN: Final = frozenset(str(p) for p in Permission)


def _in_order(roles: Iterable[Role]) -> tuple[Role, ...]:
    held = set(roles)
    return tuple(role for role in rules.BY_RANK if role in held)


_ACCOUNT_ONLY: Final = frozenset({Permission.USE_ACCOUNT})


def _allowed(
    holdings: tuple[rules.Holding, ...], *, is_pending: bool, needs_totp: bool
) -> frozenset[Permission]:
    if is_pending:
        return frozenset()
    return _ACCOUNT_ONLY if needs_totp else _ACCOUNT_ONLY | _union(holdings)


@lru_cache(maxsize=4096)
def _union(holdings: tuple[rules.Holding, ...]) -> frozenset[Permission]:
    return rules.permissions_of(holdings)
