"""What has happened to days off."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from fitkit.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ClosuresProposed(Event):
    """A year's holidays wait for the owner; about the gym."""

    name: ClassVar[str] = "closures.proposed"
    year: int
    days: int


@dataclass(frozen=True, kw_only=True)
class ClosureAdded(Event):
    """A day of the gym's own waits to be confirmed; about the closure."""

    name: ClassVar[str] = "closures.added"
    day: date


@dataclass(frozen=True, kw_only=True)
class ClosureChanged(Event):
    """A day that waits closes at another hour, or elsewhere; about the closure."""

    name: ClassVar[str] = "closures.changed"
    day: date


@dataclass(frozen=True, kw_only=True)
class ClosureConfirmed(Event):
    """The gym is closed on a day; about the closure."""

    name: ClassVar[str] = "closures.confirmed"
    day: date


@dataclass(frozen=True, kw_only=True)
class ClosureDeclined(Event):
    """The gym is open on a day; about the closure."""

    name: ClassVar[str] = "closures.declined"
    day: date
