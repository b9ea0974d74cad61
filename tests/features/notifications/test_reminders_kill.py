"""Workers are killed with -9 while reminders come due: each member is reminded of each class once."""

import random
import time
from collections import Counter
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from fitkit.core import clock
from fitkit.core.jobs import run_ready
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.notifications.rules import ReminderWish
from tests.conftest import Gym, make_gym
from tests.factories import scheduling as make
from tests.factories.booking import book, members_with_plan
from tests.factories.orgs import never_quiet
from tests.factories.plans import make_unlimited
from tests.features.booking.test_line_kill import crew, wait_until

CLASSES, PEOPLE, KILLS = 20, 8, 5


def prepare(gym: Gym) -> int:
    """Classes whose reminders come due one class after another, all planned; how many places."""
    with open_work(gym.acting(Role.OWNER)) as w:
        never_quiet(w)
        place, plan_id = make.make_place(w), make_unlimited(w)
        people = members_with_plan(w, plan_id, PEOPLE * CLASSES)
        soonest = w.now + timedelta(hours=ReminderWish().hours, minutes=30)
        for n in range(CLASSES):
            session_id = make.session_at(w, place, soonest + timedelta(minutes=3 * n))
            for member_id in people[n * PEOPLE : (n + 1) * PEOPLE]:
                book(w, session_id, member_id)
    run_ready(limit=5000)  # what follows a booking, so that the workers have reminders alone to do
    return PEOPLE * CLASSES


def told(gym: Gym) -> Counter[tuple[UUID, UUID]]:
    """How often each member was reminded of each class."""
    with open_work(gym.system) as w:
        found = sa.text("select about, member_id from notice where kind = 'reminder'")
        return Counter((row.about, row.member_id) for row in w.hot(found))


def planned(gym: Gym) -> int:
    with open_work(gym.system) as w:
        found = (
            "select count(*) from job where name like '%jobs.classes.remind' and state = 'queued'"
        )
        return int(w.hot(sa.text(found)).scalar_one())


def test_each_reminder_is_told_once_however_often_workers_die(real_database: str):
    gym, dice = make_gym(), random.Random(11)
    most, began = prepare(gym), clock.now()
    assert (planned(gym), told(gym).total()) == (most, 0)
    with crew(real_database, began) as workers:
        for n in range(1, KILLS + 1):
            wait_until(lambda n=n: told(gym).total() >= n * most // (KILLS + 1), seconds=300)
            workers.kill_at_work(gym, dice)
        wait_until(lambda: told(gym).total() >= most, seconds=300)
        time.sleep(1.5)  # a lease's end, and some ticks: whatever would double has done so
    assert len(told(gym)) == most
    assert set(told(gym).values()) == {1}
    with open_work(gym.system) as w:
        again = sa.text("select count(*) from job where attempt > 1")
        assert w.hot(again).scalar_one() >= 1, "no kill hit a job: the test proved nothing"
