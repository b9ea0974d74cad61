"""A gym with a row in every table, backed up and brought into an empty database: row by row the same, behind the same walls."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from fitkit.core import db
from fitkit.core.ids import new_id
from fitkit.core.tables import tenant_tables
from fitkit.dev import backup
from tests.factories.world import World, make_world


@pytest.fixture
def gyms(real_database: str) -> list[World]:
    return [make_world("qamar", 1), make_world("zefir", 2)]


@pytest.fixture
def restored(gyms: list[World], tmp_path: Path) -> Iterator[str]:
    """The name of a database into which the backup was brought."""
    name = f"restored_{new_id().hex[-8:]}"
    file = tmp_path / "gyms.backup"
    backup.backup(file)
    backup.restore(file, database=name)
    yield name
    admin = sa.create_engine(
        db.url("postgres", "postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with admin.connect() as c:
        c.execute(sa.text(f'drop database if exists "{name}" with (force)'))
    admin.dispose()


def contents(database: str) -> dict[str, list[str]]:
    """Every row of every table as PostgreSQL writes it, in one order."""
    superuser = sa.create_engine(db.url("postgres", database), poolclass=sa.NullPool)
    with superuser.connect() as c:
        found = {
            name: sorted(c.execute(sa.text(f'select t::text from "{name}" t')).scalars())
            for name in sa.inspect(c).get_table_names()
        }
    superuser.dispose()
    return found


def test_every_row_of_every_table_comes_back(real_database: str, restored: str) -> None:
    before, after = contents(real_database), contents(restored)
    assert after.keys() == before.keys()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    assert [t.name for t, _ in tenant_tables() if not before[t.name]] == []


def test_the_restored_database_is_at_the_newest_migration(restored: str) -> None:
    assert db.is_current(restored)


def test_the_application_still_sees_one_gym_at_a_time(gyms: list[World], restored: str) -> None:
    engine = sa.create_engine(db.url(db.APP, restored), poolclass=sa.NullPool)
    with engine.connect() as c:
        for table, is_shared in tenant_tables():
            if not is_shared:
                assert _count(c, table.name) == 0, f"{table.name} without a gym"
        for world in gyms:
            c.execute(
                sa.text("select set_config('app.org_id', :org, false)"), {"org": str(world.org_id)}
            )
            for table, is_shared in tenant_tables():
                if not is_shared:
                    seen = c.execute(sa.text(f"select distinct org_id from {table.name}")).scalars()
                    assert list(seen) == [world.org_id], table.name
        with pytest.raises(sa.exc.ProgrammingError, match="row-level security"):
            c.execute(
                sa.text("update tag set org_id = :org"), {"org": gyms[0].org_id}
            )  # whose gym it is not
    engine.dispose()


def _count(c: sa.Connection, table: str) -> int:
    return int(c.execute(sa.text(f"select count(*) from {table}")).scalar_one())
