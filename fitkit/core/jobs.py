"""Jobs are rows; a worker claims one, works, and marks it done.

A job with database effects runs in one Work together with its own "done": exactly once,
whatever is killed. A job that talks to the outside (``outside=True``) is at least once:
what it sends carries an idempotency key.

One thread of each worker is for what just became ready: it takes the newest first, and none of those that may
take minutes (``long=True``: they go through all that is due in a gym, and ask others about each). The other threads
take the oldest first, whatever it is. So a place is offered and a letter leaves within the minute while ten
thousand renewals are charged, and nothing waits for ever.
"""

import random
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlmodel import Field, Index

from fitkit.core import clock, db, ratelimit
from fitkit.core.actor import Actor, system
from fitkit.core.errors import OutsideFailure
from fitkit.core.events import LISTENERS, Event, from_facts
from fitkit.core.ids import new_id
from fitkit.core.settings import settings
from fitkit.core.tables import JSON, Row, UtcDateTime, choice, columns
from fitkit.core.work import Work, open_work

log = structlog.get_logger(__name__)
Ev = TypeVar("Ev", bound=Event)
Fn = TypeVar("Fn", bound=Callable[..., None])

BACKOFF: Final = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 720))
KEEP_DONE: Final = timedelta(days=14)
KILLED_MOST: Final = 2  # claims beyond the retries: a job that kills its worker is given up
AT_ONCE: Final = (
    8  # reactions that are claimed together: they are short, and a claim costs as much as one
)


class JobState(StrEnum):
    """Where a job stands; a dead one waits for a person."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(Row, table=True):
    """Global on purpose: the runner claims for all gyms, then works as FitKit in one of them."""

    __tablename__ = "job"

    name: str = Field(max_length=120)
    org_id: UUID | None = Field(default=None, index=True)
    event_id: UUID | None = None  # the event it reacts to
    due_at: datetime = Field(sa_type=UtcDateTime, nullable=False)  # the slot of a tick
    run_after: datetime = Field(sa_type=UtcDateTime, nullable=False)
    state: JobState = Field(default=JobState.QUEUED, sa_type=choice(JobState), nullable=False)
    attempt: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    token: UUID | None = None  # the fence: who holds the lease
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    error: str | None = None

    __table_args__ = (
        Index(  # a tick is made once, however many clocks there are
            "uq_job_tick",
            "name",
            "org_id",
            "due_at",
            unique=True,
            postgresql_where=sa.text("event_id is null and not facts ? 'later'"),
            postgresql_nulls_not_distinct=True,
        ),
        Index(
            "uq_job_reaction",
            "event_id",
            "name",
            unique=True,
            postgresql_where=sa.text("event_id is not null"),
        ),
        Index(  # the claim
            "ix_job_ready", "run_after", postgresql_where=sa.text("state in ('queued','running')")
        ),
        Index("ix_job_state", "state", "updated_at"),  # the job board
    )


J = columns(Job)
_ADD = sa.insert(J)
_now = sa.bindparam("now", type_=UtcDateTime)
_ids = sa.bindparam("ids", type_=ARRAY(sa.Uuid))
_READY: Final = (
    sa.select(J.c.id, J.c.name, J.c.event_id, J.c.attempt)
    .where(
        J.c.state.in_(["queued", "running"]),
        J.c.run_after <= _now,
        sa.or_(J.c.state == "queued", J.c.lease_until < _now),
    )
    .order_by(J.c.run_after)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
_FRESH: Final = (
    _READY.where(J.c.name != sa.all_(sa.bindparam("long", type_=ARRAY(sa.Text))))
    .order_by(None)
    .order_by(J.c.run_after.desc())
)
_TAKE: Final = (
    sa.update(J)
    .where(J.c.id == sa.any_(_ids))
    .values(
        state="running",
        attempt=J.c.attempt + 1,
        token=sa.bindparam("taken_by"),
        lease_until=sa.bindparam("until", type_=UtcDateTime),
        updated_at=_now,
    )
    .returning(J)
)
_HOLD: Final = (
    sa.update(J)
    .where(J.c.id == sa.any_(_ids), J.c.token == sa.bindparam("held_by"), J.c.state == "running")
    .values(lease_until=sa.bindparam("until", type_=UtcDateTime))
    .returning(J.c.id)
)
_DONE: Final = (
    sa.update(J)
    .where(
        J.c.id == sa.bindparam("job_id"),
        J.c.token == sa.bindparam("held_by"),
        J.c.state == "running",
    )
    .values(state="done", error=None, updated_at=_now)
    .returning(J.c.id)
)
_TURN: Final = sa.select(
    sa.func.pg_advisory_xact_lock(
        sa.func.hashtext("jobs started"), sa.func.hashtext(sa.bindparam("name", type_=sa.Text))
    )
)
_UNDER_WAY: Final = sa.select(J.c.org_id).where(
    J.c.name == sa.bindparam("name"),
    J.c.state.in_(["queued", "running"]),
    J.c.run_after <= sa.bindparam("until", type_=UtcDateTime),
)
_ZONES: Final = sa.text("select id, zone from org where id = any(:ids)").bindparams(_ids)


@dataclass(frozen=True, slots=True)
class Declared:
    """A job as its feature declared it."""

    fn: Callable[..., None]
    outside: bool
    long: bool = False  # may take minutes


@dataclass(frozen=True, slots=True)
class Tick:
    """How often a job runs unasked: each N minutes, or once a day at a wall time."""

    name: str
    minutes: int
    at: time | None
    per_gym: bool

    def due(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The newest slot that is not in the future."""
        if self.at is None:
            slot = now.replace(second=0, microsecond=0)
            return slot - timedelta(minutes=(slot.hour * 60 + slot.minute) % self.minutes)
        today = clock.day_of(now, zone)
        slot = clock.wall(today, self.at, zone)
        return slot if slot <= now else clock.wall(today - timedelta(days=1), self.at, zone)


