"""What has happened on the timetable."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event


@dataclass(frozen=True, kw_only=True)
class SessionsPublished(Event):
    """One class, or a weekly row of them, is on the timetable; about the series."""

    name: ClassVar[str] = "scheduling.published"
    class_type_id: UUID
    location_id: UUID
    staff_id: UUID | None  # the coach
    times: int
    starts_at: datetime  # of the first


@dataclass(frozen=True, kw_only=True)
class SeriesWithdrawn(Event):
    """A series was taken back before anybody booked; about the series."""

    name: ClassVar[str] = "scheduling.withdrawn"
    class_type_id: UUID
    times: int


@dataclass(frozen=True, kw_only=True)
class SessionChanged(Event):
    """A class has another time, place, coach or size."""

    name: ClassVar[str] = "scheduling.changed"
    session_id: UUID
    fields: tuple[str, ...]  # of starts_at, ends_at, location_id, room_id, coach_id, capacity
    starts_before: datetime
    starts_at: datetime
    staff_before: UUID | None
    staff_id: UUID | None
    capacity_before: int
    capacity: int


@dataclass(frozen=True, kw_only=True)
class SessionCancelled(Event):
    """A class will not take place; its places are released by booking."""

    name: ClassVar[str] = "scheduling.cancelled"
    session_id: UUID
    starts_at: datetime
    booked: int
    waiting: int


@dataclass(frozen=True, kw_only=True)
class SessionRestored(Event):
    """A cancelled class takes place after all.

    With an ``undone_id`` the cancellation itself was undone: what was released for that batch is
    given back.
    """

    name: ClassVar[str] = "scheduling.restored"
    session_id: UUID
    starts_at: datetime
    undone_id: UUID | None = None  # the batch that had taken it off; empty: places stay released


@dataclass(frozen=True, kw_only=True)
class SessionNoted(Event):
    """The note of a class was written, changed or taken away; the words stand in its row."""

    name: ClassVar[str] = "scheduling.noted"
    session_id: UUID


@dataclass(frozen=True, kw_only=True)
class SessionsGenerated(Event):
    """A slot yielded new classes; about the slot."""

    name: ClassVar[str] = "scheduling.generated"
    slot_id: UUID
    times: int
    first_on: date
    last_on: date  # included


@dataclass(frozen=True, kw_only=True)
class SlotAdded(Event):
    """A class is given every week; about the slot."""

    name: ClassVar[str] = "scheduling.slot_added"
    class_type_id: UUID
    location_id: UUID


@dataclass(frozen=True, kw_only=True)
class SlotChanged(Event):
    """A class of every week is another from a day on; about the slot."""

    name: ClassVar[str] = "scheduling.slot_changed"
    class_type_id: UUID
    from_on: date


@dataclass(frozen=True, kw_only=True)
class SlotEnded(Event):
    """A class of every week is given for the last time on or before a day; about the slot."""

    name: ClassVar[str] = "scheduling.slot_ended"
    class_type_id: UUID
    last_on: date


@dataclass(frozen=True, kw_only=True)
class BatchUndone(Event):
    """What was done to several classes was undone; about the batch."""

    name: ClassVar[str] = "scheduling.batch_undone"
    times: int
