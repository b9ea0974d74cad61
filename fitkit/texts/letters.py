"""The one layout of every letter: HTML that mail programs understand in both directions, and plain text.

Everything given is plain words; escaping happens here and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import urlsplit

from fitkit.core.i18n import Lang, Text

STOP_THESE = Text("לא לשלוח לי עוד הודעות כאלה בדוא״ל", "Stop e-mails of this kind")
SENT_BY = Text("נשלח מטעם {sender} באמצעות FitKit", "Sent for {sender} by FitKit")
LINK_IN_WORDS = Text(
    "אם הכפתור לא נפתח, אפשר להעתיק את הכתובת:", "If the button doesn't open, copy this address:"
)
DEFAULT_BRAND: Final = "#0B6E7A"

_INK, _MUTED, _LINE, _GROUND, _PAPER = "#15202b", "#5b6770", "#e3e7ea", "#f4f6f7", "#ffffff"
_FONT = "-apple-system,'Segoe UI','Assistant','Heebo',Roboto,Arial,sans-serif"


@dataclass(frozen=True, slots=True)
class Button:
    """The one thing a letter asks for."""

    label: str
    url: str  # https, or http on this machine; anything else is refused


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes, and how it may be stopped."""

    sender: str  # the gym's name, or FitKit's
    brand: str = DEFAULT_BRAND  # #rrggbb; anything else falls back to FitKit's
    unsubscribe_url: str = ""  # the last line; empty for letters that cannot be stopped


def letter_html(
    lang: Lang,
    title: str,
    paragraphs: Sequence[str],
    *,
    head: Letterhead,
    button: Button | None = None,
    code: str = "",
    footer: Sequence[str] = (),
) -> str:
    """Lay out a letter as HTML.

    Tables and inline styles on purpose: mail programs drop style sheets. Direction is said on
    the document, on the body and on the table, because each program keeps another of the three.

    Args:
        lang: the reader's language; sets direction and alignment.
        title: the heading.
        paragraphs: in order; a line break inside one is kept.
        head: who writes, in which colour, and the address that stops such letters.
        button: what to press; its address is repeated in words below.
        code: digits to type, shown large and always left to right.
        footer: small lines at the end, such as why this letter came.

    Raises:
        ValueError: an address that is not http or https.
    """
    start = "right" if lang is Lang.HE else "left"
    colour = _colour(head.brand)
    body = "".join(_paragraph(p, start) for p in paragraphs)
    parts = [
        f'<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3;text-align:{start};color:{_INK}">'
        f"{_words(title)}</h1>",
        body,
        _code_html(code) if code else "",
        _button_html(button, lang, colour, start) if button else "",
    ]
    return (
        f'<!doctype html><html lang="{lang}" dir="{lang.dir}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_words(title)}</title></head>"
        f'<body dir="{lang.dir}" style="margin:0;padding:0;background:{_GROUND}">'
        f'<table role="presentation" dir="{lang.dir}" width="100%" cellpadding="0" cellspacing="0" '
        f'style="background:{_GROUND}"><tr><td align="center" style="padding:24px 12px">'
        f'<table role="presentation" dir="{lang.dir}" width="560" cellpadding="0" cellspacing="0" '
        f'style="width:100%;max-width:560px;background:{_PAPER};border:1px solid {_LINE};'
        f'border-radius:12px;font-family:{_FONT};color:{_INK};text-align:{start}">'
        f'<tr><td style="background:{colour};color:{_on(colour)};border-radius:12px 12px 0 0;'
        f'padding:16px 24px;font-size:16px;font-weight:700;text-align:{start}">{_words(head.sender)}</td></tr>'
        f'<tr><td style="padding:24px;text-align:{start}">{"".join(parts)}</td></tr>'
        f'<tr><td style="padding:16px 24px 24px;border-top:1px solid {_LINE};text-align:{start};'
        f'font-size:13px;line-height:1.5;color:{_MUTED}">'
        f"{_footer_html(lang, head, footer)}</td></tr>"
        "</table></td></tr></table></body></html>"
    )


def letter_text(
    lang: Lang,
    title: str,
    paragraphs: Sequence[str],
    *,
    head: Letterhead,
    button: Button | None = None,
    code: str = "",
    footer: Sequence[str] = (),
) -> str:
    """Lay out the same letter as plain text, for programs and people that prefer it."""
    lines = [title, "", *(line for p in paragraphs for line in (p, ""))]
    if code:
        lines += [code, ""]
    if button:
        lines += [f"{button.label}:", _address(button.url), ""]
    lines += ["--", *footer, SENT_BY.to(lang, sender=head.sender)]
    if head.unsubscribe_url:
        lines += [f"{STOP_THESE.to(lang)}: {_address(head.unsubscribe_url)}"]
    return "\n".join(lines) + "\n"


def _words(words: str) -> str:
    return escape(words, quote=True)


def _paragraph(words: str, start: str) -> str:
    lines = _words(words).replace("\n", "<br>")
    return (
        f'<p style="margin:0 0 14px;font-size:16px;line-height:1.6;text-align:{start}">{lines}</p>'
    )


def _code_html(code: str) -> str:
    """On one line of a phone: a long one is smaller."""
    size, gap = (32, 8) if len(code) <= 8 else (22, 2)
    return (
        f'<p dir="ltr" style="margin:8px 0 20px;text-align:center;font-size:{size}px;font-weight:700;'
        f'letter-spacing:{gap}px;white-space:nowrap;font-family:Menlo,Consolas,monospace">'
        f"{_words(code)}</p>"
    )


def _button_html(button: Button, lang: Lang, colour: str, start: str) -> str:
    url = _words(_address(button.url))
    return (
        f'<table role="presentation" cellpadding="0" cellspacing="0" dir="{lang.dir}" style="margin:8px 0 16px">'
        f'<tr><td style="background:{colour};border-radius:8px;text-align:center">'
        f'<a href="{url}" style="display:inline-block;padding:12px 24px;font-size:16px;font-weight:700;'
        f'color:{_on(colour)};text-decoration:none">{_words(button.label)}</a></td></tr></table>'
        f'<p style="margin:0 0 4px;font-size:13px;color:{_MUTED};text-align:{start}">'
        f"{_words(LINK_IN_WORDS.to(lang))}</p>"
        f'<p dir="ltr" style="margin:0;font-size:13px;word-break:break-all;text-align:left">'
        f'<a href="{url}" style="color:{_MUTED}">{url}</a></p>'
    )


def _footer_html(lang: Lang, head: Letterhead, footer: Sequence[str]) -> str:
    lines = [_words(line) for line in (*footer, SENT_BY.to(lang, sender=head.sender))]
    if head.unsubscribe_url:
        url = _words(_address(head.unsubscribe_url))
        lines.append(f'<a href="{url}" style="color:{_MUTED}">{_words(STOP_THESE.to(lang))}</a>')
    return "<br>".join(lines)


def _address(url: str) -> str:
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("a letter links to http or https only")
    return url


def _colour(brand: str) -> str:
    digits = brand.removeprefix("#")
    right = len(digits) == 6 and all(c in "0123456789abcdefABCDEF" for c in digits)
    return f"#{digits}" if right else DEFAULT_BRAND


def _on(colour: str) -> str:
    """Black or white, whichever stands out more on a colour (relative luminance of WCAG)."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    light = 0.2126 * r + 0.7152 * g + 0.0722 * b
    return "#ffffff" if 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 else "#000000"
