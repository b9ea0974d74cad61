"""Codes that are good for a minute: how they are made, read and handed out; who stands at a door.

A code is 34 letters of base 32, which a QR of version 2 holds (25 modules): 26 say whose it is, shuffled
under the gym's own key anew each day, 8 are a digest of the person and the minute. Without the key neither
says anything; with it, only of people of this gym.
"""

import base64
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of, day_span
from fitkit.core.i18n import Text

STEP_S: Final = 60  # a code's minute
GRACE_S: Final = 20  # for slow hands and slow networks
TAG: Final = 8  # letters of the digest: 40 bits, asked online only
_HEAD: Final = 26
_CODE: Final = re.compile(rf"[A-Z2-7]{{{_HEAD + TAG}}}")
_STEPS_A_DAY: Final = 24 * 60
_STEPS_LEAST: Final = 60  # somebody who looks at 23:50 trains past midnight
_ROUNDS: Final = range(4)
SOON: Final = timedelta(minutes=60)  # a class is about to begin
DIGITS_LEAST: Final = 4
_WHOLE: Final = 9  # digits of a whole number without its leading zero


@dataclass(frozen=True, slots=True)
class Ring:
    """Codes for the minutes to come; code n is ``head`` and the n-th eight letters of ``tags``."""

    head: str
    tags: str
    first: int  # minutes since 1970, of the first code
    count: int

    def code(self, n: int) -> str:
        """The n-th code, from 0."""
        return self.head + self.tags[n * TAG : (n + 1) * TAG]


class Outcome(StrEnum):
    """What a scan came to."""

    CHECKED_IN = "checked_in"
    WAS_IN = "was_in"
    NO_PLACE = "no_place"
    UNKNOWN = "unknown"  # forged, old or another gym's: nothing is told


@dataclass(frozen=True, slots=True)
class Scanned:
    """Whom a code named, and what happened; nobody, where it is unknown."""

    outcome: Outcome
    member_id: UUID | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class DoorClass:
    """A class somebody at the door has a place in."""

    session_id: UUID
    name: Text
    starts_at: datetime
    is_in: bool


@dataclass(frozen=True, slots=True)
class AtDoor:
    """Somebody at a door, as little of them as tells them apart."""

    member_id: UUID
    first_name: str
    initial: str  # of the last name; may be empty
    classes: tuple[DoorClass, ...]  # on or about to begin, by start; may be empty


def step_of(now: datetime) -> int:
    """Minutes since 1970."""
    return int(now.timestamp()) // STEP_S


def span_of_ring(now: datetime, zone: ZoneInfo) -> tuple[int, int]:
    """The first minute, and how many until the day ends in the gym; an hour at least, a day at most."""
    first = step_of(now)
    ends = day_span(day_of(now, zone), zone)[1]
    left = -(-(int(ends.timestamp()) - first * STEP_S) // STEP_S)
    return first, min(max(left, _STEPS_LEAST), _STEPS_A_DAY)


def make_ring(whose: UUID, *, key: bytes, first: int, count: int) -> Ring:
    """Codes of somebody (or of a door) for ``count`` minutes from ``first``.

    Raises:
        ValueError: more than a day, or none.
    """
    if not 1 <= count <= _STEPS_A_DAY:
        raise ValueError("a ring is for a day at most")
    head = _letters(_shuffled(whose.bytes, _day_key(key, first // _STEPS_A_DAY)))
    tags = "".join(_tag(whose, step, key) for step in range(first, first + count))
    return Ring(head, tags, first, count)


def read(code: str, *, keys: Sequence[bytes], now: datetime) -> UUID | None:
    """Whose a code is while it is good: in its minute and 20 s after it; None otherwise, whatever is wrong.

    Args:
        code: as it was scanned; anything.
        keys: the gym's for this purpose, newest first.
        now: UTC.
    """
    if not _CODE.fullmatch(code):
        return None
    raw = base64.b32decode(code[:_HEAD] + "======")
    if _letters(raw) != code[:_HEAD]:
        return None
    step, passed = divmod(now.timestamp(), STEP_S)
    good = [int(step), *([int(step) - 1] if passed < GRACE_S else [])]
    day = int(step) // _STEPS_A_DAY
    for key in keys:
        for made in (day, day - 1):  # a ring begun before midnight is good after it
            whose = UUID(bytes=_unshuffled(raw, _day_key(key, made)))
            if any(hmac.compare_digest(_tag(whose, s, key), code[_HEAD:]) for s in good):
                return whose
    return None


def digits_of(typed: str) -> str:
    """What is looked for among phone numbers: the end of one; empty when it is too short to ask with.

    The leading zero of a whole number is left out, as the kept form has none.
    """
    digits = re.sub(r"\D", "", typed)[:15]
    if len(digits) > _WHOLE and digits.startswith("0"):
        digits = digits.lstrip("0")
    return digits if len(digits) >= DIGITS_LEAST else ""


def _tag(whose: UUID, step: int, key: bytes) -> str:
    mac = hmac.digest(key, b"tag" + whose.bytes + step.to_bytes(8, "big"), "sha256")
    return base64.b32encode(mac[: TAG * 5 // 8]).decode()


def _letters(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=")


def _day_key(key: bytes, day: int) -> bytes:
    return hmac.digest(key, b"day" + day.to_bytes(8, "big"), "sha256")


# Four rounds of Feistel over HMAC: sixteen bytes as sixteen others, which nobody tells from chance (Luby, Rackoff).


def _shuffled(block: bytes, key: bytes) -> bytes:
    left, right = block[:8], block[8:]
    for n in _ROUNDS:
        left, right = right, _mixed(left, right, key, n)
    return left + right


def _unshuffled(block: bytes, key: bytes) -> bytes:
    left, right = block[:8], block[8:]
    for n in reversed(_ROUNDS):
        left, right = _mixed(right, left, key, n), left
    return left + right


def _mixed(half: bytes, other: bytes, key: bytes, n: int) -> bytes:
    pad = hmac.digest(key, bytes([n]) + other, "sha256")[:8]
    return bytes(a ^ b for a, b in zip(half, pad, strict=True))
