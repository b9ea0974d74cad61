"""Workers are killed with -9 in the middle of jobs: nothing is lost, nothing is doubled."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from fitkit.core import db
from fitkit.core.ids import new_id
from fitkit.core.jobs import later
from fitkit.core.work import open_work
from tests.conftest import make_gym
from tests.core import worker_jobs

ROOT = Path(__file__).parents[2]
EFFECTS, KILLS = 300, 5
HOUR = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


class Crew:
    """Worker processes, some of them short-lived."""

    def __init__(self, database: str) -> None:
        self.env = os.environ | {
            "FITKIT_JOB_LEASE": "1.5",
            "FITKIT_DATABASE": database,
            "FITKIT_POOL": "4",
            "TICKS_FROM": HOUR.isoformat(),
        }
        self.processes = [self.hire(), self.hire()]

    def hire(self) -> subprocess.Popen[bytes]:
        code = "from tests.core import worker_jobs; worker_jobs.main()"
        return subprocess.Popen(
            [sys.executable, "-c", code],
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


@contextmanager
def crew(database: str) -> Iterator[Crew]:
    found = Crew(database)
    try:
        yield found
    finally:
        for process in found.processes:
            process.kill()
            process.wait()


def prepare(database: str) -> None:
    owner = sa.create_engine(db.url("postgres", database), poolclass=sa.NullPool)
    with owner.begin() as c:
        c.exec_driver_sql("create table effect (what text not null, about uuid)")
        c.exec_driver_sql(f"grant select, insert on effect to {db.APP}, {db.PLATFORM}")
    owner.dispose()
    gym = make_gym()
    with open_work(gym.system) as w:
        for _ in range(EFFECTS):
            later(w, worker_jobs.effect, run_at=w.now, about=new_id())
        for _ in range(20):
            later(w, worker_jobs.flaky, run_at=w.now, about=new_id())
        for job in (worker_jobs.slow, worker_jobs.poison, worker_jobs.poison):
            later(w, job, run_at=w.now, about=new_id())


def rows(statement: str) -> list[tuple[object, ...]]:
    with db.transaction() as c:
        return [tuple(r) for r in c.execute(sa.text(statement))]


def settled() -> bool:
    open_ = "select count(*) from job where state in ('queued','running') and name like 'tests.%'"
    ticks = "select count(*) from job where name like '%ticked'"
    return rows(open_) == [(0,)] and rows(ticks) == [(60,)]


def wait_until(done, *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, rows("select name, state, count(*) from job group by 1, 2")
        time.sleep(0.1)


def test_killing_workers_loses_and_doubles_nothing(real_database: str) -> None:
    prepare(real_database)
    dice = random.Random(7)
    done = "select count(*) from job where state = 'done'"
    with crew(real_database) as workers:
        for n in range(1, KILLS + 1):
            wait_until(lambda n=n: rows(done)[0][0] >= n * 40, seconds=300)  # type: ignore[operator]
            workers.kill_one(dice)
        wait_until(settled, seconds=300)
    effects = Counter(rows("select what, about from effect"))
    kinds = Counter(what for what, _ in effects.elements())
    assert kinds == {"effect": EFFECTS, "flaky": 20, "slow": 1, "tick": 60}
    assert {n for (what, _), n in effects.items() if what != "tick"} == {1}
    assert rows("select count(*), min(attempt), max(error) from job where state = 'dead'") == [
        (2, 4, "ValueError: ")
    ]
    reclaimed = rows("select count(*) from job where attempt > 1 and name like '%effect'")
    assert reclaimed[0][0] >= 1, "no kill hit a job: the test proved nothing"  # type: ignore[operator]
