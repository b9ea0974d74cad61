"""What has happened to comparisons."""

from dataclasses import dataclass
from typing import ClassVar

from fitkit.core.events import Event
from fitkit.features.reconciliation.rules import DifferenceKind
from fitkit.ports.payments import Provider


@dataclass(frozen=True, kw_only=True)
class DifferencesFound(Event):
    """A night found what no night had found before; about the account."""

    name: ClassVar[str] = "reconciliation.differences_found"
    provider: Provider
    count: int


@dataclass(frozen=True, kw_only=True)
class DifferenceSettled(Event):
    """Staff said what a difference was; about it."""

    name: ClassVar[str] = "reconciliation.difference_settled"
    difference: DifferenceKind
