"""Letters by e-mail."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail to one person."""

    key: str  # idempotency: the Message-ID is made from it
    to: str
    subject: str
    text: str
    html: str
    reply_to: str = ""
    sender_name: str = ""
    unsubscribe_url: str = ""  # goes into List-Unsubscribe, one click


class Sent(StrEnum):
    """What became of a letter."""

    ACCEPTED = "accepted"  # the next server has it
    REFUSED = "refused"  # for ever: no such address, blocked
    LATER = "later"  # temporary: try again


class MailSender(Protocol):
    """Hands a letter to the next mail server."""

    def send(self, letter: Letter) -> Sent:
        """Send within 20 s; never raises for what a mail server answers.

        A letter that cannot be put into headers (a line break in the subject, two addresses
        in one) is REFUSED: trying again would not help.
        """
        ...
