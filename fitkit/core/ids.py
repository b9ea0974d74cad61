"""Time-ordered ids, and short codes for people."""

import secrets
from uuid import UUID

from uuid_utils.compat import uuid7

_CLEAR = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> UUID:
    """A version 7 UUID: sorts by time, safe in an address, no secret."""
    return uuid7()


def public_code(length: int = 8) -> str:
    """A random code without letters or digits that look alike."""
    return "".join(secrets.choice(_CLEAR) for _ in range(length))
