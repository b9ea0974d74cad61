"""A database a worker, copied from a template of the newest migration; rolled back after each test."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).parents[1]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ.setdefault("FITKIT_ENV", "test")
os.environ.setdefault("FITKIT_HOME", str(ROOT / ".fitkit" / "test"))
os.environ.setdefault(
    "FITKIT_PG_OPTIONS", "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
)
os.environ["FITKIT_DATABASE"] = f"test_{WORKER}"

import hypothesis  # noqa: E402
import pytest  # noqa: E402
import sqlalchemy as sa  # noqa: E402
from sqlmodel import SQLModel  # noqa: E402

from fitkit.core import actor, db, discover  # noqa: E402
from fitkit.core.ids import new_id  # noqa: E402
from fitkit.core.permissions import ROLES, Role  # noqa: E402
from fitkit.core.settings import settings  # noqa: E402
from fitkit.core.work import Work, open_work  # noqa: E402

discover.tables()
discover.jobs()
hypothesis.settings.register_profile("fitkit", deadline=None)  # no timing decides a test
hypothesis.settings.load_profile("fitkit")


def pytest_runtest_logfinish() -> None:
    """Whatever a test put into the environment is gone by now: so is what was read of it."""
    settings.cache_clear()


def build_template(name: str) -> None:
    """A database at the newest migration (or of the metadata, while there is none)."""
    if list(db.VERSIONS.glob("*.py")):
        db.migrate(name)
        return
    db.prepare(name)
    owner = sa.create_engine(db.url(db.OWNER, name), poolclass=sa.NullPool)
    with owner.begin() as c:
        SQLModel.metadata.create_all(c)
        db.secure(c)
    owner.dispose()


def template_name() -> str:
    """Named by what the schema is made of, so that a change makes a new one."""
    sources = sorted(db.VERSIONS.glob("*.py")) or sorted(ROOT.glob("fitkit/**/tables.py"))
    sources = [*sources, ROOT / "fitkit/core/db.py", ROOT / "fitkit/core/jobs/asking.py"]
    return "tpl_" + hashlib.sha256(b"".join(p.read_bytes() for p in sources)).hexdigest()[:12]


def copy_of_template(name: str) -> None:
    """A fresh database, in some 20 ms."""
    db.url(db.APP)  # starts the server
    with (settings().home / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        admin = sa.create_engine(
            db.url("postgres", "postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
        )
        template = template_name()
        with admin.connect() as c:
            known = sa.text("select 1 from pg_database where datname = :n")
            if not c.execute(known, {"n": template}).scalar():
                c.execute(sa.text(f'drop database if exists "{template}_new" with (force)'))
                build_template(f"{template}_new")
                c.execute(sa.text(f'alter database "{template}_new" rename to "{template}"'))
            c.execute(sa.text(f'drop database if exists "{name}" with (force)'))
            made = f'create database "{name}" owner {db.OWNER} template "{template}"'
            c.execute(sa.text(f"{made} strategy file_copy"))
        admin.dispose()


@pytest.fixture(scope="session")
def database() -> Iterator[sa.Engine]:
    """The worker's database, as the application's role."""
    name = f"test_{WORKER}"
    copy_of_template(name)
    engine = sa.create_engine(db.url(db.APP, name), poolclass=sa.StaticPool)
    yield engine
    engine.dispose()


@pytest.fixture
def rolled_back(database: sa.Engine) -> Iterator[None]:
    """Everything the test writes is undone."""
    with database.connect() as c:
        outer = c.begin()
        db.bind(c)
        yield
        db.bind(None)
        outer.rollback()


@contextmanager
def committed_database() -> Iterator[str]:
    """A database with real commits, dropped afterwards."""
    name = f"real_{WORKER}_{new_id().hex[-8:]}"
    copy_of_template(name)
    before = os.environ["FITKIT_DATABASE"]
    os.environ["FITKIT_DATABASE"] = name
    settings.cache_clear()
    db.engine.cache_clear()
    yield name
    db.engine().dispose()
    os.environ["FITKIT_DATABASE"] = before
    settings.cache_clear()
    db.engine.cache_clear()
    admin = sa.create_engine(
        db.url("postgres", "postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with admin.connect() as c:
        c.execute(sa.text(f'drop database if exists "{name}" with (force)'))
    admin.dispose()


@pytest.fixture
def real_database() -> Iterator[str]:
    """A database of the test's own with real commits, for threads and processes; dropped afterwards."""
    with committed_database() as name:
        yield name


@dataclass(frozen=True)
class Gym:
    """A gym of a test, and actors in it."""

    org_id: UUID
    zone: str = "Asia/Jerusalem"

    @property
    def system(self) -> actor.Actor:
        return actor.system(self.org_id, self.zone)

    def acting(
        self, role: Role, *, member_id: UUID | None = None, staff_id: UUID | None = None
    ) -> actor.Actor:
        """An actor of a role, without a user row behind it."""
        return actor.Actor(
            org_id=self.org_id,
            user_id=None,
            member_id=member_id,
            staff_id=staff_id,
            permissions=ROLES[role],
            zone_name=self.zone,
        )

    def acting_as(self, who: actor.Actor, **changes: object) -> actor.Actor:
        return replace(who, **changes)


def make_gym(slug: str = "namal", name: str = "נמל") -> Gym:
    """A bare gym: one row."""
    from fitkit.features.orgs.tables import GymKind, Org

    with open_work(actor.VISITOR.as_platform("test")) as w:
        org = Org(slug=slug, name=name, kind=GymKind.CROSSFIT)
        w.add(org)
    return Gym(org.id)


@pytest.fixture
def gym(rolled_back: None) -> Gym:
    """One gym."""
    return make_gym()


@pytest.fixture
def other_gym(rolled_back: None) -> Gym:
    """A second gym, which must never be seen from the first."""
    return make_gym("yam", "ים")


@pytest.fixture
def w(gym: Gym) -> Iterator[Work]:
    """A Work of the first gym's owner."""
    with open_work(gym.acting(Role.OWNER)) as work:
        yield work
