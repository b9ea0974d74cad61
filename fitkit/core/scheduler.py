"""APScheduler as the clock: it only turns due slots into rows."""

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import DBAPIError

from fitkit.core import clock, jobs

log = structlog.get_logger(__name__)


def start_clock(seconds: int = 10) -> BackgroundScheduler:
    """Tick every few seconds, at once the first time; any number of processes may."""
    scheduler = BackgroundScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 300},
    )
    scheduler.add_job(_tick, "interval", seconds=seconds, next_run_time=clock.now())
    scheduler.start()
    return scheduler


def _tick() -> None:
    try:
        jobs.tick(clock.now())
    except DBAPIError as error:
        log.warning("clock_without_database", error=type(error).__name__)
