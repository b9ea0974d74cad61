"""Jobs are declared and asked for: by an event, by the clock, at a moment, in many gyms; each a row."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, Index

from fitkit.core import clock, db
from fitkit.core.events import LISTENERS, Event
from fitkit.core.ids import new_id
from fitkit.core.tables import JSON, Row, UtcDateTime, choice, columns
from fitkit.core.work import Work

Ev = TypeVar("Ev", bound=Event)
Fn = TypeVar("Fn", bound=Callable[..., None])

BACKOFF: Final = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 720))


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
