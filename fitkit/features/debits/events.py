"""What has happened to bank debits."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event
from fitkit.features.debits.rules import ReturnReason


@dataclass(frozen=True, kw_only=True)
class InstitutionSet(Event):
    """The owner wrote down how the bank knows the gym; about the row."""

    name: ClassVar[str] = "debits.institution_set"


@dataclass(frozen=True, kw_only=True)
class MandateAsked(Event):
    """A member was handed the form; about the mandate."""

    name: ClassVar[str] = "debits.mandate_asked"
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class MandateSigned(Event):
    """The form came back signed; about the mandate."""

    name: ClassVar[str] = "debits.mandate_signed"
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class MandateActivated(Event):
    """The bank confirmed it: what the member owes is debited from now on; about the mandate."""

    name: ClassVar[str] = "debits.mandate_activated"
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class MandateCancelled(Event):
    """Nothing is debited by it any more; about the mandate."""

    name: ClassVar[str] = "debits.mandate_cancelled"
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class FileMade(Event):
    """What was due was gathered into a file; about the file."""

    name: ClassVar[str] = "debits.file_made"
    charge_on: date
    count: int
    total_agorot: int


@dataclass(frozen=True, kw_only=True)
class FileTaken(Event):
    """A file was downloaded; about the file."""

    name: ClassVar[str] = "debits.file_taken"


@dataclass(frozen=True, kw_only=True)
class FileWithdrawn(Event):
    """A file never went to the bank; about the file."""

    name: ClassVar[str] = "debits.file_withdrawn"


@dataclass(frozen=True, kw_only=True)
class FileSettled(Event):
    """The days of a file are over, and what was not returned is paid; about the file."""

    name: ClassVar[str] = "debits.file_settled"
    returned: int


@dataclass(frozen=True, kw_only=True)
class DebitReturned(Event):
    """A bank sent a debit back; about the line."""

    name: ClassVar[str] = "debits.returned"
    member_id: UUID
    charge_id: UUID
    amount_agorot: int
    returned_for: ReturnReason
