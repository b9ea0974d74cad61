"""One's own account: gyms, sign-ins, what is set."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.errors import Denied
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Permission, Role, internal, requires
from fitkit.core.settings import settings
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.identity import rules
from fitkit.features.identity.queries._roles import in_order
from fitkit.features.identity.rules import EntryWay, FactorState
from fitkit.features.identity.tables import RecoveryCode, RoleGrant, SignInSession, User
from fitkit.features.orgs.tables import Org


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


_G, _O = columns(RoleGrant), columns(Org)


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
            roles=in_order(held),
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


def _me(w: Work) -> UUID:
    if w.actor.user_id is None:
        raise Denied
    return w.actor.user_id
