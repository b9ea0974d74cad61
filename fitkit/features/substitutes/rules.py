"""Where a request for a substitute stands, who may ask and who may answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.features.members.rules import Fields
from fitkit.features.scheduling.rules import SessionStatus
from fitkit.texts import substitutes as texts

NOTE_MOST: Final = 300


class RequestState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"  # the coach comes after all
    CLOSED = "closed"  # the class is off, over, or has another coach


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """What is known of the class when somebody asks or answers."""

    status: SessionStatus
    starts_at: datetime
    coach_id: UUID | None


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What is known of a request when somebody answers it."""

    state: RequestState
    asked_by: UUID
    asked_of: UUID | None  # one colleague; None: all


def coach_to_replace(of: ClassFacts, *, now: datetime) -> UUID:
    """Whose class it is, while a substitute can still be found for it.

    Raises:
        Refusal: the class is off, has begun, or has no coach.
    """
    if of.status is not SessionStatus.SCHEDULED:
        raise Refusal(texts.CLASS_OFF)
    if of.starts_at <= now:
        raise Refusal(texts.CLASS_BEGAN)
    if of.coach_id is None:
        raise Refusal(texts.NO_COACH)
    return of.coach_id


def check_answer(of: RequestFacts, *, staff_id: UUID) -> None:
    """Refuse an answer to a request that is settled, or was put to somebody else.

    Raises:
        Refusal: taken or closed already, one's own, or another was asked.
    """
    check_open(of)
    if of.asked_by == staff_id:
        raise Refusal(texts.ASKED_ONESELF)
    if of.asked_of not in (None, staff_id):
        raise Refusal(texts.ASKED_ANOTHER)


def check_open(of: RequestFacts) -> None:
    """Refuse what is about a request that is settled.

    Raises:
        Refusal: accepted by somebody, withdrawn, or closed.
    """
    if of.state is RequestState.ACCEPTED:
        raise Refusal(texts.TAKEN)
    if of.state is not RequestState.OPEN:
        raise Refusal(texts.NOT_OPEN)


def is_moot(of: ClassFacts, *, asked_by: UUID, now: datetime) -> bool:
    """Whether an open request has lost its sense: the class is off, has begun, or is another's."""
    stands = of.status is SessionStatus.SCHEDULED and of.starts_at > now
    return not stands or of.coach_id != asked_by


def checked_note(note: str) -> str:
    """A note to colleagues without stray blanks; may be empty.

    Raises:
        Refusal: too long, or with characters that cannot be shown; at ``note``.
    """
    fields = Fields()
    whole = fields.paragraph("note", note, NOTE_MOST)
    for name, problem in fields.problems.items():
        raise problem if isinstance(problem, Refusal) else Refusal(problem, field=name)
    return whole
