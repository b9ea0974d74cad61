"""What has happened to deals that become others. Amounts in agorot; about the change."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event
from fitkit.features.billing.rules.changes import ChangeKind


@dataclass(frozen=True, kw_only=True)
class DealChanged(Event):
    """A member holds another plan instead of the one they held."""

    name: ClassVar[str] = "billing.deal_changed"
    member_id: UUID
    plan_id: UUID
    deal_id: UUID  # the new one
    subscription_id: UUID  # the new one
    kind: ChangeKind
    amount_agorot: int  # that was charged for it, or is due
    takes_on: date
    next_on: date | None


@dataclass(frozen=True, kw_only=True)
class ChangePlanned(Event):
    """A deal will become another when what is paid is over."""

    name: ClassVar[str] = "billing.change_planned"
    member_id: UUID
    plan_id: UUID
    takes_on: date
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class ChangeCalledOff(Event):
    """A change that was ahead will not be."""

    name: ClassVar[str] = "billing.change_called_off"
    member_id: UUID
    plan_id: UUID


@dataclass(frozen=True, kw_only=True)
class ChangeFailed(Event):
    """A change was not paid, or could not be made; the old plan stays, and what was paid goes back."""

    name: ClassVar[str] = "billing.change_failed"
    member_id: UUID
    plan_id: UUID
    is_given_back: bool


@dataclass(frozen=True, kw_only=True)
class DealHandedOver(Event):
    """What is left of a plan is another member's."""

    name: ClassVar[str] = "billing.deal_handed_over"
    member_id: UUID  # who held it
    to_member_id: UUID
    plan_id: UUID
    subscription_id: UUID  # the new one
    next_on: date | None
