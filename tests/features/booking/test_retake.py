"""A class is taken off, given after all, and taken off again: who was in it is in it at the end."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from fitkit.core import jobs
from fitkit.core.events import EventLog
from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from fitkit.features.booking import actions, queries
from fitkit.features.booking.rules import Attendance
from fitkit.features.class_types.rules import Policy
from fitkit.features.notifications.rules import NoticeKind
from fitkit.features.notifications.tables import Notice
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries as timetable
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.features.subscriptions.actions import adjust_entries
from tests.conftest import Gym
from tests.factories import scheduling as make
from tests.factories.booking import book, pack_member, weekly_member
from tests.factories.orgs import never_quiet
from tests.features.scheduling.test_actions import change_of

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


def test_who_had_come_already_has_come_still(full: Full):
    with open_work(full.gym.acting(Role.OWNER)) as w:
        starts_at = timetable.session(w, session_id=full.session_id).starts_at
        soon = replace(w, now=starts_at - timedelta(minutes=30))
        actions.check_in(soon, session_id=full.session_id, member_id=full.host)
        before = came(soon, full)
        batch_id = scheduling.cancel_session(soon, session_id=full.session_id)
        actions.release_places(soon, session_id=full.session_id)
        scheduling.undo_batch(soon, batch_id=batch_id)
        actions.retake_places(soon, session_id=full.session_id, release_id=batch_id)
        assert came(soon, full) == before == {full.host: soon.now, full.other: None}


def came(w: Work, full: Full) -> dict[UUID, datetime | None]:
    places = queries.roster(w, session_id=full.session_id).places
    assert all((p.attendance is Attendance.ATTENDED) == bool(p.checked_in_at) for p in places)
    return {place.member_id: place.checked_in_at for place in places}


def test_a_guest_who_had_come_already_has_come_still(full: Full):
    with open_work(full.gym.acting(Role.OWNER)) as w:
        starts_at = timetable.session(w, session_id=full.session_id).starts_at
        soon = replace(w, now=starts_at - timedelta(minutes=30))
        guest = queries.roster(soon, session_id=full.session_id).guests[0]
        actions.check_in_guest(soon, session_id=full.session_id, guest_id=guest.guest_id)
        before = {guest.guest_id: Attendance.ATTENDED}
        assert guests_came(soon, full) == before
        for _ in range(2):  # taken off again, it is no less
            batch_id = scheduling.cancel_session(soon, session_id=full.session_id)
            actions.release_places(soon, session_id=full.session_id)
            assert guests_came(soon, full) == {}
            scheduling.undo_batch(soon, batch_id=batch_id)
            actions.retake_places(soon, session_id=full.session_id, release_id=batch_id)
            assert guests_came(soon, full) == before


def guests_came(w: Work, full: Full) -> dict[UUID, Attendance]:
    return {g.guest_id: g.attendance for g in queries.roster(w, session_id=full.session_id).guests}


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


def told_hosts(full: Full) -> list[dict]:
    with open_work(full.gym.acting(Role.OWNER)) as w:
        found = select(EventLog).where(col(EventLog.name) == "booking.guest_not_retaken")
        return [e.facts for e in w.session.scalars(found)]


def notices_of(full: Full, member_id: UUID) -> list[str]:
    with open_work(full.gym.system) as w:
        found = select(Notice).where(
            col(Notice.member_id) == member_id, col(Notice.kind) == NoticeKind.CLASS_RESTORED
        )
        return [str(row.facts["outcome"]["en"]) for row in w.session.scalars(found)]


def off_and_on(full: Full, meanwhile) -> None:
    batch_id = full.cancel()
    jobs.run_ready()
    full.undo(batch_id)
    with open_work(full.gym.acting(Role.OWNER)) as w:
        meanwhile(w)
    for _ in range(2):
        jobs.run_ready()


def test_a_host_hears_of_the_guest_for_whom_there_is_no_room(full: Full):
    def smaller(w: Work) -> None:
        change = change_of(w, full.session_id, capacity=2)
        scheduling.change_session(w, session_id=full.session_id, change=change)

    off_and_on(full, smaller)
    places, guests, _ = full.shape()[3:]
    assert (places, guests) == ({full.host, full.other}, [])
    assert [(e["because"], e["host_is_in"]) for e in told_hosts(full)] == [("full", True)]
    told = notices_of(full, full.host)
    assert len(told) == 2
    assert any("We couldn't give אורח's place back: the class is full" in each for each in told)


def test_a_host_hears_of_the_guest_for_whom_no_entry_is_left(full: Full):
    def spend(w: Work) -> None:
        held = subscriptions.held(w, member_id=full.host)[0].id
        adjust_entries(w, subscription_id=held, delta=-4, note="ניצול")

    off_and_on(full, spend)
    # The place that is left goes to the line.
    assert full.shape()[2:5] == (0, {full.host, full.other, full.waiting}, [])
    assert [e["because"] for e in told_hosts(full)] == ["entries_used_up"]


def test_a_host_who_is_not_in_again_is_told_once_of_both(full: Full):
    def spend(w: Work) -> None:
        held = subscriptions.held(w, member_id=full.host)[0].id
        adjust_entries(w, subscription_id=held, delta=-5, note="ניצול")

    off_and_on(full, spend)
    assert full.shape()[3:5] == ({full.other, full.waiting}, [])
    assert [(e["because"], e["host_is_in"]) for e in told_hosts(full)] == [
        ("entries_used_up", False)
    ]
    assert len(notices_of(full, full.host)) == 1
