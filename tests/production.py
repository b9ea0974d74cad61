"""A production of its own: a PostgreSQL reached by address and password, made as README says, and a mail server.

The database's programs are the embedded ones; nothing else of the embedded server takes part.
"""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from fitkit.core import embedded
from fitkit.dev.processes import ROOT, serving_environment
from fitkit.integrations.webpush.keys import new_pair
from tests.integrations.mailserver import MailServer, mail_server
from tests.served import Serving, free_port

PUBLIC = "https://gym.example.com"
_ADMIN = "the administrator's word"
_WORDS = {"fitkit_owner": "owners-word", "fitkit_app": "apps-word"}
_TASKS = {
    "serve": ["fitkit.dev.serve"],
    "backup": ["fitkit.dev.backup", "backup"],
    "restore": ["fitkit.dev.backup", "restore"],
}


def said_in_readme(language: str) -> str:
    """The block of README's "Deploy" in a language, as it stands there."""
    deploy = (ROOT / "README.md").read_text().partition("## Deploy")[2]
    found = re.search(rf"```{language}\n(.*?)```", deploy, re.S)
    assert found
    return found[1]


@dataclass
class Production:
    """A place where FitKit may run for real: its variables, its database, its letters."""

    folder: Path
    env: dict[str, str]
    database_port: int
    mail: MailServer
    running: list[Serving] = field(default_factory=list)

    def run(self, *words: str, **changed: str | None) -> "subprocess.CompletedProcess[str]":
        """Run a task to its end; a variable that is None is not set."""
        env = {k: v for k, v in (self.env | changed).items() if v is not None}
        task, *more = words
        return subprocess.run(
            [sys.executable, "-m", *_TASKS.get(task, ["fitkit", task]), *more],
            cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    def serve(self, name: str, **changed: str) -> Serving:
        """Start ``./run serve`` on a port of its own; returns when it answers."""
        port = free_port()
        env = self.env | changed | {"FITKIT_PORT": str(port)}
        folder = self.folder / name
        folder.mkdir()
        command = [sys.executable, "-m", *_TASKS["serve"]]
        serving = Serving(f"http://127.0.0.1:{port}", port, env, "", folder, command=command)
        self.running.append(serving)
        serving.start("web")
        return serving

    def superuser(self, database: str = "fitkit") -> "psycopg.Connection[tuple[object, ...]]":
        """A connection above the walls, which commits by itself."""
        return psycopg.connect(
            host="127.0.0.1", port=self.database_port, user="postgres", password=_ADMIN,
            dbname=database, autocommit=True,
        )  # fmt: skip

    def address(self, role: str, password: str) -> str:
        """The database's address for a role."""
        return f"postgresql://{role}:{password}@127.0.0.1:{self.database_port}/fitkit"

    def code_for(self, email: str, *, after: int = 0) -> str:
        """The digits of the first letter to an address after so many, waited for."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            for to, letter in list(zip(self.mail.recipients, self.mail.letters, strict=False))[
                after:
            ]:
                body = letter.get_body(("plain",))
                digits = re.search(r"\b(\d{3}) ?(\d{3})\b", body.get_content() if body else "")
                if email in to and digits:
                    return digits[1] + digits[2]
            time.sleep(0.1)
        logs = "\n".join(s.log("worker") + s.log("web") for s in self.running)
        raise AssertionError(f"no code for {email}:\n{logs[-3000:]}")


@contextmanager
def production(folder: Path) -> Iterator[Production]:
    """Everything README asks for before ``./run migrate``; all of it ends with the block."""
    with database(folder / "postgres") as port, mail_server() as mail:
        made = Production(folder, {}, port, mail)
        made.env = {k: v for k, v in serving_environment().items() if not k.startswith("FITKIT_")}
        made.env |= {
            "FITKIT_ENV": "production",
            "FITKIT_PUBLIC_URL": PUBLIC,
            "FITKIT_TRUSTED_PROXIES": "1",
            "FITKIT_DATABASE_URL": made.address("fitkit_app", _WORDS["fitkit_app"]),
            "FITKIT_OWNER_DATABASE_URL": made.address("fitkit_owner", _WORDS["fitkit_owner"]),
            "FITKIT_SECRET_KEYS": made.run("secret-key").stdout.strip(),
            "FITKIT_VAPID_PRIVATE_KEY": new_pair().private,
            "FITKIT_VAPID_CONTACT": "mailto:ops@gym.example.com",
            "FITKIT_SMTP_URL": f"smtp://127.0.0.1:{mail.port}",
            "FITKIT_MAIL_FROM": "FitKit <hello@gym.example.com>",
        }
        try:
            with made.superuser("postgres") as c:
                for statement in said_in_readme("sql").split(";"):
                    if statement.strip():
                        c.execute(_with_password(statement).encode())
            yield made
        finally:
            for serving in made.running:
                serving.close()


def _with_password(statement: str) -> str:
    role = re.search(r"create role (\w+)", statement)
    return statement.replace("…", _WORDS.get(role[1], "")) if role else statement


@contextmanager
def database(home: Path) -> Iterator[int]:
    """A PostgreSQL on a loopback port that asks everyone for a password; yields the port."""
    home.mkdir()
    place = embedded._settle(home)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
    place.data.mkdir(mode=0o700, parents=True)
    if place.user is not None:
        embedded._give(place.data)
    made = place.popen(
        *("initdb", "-D", place.data, "-U", "postgres", "--encoding=UTF8", "--locale=C"),
        *("--auth=scram-sha-256", "--pwfile=/dev/stdin"),
        stdin=subprocess.PIPE, **quiet,
    )  # fmt: skip
    made.communicate(f"{_ADMIN}\n".encode())
    assert made.returncode == 0
    port = free_port()
    server = place.popen(
        *("postgres", "-D", place.data, "-c", "listen_addresses=127.0.0.1", "-c", f"port={port}"),
        *("-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "synchronous_commit=off"),
        **quiet,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 90
        while subprocess.run(
            [place.bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False
        ).returncode:
            assert server.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield port
    finally:
        server.send_signal(2)  # fast shutdown
        server.wait(30)
