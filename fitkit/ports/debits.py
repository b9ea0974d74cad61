"""Bank debits by a file: whose file it is, whom it debits, and what keeps it from being made.

Nothing is sent anywhere: a person takes the file to the bank's own program. Making one is arithmetic alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from fitkit.core.errors import Refusal
from fitkit.core.money import Money


class Letters(StrEnum):
    """How Hebrew is written; which one, the bank says."""

    WINDOWS = "windows-1255"
    DOS = "cp862"
    SEVEN_BIT = "seven-bit"  # Hebrew in place of small Latin letters, and from its end


@dataclass(frozen=True, slots=True)
class Institution:
    """A gym as Masav knows it; all of it comes from its bank."""

    code: str  # 8 digits, to which payers gave their authorisation
    sender: str  # 5 digits
    name: str
    letters: Letters = Letters.WINDOWS


@dataclass(frozen=True, slots=True)
class Mandate:
    """A payer's authorisation, as it stands at the payer's bank."""

    bank: str
    branch: str
    account: str
    payer_id: str  # of a person or a company, with its check digit
    payer_name: str
    reference: str  # the same for the mandate's whole life


@dataclass(frozen=True, slots=True)
class Debit:
    """One debit by a mandate."""

    mandate: Mandate
    amount: Money


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file cannot be made."""

    line: int | None  # of the debit, from 0; None: the file as a whole
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A name that stands in the file otherwise than it was typed."""

    line: int | None
    typed: str
    written: str


@dataclass(frozen=True, slots=True)
class DebitFile:
    """A file, ready for Masav's program."""

    raw: bytes
    count: int
    total: Money
    rewritten: tuple[Rewritten, ...] = field(default=())


class DebitFiles(Protocol):
    """Makes files."""

    def problems(
        self,
        institution: Institution,
        debits: Sequence[Debit],
        *,
        charge_on: date,
        serial: int,
        today: date,
    ) -> list[Problem]:
        """All that keeps a file from being made, the whole first, then line by line; empty when it may."""
        ...

    def build(
        self,
        institution: Institution,
        debits: Sequence[Debit],
        *,
        charge_on: date,
        serial: int,
        today: date,
    ) -> DebitFile:
        """Make a file of one day's debits.

        Raises:
            Refusal: the first of ``problems``; its field is the line's number from 0, or empty.
        """
        ...
