"""What a proof of the book may find."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class FaultKind(StrEnum):
    """What is wrong with a row of the book; each is impossible while the database's walls stand."""

    UNBALANCED = "unbalanced"  # a posting whose entries do not sum to zero
    EMPTY = "empty"  # a posting without entries
    ORPHAN = "orphan"  # an entry without its posting, or with another moment or gym
    BALANCE = (
        "balance"  # a member's entry whose number, balance or charges are not the sums before it
    )
    REVERSAL = "reversal"  # a reversal that is not the opposite of what it reverses


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault: how often, and the first rows that have it."""

    kind: FaultKind
    count: int  # 1 or more
    ids: tuple[UUID, ...]  # of postings or entries, at most 20
