"""Jobs are claimed and run by workers: under a lease, fenced, tried again later, laid to rest."""

import random
import threading
from datetime import timedelta
from itertools import takewhile
from typing import Any, Final
from uuid import UUID, uuid4

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import ARRAY

from fitkit.core import clock, db, ratelimit
from fitkit.core.actor import Actor, system
from fitkit.core.errors import OutsideFailure
from fitkit.core.events import from_facts
from fitkit.core.jobs.asking import BACKOFF, JOBS, Declared, J, every
from fitkit.core.settings import settings
from fitkit.core.tables import UtcDateTime
from fitkit.core.work import Work, open_work

log = structlog.get_logger(__name__)

KEEP_DONE: Final = timedelta(days=14)
KILLED_MOST: Final = 2  # claims beyond the retries: a job that kills its worker is given up
AT_ONCE: Final = (
    8  # reactions that are claimed together: they are short, and a claim costs as much as one
)
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
_ZONES: Final = sa.text("select id, zone from org where id = any(:ids)").bindparams(_ids)


def lease() -> timedelta:
    """How long a claimed job is its worker's without a sign of life."""
    return timedelta(seconds=settings().job_lease_s)


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
