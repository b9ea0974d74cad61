"""StandingBooking, and the classes it was tried for."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.tables import OrgRow, UtcDateTime


class StandingBooking(OrgRow, table=True):
    """A member's fixed place in a slot."""

    __tablename__ = "standing_booking"

    slot_id: UUID = Field(foreign_key="timetable_slot.id")
    member_id: UUID = Field(foreign_key="member.id", index=True)
    first_on: date  # in the gym's zone
    last_on: date | None = None  # empty: until ended
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("last_on >= first_on", name="days"),
        Index(  # invariant 1; the slot's regulars
            "uq_standing_booking_live",
            "slot_id",
            "member_id",
            unique=True,
            postgresql_where=sa.text("ended_at is null"),
        ),
    )


class StandingTry(OrgRow, table=True):
    """A fixed place was tried for a class: once, whatever came of it."""

    __tablename__ = "standing_try"

    standing_id: UUID = Field(foreign_key="standing_booking.id")
    session_id: UUID = Field(foreign_key="class_session.id", index=True)
    is_booked: bool = False
    reason: str = Field(default="", max_length=40)  # why not; empty when booked

    __table_args__ = (Index("uq_standing_try", "standing_id", "session_id", unique=True),)
