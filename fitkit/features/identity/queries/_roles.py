"""Roles and permissions as they are kept, in order, and whose they are to give."""

from collections.abc import Iterable
from typing import Final

from fitkit.core.permissions import Permission, Role
from fitkit.core.work import Work
from fitkit.features.identity import rules

_KNOWN: Final = frozenset(str(p) for p in Permission)


def may_manage(w: Work, role: Role) -> bool:
    """Whether the reader may give and take a role."""
    return w.actor.is_system or rules.may_manage(w.actor.permissions, role)


def known_permissions(words: list[str]) -> frozenset[Permission]:
    """Known words only: a permission that left the code narrows nothing any more."""
    return frozenset(Permission(word) for word in words if word in _KNOWN)


def in_order(roles: Iterable[Role]) -> tuple[Role, ...]:
    """Each once, highest first."""
    held = set(roles)
    return tuple(role for role in rules.BY_RANK if role in held)
