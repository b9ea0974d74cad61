"""Subscription, and every change of its entries."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.tables import JSON, OrgRow, UtcDateTime, choice
from fitkit.features.plans.rules import PlanKind
from fitkit.features.subscriptions.rules import (
    EndReason,
    FreezeKind,
    MoveReason,
    SubscriptionStatus,
)


class Subscription(OrgRow, table=True):
    """A plan given to a member; kind, limit, entries and class types are copies of the terms."""

    __tablename__ = "subscription"

    member_id: UUID = Field(foreign_key="member.id")
    plan_id: UUID = Field(foreign_key="plan.id")
    kind: PlanKind = Field(sa_type=choice(PlanKind), nullable=False)
    weekly_limit: int | None = None  # bookings from Sunday to Saturday
    entries_given: int | None = None  # at the start; empty: not counted
    entries_left: int | None = None  # the sum of its moves; empty: not counted
    class_type_ids: list[Any] = Field(default_factory=list, sa_type=JSON, nullable=False)
    location_ids: list[Any] = Field(default_factory=list, sa_type=JSON, nullable=False)
    day_limit: int | None = None  # bookings a day
    open_limit: int | None = None  # bookings ahead at one time
    class_from: time | None = None  # good for classes that begin from this wall time
    class_until: time | None = None  # up to this one
    # Of a pack whose days count from the first class: when they begin at the latest, which ``ends_on``
    # is counted from until they have; none where somebody set its last day.
    begins_by: date | None = None
    begun_on: date | None = None  # the day of the class that began it
    starts_on: date  # first day, in the gym's zone
    ends_on: date | None = None  # last day; empty: until ended
    status: SubscriptionStatus = Field(
        default=SubscriptionStatus.ACTIVE, sa_type=choice(SubscriptionStatus), nullable=False
    )
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    end_reason: EndReason | None = Field(default=None, sa_type=choice(EndReason), nullable=True)
    # What another member got of it; entries that come back to it go there.
    handed_to_id: UUID | None = Field(default=None, foreign_key="subscription.id", index=True)

    __table_args__ = (
        sa.CheckConstraint("entries_left >= 0", name="entries_left"),
        sa.CheckConstraint("ends_on >= starts_on", name="days"),
        Index("ix_subscription_member", "member_id", "status"),  # what a member holds
        Index("ix_subscription_plan", "plan_id", "status"),  # who holds a plan
        Index(  # the daily sweep
            "ix_subscription_ending",
            "org_id",
            "ends_on",
            postgresql_where=sa.text("status <> 'ended'"),
        ),
    )


class CreditMove(OrgRow, table=True):
    """One change of a subscription's entries; only ever added."""

    __tablename__ = "credit_move"

    subscription_id: UUID = Field(foreign_key="subscription.id")
    delta: int
    balance_after: int
    reason: MoveReason = Field(sa_type=choice(MoveReason), nullable=False)
    booking_id: UUID | None = None  # of booking, which is above: no foreign key
    actor_user_id: UUID | None = None  # empty: FitKit itself
    note: str = Field(default="", max_length=200)  # why staff corrected

    __table_args__ = (
        sa.CheckConstraint("balance_after >= 0", name="balance_after"),
        Index("ix_credit_move_story", "subscription_id", "id"),  # its story, newest last
        Index(
            "ix_credit_move_booking",
            "booking_id",
            postgresql_where=sa.text("booking_id is not null"),
        ),
    )


class Freeze(OrgRow, table=True):
    """Days on which a subscription rests: nothing is booked with it, and its end moves."""

    __tablename__ = "subscription_freeze"

    subscription_id: UUID = Field(foreign_key="subscription.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    kind: FreezeKind = Field(default=FreezeKind.STAFF, sa_type=choice(FreezeKind), nullable=False)
    first_on: date
    last_on: date
    reason: str = Field(default="", max_length=200)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # before its last day

    __table_args__ = (sa.CheckConstraint("last_on >= first_on", name="days"),)
