"""Child processes that never outlive their parent, and how the web and the worker are started."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

ROOT: Final = Path(__file__).parents[2]
DIE_S: Final = 12


def environment(**more: str) -> dict[str, str]:
    """This process's environment, with the venv's node first and Reflex told to be quiet."""
    env = dict(os.environ)
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env.get("PATH", "")])
    paths = [str(ROOT), *env.get("PYTHONPATH", "").split(os.pathsep)]
    env["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(p for p in paths if p))
    env |= {
        "REFLEX_USE_NPM": "1",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "NODE_NO_WARNINGS": "1",
        # Lock files are tracked, and hold no addresses.
        "NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED": "true",
        "NPM_CONFIG_FUND": "false",
        "NPM_CONFIG_AUDIT": "false",
        "NPM_CONFIG_UPDATE_NOTIFIER": "false",
    }
    return env | more


def serving_environment(**more: str) -> dict[str, str]:
    """For processes that serve a finished build: no node, no compiling."""
    return environment(
        REFLEX_ENV_MODE="prod",
        __REFLEX_SKIP_COMPILE="true",
        __REFLEX_MOUNT_FRONTEND_COMPILED_APP="true",
        **more,
    )


def web_command(host: str, port: int, *, processes: int = 1) -> list[str]:
    """The web server over the finished build."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--factory"),
        *("--host", host, "--port", str(port), "--workers", str(processes)),
        *("--log-level", "warning", "--workers-kill-timeout", "5", "--respawn-failed-workers"),
        "fitkit.dev.asgi:application",
    ]


def worker_command() -> list[str]:
    """The process that runs jobs."""
    return [sys.executable, "-m", "fitkit", "worker"]


def is_taken(host: str, port: int) -> bool:
    """Whether somebody listens at a port already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind((host, port))
        except PermissionError:
            sys.exit(
                f"Port {port} is not allowed for this user: choose one above 1023 in FITKIT_PORT."
            )
        except OSError:
            return True
    return False


def refuse_taken_port(host: str, port: int, task: str) -> None:
    """End with one sentence when the port is taken."""
    if is_taken(host, port):
        sys.exit(
            f"Port {port} is taken: stop what uses it, or choose another one, "
            f"as in FITKIT_PORT={port + 10} ./run {task}."
        )


def answers(url: str) -> bool:
    """Whether a web process answers at an address at all."""
    try:
        with urllib.request.urlopen(url, timeout=2):  # noqa: S310  # our own address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


class Crew:
    """Children on a leash: they end when told to, and when this process is gone however it went."""

    def __init__(self, commands: Mapping[str, Sequence[str]], env: Mapping[str, str]) -> None:
        """Start each command under its name."""
        alive, self._alive = os.pipe()
        leash = [sys.executable, "-m", "fitkit.dev.leash", str(alive)]
        self.children = {
            name: subprocess.Popen(
                [*leash, *command],
                cwd=ROOT,
                env=dict(env),
                pass_fds=[alive],
                start_new_session=True,
            )
            for name, command in commands.items()
        }
        os.close(alive)

    def __enter__(self) -> Self:
        """The crew itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Stop them all."""
        self.stop()

    def ended(self) -> str | None:
        """The name of a child that is gone, if any."""
        return next((n for n, c in self.children.items() if c.poll() is not None), None)

    def await_answer(self, url: str, *, seconds: float = 60) -> None:
        """Wait until the web process answers.

        Raises:
            SystemExit: a child ended before, or it takes too long.
        """
        deadline = time.monotonic() + seconds
        while not answers(url):
            if gone := self.ended():
                sys.exit(f"The {gone} process ended while starting: its reason stands above.")
            if time.monotonic() > deadline:
                sys.exit(f"The web process did not answer at {url} within {seconds:.0f} seconds.")
            time.sleep(0.1)

    def stop(self) -> None:
        """End all children, in turn politely and by force; may be called again."""
        for child in self.children.values():
            child.terminate()
        deadline = time.monotonic() + DIE_S
        for child in self.children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        if self._alive >= 0:
            os.close(self._alive)
            self._alive = -1


def refuse_full_disk(where: Path, megabytes: int, what: str) -> None:
    """End with one sentence when there is not enough room."""
    if shutil.disk_usage(where).free < megabytes * 1_000_000:
        sys.exit(f"The disk is full: {what} needs {megabytes} MB free in {where}.")
