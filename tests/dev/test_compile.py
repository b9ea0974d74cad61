"""JavaScript packages are fetched beside the compiling of pages, and stand where they are looked for."""

import json
from pathlib import Path

import pytest

from fitkit.dev.compile import Packages
from fitkit.dev.processes import environment


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lock of one package that lies beside it: nothing is asked of the network."""
    monkeypatch.setenv("PATH", environment()["PATH"])
    local, lock = tmp_path / "tally", tmp_path / "lock"
    local.mkdir()
    lock.mkdir()
    (local / "package.json").write_text(json.dumps({"name": "tally", "version": "1.0.0"}))
    wanted = {"name": "pages", "dependencies": {"tally": f"file:{local}"}}
    (lock / "package.json").write_text(json.dumps(wanted))
    (lock / "package-lock.json").write_text(
        json.dumps({"name": "pages", "lockfileVersion": 3, "requires": True, "packages": {}})
    )
    return lock


def test_they_are_moved_to_where_reflex_looks_for_them(lock: Path, tmp_path: Path) -> None:
    web = tmp_path / "web"
    web.mkdir()
    assert Packages(lock, tmp_path / "ahead").move_to(web)
    assert (web / "node_modules" / "tally" / "package.json").exists()
    assert not (tmp_path / "ahead").exists()


def test_what_could_not_be_fetched_is_left_to_reflex(lock: Path, tmp_path: Path) -> None:
    (lock / "package.json").write_text("no JSON")
    web = tmp_path / "web"
    web.mkdir()
    assert not Packages(lock, tmp_path / "ahead").move_to(web)
    assert list(web.iterdir()) == []
    assert not (tmp_path / "ahead").exists()


def test_what_is_there_already_stays(lock: Path, tmp_path: Path) -> None:
    web = tmp_path / "web"
    (web / "node_modules" / "ours").mkdir(parents=True)
    assert not Packages(lock, tmp_path / "ahead").move_to(web)
    assert [p.name for p in (web / "node_modules").iterdir()] == ["ours"]
