"""Languages, texts in both, plurals, and the formatting of dates, numbers and money."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from fitkit.core.money import Money

LRI, PDI = "\u2066", "\u2069"


class Lang(StrEnum):
    """A language FitKit speaks."""

    HE = "he"
    EN = "en"

    @property
    def dir(self) -> str:
        """Writing direction, as HTML names it."""
        return "rtl" if self is Lang.HE else "ltr"

    @property
    def other(self) -> "Lang":
        """The language the switch leads to."""
        return Lang.EN if self is Lang.HE else Lang.HE


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages; places to fill are ``{named}``."""

    he: str
    en: str

    def to(self, lang: Lang, **params: object) -> str:
        """The sentence in one language, its places filled (a Text or Money among them too)."""
        template = self.he if lang is Lang.HE else self.en
        if not params:
            return template
        return template.format(**{key: said(value, lang) for key, value in params.items()})


@dataclass(frozen=True, slots=True)
class Forms:
    """A language's plural forms; ``two`` is the Hebrew dual."""

    one: str
    other: str
    two: str | None = None


@dataclass(frozen=True, slots=True)
class Plural:
    """A counted sentence in both languages; the count is ``{n}``."""

    he: Forms
    en: Forms

    def to(self, lang: Lang, n: int, **params: object) -> str:
        """The sentence for a count, by the plural rules of CLDR for whole numbers."""
        forms = self.he if lang is Lang.HE else self.en
        if n == 1:
            template = forms.one
        elif n == 2 and forms.two is not None:
            template = forms.two
        else:
            template = forms.other
        return template.format(n=n, **{key: said(value, lang) for key, value in params.items()})


@dataclass(frozen=True, slots=True)
class Counted:
    """A Plural with its count, to stand as a parameter of another Text."""

    plural: Plural
    n: int


def said(value: object, lang: Lang) -> object:
    """A parameter of a Text in its language: texts, counts, money and days are worded, the rest kept."""
    match value:
        case Text():
            return value.to(lang)
        case Counted():
            return value.plural.to(lang, value.n)
        case Money():
            return money(value, lang)
        case datetime():
            return value
        case date():
            return day_in_record(value)
    return value


@cache
def locale(lang: Lang) -> Locale:
    """Babel's locale of a language: 24-hour clock, weeks from Sunday."""
    return Locale.parse("he_IL" if lang is Lang.HE else "en_GB")


def ltr(words: str) -> str:
    """Isolate a left-to-right run (phone, code, range, score) inside a Hebrew line."""
    return f"{LRI}{words}{PDI}"


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """The wall time of a moment, ``18:30``."""
    return at.astimezone(zone).strftime("%H:%M")


def day_in_record(day: date) -> str:
    """A day where the year matters, ``24.11.2026``."""
    return f"{day.day}.{day.month}.{day.year}"


def near_day(day: date) -> str:
    """A day close by, ``24.11``."""
    return f"{day.day}.{day.month}"


_TODAY = Text("היום", "Today")
_TOMORROW = Text("מחר", "Tomorrow")
_YESTERDAY = Text("אתמול", "Yesterday")


def relative_day(day: date, *, today: date, lang: Lang) -> str:
    """Today, tomorrow, yesterday; within the week its name and date; else the date."""
    named = {0: _TODAY, 1: _TOMORROW, -1: _YESTERDAY}.get((day - today).days)
    if named is not None:
        return named.to(lang)
    if abs(day - today) < timedelta(days=7):
        return f"{weekday(day, lang)} {near_day(day)}"
    return near_day(day) if day.year == today.year else day_in_record(day)


def weekday(day: date, lang: Lang) -> str:
    """The day's name: ``יום ג׳`` or ``Tue``."""
    return format_date(day, "EEE", locale=locale(lang))


def weekday_letter(day: date, lang: Lang) -> str:
    """The narrowest name of a day: ``ג׳`` without its mark, or ``T``."""
    return format_date(day, "EEEEE", locale=locale(lang)).rstrip("׳'")


def long_day(day: date, lang: Lang) -> str:
    """A day in words without the year: ``יום שלישי, 24 בנובמבר``."""
    return format_date(
        day, "EEEE, d בMMMM" if lang is Lang.HE else "EEEE, d MMMM", locale=locale(lang)
    )


def month(day: date, lang: Lang) -> str:
    """The month's name."""
    return format_date(day, "LLLL", locale=locale(lang))


def moment(at: datetime, zone: ZoneInfo, lang: Lang) -> str:
    """Date and wall time in a record: ``24.11.2026, 18:30``."""
    return format_datetime(at.astimezone(zone), "d.M.y, HH:mm", locale=locale(lang))


def number(value: float, lang: Lang) -> str:
    """A number with its thousands marked."""
    return format_decimal(value, locale=locale(lang))


def money(amount: Money, lang: Lang) -> str:
    """``₪390``, agorot only when there are any; the sign stays on the left in both languages."""
    whole, agorot = divmod(abs(amount.agorot), 100)
    digits = number(whole, lang) + (f".{agorot:02d}" if agorot else "")
    return ltr(f"{'-' if amount.agorot < 0 else ''}₪{digits}")
