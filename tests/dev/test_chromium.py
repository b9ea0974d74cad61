"""The browser is found, or how to get one is said."""

from pathlib import Path

import pytest

from fitkit.core.settings import settings
from fitkit.dev import chromium


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A machine without any browser."""
    monkeypatch.delenv("FITKIT_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    monkeypatch.setattr(chromium, "PLACES", ())
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_without_a_browser_it_says_how_to_get_one(bare: Path) -> None:
    with pytest.raises(chromium.NoChromium, match="FITKIT_CHROMIUM"):
        chromium.find()


def test_the_named_one_wins_over_the_systems_and_that_over_playwrights(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = program(bare / "browsers" / "chromium-1200" / "chrome-linux64" / "chrome")
    assert chromium.find() == kept
    own = program(bare / "chromium")
    assert chromium.find() == own
    named = program(bare / "mine")
    monkeypatch.setenv("FITKIT_CHROMIUM", str(named))
    settings.cache_clear()
    assert chromium.find() == named


def test_a_named_one_that_is_not_there_is_said(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FITKIT_CHROMIUM", str(bare / "none"))
    settings.cache_clear()
    with pytest.raises(chromium.NoChromium, match="cannot be run"):
        chromium.find()
