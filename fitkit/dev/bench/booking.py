"""Bookings per second through the real action, beside pgbench running the bare statements."""

import datetime as dt
import random
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from fitkit.core import clock, db, embedded
from fitkit.core.errors import Refusal
from fitkit.core.settings import settings
from fitkit.core.work import open_work
from fitkit.dev.bench import _ground
from fitkit.dev.bench._ground import Ground
from fitkit.features.booking import actions as booking
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries as timetable
from fitkit.features.scheduling.rules import SessionDetails

MEMBERS, SECONDS = 300, 4
# What the action cannot do without: take a place under the same check, write the booking, the event, its job.
BARE = """
\\set s random(1, {sessions})
\\set m random(1, {members})
begin;
select set_config('app.org_id', '{org}', true), set_config('role', 'none', true);
select id as sid from bench_session where n = :s \\gset
select id as mid from bench_member where n = :m \\gset
update class_session set booked = booked + 1 where id = ':sid' and booked < capacity returning booked;
insert into booking (id, org_id, session_id, member_id, entry_taken, status, via, booked_at, attendance, created_at, updated_at)
  values (gen_random_uuid(), '{org}', ':sid', ':mid', false, 'booked', 'app', now(), 'none', now(), now()) on conflict do nothing;
insert into event_log (id, org_id, name, about, facts, created_at, updated_at)
  values (gen_random_uuid(), '{org}', 'bench.made', ':sid', '{{}}', now(), now());
commit;
"""


def _classes(ground: Ground) -> list[UUID]:
    """A fortnight of classes with room for all, so that pairs do not run out."""
    today = clock.day_of(clock.now(), clock.ISRAEL)
    with open_work(ground.owner) as w:
        for day in range(1, 8):
            for hour in range(6, 22):
                scheduling.publish_weekly(
                    w,
                    details=SessionDetails(
                        class_type_id=ground.class_type_id,
                        location_id=ground.location_id,
                        day=today + timedelta(days=day),
                        at=dt.time(hour),
                        capacity=500,
                    ),
                    times=5,
                )
    found: list[UUID] = []
    with open_work(ground.owner) as w:
        for week in range(6):
            found += [
                s.id
                for s in timetable.week(w, day=today + timedelta(days=7 * week))
                if s.starts_at > w.now
            ]
    return list(dict.fromkeys(found))


def _rate(ground: Ground, sessions: list[UUID], threads: int) -> float:
    """Places given per second by the action, each try a member and a class they are not in."""
    pairs = [(m, s) for m in range(MEMBERS) for s in range(len(sessions))]
    random.Random(7).shuffle(pairs)
    given = [0] * threads
    until = time.perf_counter() + SECONDS

    def work(n: int) -> None:
        for member, session in pairs[n::threads]:
            if time.perf_counter() > until:
                return
            person = ground.people[member]
            try:
                with open_work(ground.acting(person)) as w:
                    booking.book(w, session_id=sessions[session], member_id=person.member_id)
                given[n] += 1
            except Refusal:
                continue

    crew = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    return sum(given) / SECONDS


def _pgbench(script: Path, clients: int) -> float:
    """Transactions per second of the bare statements, as the application's role."""
    host = embedded.ensure(settings().home)
    done = subprocess.run(
        [
            embedded.binaries() / "pgbench",
            *("-n", "-h", host, "-U", db.APP, "-c", str(clients), "-j", "2"),
            *("-T", str(SECONDS), "-f", str(script), settings().database),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    line = next(x for x in done.stdout.splitlines() if x.startswith("tps"))
    return float(line.split("=")[1].split()[0])


def _clear(owner: sa.Engine) -> None:
    with owner.begin() as c:
        c.exec_driver_sql("truncate booking, event_log, job, waitlist_entry cascade")
        c.exec_driver_sql("update class_session set booked = 0")


def main() -> Mapping[str, object]:
    """1, 8 and 32 threads; the ratio is ours to pgbench with as many clients."""
    _ground.own_database("booking")
    ground = _ground.gym(MEMBERS)
    sessions = _classes(ground)
    owner = sa.create_engine(db.url(db.OWNER), poolclass=sa.NullPool)
    with owner.begin() as c:
        for table, source in (("bench_session", "class_session"), ("bench_member", "member")):
            c.exec_driver_sql(
                f"create table {table} as select row_number() over () as n, id from {source}"  # noqa: S608  # two words of ours
            )
            c.exec_driver_sql(f"create unique index on {table} (n)")
            c.exec_driver_sql(f"grant select on {table} to {db.APP}")
    script = Path(tempfile.mkdtemp()) / "book.sql"
    script.write_text(BARE.format(org=ground.org_id, sessions=len(sessions), members=MEMBERS))
    figures: dict[str, object] = {}
    overbooked = 0
    for threads in (1, 8, 32):
        _clear(owner)
        ours = _rate(ground, sessions, threads)
        with owner.connect() as c:
            overbooked += c.exec_driver_sql(
                "select count(*) from class_session s where booked > capacity or booked <> "
                "(select count(*) from booking b where b.session_id = s.id and b.status = 'booked')"
            ).scalar_one()
        _clear(owner)
        bare = _pgbench(script, threads)
        figures |= {
            f"t{threads}_per_s": round(ours, 1),
            f"t{threads}_pgbench_per_s": round(bare, 1),
            f"t{threads}_ratio": round(ours / bare, 3),
        }
        _ground.say(f"{threads} threads: {ours:.0f} a second, pgbench {bare:.0f}")
    owner.dispose()
    db.engine().dispose()
    return figures | {"overbooked": overbooked}
