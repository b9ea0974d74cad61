"""Every environment variable: declared once, typed, documented, read once."""

# ruff: noqa: RUF009  # a declaration is a call; its Variable is frozen
import base64
import binascii
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

ROOT: Final = Path(__file__).parents[2]
# Known to everybody who reads this line; production refuses it.
DEVELOPMENT_KEY: Final = "dev:Zml0a2l0LWRldmVsb3BtZW50LWtleS1vZi0zMi1ieXQ="
Env = Mapping[str, str]


class BadSetting(ValueError):  # noqa: N818  # read by a person as a sentence, never caught by kind
    """A variable's value cannot be used; the message names the variable."""


class Environment(StrEnum):
    """What this process is for."""

    DEVELOPMENT = "development"
    DEMO = "demo"
    PRODUCTION = "production"
    TEST = "test"


class LogFormat(StrEnum):
    """How a log line looks."""

    JSON = "json"
    TEXT = "text"


class MorningLogin(StrEnum):
    """How Morning gives a token."""

    OAUTH = "oauth"  # client credentials at its host of log-ins
    ACCOUNT = "account"  # the old one, at its host of resources; announced to end in June 2026


class DatabaseUser(StrEnum):
    """How the embedded PostgreSQL leaves root, which it refuses."""

    AUTO = "auto"  # a user namespace where the kernel allows it, else nobody
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable as it was declared."""

    name: str
    parse: Callable[[str], Any]
    default: str | Callable[[Env], str]  # as it would be written; empty means not set
    says: str
    kind: str
    shown_default: str = ""
    secret: bool = False
    also: tuple[str, ...] = ()  # other names that are understood

    def text(self, env: Env) -> str:
        """The value as written in the environment, else the default."""
        for name in (self.name, *self.also):
            if env.get(name, "").strip():
                return env[name].strip()
        return self.default(env) if callable(self.default) else self.default

    def read(self, env: Env) -> Any:  # Any: each variable has its own type
        """The typed value.

        Raises:
            BadSetting: with one sentence that names the variable, without a secret's value.
        """
        text = self.text(env)
        try:
            return self.parse(text)
        except ValueError as error:
            seen = "" if self.secret else f" (now {text!r})"
            raise BadSetting(f"{self.name}{seen} must be {error}.") from None


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch(r"-?\d+", text) or not least <= int(text) <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return int(text)

    return parse


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 < value < 86400:
        raise ValueError("a number of seconds above 0")
    return value


def _flag(text: str) -> bool:
    answers = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if text.lower() not in answers:
        raise ValueError("true or false")
    return answers[text.lower()]


def _words(text: str) -> str:
    return text


def _optional(text: str) -> str | None:
    return text or None


def _address(*schemes: str) -> Callable[[str], str | None]:
    def parse(text: str) -> str | None:
        if not text:
            return None
        try:
            parts = urlsplit(text)
            known = parts.scheme in schemes and (parts.hostname or "postgresql" in schemes)
            _ = parts.port
        except ValueError:
            known = False
        if not known:
            raise ValueError(
                "an address that begins with " + " or ".join(f"{s}://" for s in schemes)
            )
        return text

    return parse


def _origin(text: str) -> str:
    parsed = _address("https", "http")(text)
    if parsed is None or urlsplit(parsed).path.strip("/") or urlsplit(parsed).query:
        raise ValueError("an address without a path, such as https://gym.example.com")
    return parsed.rstrip("/")


def _path(text: str) -> Path:
    return Path(text).absolute()


def _optional_path(text: str) -> Path | None:
    return _path(text) if text else None


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", text):
        raise ValueError("a plain name of small letters, digits and _")
    return text


def _one_of(kinds: type[StrEnum]) -> Callable[[str], StrEnum]:
    def parse(text: str) -> StrEnum:
        try:
            return kinds(text.lower())
        except ValueError:
            raise ValueError("one of " + ", ".join(kinds)) from None

    return parse


def _level(text: str) -> str:
    if text.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("one of debug, info, warning, error")
    return text.upper()


def _keys(text: str) -> tuple[tuple[str, bytes], ...]:
    found: dict[str, bytes] = {}
    for part in text.split(","):
        kid, _, encoded = part.strip().partition(":")
        try:
            key = base64.b64decode(encoded.translate(str.maketrans("-_", "+/")), validate=True)
        except binascii.Error:
            key = b""
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,16}", kid) or len(key) != 32 or kid in found:
            raise ValueError(
                'a list "kid:key,…", newest first: each kid once, each key 32 bytes in base64'
            )
        found[kid] = key
    return tuple(found.items())


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _environment(env: Env) -> str:
    return env.get("FITKIT_ENV", "").strip().lower() or Environment.DEVELOPMENT


def _threads(_env: Env) -> str:
    return str(2 * (os.cpu_count() or 1))


def _public_url(env: Env) -> str:
    return f"http://localhost:{env.get('FITKIT_PORT') or env.get('PORT') or '8000'}"


def _log_format(env: Env) -> str:
    return LogFormat.JSON if _environment(env) == Environment.PRODUCTION else LogFormat.TEXT


def _log_level(env: Env) -> str:
    return "warning" if _environment(env) == Environment.DEMO else "info"


def _demo_payments(env: Env) -> str:
    return "false" if _environment(env) == Environment.PRODUCTION else "true"


def _platform_totp(env: Env) -> str:
    return "false" if _environment(env) == Environment.DEMO else "true"


def _var(  # a declaration, read as a table row
    name: str,
    parse: Callable[[str], Any],
    default: str | Callable[[Env], str],
    says: str,
    *,
    kind: str,
    shown: str = "",
    secret: bool = False,
    also: tuple[str, ...] = (),
) -> Any:  # Any: the annotation of the attribute is the type
    return field(
        metadata={"variable": Variable(name, parse, default, says, kind, shown, secret, also)}
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says, and nothing else."""

    environment: Environment = _var(
        "FITKIT_ENV",
        _one_of(Environment),
        Environment.DEVELOPMENT,
        "What this process is for: development, demo, production or test.",
        kind="name",
    )
    host: str = _var(
        "FITKIT_HOST",
        _words,
        "127.0.0.1",
        "Address the web process listens on; 0.0.0.0 for all networks.",
        kind="address",
    )
    port: int = _var(
        "FITKIT_PORT",
        _whole(1, 65535),
        "8000",
        "Port the web process listens on; PORT is understood too.",
        kind="number",
        also=("PORT",),
    )
    public_url: str = _var(
        "FITKIT_PUBLIC_URL",
        _origin,
        _public_url,
        "Address people open: origin of links in letters, of the form check and of sockets.",
        kind="address",
        shown="http://localhost:<port>",
    )
    trusted_proxies: int = _var(
        "FITKIT_TRUSTED_PROXIES",
        _whole(0, 8),
        "0",
        "How many proxies of ours stand in front; that many steps of X-Forwarded-For are believed.",
        kind="number",
    )
    web_processes: int = _var(
        "FITKIT_WEB_PROCESSES",
        _whole(1, 64),
        "1",
        "Web processes on this machine; more than one needs FITKIT_REDIS_URL.",
        kind="number",
    )
    threads: int = _var(
        "FITKIT_THREADS",
        _whole(1, 256),
        _threads,
        "Threads that work for screens in a web process.",
        kind="number",
        shown="2 × cores",
    )
    worker_threads: int = _var(
        "FITKIT_WORKER_THREADS",
        _whole(1, 64),
        "3",
        "Jobs that a worker process runs side by side; one place is kept for what is fresh and short.",
        kind="number",
    )
    session_days: int = _var(
        "FITKIT_SESSION_DAYS",
        _whole(1, 365),
        "30",
        "Days after which a person who did not come back signs in again.",
        kind="days",
    )
    platform_totp: bool = _var(
        "FITKIT_PLATFORM_TOTP",
        _flag,
        _platform_totp,
        "Whether the platform team must use a second factor.",
        kind="true or false",
        shown="true; false in the demo",
    )
    secret_keys: tuple[tuple[str, bytes], ...] = _var(
        "FITKIT_SECRET_KEYS",
        _keys,
        DEVELOPMENT_KEY,
        "Keys of sealed fields and signed links, newest first: kid:key,… with 32 bytes in base64; "
        "old ones stay until everything is sealed anew.",
        kind="list",
        shown="a development key that production refuses",
        secret=True,
    )
    database_url: str | None = _var(
        "FITKIT_DATABASE_URL",
        _address("postgresql", "postgres", "postgresql+psycopg"),
        "",
        "PostgreSQL as the role fitkit_app; empty starts the embedded one.",
        kind="address",
        shown="embedded",
        secret=True,
    )
    owner_database_url: str | None = _var(
        "FITKIT_OWNER_DATABASE_URL",
        _address("postgresql", "postgres", "postgresql+psycopg"),
        "",
        "PostgreSQL as the owner of the schema, for migrations, backup and restore.",
        kind="address",
        shown="FITKIT_DATABASE_URL",
        secret=True,
    )
    database: str = _var(
        "FITKIT_DATABASE",
        _name,
        "fitkit",
        "Name of the database in the embedded PostgreSQL.",
        kind="name",
    )
    home: Path = _var(
        "FITKIT_HOME",
        _path,
        str(ROOT / ".fitkit"),
        "Directory of the embedded database, logs and pictures.",
        kind="path",
        shown=".fitkit beside the code",
    )
    pool: int = _var(
        "FITKIT_POOL",
        _whole(1, 256),
        _threads,
        "Database connections a process keeps; a web process keeps one more, for looking up who is signed in.",
        kind="number",
        shown="2 × cores",
    )
    postgres_as: DatabaseUser = _var(
        "FITKIT_POSTGRES_AS",
        _one_of(DatabaseUser),
        DatabaseUser.AUTO,
        "As root only: auto uses a user namespace where it can, nobody never does.",
        kind="name",
    )
    postgres_options: str = _var(
        "FITKIT_PG_OPTIONS",
        _words,
        "",
        "More options for the embedded PostgreSQL, such as -c fsync=off in tests.",
        kind="words",
    )
    postgres_linger_s: float = _var(
        "FITKIT_PG_LINGER",
        _seconds,
        "2",
        "Seconds the embedded PostgreSQL stays after the last one left.",
        kind="seconds",
    )
    redis_url: str | None = _var(
        "FITKIT_REDIS_URL",
        _address("redis", "rediss"),
        "",
        "Redis that several web processes share the state of open tabs in.",
        kind="address",
        shown="none",
        secret=True,
    )
    job_lease_s: float = _var(
        "FITKIT_JOB_LEASE",
        _seconds,
        "30",
        "Seconds after which a job of a dead worker is taken by another.",
        kind="seconds",
    )
    smtp_url: str | None = _var(
        "FITKIT_SMTP_URL",
        _address("smtp", "smtps"),
        "",
        "Mail server, smtp://user:password@host:587 or smtps://…:465; empty keeps letters in the "
        "demo's outbox.",
        kind="address",
        shown="none",
        secret=True,
    )
    mail_from: str = _var(
        "FITKIT_MAIL_FROM",
        _words,
        "FitKit <no-reply@localhost>",
        "Sender of letters, a name and an address.",
        kind="words",
    )
    vapid_private_key: str | None = _var(
        "FITKIT_VAPID_PRIVATE_KEY",
        _optional,
        "",
        "Private key of Web Push, base64url of 32 bytes; ./run vapid makes one.",
        kind="words",
        shown="none; the demo makes one",
        secret=True,
    )
    vapid_contact: str = _var(
        "FITKIT_VAPID_CONTACT",
        _words,
        "mailto:push@localhost.localdomain",
        "Whom a push service may write to, mailto:… or https://….",
        kind="address",
    )
    demo_payments: bool = _var(
        "FITKIT_DEMO_PAYMENTS",
        _flag,
        _demo_payments,
        "Whether gyms may choose the demo's payment company: test cards only, no money moves.",
        kind="true or false",
        shown="true; false in production",
    )
    cardcom_url: str = _var(
        "FITKIT_CARDCOM_URL",
        _origin,
        "https://secure.cardcom.solutions",
        "Cardcom's interface; a stand-in's address while developing.",
        kind="address",
    )
    morning_auth_url: str = _var(
        "FITKIT_MORNING_AUTH_URL",
        _origin,
        "https://api.morning.co",
        "Where Morning gives tokens; its sandbox or a stand-in while developing.",
        kind="address",
    )
    morning_api_url: str = _var(
        "FITKIT_MORNING_API_URL",
        _origin,
        "https://api.greeninvoice.co.il",
        "Morning's interface; its sandbox or a stand-in while developing.",
        kind="address",
    )
    morning_login: MorningLogin = _var(
        "FITKIT_MORNING_LOGIN",
        _one_of(MorningLogin),
        MorningLogin.OAUTH,
        "How Morning gives tokens: oauth, or account, its old way.",
        kind="name",
    )
    icredit_url: str = _var(
        "FITKIT_ICREDIT_URL",
        _origin,
        "https://icredit.rivhit.co.il",
        "iCredit's payment pages; its test host or a stand-in while developing.",
        kind="address",
    )
    rivhit_url: str = _var(
        "FITKIT_RIVHIT_URL",
        _origin,
        "https://api.rivhit.co.il",
        "Rivhit's interface for documents; a stand-in while developing.",
        kind="address",
    )
    log_level: str = _var(
        "FITKIT_LOG_LEVEL",
        _level,
        _log_level,
        "Least level that is logged: debug, info, warning or error.",
        kind="name",
        shown="info; warning in the demo",
    )
    log_format: LogFormat = _var(
        "FITKIT_LOG_FORMAT",
        _one_of(LogFormat),
        _log_format,
        "json, one object a line, or text.",
        kind="name",
        shown="text; json in production",
    )
    pages: tuple[str, ...] = _var(
        "FITKIT_PAGES",
        _list,
        "*/*",
        "Screens to compile while one is being drawn, such as member/*.",
        kind="list",
    )
    chromium: Path | None = _var(
        "FITKIT_CHROMIUM",
        _optional_path,
        "",
        "Chromium for tests and pictures.",
        kind="path",
        shown="found by itself",
    )
    shots_url: str | None = _var(
        "FITKIT_SHOTS_URL",
        _address("http", "https"),
        "",
        "A running demo that ./run shots takes its pictures of.",
        kind="address",
        shown="one of its own",
    )

    @property
    def is_production(self) -> bool:
        """Whether real people's data is at stake."""
        return self.environment is Environment.PRODUCTION

    @property
    def is_https(self) -> bool:
        """Whether people come by https, so that cookies may be Secure."""
        return self.public_url.startswith("https://")

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins whose forms and sockets are accepted; the public one first."""
        local = [f"http://{h}:{self.port}" for h in ("localhost", "127.0.0.1")]
        return tuple(dict.fromkeys([self.public_url, *([] if self.is_production else local)]))

    def _money_addresses(self) -> list[tuple[str, str]]:
        """Where payment companies and issuers of documents are spoken to."""
        return [
            ("FITKIT_CARDCOM_URL", self.cardcom_url),
            ("FITKIT_MORNING_AUTH_URL", self.morning_auth_url),
            ("FITKIT_MORNING_API_URL", self.morning_api_url),
            ("FITKIT_ICREDIT_URL", self.icredit_url),
            ("FITKIT_RIVHIT_URL", self.rivhit_url),
        ]

    def production_problems(self) -> list[str]:
        """Why this environment must not serve real people; empty when it may.

        The database's own reasons (migrations, demo people) are asked by ``dev.serve``.
        """
        development = _keys(DEVELOPMENT_KEY)[0][1]
        known_key = any(kid == "dev" or key == development for kid, key in self.secret_keys)
        no_sender = "@localhost" in self.mail_from or "@" not in self.mail_from
        alone = self.web_processes > 1 and self.redis_url is None
        open_ways = [n for n, url in self._money_addresses() if not url.startswith("https://")]
        reasons = (
            (not self.is_production, "FITKIT_ENV is not production."),
            (
                known_key,
                "FITKIT_SECRET_KEYS is missing or holds the development key: "
                "make one with ./run secret-key.",
            ),
            (not self.is_https, "FITKIT_PUBLIC_URL is not a public https address."),
            (
                self.smtp_url is None,
                "FITKIT_SMTP_URL is missing: nobody would get a sign-in code.",
            ),
            (no_sender, "FITKIT_MAIL_FROM is missing: letters need a sender."),
            (
                self.vapid_private_key is None,
                "FITKIT_VAPID_PRIVATE_KEY is missing: make one with ./run vapid.",
            ),
            (
                "localhost" in self.vapid_contact,
                "FITKIT_VAPID_CONTACT is missing: push services ask for one.",
            ),
            (alone, "FITKIT_WEB_PROCESSES above 1 needs FITKIT_REDIS_URL."),
            (
                bool(open_ways),
                f"{', '.join(open_ways)} must begin with https://: credentials of gyms go there.",
            ),
        )
        return [sentence for holds, sentence in reasons if holds]


def variables() -> list[tuple[str, Variable]]:
    """Attribute and declaration of every variable, in the order they are read."""
    return [(f.name, f.metadata["variable"]) for f in fields(Settings)]


def read(env: Env) -> Settings:
    """Settings of a given environment.

    Raises:
        BadSetting: the first value that cannot be used.
    """
    return Settings(**{attribute: v.read(env) for attribute, v in variables()})


@cache
def settings() -> Settings:
    """The settings of this process, read at the first call."""
    return read(os.environ)


def _written(default: str) -> str:
    return f"`{default}`" if default else "none"


def _default_text(v: Variable) -> str:
    if v.shown_default:
        return v.shown_default
    return _written("" if callable(v.default) else str(v.default))


def markdown() -> str:
    """The table of all variables for README.md; the same on every machine."""
    rows = [
        f"| `{v.name}` | {v.kind} | {_default_text(v)} | {v.says}{' Secret.' if v.secret else ''} |"
        for _, v in variables()
    ]
    return "\n".join(["| variable | kind | default | what it says |", "|---|---|---|---|", *rows])


def table(env: Env) -> str:
    """The same for a terminal, with the values of an environment; secrets are hidden."""
    lines = []
    for _, v in variables():
        given = any(env.get(n, "").strip() for n in (v.name, *v.also))
        if v.secret:
            value = "(set, hidden)" if given else f"({_default_text(v).strip('`')})"
        else:
            value = v.text(env) or f"({_default_text(v).strip('`')})"
        try:
            v.read(env)
            mark = ""
        except BadSetting as error:
            mark = f"\n    PROBLEM: {error}"
        lines.append(f"{v.name} = {value}{'' if given else '   (default)'}\n    {v.says}{mark}")
    return "\n".join(lines)
