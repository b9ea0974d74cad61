"""The mail port by smtplib: one connection a letter, TLS wherever the server is not this machine."""

import hashlib
import smtplib
import ssl
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Final
from urllib.parse import unquote, urlsplit

import structlog

from fitkit.core import clock
from fitkit.ports.mail import Letter, Sent

log = structlog.get_logger(__name__)
TIMEOUT_S: Final = 20
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters are handed over."""

    host: str
    port: int
    user: str
    password: str
    is_ssl: bool  # TLS from the first byte; else STARTTLS

    @property
    def is_here(self) -> bool:
        """Whether it runs on this machine, where plain text travels no wire."""
        return self.host in _LOOPBACK


def server_of(url: str) -> Server:
    """Read ``smtp://user:password@host:587`` or ``smtps://…:465``; user and password percent-encoded."""
    parts = urlsplit(url)
    is_ssl = parts.scheme == "smtps"
    return Server(
        host=parts.hostname or "localhost",
        port=parts.port or (465 if is_ssl else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_ssl=is_ssl,
    )


class SmtpSender:
    """A MailSender."""

    def __init__(
        self,
        url: str,
        sender: str,
        *,
        tls: ssl.SSLContext | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        """Take the server's address and the From line; ``tls`` replaces the system's trust, for tests.

        Raises:
            ValueError: the From line has no usable address.
        """
        self._server = server_of(url)
        name, address = parseaddr(sender)
        if "@" not in address:
            raise ValueError("FITKIT_MAIL_FROM needs an address")
        self._from = Address(display_name=name, addr_spec=address)
        self._tls = tls or ssl.create_default_context()
        self._timeout_s = timeout_s

    def send(self, letter: Letter) -> Sent:
        """Send one letter.

        Only what the server says about this address or this letter is for ever; a server that
        refuses us (password, sender, TLS) is a setting to mend, and the letter waits.
        """
        try:
            message = self._message(letter)
        except (ValueError, MessageError, UnicodeError, IndexError):
            log.warning("letter_malformed", key=letter.key)
            return Sent.REFUSED
        try:
            self._hand_over(message)
        except smtplib.SMTPRecipientsRefused as refused:
            return _by_code(max(code for code, _ in refused.recipients.values()))
        except smtplib.SMTPDataError as answer:
            return _by_code(answer.smtp_code)
        except smtplib.SMTPNotSupportedError as error:
            log.warning("mail_server_lacks", what=str(error))
            return Sent.LATER
        except (smtplib.SMTPException, OSError) as error:  # time-outs and TLS failures are OSErrors
            log.warning("mail_server_unusable", error=type(error).__name__)
            return Sent.LATER
        return Sent.ACCEPTED

    def _message(self, letter: Letter) -> EmailMessage:
        # Address and the SMTP policy refuse line breaks and second addresses, so nothing can be injected.
        to = Address(addr_spec=letter.to)
        if not to.domain:
            raise ValueError("no domain")
        message = EmailMessage(policy=policy.SMTP)
        name = letter.sender_name or self._from.display_name
        message["From"] = Address(display_name=name, addr_spec=self._from.addr_spec)
        message["To"] = to
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(clock.now())
        message["Message-ID"] = f"<{_digest(letter.key)}@{self._from.domain or 'localhost'}>"
        message["Auto-Submitted"] = "auto-generated"
        if letter.reply_to:
            message["Reply-To"] = Address(addr_spec=letter.reply_to)
        if letter.unsubscribe_url:
            message["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(letter.text, cte="base64")
        message.add_alternative(letter.html, subtype="html", cte="base64")
        return message

    def _hand_over(self, message: EmailMessage) -> None:
        with self._connected() as smtp:
            if self._server.user:
                smtp.login(self._server.user, self._server.password)
            smtp.send_message(message)

    def _connected(self) -> smtplib.SMTP:
        s = self._server
        if s.is_ssl:
            return smtplib.SMTP_SSL(s.host, s.port, timeout=self._timeout_s, context=self._tls)
        smtp = smtplib.SMTP(s.host, s.port, timeout=self._timeout_s)
        try:
            smtp.ehlo()
            if smtp.has_extn("starttls") or not s.is_here:  # raises where the server has none
                smtp.starttls(context=self._tls)
                smtp.ehlo()
        except BaseException:
            smtp.close()
            raise
        return smtp


def _by_code(code: int) -> Sent:
    return Sent.REFUSED if 500 <= code < 600 else Sent.LATER


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]
