"""Who is behind a session token, and what they may do in the gym in use."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from fitkit.core.actor import Actor
from fitkit.core.clock import ISRAEL
from fitkit.core.glance import Glance
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Permission, Role, public
from fitkit.core.settings import settings
from fitkit.core.tables import UtcDateTime, columns
from fitkit.features.identity import rules
from fitkit.features.identity.queries._roles import in_order, known_permissions
from fitkit.features.identity.rules import FactorState
from fitkit.features.identity.tables import RoleGrant, SignInSession, User
from fitkit.features.orgs.tables import Org


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


_S, _U, _G, _O = columns(SignInSession), columns(User), columns(RoleGrant), columns(Org)
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
    roles = in_order(h.role for h in holdings)
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


def _holdings(grants: list[list[Any]] | None) -> tuple[rules.Holding, ...]:
    return tuple(
        rules.Holding(
            role=Role(role),
            without=known_permissions(without),
            member_id=UUID(member_id) if member_id else None,
            staff_id=UUID(staff_id) if staff_id else None,
            ward_ids=frozenset(UUID(ward) for ward in wards),
        )
        for role, member_id, staff_id, without, wards in grants or ()
    )


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
