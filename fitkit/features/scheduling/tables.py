"""ClassSession, the recurring slots that yield sessions, and changes made to many at once."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.tables import JSON, OrgRow, UtcDateTime, choice
from fitkit.features.scheduling.rules import BatchKind, SessionStatus


class TimetableSlot(OrgRow, table=True):
    """A class that is given every week at one wall time."""

    __tablename__ = "timetable_slot"

    class_type_id: UUID = Field(foreign_key="class_type.id", index=True)
    location_id: UUID = Field(foreign_key="location.id", index=True)
    room_id: UUID | None = Field(default=None, foreign_key="room.id", index=True)
    coach_id: UUID | None = Field(default=None, foreign_key="staff_profile.id", index=True)
    weekday: int  # 0 Sunday to 6 Saturday
    starts: time  # wall time in the gym's zone
    minutes: int
    capacity: int
    first_on: date  # from this day on
    last_on: date | None = None  # until this day; empty: until ended
    generated_until: date | None = None  # sessions exist up to this day
    changed_from: date | None = None  # as it is now from this day on; empty: as it was added

    __table_args__ = (
        sa.CheckConstraint("weekday between 0 and 6", name="weekday"),
        sa.CheckConstraint("minutes between 10 and 480", name="minutes"),
        sa.CheckConstraint("capacity between 1 and 500", name="capacity"),
        sa.CheckConstraint("last_on >= first_on", name="days"),
        Index("ix_timetable_slot_week", "org_id", "weekday", "starts"),  # the pattern of a week
    )


class TimetableBatch(OrgRow, table=True):
    """What was done to several sessions in one action, and how each stood before: undone once."""

    __tablename__ = "timetable_batch"

    kind: BatchKind = Field(sa_type=choice(BatchKind), nullable=False)
    staff_user_id: UUID | None = None  # who did it; empty: FitKit itself
    before: list[Any] = Field(default_factory=list, sa_type=JSON, nullable=False)  # by session
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ClassSession(OrgRow, table=True):
    """One class on one day."""

    __tablename__ = "class_session"

    class_type_id: UUID = Field(foreign_key="class_type.id", index=True)
    location_id: UUID = Field(foreign_key="location.id", index=True)
    room_id: UUID | None = Field(default=None, foreign_key="room.id")
    coach_id: UUID | None = Field(default=None, foreign_key="staff_profile.id")
    starts_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    ends_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    capacity: int
    booked: int = 0  # live places; changed only under the row's lock
    waiting: int = 0  # in line; changed only under the row's lock
    held: int = 0  # free places kept for who was offered one; changed only under the row's lock
    last_number: int = 0  # the last number given out in the waitlist
    status: SessionStatus = Field(
        default=SessionStatus.SCHEDULED, sa_type=choice(SessionStatus), nullable=False
    )
    series_id: UUID = Field(index=True)  # what was published together
    slot_id: UUID | None = Field(default=None, foreign_key="timetable_slot.id")
    slot_on: date | None = None  # the day the slot yields it for, wherever it was moved to
    is_exception: bool = False  # changed by hand: the slot's changes leave it alone
    revision: int = 0  # counts what a calendar shows of it
    note: str = Field(default="", max_length=500)  # what members are told about this class
    published_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancel_reason: str = Field(default="", max_length=200)  # as staff wrote it, for members
    cancel_batch_id: UUID | None = None  # what took it off; empty while it is on
    moved_at: datetime | None = (
        Field(  # when its start was last changed; a place from before is free
            default=None, sa_type=UtcDateTime
        )
    )
    attendance_taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="span"),
        sa.CheckConstraint("capacity between 1 and 500", name="capacity"),
        sa.CheckConstraint("booked >= 0 and held >= 0", name="counted"),
        sa.CheckConstraint("booked + held <= capacity", name="places"),
        sa.CheckConstraint("waiting >= 0", name="waiting"),
        Index("ix_class_session_when", "org_id", "starts_at"),  # the week
        Index(  # a slot yields one session a day
            "uq_class_session_slot",
            "slot_id",
            "slot_on",
            unique=True,
            postgresql_where=sa.text("slot_id is not null"),
        ),
        Index("ix_class_session_coach", "coach_id", "starts_at"),  # a coach's day; clashes
        Index("ix_class_session_room", "room_id", "starts_at"),  # clashes
    )
