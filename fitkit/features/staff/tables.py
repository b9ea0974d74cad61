"""StaffProfile, and who coaches whom since when."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.tables import OrgRow, UtcDateTime


class StaffProfile(OrgRow, table=True):
    """Somebody who works in the gym; signing in is identity's affair."""

    __tablename__ = "staff_profile"

    name: str = Field(max_length=60)
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=20)  # E.164
    title_he: str = Field(default="", max_length=60)
    title_en: str = Field(default="", max_length=60)
    tint: int = 0  # 0 to 7: the colour that marks a coach
    is_coach: bool = True
    bio: str = Field(default="", max_length=600)
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CoachMember(OrgRow, table=True):
    """A member was a coach's from a day until a day; open while ``until`` is empty."""

    __tablename__ = "coach_member"

    coach_id: UUID = Field(foreign_key="staff_profile.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    since: date  # in the gym's zone
    until: date | None = None  # the first day it was over

    __table_args__ = (
        Index(
            "uq_coach_member_open",
            "member_id",
            unique=True,
            postgresql_where=sa.text("until is null"),
        ),
    )
