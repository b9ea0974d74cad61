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
    swapped_from_id: UUID | None = (
        None  # the booking that was given up for it; counts the day's swaps
    )
    standing_id: UUID | None = None  # the fixed place it comes from
    release_id: UUID | None = None  # the batch that took it back, which its undo gives back

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
    notice_minutes: int = (
        0  # own minimum notice: no place that comes later than this before the start
    )
    offered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    offer_until: datetime | None = Field(default=None, sa_type=UtcDateTime)  # a place is kept until
    claim_told_at: datetime | None = Field(  # told that the first tap has it
        default=None, sa_type=UtcDateTime
    )
    release_id: UUID | None = None  # the batch that took it back, which its undo gives back

    __table_args__ = (
        Index(  # offers that stand
            "ix_waitlist_entry_offered",
            "offer_until",
            postgresql_where=sa.text("offer_until is not null and state = 'waiting'"),
        ),
        Index(  # one number a member
            "uq_waitlist_entry_live",
            "session_id",
            "member_id",
            unique=True,
            postgresql_where=sa.text("state = 'waiting'"),
        ),
        Index("uq_waitlist_entry_number", "session_id", "number", unique=True),  # the line
    )


class GuestPlace(OrgRow, table=True):
    """A place in a class for somebody whom a member brings; counted among the booked."""

    __tablename__ = "guest_place"

    session_id: UUID = Field(foreign_key="class_session.id")
    subscription_id: UUID | None = Field(default=None, foreign_key="subscription.id", index=True)
    member_id: UUID = Field(foreign_key="member.id")  # who brings them
    name: str = Field(max_length=80)
    phone: str = Field(default="", max_length=20)  # E.164, or empty
    entry_taken: bool = False  # an entry of the member is out for it
    status: BookingStatus = Field(
        default=BookingStatus.BOOKED, sa_type=choice(BookingStatus), nullable=False
    )
    booked_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attendance: Attendance = Field(
        default=Attendance.NONE, sa_type=choice(Attendance), nullable=False
    )
    release_id: UUID | None = None  # as of a booking

    __table_args__ = (
        Index(  # the roster; the count
            "ix_guest_place_session", "session_id", postgresql_where=sa.text("status = 'booked'")
        ),
        Index("ix_guest_place_member", "member_id", "session_id"),  # what a member brought
    )
