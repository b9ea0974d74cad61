"""From nothing to the newest and back; what the migrations make is what the code means."""

import re

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from alembic import command
from fitkit.core import db
from tests.conftest import WORKER


@pytest.fixture
def empty():
    """An empty database of the test's own."""
    name = f"migrations_{WORKER}"
    admin = sa.create_engine(
        db.url("postgres", "postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with admin.connect() as c:
        c.execute(sa.text(f'drop database if exists "{name}" with (force)'))
    db.prepare(name)
    yield name
    with admin.connect() as c:
        c.execute(sa.text(f'drop database if exists "{name}" with (force)'))
    admin.dispose()


def owner(name: str) -> sa.Engine:
    return sa.create_engine(db.url(db.OWNER, name), poolclass=sa.NullPool)


def test_there_is_one_head():
    assert len(ScriptDirectory.from_config(db.alembic_config()).get_heads()) == 1


def test_from_empty_to_newest_equals_the_metadata_and_down_leaves_nothing(empty):
    assert not db.is_current(empty)
    assert db.migrate(empty)
    assert db.is_current(empty)
    assert not db.migrate(empty)
    with owner(empty).connect() as c:
        context = MigrationContext.configure(c, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    command.downgrade(db.alembic_config(empty), "base")
    with owner(empty).connect() as c:
        assert set(sa.inspect(c).get_table_names()) <= {"alembic_version"}
    assert db.migrate(empty)


def test_every_value_list_in_the_database_is_the_enums(empty):
    """Alembic does not see a changed list: the checks are compared here."""
    db.migrate(empty)
    with owner(empty).connect() as c:
        found = {
            (r.table, r.name): set(re.findall(r"'([^']*)'::", r.words))
            for r in c.execute(
                sa.text(
                    "select conrelid::regclass::text as table, conname as name, "
                    "pg_get_constraintdef(oid) as words from pg_constraint where contype = 'c'"
                )
            )
        }
    enums = {
        (table.name, f"ck_{table.name}_{column.type.name}"): set(column.type.enums)
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.Enum)
    }
    assert enums
    assert {key: found.get(key) for key in enums} == enums
