"""`.ci/run` on machines that have, may install, or lack what the tests use; the tasks themselves are stood in for."""

import shutil
import subprocess
from pathlib import Path

import pytest

from fitkit.dev.processes import ROOT

TOOLS = ("bash", "cat", "dirname", "env", "grep", "mktemp", "paste", "rm", "sed", "tail", "tee")
SAYS = '#!/bin/sh\n[ "$1" = check ] && exit 0\necho "12 passed, 3 skipped in 1.20s"\n'


class Machine:
    """A folder with the script, a task that passes, and the programs it may find."""

    def __init__(self, folder: Path) -> None:
        """Lay it out: nothing but the plainest tools."""
        self.folder, self.bin = folder, folder / "bin"
        self.bin.mkdir()
        (folder / ".ci").mkdir()
        shutil.copy(ROOT / ".ci" / "run", folder / ".ci" / "run")
        for name in TOOLS:
            found = shutil.which(name)
            assert found, name
            (self.bin / name).symlink_to(found)
        self.has("run", SAYS, at=folder)

    def has(self, name: str, script: str = "#!/bin/sh\n", *, at: Path | None = None) -> None:
        """Put a program there."""
        file = (at or self.bin) / name
        file.write_text(script)
        file.chmod(0o755)

    def user(self, number: int) -> None:
        """Who runs it."""
        self.has("id", f"#!/bin/sh\necho {number}\n")

    def apt(self, *, works: bool = True) -> None:
        """A package manager that writes down what it was asked for, and brings it."""
        brings = 'for p in "$@"; do case $p in -*|install) ;; *) printf "#!/bin/sh\\n" >"$BIN/$p"; /bin/chmod +x "$BIN/$p" ;; esac; done'
        asks = f'#!/bin/sh\necho "$@" >>"$BIN/../asked"\n{brings if works else "exit 100"}\n'
        self.has("apt-get", asks)

    def run(self) -> "subprocess.CompletedProcess[str]":
        """Run the script with this machine's programs alone."""
        env = {"PATH": str(self.bin), "HOME": str(self.folder), "BIN": str(self.bin)}
        return subprocess.run(
            [self.bin / "bash", self.folder / ".ci" / "run"],
            env=env, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    @property
    def asked(self) -> list[str]:
        """What the package manager was asked for, call by call."""
        file = self.folder / "asked"
        return file.read_text().splitlines() if file.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_root_with_apt_gets_what_is_missing(machine):
    machine.user(0)
    machine.apt()
    done = machine.run()
    assert done.returncode == 0, done.stderr
    assert machine.asked[-1] == "install -y -qq chromium redis-server"
    assert "Installing chromium redis-server" in done.stdout
    assert "tests: 12 passed, 3 skipped in 1.20s\nCI: passed" in done.stdout
    assert done.stderr == ""


def test_only_what_is_missing_is_asked_for(machine):
    machine.user(0)
    machine.apt()
    machine.has("chromium")
    machine.run()
    assert machine.asked[-1] == "install -y -qq redis-server"


def test_a_machine_that_has_both_is_left_alone(machine):
    machine.user(0)
    machine.apt()
    for name in ("google-chrome", "valkey-server"):
        machine.has(name)
    assert machine.run().stderr == ""
    assert machine.asked == []


@pytest.mark.parametrize("number", [0, 1000])
def test_where_nothing_can_be_installed_it_says_so_and_goes_on(machine, number):
    machine.user(number)
    if number:
        machine.apt()  # there, and not ours to use
    done = machine.run()
    assert done.returncode == 0
    assert "No Chromium" in done.stderr
    assert "No redis-server" in done.stderr
    assert machine.asked == []


def test_an_installation_that_fails_is_said_and_the_tests_still_run(machine):
    machine.user(0)
    machine.apt(works=False)
    done = machine.run()
    assert "Could not install chromium redis-server." in done.stderr
    assert "CI: passed" in done.stdout


def test_both_halves_of_the_tests_are_counted(machine):
    machine.user(0)
    for name in ("chromium", "redis-server"):
        machine.has(name)
    twice = SAYS + 'echo "5 passed in 9.00s (0:00:09)"\n'
    machine.has("run", twice, at=machine.folder)
    said = "tests: 12 passed, 3 skipped in 1.20s; 5 passed in 9.00s (0:00:09)"
    assert said in machine.run().stdout


def test_a_failed_check_or_test_fails_the_whole(machine):
    machine.user(0)
    for name in ("chromium", "redis-server"):
        machine.has(name)
    for task in ("check", "test"):
        machine.has("run", f'#!/bin/sh\n[ "$1" != {task} ]\n', at=machine.folder)
        done = machine.run()
        assert done.returncode == 1
        assert "CI: failed" in done.stdout
