"""What has happened with penalties and their rules."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event
from fitkit.features.penalties.rules import Offence, Step


@dataclass(frozen=True, kw_only=True)
class PenaltyGiven(Event):
    """An offence led to a step; about the penalty."""

    name: ClassVar[str] = "penalties.given"
    member_id: UUID
    session_id: UUID
    booking_id: UUID
    offence: Offence
    step: Step
    count: int
    blocks_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class PenaltyDisputed(Event):
    """The member says it was not so; about the penalty, which keeps their words."""

    name: ClassVar[str] = "penalties.disputed"
    member_id: UUID
    session_id: UUID


@dataclass(frozen=True, kw_only=True)
class PenaltyExcused(Event):
    """Staff took a penalty back, and what it took came back; about the penalty."""

    name: ClassVar[str] = "penalties.excused"
    member_id: UUID
    session_id: UUID
    booking_id: UUID
    offence: Offence


@dataclass(frozen=True, kw_only=True)
class PenaltyUpheld(Event):
    """Staff left a disputed penalty as it is; about the penalty."""

    name: ClassVar[str] = "penalties.upheld"
    member_id: UUID
    session_id: UUID
    offence: Offence


@dataclass(frozen=True, kw_only=True)
class PenaltyRulesChanged(Event):
    """Another version of the numbers is in force; about its row."""

    name: ClassVar[str] = "penalties.rules_changed"
    version: int
