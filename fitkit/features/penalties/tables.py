"""Versions of a gym's penalty rules, and penalties."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.tables import JSON, OrgRow, UtcDateTime, choice
from fitkit.features.penalties.rules import Offence, PenaltyState, Step


class PenaltyRules(OrgRow, table=True):
    """One version of the numbers; the newest is in force. None at all: the house's defaults."""

    __tablename__ = "penalty_rules"

    version: int  # 1, 2, 3 …
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)

    __table_args__ = (Index("uq_penalty_rules_version", "org_id", "version", unique=True),)


class Penalty(OrgRow, table=True):
    """What an offence led to."""

    __tablename__ = "penalty"

    member_id: UUID = Field(foreign_key="member.id")
    booking_id: UUID = Field(foreign_key="booking.id")
    session_id: UUID = Field(foreign_key="class_session.id", index=True)
    offence: Offence = Field(sa_type=choice(Offence), nullable=False)
    step: Step = Field(sa_type=choice(Step), nullable=False)
    count: int  # which offence of the rolling days it was, 1 and up
    rules_version: int  # 0: the house's defaults
    rules_facts: dict[str, Any] = Field(  # the numbers themselves
        default_factory=dict, sa_type=JSON, nullable=False
    )
    at: datetime = Field(sa_type=UtcDateTime, nullable=False)  # of the offence
    subscription_id: UUID | None = Field(  # whose entry was taken
        default=None, foreign_key="subscription.id", index=True
    )
    blocks_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    state: PenaltyState = Field(
        default=PenaltyState.STANDING, sa_type=choice(PenaltyState), nullable=False
    )
    dispute_until: datetime = Field(sa_type=UtcDateTime, nullable=False)
    dispute: str = Field(default="", max_length=500)  # the member's words
    decision: str = Field(default="", max_length=500)  # staff's words
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: UUID | None = None  # a user; empty: nobody yet
    # The offence itself was taken back: should it come again, it is judged by itself.
    is_void: bool = False

    __table_args__ = (
        Index(  # invariant 1
            "uq_penalty_offence",
            "booking_id",
            "offence",
            unique=True,
            postgresql_where=sa.text("not is_void"),
        ),
        Index("ix_penalty_member", "member_id", "at"),  # the rolling days; a block
        Index(  # what waits for staff
            "ix_penalty_disputed", "org_id", "id", postgresql_where=sa.text("state = 'disputed'")
        ),
    )