JOBS: dict[str, Declared] = {}
TICKS: list[Tick] = []
_WANTS: dict[Callable[..., None], Callable[[Any], bool]] = {}  # Any: the event that each hears


def lease() -> timedelta:
    """How long a claimed job is its worker's without a sign of life."""
    return timedelta(seconds=settings().job_lease_s)


def name_of(fn: Callable[..., None]) -> str:
    """A job's name: ``notifications.jobs.sending.deliver``."""
    return f"{fn.__module__.removeprefix('fitkit.').removeprefix('features.')}.{fn.__name__}"


def on(
    kind: type[Ev], *, outside: bool = False, when: Callable[[Ev], bool] | None = None
) -> Callable[[Fn], Fn]:
    """Run after each event of a kind: ``fn(w, event)``, or ``fn(ports, actor, event)`` outside.

    ``when`` says of an event, by its facts alone, whether there is anything to do: else there is no job.
    """

    def declare(fn: Fn) -> Fn:
        LISTENERS.setdefault(kind.name, []).append(fn)
        if when is not None:
            _WANTS[fn] = when
        JOBS[name_of(fn)] = Declared(fn, outside)
        return fn

    return declare


def every(
    *,
    minutes: int = 0,
    at: str = "",
    per_gym: bool = False,
    outside: bool = False,
    long: bool = False,
) -> Callable[[Fn], Fn]:
    """Run by the clock: ``fn(w)``, or ``fn(ports, actor)`` outside; per gym in that gym's zone.

    ``at`` is a wall time ``HH:MM``, 03:30 or later: earlier ones are skipped or doubled
    by the clock changes. A slot missed while nothing ran is made up once.
    """
    if bool(minutes) == bool(at):
        raise ValueError("either minutes or at")

    def declare(fn: Fn) -> Fn:
        JOBS[name_of(fn)] = Declared(fn, outside, long)
        TICKS.append(Tick(name_of(fn), minutes, time.fromisoformat(at) if at else None, per_gym))
        return fn

    return declare


