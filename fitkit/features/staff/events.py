"""What has happened to staff and their members."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event


@dataclass(frozen=True, kw_only=True)
class StaffAdded(Event):
    """Somebody joined the staff."""

    name: ClassVar[str] = "staff.added"
    staff_id: UUID
    is_coach: bool


@dataclass(frozen=True, kw_only=True)
class StaffChanged(Event):
    """Details were changed; which, not to what."""

    name: ClassVar[str] = "staff.changed"
    staff_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StaffArchived(Event):
    """Somebody works here no more; the timetable must find others for their classes."""

    name: ClassVar[str] = "staff.archived"
    staff_id: UUID


@dataclass(frozen=True, kw_only=True)
class StaffRestored(Event):
    """Somebody works here again."""

    name: ClassVar[str] = "staff.restored"
    staff_id: UUID


@dataclass(frozen=True, kw_only=True)
class CoachAssigned(Event):
    """Members were given to a coach; about the coach."""

    name: ClassVar[str] = "staff.coach_assigned"
    staff_id: UUID
    member_ids: tuple[UUID, ...]
    count: int


@dataclass(frozen=True, kw_only=True)
class CoachUnassigned(Event):
    """Members were left without a coach; about the coach they had."""

    name: ClassVar[str] = "staff.coach_unassigned"
    staff_id: UUID
    member_ids: tuple[UUID, ...]
    count: int


@dataclass(frozen=True, kw_only=True)
class MembersHandedOver(Event):
    """All members of a coach went to another; about the coach who had them."""

    name: ClassVar[str] = "staff.handed_over"
    staff_id: UUID
    to_staff_id: UUID
    member_ids: tuple[UUID, ...]
    count: int
