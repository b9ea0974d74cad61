"""Children never outlive their parent, and a taken port is one sentence."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fitkit.dev import processes
from fitkit.dev.processes import ROOT, Crew, environment

# Writes its number, starts a grandchild, and ignores nothing.
CHILD = (
    "import os,subprocess,sys,time; g=subprocess.Popen([sys.executable,'-c','import time;time.sleep(99)']);"
    "open(sys.argv[1],'w').write(f'{os.getpid()} {g.pid}'); time.sleep(99)"
)
PARENT = """
import sys, time
from fitkit.dev.processes import Crew, environment
with Crew({"one": [sys.executable, "-c", sys.argv[1], sys.argv[2]]}, environment()):
    time.sleep(99)
"""


def numbers(file: Path) -> list[int]:
    deadline = time.monotonic() + 20
    while not (file.exists() and len(file.read_text().split()) == 2):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return [int(n) for n in file.read_text().split()]


def all_gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + 15
    while any(alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_stopping_a_crew_ends_its_children_and_theirs(tmp_path: Path) -> None:
    file = tmp_path / "numbers"
    with Crew({"one": [sys.executable, "-c", CHILD, str(file)]}, environment()) as crew:
        pids = numbers(file)
        assert crew.ended() is None
    assert all_gone(pids)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_children_end_however_their_parent_went(tmp_path: Path, number: int) -> None:
    file = tmp_path / "numbers"
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, CHILD, str(file)],
        cwd=ROOT, env=environment(), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    pids = numbers(file)
    os.kill(parent.pid, number)
    parent.wait()
    assert all_gone(pids)


def test_a_child_that_ends_is_named() -> None:
    with Crew({"short": [sys.executable, "-c", "raise SystemExit(3)"]}, environment()) as crew:
        crew.children["short"].wait()
        assert crew.ended() == "short"
        assert crew.children["short"].returncode == 3
        with pytest.raises(SystemExit, match="The short process ended"):
            crew.await_answer("http://127.0.0.1:9/")


def test_a_taken_port_is_one_sentence_with_a_way_out() -> None:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        s.listen()
        port = s.getsockname()[1]
        with pytest.raises(SystemExit) as refused:
            processes.refuse_taken_port("127.0.0.1", port, "demo")
    said = str(refused.value)
    assert said.startswith(f"Port {port} is taken")
    assert f"FITKIT_PORT={port + 10} ./run demo" in said
    assert not processes.is_taken("127.0.0.1", port)
