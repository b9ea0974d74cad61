"""What the scaffold writes keeps every rule as it stands."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fitkit.dev import checks, new_feature

ROOT = Path(__file__).parents[2]


@pytest.fixture
def made(tmp_path: Path) -> list[Path]:
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    return new_feature.make(tmp_path, "gift_cards", "gift_card")


def test_every_file_is_python_and_keeps_the_projects_rules(
    made: list[Path], tmp_path: Path
) -> None:
    for path in made:
        text = path.read_text()
        ast.parse(text)
        assert "<" not in text.replace("<=", "").replace("->", "")
        name = path.relative_to(tmp_path).as_posix()
        assert name.startswith("tests/") or checks.problems_of(name, text) == []


def test_what_is_written_is_formatted_and_clean(made: list[Path], tmp_path: Path) -> None:
    shutil.copytree(ROOT / "fitkit" / "core", tmp_path / "fitkit" / "core")  # so that it is ours
    for words in (["format", "--check"], ["check"]):
        run = subprocess.run(
            [sys.executable, "-m", "ruff", *words, *map(str, made)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout


def test_a_new_feature_stands_below_notifications(made: list[Path], tmp_path: Path) -> None:
    lines = (tmp_path / "pyproject.toml").read_text().splitlines()
    at = lines.index('  "gift_cards",')
    assert lines[at - 1] == '  "notifications",'


def test_a_name_that_is_taken_or_odd_is_refused(made: list[Path], tmp_path: Path) -> None:
    for name in ("gift_cards", "Gift", "../up"):
        with pytest.raises(SystemExit):
            new_feature.make(tmp_path, name, "card")
