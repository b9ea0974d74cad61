"""A build fits every port and host."""

import gzip
from pathlib import Path

import pytest

from fitkit.dev import build

CHUNK = 'var e={PING:`http://localhost:8000/ping`,EVENT:"ws://localhost:8000/_event",NOT:"http://localhost:8001/x"};'


def test_the_baked_address_becomes_the_pages_own(tmp_path: Path) -> None:
    assets = tmp_path / "assets"
    assets.mkdir()
    (assets / "env-1.js").write_text(CHUNK)
    (assets / "env-1.js.gz").write_bytes(gzip.compress(CHUNK.encode()))
    (assets / "other.js").write_text("var x=1;")
    build._free_of_address(tmp_path)
    now = (assets / "env-1.js").read_text()
    assert "localhost:8000" not in now
    assert '"//"+location.host+"/_event"' in now
    assert '"wss:":"ws:"' in now
    assert "http://localhost:8001/x" in now  # nobody's business
    assert gzip.decompress((assets / "env-1.js.gz").read_bytes()).decode() == now
    assert (assets / "other.js").read_text() == "var x=1;"


def test_a_build_without_an_address_is_a_fault_and_not_a_dead_page(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    with pytest.raises(SystemExit):
        build._free_of_address(tmp_path)


def test_the_port_is_no_part_of_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = build.fingerprint()
    monkeypatch.setenv("FITKIT_PORT", "9123")
    assert build.fingerprint() == before


def test_narrowed_pages_are_another_build(monkeypatch: pytest.MonkeyPatch) -> None:
    before = build.fingerprint()
    monkeypatch.setenv("FITKIT_PAGES", "member/*")
    assert build.fingerprint() != before


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("npm error code ENOSPC", "The disk is full"),
        ("npm error code ENOTFOUND", "is there a network"),
        ("SyntaxError: x", "The frontend could not be built"),
    ],
)
def test_a_failed_build_says_why(log: str, said: str) -> None:
    assert said in build._why(log)
