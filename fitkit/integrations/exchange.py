"""One HTTP exchange with a provider of money: its failures told apart by what may have happened.

Nothing of what is said is logged: no body, no header, no address; only whose call it was, how
long it took and how it ended.
"""

import ipaddress
import json
import logging
import ssl
import time
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import structlog

from fitkit.core import clock
from fitkit.core.money import ZERO, Money
from fitkit.ports.payments import ASK_TIMEOUT_S, CHARGE_TIMEOUT_S, PaidLine

log = structlog.get_logger(__name__)
# It tells addresses, and a card's token may be part of one.
logging.getLogger("httpx").setLevel(logging.WARNING)
CONNECT_TIMEOUT_S: Final = 10.0
CLOCKS_DIFFER: Final = timedelta(minutes=5)  # a provider's and ours
MOST_FILE_BYTES: Final = 5 * 1024 * 1024
ALLOCATION_DIGITS: Final = 9
_MOST_DIGITS: Final = 20  # a transaction's number is read as well, by whole_of
MOST_WORDS: Final = 200  # of what a provider says, kept for staff
# Raised before a byte of the request has left.
_BEFORE_SENDING: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
)


class Unsent(Exception):  # noqa: N818  # a fact about the wire, turned into an outcome above
    """Nothing was sent, so nothing happened."""


class Lost(Exception):  # noqa: N818
    """It was sent, and what became of it cannot be said now."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole."""

    status: int
    body: Any  # as JSON, numbers with a point as Decimal; None when it is none

    @property
    def is_trouble(self) -> bool:
        """Whether the provider itself was in trouble, so that it may have done what was asked."""
        return self.status >= 500

    @property
    def fields(self) -> dict[str, Any]:
        """The body as an object; empty when it is none."""
        return self.body if isinstance(self.body, dict) else {}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an answer is waited for, in seconds."""

    ask_s: float = ASK_TIMEOUT_S
    charge_s: float = CHARGE_TIMEOUT_S  # where money may move


class Exchange:
    """Speaks JSON with one base address."""

    def __init__(self, provider: str, base_url: str, patience: Patience) -> None:
        """Open the connection pool; ``base_url`` without a slash at its end."""
        self._provider = provider
        self._base = base_url.rstrip("/")
        self._asking = httpx.Timeout(patience.ask_s, connect=min(CONNECT_TIMEOUT_S, patience.ask_s))
        self._charging = httpx.Timeout(
            patience.charge_s, connect=min(CONNECT_TIMEOUT_S, patience.charge_s)
        )
        self._http = httpx.Client(
            timeout=self._asking,
            follow_redirects=False,
            trust_env=False,  # no proxy and no .netrc of this machine
            verify=_tls(),
        )
        weakref.finalize(self, self._http.close)

    def post(
        self,
        path: str,
        payload: object,
        *,
        call: str,
        headers: Mapping[str, str] | None = None,
        charges: bool = False,
    ) -> Answer:
        """Send an object, take one; ``charges`` waits as long as money needs.

        Raises:
            Unsent: no connection.
            Lost: sent, and no whole answer came.
        """
        timeout = self._charging if charges else self._asking
        return self._send("POST", path, payload, call=call, timeout=timeout, headers=headers)

    def get(self, path: str, *, call: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for an object.

        Raises:
            Unsent: no connection.
            Lost: sent, and no whole answer came.
        """
        return self._send("GET", path, None, call=call, timeout=self._asking, headers=headers)

    def file(self, url: str) -> bytes | None:
        """A file that the provider named, at most 5 MB; None when it is not to be had.

        Only over https from a host with a name, or from the base address itself: what a
        provider answers must not lead into our own network.
        """
        if not self._may_fetch(url):
            return None
        begun = time.monotonic()
        try:
            with self._http.stream("GET", url, timeout=self._asking) as response:
                found = b""
                for part in response.iter_bytes():
                    found += part
                    if len(found) > MOST_FILE_BYTES:
                        return None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            self._tell("file", begun, type(error).__name__)
            return None
        self._tell("file", begun, str(response.status_code))
        return found if response.status_code == 200 and found else None

    def _may_fetch(self, url: str) -> bool:
        try:
            parts, base = urlsplit(url), urlsplit(self._base)
            if parts.netloc and (parts.scheme, parts.netloc) == (base.scheme, base.netloc):
                return True
            if parts.scheme != "https" or "." not in (parts.hostname or "") or parts.username:
                return False
            return parts.port in (None, 443) and not _is_address(parts.hostname or "")
        except ValueError:
            return False

    def _send(
        self,
        method: str,
        path: str,
        payload: object,
        *,
        call: str,
        timeout: httpx.Timeout,
        headers: Mapping[str, str] | None,
    ) -> Answer:
        begun = time.monotonic()
        try:
            response = self._http.request(
                method,
                f"{self._base}{path}",
                json=payload if method == "POST" else None,
                timeout=timeout,
                headers=dict(headers or {}),
            )
        except _BEFORE_SENDING as error:
            self._tell(call, begun, type(error).__name__)
            raise Unsent(type(error).__name__) from None
        except httpx.HTTPError as error:
            self._tell(call, begun, type(error).__name__)
            raise Lost(type(error).__name__) from None
        self._tell(call, begun, str(response.status_code))
        return Answer(response.status_code, _json(response.content))

    def _tell(self, call: str, begun: float, outcome: str) -> None:
        log.info(
            "provider_called",
            provider=self._provider,
            call=call,
            ms=round((time.monotonic() - begun) * 1000),
            outcome=outcome,
        )


