"""Who cancels in time and books again has what they had: nothing is lost on the way, or won."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from fitkit.core.work import Work
from fitkit.features.booking import actions, queries
from fitkit.features.class_types.rules import Policy
from fitkit.features.scheduling import queries as timetable
from fitkit.features.subscriptions import queries as subscriptions
from tests.factories import scheduling as make
from tests.factories.booking import as_member, book, pack_member, weekly_member
from tests.factories.members import make_member
from tests.factories.plans import make_unlimited
from tests.factories.subscriptions import give

HOUR = timedelta(hours=1)


def unlimited_member(w: Work) -> UUID:
    member_id = make_member(w)
    give(w, member_id, make_unlimited(w))
    return member_id


def stand(w: Work, session_id: UUID, member_id: UUID) -> tuple[object, ...]:
    """What a member has of a class, of its week and of their plan, and what the class has of them."""
    view = timetable.session(w, session_id=session_id)
    status = queries.card(w, session_id=session_id, member_id=member_id).status
    day = view.starts_at.astimezone(w.actor.zone).date()
    used = queries.week_use(w, member_id=member_id, day=day)
    held = subscriptions.held(w, member_id=member_id)
    takes = status.takes
    return (
        (view.booked, view.waiting),
        (status.kind, status.action, takes and (takes.takes, takes.left, takes.number)),
        used,
        [h.entries_left for h in held],
    )


@pytest.mark.parametrize(
    ("plan", "guests"),
    [(pack_member, 0), (pack_member, 1), (weekly_member, 0), (unlimited_member, 0)],
)
def test_cancel_then_book_restores(w, plan: Callable[[Work], UUID], guests):
    place = make.make_place(w, policy=Policy(guests_most=1))
    session_id = make.session_at(w, place, w.now + 30 * HOUR, capacity=3)
    who = plan(w)
    mine, ids = as_member(w, who), {"session_id": session_id, "member_id": who}

    def take() -> None:
        book(w, session_id, who)
        for _ in range(guests):
            actions.bring_guest(mine, **ids, name="אורח")

    empty = stand(w, session_id, who)
    take()
    full = stand(w, session_id, who)
    assert full != empty
    for _ in range(3):
        assert not actions.cancel(mine, **ids).is_late
        assert stand(w, session_id, who) == empty
        take()
        assert stand(w, session_id, who) == full


@pytest.mark.parametrize("plan", [pack_member, weekly_member, unlimited_member])
def test_cancel_then_undo_restores(w, plan: Callable[[Work], UUID]):
    session_id = make.session_at(w, make.make_place(w), w.now + 30 * HOUR)
    who = plan(w)
    mine, ids = as_member(w, who), {"session_id": session_id, "member_id": who}
    book(w, session_id, who)
    full = stand(w, session_id, who)
    for _ in range(3):
        actions.cancel(mine, **ids)
        actions.undo_cancel(mine, **ids)
        assert stand(w, session_id, who) == full
