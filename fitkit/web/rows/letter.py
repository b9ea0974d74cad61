"""What was sent, as the outbox shows it."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from fitkit.core import clock
from fitkit.core.i18n import Lang, clock_time, relative_day
from fitkit.ports.outbox import SentItem, SentKind
from fitkit.texts import account as texts

_LINK: Final = re.compile(r"https?://[^\s<>\"')\]]+")
_CODE: Final = re.compile(r"(?<![\w-])\d{6}(?![\w-])")
_OWN_WAY, _END = "\u2068", "\u2069"  # a letter keeps its own direction among ours
_BASE: Final = '<base target="_blank">'  # a letter's links leave its frame


@dataclass
class LetterRow:
    """One letter or note in the list."""

    id: str
    is_mail: bool
    address: str
    subject: str
    first_line: str
    at: str


@dataclass
class LinkRow:
    """An address inside a letter."""

    href: str


@dataclass
class OpenLetter:
    """The letter that is being read; without an id, none."""

    id: str = ""
    is_mail: bool = True
    subject: str = ""
    address: str = ""
    sender: str = ""
    at: str = ""
    text: str = ""
    html: str = ""  # empty: text only
    code: str = ""
    links: list[LinkRow] = field(default_factory=list)


def letter_row(sent: SentItem, *, lang: Lang, zone: ZoneInfo, today: date) -> LetterRow:
    """A line of the list."""
    lines = (line.strip() for line in sent.text.splitlines())
    return LetterRow(
        id=sent.id,
        is_mail=sent.kind is SentKind.MAIL,
        address=sent.to,
        subject=_isolated(sent.subject),
        first_line=_isolated(
            next((line for line in lines if line and line != sent.subject), "")[:120]
        ),
        at=_when(sent, lang, zone, today),
    )


def open_letter(sent: SentItem, *, lang: Lang, zone: ZoneInfo, today: date) -> OpenLetter:
    """The whole of it, its links and its code found."""
    found = [*_LINK.findall(sent.text), *([sent.link] if sent.link else [])]
    code = _CODE.search(f"{sent.subject}\n{sent.text}")
    return OpenLetter(
        id=sent.id,
        is_mail=sent.kind is SentKind.MAIL,
        subject=_isolated(sent.subject),
        address=sent.to,
        sender=sent.sender_name,
        at=_when(sent, lang, zone, today),
        text=sent.text,
        html=_framed(sent.html),
        code=code.group() if code else "",
        links=[LinkRow(link.rstrip(".,;")) for link in dict.fromkeys(found)],
    )


def fits(sent: SentItem, needle: str) -> bool:
    """Whether words stand in the address, the subject or the sender."""
    wanted = needle.casefold().strip()
    return not wanted or wanted in f"{sent.to}\n{sent.subject}\n{sent.sender_name}".casefold()


def _when(sent: SentItem, lang: Lang, zone: ZoneInfo, today: date) -> str:
    day = relative_day(clock.day_of(sent.at, zone), today=today, lang=lang)
    return texts.AT.to(lang, day=day, time=clock_time(sent.at, zone))


def _isolated(words: str) -> str:
    return f"{_OWN_WAY}{words}{_END}"


def _framed(html: str) -> str:
    if not html:
        return ""
    if re.search(r"<head[^>]*>", html):
        return re.sub(r"(<head[^>]*>)", rf"\1{_BASE}", html, count=1)
    return _BASE + html
