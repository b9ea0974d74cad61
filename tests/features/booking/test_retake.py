"""A class is taken off, given after all, and taken off again: who was in it is in it at the end."""

from datetime import timedelta
from uuid import UUID

import pytest

from fitkit.core import jobs
from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from fitkit.features.booking import actions, queries
from fitkit.features.class_types.rules import Policy
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries as timetable
from fitkit.features.subscriptions import queries as subscriptions
from tests.conftest import Gym
from tests.factories import scheduling as make
from tests.factories.booking import book, pack_member, weekly_member
from tests.factories.orgs import never_quiet

AHEAD = timedelta(hours=30)


class Full:
    """A class for three with a host, their guest, another, and somebody in line."""

    def __init__(self, gym: Gym) -> None:
        self.gym = gym
        with open_work(gym.acting(Role.OWNER)) as w:
            never_quiet(w)
            place = make.make_place(w, policy=Policy(guests_most=1))
            self.session_id = make.session_at(w, place, w.now + AHEAD, capacity=3)
            self.host, self.other = pack_member(w, "א", 5), weekly_member(w, "ב")
            self.waiting = weekly_member(w, "ג", 4)
            for member_id in (self.host, self.other):
                book(w, self.session_id, member_id)
            actions.bring_guest(w, session_id=self.session_id, member_id=self.host, name="אורח")
            book(w, self.session_id, self.waiting)

    def cancel(self) -> UUID:
        with open_work(self.gym.acting(Role.OWNER)) as w:
            return scheduling.cancel_session(w, session_id=self.session_id)

    def restore(self) -> UUID:
        with open_work(self.gym.acting(Role.OWNER)) as w:
            return scheduling.restore_session(w, session_id=self.session_id)

    def undo(self, batch_id: UUID) -> None:
        with open_work(self.gym.acting(Role.OWNER)) as w:
            scheduling.undo_batch(w, batch_id=batch_id)

    def shape(self) -> tuple[object, ...]:
        with open_work(self.gym.acting(Role.OWNER)) as w:
            view = timetable.session(w, session_id=self.session_id)
            return (view.booked, view.waiting, self._entries(w), *self._who(w))

    def _entries(self, w: Work) -> int | None:
        return subscriptions.held(w, member_id=self.host)[0].entries_left

    def _who(self, w: Work) -> tuple[object, ...]:
        seen = queries.roster(w, session_id=self.session_id)
        return (
            {line.member_id for line in seen.places},
            [guest.host_id for guest in seen.guests],
            [line.member_id for line in seen.line],
        )


@pytest.fixture
def full(gym: Gym) -> Full:
    return Full(gym)


GONE = (0, 0, 5, set(), [], [])


def test_taken_off_given_back_and_taken_off_before_any_job_ran(full: Full):
    before = full.shape()
    full.undo(full.cancel())
    again = full.cancel()
    jobs.run_ready()
    assert full.shape() == GONE
    full.undo(again)
    jobs.run_ready()
    assert full.shape() == before


def test_taken_off_again_before_what_was_released_came_back(full: Full):
    before = full.shape()
    first = full.cancel()
    jobs.run_ready()
    full.undo(first)
    again = full.cancel()
    jobs.run_ready()
    assert full.shape() == GONE
    full.undo(again)
    jobs.run_ready()
    assert full.shape() == before


def test_undone_twice_before_any_job_ran_nothing_has_happened(full: Full):
    before = full.shape()
    full.undo(full.cancel())
    full.undo(full.cancel())
    jobs.run_ready()
    assert full.shape() == before


def test_a_restoring_that_was_a_slip_leaves_the_first_cancelling_undoable(full: Full):
    before = full.shape()
    first = full.cancel()
    full.undo(full.restore())
    jobs.run_ready()
    assert full.shape() == GONE
    full.undo(first)
    jobs.run_ready()
    assert full.shape() == before
