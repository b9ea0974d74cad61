"""What has happened in the book. Amounts in agorot."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event
from fitkit.features.ledger.rules.accounts import Account, PostingKind


@dataclass(frozen=True, kw_only=True)
class Posted(Event):
    """A posting is in the book; about it."""

    name: ClassVar[str] = "ledger.posted"
    posting: PostingKind
    member_id: UUID | None  # none: about no member, or several
    total_agorot: int  # how much it moves
    owed_agorot: int  # what it adds to what members owe; below zero: they owe less
    cause_kind: str
    cause_id: UUID


@dataclass(frozen=True, kw_only=True)
class Reversed(Event):
    """A posting was undone by another; about the one that was undone."""

    name: ClassVar[str] = "ledger.reversed"
    posting: PostingKind  # what was undone
    by_posting_id: UUID
    member_id: UUID | None
    total_agorot: int
    owed_agorot: int  # what the reversal adds to what members owe


@dataclass(frozen=True, kw_only=True)
class Corrected(Event):
    """Staff moved a balance, and the posting keeps why; about it."""

    name: ClassVar[str] = "ledger.corrected"
    account: Account
    member_id: UUID | None
    total_agorot: int
    change_agorot: int  # of the account; below zero: down


@dataclass(frozen=True, kw_only=True)
class ProofFailed(Event):
    """A recount found faults; about its row, which keeps them."""

    name: ClassVar[str] = "ledger.proof_failed"
    faults: int
