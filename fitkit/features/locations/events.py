"""What has happened to locations and rooms."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event


@dataclass(frozen=True, kw_only=True)
class LocationAdded(Event):
    """A branch opened."""

    name: ClassVar[str] = "locations.added"
    location_id: UUID


@dataclass(frozen=True, kw_only=True)
class LocationChanged(Event):
    """Details were changed; which, not to what."""

    name: ClassVar[str] = "locations.changed"
    location_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LocationClosed(Event):
    """A branch is no longer in use."""

    name: ClassVar[str] = "locations.closed"
    location_id: UUID


@dataclass(frozen=True, kw_only=True)
class LocationReopened(Event):
    """A branch is in use again."""

    name: ClassVar[str] = "locations.reopened"
    location_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoomAdded(Event):
    """A location got a room."""

    name: ClassVar[str] = "locations.room_added"
    location_id: UUID
    room_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoomChanged(Event):
    """A room was renamed or resized."""

    name: ClassVar[str] = "locations.room_changed"
    location_id: UUID
    room_id: UUID
    capacity: int


@dataclass(frozen=True, kw_only=True)
class RoomClosed(Event):
    """A room is no longer in use."""

    name: ClassVar[str] = "locations.room_closed"
    location_id: UUID
    room_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoomReopened(Event):
    """A room is in use again."""

    name: ClassVar[str] = "locations.room_reopened"
    location_id: UUID
    room_id: UUID
