"""A worker process whose clock runs fast: minutes of an offer are seconds of the test."""

import os
import threading
import time
from datetime import UTC, datetime

from fitkit.core import clock, discover, jobs

SPEED = 200


def main() -> None:
    """Two threads of work and a clock that asks for ticks, from the moment in ``BEGAN`` on."""
    began = datetime.fromisoformat(os.environ["BEGAN"])

    def now() -> datetime:
        return began + (datetime.now(UTC) - began) * SPEED

    clock.now = now  # type: ignore[assignment]  # in this process only
    discover.tables()
    discover.jobs()

    def run_clock() -> None:
        while True:
            jobs.tick(clock.now())
            time.sleep(0.2)

    threading.Thread(target=run_clock, daemon=True).start()
    jobs.work_forever(threading.Event(), None, threads=2)


if __name__ == "__main__":
    main()
