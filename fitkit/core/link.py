"""Link: our engine's connection to PostgreSQL, which says the few words of every transaction at once."""

from typing import Any

import psycopg
from psycopg import pq

_DONE = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK)


class _Cursor(psycopg.Cursor[Any]):
    """psycopg's cursor, which tells SQLAlchemy of each column what it reads: name and type."""

    @property
    def description(self) -> Any:  # Any: DB-API's tuples in place of psycopg's costly Column
        """Seven values a column, None without a result; asked for once a statement."""
        found = self.pgresult
        if found is None or found.status != pq.ExecStatus.TUPLES_OK:
            return None
        return [
            ((found.fname(n) or b"").decode(), found.ftype(n), None, None, None, None, None)
            for n in range(found.nfields)
        ]


class Link(psycopg.Connection[Any]):
    """psycopg's connection, in which BEGIN and COMMIT need no cursor.

    Each of them waits for one word, and psycopg's way to wait (a generator, a cursor, a result) costs twice
    the round trip. Everything else is psycopg's own.
    """

    def __init__(self, *args: Any, **kw: Any) -> None:  # Any: psycopg's own
        """Read through a cursor that says little about columns."""
        super().__init__(*args, **kw)
        self.cursor_factory = _Cursor

    def at_once(self, words: str) -> None:
        """Run statements that bring nothing back, in one round trip; never anything a person typed.

        Raises:
            psycopg.Error: as from ``execute``.
        """
        with self.lock:
            result = self.pgconn.exec_(words.encode())
        if result.status not in _DONE:
            if self.pgconn.status == pq.ConnStatus.BAD:  # with no SQLSTATE to tell it by
                raise psycopg.OperationalError("the connection is lost")
            raise psycopg.errors.error_from_result(result)

    def commit(self) -> None:
        """Commit what has begun."""
        if self.pgconn.transaction_status != pq.TransactionStatus.IDLE:
            self.at_once("commit")
