"""The outermost layer: who may knock, how much they may bring, and what every answer says to the browser.

Refused before anything else runs: a foreign host (production), a write or a socket from a foreign origin,
a body that is too long. Every answer carries the headers below and a request id.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

from fitkit.core.ids import new_id
from fitkit.core.settings import settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

log = structlog.get_logger(__name__)
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
BODY: Final = 256 * 1024  # of a form post
UPLOAD_BODY: Final = 10 * 1024 * 1024  # checked again by the upload guard

# 'unsafe-eval' and inline scripts are the framework's: toasts and its start are evaluated text.
_CSP: Final = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "media-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
_PERMISSIONS: Final = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(self), display-capture=(), geolocation=(), "
    "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)


def headers() -> dict[str, str]:
    """What every answer says."""
    s = settings()
    csp = dict(_CSP)
    sockets = [
        f"{'wss' if o.startswith('https') else 'ws'}://{urlsplit(o).netloc}" for o in s.origins
    ]
    csp["connect-src"] = " ".join(["'self'", *sockets])  # older Safari does not count ws as 'self'
    if s.is_https:
        csp["upgrade-insecure-requests"] = ""
    said = {
        "content-security-policy": "; ".join(f"{k} {v}".strip() for k, v in csp.items()),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "strict-origin-when-cross-origin",
        "permissions-policy": _PERMISSIONS,
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    if s.is_https:
        said["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return said


def caching(path: str) -> str:
    """How long a browser may keep an answer: hashed files for ever, pages never unasked, the rest not at all."""
    if path.startswith("/assets/"):
        return "public, max-age=31536000, immutable"
    if path.startswith(("/fonts/", "/icons/")):
        return "public, max-age=604800"
    if path.startswith(("/auth/", "/health/", "/_upload", "/push/", "/files/")):
        return "no-store"
    return "no-cache"


class Security:
    """ASGI: refuses, then lets through with headers."""

    def __init__(self, app: App) -> None:
        """Wrap the app; settings are read once."""
        self.app = app
        s = settings()
        self.headers = headers()
        self.origins = frozenset(s.origins)
        self.host = urlsplit(s.public_url).netloc if s.is_production else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in the app's place, or pass on and add the headers to its answer."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given = Headers(raw=scope["headers"])
        request_id = str(new_id())
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        status = self._refusal(scope, given)
        if scope["type"] == "websocket":
            if status:
                log.warning("socket refused", status=status)
                await receive()
                await send({"type": "websocket.close", "code": 1008})
                return
            await self.app(scope, receive, send)
            return
        answered = self._with_headers(send, scope["path"], request_id)
        if status:
            log.warning("refused", status=status, method=scope["method"])
            await PlainTextResponse(_WHY[status], status)(scope, receive, answered)
            return
        await self.app(scope, _bounded(receive, _most(scope["path"])), answered)

    def _refusal(self, scope: Scope, given: Headers) -> int:
        """The status to answer with; 0 to pass on."""
        host = given.get("host", "")
        if self.host and host != self.host and not scope["path"].startswith("/health/"):
            return 421
        writes = scope["type"] == "websocket" or scope["method"] not in SAFE
        if writes and not self._is_ours(given):
            return 403
        if scope["type"] == "http" and writes:
            size = given.get("content-length", "0")
            if not size.isdigit() or int(size) > _most(scope["path"]):
                return 413
        return 0

    def _is_ours(self, given: Headers) -> bool:
        """A browser names the origin of every write and every socket; a program of no browser has no cookie."""
        origin = given.get("origin")
        if origin is not None:
            return origin in self.origins
        if given.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return False
        return "cookie" not in given or given.get("sec-fetch-site") is not None

    def _with_headers(self, send: Send, path: str, request_id: str) -> Send:
        async def answered(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in self.headers.items():
                    said[name] = value
                said["x-request-id"] = request_id
                is_missing = message["status"] >= 400
                if "cache-control" not in said:
                    said["cache-control"] = "no-store" if is_missing else caching(path)
                if "server" in said:
                    del said["server"]
            await send(message)

        return answered


_WHY: Final = {403: "Forbidden", 413: "Too large", 421: "Unknown host"}


def _most(path: str) -> int:
    return UPLOAD_BODY if path.startswith("/_upload") else BODY


def _bounded(receive: Receive, most: int) -> Receive:
    """A body that is longer than it said, or said nothing, ends where it is too long."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            return {"type": "http.disconnect"}
        return message

    return bounded
