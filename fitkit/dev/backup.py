"""./run backup FILE and ./run restore FILE: the whole database in PostgreSQL's own format."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa

from fitkit.core import db, embedded
from fitkit.core.settings import BadSetting, settings


def backup(file: Path, *, database: str | None = None) -> int:
    """Write everything into one compressed file, readable by its owner only.

    Returns:
        Its size in bytes.

    Raises:
        SystemExit: with one sentence; the file is then not there.
    """
    if not file.parent.is_dir():
        sys.exit(f"There is no directory {file.parent}.")
    new = file.with_name(file.name + ".part")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    words = ["--format=custom", "--no-owner", "--no-privileges", f"--file={new}"]
    if settings().database_url:
        # Row-level security binds the owner of the tables as well; its policy shows everything.
        words.append("--enable-row-security")
    run = _pg("pg_dump", database, *words)
    if run.returncode:
        new.unlink(missing_ok=True)
        sys.exit(f"The backup was not made: {_last(run.stderr)}")
    new.replace(file)
    return file.stat().st_size


def restore(file: Path, *, database: str | None = None) -> None:
    """Bring a backup into an empty database, with grants and row-level security anew.

    Raises:
        SystemExit: with one sentence; a database with tables is not touched.
    """
    if not file.is_file():
        sys.exit(f"There is no file {file}.")
    db.prepare(database)
    if _tables(database):
        sys.exit(
            "The database is not empty: a backup is restored only into an empty one "
            "(another FITKIT_DATABASE or FITKIT_DATABASE_URL)."
        )
    run = _pg(
        "pg_restore",
        database,
        *("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"),
        *(() if settings().database_url else ("--role", db.OWNER)),
        str(file),
    )
    if run.returncode:
        sys.exit(f"The backup was not restored: {_last(run.stderr)}")
    db.lock_down(database)


def _tables(database: str | None) -> int:
    engine = sa.create_engine(db.url(db.OWNER, database), poolclass=sa.NullPool)
    try:
        with engine.connect() as c:
            return len(sa.inspect(c).get_table_names())
    finally:
        engine.dispose()


def for_libpq(address: sa.URL) -> str:
    """An address as PostgreSQL's own programs read it: a plus sign is no space to them."""
    return address.render_as_string(hide_password=False).replace("+", "%20")


def _pg(program: str, database: str | None, *words: str) -> "subprocess.CompletedProcess[str]":
    given = bool(settings().database_url)
    # The embedded server's superuser stands above row security.
    address = db.url(db.OWNER if given else "postgres", database).set(drivername="postgresql")
    env = dict(os.environ)
    if address.password:
        env["PGPASSWORD"] = str(address.password)
    target = for_libpq(address.set(password=None))
    serves = _server_version(database) if given else None
    command = [_program(program, serves=serves), *words, f"--dbname={target}"]
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False)


def _program(name: str, *, serves: int | None) -> str:
    """The wheel's for its own server; for another of a version the machine's, unless it is too old for it."""
    ours = str(embedded.binaries() / name)
    found = shutil.which(name) if serves is not None else None
    if serves is None or found is None:
        return ours
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"\) (\d+)", said)
    return found if version and int(version[1]) >= serves else ours


def _server_version(database: str | None) -> int:
    """The major version of the server that was given; 0 when it does not answer, as pg_dump will say."""
    engine = sa.create_engine(db.url(db.OWNER, database), poolclass=sa.NullPool)
    try:
        with engine.connect() as c:
            return int(c.exec_driver_sql("show server_version_num").scalar() or 0) // 10_000
    except sa.exc.DBAPIError:
        return 0
    finally:
        engine.dispose()


def _last(said: str) -> str:
    lines = [line for line in said.strip().splitlines() if line.strip()]
    return (
        lines[0].removeprefix("pg_dump: error: ").removeprefix("pg_restore: error: ")
        if lines
        else "no reason given"
    )


def main(words: list[str]) -> None:
    """``backup FILE`` or ``restore FILE``."""
    match words:
        case ["backup", name]:
            size = backup(Path(name))
            print(f"Backed up into {name} ({size / 1_000_000:.1f} MB).")
        case ["restore", name]:
            restore(Path(name))
            at_head = "" if db.is_current() else " It is of an older version: ./run migrate."
            print(f"Restored from {name}.{at_head}")
        case _:
            sys.exit("./run backup FILE, or ./run restore FILE")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except BadSetting as wrong:
        sys.exit(str(wrong))
