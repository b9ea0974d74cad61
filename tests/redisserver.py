"""A Redis of the tests' own, where the machine has the program: loopback, a password, nothing on disk."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from tests.served import free_port

HOW = (
    "No redis-server was found, so several web processes over one Redis were not tried. "
    "Install it (on Debian: apt-get install redis-server) and run this again."
)


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Serve until the end of the block; yields the address. Skips where there is no redis-server."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        pytest.skip(HOW)
    folder.mkdir(exist_ok=True)
    port = free_port()
    with (folder / "redis.log").open("wb") as log:
        server = subprocess.Popen(
            [program, "--bind", "127.0.0.1", "--port", str(port), "--requirepass", "tabs",
             "--save", "", "--appendonly", "no", "--dir", str(folder)],
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    address = f"redis://:tabs@127.0.0.1:{port}/0"
    try:
        _await(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _await(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 15
    with redis.Redis.from_url(address) as asking:
        while True:
            try:
                asking.ping()
            except redis.ConnectionError:
                assert server.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
            else:
                return
