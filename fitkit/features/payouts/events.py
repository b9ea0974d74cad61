"""What has happened to payouts. Amounts in agorot."""

from dataclasses import dataclass
from typing import ClassVar

from fitkit.core.events import Event
from fitkit.features.ledger.rules.accounts import Account


@dataclass(frozen=True, kw_only=True)
class PayoutBooked(Event):
    """Money that arrived at the bank stands in the book; about the payout."""

    name: ClassVar[str] = "payouts.booked"
    account: Account
    arrived_agorot: int
    fee_agorot: int
    difference_agorot: int
