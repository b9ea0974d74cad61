"""`./run` on machines that lack something: one clear sentence each, before anything is half done."""

import shutil
import subprocess
from pathlib import Path

import pytest

from fitkit.dev.processes import ROOT

TOOLS = (
    "cat",
    "chmod",
    "cut",
    "date",
    "dirname",
    "grep",
    "mkdir",
    "rm",
    "sha256sum",
    "sleep",
    "tail",
)
OLD_PYTHON = '#!/bin/sh\ncase "$1" in -V) echo Python 3.9.2 ;; *) exit 1 ;; esac\n'
# Tells its path when asked which it is, how much room there is when asked for that.
PYTHON = '#!/bin/sh\ncase "$*" in *disk_usage*) echo {free} ;; *executable*) echo "$0" ;; esac\n'


class Machine:
    """A clone with spaces in its path, and the programs it may find."""

    def __init__(self, folder: Path) -> None:
        """Lay it out: the script, the lock, and the plainest tools."""
        self.root, self.bin = folder / "a gym of ours", folder / "bin"
        self.root.mkdir()
        self.bin.mkdir()
        for name in ("run", "requirements.lock"):
            shutil.copy(ROOT / name, self.root / name)
        for name in TOOLS:
            found = shutil.which(name)
            assert found, name
            (self.bin / name).symlink_to(found)

    def has(self, name: str, script: str) -> None:
        """Put a program there."""
        (self.bin / name).write_text(script)
        (self.bin / name).chmod(0o755)

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """``./run …`` with this machine's programs alone."""
        return subprocess.run(
            ["/bin/sh", self.root / "run", *words],
            env={"PATH": str(self.bin), "HOME": str(self.root)},
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def refused(said: "subprocess.CompletedProcess[str]", *words: str) -> None:
    """It ended with these words, and with nothing but sentences."""
    assert said.returncode == 1
    for one in words:
        assert one in said.stderr
    assert "Traceback" not in said.stderr
    assert "not found" not in said.stderr


def test_an_old_python_is_named(machine):
    machine.has("python3", OLD_PYTHON)
    refused(machine.run("demo"), "FitKit needs Python 3.11 or later", "found: Python 3.9.2")


def test_no_python_at_all_is_said(machine):
    refused(machine.run("demo"), "FitKit needs Python 3.11 or later", "found: none")


def test_a_full_disk_is_said_before_anything_is_fetched(machine):
    machine.has("python3", PYTHON.format(free=120))
    refused(machine.run("demo"), "The disk is full", "120 MB free")
    assert not (machine.root / ".venv").exists()


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("error: failed to fetch: dns error: Name or service not known", "is there a network?"),
        ("connection refused", "is there a network?"),
        ("the wheel is of another machine", "the wheel is of another machine"),
    ],
)
def test_what_keeps_packages_from_being_installed_is_said(machine, reason, sentence):
    machine.has("python3", PYTHON.format(free=9000))
    machine.has("uv", f'#!/bin/sh\necho "{reason}"\nexit 1\n')
    refused(machine.run("demo"), sentence)
    assert not (machine.root / ".venv" / "stamp").exists()


def test_an_unknown_task_shows_what_there_is(machine):
    said = machine.run("dance")
    refused(said, 'There is no task "dance".', "./run demo")


def test_every_task_stands_in_the_readme(machine):
    said = machine.run()
    assert said.returncode == 0
    readme = (ROOT / "README.md").read_text()
    tasks = {line.split()[1] for line in said.stdout.splitlines() if line.startswith("./run ")}
    assert tasks
    assert {task for task in tasks if f"`./run {task}" not in readme} == set()
