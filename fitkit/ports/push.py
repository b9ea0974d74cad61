"""Notes to a browser by Web Push."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol
from urllib.parse import urlsplit

# The endpoint comes from the browser, and we post to it: only the makers' own services are let through.
PUSH_HOSTS: Final = (
    "fcm.googleapis.com",
    "android.googleapis.com",
    "updates.push.services.mozilla.com",
    "push.services.mozilla.com",
    "web.push.apple.com",
)
PUSH_DOMAINS: Final = (".notify.windows.com", ".push.apple.com", ".push.services.mozilla.com")
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
# A host that never exists (RFC 2606): the sandbox's own browsers.
SANDBOX_HOST: Final = "push.invalid"


@dataclass(frozen=True, slots=True)
class PushTarget:
    """A browser's subscription, as it gave it."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class PushNote:
    """What the phone shows; short, at most 3 kB together."""

    key: str  # replaces an earlier note with the same key on the phone
    title: str
    body: str
    path: str  # opened by a tap, e.g. /he/schedule
    lang: str
    lifetime_s: int = 3600  # dropped when the phone stays off longer
    urgent: bool = False
    unread: int | None = None  # the number on the app's icon; None leaves it


class Pushed(StrEnum):
    """What became of a note."""

    ACCEPTED = "accepted"
    GONE = "gone"  # the browser unsubscribed: forget the target
    LATER = "later"
    REFUSED = "refused"  # this note for ever: our key or our note is wrong, the target may be fine


class PushSender(Protocol):
    """Hands a note to the browser's push service."""

    @property
    def public_key(self) -> str:
        """VAPID, base64url; empty when push is not set up."""
        ...

    def send(self, target: PushTarget, note: PushNote) -> Pushed:
        """Send within 10 s; never raises for what a push service answers."""
        ...


def is_push_service(endpoint: str, *, rehearsal: bool) -> bool:
    """Whether an endpoint is a known push service's, by https on its own port.

    ``rehearsal`` lets loopback (any scheme and port) and the sandbox through: tests only.
    """
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if parts.username or parts.password or not endpoint.isascii() or len(endpoint) > 1000:
        return False
    if rehearsal and host in (*LOOPBACK, SANDBOX_HOST) and parts.scheme in ("http", "https"):
        return True
    known = host in PUSH_HOSTS or any(host.endswith(d) for d in PUSH_DOMAINS)
    return parts.scheme == "https" and known and port in (None, 443) and len(parts.path) > 1
