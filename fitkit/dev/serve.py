"""./run serve: production, or a clear refusal."""

import os
import sys
from importlib import import_module
from typing import Final

import sqlalchemy as sa
from sqlmodel import col

from fitkit.core import crypto, db
from fitkit.core.settings import BadSetting, settings
from fitkit.dev import build
from fitkit.dev.processes import refuse_taken_port, serving_environment, web_command
from fitkit.features.identity.tables import User

OLDEST: Final = (
    16  # the first that grants a role without inheriting it: the second wall stands on that
)


def main() -> None:
    """Check everything, then become the web server."""
    try:
        refuse("serve")
        s = settings()
    except BadSetting as error:
        sys.exit(str(error))
    refuse_taken_port(s.host, s.port, "serve")
    build.build()  # a frontend of older code would not understand these processes
    db.engine().dispose()
    command = web_command(s.host, s.port, processes=s.web_processes)
    print(f"FitKit serves {s.public_url} on {s.host}:{s.port}", flush=True)
    # The embedded server is held by an open file, which must outlive this image.
    _keep_hold()
    os.execve(command[0], command, serving_environment())  # noqa: S606  # our own words


def refuse(task: str) -> None:
    """End with every reason why a production process must not start; nothing outside production.

    Raises:
        SystemExit: one sentence a line.
    """
    s = settings()
    if not s.is_production and task != "serve":
        return
    problems = s.production_problems() or database_problems()
    if problems:
        lines = "\n".join(f"  {problem}" for problem in problems)
        sys.exit(f"./run {task} does not start:\n{lines}")


def database_problems() -> list[str]:
    """Why the database must not be served, in sentences; empty when it may."""
    try:
        with db.engine().connect() as c:
            version = int(c.exec_driver_sql("show server_version_num").scalar() or 0) // 10_000
    except sa.exc.DBAPIError as error:
        kind = type(error.orig).__name__
        return [f"The database does not answer ({kind}): look at FITKIT_DATABASE_URL."]
    if version < OLDEST:
        return [f"The database is PostgreSQL {version}: FitKit needs {OLDEST} or later."]
    if not db.is_current():
        return ["The database is not at the newest migration: ./run migrate brings it there."]
    problems = []
    with db.engine().connect() as c:
        if _is_above_the_walls(c):
            problems.append(
                "FITKIT_DATABASE_URL is a superuser or bypasses row security: use the role fitkit_app."
            )
    if people := demo_people():
        problems.append(
            f"The database holds demo people with known passwords ({len(people)} found): "
            "use another database."
        )
    return problems


def demo_people() -> list[str]:
    """Addresses of the demo's people whose published password opens this database."""
    found = []
    with db.engine().connect() as c:
        for person in import_module("fitkit.seeds.demo").personas():
            stored = _stored_password(c, person.sign_in)
            if stored and crypto.password_matches(stored, person.password):
                found.append(person.sign_in)
    return found


def _stored_password(c: sa.Connection, sign_in: str) -> str | None:
    known = sa.select(col(User.password_hash)).where(
        sa.func.lower(col(User.email)) == sign_in.lower()
    )
    return c.execute(known).scalar()


def _is_above_the_walls(c: sa.Connection) -> bool:
    row = c.exec_driver_sql(
        "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"
    ).scalar()
    return bool(row)


def _keep_hold() -> None:
    from fitkit.core import embedded

    for held in embedded.held():
        os.set_inheritable(held, True)  # noqa: FBT003


if __name__ == "__main__":
    main()
