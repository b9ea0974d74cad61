"""What the demo's payment company remembers: one SQLite file that web and worker share.

It plays a foreign company. So none of it stands in our tables, and none of it is undone with a
transaction of ours: what the company has done stays done, as it would outside.
"""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

_PATIENCE_S: Final = 15.0
_SCHEMA: Final = """
create table if not exists pages (
  reference text primary key, account text not null, key text not null, agorot integer not null,
  facts text not null,
  keep_card integer not null, state text not null default 'waiting',
  code text not null default '', token text not null default '', asked text not null default '',
  made_at text not null
);
create table if not exists cards (
  token text primary key, account text not null, fate text not null, last4 text not null,
  year integer not null, month integer not null, brand text not null, holder_id text not null
);
create table if not exists moves (
  id integer primary key autoincrement, account text not null, key text not null,
  agorot integer not null, way text not null, code text not null,
  refund_of integer references moves (id), approval text not null default '',
  last4 text not null default '', instalments integer not null default 1,
  token text not null default '', at text not null,
  unique (account, key)
);
create index if not exists moves_refund_of on moves (refund_of);
create table if not exists papers (
  reference text primary key, account text not null, key text not null, kind text not null,
  number integer not null, agorot integer not null, credits text not null, facts text not null,
  made_at text not null,
  unique (account, key), unique (account, kind, number)
);
"""


class Store:
    """The file; made with its directory at the first use."""

    def __init__(self, file: Path) -> None:
        """Take where it lies."""
        self._file = file

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one moment."""
        with self._open() as c:
            c.execute("begin")
            yield c

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The only writer until the end of the block, which keeps all of it or, failing, nothing."""
        with self._open() as c:
            c.execute("begin immediate")
            yield c
            c.execute("commit")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        _prepare(self._file)
        c = _connect(self._file)
        try:
            yield c
        finally:
            c.close()  # what was not kept is undone


def _connect(file: Path) -> sqlite3.Connection:
    c = sqlite3.connect(file, timeout=_PATIENCE_S, isolation_level=None)
    c.row_factory = sqlite3.Row
    c.execute("pragma synchronous = normal")
    return c


@cache
def _prepare(file: Path) -> sqlite3.Connection:
    """Make the file once a process; a lock keeps two that start together apart.

    The connection stays open and idle: whoever closes the last one waits until all is written to the disk.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        file.touch(mode=0o600)
        c = _connect(file)
        c.execute("pragma journal_mode = wal")
        c.executescript(_SCHEMA)
        return c
