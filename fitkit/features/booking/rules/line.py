"""Who of the line gets a free place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fitkit.features.booking.rules.engine import clash_of, what_pays
from fitkit.features.booking.rules.facts import Admit, Desk, Refuse
from fitkit.features.scheduling.rules import SessionFacts


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody in line."""

    entry_id: UUID
    member_id: UUID
    number: int
    was_passed_over: bool


@dataclass(frozen=True, slots=True)
class LineCall:
    """Who is called from the line, and who was passed over on the way, both in its order."""

    promoted: tuple[tuple[Waiter, Admit], ...]
    passed: tuple[tuple[Waiter, Refuse], ...]


def decide_promotion(desk: Desk) -> Admit | Refuse:
    """Decide whether somebody in line may have a free place; the line moves, says ``line_moves``."""
    refused = clash_of(desk)
    if refused is not None:
        return refused
    pays = what_pays(desk)
    return pays if isinstance(pays, Refuse) else Admit(pays)


def line_moves(session: SessionFacts, *, now: datetime) -> bool:
    """Whether free places go to the line: until booking closes, while the class is on."""
    is_open = session.is_on and now < session.policy.closes_at(session.starts_at)
    return is_open and session.free > 0 and session.waiting > 0


def next_in_line(line: Iterable[tuple[Waiter, Desk]], *, places: int) -> LineCall:
    """Call as many from the line as there are places, in order among those who may come.

    Whoever may not is passed over and keeps their number.

    Args:
        line: in order; read no further than needed.
        places: free ones, 0 or more.
    """
    promoted: list[tuple[Waiter, Admit]] = []
    passed: list[tuple[Waiter, Refuse]] = []
    waiting: Iterator[tuple[Waiter, Desk]] = iter(line)
    while len(promoted) < places:
        ahead = next(waiting, None)
        if ahead is None:
            break
        waiter, facts = ahead
        match decide_promotion(facts):
            case Admit() as admitted:
                promoted.append((waiter, admitted))
            case Refuse() as refused:
                passed.append((waiter, refused))
    return LineCall(tuple(promoted), tuple(passed))
