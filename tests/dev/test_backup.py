"""A backup brought into an empty machine is the same gym, behind the same walls."""

import os
import subprocess
from pathlib import Path

import pytest
import sqlalchemy as sa
from psycopg.conninfo import conninfo_to_dict
from sqlmodel import select

from fitkit.core import db
from fitkit.core.ids import new_id
from fitkit.core.work import open_work
from fitkit.dev import backup
from fitkit.features.orgs.tables import Org
from tests.conftest import make_gym


def contents(database: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in the order of ids."""
    superuser = sa.create_engine(db.url("postgres", database), poolclass=sa.NullPool)
    with superuser.connect() as c:
        names = sa.inspect(c).get_table_names()
        found = {
            n: sorted(tuple(map(repr, r)) for r in c.exec_driver_sql(f'select * from "{n}"'))
            for n in names
        }
    superuser.dispose()
    return found


@pytest.fixture
def empty(real_database: str):
    """The name of a database that is not there yet; dropped afterwards."""
    name = f"restored_{new_id().hex[-8:]}"
    yield name
    admin = sa.create_engine(
        db.url("postgres", "postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with admin.connect() as c:
        c.execute(sa.text(f'drop database if exists "{name}" with (force)'))
    admin.dispose()


def test_a_restored_backup_is_the_same_gym(real_database: str, empty: str, tmp_path: Path) -> None:
    make_gym("namal", "נמל תל אביב")
    file = tmp_path / "a gym.backup"
    assert backup.backup(file) == file.stat().st_size > 0
    assert file.stat().st_mode & 0o777 == 0o600
    backup.restore(file, database=empty)
    before = contents(real_database)
    assert contents(empty) == before
    assert len(before["org"]) == 1


def test_the_restored_database_has_its_walls(
    real_database: str, empty: str, tmp_path: Path
) -> None:
    make_gym()
    file = tmp_path / "gym.backup"
    backup.backup(file)
    backup.restore(file, database=empty)
    query = (
        "select c.relname, c.relrowsecurity, c.relforcerowsecurity, r.rolname, "
        "(select count(*) from pg_policy p where p.polrelid = c.oid), "
        "has_table_privilege('fitkit_app', c.oid, 'select') "
        "from pg_class c join pg_roles r on r.oid = c.relowner "
        "where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1"
    )
    seen = []
    for name in (real_database, empty):
        engine = sa.create_engine(db.url("postgres", name), poolclass=sa.NullPool)
        with engine.connect() as c:
            seen.append([tuple(r) for r in c.exec_driver_sql(query)])
        engine.dispose()
    assert seen[0] == seen[1]
    assert any(row[1] for row in seen[1])


def test_a_database_with_tables_is_not_overwritten(real_database: str, tmp_path: Path) -> None:
    make_gym()
    file = tmp_path / "gym.backup"
    backup.backup(file)
    with pytest.raises(SystemExit, match="not empty"):
        backup.restore(file)
    with open_work(make_gym("yam", "ים").system) as w:
        assert w.session.execute(select(Org)).scalars().first() is not None


def test_a_file_that_is_no_backup_leaves_nothing_behind(
    real_database: str, empty: str, tmp_path: Path
) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"not a backup")
    with pytest.raises(SystemExit, match="was not restored"):
        backup.restore(file, database=empty)
    assert contents(empty) == {}


def test_a_failed_backup_leaves_no_file(
    real_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "pg_dump: error: no space left\n")
    monkeypatch.setattr(backup, "_pg", lambda *_: failed)
    with pytest.raises(SystemExit, match="no space left"):
        backup.backup(tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_a_space_is_read_as_it_is() -> None:
    folder = "/srv/fit kit+1/pg"
    address = sa.URL.create("postgresql", "me", database="fitkit", query={"host": folder})
    assert conninfo_to_dict(backup.for_libpq(address))["host"] == folder


@pytest.mark.parametrize(
    ("installed", "serves", "is_theirs"), [(15, 18, False), (18, 18, True), (18, 16, True)]
)
def test_a_machines_older_program_is_not_asked_about_a_newer_server(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, installed: int, serves: int, is_theirs: bool
) -> None:
    program = tmp_path / "pg_dump"
    program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {installed}.4 (Somewhere)'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert (backup._program("pg_dump", serves=serves) == str(program)) is is_theirs
    assert backup._program("pg_dump", serves=None) != str(program)
