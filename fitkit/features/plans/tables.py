"""Plan, and the class types it is good for."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.tables import JSON, OrgRow, UtcDateTime, choice
from fitkit.features.plans.rules import Every, PlanKind


class Plan(OrgRow, table=True):
    """Something a member can hold."""

    __tablename__ = "plan"

    name_he: str = Field(max_length=60)
    name_en: str = Field(max_length=60)
    kind: PlanKind = Field(sa_type=choice(PlanKind), nullable=False)
    weekly_limit: int | None = None  # bookings from Sunday to Saturday; WEEKLY only
    entries: int | None = None  # PACK and TRIAL only
    valid_days: int | None = None  # from the first day on; empty: until ended
    price_agorot: int = Field(
        default=0, sa_type=sa.BigInteger
    )  # VAT included; of a period, or once
    every: Every | None = Field(
        default=None, sa_type=choice(Every), nullable=True
    )  # None: paid once
    commitment_months: int | None = None  # renewing plans only; empty: ended any time
    # What a month costs without the commitment, as the law has it disclosed.
    open_price_agorot: int | None = Field(default=None, sa_type=sa.BigInteger)
    billing_day: int | None = None  # of the month, 1 to 28, for all; empty: the day each began
    most_instalments: int = Field(  # that the card company's page offers
        default=1, sa_column_kwargs={"server_default": "1"}
    )
    is_private: bool = False  # given by staff only
    is_kept: bool = False  # by whom it was given to: not handed over to another member
    location_ids: list[Any] = Field(  # good at these; empty: at all
        default_factory=list, sa_type=JSON, nullable=False
    )
    day_limit: int | None = None  # bookings a day
    open_limit: int | None = None  # bookings ahead at one time
    class_from: time | None = None  # good for classes that begin from this wall time
    class_until: time | None = None  # up to this one
    begin_within: int | None = None  # PACK only: valid from the first class on, in so many days
    sold_from: date | None = None  # the sign-up window; private plans and trials have none
    sold_until: date | None = None  # its last day
    # What it changes of the booking rules, by class type id or "*" for all: PolicyOverride facts.
    # In force for all who hold it, at once.
    overrides: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    position: int = 0  # on lists, from 0
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("price_agorot >= 0", name="price"),
        sa.CheckConstraint("most_instalments between 1 and 36", name="instalments"),
        sa.CheckConstraint(
            "(commitment_months is null) = (open_price_agorot is null)"
            " and (commitment_months is null or every is not null)",
            name="commitment",
        ),
        sa.CheckConstraint("(kind = 'weekly') = (weekly_limit is not null)", name="weekly_limit"),
        sa.CheckConstraint("(kind in ('pack', 'trial')) = (entries is not null)", name="entries"),
    )


class PlanClassType(OrgRow, table=True):
    """A plan is good for a class type; a plan without any is good for all."""

    __tablename__ = "plan_class_type"

    plan_id: UUID = Field(foreign_key="plan.id")
    class_type_id: UUID = Field(foreign_key="class_type.id", index=True)

    __table_args__ = (Index("uq_plan_class_type", "plan_id", "class_type_id", unique=True),)
