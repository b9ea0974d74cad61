"""ClassType."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from fitkit.core.tables import JSON, OrgRow, UtcDateTime, choice
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
    # The rules of booking, as ``Policy.facts``: read whole, never searched.
    policy: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    required_forms: list[Any] = Field(  # kinds of forms a member must have on file
        default_factory=list, sa_type=JSON, nullable=False
    )
    drop_in_agorot: int | None = Field(default=None, sa_type=sa.BigInteger)  # empty: not sold
    position: int = 0  # on lists, from 0
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("capacity > 0", name="capacity"),
        sa.CheckConstraint("minutes > 0", name="minutes"),
        sa.CheckConstraint("min_attendance <= capacity", name="min_attendance"),
        sa.CheckConstraint("drop_in_agorot >= 0", name="drop_in"),
    )
