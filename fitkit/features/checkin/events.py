"""What has happened to kiosks."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event


@dataclass(frozen=True, kw_only=True)
class KioskAdded(Event):
    """A tablet was given an address; about the kiosk."""

    name: ClassVar[str] = "checkin.kiosk_added"
    location_id: UUID


@dataclass(frozen=True, kw_only=True)
class KioskRevoked(Event):
    """A tablet's address was closed; about the kiosk."""

    name: ClassVar[str] = "checkin.kiosk_revoked"
    location_id: UUID


@dataclass(frozen=True, kw_only=True)
class KioskRenamed(Event):
    """A tablet has another name; about the kiosk."""

    name: ClassVar[str] = "checkin.kiosk_renamed"
    location_id: UUID
