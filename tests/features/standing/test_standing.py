"""A regular's fixed place: booked by itself, once a class, ended, and paused with the plan."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
import time_machine

from fitkit.core.clock import day_of
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.jobs import run_ready
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.booking import queries as places
from fitkit.features.booking.rules import Via
from fitkit.features.members import actions as members
from fitkit.features.notifications import queries as notices
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries as timetable
from fitkit.features.scheduling.rules import Exceptions, SlotDetails
from fitkit.features.standing import actions, queries
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions import queries as held
from tests.conftest import Gym, make_gym
from tests.factories.booking import pack_member, weekly_member
from tests.factories.members import make_member
from tests.factories.scheduling import Place, make_place
from tests.factories.subscriptions import give_pack

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)  # a Monday, 12:00 in Tel Aviv
TODAY = date(2026, 11, 23)
TUESDAY = 2


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


@dataclass
class Scene:
    """A gym with a class of every Tuesday for two, and a member who may book."""

    gym: Gym
    place: Place
    slot_id: UUID
    member_id: UUID

    @property
    def owner(self):
        return self.gym.acting(Role.OWNER)

    @property
    def member(self):
        return self.gym.acting(Role.MEMBER, member_id=self.member_id)

    def give(self, member_id: UUID | None = None, **more) -> UUID:
        with open_work(self.owner) as w:
            standing_id = actions.give(
                w, slot_id=self.slot_id, member_id=member_id or self.member_id, **more
            )
        run_ready()
        return standing_id

    def days(self, member_id: UUID | None = None) -> list[date]:
        """Days on which the member has a place."""
        with open_work(self.owner) as w:
            found = places.upcoming(w, member_id=member_id or self.member_id)
            zone = w.actor.zone
            return [day_of(c.session.starts_at, zone) for c in found if c.booking_id]


def add_slot(gym: Gym, place: Place, capacity: int = 2, at: time = time(18, 30)) -> UUID:
    with open_work(gym.acting(Role.OWNER)) as w:
        return scheduling.add_slot(
            w,
            details=SlotDetails(
                class_type_id=place.class_type_id,
                location_id=place.location_id,
                first_on=TODAY,
                weekday=TUESDAY,
                at=at,
                capacity=capacity,
            ),
        ).slot_id


@pytest.fixture
def scene(gym: Gym, noon) -> Scene:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        member_id = weekly_member(w)
    slot_id = add_slot(gym, place)
    run_ready()
    return Scene(gym, place, slot_id, member_id)


def test_the_classes_that_are_there_are_booked_before_booking_opens_for_all(scene):
    scene.give()
    days = scene.days()
    assert len(days) >= 8
    assert {d.weekday() for d in days} == {1}  # as date counts: Tuesday
    with open_work(scene.owner) as w:
        assert places.upcoming(w, member_id=scene.member_id)[-1].via is Via.STANDING


def test_new_classes_are_booked_when_the_slot_yields_them(scene, noon):
    scene.give()
    before = scene.days()
    noon.shift(timedelta(days=7))
    with open_work(scene.gym.system) as w:
        scheduling.generate(w)
    run_ready()
    assert scene.days()[-1] == before[-1] + timedelta(days=7)


def test_who_gave_a_class_back_is_not_booked_into_it_again(scene):
    standing_id = scene.give()
    with open_work(scene.member) as w:
        first = places.upcoming(w, member_id=scene.member_id)[0].session.id
        booking.cancel(w, session_id=first, member_id=scene.member_id)
    before = scene.days()
    run_ready()
    with open_work(scene.gym.system) as w:
        day = TODAY + timedelta(days=1)
        assert not actions.try_place(w, standing_id=standing_id, session_id=first, day=day)
    assert scene.days() == before


def test_told_twice_and_killed_between_a_class_is_booked_once(scene):
    with open_work(scene.owner) as w:
        standing_id = actions.give(w, slot_id=scene.slot_id, member_id=scene.member_id)

    def try_and_die() -> None:
        with open_work(scene.gym.system) as w:
            found = places_of_slot(w, scene)
            actions.try_place(w, standing_id=standing_id, session_id=found[0], day=TODAY)
            raise KilledError

    with pytest.raises(KilledError):
        try_and_die()
    assert scene.days() == []
    run_ready()
    once = scene.days()
    run_ready()
    assert scene.days() == once
    assert len(set(once)) == len(once)


class KilledError(Exception):
    """The worker is gone."""


def places_of_slot(w, scene: Scene) -> list[UUID]:
    last = TODAY + timedelta(days=60)
    found = timetable.sessions_of_slot(w, slot_id=scene.slot_id, first_on=TODAY, last_on=last)
    return [one.id for one in found]


def test_a_slot_has_no_more_fixed_places_than_places(scene):
    with open_work(scene.owner) as w:
        second, third = weekly_member(w, "דנה", 4), weekly_member(w, "רון", 5)
    scene.give()
    scene.give(second)
    with pytest.raises(Refusal) as caught:
        scene.give(third)
    assert caught.value.field == "slot_id"
    with open_work(scene.owner) as w:
        assert queries.choices(w)[0].free == 0


def test_one_fixed_place_a_member_and_slot(scene):
    scene.give()
    with pytest.raises(Refusal):
        scene.give()


def test_it_cannot_begin_in_the_past_nor_for_who_was_put_away(scene):
    with pytest.raises(Refusal) as caught:
        scene.give(first_on=TODAY - timedelta(days=1))
    assert caught.value.field == "first_on"
    with open_work(scene.owner) as w:
        members.archive(w, member_id=scene.member_id)
    with pytest.raises(Refusal):
        scene.give()


def test_ending_it_gives_back_what_is_ahead_and_keeps_todays(scene, noon):
    standing_id = scene.give()
    noon.shift(timedelta(days=1))  # Tuesday, noon
    with open_work(scene.member) as w:
        actions.end(w, standing_id=standing_id, member_id=scene.member_id)
    run_ready()
    assert scene.days() == [TODAY + timedelta(days=1)]
    with pytest.raises(Refusal), open_work(scene.owner) as w:
        actions.end(w, standing_id=standing_id, member_id=scene.member_id)
    scene.give()  # and may have one again


def test_a_member_gives_nobody_a_fixed_place_and_ends_only_their_own(scene):
    standing_id = scene.give()
    with pytest.raises(Denied), open_work(scene.member) as w:
        actions.give(w, slot_id=scene.slot_id, member_id=scene.member_id)
    with open_work(scene.owner) as w:
        other = make_member(w, "דנה")
    theirs = scene.gym.acting(Role.MEMBER, member_id=other)
    with pytest.raises(Denied), open_work(theirs) as w:
        actions.end(w, standing_id=standing_id, member_id=scene.member_id)
    with pytest.raises(NotFound), open_work(theirs) as w:
        actions.end(w, standing_id=standing_id, member_id=other)


def test_slots_members_and_fixed_places_of_another_gym_do_not_exist(scene):
    standing_id = scene.give()
    with open_work(make_gym("yam", "ים").acting(Role.OWNER)) as w:
        stranger = make_member(w, "זר")
        for given in (
            {"slot_id": scene.slot_id, "member_id": stranger},
            {"slot_id": scene.slot_id, "member_id": scene.member_id},
        ):
            with pytest.raises(NotFound):
                actions.give(w, **given)
        with pytest.raises(NotFound):
            actions.end(w, standing_id=standing_id, member_id=scene.member_id)
        assert queries.choices(w) == ()
    with pytest.raises(NotFound), open_work(scene.owner) as w:
        actions.give(w, slot_id=scene.slot_id, member_id=stranger)


def test_whoever_is_missed_hears_why_and_the_fixed_place_stays(scene):
    with open_work(scene.owner) as w:
        packed = pack_member(w, "דנה", entries=2)
    scene.give(packed)
    assert len(scene.days(packed)) == 2
    with open_work(scene.gym.acting(Role.MEMBER, member_id=packed)) as w:
        told = [n.body for n in notices.inbox(w, lang=Lang.EN).rows]
        assert len(queries.of_member(w, member_id=packed)) == 1
    assert any("The pack has no visits left" in body for body in told)


def test_who_renews_a_plan_has_the_fixed_place_in_the_weeks_that_came_before_it(scene):
    with open_work(scene.owner) as w:
        member_id = make_member(w, "דנה", "")
        give_pack(w, member_id, 20, days=20)
    scene.give(member_id)
    assert len(scene.days(member_id)) == 3
    with open_work(scene.owner) as w:
        first = places.upcoming(w, member_id=member_id)[0].session.id
        booking.cancel(w, session_id=first, member_id=member_id)
        give_pack(w, member_id, 21, days=100)
    run_ready()
    assert len(scene.days(member_id)) >= 7  # but the one they gave back
    with open_work(scene.owner) as w:
        assert first not in {c.session.id for c in places.upcoming(w, member_id=member_id)}


def test_a_freeze_pauses_it_and_it_goes_on_after(scene):
    scene.give()
    before = scene.days()
    with open_work(scene.owner) as w:
        plan = held.held(w, member_id=scene.member_id)[0]
        subscriptions.freeze(
            w,
            subscription_id=plan.id,
            first_on=TODAY,
            last_on=TODAY + timedelta(days=9),
        )
    run_ready()
    assert scene.days() == [d for d in before if d > TODAY + timedelta(days=9)]


def test_a_freeze_that_ends_early_brings_the_places_back(scene):
    scene.give()
    before = scene.days()
    with open_work(scene.owner) as w:
        plan = held.held(w, member_id=scene.member_id)[0]
        freeze_id = subscriptions.freeze(
            w,
            subscription_id=plan.id,
            first_on=TODAY,
            last_on=TODAY + timedelta(days=20),
        )
    run_ready()
    assert len(scene.days()) == len(before) - 3
    with open_work(scene.owner) as w:
        subscriptions.unfreeze(w, freeze_id=freeze_id)
    run_ready()
    assert scene.days() == before


def test_the_archive_ends_every_fixed_place(scene):
    scene.give()
    with open_work(scene.owner) as w:
        members.archive(w, member_id=scene.member_id)
    run_ready()
    with open_work(scene.owner) as w:
        assert queries.of_slot(w, slot_id=scene.slot_id) == ()
    assert scene.days() == []


def test_a_class_that_was_off_when_it_was_tried_is_booked_when_it_is_on_again(scene):
    with open_work(scene.owner) as w:
        first = places_of_slot(w, scene)[0]
        batch_id = scheduling.cancel_session(w, session_id=first)
    scene.give()
    assert TODAY + timedelta(days=1) not in scene.days()
    with open_work(scene.owner) as w:
        scheduling.undo_batch(w, batch_id=batch_id)
    for _ in range(2):
        run_ready()
    assert scene.days()[0] == TODAY + timedelta(days=1)


def test_a_fixed_place_of_a_slot_that_is_over_is_listed_no_more(scene, noon):
    scene.give()
    with open_work(scene.owner) as w:
        last_on = TODAY + timedelta(days=1)
        scheduling.end_slot(w, slot_id=scene.slot_id, last_on=last_on, exceptions=Exceptions.TAKE)

    def listed() -> tuple[int, int]:
        with open_work(scene.owner) as w:
            of_slot = queries.of_slot(w, slot_id=scene.slot_id)
            return len(queries.of_member(w, member_id=scene.member_id)), len(of_slot)

    assert listed() == (1, 1)  # one class is still to come
    noon.shift(timedelta(days=2))
    assert listed() == (0, 0)
