"""The push port: pywebpush encrypts, py-vapid signs, and the post is our own.

Our own because the library follows redirects, and an endpoint is what a browser told us.
"""

import hashlib
import json
import threading
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import httpx
import structlog
from py_vapid import Vapid02
from pywebpush import WebPusher, WebPushException

from fitkit.core import clock
from fitkit.integrations.webpush.keys import pair_of
from fitkit.ports.push import Pushed, PushNote, PushTarget, is_push_service

log = structlog.get_logger(__name__)
TIMEOUT_S: Final = 10
MOST_BYTES: Final = 3993  # of plain text, for a body of 4096
SIGNED_FOR: Final = timedelta(hours=12)  # push services allow 24


class WebPushSender:
    """A PushSender."""

    def __init__(
        self,
        private_key: str,
        contact: str,
        *,
        rehearsal: bool = False,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        """Take the VAPID key and whom a push service may write to; ``rehearsal`` allows loopback.

        Raises:
            ValueError: the key is none.
        """
        self._public = pair_of(private_key).public
        self._vapid = Vapid02.from_raw(private_key.encode())
        self._contact = contact
        self._rehearsal = rehearsal
        self._signed: dict[str, tuple[str, datetime]] = {}
        self._lock = threading.Lock()
        self._http = httpx.Client(
            timeout=httpx.Timeout(timeout_s),
            follow_redirects=False,
            trust_env=False,  # no proxy and no .netrc of this machine
        )

    @property
    def public_key(self) -> str:
        """What browsers subscribe with."""
        return self._public

    def send(self, target: PushTarget, note: PushNote) -> Pushed:
        """Encrypt, sign and post one note."""
        if not is_push_service(target.endpoint, rehearsal=self._rehearsal):
            return Pushed.GONE
        try:
            body = _sealed(target, note)
        except (ValueError, WebPushException):  # the browser's keys are no keys
            return Pushed.GONE
        try:
            answer = self._http.post(
                target.endpoint, content=body, headers=self._headers(target.endpoint, note)
            )
        except httpx.HTTPError as error:
            log.warning("push_service_unreachable", error=type(error).__name__)
            return Pushed.LATER
        return _outcome(answer.status_code)

    def _headers(self, endpoint: str, note: PushNote) -> dict[str, str]:
        return {
            "Authorization": self._authorization(endpoint),
            "TTL": str(max(0, note.lifetime_s)),
            "Urgency": "high" if note.urgent else "normal",
            "Topic": hashlib.sha256(note.key.encode()).hexdigest()[
                :32
            ],  # the most a topic may have
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
        }

    def _authorization(self, endpoint: str) -> str:
        parts = urlsplit(endpoint)
        origin = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            words, until = self._signed.get(origin, ("", clock.now()))
            if until <= clock.now():
                until = clock.now() + SIGNED_FOR
                claims = {"sub": self._contact, "aud": origin, "exp": int(until.timestamp())}
                words = self._vapid.sign(claims)["Authorization"]
                self._signed[origin] = (words, until - timedelta(hours=1))
        return str(words)


def _sealed(target: PushTarget, note: PushNote) -> bytes:
    subscription = {
        "endpoint": target.endpoint,
        "keys": {"p256dh": target.p256dh, "auth": target.auth},
    }
    encoded = WebPusher(subscription).encode(payload_of(note), "aes128gcm")
    return bytes(encoded["body"])


def payload_of(note: PushNote) -> bytes:
    """The note as ``assets/sw.js`` reads it; its body is shortened until all of it fits."""
    body = note.body
    while True:
        facts = {
            "key": note.key,
            "title": note.title,
            "body": body,
            "path": note.path,
            "lang": note.lang,
            "unread": note.unread,
        }
        raw = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
        if len(raw) <= MOST_BYTES or not body:
            return raw
        body = body[: len(body) * 3 // 4].rstrip() + "…" if len(body) > 8 else ""


def _outcome(status: int) -> Pushed:
    if status in (404, 410):
        return Pushed.GONE
    if 200 <= status < 300:
        return Pushed.ACCEPTED
    if status == 429 or status >= 500:
        return Pushed.LATER
    log.error("push_refused", status=status)  # 400, 401, 403, 413, a redirect: ours to mend
    return Pushed.REFUSED
