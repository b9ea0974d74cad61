"""What stand-ins share: real HTTP on loopback, strict fields, misfortune on command, callbacks.

A stand-in holds its state in memory, checks every field by name and type, and answers as the
provider's reference says. ``POST /_control`` with ``{"trouble": …, "call": …}`` spoils the next
such call; with ``{"callbacks": …}`` it says how callbacks come. Held ones are sent by ``{"release":
"in order" | "reversed"}``, and one of nobody's by ``{"forge": address, "fields": {…}}``.
"""

import json
import threading
import time
import urllib.request
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

HANG_S: Final = 4.0
SLOW_S: Final = 0.5


class PageCard(StrEnum):
    """Cards that a stand-in's page takes, by what becomes of them."""

    GOOD = "4580000000000000"
    SOFT = "4580000000000018"  # declined, later perhaps
    HARD = "4580000000000026"  # declined, never
    CHALLENGED = "4580000000000034"  # 3-D Secure asks


class Trouble(StrEnum):
    """What befalls a call."""

    LOST = "lost"  # carried out, and no answer comes
    BROKEN = "broken"  # carried out, and 500
    UNREADABLE = "unreadable"  # carried out, and no JSON
    DOWN = "down"  # 503, not carried out
    BUSY = "busy"  # 429, not carried out
    SLOW = "slow"  # carried out and answered, late
    STUCK = "stuck"  # no answer comes, and it is carried out only when it ``lands``
    REFUSED = "refused"  # refused by the provider's own words


class Callbacks(StrEnum):
    """How callbacks come."""

    ONCE = "once"
    TWICE = "twice"
    LATE = "late"
    NEVER = "never"
    HELD = "held"  # until they are released


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:  # Any: what JSON holds
        """The body; None when it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def form(self) -> dict[str, str]:
        """The body as a form."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    location: str = ""


def said(value: object, status: int = 200) -> Reply:
    """A JSON reply."""
    return Reply(status, json.dumps(value, ensure_ascii=False).encode())


def moved_on(url: str) -> Reply:
    """Where a page leads."""
    return Reply(303, b"", "text/html", url)


def page(title: str, inside: str) -> Reply:
    """A page for a person."""
    whole = (
        "<!doctype html><html lang=he dir=rtl><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width'>"
        "<style>body{font:1rem sans-serif;margin:1rem}label{display:block;margin:.75rem 0}</style>"
        f"<title>{escape(title)}</title><body><main>{inside}</main></body></html>"
    )
    return Reply(200, whole.encode(), "text/html; charset=utf-8")


def card_form(words: str, amount: str, most: int, problem: str = "") -> Reply:
    """The hosted page: a card and a button, as every provider has it."""
    choices = "".join(f"<option>{n}</option>" for n in range(1, max(1, most) + 1))
    return page(
        words,
        f"<h1>{escape(words)}</h1><p>{escape(amount)} ₪</p><p role=alert>{escape(problem)}</p>"
        "<form method=post><label>מספר כרטיס <input name=card inputmode=numeric></label>"
        "<label>תוקף <input name=expiry placeholder=MMYY></label>"
        "<label>CVV <input name=cvv></label><label>תעודת זהות <input name=holder></label>"
        f"<label>תשלומים <select name=payments>{choices}</select></label>"
        "<button name=do value=pay>תשלום</button></form>",
    )


def challenge_form() -> Reply:
    """3-D Secure: does the holder say yes?"""
    return page(
        "3-D Secure",
        "<form method=post><button name=do value=pass>אישור</button>"
        "<button name=do value=fail>ביטול</button></form>",
    )


@dataclass
class StandIn:
    """A provider's server: subclasses answer, this one serves and spoils."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    troubles: deque[tuple[str, Trouble]] = field(default_factory=deque)
    callbacks: Callbacks = Callbacks.ONCE
    called: list[str] = field(default_factory=list)  # names of calls, in their order
    base: str = ""  # where it listens
    waiting: list[tuple[str, bytes]] = field(default_factory=list)  # callbacks that are held
    stuck: list[Ask] = field(default_factory=list)  # on their way, and not arrived yet

    def answer(self, ask: Ask) -> Reply:
        """What the provider says."""
        raise NotImplementedError

    def refusal(self) -> Reply:
        """A refusal in the provider's own form."""
        raise NotImplementedError

    def call_of(self, ask: Ask) -> str:
        """A call's name: the last part of its path."""
        return ask.path.rstrip("/").rpartition("/")[2]

    def spoil(self, call: str, trouble: Trouble) -> None:
        """Spoil the next call of a name."""
        self.troubles.append((call, trouble))

    def handle(self, ask: Ask) -> Reply | None:
        """A reply; None to hang up without one."""
        if ask.path == "/_control":
            return self._control(ask)
        call = self.call_of(ask)
        with self.lock:
            self.called.append(call)
            trouble = self._trouble(call)
        if trouble in (Trouble.DOWN, Trouble.BUSY):
            return Reply(503 if trouble is Trouble.DOWN else 429)
        if trouble is Trouble.REFUSED:
            return self.refusal()
        if trouble is Trouble.STUCK:
            self.stuck.append(ask)
            return None
        with self.lock:
            reply = self.answer(ask)
        return _spoilt(reply, trouble)

    def land(self) -> None:
        """What was stuck on its way arrives; whoever sent it hears nothing any more."""
        with self.lock:
            arrived, self.stuck = self.stuck, []
            for ask in arrived:
                self.answer(ask)

    def _trouble(self, call: str) -> Trouble | None:
        for planned in self.troubles:
            if planned[0] == call:
                self.troubles.remove(planned)
                return planned[1]
        return None

    def _control(self, ask: Ask) -> Reply:
        wish = ask.json() or {}
        if "trouble" in wish:
            self.spoil(str(wish["call"]), Trouble(wish["trouble"]))
        if "callbacks" in wish:
            self.callbacks = Callbacks(wish["callbacks"])
        if "release" in wish:
            told, self.waiting = self.waiting, []
            for url, body in reversed(told) if wish["release"] == "reversed" else told:
                _tell(url, body, 1, 0)
        if "forge" in wish:
            _tell(wish["forge"], urlencode(wish["fields"]).encode(), 1, 0)
        return said({"ok": True})

    def tell_form(self, url: str, fields: Mapping[str, object]) -> None:
        """Send a callback as a form, as often as it is told to, without waiting for it."""
        if url and self.callbacks is Callbacks.HELD:
            self.waiting.append((url, urlencode(fields).encode()))
            return
        times = {Callbacks.NEVER: 0, Callbacks.TWICE: 2}.get(self.callbacks, 1)
        after_s = SLOW_S if self.callbacks is Callbacks.LATE else 0.0
        if url and times:
            told = (url, urlencode(fields).encode(), times, after_s)
            threading.Thread(target=_tell, args=told, daemon=True).start()


