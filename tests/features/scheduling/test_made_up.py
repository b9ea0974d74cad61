"""A day off that is none after all: the classes that were not made because of it are made, once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
import time_machine

from fitkit.core.clock import day_of
from fitkit.core.jobs import run_ready
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.closures import actions as closures
from fitkit.features.closures.rules import ClosureDetails
from fitkit.features.scheduling import actions, queries
from fitkit.features.scheduling.rules import (
    Exceptions,
    SessionStatus,
    SlotChange,
    SlotDetails,
)
from tests.conftest import Gym
from tests.factories.scheduling import Place, make_place, publish

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)  # a Monday, 12:00 in Tel Aviv
TODAY = date(2026, 11, 23)
TUESDAY = 2


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


@dataclass
class Scene:
    """A class of every Tuesday, and a Tuesday nine weeks ahead that is closed before it is made."""

    gym: Gym
    place: Place
    slot_id: UUID
    closed: date
    closure_id: UUID
    clock: time_machine.Traveller
    batch_id: UUID | None = None

    @property
    def owner(self):
        return self.gym.acting(Role.OWNER)

    def confirm(self) -> None:
        with open_work(self.owner) as w:
            self.batch_id = actions.confirm_closures(w, closure_ids=[self.closure_id]).batch_id

    def undo(self) -> None:
        assert self.batch_id is not None
        with open_work(self.owner) as w:
            actions.undo_batch(w, batch_id=self.batch_id)
        run_ready()

    def generate(self, until: date) -> None:
        with open_work(self.gym.system) as w:
            actions.generate(w, until=until)
        run_ready()

    def days(self, status: SessionStatus = SessionStatus.SCHEDULED) -> list[date]:
        """Days of the slot's classes around the closed one."""
        with open_work(self.owner) as w:
            first, last = self.closed - timedelta(days=7), self.closed + timedelta(days=7)
            found = [v for n in (-7, 0, 7) for v in queries.week(w, day=self.closed + timedelta(n))]
            days = [
                day_of(v.starts_at, w.actor.zone)
                for v in found
                if v.slot_id == self.slot_id and v.status is status
            ]
            return sorted(day for day in days if first <= day <= last)


@pytest.fixture
def scene(gym: Gym, noon) -> Scene:
    closed = TODAY + timedelta(weeks=9, days=1)
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        slot_id = actions.add_slot(
            w,
            details=SlotDetails(
                place.class_type_id,
                place.location_id,
                TODAY,
                TUESDAY,
                time(18, 30),
                room_id=place.room_id,
                coach_id=place.coach_id,
            ),
        ).slot_id
        closure_id = closures.add_closure(w, details=ClosureDetails(closed, "שיפוץ"))
    run_ready()
    return Scene(gym, place, slot_id, closed, closure_id, noon)


def around(day: date, *, without: bool) -> list[date]:
    week = timedelta(days=7)
    return [day - week, day + week] if without else [day - week, day, day + week]


def test_what_was_not_made_because_of_a_day_off_is_made_when_that_is_undone(scene):
    scene.confirm()
    scene.generate(scene.closed + timedelta(days=7))
    assert scene.days() == around(scene.closed, without=True)
    scene.undo()
    assert scene.days() == around(scene.closed, without=False)
    scene.generate(scene.closed + timedelta(days=7))
    assert scene.days() == around(scene.closed, without=False)


def test_what_was_made_before_the_day_off_comes_back_once_when_that_is_undone(scene):
    scene.generate(scene.closed + timedelta(days=7))
    scene.confirm()
    assert scene.days(SessionStatus.CANCELLED) == [scene.closed]
    scene.undo()
    assert scene.days() == around(scene.closed, without=False)
    assert scene.days(SessionStatus.CANCELLED) == []


def test_undone_before_it_was_due_the_next_night_makes_it(scene):
    scene.confirm()
    scene.undo()
    scene.generate(scene.closed + timedelta(days=7))
    assert scene.days() == around(scene.closed, without=False)


def test_a_day_that_was_declined_later_has_its_classes(scene):
    scene.confirm()
    scene.generate(scene.closed + timedelta(days=7))
    with open_work(scene.owner) as w:
        closures.decline(w, closure_ids=[scene.closure_id])
    run_ready()
    assert scene.days() == around(scene.closed, without=False)


def test_of_two_days_off_on_one_day_both_have_to_be_undone(scene):
    with open_work(scene.owner) as w:
        other = closures.add_closure(
            w, details=ClosureDetails(scene.closed, "צביעה", location_id=scene.place.location_id)
        )
        actions.confirm_closures(w, closure_ids=[other])
    scene.confirm()
    scene.generate(scene.closed + timedelta(days=7))
    scene.undo()
    assert scene.days() == around(scene.closed, without=True)
    with open_work(scene.owner) as w:
        closures.decline(w, closure_ids=[other])
    run_ready()
    assert scene.days() == around(scene.closed, without=False)


def test_a_class_taken_off_by_hand_stays_off(scene):
    scene.generate(scene.closed + timedelta(days=7))
    with open_work(scene.owner) as w:
        made = next(v for v in queries.week(w, day=scene.closed) if v.slot_id == scene.slot_id)
        actions.cancel_session(w, session_id=made.id)
    scene.confirm()
    scene.undo()
    assert scene.days(SessionStatus.CANCELLED) == [scene.closed]


def test_a_slot_that_was_changed_for_later_days_makes_up_for_none_before(scene):
    scene.confirm()
    scene.generate(scene.closed + timedelta(days=7))
    with open_work(scene.owner) as w:
        change = SlotChange(TUESDAY, time(8), 60, scene.place.location_id, 12)
        actions.change_slot(
            w,
            slot_id=scene.slot_id,
            from_on=scene.closed + timedelta(days=1),
            change=change,
            exceptions=Exceptions.KEEP,
        )
    scene.undo()
    assert scene.days() == around(scene.closed, without=True)


def test_a_coach_who_has_another_class_then_is_not_in_two(scene):
    scene.confirm()
    scene.generate(scene.closed + timedelta(days=7))
    with open_work(scene.owner) as w:
        special = publish(w, scene.place, scene.closed, at=time(18)).session_ids[0]
    scene.undo()
    assert scene.days() == around(scene.closed, without=True)
    with open_work(scene.owner) as w:
        assert queries.session(w, session_id=special).status is SessionStatus.SCHEDULED
