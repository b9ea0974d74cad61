"""Structured logs: one line an event, with request, gym, actor and job; without secrets or people.

What a person typed or is called never belongs in a log. Values are dropped by their key, and
what looks like an address, a phone number or a header is cut out of every sentence, foreign
libraries' included.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final

import structlog
from structlog.typing import EventDict

from fitkit.core.settings import LogFormat, settings

HIDDEN: Final = "[hidden]"
# A key is private when any of its parts, split at _ and -, is one of these.
PRIVATE: Final = frozenset(
    {"password", "passwd", "passphrase", "token", "secret", "secrets", "code", "otp", "totp", "cookie", "cookies", "authorization", "auth", "session", "headers", "key", "keys", "credential", "credentials", "email", "mail", "phone", "mobile", "name", "names", "address", "birth", "national", "note", "notes", "body", "payload", "params", "subject", "query", "answer", "answers", "vapid", "endpoint", "dsn", "url"}
)  # fmt: skip
# Parts of these keys sound private and are not.
PLAIN: Final = frozenset(
    {"status_code", "exit_code", "error_code", "session_id", "job_name", "event_name", "sqlstate"}
)
QUIET: Final = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "apscheduler": logging.WARNING,
    "asyncio": logging.WARNING,
    "alembic": logging.WARNING,
    "socketio": logging.WARNING,
    "engineio": logging.WARNING,
    "fontTools": logging.WARNING,
    "PIL": logging.WARNING,
    # A statement's parameters are people.
    "sqlalchemy.engine": logging.WARNING,
    "sqlalchemy.pool": logging.WARNING,
}
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE: Final = re.compile(r"(?<![\w.+-])(?:\+\d{9,15}|0\d{1,2}-?\d{7})(?![\w-])")
_NATIONAL_ID: Final = re.compile(r"(?<![\w.-])\d{9}(?![\w.-])")
# psycopg and SQLAlchemy quote the row that broke a rule; pydantic quotes what was typed.
_QUOTED: Final = re.compile(r"(?:DETAIL:|\[parameters:|\[SQL:|input_value=).*", re.DOTALL)
_HEADERS: Final = re.compile(
    r"(?:['\"]?\b(?:cookie|set-cookie|authorization|headers|router_data|payload)\b).*",
    re.DOTALL | re.IGNORECASE,
)
_BEARER: Final = re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")


def setup(process: str) -> None:
    """Route structlog and the standard library into one stream; may be called again.

    Args:
        process: web, worker, cli; printed with every line.
    """
    s = settings()
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _Process(process),
        render_exception,
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    last: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
        if s.log_format is LogFormat.JSON
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.PositionalArgumentsFormatter(), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(s.log_level)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(max(level, root.level))
    logging.captureWarnings(capture=True)


@contextmanager
def context(**ids: object) -> Iterator[None]:
    """Put ids (request_id, org_id, actor_id, job_id) on every line inside; None is left out."""
    given = {key: str(value) for key, value in ids.items() if value is not None}
    with structlog.contextvars.bound_contextvars(**given):
        yield


def redact(_logger: object, _method: str, line: EventDict) -> EventDict:
    """Hide private values by key, at any depth, and clean every sentence."""
    for key, value in line.items():
        if key in _OURS:
            if isinstance(value, str):
                line[key] = scrub(value)
        else:
            line[key] = HIDDEN if _is_private(key) else _cleaned(value)
    return line


def scrub(text: str) -> str:
    """Cut addresses, phone and ID numbers, quoted rows and headers out of a sentence."""
    for pattern in (_QUOTED, _HEADERS):
        text = pattern.sub(HIDDEN, text)
    for pattern in (_BEARER, _EMAIL, _PHONE, _NATIONAL_ID):
        text = pattern.sub(HIDDEN, text)
    return text


def render_exception(_logger: object, _method: str, line: EventDict) -> EventDict:
    """Turn exc_info into kind, a clean message and the lines of code, without local values."""
    found = line.pop("exc_info", None)
    error = _error_of(found)
    if error is not None:
        message = scrub(str(error)).strip()[:500]
        line["error"] = type(error).__name__ + (f": {message}" if message else "")
        line["trace"] = _trace(error.__traceback__)
        cause = error.__cause__
        if cause is not None:
            line["cause"] = f"{type(cause).__name__}: {scrub(str(cause)).strip()[:300]}"
    return line


# Keys that processors of ours write; their values are sentences or plain facts.
_OURS: Final = frozenset(
    {"event", "error", "cause", "trace", "level", "timestamp", "logger", "process"}
)


class _Process:
    def __init__(self, process: str) -> None:
        self.process = process

    def __call__(self, _logger: object, _method: str, line: EventDict) -> EventDict:
        line.setdefault("process", self.process)
        return line


def _error_of(found: object) -> BaseException | None:
    if isinstance(found, BaseException):
        return found
    if isinstance(found, tuple):
        return found[1] if isinstance(found[1], BaseException) else None
    return sys.exc_info()[1] if found else None


def _trace(tb: TracebackType | None) -> str:
    frames = traceback.extract_tb(tb)
    return " < ".join(
        f"{'/'.join(f.filename.rsplit('/', 3)[-3:])}:{f.lineno} {f.name}" for f in frames[-8:][::-1]
    )


def _is_private(key: object) -> bool:
    words = str(key).lower()
    if words in PLAIN or words.endswith(("_id", "_ids")):
        return words in {"national_id"}
    return bool(PRIVATE.intersection(re.split(r"[_\-.\s]", words))) or words in PRIVATE


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, bytes | bytearray):
        return HIDDEN
    if isinstance(value, MutableMapping):
        return {k: HIDDEN if _is_private(k) else _cleaned(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_cleaned(v) for v in value]
    return value if isinstance(value, int | float | bool) or value is None else scrub(str(value))
