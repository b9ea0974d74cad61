"""Production starts only when it may, and says every reason at once."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from fitkit.core import crypto, db
from fitkit.core.settings import settings
from fitkit.core.work import open_work
from fitkit.dev import serve
from fitkit.dev.processes import ROOT, environment
from fitkit.features.identity.tables import User
from tests.conftest import make_gym
from tests.core.test_settings import PRODUCTION

PERSON = SimpleNamespace(label="Owner", sign_in="Owner@Demo.example", password="demo word")


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch, real_database: str):
    """A whole production environment over a database of the test's own."""
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield
    settings.cache_clear()


def add_person(password: str) -> None:
    with open_work(make_gym().system) as w:
        w.add(
            User(email="owner@demo.example", name="x", password_hash=crypto.hash_password(password))
        )


def people(monkeypatch: pytest.MonkeyPatch) -> None:
    seed = SimpleNamespace(personas=lambda: [PERSON])
    monkeypatch.setattr(serve, "import_module", lambda _name: seed)


def test_a_whole_production_may_start(production: None, monkeypatch: pytest.MonkeyPatch) -> None:
    people(monkeypatch)
    monkeypatch.setattr(serve.db, "is_current", lambda: True)
    serve.refuse("serve")
    serve.refuse("worker")


def test_a_demo_person_with_the_published_password_is_found(
    production: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(monkeypatch)
    monkeypatch.setattr(serve.db, "is_current", lambda: True)
    add_person("demo word")
    with pytest.raises(SystemExit, match="demo people with known passwords"):
        serve.refuse("serve")


def test_a_person_of_the_same_address_with_another_password_is_welcome(
    production: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(monkeypatch)
    monkeypatch.setattr(serve.db, "is_current", lambda: True)
    add_person("a password of their own")
    assert serve.database_problems() == []


def test_a_database_behind_the_code_is_refused(
    production: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(monkeypatch)
    monkeypatch.setattr(serve.db, "is_current", lambda: False)
    with pytest.raises(SystemExit, match=r"\./run migrate"):
        serve.refuse("worker")


def test_a_postgresql_that_is_too_old_is_refused(
    production: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "OLDEST", 99)
    with pytest.raises(SystemExit, match="needs 99 or later"):
        serve.refuse("serve")


def test_a_role_above_row_security_is_refused(
    production: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(monkeypatch)
    monkeypatch.setattr(serve.db, "is_current", lambda: True)
    superuser = sa.create_engine(db.url("postgres"), poolclass=sa.NullPool)
    with monkeypatch.context() as changed:
        changed.setattr(serve.db, "engine", lambda: superuser)
        with pytest.raises(SystemExit, match="fitkit_app"):
            serve.refuse("serve")


@pytest.mark.parametrize("task", ["fitkit.dev.serve", "fitkit worker"])
def test_a_development_secret_ends_every_production_process(task: str) -> None:
    env = {k: v for k, v in PRODUCTION.items() if k != "FITKIT_SECRET_KEYS"}
    run = subprocess.run(
        [sys.executable, "-m", *task.split()],
        cwd=ROOT, env=environment(**env), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert run.returncode == 1
    assert "FITKIT_SECRET_KEYS" in run.stderr
    assert "Traceback" not in run.stderr


def test_outside_production_serve_refuses_and_a_worker_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("FITKIT_SECRET_KEYS", raising=False)
    settings.cache_clear()
    assert os.environ["FITKIT_ENV"] == "test"
    serve.refuse("worker")
    with pytest.raises(SystemExit, match="FITKIT_ENV is not production"):
        serve.refuse("serve")
