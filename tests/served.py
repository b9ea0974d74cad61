"""A web process, and if wanted a worker, as they run in production, on a port of their own, with what they print kept."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fitkit.dev.processes import ROOT, answers, serving_environment, worker_command

START_S = 90
READY = "worker_ready"  # what a worker prints once it takes jobs


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@dataclass
class Serving:
    """Processes under test."""

    base: str
    port: int
    env: dict[str, str]
    target: str
    folder: Path  # of the logs
    command: list[str] | None = None  # of the web process, where it is not the bare server
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str = "web") -> None:
        command = self._web() if name == "web" else worker_command()
        before = self.log(name).count(READY)
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "fitkit.dev.leash", str(self._alive[0]), *command],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[self._alive[0]],
                start_new_session=True,
            )
        # A process that still starts would judge the database by what a test does to it meanwhile.
        if name == "web":
            self._await(name, lambda: answers(f"http://127.0.0.1:{self.port}/ping"))
        else:
            self._await(name, lambda: self.log(name).count(READY) > before)

    def stop(self, name: str = "web") -> None:
        process = self.running.pop(name)
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def log(self, name: str = "web") -> str:
        """All it has printed so far."""
        file = self.folder / f"{name}.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def close(self) -> None:
        for name in list(self.running):
            self.stop(name)
        for end in self._alive:
            os.close(end)

    def __post_init__(self) -> None:
        self._alive = os.pipe()  # the children end when this process is gone

    def _web(self) -> list[str]:
        return self.command or [
            *(sys.executable, "-m", "granian", "--interface", "asgi", "--factory"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"),
            *("--log-level", "warning", "--workers-kill-timeout", "5", self.target),
        ]

    def _await(self, name: str, is_ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + START_S
        while not is_ready():
            said = self.log(name)[-3000:]
            assert self.running[name].poll() is None, f"the {name} process ended: {said}"
            assert time.monotonic() < deadline, f"the {name} process does not answer: {said}"
            time.sleep(0.1)


@contextmanager
def served(
    folder: Path,
    *,
    target: str = "fitkit.dev.asgi:application",
    frontend: bool = False,
    worker: bool = False,
    **more: str,
) -> Iterator[Serving]:
    """Start, yield, stop. The database and home are those of this process's environment."""
    port = free_port()
    env = serving_environment(
        FITKIT_PORT=str(port), PORT=str(port), FITKIT_LOG_FORMAT="json", **more
    )
    env.pop("FITKIT_PUBLIC_URL", None)
    if not frontend:
        env.pop("__REFLEX_MOUNT_FRONTEND_COMPILED_APP", None)
    serving = Serving(f"http://localhost:{port}", port, dict(env), target, folder)
    try:
        serving.start("web")
        if worker:
            serving.start("worker")
        yield serving
    finally:
        serving.close()
