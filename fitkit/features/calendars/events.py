"""What has happened to the addresses of calendars."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event


@dataclass(frozen=True, kw_only=True)
class FeedOpened(Event):
    """Somebody has a secret address for their calendar; about the feed."""

    name: ClassVar[str] = "calendars.opened"
    member_id: UUID | None
    staff_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class FeedRevoked(Event):
    """An address reads nothing any more; about the feed."""

    name: ClassVar[str] = "calendars.revoked"
    member_id: UUID | None
    staff_id: UUID | None
