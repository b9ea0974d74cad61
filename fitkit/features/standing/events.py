"""What has happened with fixed places."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event


@dataclass(frozen=True, kw_only=True)
class StandingGiven(Event):
    """A member has a fixed place in a slot; about the fixed place."""

    name: ClassVar[str] = "standing.given"
    slot_id: UUID
    member_id: UUID
    first_on: date


@dataclass(frozen=True, kw_only=True)
class StandingEnded(Event):
    """A fixed place is over; about it."""

    name: ClassVar[str] = "standing.ended"
    slot_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class StandingMissed(Event):
    """A fixed place was not booked in one class; it stays for the next. About the fixed place."""

    name: ClassVar[str] = "standing.missed"
    session_id: UUID
    member_id: UUID
    because: str  # a reason of the booking engine
