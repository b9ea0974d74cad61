"""What has happened to places."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event
from fitkit.features.booking.rules import CancelledBy, Cost, Reason, Release, Via


@dataclass(frozen=True, kw_only=True)
class BookingMade(Event):
    """A member has a place; about the booking."""

    name: ClassVar[str] = "booking.made"
    session_id: UUID
    member_id: UUID
    via: Via


@dataclass(frozen=True, kw_only=True)
class BookingCancelled(Event):
    """A place was given back by the member or by staff; about the booking."""

    name: ClassVar[str] = "booking.cancelled"
    session_id: UUID
    member_id: UUID
    by: CancelledBy
    is_late: bool
    cost: Cost


@dataclass(frozen=True, kw_only=True)
class CancellationUndone(Event):
    """A cancelled place was taken again at once; about the booking."""

    name: ClassVar[str] = "booking.cancellation_undone"
    session_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlaceReleased(Event):
    """The gym took a place or a number in line back, at no cost; about the row of it."""

    name: ClassVar[str] = "booking.released"
    session_id: UUID
    member_id: UUID
    starts_at: datetime
    was_waiting: bool
    entry_returned: bool
    because: Release = Release.CLASS_OFF


@dataclass(frozen=True, kw_only=True)
class WaitlistJoined(Event):
    """A member waits for a place; about the waitlist entry."""

    name: ClassVar[str] = "booking.waitlist_joined"
    session_id: UUID
    member_id: UUID
    position: int  # at that moment


@dataclass(frozen=True, kw_only=True)
class WaitlistLeft(Event):
    """A member waits no more; about the waitlist entry."""

    name: ClassVar[str] = "booking.waitlist_left"
    session_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class WaitlistPromoted(Event):
    """A place freed and went to the first in line who may have it; about the booking."""

    name: ClassVar[str] = "booking.waitlist_promoted"
    session_id: UUID
    member_id: UUID
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class WaitlistPassedOver(Event):
    """A place freed, but nothing of the first in line pays for it; about the waitlist entry.

    Published once a number; they keep it.
    """

    name: ClassVar[str] = "booking.waitlist_passed_over"
    session_id: UUID
    member_id: UUID
    because: Reason


@dataclass(frozen=True, kw_only=True)
class CheckedIn(Event):
    """A member came; about the booking."""

    name: ClassVar[str] = "booking.checked_in"
    session_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class AttendanceCleared(Event):
    """It was a slip: nothing is known of the member's coming; about the booking."""

    name: ClassVar[str] = "booking.attendance_cleared"
    session_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class NoShowMarked(Event):
    """A member did not come; about the booking."""

    name: ClassVar[str] = "booking.no_show"
    session_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class AttendanceTaken(Event):
    """Attendance of a class is closed; about the session. No-shows are published one by one."""

    name: ClassVar[str] = "booking.attendance_taken"
    session_id: UUID
    attended: int
    no_shows: int
