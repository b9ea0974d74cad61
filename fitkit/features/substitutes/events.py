"""What has happened with requests for a substitute."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event


@dataclass(frozen=True, kw_only=True)
class SubstituteAsked(Event):
    """Somebody is sought for a class; about the request. ``staff_id`` is whose class it is."""

    name: ClassVar[str] = "substitutes.asked"
    session_id: UUID
    staff_id: UUID
    to_staff_id: UUID | None  # one colleague; empty: all


@dataclass(frozen=True, kw_only=True)
class SubstituteDeclined(Event):
    """A coach said no; about the request."""

    name: ClassVar[str] = "substitutes.declined"
    session_id: UUID
    staff_id: UUID


@dataclass(frozen=True, kw_only=True)
class SubstituteFound(Event):
    """The class has another coach, by a yes or by the owner's word; about the request."""

    name: ClassVar[str] = "substitutes.found"
    session_id: UUID
    staff_id: UUID  # who gives it now
    staff_before: UUID
    by_user_id: UUID | None  # who accepted or assigned; empty: somebody without an account


@dataclass(frozen=True, kw_only=True)
class SubstituteWithdrawn(Event):
    """The coach comes after all; about the request."""

    name: ClassVar[str] = "substitutes.withdrawn"
    session_id: UUID
    staff_id: UUID


@dataclass(frozen=True, kw_only=True)
class SubstituteClosed(Event):
    """The class is off, over, or another's: nobody is sought any more; about the request."""

    name: ClassVar[str] = "substitutes.closed"
    session_id: UUID
    staff_id: UUID
