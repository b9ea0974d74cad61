"""Password hashes, tokens, sealed fields, signed links.

A sealed field is AES-256-GCM under a named key of ``FITKIT_SECRET_KEYS`` (newest first),
bound to where it stands: moved to another row, column or gym it does not open.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fitkit.core.settings import settings

# OWASP's argon2id profile: 19 MiB, two passes, one lane; about 22 ms here.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))


class Unsealable(Exception):  # noqa: N818
    """A sealed value was changed, moved, or its key is gone."""


def hash_password(password: str) -> str:
    """An argon2id hash with its own salt."""
    return _HASHER.hash(password)


def password_matches(stored: str | None, password: str) -> bool:
    """Compare; without a stored hash the same time is spent, so absence cannot be measured."""
    try:
        return _HASHER.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def new_token() -> str:
    """A secret of 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Six digits to type, uniformly random."""
    return f"{secrets.randbelow(1_000_000):06d}"


def digest(token: str) -> str:
    """SHA-256 in hex: how a token is kept. Only for values with full entropy."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed_digest(words: str, purpose: str) -> str:
    """HMAC for short codes: the database alone does not let them be guessed offline."""
    return _digest_under(_newest(), words, purpose)


def is_keyed_digest(kept: str, words: str, purpose: str) -> bool:
    """Whether a digest is of these words, under whichever of our keys it was made."""
    return any(same(kept, _digest_under(kid, words, purpose)) for kid in _keys())


def same(a: str, b: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(a.encode(), b.encode())


def seal(plain: str, where: str) -> str:
    """Seal a text to its place, e.g. ``member:<id>:national_id``; needs its key id to open."""
    kid, nonce = _newest(), secrets.token_bytes(12)
    boxed = AESGCM(_derived(kid, b"seal")).encrypt(nonce, plain.encode(), _bound(kid, where))
    return f"{kid}.{base64.urlsafe_b64encode(nonce + boxed).decode()}"


def unseal(sealed: str, where: str) -> str:
    """Open a sealed text.

    Raises:
        Unsealable: changed, of another place, or sealed under a key that is gone.
    """
    kid, _, rest = sealed.partition(".")
    try:
        raw = base64.urlsafe_b64decode(rest)
        return (
            AESGCM(_derived(kid, b"seal")).decrypt(raw[:12], raw[12:], _bound(kid, where)).decode()
        )
    except (InvalidTag, KeyError, ValueError, binascii.Error):
        raise Unsealable(where.partition(":")[0]) from None


def newest_seal() -> str:
    """What every value sealed under the newest key begins with."""
    return f"{_newest()}."


def reseal(sealed: str, where: str) -> str:
    """The same value under the newest key."""
    return seal(unseal(sealed, where), where)


def sign(facts: dict[str, str], *, purpose: str, expires_at: datetime) -> str:
    """A link's token: readable facts, unforgeable, for one purpose, until a moment."""
    body = json.dumps([facts, int(expires_at.timestamp())], separators=(",", ":"), sort_keys=True)
    packed = base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")
    kid = _newest()
    return f"{kid}.{packed}.{_mac(kid, purpose, packed)}"


def signed_facts(token: str, *, purpose: str, now: datetime) -> dict[str, str] | None:
    """The facts of a token, or None when forged, foreign or expired."""
    parts = token.split(".")
    if len(parts) != 3 or parts[0] not in _keys():
        return None
    kid, packed, mac = parts
    if not same(mac, _mac(kid, purpose, packed)):
        return None
    facts, until = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    return facts if now.timestamp() < until else None


def keys_for(purpose: str) -> tuple[bytes, ...]:
    """32 bytes for one purpose under each key of the settings, newest first.

    Make with the first, accept what was made with any: a key that left the settings opens nothing.
    """
    return tuple(_derived(kid, b"for:" + purpose.encode()) for kid in _keys())


@cache
def _keys() -> dict[str, bytes]:
    """Key id to 32 bytes, newest first."""
    return dict(settings().secret_keys)


def _newest() -> str:
    return next(iter(_keys()))


@cache
def _derived(kid: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"fitkit:" + purpose).derive(
        _keys()[kid]
    )


def _digest_under(kid: str, words: str, purpose: str) -> str:
    key = _derived(kid, b"digest:" + purpose.encode())
    return hmac.new(key, words.encode(), "sha256").hexdigest()


def _bound(kid: str, where: str) -> bytes:
    return f"fitkit|{kid}|{where}".encode()


def _mac(kid: str, purpose: str, packed: str) -> str:
    key = _derived(kid, b"sign:" + purpose.encode())
    return hmac.new(key, packed.encode(), "sha256").hexdigest()
