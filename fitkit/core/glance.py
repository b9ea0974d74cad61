"""Glance: what is looked at before every event, asked from the event loop itself, without a thread.

The guard looks a session up at each event, so that a revoked one ends at once. The statement takes PostgreSQL
a tenth of a millisecond; a worker thread and a cursor around it take a whole one. So a web process keeps one
connection for it alone, on which libpq is spoken to directly. What comes while an answer is under way leaves
together in the next statement: a crowd costs one round trip. No answer outlives its event.

Where the line is not open (tests, jobs, the database just came back) or does not answer in time, the
same statement goes the ordinary way.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, Generic, TypeVar

import psycopg
import sqlalchemy as sa
import structlog
from psycopg import pq
from sqlalchemy.dialects.postgresql.base import PGDialect

from fitkit.core import clock, db

log = structlog.get_logger(__name__)

LATE_S: Final = 2.0  # a lost network must not hold every tab of the process
AGAIN_S: Final = 1.0
_NAME: Final = b"glance"


class NoLine(Exception):  # noqa: N818  # what is so, not a fault: ask the ordinary way
    """Nobody answers on the line now."""


T = TypeVar("T")


class Glance(Generic[T]):
    """A question about global tables: one key, one thing or nothing.

    It runs in autocommit, with no gym: row-level security shows it nothing of any.
    """

    def __init__(
        self,
        statement: sa.Select[Any],  # Any: SQLAlchemy's shape of a row
        *,
        read: Callable[[str], T],
    ) -> None:
        """Take what to ask and how to understand the answer.

        Args:
            statement: takes ``keys`` (words of letters and digits) and then ``now``; returns rows of
                (key, text), none for an unknown key.
            read: makes a thing of a text.
        """
        self._statement = statement
        self._read = read
        self._line: _Line | None = None

    def at_once(self, key: str) -> T | None:
        """Ask the ordinary way, blocking: one round trip, no BEGIN, no COMMIT."""
        params = {"keys": [key], "now": clock.now()}
        bound = db.where()
        if isinstance(bound, sa.Connection):
            found = bound.execute(self._statement, params).first()
        else:
            with bound.connect() as c:  # our connections are in autocommit until a Work begins
                found = c.execute(self._statement, params).first()
        return None if found is None else self._read(found[1])

    async def soon(self, key: str) -> T | None:
        """Ask on the line.

        Raises:
            NoLine: it is not open, or was lost meanwhile; ``at_once`` tells.
        """
        line = self._line
        if line is None or not key.isalnum():
            raise NoLine
        text = await line.ask(key)
        return None if text is None else self._read(text)

    @asynccontextmanager
    async def line(self) -> AsyncIterator[None]:
        """Keep the line open, for the life of a web process; a lost one is opened again."""
        keeper = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeper.cancel()
            with suppress(asyncio.CancelledError):
                await keeper
            if self._line is not None:
                self._line.close()
                self._line = None

    async def _keep(self) -> None:
        while True:
            try:
                connection = await asyncio.to_thread(_connected, self._text())
            except (sa.exc.DBAPIError, psycopg.Error) as why:
                log.warning("no line to the database", reason=type(why).__name__)
            else:
                self._line = _Line(connection)
                await self._line.lost.wait()
                self._line = None
            await asyncio.sleep(AGAIN_S)

    def _text(self) -> bytes:
        """The statement with ``$1`` for the keys and ``$2`` for now, whichever it says first."""
        dialect: Any = PGDialect  # Any: SQLAlchemy leaves its making without types
        compiled = self._statement.compile(dialect=dialect(paramstyle="numeric_dollar"))
        text = str(compiled)
        places: Any = compiled.positiontup  # Any: of whatever was compiled
        if places != ["keys", "now"]:
            raise ValueError(f"keys and now, in this order, not {places}")
        return text.encode()


def _connected(text: bytes) -> psycopg.Connection[Any]:
    """A connection that leaves the pool for good, with the statement prepared."""
    fairy = db.engine().raw_connection()
    connection: Any = fairy.driver_connection  # Any: psycopg's, as our engine makes it
    fairy.detach()
    prepared = connection.pgconn.prepare(_NAME, text)
    if prepared.status != pq.ExecStatus.COMMAND_OK:
        connection.close()
        raise psycopg.errors.error_from_result(prepared)
    kept: psycopg.Connection[Any] = connection
    return kept


class _Line:
    """One connection; at most one statement under way, and all who wait for the next."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.lost = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._connection = connection
        self._pg: Any = connection.pgconn  # Any: psycopg has it in C and in Python
        self._socket: int = self._pg.socket
        self._waiting: dict[str, list[asyncio.Future[str | None]]] = {}
        self._asked: dict[str, list[asyncio.Future[str | None]]] = {}
        self._results: list[Any] = []
        self._alarm: asyncio.TimerHandle | None = None
        self._loop.add_reader(self._socket, self._hear)

    def ask(self, key: str) -> asyncio.Future[str | None]:
        """The text of a key, or NoLine."""
        answer: asyncio.Future[str | None] = self._loop.create_future()
        if self.lost.is_set():
            answer.set_exception(NoLine())
            return answer
        self._waiting.setdefault(key, []).append(answer)
        if not self._asked:
            self._speak()
        return answer

    def close(self) -> None:
        """Hang up, and tell all who wait to ask elsewhere."""
        if self.lost.is_set():
            return
        self.lost.set()
        self._loop.remove_reader(self._socket)
        self._connection.close()
        if self._alarm is not None:
            self._alarm.cancel()
        for answers in (*self._asked.values(), *self._waiting.values()):
            for answer in answers:
                if not answer.done():
                    answer.set_exception(NoLine())

    def _lose(self, reason: str) -> None:
        log.warning("line to the database lost", reason=reason)
        self.close()

    def _speak(self) -> None:
        self._asked, self._waiting = self._waiting, {}
        keys = "{" + ",".join(self._asked) + "}"
        try:
            self._pg.send_query_prepared(_NAME, [keys.encode(), str(clock.now()).encode()])
        except psycopg.Error as why:
            self._lose(type(why).__name__)
            return
        self._alarm = self._loop.call_later(LATE_S, self._lose, "no answer in time")

    def _hear(self) -> None:
        try:
            self._pg.consume_input()
            while not self._pg.is_busy():
                result = self._pg.get_result()
                if result is None:
                    break
                self._results.append(result)
            else:
                return  # the rest is still on its way
        except psycopg.Error as why:
            self._lose(type(why).__name__)
            return
        results, self._results = self._results, []
        if results:
            self._tell(results[-1])

    def _tell(self, result: Any) -> None:  # Any: as for _pg
        if self._alarm is not None:
            self._alarm.cancel()
        if result.status != pq.ExecStatus.TUPLES_OK:
            self._lose(pq.ExecStatus(result.status).name)
            return
        texts = {
            result.get_value(n, 0).decode(): result.get_value(n, 1).decode()
            for n in range(result.ntuples)
        }
        self._answer(texts)
        if self._waiting:
            self._speak()

    def _answer(self, texts: Mapping[str, str]) -> None:
        asked, self._asked = self._asked, {}
        for key, answers in asked.items():
            for answer in answers:
                if not answer.done():  # its tab may be gone
                    answer.set_result(texts.get(key))