def task(*, outside: bool = False, long: bool = False) -> Callable[[Fn], Fn]:
    """A job that only ``later`` asks for: ``fn(w, **ids)``, or ``fn(ports, actor, **ids)`` outside."""

    def declare(fn: Fn) -> Fn:
        JOBS[name_of(fn)] = Declared(fn, outside, long)
        return fn

    return declare


def later(w: Work, fn: Callable[..., None], *, run_at: datetime, **ids: UUID) -> None:
    """Ask for a job at a moment, with the commit of this Work."""
    row = _row(name_of(fn), w.actor.org_id, run_at, w.now)
    w.hot(_ADD, row | {"facts": {"later": {k: str(v) for k, v in ids.items()}}})


def start(w: Work, fn: Callable[..., None], *, gyms: Collection[UUID]) -> int:
    """Ask for a job at once in each of some gyms, with the commit of this Work; returns how many were asked for.

    A gym where it waits its turn or runs gets no second one, however many ask at once: what is slow in one gym
    piles up nowhere. One that failed, and is to be tried only much later, is in no new one's way.
    """
    name = name_of(fn)
    w.hot(_TURN, {"name": name})
    under_way = set(w.hot(_UNDER_WAY, {"name": name, "until": w.now + BACKOFF[1]}).scalars())
    new = [gym for gym in gyms if gym not in under_way]
    rows = [_row(name, gym, w.now, w.now) | {"facts": {"later": {}}} for gym in new]
    if rows:
        w.hot(_ADD, rows)
    return len(rows)


def react(w: Work, event_id: UUID, event: Event) -> None:
    """One job per listener that wants it, with the commit of the event."""
    facts = {"event": event.name, "about": str(event.about), "facts": event.facts()}
    rows = [
        _row(name_of(fn), w.actor.org_id, w.now, w.now) | {"event_id": event_id, "facts": facts}
        for fn in LISTENERS[event.name]
        if fn not in _WANTS or _WANTS[fn](event)
    ]
    if rows:
        w.hot(_ADD, rows)


def tick(now: datetime) -> int:
    """Turn due slots into rows; any number of clocks may do this. Returns how many were new."""
    with db.transaction() as c:
        gyms = [
            (g.id, ZoneInfo(g.zone))
            for g in c.execute(sa.text("select id, zone from org where closed_at is null"))
        ]
    rows = []
    for t in TICKS:
        targets = gyms if t.per_gym else [(None, clock.ISRAEL)]
        rows += [_row(t.name, org_id, t.due(now, zone), now) for org_id, zone in targets]
    if not rows:
        return 0
    with db.transaction() as c:
        made = c.execute(
            insert(J)
            .values([r | {"facts": {}} for r in rows])
            .on_conflict_do_nothing()
            .returning(J.c.id)
        )  # by RETURNING: the row count of an INSERT is -1
        return len(made.all())


def claim(*, most: int = 1, fresh: bool = False) -> list[dict[str, Any]]:
    """Take ready jobs under one lease, in the order they became ready; empty when there is none.

    The oldest one alone; or with it the reactions next to it, when all of them work in our database only.
    ``fresh``: the same from the newest back, without those that may take minutes.
    """
    # Any: columns of a job
    now, token = clock.now(), uuid4()
    with db.transaction() as c:
        if fresh:
            long = [name for name, job in JOBS.items() if job.long]
            ready = c.execute(_FRESH, {"now": now, "most": most, "long": long}).all()
        else:
            ready = c.execute(_READY, {"now": now, "most": most}).all()
        if not ready:
            return []
        first, *others = ready
        taken = [first.id]
        if _is_short(first):
            taken += [job.id for job in takewhile(_is_short, others)]
        held = {"ids": taken, "now": now, "taken_by": token, "until": now + lease()}
        jobs = [dict(row) for row in c.execute(_TAKE, held).mappings()]
        gyms = [job["org_id"] for job in jobs if job["org_id"]]
        zones = {g.id: g.zone for g in c.execute(_ZONES, {"ids": gyms})} if gyms else {}
    for job in jobs:
        job["zone"] = zones.get(job["org_id"], clock.ISRAEL.key)
    return sorted(jobs, key=lambda job: taken.index(job["id"]))