@cache
def _tls() -> ssl.SSLContext:
    """Whom we trust, read once: 50 ms, of which every opened gateway would pay its own."""
    return httpx.create_ssl_context(trust_env=False)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _json(raw: bytes) -> Any:  # Any: whatever JSON holds
    try:
        return json.loads(raw, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError):  # of a Decimal beyond its exponents
        return None


def shekels(amount: Money) -> float:
    """An amount as the JSON number that providers take: 24900 agorot are 249.0.

    A float's shortest writing is exact for two decimals up to 10^13.
    """
    return float(Decimal(amount.agorot) / 100)


def sold_lines(lines: Sequence[PaidLine], amount: Money, words: str) -> tuple[PaidLine, ...]:
    """Lines as companies take them: where something was given off, the one line of what is paid.

    A line below zero or of nothing is a line of no form of theirs.
    """
    if lines and all(line.total > ZERO for line in lines):
        return tuple(lines)
    return (PaidLine(words, amount),)


def money_of(value: object) -> Money | None:
    """An amount as providers write it, a number or a string of one; None when it is none.

    Finer than an agora is none: nobody is charged half of one. Nor is what no field could hold.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    # Infinity is a number to JSON's readers, and so is one with a million digits.
    if not found.is_finite() or abs(found.adjusted()) > _MOST_DIGITS:
        return None
    agorot = found * 100
    whole = agorot.to_integral_value()
    return Money(int(whole)) if agorot == whole else None


def whole_of(value: object) -> int | None:
    """A whole number, or a string of one."""
    found = money_of(value)
    return None if found is None or found.agorot % 100 else found.agorot // 100


def words_of(value: object) -> str:
    """What a provider says, in one line, cut; empty when it is no text."""
    return " ".join(value.split())[:MOST_WORDS] if isinstance(value, str) else ""


def text_of(value: object) -> str:
    """An id or a number that may come as text or as a number; empty for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    return str(value).strip()


def on_israels_wall(wall: datetime) -> datetime:
    """A provider's wall clock in Israel, without a zone, as UTC; of an hour that comes twice, the last that was."""
    found = [wall.replace(tzinfo=clock.ISRAEL, fold=f).astimezone(UTC) for f in (0, 1)]
    return max((m for m in found if m <= clock.now() + CLOCKS_DIFFER), default=found[0])


def page_of(value: object) -> str:
    """An address that a person's browser may be led to; empty when it is none."""
    words = text_of(value)
    is_one = words.startswith(("https://", "http://")) and not any(c.isspace() for c in words)
    return words if is_one else ""


def allocation_of(value: object) -> str:
    """The Tax Authority's number as invoices carry it: its last nine digits.

    It is told with the moment in front of it, or already cut.
    """
    digits = text_of(value)
    return digits[-ALLOCATION_DIGITS:] if is_digits(digits) else ""


def is_digits(words: str) -> bool:
    """Whether it is 0 to 9 and nothing else, and not nothing."""
    return words.isascii() and words.isdigit()


def segment(words: str) -> str:
    """An id as a part of a path: nothing but what an id is made of."""
    return "".join(c for c in words if c.isascii() and (c.isalnum() or c in "-_")) or "-"
