"""What has happened to deals. Amounts in agorot."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event
from fitkit.core.i18n import Lang
from fitkit.features.billing.rules.words import CancellationState


@dataclass(frozen=True, kw_only=True)
class DealCancelled(Event):
    """A member's notice ends a deal, or waits for the gym's decision; about the cancellation."""

    name: ClassVar[str] = "billing.deal_cancelled"
    deal_id: UUID
    member_id: UUID
    state: CancellationState
    last_day: date
    refund_agorot: int
    owed_agorot: int


@dataclass(frozen=True, kw_only=True)
class LaterEndWished(Event):
    """Whoever ends a deal wished for a later last day than the earliest; about the cancellation."""

    name: ClassVar[str] = "billing.later_end_wished"
    deal_id: UUID
    member_id: UUID
    earliest: date
    last_day: date


@dataclass(frozen=True, kw_only=True)
class CancellationWithdrawn(Event):
    """The member stays, and everything stands as before the notice; about the cancellation."""

    name: ClassVar[str] = "billing.cancellation_withdrawn"
    deal_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class CancelCodeAsked(Event):
    """Somebody asks for a code to end a deal; about the code. None: nobody the gym knows."""

    name: ClassVar[str] = "billing.cancel_code_asked"
    member_id: UUID | None
    lang: Lang
