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


@dataclass(frozen=True, kw_only=True)
class OfferMade(Event):
    """A place is kept for the next in line; about the waitlist entry."""

    name: ClassVar[str] = "booking.offer_made"
    session_id: UUID
    member_id: UUID
    starts_at: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class OfferAccepted(Event):
    """The place that was kept is theirs; about the waitlist entry. BookingMade comes with it."""

    name: ClassVar[str] = "booking.offer_accepted"
    session_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(Event):
    """They passed, and keep their number; about the waitlist entry."""

    name: ClassVar[str] = "booking.offer_declined"
    session_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class OfferExpired(Event):
    """Nobody answered in time, or the class became smaller; about the waitlist entry."""

    name: ClassVar[str] = "booking.offer_expired"
    session_id: UUID
    member_id: UUID
    until: datetime  # of the offer
    was_taken_back: bool  # the class became smaller


@dataclass(frozen=True, kw_only=True)
class PlaceToClaim(Event):
    """A place freed in the last minutes before a class: the first tap has it; about the waitlist entry."""

    name: ClassVar[str] = "booking.place_to_claim"
    session_id: UUID
    member_id: UUID
    starts_at: datetime
    freed_at: datetime  # when it was told: tells one freeing from another


@dataclass(frozen=True, kw_only=True)
class NoticeSet(Event):
    """A member in line said how late a place may come; about the waitlist entry."""

    name: ClassVar[str] = "booking.notice_set"
    session_id: UUID
    member_id: UUID
    minutes: int  # before the start; 0: any time


@dataclass(frozen=True, kw_only=True)
class GuestBrought(Event):
    """A member brings somebody; about the guest's place."""

    name: ClassVar[str] = "booking.guest_brought"
    session_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class VisitSold(Event):
    """A place has a price of its own, which whoever has it was told; about it: a booking, or a guest's place."""

    name: ClassVar[str] = "booking.visit_sold"
    session_id: UUID
    member_id: UUID  # whoever owes it: of a guest the host
    price_agorot: int | None  # None: as it was told when the trial was booked
    trial_id: UUID | None  # the subscription of a trial; None: one visit, a guest's


@dataclass(frozen=True, kw_only=True)
class GuestCancelled(Event):
    """A guest's place was given back by itself; about it."""

    name: ClassVar[str] = "booking.guest_cancelled"
    session_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class GuestCheckedIn(Event):
    """A guest came; about their place."""

    name: ClassVar[str] = "booking.guest_checked_in"
    session_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class GuestCleared(Event):
    """A guest's check-in was taken back; about their place."""

    name: ClassVar[str] = "booking.guest_cleared"
    session_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class WalkInUndone(Event):
    """A walk-in was a slip: no place, no check-in, nothing taken; about the booking."""

    name: ClassVar[str] = "booking.walk_in_undone"
    session_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class NoShowExcused(Event):
    """Staff accepted why a member did not come; about the booking."""

    name: ClassVar[str] = "booking.no_show_excused"
    session_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class AttendanceReopened(Event):
    """The closing of a class's attendance was taken back; about the session."""

    name: ClassVar[str] = "booking.attendance_reopened"
    session_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlaceRetaken(Event):
    """What was released with a cancelled class is theirs again; about the row of it."""

    name: ClassVar[str] = "booking.retaken"
    session_id: UUID
    member_id: UUID
    starts_at: datetime
    was_waiting: bool


@dataclass(frozen=True, kw_only=True)
class PlaceNotRetaken(Event):
    """A released place could not be given back when the class returned; about the row of it."""

    name: ClassVar[str] = "booking.not_retaken"
    session_id: UUID
    member_id: UUID
    starts_at: datetime
    because: Reason


@dataclass(frozen=True, kw_only=True)
class GuestNotRetaken(Event):
    """A guest's released place could not be given back when the class returned; about it."""

    name: ClassVar[str] = "booking.guest_not_retaken"
    session_id: UUID
    member_id: UUID  # the host
    starts_at: datetime
    because: Reason  # of the host's own place, where that was not given back either
    host_is_in: bool  # again, by this or by themself
