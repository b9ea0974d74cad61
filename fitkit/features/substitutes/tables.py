"""A request for a substitute, and who said no."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.tables import OrgRow, UtcDateTime, choice
from fitkit.features.substitutes.rules import RequestState


class SubstituteRequest(OrgRow, table=True):
    """A coach asks for somebody to give one class."""

    __tablename__ = "substitute_request"

    session_id: UUID = Field(foreign_key="class_session.id")
    asked_by: UUID = Field(foreign_key="staff_profile.id", index=True)
    asked_of: UUID | None = Field(  # one colleague; empty: all coaches
        default=None, foreign_key="staff_profile.id", index=True
    )
    note: str = Field(default="", max_length=300)
    state: RequestState = Field(
        default=RequestState.OPEN, sa_type=choice(RequestState), nullable=False
    )
    accepted_by: UUID | None = Field(default=None, foreign_key="staff_profile.id", index=True)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        Index("ix_substitute_request_session", "session_id"),
        Index(  # invariant 1; the open ones
            "uq_substitute_request_open",
            "session_id",
            unique=True,
            postgresql_where=sa.text("state = 'open'"),
        ),
    )


class SubstituteDecline(OrgRow, table=True):
    """A coach said no to a request."""

    __tablename__ = "substitute_decline"

    request_id: UUID = Field(foreign_key="substitute_request.id")
    staff_id: UUID = Field(foreign_key="staff_profile.id", index=True)

    __table_args__ = (Index("uq_substitute_decline", "request_id", "staff_id", unique=True),)