def _spoilt(reply: Reply, trouble: Trouble | None) -> Reply | None:
    match trouble:
        case Trouble.LOST:
            time.sleep(HANG_S)
            return None
        case Trouble.BROKEN:
            return Reply(500, b"<html>oops</html>", "text/html")
        case Trouble.UNREADABLE:
            return Reply(200, b"<html>maintenance</html>", "text/html")
        case Trouble.SLOW:
            time.sleep(SLOW_S)
    return reply


def _tell(url: str, body: bytes, times: int, after_s: float) -> None:
    time.sleep(after_s)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for _ in range(times):
        try:
            urllib.request.urlopen(  # noqa: S310  # the address that we gave ourselves
                urllib.request.Request(url, body, kind),  # noqa: S310
                timeout=2,
            ).close()
        except OSError:
            continue


# --- fields --------------------------------------------------------------------------------------

Check = Callable[[object], bool]
Fields = Mapping[
    str, Any
]  # name, after a * when required, to a Check, more Fields, or a list of one


def text(most: int = 10_000) -> Check:
    """A string, not longer."""
    return lambda v: isinstance(v, str) and len(v) <= most


def number(v: object) -> bool:
    """A number, whole or not."""
    return isinstance(v, int | float) and not isinstance(v, bool)


def whole(*allowed: int) -> Check:
    """A whole number, of these if any are given."""
    return lambda v: (
        isinstance(v, int) and not isinstance(v, bool) and (not allowed or v in allowed)
    )


def flag(v: object) -> bool:
    """True or false."""
    return isinstance(v, bool)


def one_of(*allowed: str) -> Check:
    """One of some words."""
    return lambda v: v in allowed


def problems(given: object, fields: Fields, where: str = "") -> list[str]:
    """What is wrong with an object: unknown names, missing ones, wrong types."""
    if not isinstance(given, dict):
        return [f"{where or 'body'}: no object"]
    known = {name.lstrip("*"): rule for name, rule in fields.items()}
    found = [f"{where}{name}: unknown" for name in given if name not in known]
    required = [name[1:] for name in fields if name.startswith("*")]
    found += [f"{where}{name}: missing" for name in required if name not in given]
    for name, rule in known.items():
        if name in given:
            found += _wrong(given[name], rule, f"{where}{name}")
    return found


def _wrong(value: object, rule: Any, where: str) -> list[str]:  # Any: as in Fields
    if isinstance(rule, list):
        if not isinstance(value, list):
            return [f"{where}: no list"]
        return [p for i, v in enumerate(value) for p in _wrong(v, rule[0], f"{where}[{i}]")]
    if isinstance(rule, Mapping):
        return problems(value, rule, f"{where}.")
    return [] if rule(value) else [f"{where}: {value!r}"]


# --- serving -------------------------------------------------------------------------------------


@contextmanager
def serving(standin: StandIn, port: int = 0) -> Iterator[str]:
    """Serve on loopback until the end of the block; the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the library's name
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            reply = standin.handle(
                Ask(self.command, urlsplit(self.path).path, self.headers, body)  # type: ignore[arg-type]  # a Message is read like a Mapping
            )
            if reply is None:
                self.close_connection = True
                return
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            if reply.location:
                self.send_header("Location", reply.location)
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 256  # many workers knock at once

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that gave up waiting

    server = Server(("127.0.0.1", port), Handler)
    standin.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield standin.base
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def serve_for_ever(standin: StandIn, port: int) -> None:
    """Serve until the process is stopped."""
    with serving(standin, port) as base:
        print(f"{type(standin).__name__} listens at {base}")
        threading.Event().wait()
