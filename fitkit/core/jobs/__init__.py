"""Jobs are rows; a worker claims one, works, and marks it done.

A job with database effects runs in one Work together with its own "done": exactly once,
whatever is killed. A job that talks to the outside (``outside=True``) is at least once:
what it sends carries an idempotency key.

One thread of each worker is for what just became ready: it takes the newest first, and none of those that may
take minutes (``long=True``: they go through all that is due in a gym, and ask others about each). The other threads
take the oldest first, whatever it is. So a place is offered and a letter leaves within the minute while ten
thousand renewals are charged, and nothing waits for ever.
"""

from fitkit.core.jobs.asking import (
    BACKOFF,
    JOBS,
    TICKS,
    Declared,
    J,
    Job,
    JobState,
    Tick,
    every,
    later,
    name_of,
    on,
    react,
    start,
    task,
    tick,
)
from fitkit.core.jobs.working import (
    AT_ONCE,
    KEEP_DONE,
    KILLED_MOST,
    claim,
    for_long,
    lease,
    retry,
    run_ready,
    run_some,
    tidy,
    work_forever,
)

__all__ = [
    "AT_ONCE",
    "BACKOFF",
    "JOBS",
    "KEEP_DONE",
    "KILLED_MOST",
    "TICKS",
    "Declared",
    "J",
    "Job",
    "JobState",
    "Tick",
    "claim",
    "every",
    "for_long",
    "later",
    "lease",
    "name_of",
    "on",
    "react",
    "retry",
    "run_ready",
    "run_some",
    "start",
    "task",
    "tick",
    "tidy",
    "work_forever",
]
