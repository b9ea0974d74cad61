"""ClassSession."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.tables import OrgRow, UtcDateTime, choice
from fitkit.features.scheduling.rules import SessionStatus


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
    last_number: int = 0  # the last number given out in the waitlist
    status: SessionStatus = Field(
        default=SessionStatus.SCHEDULED, sa_type=choice(SessionStatus), nullable=False
    )
    series_id: UUID = Field(index=True)  # what was published together
    note: str = Field(default="", max_length=500)  # what members are told about this class
    published_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancel_reason: str = Field(default="", max_length=200)  # as staff wrote it, for members
    attendance_taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="span"),
        sa.CheckConstraint("capacity between 1 and 500", name="capacity"),
        sa.CheckConstraint("booked between 0 and capacity", name="places"),
        sa.CheckConstraint("waiting >= 0", name="waiting"),
        Index("ix_class_session_when", "org_id", "starts_at"),  # the week
        Index("ix_class_session_coach", "coach_id", "starts_at"),  # a coach's day; clashes
        Index("ix_class_session_room", "room_id", "starts_at"),  # clashes
    )
