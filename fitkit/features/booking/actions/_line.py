"""The line of a held session moves up."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from fitkit.core.work import Work
from fitkit.features.booking import queries, rules
from fitkit.features.booking.actions._places import give_place, take_turns
from fitkit.features.booking.actions._statements import END_WAIT, PASS_OVER
from fitkit.features.booking.events import (
    WaitlistPassedOver,
    WaitlistPromoted,
)
from fitkit.features.booking.rules import (
    Desk,
    Refuse,
    Via,
    Waiter,
    WaitState,
)
from fitkit.features.scheduling import actions as scheduling_actions
from fitkit.features.scheduling.rules import SessionFacts


def line_with_turns(
    w: Work, session: SessionFacts, also: Iterable[UUID] = ()
) -> tuple[Waiter, ...]:
    """The line of a held session, everybody's turn taken; empty when it does not move now."""
    if not rules.line_moves(replace(session, booked=0), now=w.now):
        return ()
    line = queries.line_of(w, session_id=session.id)
    take_turns(w, [*also, *(waiter.member_id for waiter in line)])
    return line


def move_line(w: Work, session: SessionFacts, line: Sequence[Waiter]) -> None:
    """Promote from the line into free places, in order, and tell those passed over once."""
    if not line or not rules.line_moves(session, now=w.now):
        return
    call = rules.next_in_line(_desks(w, session, line), places=session.free)
    for waiter, admitted in call.promoted:
        end_wait(w, session, waiter.member_id, WaitState.PROMOTED)
        place_id, _ = give_place(w, session, waiter.member_id, admitted.by, via=Via.PROMOTION)
        w.publish(
            WaitlistPromoted(
                about=place_id,
                session_id=session.id,
                member_id=waiter.member_id,
                starts_at=session.starts_at,
            )
        )
    for waiter, refused in call.passed:
        _pass_over(w, session, waiter, refused)


def _desks(w: Work, session: SessionFacts, line: Sequence[Waiter]) -> Iterator[tuple[Waiter, Desk]]:
    for waiter in line:
        yield waiter, queries.desk_for(w, session=session, member_id=waiter.member_id)


def _pass_over(w: Work, session: SessionFacts, waiter: Waiter, refused: Refuse) -> None:
    if waiter.was_passed_over:
        return
    w.hot(PASS_OVER, {"entry": waiter.entry_id, "at": w.now})
    w.publish(
        WaitlistPassedOver(
            about=waiter.entry_id,
            session_id=session.id,
            member_id=waiter.member_id,
            because=refused.reason,
        )
    )


def end_wait(w: Work, session: SessionFacts, member_id: UUID, state: WaitState) -> UUID | None:
    entry_id: UUID | None = w.hot(
        END_WAIT,
        {"session": session.id, "member": member_id, "state_after": state, "at": w.now},
    ).scalar()
    if entry_id is not None:
        scheduling_actions.give_back(w, session_id=session.id, waiting=1)
    return entry_id
