"""Letters into the outbox."""

from email.headerregistry import Address

from fitkit.integrations.sandbox.outbox import FileOutbox
from fitkit.ports.mail import Letter, Sent
from fitkit.ports.outbox import SentKind


class SandboxMail:
    """A MailSender that keeps what it is given, and is as strict as a mail server about headers."""

    def __init__(self, outbox: FileOutbox) -> None:
        """Take where letters are kept."""
        self._outbox = outbox

    def send(self, letter: Letter) -> Sent:
        """Keep the letter, unless its address says otherwise."""
        try:
            domain = Address(addr_spec=letter.to).domain
        except (ValueError, IndexError):
            domain = ""
        broken = any(c in letter.subject + letter.sender_name for c in "\r\n")
        if not domain or broken or domain == "refused.invalid":
            return Sent.REFUSED
        if domain == "later.invalid":
            return Sent.LATER
        self._outbox.keep(
            SentKind.MAIL,
            key=letter.key,
            to=letter.to,
            sender_name=letter.sender_name,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            link=letter.unsubscribe_url,
        )
        return Sent.ACCEPTED
