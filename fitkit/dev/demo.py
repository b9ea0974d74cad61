"""./run demo: database, tables, people, build, web, worker; one Ctrl-C ends all."""

import argparse
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from types import FrameType
from typing import TypeVar

from fitkit.core import embedded
from fitkit.core.i18n import Lang
from fitkit.core.settings import BadSetting, Settings, settings
from fitkit.dev import build
from fitkit.dev.processes import (
    Crew,
    environment,
    is_taken,
    refuse_taken_port,
    serving_environment,
    web_command,
    worker_command,
)

T = TypeVar("T")


def main(words: list[str] | None = None) -> None:
    """Make everything ready, serve until Ctrl-C."""
    parser = argparse.ArgumentParser(
        prog="./run demo", description="FitKit with a gym full of life."
    )
    parser.add_argument(
        "--fresh", action="store_true", help="throw the demo's data away and start over"
    )
    parser.add_argument("--dev", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(words)
    started = float(os.environ.get("FITKIT_STARTED_AT", "0")) or time.time()
    os.environ.setdefault("FITKIT_ENV", "demo")
    os.environ.setdefault("FITKIT_PG_LINGER", "0.5")
    # Invented people: a power cut may cost the last second, and filling the year is several times as fast.
    os.environ.setdefault("FITKIT_PG_OPTIONS", "-c synchronous_commit=off")
    ending = _listen()
    try:
        s = settings()
        _refuse(s, fresh=given.fresh)
        prepare(fresh=given.fresh, compiled=not given.dev)
        with Crew(_commands(s, dev=given.dev), _environment(dev=given.dev)) as crew:
            crew.await_answer(f"http://{_reach(s.host)}:{s.port}/ping", seconds=120)
            _welcome(s, time.time() - started)
            while not ending and not (gone := crew.ended()):
                time.sleep(0.2)
            if not ending:
                print(f"The {gone} process ended: its reason stands above.", file=sys.stderr)
    except BadSetting as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        ending.append(signal.SIGINT)
    finally:
        _let_go()
    sys.exit(0 if ending else 1)


def prepare(*, fresh: bool = False, compiled: bool = True) -> None:
    """Database, migrations, demo people and build, side by side where they can be.

    Raises:
        SystemExit: with one sentence.
    """
    s = settings()
    if fresh:
        print("Throwing the demo's data away…", flush=True)
        embedded.forget(s.home)
        shutil.rmtree(s.home / "outbox", ignore_errors=True)  # letters of people who are gone
        for kept in s.home.glob("demo-payments.*"):  # and what they paid
            kept.unlink()
    if not s.database_url:
        _step("Database", lambda: embedded.ensure(s.home))  # held until this process is gone
    building = _Aside(build.build) if compiled else None  # node works while the tables are made
    _step("Tables", _migrate)
    _step(
        "Demo people (the first time this takes a while)", import_module("fitkit.seeds.demo").seed
    )
    if building:
        building.join()
    from fitkit.core import db

    db.engine().dispose()


class _Aside(threading.Thread):
    """A thread whose failure is raised where it is awaited."""

    def __init__(self, fn: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.fn = fn
        self.failure: BaseException | None = None
        self.start()

    def run(self) -> None:
        """Call the function, keep what it raises."""
        try:
            self.fn()
        except BaseException as error:  # noqa: BLE001  # handed to the thread that joins
            self.failure = error

    def join(self, timeout: float | None = None) -> None:
        """Wait; raises what the function raised."""
        while self.is_alive():  # in slices, so that Ctrl-C is heard
            super().join(0.2 if timeout is None else timeout)
        if self.failure:
            raise self.failure


def _step(what: str, fn: Callable[[], T]) -> T:
    begun = time.monotonic()
    slow = threading.Timer(1.0, lambda: print(f"{what}…", flush=True))
    slow.start()
    try:
        return fn()
    finally:
        slow.cancel()
        took = time.monotonic() - begun
        if took > 1:
            print(f"{what.partition(' (')[0]}: {took:.0f} s", flush=True)


def _migrate() -> None:
    from fitkit.core import db, discover

    discover.tables()
    discover.jobs()
    try:
        db.migrate()
    except Exception as error:
        if type(error).__name__ != "CommandError":  # Alembic's, which takes 2 s to import
            raise
        sys.exit(
            "The demo's database was made by another version of the code: "
            "./run demo --fresh starts over."
        )


def _refuse(s: Settings, *, fresh: bool) -> None:
    if s.is_production:
        sys.exit(
            "FITKIT_ENV is production: the demo fills a database with invented people. Use ./run serve."
        )
    if fresh and s.database_url:
        sys.exit(
            "--fresh deletes only the embedded database; FITKIT_DATABASE_URL names another one."
        )
    if fresh and embedded.is_running(s.home) and is_taken(s.host, s.port):
        sys.exit("A demo is running: end it with Ctrl-C first.")
    refuse_taken_port(s.host, s.port, "demo")


def _listen() -> list[int]:
    """Numbers of the signals that asked us to end; the first also breaks what is under way."""
    ending: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        ending.append(number)
        if len(ending) == 1 and threading.current_thread() is threading.main_thread():
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    return ending


def _commands(s: Settings, *, dev: bool) -> dict[str, list[str]]:
    if not dev:
        return {"web": web_command(s.host, s.port), "worker": worker_command()}
    reflex = [sys.executable, "-m", "reflex", "run", "--env", "preview"]
    return {"web": [*reflex, "--backend-port", str(s.port)], "worker": worker_command()}


def _environment(*, dev: bool) -> dict[str, str]:
    return environment() if dev else serving_environment()


def _reach(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104  # compared, not bound


def _welcome(s: Settings, seconds: float) -> None:
    people = [
        (p.label.to(Lang.EN), p.sign_in, p.password)
        for p in import_module("fitkit.seeds.demo").personas()
    ]
    wide = max((len(label) for label, _, _ in people), default=0)
    mails = max((len(mail) for _, mail, _ in people), default=0)
    print(f"\nFitKit is ready at {s.public_url}/he/   ({seconds:.0f} s)\n")
    print("Sign in as:")
    for label, mail, password in people:
        print(f"  {label:<{wide}}   {mail:<{mails}}   {password}")
    print("\nCtrl-C ends everything.", flush=True)


def _let_go() -> None:
    s = settings()
    if s.database_url:
        return
    embedded.release(s.home)
    deadline = time.monotonic() + s.postgres_linger_s + 5
    while embedded.is_running(s.home) and time.monotonic() < deadline:  # others may still use it
        time.sleep(0.1)


if __name__ == "__main__":
    main()
