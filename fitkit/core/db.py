"""Engine, database roles, migrations, row-level security."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

from fitkit.core import embedded
from fitkit.core.link import Link
from fitkit.core.settings import settings
from fitkit.core.tables import tenant_tables

APP: Final = "fitkit_app"  # the application: bound by row-level security
OWNER: Final = "fitkit_owner"  # owns the tables: migrations only
PLATFORM: Final = "fitkit_platform"  # entered by a Work over all gyms

ROOT = Path(__file__).parents[2]
VERSIONS = ROOT / "alembic" / "versions"


def url(user: str, database: str | None = None) -> URL:
    """The address of a database for one of our roles."""
    s = settings()
    given = s.owner_database_url if user != APP and s.owner_database_url else s.database_url
    if given:
        address = make_url(given).set(drivername="postgresql+psycopg")
        return address.set(database=database) if database else address
    host = embedded.ensure(s.home)
    return URL.create(
        "postgresql+psycopg",
        username=user,
        database=database or s.database,
        query={"host": host},
    )


@cache
def engine() -> Engine:
    """The application's engine: made on first use, never at import (the web server forks)."""
    s = settings()
    made = create_engine(
        url(APP),
        pool_size=s.pool,
        max_overflow=0,
        pool_timeout=10,
        pool_use_lifo=True,
        connect_args={"application_name": "fitkit", "autocommit": True},
    )
    event.listen(made, "do_connect", lambda _dialect, _record, args, kw: Link.connect(*args, **kw))
    return made


_bound: sa.Connection | None = None


def bind(connection: sa.Connection | None) -> None:
    """Run everything in one connection whose outer transaction is rolled back: for tests."""
    global _bound
    _bound = connection


def where() -> Engine | sa.Connection:
    """What a session binds to."""
    return _bound if _bound is not None else engine()


@contextmanager
def transaction() -> Iterator[sa.Connection]:
    """A short transaction on global tables without a gym: for core only."""
    if _bound is not None:
        with _bound.begin_nested():
            # An earlier Work of the same test may have left a role or a gym in the outer transaction.
            _bound.exec_driver_sql(
                "select set_config('app.org_id', '', true), set_config('role', 'none', true)"
            )
            yield _bound
    else:
        with engine().begin() as c:
            c.exec_driver_sql("begin")
            yield c


def prepare(database: str | None = None) -> None:
    """Make roles and an empty database where missing; embedded only (else an administrator does this once)."""
    s = settings()
    if s.database_url:
        return
    name = database or s.database
    admin = create_engine(
        url("postgres", "postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with admin.connect() as c:
        make_roles(c)
        if not c.execute(
            sa.text("select 1 from pg_database where datname = :n"), {"n": name}
        ).scalar():
            c.execute(sa.text(f'create database "{name}" owner {OWNER}'))
    admin.dispose()


def make_roles(c: sa.Connection) -> None:
    """The three roles, where missing."""
    have = set(c.execute(sa.text("select rolname from pg_roles")).scalars())
    for role, words in (
        (OWNER, "login"),
        (PLATFORM, "nologin"),
        (APP, "login nosuperuser nobypassrls"),
    ):
        if role not in have:
            c.execute(sa.text(f"create role {role} {words}"))
    # Without "inherit false" the platform's policy would hold for the application always.
    c.execute(sa.text(f"grant {PLATFORM} to {APP} with inherit false, set true"))


def secure(c: sa.Connection) -> None:
    """Grants, and row-level security for every tenant table; at the end of each migration run, idempotent."""
    run: Any = c.exec_driver_sql
    run(f"grant usage on schema public to {APP}, {PLATFORM}")
    have = set(sa.inspect(c).get_table_names())  # a table whose migration is being written is not
    for table, shared in tenant_tables():
        if table.name not in have:
            continue
        mine = "org_id = nullif(current_setting('app.org_id', true), '')::uuid"
        run(f"alter table {table.name} enable row level security")
        run(f"alter table {table.name} force row level security")
        for name in ("org", "shipped", "platform", "owner"):
            run(f"drop policy if exists {name} on {table.name}")
        run(f"create policy org on {table.name} to {APP} using ({mine}) with check ({mine})")
        if shared:  # read only: a policy for all commands would let DELETE pass
            run(f"create policy shipped on {table.name} for select to {APP} using (org_id is null)")
        run(f"create policy platform on {table.name} to {PLATFORM} using (true) with check (true)")
        run(f"create policy owner on {table.name} to {OWNER} using (true) with check (true)")
    # After the tables' locks: a vacuum that waits for a row of the catalog which a grant has written
    # holds its table, and an "alter" that asks for the table then waits for it in turn.
    run(f"grant select, insert, update, delete on all tables in schema public to {APP}, {PLATFORM}")
    run(f"revoke update, delete on event_log, platform_log from {APP}, {PLATFORM}")
    for kept in {"ledger_posting", "ledger_entry"} & have:  # a trigger refuses it of the owner too
        run(f"revoke update, delete on {kept} from {APP}, {PLATFORM}")
    if "alembic_version" in have:  # tells whether this code fits the database: read, never written
        run(f"revoke insert, update, delete on alembic_version from {APP}, {PLATFORM}")


def is_current(database: str | None = None) -> bool:
    """Whether the database is at the newest migration; without importing Alembic, which takes 2 s."""
    owner = create_engine(url(OWNER, database), poolclass=sa.NullPool)
    try:
        with owner.connect() as c:
            return _at(c) == heads()
    except sa.exc.DBAPIError:
        return False
    finally:
        owner.dispose()


def is_served_schema() -> bool:
    """The same of the database this process serves, by a connection of its pool.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: it does not answer, or no connection is free.
    """
    with transaction() as c:
        return _at(c) == heads()


@cache
def heads() -> frozenset[str]:
    """Migrations that no other follows, of the code this process runs."""
    sources = [p.read_text() for p in VERSIONS.glob("*.py")]
    have = {
        m for s in sources for m in re.findall(r"^revision(?:: str)? = ['\"](\w+)['\"]", s, re.M)
    }
    below = {
        m
        for s in sources
        for m in re.findall(r"^down_revision(?:: [^=]+)? = ['\"](\w+)['\"]", s, re.M)
    }
    return frozenset(have - below)


def _at(c: sa.Connection) -> frozenset[str]:
    return frozenset(c.exec_driver_sql("select version_num from alembic_version").scalars())


def alembic_config(database: str | None = None) -> Any:  # Any: alembic's Config, imported late
    """Alembic's settings from pyproject.toml, aimed at a database."""
    from alembic.config import Config

    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.attributes["database"] = database
    return config


def migrate(database: str | None = None) -> bool:
    """Bring the schema to the newest migration; True when anything was to do."""
    prepare(database)
    if is_current(database):
        return False
    from alembic import command

    command.upgrade(alembic_config(database), "head")
    lock_down(database)
    return True


def lock_down(database: str | None = None) -> None:
    """Run ``secure`` as the owner of the schema."""
    owner = create_engine(url(OWNER, database), poolclass=sa.NullPool)
    with owner.begin() as c:
        secure(c)
    owner.dispose()
