"""A push service of our own on loopback: checks the VAPID signature, decrypts, answers by its path."""

import base64
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fitkit.ports.push import PushTarget


def b64d(words: str) -> bytes:
    return base64.urlsafe_b64decode(words + "=" * (-len(words) % 4))


def b64e(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class PushService:
    """The service, and one browser's keys."""

    port: int
    key: ec.EllipticCurvePrivateKey
    secret: bytes
    seen: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0

    def target(self, kind: str = "ok") -> PushTarget:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return PushTarget(
            f"http://127.0.0.1:{self.port}/push/{kind}/1", b64e(point), b64e(self.secret)
        )

    def receive(self, headers: Any, body: bytes) -> tuple[int, str]:
        """201 and the note in ``seen``; or why not."""
        try:
            claims = self._claims(headers.get("Authorization", ""))
        except (AssertionError, ValueError, InvalidSignature, KeyError) as error:
            return 403, repr(error)
        if "TTL" not in headers:
            return 400, "no TTL"
        if len(body) > 4096:
            return 413, "too large"
        try:
            note = http_ece.decrypt(
                body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
            )
        except http_ece.ECEException as error:
            return 400, repr(error)
        self.seen.append(
            {
                "note": json.loads(note),
                "claims": claims,
                "ttl": headers["TTL"],
                "urgency": headers["Urgency"],
                "topic": headers["Topic"],
            }
        )
        return 201, ""

    def _claims(self, header: str) -> dict[str, Any]:
        scheme, _, rest = header.partition(" ")
        assert scheme.lower() == "vapid", scheme
        parts = dict(p.strip().split("=", 1) for p in rest.split(","))
        head, claims, signature = parts["t"].split(".")
        raw = b64d(signature)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b64d(parts["k"])).verify(
            encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")),
            f"{head}.{claims}".encode(),
            ec.ECDSA(hashes.SHA256()),
        )
        found: dict[str, Any] = json.loads(b64d(claims)) | {"k": parts["k"]}
        assert json.loads(b64d(head))["alg"] == "ES256"
        assert found["aud"] == f"http://127.0.0.1:{self.port}"
        assert time.time() < found["exp"] <= time.time() + 86400
        assert found["sub"].startswith(("mailto:", "https://"))
        return found


_STATUS = {"gone": 410, "notfound": 404, "busy": 429, "broken": 503, "forbidden": 403}


@contextmanager
def push_service() -> Iterator[PushService]:
    """Serve until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            service.asked += 1
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            kind = self.path.split("/")[2]
            status, words = service.receive(self.headers, body)
            if kind == "slow":
                time.sleep(1.5)
            status = _STATUS.get(kind, status)
            if kind == "redirect":
                status = 307
            self.send_response(status)
            if kind == "redirect":
                self.send_header("Location", "/push/ok/redirected")
            self.send_header("Content-Length", str(len(words)))
            self.end_headers()
            self.wfile.write(words.encode())

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that gave up waiting

    server = Server(("127.0.0.1", 0), Handler)
    service = PushService(
        server.server_address[1], ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
