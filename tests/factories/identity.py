"""Users, their roles and their sign-ins, made through actions."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from fitkit.core import crypto
from fitkit.core.actor import VISITOR, Actor, system
from fitkit.core.permissions import PLATFORM_ROLES, Role
from fitkit.core.work import Work, open_work
from fitkit.features.identity import actions, queries
from fitkit.features.identity.actions import Admitted, SecondFactor
from fitkit.features.identity.queries import SignedIn

PASSWORD = "a-quiet-harbour"
CHROME = "Chrome, Android"


@cache
def password_hash() -> str:
    return crypto.hash_password(PASSWORD)


def make_user(email: str = "noa@example.com", name: str = "נועה לוי", **more: Any) -> UUID:
    with open_work(VISITOR) as w:
        return actions.make_user(
            w, email=email, name=name, **({"password_hash": password_hash()} | more)
        )


def make_role(org_id: UUID | None, user_id: UUID, role: Role, **more: Any) -> None:
    where = None if role in PLATFORM_ROLES else org_id
    with open_work(system(where)) as w:
        actions.give_role(w, user_id=user_id, role=role, **more)


def enter(account: str = "noa@example.com", password: str = PASSWORD, device: str = CHROME) -> str:
    """A token of a sign-in, perhaps waiting for its second factor."""
    with open_work(VISITOR) as w:
        entry = actions.sign_in_with_password(w, account=account, password=password, device=device)
    assert isinstance(entry, Admitted | SecondFactor), entry
    return entry.token


def behind(token: str) -> SignedIn | None:
    return queries.signed_in(crypto.digest(token))


def signed_in(token: str) -> SignedIn:
    found = behind(token)
    assert found is not None
    return found


def make_actor(org_id: UUID, role: Role, email: str, **more: Any) -> Actor:
    """A real user with a role in a gym, signed in."""
    make_role(org_id, make_user(email, email.partition("@")[0]), role, **more)
    return signed_in(enter(email)).actor


def at(w: Work, moment: datetime) -> Work:
    """The same Work at another moment."""
    w.now = moment
    return w


def later_than(w: Work, **span: float) -> Work:
    return at(w, w.now + timedelta(**span))


def within(actor: Actor, **changes: Any) -> Actor:
    return replace(actor, **changes)
