"""The embedded PostgreSQL's life: nothing stale, nothing left, also where root has no namespaces."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

from fitkit.core import embedded

ROOT = Path(__file__).parents[2]
IS_ROOT = os.geteuid() == 0
USER = """
import sys, time
from pathlib import Path
from fitkit.core import embedded
print(embedded.ensure(Path(sys.argv[1])), flush=True)
time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A home with a space in its path; its server is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="fitkit home ") as made:
        Path(made).chmod(0o755)
        yield Path(made) / "a b"
        embedded.forget(Path(made) / "a b")


def using(home: Path, seconds: float = 60, **more: str) -> "subprocess.Popen[str]":
    env = os.environ | {"FITKIT_PG_LINGER": "0.3", "PYTHONPATH": str(ROOT)} | more
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(home), str(seconds)],
        env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def host_of(user: "subprocess.Popen[str]") -> Path:
    assert user.stdout
    line = user.stdout.readline().strip()
    assert line, user.communicate()[1]
    return Path(line)


def answers(host: Path, statement: str = "select 41 + 1") -> str:
    psql = embedded.binaries() / "psql"
    asked = subprocess.run(
        [psql, "-h", host, "-U", "postgres", "-Atc", statement],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip()


def gone(home: Path, within_s: float = 15) -> bool:
    deadline = time.monotonic() + within_s
    while embedded.is_running(home):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def end(user: "subprocess.Popen[str]", number: int = signal.SIGKILL) -> None:
    user.send_signal(number)
    user.communicate()


def test_a_killed_user_leaves_no_server_behind(home: Path) -> None:
    user = using(home)
    assert answers(host_of(user)) == "42"
    end(user)
    assert gone(home)


def test_the_server_stays_while_one_of_two_users_is_left(home: Path) -> None:
    first, second = using(home), using(home)  # at once: they take turns
    assert host_of(first) == host_of(second)
    end(first)
    time.sleep(1)
    assert answers(host_of_running(home)) == "42"
    end(second)
    assert gone(home)


def host_of_running(home: Path) -> Path:
    return home.resolve() / "pg"


def test_who_comes_while_the_last_one_leaves_is_served(home: Path) -> None:
    for wait_s in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5):  # around the keeper's farewell
        user = using(home)
        assert answers(host_of(user)) == "42"
        end(user)
        time.sleep(wait_s)
    assert gone(home)


def test_what_was_written_is_there_the_next_time(home: Path) -> None:
    user = using(home)
    answers(host_of(user), "create table kept as select 7 as n")
    end(user)
    assert gone(home)
    user = using(home)
    assert answers(host_of(user), "select n from kept") == "7"
    end(user)


def test_a_killed_server_is_started_again(home: Path) -> None:
    user = using(home)
    host = host_of(user)
    pid = int((host / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 15
    while answers(host) != "42":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    end(user)
    assert gone(home)


def test_the_number_of_a_stranger_is_not_taken_for_the_server(home: Path) -> None:
    user = using(home)
    host = host_of(user)
    end(user)
    assert gone(home)
    (host / "postmaster.pid").write_text(f"{os.getpid()}\n")  # as after a power cut
    assert not embedded.is_running(home)
    user = using(home)
    assert answers(host_of(user)) == "42"
    end(user)


def test_a_long_path_keeps_its_socket_elsewhere(home: Path) -> None:
    far = home / ("d" * 90)
    user = using(far)
    host = host_of(user)
    assert len(str(host)) < 85
    assert answers(host) == "42"
    end(user)
    embedded.forget(far)
    shutil.rmtree(host)


def test_a_full_disk_is_one_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(embedded.shutil, "disk_usage", lambda _path: usage(1, 1, 10_000_000))
    with pytest.raises(SystemExit) as refused:
        embedded.ensure(home)
    assert str(refused.value).startswith("The disk is full")
    assert not (home / "pg").exists()


def test_forgetting_waits_for_nobody_and_says_so(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = using(home)
    host_of(user)
    clock = iter([0.0, *[100.0] * 50])
    monkeypatch.setattr(embedded.time, "monotonic", lambda: next(clock))
    with pytest.raises(SystemExit) as refused:
        embedded.forget(home)
    assert "still in use" in str(refused.value)
    monkeypatch.undo()
    end(user)


@pytest.mark.skipif(not IS_ROOT, reason="only root has to become somebody")
def test_root_without_namespaces_drops_to_nobody(home: Path) -> None:
    user = using(home, FITKIT_POSTGRES_AS="nobody")
    host = host_of(user)
    assert answers(host) == "42"
    pid = int((host / "postmaster.pid").read_text().split()[0])
    assert Path(f"/proc/{pid}").stat().st_uid == embedded.NOBODY
    end(user)
    assert gone(home)


@pytest.mark.skipif(not IS_ROOT, reason="only root has to become somebody")
def test_nobody_gets_a_directory_of_its_own_when_the_home_is_private(home: Path) -> None:
    home.parent.chmod(0o700)
    user = using(home)  # made as root in a namespace, with something in it
    answers(host_of(user), "create table kept as select 7 as n")
    end(user)
    assert gone(home)
    user = using(home, FITKIT_POSTGRES_AS="nobody")
    host = host_of(user)
    assert home not in host.parents
    assert host.parent.stat().st_mode & 0o777 == 0o700
    assert answers(host, "select n from kept") == "7"  # it moved along
    end(user)
    assert gone(home)
    user = using(home, FITKIT_POSTGRES_AS="nobody")
    assert host_of(user) == host  # remembered
    end(user)
    assert gone(home)
    embedded.forget(home)
    assert not host.parent.exists()


@pytest.mark.skipif(not IS_ROOT, reason="only root has to become somebody")
def test_nobody_gets_a_copy_of_programs_it_cannot_reach(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir(parents=True)
    hidden = home.parent / "hidden"
    real = embedded.binaries()
    package = real.parents[1]
    for part in (real.parent, package.with_name(package.name + ".libs")):
        if part.exists():
            inside = part.relative_to(package.parent)
            shutil.copytree(part, hidden / inside, symlinks=True)
    hidden.chmod(0o700)
    moved = hidden / real.relative_to(package.parent)
    monkeypatch.setattr(embedded, "binaries", lambda: moved)
    place = embedded._for_nobody(home, embedded._Place(home / "pg", embedded.binaries()))
    assert hidden not in place.bin.parents
    assert embedded._runs(place)
    embedded._make_cluster(home, place)
    assert (place.data / "PG_VERSION").read_text().strip() == "18"
