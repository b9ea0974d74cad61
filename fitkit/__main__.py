"""Command line: migrate, seed, worker, settings, secret-key, vapid."""

import base64
import os
import secrets
import signal
import sys
import threading
from datetime import UTC, datetime

import structlog

from fitkit.core import db, discover, log
from fitkit.core import settings as config
from fitkit.core.settings import settings


def main(words: list[str]) -> None:
    """Run one command; a wrong setting ends it with one sentence."""
    try:
        _run(words)
    except config.BadSetting as error:
        sys.exit(str(error))


def _run(words: list[str]) -> None:
    match words:
        case ["settings"]:
            print(config.table(os.environ))
        case ["settings", "markdown"]:
            print(config.markdown())
        case ["secret-key"]:
            _print_secret_key()
        case ["vapid"]:
            from fitkit.integrations.webpush.keys import new_pair

            print(new_pair().private)
        case ["migrate", *rest]:
            _migrate(" ".join(rest))
        case ["seed"]:
            _seed()
        case ["worker"]:
            _work()
        case _:
            sys.exit("Commands: migrate [words] | seed | worker | settings | secret-key | vapid")


def _print_secret_key() -> None:
    kid = datetime.now(UTC).strftime("k%Y%m")
    print(f"{kid}:{base64.b64encode(secrets.token_bytes(32)).decode()}")


def _discover() -> None:
    log.setup("cli")
    discover.tables()
    discover.jobs()


def _migrate(words: str) -> None:
    """Bring the database to head; with words, write a new migration of what the tables say."""
    _discover()
    changed = db.migrate()
    if not words:
        print("Migrated." if changed else "The database is at the newest migration.")
        return
    from alembic import command

    command.revision(db.alembic_config(), message=words, autogenerate=True)


def _seed() -> None:
    if settings().is_production:
        sys.exit("FITKIT_ENV is production: invented people do not belong there.")
    _discover()
    from fitkit.seeds.demo import seed

    seed()


def _work() -> None:
    log.setup("worker")
    discover.tables()
    discover.jobs()
    from fitkit import wiring
    from fitkit.core.jobs import work_forever
    from fitkit.core.scheduler import start_clock
    from fitkit.dev import serve

    serve.refuse("worker")

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    clock = start_clock()
    structlog.get_logger(__name__).info("worker_ready", threads=settings().worker_threads)
    work_forever(stop, wiring.ports(), threads=settings().worker_threads)
    clock.shutdown(wait=False)


if __name__ == "__main__":
    main(sys.argv[1:])
