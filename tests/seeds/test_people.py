"""The demo's people: as many as promised, natural, and the same each time."""

from datetime import date
from random import Random

import pytest

from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.members import queries as members
from fitkit.seeds import people

TODAY = date(2026, 11, 24)
HEBREW = set("אבגדהוזחטיכלמנסעפצקרשתךםןףץ׳ '-")


def furnish(gym) -> tuple[list[people.Colleague], list[people.Regular]]:
    with open_work(gym.acting(Role.OWNER)) as w:
        crew = people.hire(w)
        coaches = [c.staff_id for c in crew[:4]]
        return crew, people.enrol(w, today=TODAY, coaches=coaches, dice=Random(20))


@pytest.mark.usefixtures("rolled_back")
def test_a_hundred_and_eighty_members_and_four_coaches_are_the_same_each_time(gym, other_gym):
    (crew, first), (_, second) = furnish(gym), furnish(other_gym)
    assert len(crew) == 5  # and the front desk
    assert len(first) == 180
    said = [(r.first_name, r.last_name, r.email, r.joined_on, r.left_on) for r in first]
    assert said == [(r.first_name, r.last_name, r.email, r.joined_on, r.left_on) for r in second]
    assert len({(r.first_name, r.last_name) for r in first}) == 180
    assert all(set(r.first_name + r.last_name) <= HEBREW for r in first)
    assert all(r.joined_on < TODAY for r in first)
    with open_work(gym.acting(Role.OWNER)) as w:
        assert members.counts(w).everyone == 180
