"""The VAPID key pair: who we are to a push service."""

import base64
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@dataclass(frozen=True, slots=True)
class VapidPair:
    """Both halves in base64url without padding."""

    private: str  # 32 bytes, a secret
    public: str  # 65 bytes, what browsers subscribe with


def new_pair() -> VapidPair:
    """Make a new pair; every browser must subscribe again after a change."""
    return _pair(ec.generate_private_key(ec.SECP256R1()))


def pair_of(private: str) -> VapidPair:
    """The pair of a private half.

    Raises:
        ValueError: not 32 bytes of base64url, or not a point's secret.
    """
    try:
        raw = base64.urlsafe_b64decode(private + "=" * (-len(private) % 4))
    except ValueError:
        raw = b""
    if len(raw) != 32:
        raise ValueError("FITKIT_VAPID_PRIVATE_KEY must be base64url of 32 bytes")
    return _pair(ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1()))


def kept_pair(path: Path) -> VapidPair:
    """The pair kept in a file, made at the first call: for the demo, whose browsers outlive a restart."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(new_pair().private)
    try:
        os.link(fresh, path)  # the first of two processes wins, and nobody reads half a key
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return pair_of(path.read_text().strip())


def _pair(key: ec.EllipticCurvePrivateKey) -> VapidPair:
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return VapidPair(_b64(key.private_numbers().private_value.to_bytes(32, "big")), _b64(point))


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
