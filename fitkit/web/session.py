"""SessionState: the signed-in actor of a tab, bound to the HttpOnly session cookie."""

import asyncio
from collections.abc import Collection
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final

import reflex as rx

from fitkit.core.actor import VISITOR, Actor
from fitkit.core.crypto import digest
from fitkit.core.glance import NoLine
from fitkit.core.i18n import Lang
from fitkit.core.permissions import STAFF_ROLES, Permission, Role
from fitkit.core.settings import settings
from fitkit.features.identity import flows as identity_flows
from fitkit.features.identity import queries as identity

# The prefix makes browsers refuse the cookie from a subdomain or over http.
COOKIE: Final = "__Host-fitkit" if settings().is_https else "fitkit_session"
_RANK: Final = (
    Role.PLATFORM_ADMIN,
    Role.SUPPORT,
    Role.OWNER,
    Role.ADMIN,
    Role.COACH,
    Role.MEMBER,
)


def cookie_hash(header: str) -> str:
    """The digest of the session token in a Cookie header; empty without one."""
    return _cookie_hash(header)


@lru_cache(maxsize=2048)  # a tab sends the header of its socket with each event
def _cookie_hash(header: str) -> str:
    try:
        morsel = SimpleCookie(header or "").get(COOKIE)
    except CookieError:
        return ""
    return digest(morsel.value) if morsel and morsel.value else ""


def lang_of(path: str) -> Lang:
    """The language an address is in; Hebrew where it says nothing."""
    return Lang.EN if path == "/en" or path.startswith("/en/") else Lang.HE


def home_of(role: str) -> str:
    """The first screen of a role, without its language."""
    match role:
        case Role.OWNER | Role.ADMIN:
            return "/dashboard/overview/"
        case Role.COACH:
            return "/dashboard/today/"
        case Role.MEMBER:
            return "/home/"
        case Role.SUPPORT | Role.PLATFORM_ADMIN:
            return "/platform/outbox/"
    return "/"


def highest(roles: Collection[Role]) -> str:
    """The role whose screens come first; empty without any."""
    return next((str(role) for role in _RANK if role in roles), "")


def initials(name: str) -> str:
    """Up to two letters for a person's or a gym's mark."""
    words = name.split()
    return "".join(
        word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)
    ).upper()


async def _found(token_hash: str) -> "identity.SignedIn | None":
    """Who holds the token now: asked at every event."""
    try:
        found = await identity.SIGNED_IN.soon(token_hash)
    except NoLine:
        return await asyncio.to_thread(_look_up, token_hash)
    if found is not None and identity_flows.is_back(found):
        return await asyncio.to_thread(_look_up, token_hash)
    return found


def _look_up(token_hash: str) -> "identity.SignedIn | None":
    return identity_flows.recognise(token_hash)


class SessionState(rx.State):
    """Who is signed in, in the words the frames show. No public handler: nothing here answers the wire."""

    is_signed_in: bool = False
    user_name: str = ""
    user_initials: str = ""
    user_email: str = ""
    role: str = ""  # the highest one in this gym
    is_member: bool = False
    is_staff: bool = False
    powers: list[str] = []  # permissions; they hide what would be refused
    gym_name: str = ""
    gym_initial: str = ""
    brand: str = ""  # the gym's colour, #rrggbb
    unread: int = 0

    _bound: str | None = (
        None  # digest of the token the tab was used with; None before the first event
    )
    # Never changed in place: read at every event, so without Reflex's proxies around what they hold.
    _actor: Actor = rx.field(default_factory=lambda: VISITOR, is_var=False)
    _found: "identity.SignedIn | None" = rx.field(None, is_var=False)
    _is_pending: bool = False  # the second factor is still to come
    _needs_totp: bool = False  # a second factor must be set up first

    async def _load(self) -> Actor:
        """Look the session up; write only what changed, so that a quiet event sends nothing."""
        found = await _found(self._bound) if self._bound else None
        if found is not None and found == self._found:
            return self._actor
        self._found = found
        actor = found.actor if found else VISITOR
        if actor != self._actor:
            self._actor = actor
        for name, value in (_shown(found) | _awaited(found)).items():
            if getattr(self, name) != value:
                setattr(self, name, value)
        return actor


def _awaited(found: "identity.SignedIn | None") -> dict[str, Any]:
    return {
        "_is_pending": found is not None and found.is_pending,
        "_needs_totp": found is not None and found.needs_totp,
    }


def _shown(found: "identity.SignedIn | None") -> dict[str, Any]:
    if found is None or found.is_pending:
        return {
            "is_signed_in": False,
            "user_name": "",
            "user_initials": "",
            "user_email": "",
            "role": "",
            "is_member": False,
            "is_staff": False,
            "powers": [],
            "gym_name": "",
            "gym_initial": "",
            "brand": "",
        }
    actor, roles = found.actor, frozenset(found.roles)
    return {
        "is_signed_in": True,
        "user_name": found.name,
        "user_initials": initials(found.name),
        "user_email": found.email,
        "role": highest(roles),
        "is_member": actor.may(Permission.BOOK_SELF),
        "is_staff": bool(roles & set(STAFF_ROLES)),
        "powers": sorted(str(p) for p in actor.permissions),
        "gym_name": found.gym_name or "",
        "gym_initial": (found.gym_name or "")[:1].upper(),
        "brand": found.brand or "",
    }
