"""What the demo's desk left behind: somebody lost an entry, whatever the dice said."""

from datetime import time, timedelta
from uuid import UUID

import pytest

from fitkit.core.clock import ISRAEL, day_of, wall
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.booking.actions import PastPlace
from fitkit.features.booking.rules import Attendance
from fitkit.features.penalties import queries as penalties
from fitkit.features.penalties.rules import Step
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions import queries as held
from fitkit.seeds import records
from tests.conftest import Gym
from tests.factories import scheduling as make
from tests.factories.members import make_member
from tests.factories.plans import make_pack


def studio(gym: Gym):
    """Where classes are, and a pack of ten."""
    with open_work(gym.acting(Role.OWNER)) as w:
        return make.make_place(w), make_pack(w, 10)


def visits(gym: Gym, place: make.Place, plan_id: UUID, days_ago: list[int]):
    """A member with a pack of ten who came so many days ago: their id, and the pack's."""
    with open_work(gym.acting(Role.OWNER)) as w:
        today = day_of(w.now, ISRAEL)
        noons = [wall(today - timedelta(days=n), time(12), ISRAEL) for n in days_ago]
        member_id = make_member(w)
        given = subscriptions.give_past(
            w,
            member_id=member_id,
            plan_id=plan_id,
            starts_on=today - timedelta(days=30),
        )
        places = [
            PastPlace(
                make.session_at(w, place, at),
                member_id,
                at - timedelta(days=1),
                given.subscription_id,
                True,
                attendance=Attendance.ATTENDED,
            )
            for at in noons
        ]
        booking.record_past(w, places=places)
    return member_id, given.subscription_id


def standing(gym: Gym, member_id, pack):
    with open_work(gym.acting(Role.OWNER)) as w:
        steps = [p.step for p in penalties.of_member(w, member_id=member_id)]
        left = {h.id: h.entries_left for h in held.held(w, member_id=member_id)}
    return steps, left[pack]


@pytest.mark.usefixtures("rolled_back")
def test_where_no_one_lost_an_entry_a_holder_of_a_pack_missed_the_last_two(gym: Gym):
    here = studio(gym)
    member_id, pack = visits(gym, *here, [9, 6, 3])
    records.take_an_entry(gym.acting(Role.OWNER), gym.org_id)
    steps, left = standing(gym, member_id, pack)
    assert steps == [Step.ENTRY, Step.WARNING]  # newest first
    assert left == 10 - 3 - 1


@pytest.mark.usefixtures("rolled_back")
def test_once_somebody_lost_an_entry_nobody_else_does(gym: Gym):
    here = studio(gym)
    first = visits(gym, *here, [9, 6])
    records.take_an_entry(gym.acting(Role.OWNER), gym.org_id)
    second = visits(gym, *here, [8, 5])
    records.take_an_entry(gym.acting(Role.OWNER), gym.org_id)
    assert standing(gym, *first)[0] == [Step.ENTRY, Step.WARNING]
    assert standing(gym, *second)[0] == []
