"""What has happened to subscriptions."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event
from fitkit.features.plans.rules import PlanKind
from fitkit.features.subscriptions.rules import EndReason, FreezeKind


@dataclass(frozen=True, kw_only=True)
class SubscriptionGiven(Event):
    """A member holds a plan."""

    name: ClassVar[str] = "subscriptions.given"
    member_id: UUID
    plan_id: UUID
    kind: PlanKind
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class SubscriptionEndSet(Event):
    """The last day of a subscription was set."""

    name: ClassVar[str] = "subscriptions.end_set"
    member_id: UUID
    plan_id: UUID
    before: date | None
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class SubscriptionEnded(Event):
    """A member holds a plan no more."""

    name: ClassVar[str] = "subscriptions.ended"
    member_id: UUID
    plan_id: UUID
    because: EndReason
    entries_lost: int


@dataclass(frozen=True, kw_only=True)
class SubscriptionFrozen(Event):
    """A subscription rests, or will, from a day to a day; its last day moved."""

    name: ClassVar[str] = "subscriptions.frozen"
    member_id: UUID
    plan_id: UUID
    first_on: date
    last_on: date
    ends_on: date | None
    kind: FreezeKind = FreezeKind.STAFF


@dataclass(frozen=True, kw_only=True)
class SubscriptionUnfrozen(Event):
    """A freeze is over, was ended, or was called off."""

    name: ClassVar[str] = "subscriptions.unfrozen"
    member_id: UUID
    plan_id: UUID
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class EntriesAdjusted(Event):
    """Staff corrected the entries left; why stands in the move."""

    name: ClassVar[str] = "subscriptions.entries_adjusted"
    member_id: UUID
    plan_id: UUID
    delta: int
    entries_left: int
