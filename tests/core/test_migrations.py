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
from fitkit.core.ids import new_id
from tests.conftest import WORKER
from tests.factories.world import make_world

FIRST = "20261123first"


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


def columns_of(name: str) -> dict[str, set[str]]:
    """The columns of every table."""
    with owner(name).connect() as c:
        seen = sa.inspect(c)
        return {t: {k["name"] for k in seen.get_columns(t)} for t in seen.get_table_names()}


def contents(name: str, columns: dict[str, set[str]]) -> dict[str, list[str]]:
    """What stands in these columns, row by row as PostgreSQL writes it, in one order."""
    found = {}
    with owner(name).connect() as c:
        for table, names in columns.items():
            quoted = ", ".join(f'"{column}"' for column in sorted(names))
            rows = c.execute(sa.text(f"select row({quoted})::text from {table}")).scalars()
            found[table] = sorted(rows)
    return found


def test_down_and_up_again_leaves_a_filled_database_its_rows(real_database: str) -> None:
    """Of what an older version has no place for, nothing is asked; of all else, everything."""
    make_world("qamar", 1)
    make_world("zefir", 2)
    config = db.alembic_config(real_database)
    newest = columns_of(real_database)
    policies = contents(real_database, {"class_type": {"id", "policy"}})
    command.downgrade(config, FIRST)
    older = columns_of(real_database)
    shared = {
        t: names & newest[t] for t, names in older.items() if t in newest and t != "alembic_version"
    }
    before = contents(real_database, shared)
    assert all(before[t] for t in ("org", "member", "booking", "class_session", "event_log"))
    assert db.migrate(real_database)
    assert contents(real_database, shared) == before
    assert columns_of(real_database) == newest
    kept = contents(real_database, {"class_type": {"id", "policy"}})
    assert [p.count("opens_days") for p in kept["class_type"]] == [1] * len(policies["class_type"])
    with owner(real_database).connect() as c:
        context = MigrationContext.configure(c, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_a_number_that_two_refunds_had_stays_with_the_first(real_database: str) -> None:
    make_world("qamar", 1)
    config = db.alembic_config(real_database)
    command.downgrade(config, "20261128money")
    names = sorted(columns_of(real_database)["refund"] - {"id", "transaction_id", "cause_id"})
    given = ", ".join(f'"{name}"' for name in names)
    copy = f"insert into refund (id, transaction_id, {given}) select %(id)s, %(number)s, {given} from refund limit 1"
    ids = [new_id() for _ in range(4)]
    with owner(real_database).begin() as c:
        for id_, number in zip(ids, ("R-1", "R-1", "", ""), strict=True):
            c.exec_driver_sql(copy, {"id": id_, "number": number})
    assert db.migrate(real_database)
    with owner(real_database).connect() as c:
        found = c.execute(
            sa.text("select id, transaction_id from refund where id = any(:ids) order by id"),
            {"ids": ids},
        )
        assert [tuple(row) for row in found] == [
            (id_, number) for id_, number in zip(ids, ("R-1", None, None, None), strict=True)
        ]
