"""What has happened to plans."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event
from fitkit.features.plans.rules import PlanKind


@dataclass(frozen=True, kw_only=True)
class PlanAdded(Event):
    """The gym sells something new."""

    name: ClassVar[str] = "plans.added"
    plan_id: UUID
    kind: PlanKind
    price_agorot: int


@dataclass(frozen=True, kw_only=True)
class PlanChanged(Event):
    """Name, price or terms were changed; those who hold it keep theirs."""

    name: ClassVar[str] = "plans.changed"
    plan_id: UUID
    fields: tuple[str, ...]
    price_agorot_before: int
    price_agorot: int
    open_price_agorot_before: int | None = None  # a month without the commitment
    open_price_agorot: int | None = None


@dataclass(frozen=True, kw_only=True)
class PlanRetired(Event):
    """A plan is no longer sold."""

    name: ClassVar[str] = "plans.retired"
    plan_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlanRestored(Event):
    """A plan is sold again."""

    name: ClassVar[str] = "plans.restored"
    plan_id: UUID
