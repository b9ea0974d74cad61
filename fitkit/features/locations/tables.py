"""Location and Room."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from fitkit.core.tables import JSON, OrgRow, UtcDateTime


class Location(OrgRow, table=True):
    """A branch of the gym."""

    __tablename__ = "location"

    name: str = Field(max_length=60)
    address: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=20)  # E.164
    zone: str = Field(default="", max_length=64)  # IANA name; empty: the gym's
    # {"0": [["06:00", "14:00"]], …}: spans of wall time by weekday, 0 is Sunday
    hours: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    position: int = 0  # on lists, from 0
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Room(OrgRow, table=True):
    """A space in a location."""

    __tablename__ = "room"

    location_id: UUID = Field(foreign_key="location.id", index=True)
    name: str = Field(max_length=60)
    capacity: int  # people
    position: int = 0  # on lists, from 0
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (sa.CheckConstraint("capacity > 0", name="capacity"),)
