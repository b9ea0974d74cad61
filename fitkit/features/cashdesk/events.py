"""What has happened to the drawer. Amounts in agorot."""

from dataclasses import dataclass
from typing import ClassVar

from fitkit.core.events import Event
from fitkit.features.cashdesk.rules import Kept


@dataclass(frozen=True, kw_only=True)
class DayOpened(Event):
    """The drawer was counted and opened; about the day."""

    name: ClassVar[str] = "cashdesk.day_opened"
    counted_agorot: int
    difference_agorot: int


@dataclass(frozen=True, kw_only=True)
class DayClosed(Event):
    """The drawer was counted and closed; about the day."""

    name: ClassVar[str] = "cashdesk.day_closed"
    counted_agorot: int
    difference_agorot: int


@dataclass(frozen=True, kw_only=True)
class DayReopened(Event):
    """The owner opened a closed day again; about the day."""

    name: ClassVar[str] = "cashdesk.day_reopened"


@dataclass(frozen=True, kw_only=True)
class Deposited(Event):
    """Cash or cheques were brought to the bank; about the deposit."""

    name: ClassVar[str] = "cashdesk.deposited"
    what: Kept
    amount_agorot: int
