"""Workers are killed with -9 while offers run out and go on: each is told once, each place moves once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from fitkit.core import clock
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions
from fitkit.features.class_types.rules import Policy
from tests.conftest import Gym, make_gym
from tests.factories import scheduling as make
from tests.factories.booking import as_member, book, members_with_plan
from tests.factories.orgs import never_quiet
from tests.factories.plans import make_unlimited

ROOT = Path(__file__).parents[3]
CLASSES, WAITING, KILLS = 12, 4, 6
POLICY = Policy(opens_days=30, cancel_cutoff_minutes=14 * 24 * 60, offer_minutes=5)


class Crew:
    """Two workers, whose clocks run fast."""

    def __init__(self, database: str, began: datetime) -> None:
        self.env = os.environ | {
            "FITKIT_JOB_LEASE": "200",  # a second
            "FITKIT_DATABASE": database,
            "FITKIT_POOL": "4",
            "BEGAN": began.isoformat(),
        }
        self.processes = [self.hire(), self.hire()]

    def hire(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.features.booking.fast_worker"],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill_one(self, dice: random.Random) -> None:
        place = dice.randrange(len(self.processes))
        self.processes[place].send_signal(signal.SIGKILL)
        self.processes[place].wait()
        self.processes[place] = self.hire()

    def kill_at_work(self, gym: Gym, dice: random.Random, *, seconds: float = 5) -> None:
        """Kill both while a job is in their hands; one of them, if none was seen there for so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for process in self.processes:
                process.send_signal(signal.SIGSTOP)
            if at_work(gym):
                for place, process in enumerate(self.processes):
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                    self.processes[place] = self.hire()
                return
            for process in self.processes:
                process.send_signal(signal.SIGCONT)
            time.sleep(0.01)
        self.kill_one(dice)


def at_work(gym: Gym) -> bool:
    with open_work(gym.system) as w:
        found = sa.text("select count(*) from job where state = 'running' and lease_until > :now")
        return bool(w.hot(found, {"now": clock.now()}).scalar_one())


@contextmanager
def crew(database: str, began: datetime) -> Iterator[Crew]:
    found = Crew(database, began)
    try:
        yield found
    finally:
        for process in found.processes:
            process.kill()
            process.wait()


def prepare(gym: Gym) -> list[UUID]:
    """Full classes in the time of offers, a line behind each, and their places just given back.

    That time is long, since the workers' minutes are short: it ends an hour before a class in a week.
    """
    with open_work(gym.acting(Role.OWNER)) as w:
        never_quiet(w)
        place = make.make_place(w, policy=POLICY)
        plan_id = make_unlimited(w)
        starts = [w.now + timedelta(days=7, minutes=n) for n in range(CLASSES)]
        sessions = [make.session_at(w, place, at, capacity=1) for at in starts]
        inside = []
        for n, session_id in enumerate(sessions):
            people = members_with_plan(w, plan_id, WAITING + 1, prefix=f"מתאמן {n}")
            inside.append(people[0])
            for member_id in people:
                book(w, session_id, member_id)
    for session_id, member_id in zip(sessions, inside, strict=True):
        with open_work(gym.acting(Role.OWNER)) as w:
            actions.cancel(as_member(w, member_id), session_id=session_id, member_id=member_id)
    return sessions


def ended(gym: Gym) -> list[tuple[str, UUID, int]]:
    """(event, entry, number) of offers, in the order in which they happened."""
    with open_work(gym.system) as w:
        found = sa.text("""
            select v.name, v.about, e.number from event_log v
            join waitlist_entry e on e.id = v.about
            where v.name in ('booking.offer_made', 'booking.offer_expired') order by v.id""")
        return [tuple(row) for row in w.hot(found)]


def told(gym: Gym) -> Counter[tuple[str, UUID]]:
    with open_work(gym.system) as w:
        found = sa.text("select kind, about from notice where kind in ('offered', 'offer_over')")
        return Counter((row.kind, row.about) for row in w.hot(found))


def wait_until(done, *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "the workers are stuck"
        time.sleep(0.1)


def test_each_offer_is_made_and_told_once_however_often_workers_die(real_database: str):
    gym, began, dice = make_gym(), clock.now(), random.Random(7)
    sessions = prepare(gym)
    most = CLASSES * WAITING
    with crew(real_database, began) as workers:
        for n in range(1, KILLS + 1):
            wait_until(lambda n=n: len(ended(gym)) >= n * most // KILLS, seconds=300)
            workers.kill_at_work(gym, dice)
        wait_until(lambda: len(ended(gym)) >= 2 * most, seconds=300)
        wait_until(lambda: told(gym).total() >= 2 * most, seconds=300)
        time.sleep(1.5)  # a lease's end, and some ticks: whatever would double has done so
    events = ended(gym)
    assert Counter(events) == Counter(set(events))
    assert len(events) == 2 * most
    assert set(told(gym).values()) == {1}
    assert told(gym).total() == 2 * most
    with open_work(gym.system) as w:
        kept = sa.text("select id, booked, held, waiting from class_session")
        assert {tuple(row) for row in w.hot(kept)} == {(s, 0, 0, WAITING) for s in sessions}
        line_of = dict(w.hot(sa.text("select id, session_id from waitlist_entry")).tuples().all())
        again = sa.text("select count(*) from job where attempt > 1")
        assert w.hot(again).scalar_one() >= 1, "no kill hit a job: the test proved nothing"
    for session_id in sessions:
        asked = [
            n for name, about, n in events if name.endswith("made") and line_of[about] == session_id
        ]
        assert asked == sorted(asked)
