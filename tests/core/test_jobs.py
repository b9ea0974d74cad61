import threading
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import time_machine

from fitkit.core import clock, db, jobs
from fitkit.core.actor import Actor
from fitkit.core.errors import OutsideFailure
from fitkit.core.events import KINDS, LISTENERS, Event
from fitkit.core.ids import new_id
from fitkit.core.jobs import JOBS, TICKS, Tick, later, on, run_ready, task, working
from fitkit.core.work import open_work
from tests.conftest import make_gym

seen: list[object] = []
NOTE = sa.text(
    "insert into rate_bucket (id, key, tokens, filled_at, created_at, updated_at) values (gen_random_uuid(), :k, 0, now(), now(), now())"
)
NOTES = sa.text("select count(*) from rate_bucket where key like 'job:%'")
EIGHT = datetime(2026, 11, 23, 8, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def declared():
    """Whatever a test declares is forgotten after it."""
    seen.clear()
    before = dict(JOBS), list(TICKS), {k: list(v) for k, v in LISTENERS.items()}, dict(KINDS)
    yield
    for now, then in zip((JOBS, LISTENERS, KINDS), (before[0], before[2], before[3]), strict=True):
        now.clear()
        now.update(then)
    TICKS[:] = before[1]


@pytest.fixture
def rung():
    """A kind of event of this test's own."""

    @dataclass(frozen=True, kw_only=True)
    class Rung(Event):
        name: ClassVar[str] = "testing.rung"
        times: int
        at: datetime

    return Rung


def rows(columns: str = "state") -> list[tuple[object, ...]]:
    with db.transaction() as c:
        return [tuple(r) for r in c.execute(sa.text(f"select {columns} from job order by id"))]


def notes() -> int:
    with db.transaction() as c:
        return int(c.execute(NOTES).scalar_one())


def test_a_reaction_gets_the_event_back_and_runs_as_fitkit_in_that_gym(
    gym, other_gym, rung
) -> None:
    @on(rung)
    def hear(w, event):
        seen.append((w.actor.org_id, w.actor.is_system, event))

    event = rung(about=new_id(), times=3, at=EIGHT)
    with open_work(gym.system) as w:
        w.publish(event)
    assert run_ready() == 1
    assert seen == [(gym.org_id, True, event)]
    assert run_ready() == 0


def test_each_reaction_to_an_event_is_a_job_of_its_own(gym, rung) -> None:
    @on(rung)
    def broken(w, event):
        raise ValueError

    @on(rung)
    def fine(w, event):
        seen.append("fine")

    with open_work(gym.system) as w:
        w.publish(rung(about=new_id(), times=1, at=EIGHT))
    run_ready()
    assert seen == ["fine"]
    assert sorted(rows()) == [("done",), ("queued",)]


def test_an_event_that_is_rolled_back_asks_for_nothing(gym, rung) -> None:
    @on(rung)
    def hear(w, event):
        seen.append(event)

    def broken_deed() -> None:
        with open_work(gym.system) as w:
            w.publish(rung(about=new_id(), times=1, at=EIGHT))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_deed()
    assert run_ready() == 0


def test_a_reaction_outside_gets_ports_and_the_actor(gym, rung) -> None:
    @on(rung, outside=True)
    def tell(ports, actor: Actor, event):
        seen.append((ports, actor.org_id, event.times))

    with open_work(gym.system) as w:
        w.publish(rung(about=new_id(), times=2, at=EIGHT))
    run_ready("the ports")
    assert seen == [("the ports", gym.org_id, 2)]
    assert rows() == [("done",)]


def test_later_waits_for_its_moment(gym) -> None:
    @task()
    def remind(w, member_id: UUID):
        seen.append(member_id)

    member_id = new_id()
    with time_machine.travel(EIGHT, tick=False):
        with open_work(gym.system) as w:
            later(w, remind, run_at=w.now + timedelta(hours=1), member_id=member_id)
        assert run_ready() == 0
    with time_machine.travel(EIGHT + timedelta(hours=1), tick=False):
        assert run_ready() == 1
    assert seen == [member_id]


def test_what_a_failed_job_wrote_is_undone(gym) -> None:
    @task()
    def half(w):
        w.hot(NOTE, {"k": "job:half"})
        raise ValueError

    with open_work(gym.system) as w:
        later(w, half, run_at=w.now)
    run_ready()
    assert notes() == 0


def test_a_job_is_retried_with_growing_gaps_and_then_laid_to_rest(gym) -> None:
    @task()
    def never(w):
        seen.append(clock.now())
        raise ValueError

    with time_machine.travel(EIGHT, tick=False) as travel:
        with open_work(gym.system) as w:
            later(w, never, run_at=w.now)
        for _ in range(10):
            run_ready()
            [(state, run_after)] = rows("state, run_after")
            if state == "dead":
                break
            travel.move_to(run_after)
    gaps = [b - a for a, b in pairwise(seen)]
    assert len(seen) == len(jobs.BACKOFF) + 1
    for gap, planned in zip(gaps, jobs.BACKOFF, strict=True):
        assert planned * 0.9 <= gap <= planned * 1.21
    assert rows() == [("dead",)]


def test_a_person_can_wake_a_dead_job_and_only_a_dead_one(gym) -> None:
    @task()
    def stubborn(w):
        if not seen:
            raise OutsideFailure("closed for ever", permanent=True)

    with open_work(gym.system) as w:
        later(w, stubborn, run_at=w.now)
    run_ready()
    [(job_id, state)] = rows("id, state")
    assert state == "dead"
    seen.append("mended")
    with open_work(gym.system) as w:
        assert jobs.retry(w, job_id=job_id)
        assert not jobs.retry(w, job_id=job_id)
    run_ready()
    assert rows("state, error") == [("done", None)]


def test_a_service_that_says_when_to_come_back_is_not_asked_before(gym) -> None:
    @task()
    def busy(w):
        raise OutsideFailure("busy", retry_after_s=7200)

    with time_machine.travel(EIGHT, tick=False):
        with open_work(gym.system) as w:
            later(w, busy, run_at=w.now)
        run_ready()
        [(run_after,)] = rows("run_after")
    assert run_after >= EIGHT + timedelta(hours=2)


def test_what_a_person_typed_is_not_kept_with_the_failure(gym) -> None:
    @task()
    def leaky(w):
        raise ValueError("maya@example.com")

    with open_work(gym.system) as w:
        later(w, leaky, run_at=w.now)
    run_ready()
    assert rows("error") == [("ValueError: ",)]


def test_whoever_lost_the_lease_leaves_no_effect(gym) -> None:
    @task()
    def overtaken(w):
        w.hot(NOTE, {"k": "job:overtaken"})
        w.hot(sa.text("update job set token = gen_random_uuid()"))  # another worker took it

    with open_work(gym.system) as w:
        later(w, overtaken, run_at=w.now)
    run_ready(limit=1)
    assert notes() == 0


def test_a_job_whose_lease_ran_out_is_taken_by_the_next(gym) -> None:
    @task()
    def work(w):
        seen.append("done")

    with time_machine.travel(EIGHT, tick=False) as travel:
        with open_work(gym.system) as w:
            later(w, work, run_at=w.now)
        assert len(jobs.claim()) == 1  # and then its worker died
        assert run_ready() == 0
        travel.shift(jobs.lease() + timedelta(seconds=1))
        assert run_ready() == 1
    assert seen == ["done"]
    assert rows("state, attempt") == [("done", 2)]


def test_a_job_that_this_version_does_not_know_waits_with_a_reason(gym) -> None:
    @task()
    def old(w): ...

    with open_work(gym.system) as w:
        later(w, old, run_at=w.now)
    JOBS.clear()
    run_ready()
    [(state, error)] = rows("state, error")
    assert (state, error) == ("queued", "LookupError: no such job in this version")


def test_two_clocks_make_a_slot_once(gym, other_gym) -> None:
    TICKS.clear()

    @jobs.every(minutes=5)
    def sweep(w):
        seen.append(w.actor.org_id)

    @jobs.every(minutes=5, per_gym=True)
    def care(w):
        seen.append(w.actor.org_id)

    with time_machine.travel(EIGHT, tick=False):
        assert jobs.tick(EIGHT) == 3
        assert jobs.tick(EIGHT + timedelta(minutes=4)) == 0
        run_ready()
        assert sorted(map(str, seen)) == sorted(map(str, [None, gym.org_id, other_gym.org_id]))
    assert jobs.tick(EIGHT + timedelta(minutes=5)) == 3


def test_a_gym_that_closed_gets_no_ticks(gym, other_gym) -> None:
    TICKS.clear()

    @jobs.every(at="04:00", per_gym=True)
    def nightly(w): ...

    with db.transaction() as c:
        c.execute(
            sa.text("update org set closed_at = now() where id = :id"), {"id": other_gym.org_id}
        )
    assert jobs.tick(EIGHT) == 1


def test_slots_missed_while_nothing_ran_are_made_up_once(gym) -> None:
    TICKS.clear()

    @jobs.every(minutes=5)
    def sweep(w): ...

    jobs.tick(EIGHT)
    assert jobs.tick(EIGHT + timedelta(days=3)) == 1


def test_a_daily_tick_follows_the_gyms_wall_clock_through_the_clock_change() -> None:
    daily = Tick("x", 0, time(4, 0), per_gym=True)
    zone = ZoneInfo("Asia/Jerusalem")
    before = daily.due(datetime(2027, 3, 25, 12, tzinfo=UTC), zone)
    after = daily.due(datetime(2027, 3, 26, 12, tzinfo=UTC), zone)
    assert (before.hour, after.hour) == (2, 1)  # 04:00 at +2, then at +3
    assert after - before == timedelta(hours=23)


def test_a_daily_tick_before_its_hour_is_yesterdays() -> None:
    daily = Tick("x", 0, time(4, 0), per_gym=True)
    zone = ZoneInfo("Asia/Jerusalem")
    assert daily.due(datetime(2026, 11, 23, 1, 59, tzinfo=UTC), zone).day == 22
    assert daily.due(datetime(2026, 11, 23, 2, 0, tzinfo=UTC), zone).day == 23


def test_a_tick_is_either_every_some_minutes_or_at_a_time() -> None:
    with pytest.raises(ValueError):
        jobs.every()
    with pytest.raises(ValueError):
        jobs.every(minutes=5, at="04:00")


def test_done_jobs_are_forgotten_after_two_weeks_and_dead_ones_never(gym) -> None:
    @task()
    def fine(w): ...

    @task()
    def hopeless(w):
        raise OutsideFailure("no", permanent=True)

    with time_machine.travel(EIGHT, tick=False):
        with open_work(gym.system) as w:
            later(w, fine, run_at=w.now)
            later(w, hopeless, run_at=w.now)
        run_ready()
    later_on = time_machine.travel(EIGHT + timedelta(days=15), tick=False)
    with later_on, open_work(gym.system.as_platform("job")) as w:
        jobs.tidy(w)
    assert rows() == [("dead",)]


def test_a_worker_outlives_a_pool_without_connections(gym, monkeypatch) -> None:
    stop, tries = threading.Event(), []

    def no_connection(_ports, *, fresh):
        tries.append(1)
        stop.set()
        raise sa.exc.TimeoutError

    monkeypatch.setattr(working, "run_some", no_connection)
    jobs.work_forever(stop)
    assert tries == [1]


def test_short_reactions_are_claimed_together_and_nothing_else_is(gym, rung) -> None:
    @on(rung)
    def short(w, e):
        seen.append("short")

    @on(rung, outside=True)
    def outside(ports, actor, e):
        seen.append("outside")

    @task()
    def asked(w):
        seen.append("asked")

    with time_machine.travel(EIGHT, tick=False) as travel:
        with open_work(gym.system) as w:
            for _ in range(3):
                w.publish(rung(about=new_id(), times=1, at=EIGHT))
        travel.shift(timedelta(seconds=1))
        with open_work(gym.system) as w:
            later(w, asked, run_at=w.now)
        with db.transaction() as c:  # those outside became ready later
            c.execute(
                sa.text(
                    "update job set run_after = run_after + interval '1 s' where name like '%outside'"
                )
            )
        travel.shift(timedelta(seconds=5))
        assert [jobs.run_some(most=2), jobs.run_some(), jobs.run_some()] == [2, 1, 1]
    assert seen[:3] == ["short"] * 3
    assert len(seen) == 4


def test_what_is_fresh_is_taken_from_the_newest_and_without_long_jobs(gym) -> None:
    @task(outside=True, long=True)
    def charge_all(ports, actor):
        seen.append("long")

    @task()
    def first(w):
        seen.append("first")

    @task()
    def second(w):
        seen.append("second")

    with time_machine.travel(EIGHT, tick=False), open_work(gym.system) as w:
        later(w, first, run_at=w.now - timedelta(minutes=3))
        later(w, charge_all, run_at=w.now - timedelta(minutes=2))
        later(w, second, run_at=w.now - timedelta(minutes=1))
        later(w, charge_all, run_at=w.now)
        later(w, second, run_at=w.now + timedelta(minutes=1))
    with time_machine.travel(EIGHT, tick=False):
        assert [jobs.run_some(fresh=True) for _ in range(3)] == [1, 1, 0]
        assert seen == ["second", "first"]
        assert [jobs.run_some() for _ in range(3)] == [1, 1, 0]
        assert seen == ["second", "first", "long", "long"]


def test_a_worker_serves_others_while_all_that_may_take_minutes_is_at_work(real_database) -> None:
    begun, go_on, stop, served = (threading.Event() for _ in range(4))

    @task(outside=True, long=True)
    def charge_all(ports, actor):
        begun.set()
        go_on.wait(30)

    @task()
    def offer(w):
        served.set()

    gym = make_gym()
    with open_work(gym.system) as w:
        for _ in range(5):
            later(w, charge_all, run_at=w.now)
    worker = threading.Thread(target=jobs.work_forever, args=(stop,), kwargs={"threads": 3})
    worker.start()
    try:
        assert begun.wait(30)
        with open_work(gym.system) as w:
            later(w, offer, run_at=w.now)
        assert served.wait(30)
    finally:
        stop.set()
        go_on.set()
        worker.join()


@pytest.mark.parametrize(("threads", "for_long"), [(1, 1), (2, 1), (3, 2), (8, 7)])
def test_all_threads_but_one_take_long_jobs(threads, for_long) -> None:
    assert jobs.for_long(threads) == for_long


def test_one_of_several_that_fails_keeps_none_of_the_others(gym, rung) -> None:
    @on(rung)
    def picky(w, e):
        if e.times == 2:
            raise ValueError
        seen.append(e.times)

    with open_work(gym.system) as w:
        for n in (1, 2, 3):
            w.publish(rung(about=new_id(), times=n, at=EIGHT))
    assert jobs.run_some() == 3
    assert sorted(seen) == [1, 3]
    assert sorted(rows()) == [("done",), ("done",), ("queued",)]


def test_a_reaction_that_kills_its_worker_takes_none_of_the_others_with_it(gym, rung) -> None:
    @on(rung)
    def deadly(w, e):
        seen.append(e.times)

    with time_machine.travel(EIGHT, tick=False) as travel:
        with open_work(gym.system) as w:
            for n in (1, 2, 3):
                w.publish(rung(about=new_id(), times=n, at=EIGHT))
        assert len(jobs.claim(most=8)) == 3  # and then its worker died
        travel.shift(jobs.lease() + timedelta(seconds=1))
        assert [len(jobs.claim(most=8)) for _ in range(4)] == [1, 1, 1, 0]


def test_what_a_listener_does_not_want_is_no_job(gym, rung) -> None:
    @on(rung, when=lambda e: e.times > 1)
    def choosy(w, e):
        seen.append(e.times)

    with open_work(gym.system) as w:
        for n in (1, 2):
            w.publish(rung(about=new_id(), times=n, at=EIGHT))
    assert len(rows()) == 1
    run_ready()
    assert seen == [2]


def test_what_was_queued_before_its_module_moved_still_runs(gym) -> None:
    @task()
    def moved(w):
        seen.append("moved")

    with open_work(gym.system) as w:
        later(w, moved, run_at=w.now)
    old = jobs.name_of(moved).replace("test_jobs", "elsewhere")
    assert old not in jobs.JOBS
    with db.transaction() as c:
        c.execute(sa.text("update job set name = :old"), {"old": old})
    run_ready()
    assert seen == ["moved"]
    assert rows() == [("done",)]
