"""Runs a command; ends it and what it started when the parent's pipe closes."""

import os
import select
import signal
import subprocess
import sys
import time
from types import FrameType

PATIENCE_S = 8


def main() -> None:
    """``leash <pipe> <command…>``, as the leader of a session of its own."""
    pipe, command = int(sys.argv[1]), sys.argv[2:]
    child = subprocess.Popen(command)
    asked: list[float] = []

    def end(_number: int, _frame: FrameType | None) -> None:
        if not asked:
            asked.append(time.monotonic())
            child.terminate()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    while child.poll() is None:
        if not asked and select.select([pipe], [], [], 0.2)[0]:
            end(0, None)
        elif asked:
            time.sleep(0.05)
            if time.monotonic() - asked[0] > PATIENCE_S:
                os.killpg(0, signal.SIGKILL)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGTERM)  # whatever the command itself had started
    sys.exit(child.returncode if child.returncode >= 0 else 128 - child.returncode)


if __name__ == "__main__":
    main()
