"""CalendarFeed."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.sealing import sealed
from fitkit.core.tables import OrgRow, Row, UtcDateTime


class CalendarFeed(OrgRow, table=True):
    """The secret address of one member's, or one coach's, classes."""

    __tablename__ = "calendar_feed"

    member_id: UUID | None = Field(default=None, foreign_key="member.id")  # whose: this one's…
    staff_id: UUID | None = Field(default=None, foreign_key="staff_profile.id")  # …or this one's
    token_sealed: str = sealed("token")  # to show the address again
    last_read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("num_nonnulls(member_id, staff_id) = 1", name="one_person"),
        Index(  # invariant 2
            "uq_calendar_feed_member",
            "member_id",
            unique=True,
            postgresql_where=sa.text("revoked_at is null and member_id is not null"),
        ),
        Index(
            "uq_calendar_feed_staff",
            "staff_id",
            unique=True,
            postgresql_where=sa.text("revoked_at is null and staff_id is not null"),
        ),
    )


class CalendarKey(Row, table=True):
    """Which feed of which gym an address reads. Global: it is read before any gym is known."""

    __tablename__ = "calendar_key"

    token_hash: str = Field(unique=True, max_length=64)  # the digest of the address's token
    feed_id: UUID = Field(foreign_key="calendar_feed.id", index=True)
    gym_id: UUID = Field(foreign_key="org.id", index=True)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
