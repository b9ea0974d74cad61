"""What was sent, kept to be looked at: for development, the demo and tests."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class SentKind(StrEnum):
    """Which way something went out."""

    MAIL = "mail"
    PUSH = "push"


@dataclass(frozen=True, slots=True)
class SentItem:
    """One letter or note as it went out."""

    id: str  # sorts by time
    at: datetime  # UTC
    kind: SentKind
    key: str
    to: str  # an address, or the host of a push service
    sender_name: str
    subject: str
    text: str
    html: str = ""  # letters only
    link: str = ""  # what a tap opens, or the address that stops such letters


class Outbox(Protocol):
    """What this machine's processes have sent lately."""

    def recent(self, limit: int) -> list[SentItem]:
        """The newest first, at most ``limit``; empty before the first."""
        ...
