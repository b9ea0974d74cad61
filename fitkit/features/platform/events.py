"""What FitKit's own people did, in the log of the gym it was done in."""

from dataclasses import dataclass
from typing import ClassVar

from fitkit.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PaymentOpened(Event):
    """A payment of a gym was looked into; about the charge. The reason stands beside the event."""

    name: ClassVar[str] = "platform.payment_opened"


@dataclass(frozen=True, kw_only=True)
class PaymentAsked(Event):
    """The company was asked again what became of a charge or a refund; about it."""

    name: ClassVar[str] = "platform.payment_asked"


@dataclass(frozen=True, kw_only=True)
class JobWoken(Event):
    """A job that had given up was begun again; about the job. Outside any gym."""

    name: ClassVar[str] = "platform.job_woken"
