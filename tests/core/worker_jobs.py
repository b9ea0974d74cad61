"""The jobs of the worker-kill test, and a worker process that runs them."""

import os
import threading
import time
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from fitkit.core import jobs
from fitkit.core.jobs import task, working
from fitkit.core.work import Work

EFFECT = sa.text("insert into effect (what, about) values (:what, :about)")
WORK = sa.text("select pg_sleep(:s)")


@task()
def effect(w: Work, about: UUID) -> None:
    """An effect with time around it to be killed in."""
    w.hot(EFFECT, {"what": "effect", "about": about})
    w.hot(WORK, {"s": 0.02})


@task()
def slow(w: Work, about: UUID) -> None:
    """Longer than the lease: the heartbeat must keep it."""
    w.hot(EFFECT, {"what": "slow", "about": about})
    time.sleep(2.2)


@task()
def flaky(w: Work, about: UUID) -> None:
    """Fails at the first try, whoever makes it."""
    w.hot(EFFECT, {"what": "flaky", "about": about})
    tries = sa.text("select attempt from job where facts->'later'->>'about' = :about")
    if w.hot(tries, {"about": str(about)}).scalar_one() == 1:
        raise RuntimeError("the first time")


@task()
def poison(w: Work, about: UUID) -> None:
    """Never works."""
    w.hot(EFFECT, {"what": "poison", "about": about})
    raise ValueError("what a person typed")


def ticked(w: Work) -> None:
    """What the clock asks for."""
    w.hot(EFFECT, {"what": "tick", "about": None})


def main() -> None:
    """Two threads of work, and a clock that runs through an hour of the past."""
    working.BACKOFF = (timedelta(seconds=0.2),) * 3  # type: ignore[misc]  # minutes in life
    jobs.every(minutes=1)(ticked)
    began = datetime.fromisoformat(os.environ["TICKS_FROM"])

    def run_clock() -> None:
        for minute in range(60):
            jobs.tick(began + timedelta(minutes=minute, seconds=30))
            time.sleep(0.05)

    threading.Thread(target=run_clock, daemon=True).start()
    jobs.work_forever(threading.Event(), None, threads=2)
