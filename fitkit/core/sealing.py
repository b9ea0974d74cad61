"""Sealed columns under the newest key: what an older key sealed is sealed anew, so that it can go.

A sealed column says so where it is declared, with the last word of the place it is sealed to::

    token_sealed: str = sealed("token")  # to "invitation:<id>:token"
"""

from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlmodel import Field, SQLModel

from fitkit.core import crypto
from fitkit.core.crypto import Unsealable
from fitkit.core.jobs import every
from fitkit.core.work import Work

log = structlog.get_logger(__name__)
SEALED: Final = "sealed"
AT_ONCE: Final = 500


def sealed(what: str, *, optional: bool = False) -> Any:  # Any: as Field of any column
    """A column of sealed values, each to ``<table>:<id>:<what>``."""
    kept = {"info": {SEALED: what}}
    return Field(default=None, sa_column_kwargs=kept) if optional else Field(sa_column_kwargs=kept)


def columns() -> list[sa.Column[Any]]:
    """Every sealed column, by table and name."""
    tables = SQLModel.metadata.sorted_tables
    found = [c for table in tables for c in table.columns if SEALED in c.info]
    return sorted(found, key=str)


@every(minutes=60)
def seal_anew(w: Work) -> None:
    """Bring some values under the newest key; says how many it was, and that none is left when it was none.

    What does not open (its key is gone) stays as it is, is told by its number, and keeps nothing
    else from its turn.
    """
    done = lost = 0
    for column in columns():
        sealed_anew, unopened = _seal_column(w, column)
        done += sealed_anew
        lost += unopened
    if done or lost:
        # A warning: whoever waits for it to end must see it, however little is logged.
        log.warning("sealed_anew", values=done, unopened=lost)


def _seal_column(w: Work, column: sa.Column[Any]) -> tuple[int, int]:
    """Bring the first values of a column that open under the newest key: how many, and how many did not open."""
    done = lost = 0
    after: UUID | None = None
    while not done and (rows := _older(w, column, after)):
        for row in rows:
            where = f"{column.table.name}:{row.id}:{column.info[SEALED]}"
            try:
                fresh = crypto.reseal(row.kept, where)
            except Unsealable:
                lost += 1
                continue
            # What somebody changed meanwhile was sealed by them, under the newest key.
            unchanged = (column.table.c.id == row.id) & (column == row.kept)
            w.hot(sa.update(column.table).where(unchanged).values({column.name: fresh}))
            done += 1
        after = rows[-1].id
    return done, lost


def _older(
    w: Work, column: sa.Column[Any], after: UUID | None
) -> list[Any]:  # Any: rows of id and value
    found = (
        sa.select(column.table.c.id, column.label("kept"))
        .where(
            column.is_not(None),
            column != "",
            ~column.startswith(crypto.newest_seal(), autoescape=True),
            sa.true() if after is None else column.table.c.id > after,
        )
        .order_by(column.table.c.id)
        .limit(AT_ONCE)
    )
    return list(w.hot(found))
