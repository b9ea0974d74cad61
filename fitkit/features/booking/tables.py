"""Booking and WaitlistEntry."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.tables import OrgRow, UtcDateTime, choice
from fitkit.features.booking.rules import (
    Attendance,
    BookingStatus,
    CancelledBy,
    Via,
    WaitState,
)


class Booking(OrgRow, table=True):
    """A member's place in a class."""

    __tablename__ = "booking"

    session_id: UUID = Field(foreign_key="class_session.id")
    # Before member_id: foreign keys are checked in this order, and ending a plan locks the
    # subscription before the member.
    subscription_id: UUID | None = Field(  # what pays; empty: brought in without one
        default=None, foreign_key="subscription.id"
    )
    member_id: UUID = Field(foreign_key="member.id")
    entry_taken: bool = False  # an entry is out for it; false again once returned
    status: BookingStatus = Field(
        default=BookingStatus.BOOKED, sa_type=choice(BookingStatus), nullable=False
    )
    via: Via = Field(default=Via.APP, sa_type=choice(Via), nullable=False)
    booked_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancelled_by: CancelledBy | None = Field(
        default=None, sa_type=choice(CancelledBy), nullable=True
    )
    attendance: Attendance = Field(
        default=Attendance.NONE, sa_type=choice(Attendance), nullable=False
    )
    checked_in_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        Index(  # one live place a member; the roster
            "uq_booking_live",
            "session_id",
            "member_id",
            unique=True,
            postgresql_where=sa.text("status = 'booked'"),
        ),
        Index("ix_booking_session", "session_id", "member_id"),  # a card's past, a release
        Index("ix_booking_member", "member_id", "session_id"),  # a member's week and history
        Index("ix_booking_subscription", "subscription_id"),  # what a plan paid for
    )


class WaitlistEntry(OrgRow, table=True):
    """A member's number in the line of a class."""

    __tablename__ = "waitlist_entry"

    session_id: UUID = Field(foreign_key="class_session.id")
    member_id: UUID = Field(foreign_key="member.id", index=True)
    number: int  # given out under the session's hold, ascending; the place shown is its rank
    state: WaitState = Field(default=WaitState.WAITING, sa_type=choice(WaitState), nullable=False)
    joined_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    passed_over_at: datetime | None = Field(  # told once that nothing pays
        default=None, sa_type=UtcDateTime
    )

    __table_args__ = (
        Index(  # one number a member
            "uq_waitlist_entry_live",
            "session_id",
            "member_id",
            unique=True,
            postgresql_where=sa.text("state = 'waiting'"),
        ),
        Index("uq_waitlist_entry_number", "session_id", "number", unique=True),  # the line
    )
