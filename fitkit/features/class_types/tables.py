"""ClassType."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from fitkit.core.tables import OrgRow, UtcDateTime, choice
from fitkit.features.class_types.rules import Colour


class ClassType(OrgRow, table=True):
    """A kind of class."""

    __tablename__ = "class_type"

    name_he: str = Field(max_length=40)
    name_en: str = Field(max_length=40)
    description: str = Field(default="", max_length=600)
    colour: Colour = Field(default=Colour.TEAL, sa_type=choice(Colour), nullable=False)
    minutes: int  # length
    capacity: int  # places of a new class; each class may differ
    min_attendance: int = 0  # 0: given for anyone who comes
    coach_id: UUID | None = Field(  # who gives it unless said otherwise
        default=None, foreign_key="staff_profile.id", index=True
    )
    opens_days: int = 7  # booking opens this many days before, at the class's wall time
    closes_minutes: int = 0  # booking closes this long before the start
    cancel_cutoff_minutes: int = 360  # a later cancellation costs
    waitlist_limit: int = 10  # how many may wait
    position: int = 0  # on lists, from 0
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("capacity > 0", name="capacity"),
        sa.CheckConstraint("minutes > 0", name="minutes"),
        sa.CheckConstraint("min_attendance <= capacity", name="min_attendance"),
    )
