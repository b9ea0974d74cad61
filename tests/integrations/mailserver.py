"""A mail server of our own on loopback: aiosmtpd, with answers by the address."""

import datetime as dt
import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@dataclass
class MailServer:
    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    tls: ssl.SSLContext | None = None  # what a client must trust

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        answers = {
            "refused.invalid": "550 no such user",
            "later.invalid": "451 try again later",
        }
        answer = answers.get(address.rpartition("@")[2])
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content, policy=policy.default)
        if "spam" in letter["Subject"]:
            return "554 looks like spam"
        if "greylist" in letter["Subject"]:
            return "450 not yet"
        self.letters.append(letter)
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"


def _certificate(directory: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    cert, secret = directory / "cert.pem", directory / "key.pem"
    cert.write_bytes(certificate.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return cert, secret


@contextmanager
def mail_server(
    tls_directory: Path | None = None, *, login: tuple[str, str] | None = None
) -> Iterator[MailServer]:
    """Serve until the end of the block; with a directory, only after STARTTLS."""
    found = MailServer()
    more: dict[str, Any] = {}
    if tls_directory is not None:
        cert, secret = _certificate(tls_directory)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(cert, secret)
        found.tls = ssl.create_default_context(cafile=str(cert))
        more = {"tls_context": context, "require_starttls": True}
    if login is not None:
        user, password = login

        def authenticate(
            server: Any, session: Any, envelope: Any, mechanism: str, data: Any
        ) -> AuthResult:
            right = (data.login.decode(), data.password.decode()) == (user, password)
            return AuthResult(success=right, handled=right)

        more |= {"authenticator": authenticate, "auth_required": True}
        if tls_directory is None:
            more |= {"auth_require_tls": False}
    controller = Controller(found, hostname="127.0.0.1", port=0, server_kwargs={}, **more)
    controller.port = _free_port()
    found.port = controller.port
    controller.start()
    try:
        yield found
    finally:
        controller.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])
