"""A line is left and moves."""

from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.booking import rules
from fitkit.features.booking.actions._line import end_wait, line_with_turns, move_line
from fitkit.features.booking.events import (
    WaitlistLeft,
)
from fitkit.features.booking.rules import (
    WaitState,
)
from fitkit.features.scheduling import queries as scheduling
from fitkit.texts import schedule as texts


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def leave_waitlist(w: Work, *, session_id: UUID, member_id: UUID) -> None:
    """Give a number in line back. Holds the session's row. Publishes WaitlistLeft.

    Raises:
        Refusal: not in line (any more).
        NotFound: no such class in this gym.
    """
    session = scheduling.hold_session(w, session_id=session_id)
    entry_id = end_wait(w, session, member_id, WaitState.LEFT)
    if entry_id is None:
        raise Refusal(texts.NOT_WAITING)
    w.publish(WaitlistLeft(about=entry_id, session_id=session_id, member_id=member_id))


@internal
def fill_places(w: Work, *, session_id: UUID) -> None:
    """Give free places of a class to those in line who may have them, in order."""
    session = scheduling.hold_session(w, session_id=session_id)
    if rules.line_moves(session, now=w.now):
        move_line(w, session, line_with_turns(w, session))
