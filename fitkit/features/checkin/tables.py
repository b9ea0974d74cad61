"""Kiosk."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Index

from fitkit.core.tables import OrgRow, Row, UtcDateTime


class Kiosk(OrgRow, table=True):
    """A tablet at a door of the gym."""

    __tablename__ = "kiosk"

    name: str = Field(max_length=60)
    location_id: UUID = Field(foreign_key="location.id", index=True)
    added_by: UUID | None = None  # a user
    last_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (Index("ix_kiosk_in_use", "org_id", "revoked_at"),)


class KioskKey(Row, table=True):
    """Which kiosk of which gym an address opens. Global: it is read before any gym is known."""

    __tablename__ = "kiosk_key"

    token_hash: str = Field(unique=True, max_length=64)  # the digest of the address's token
    kiosk_id: UUID = Field(foreign_key="kiosk.id", index=True)
    gym_id: UUID = Field(foreign_key="org.id", index=True)
    location_id: UUID
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
