"""Closure."""

from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.tables import OrgRow, UtcDateTime, choice
from fitkit.features.closures.rules import ClosureState


class Closure(OrgRow, table=True):
    """A day on which a location, or all of them, is closed, from a wall time on or all day."""

    __tablename__ = "closure"

    day: date  # in the gym's zone
    closes_at: time | None = None  # a short day: closed from then on; empty: all day
    location_id: UUID | None = Field(  # empty: all locations
        default=None, foreign_key="location.id", index=True
    )
    name_he: str = Field(max_length=80)
    name_en: str = Field(max_length=80)
    key: str = Field(default="", max_length=80)  # of the calendar's holiday; empty: the gym's own
    state: ClosureState = Field(sa_type=choice(ClosureState), nullable=False)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        Index("ix_closure_day", "org_id", "day"),  # what is closed in a span
        Index(  # proposed once
            "uq_closure_key",
            "org_id",
            "key",
            "day",
            unique=True,
            postgresql_where=sa.text("key <> ''"),
        ),
    )
