"""Work: one transaction of one actor. ``open_work`` is the only place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Executable, Result, insert

from fitkit.core import clock, db
from fitkit.core.actor import Actor
from fitkit.core.errors import NotFound
from fitkit.core.events import LISTENERS, Event, EventLog, PlatformLog
from fitkit.core.ids import new_id
from fitkit.core.tables import Row, columns
from fitkit.core.tenancy import ALL, NONE, OrgSession, by_id

T = TypeVar("T", bound=Row)
_LOG = insert(columns(EventLog))
_PLATFORM_LOG = insert(columns(PlatformLog))

caller_ip: ContextVar[str | None] = ContextVar("caller_ip", default=None)


@dataclass(slots=True)
class Work:
    """One transaction. The first parameter of every query and action."""

    session: OrgSession
    actor: Actor
    now: datetime  # UTC, the same for the whole transaction

    def get(self, table: type[T], id: UUID) -> T:  # noqa: A002  # the word of the field
        """The row.

        Raises:
            NotFound: no such row in this gym; also for another gym's.
        """
        row = by_id(self.session, table, id)
        if row is None:
            raise NotFound
        return row

    def hold(self, table: type[T], id: UUID) -> T:  # noqa: A002
        """The row, fresh and locked until the end of the Work; hold late, hold one thing.

        Raises:
            NotFound: as for get.
        """
        # "No key update": rows that refer to it may still be written by others meanwhile.
        row = self.session.get(
            table, id, with_for_update={"key_share": True}, populate_existing=True
        )
        if row is None:
            raise NotFound
        return row

    def add(self, *rows: Row) -> None:
        """New rows; stamped with the gym at the flush."""
        self.session.add_all(rows)

    def hot(
        self,
        statement: Executable,
        params: dict[str, Any] | list[dict[str, Any]] | None = None,
    ) -> Result[Any]:
        """Run a Core statement in this transaction: row-level security filters it, the hooks do not."""
        session = self.session
        if session._new or session._deleted or session.identity_map._modified:
            session.flush()  # what was added or changed before is there for the statement
        # Straight to the connection: the session's own way costs as much again in Python.
        return session.connection().execute(statement, params or {})

    def publish(self, event: Event) -> None:
        """Store what happened, with the commit, and a job for each reaction to it."""
        from fitkit.core import jobs  # jobs know Work

        event_id = new_id()
        row = {
            "id": event_id,
            "name": event.name,
            "about": event.about,
            "actor_user_id": self.actor.user_id,
            "ip": caller_ip.get(),
            "reason": self.actor.platform_reason,
            "facts": event.facts(),
            "created_at": self.now,
            "updated_at": self.now,
        }
        if self.actor.org_id is None:
            self.hot(_PLATFORM_LOG, row)
        else:
            self.hot(_LOG, row | {"org_id": self.actor.org_id})
        if event.name in LISTENERS:
            jobs.react(self, event_id, event)


@contextmanager
def open_work(actor: Actor) -> Iterator[Work]:
    """One transaction: commits on exit, rolls back on any exception."""
    scope = ALL if actor.platform_reason else actor.org_id or NONE
    with OrgSession(
        bind=db.where(), scope=scope, join_transaction_mode="create_savepoint"
    ) as session:
        yield Work(session, actor, clock.now())
        session.commit()
