"""What may import what, and the rules of the project that no general tool knows."""

import subprocess
import sys
from pathlib import Path

from fitkit.dev import checks

ROOT = Path(__file__).parents[2]


def test_imports_go_downwards():
    lint = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    done = subprocess.run(
        [*lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_no_rule_of_the_project_is_broken():
    sources = sorted((ROOT / "fitkit").rglob("*.py"))
    assert sources
    broken = [
        str(problem)
        for f in sources
        for problem in checks.problems_of(f.relative_to(ROOT).as_posix(), f.read_text())
    ]
    assert broken == []