def run_some(ports: Any = None, *, most: int = AT_ONCE, fresh: bool = False) -> int:
    """Claim and run a job, and the reactions next to it; returns how many were run."""
    # Any: the bundle of ports, which core must not know
    jobs = claim(most=most, fresh=fresh)
    if not jobs:
        return 0
    done = threading.Event()
    threading.Thread(target=_beat, args=(jobs, done), daemon=True).start()
    try:
        for job in jobs:
            _run_claimed(job, ports)
    finally:
        done.set()
    return len(jobs)


def run_ready(ports: Any = None, *, limit: int = 1000) -> int:
    """Run what is ready now, in this thread; returns how many. For tests and the demo's seed."""
    done = 0
    while done < limit:
        ran = run_some(ports, most=min(AT_ONCE, limit - done))
        if not ran:
            break
        done += ran
    return done


def work_forever(stop: threading.Event, ports: Any = None, *, threads: int = 1) -> None:
    """Run jobs until told to stop; what is under way is finished first.

    Of several threads one takes what is fresh.
    """
    crew = [
        threading.Thread(target=_work, args=(stop, ports), kwargs={"fresh": n == for_long(threads)})
        for n in range(1, threads)
    ]
    for one in crew:
        one.start()
    _work(stop, ports)
    for one in crew:
        one.join()


def for_long(threads: int) -> int:
    """How many of a worker's threads take long jobs: all but one, and one at the least."""
    return max(threads - 1, 1)


def retry(w: Work, *, job_id: UUID) -> bool:
    """Wake a dead job; False when it is not dead."""
    woken = w.hot(
        sa.update(J)
        .where(J.c.id == job_id, J.c.state == "dead")
        .values(state="queued", attempt=0, run_after=w.now, error=None, updated_at=w.now)
        .returning(J.c.id)
    )
    return woken.first() is not None


@every(at="04:10")
def tidy(w: Work) -> None:
    """Done jobs are forgotten after two weeks, allowances a day after their last use."""
    w.hot(sa.delete(J).where(J.c.state == "done", J.c.updated_at < w.now - KEEP_DONE))
    ratelimit.tidy(w)


def _row(name: str, org_id: UUID | None, due_at: datetime, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "name": name,
        "org_id": org_id,
        "event_id": None,
        "due_at": due_at,
        "run_after": due_at,
        "state": "queued",
        "attempt": 0,
        "created_at": now,
        "updated_at": now,
    }


def _work(stop: threading.Event, ports: Any, *, fresh: bool = False) -> None:
    while not stop.is_set():
        try:
            if not run_some(ports, fresh=fresh):
                stop.wait(0.4)
        except sa.exc.SQLAlchemyError as error:  # a pool without a free connection, too
            log.warning("database_unreachable", error=type(error).__name__)
            stop.wait(1)


def _declared(name: str) -> Declared | None:
    """The job of that name; or the only one of that feature whose function is called so.

    What was queued before a module was moved or split still runs.
    """
    if name in JOBS:
        return JOBS[name]
    feature, function = name.partition(".")[0], name.rpartition(".")[2]
    found = [
        job
        for known, job in JOBS.items()
        if (known.partition(".")[0], known.rpartition(".")[2]) == (feature, function)
    ]
    return found[0] if len(found) == 1 else None


def _is_short(job: Any) -> bool:  # Any: a row of _READY
    """Whether it is a reaction that waits for nobody outside, and was never claimed before.

    What was may have killed its worker: alone, it is given up without those beside it.
    """
    declared = _declared(job.name)
    is_reaction = declared is not None and not declared.outside and job.event_id is not None
    return is_reaction and job.attempt == 0


def _run_claimed(job: dict[str, Any], ports: Any) -> None:
    """Run a job that is held; whatever it raises, it is retried or laid to rest."""
    with structlog.contextvars.bound_contextvars(
        job_id=str(job["id"]), job=job["name"], org_id=str(job["org_id"] or "")
    ):
        if job["attempt"] > len(BACKOFF) + KILLED_MOST:
            _bury(job)
            return
        try:
            _run(job, ports)
        except Exception as error:  # noqa: BLE001  # whatever it is, the job is retried or laid to rest
            _fail(job, error)


def _run(job: dict[str, Any], ports: Any) -> None:
    declared = _declared(job["name"])
    if declared is None:
        raise LookupError("no such job in this version")
    actor = system(job["org_id"], job["zone"])
    facts = job["facts"]
    given: list[Any] = []
    ids: dict[str, UUID] = {}
    if "event" in facts:
        given = [from_facts(facts["event"], UUID(facts["about"]), facts["facts"])]
    elif "later" in facts:
        ids = {k: UUID(v) for k, v in facts["later"].items()}
    if declared.outside:
        declared.fn(ports, actor, *given, **ids)
        with db.transaction() as c:
            c.execute(_DONE, _held(job))
        return
    with open_work(_scoped(actor)) as w:
        declared.fn(w, *given, **ids)
        if w.hot(_DONE, _held(job)).first() is None:
            raise RuntimeError("lease lost")  # rolls the effect back: someone else has it now


def _scoped(actor: Actor) -> Actor:
    """A job without a gym works over all of them."""
    return actor if actor.org_id else actor.as_platform("job")


def _held(job: dict[str, Any]) -> dict[str, Any]:
    return {"job_id": job["id"], "held_by": job["token"], "now": clock.now()}


def _bury(job: dict[str, Any]) -> None:
    """Give up a job whose lease was lost again and again: it takes its worker down each time."""
    log.error("job_given_up", attempt=job["attempt"])
    with db.transaction() as c:
        c.execute(
            sa.update(J)
            .where(J.c.id == job["id"], J.c.token == job["token"])
            .values(state="dead", error="lease lost too often", updated_at=clock.now())
        )


def _fail(job: dict[str, Any], error: Exception) -> None:
    attempt = job["attempt"]
    permanent = isinstance(error, OutsideFailure) and error.permanent
    dead = permanent or attempt > len(BACKOFF)
    wait = timedelta(0) if dead else BACKOFF[attempt - 1] * random.uniform(0.9, 1.2)  # noqa: S311
    if isinstance(error, OutsideFailure) and error.retry_after_s is not None:
        wait = max(wait, timedelta(seconds=error.retry_after_s))
    # The message may hold what a person typed: only our own failures are worded.
    words = str(error) if isinstance(error, OutsideFailure | LookupError | RuntimeError) else ""
    log.warning(
        "job_failed", attempt=attempt, dead=dead, error=type(error).__name__, exc_info=error
    )
    with db.transaction() as c:
        c.execute(
            sa.update(J)
            .where(J.c.id == job["id"], J.c.token == job["token"])
            .values(
                state="dead" if dead else "queued",
                error=f"{type(error).__name__}: {words}"[:500],
                run_after=clock.now() + wait,
                updated_at=clock.now(),
            )
        )


def _beat(jobs: list[dict[str, Any]], done: threading.Event) -> None:
    """Hold on to what was claimed together, as far as it is not done."""
    whose = {"ids": [job["id"] for job in jobs], "held_by": jobs[0]["token"]}
    while not done.wait(lease().total_seconds() / 3):
        try:
            with db.transaction() as c:
                held = c.execute(_HOLD, whose | {"until": clock.now() + lease()}).first()
        except sa.exc.SQLAlchemyError as error:  # the next beat may still be in time
            log.warning("heartbeat_missed", error=type(error).__name__)
            continue
        if held is None:
            return
