"""What a closure is, when it keeps a class from being given, and which ones a year's calendar proposes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

import holidays

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.features.members.rules import Fields
from fitkit.texts import closures as texts

NAME_MOST: Final = 80
YEARS: Final = (1948, 2100)  # what the calendar knows
SHORT_FROM: Final = time(13)
NEXT_YEAR_FROM_MONTH: Final = 10  # from October on the next year is proposed too
_DAY: Final = timedelta(days=1)


class ClosureState(StrEnum):
    """Where a closure stands."""

    PROPOSED = "proposed"  # by the calendar; closes nothing
    CONFIRMED = "confirmed"
    DECLINED = "declined"  # the gym is open on that day


class Leaning(StrEnum):
    """What FitKit would do about a day; the owner decides."""

    CLOSE = "close"
    SHORTEN = "shorten"  # closed from a wall time on
    OPEN = "open"  # most studios give classes


@dataclass(frozen=True, slots=True)
class Proposal:
    """A day of a year's calendar, with what most studios do about it."""

    key: str  # of the holiday; the same every year
    day: date
    name: Text
    leaning: Leaning

    @property
    def closes_at(self) -> time | None:
        """The wall time from which a short day is closed; None: all day."""
        return SHORT_FROM if self.leaning is Leaning.SHORTEN else None


@dataclass(frozen=True, slots=True)
class ClosureDetails:
    """A day of the gym's own, as typed."""

    day: date
    name_he: str
    name_en: str = ""
    closes_at: time | None = None  # a short day: closed from then on; None: all day
    location_id: UUID | None = None  # None: all locations


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A closure that was confirmed, or is about to be."""

    id: UUID
    day: date
    name: Text
    closes_at: time | None
    location_id: UUID | None

    def stops(self, *, location_id: UUID, day: date, at: time, minutes: int) -> bool:
        """Whether it keeps a class of a location from being given: the class would not be over in time."""
        if day != self.day or self.location_id not in (None, location_id):
            return False
        if self.closes_at is None:
            return True
        return at.hour * 60 + at.minute + minutes > self.closes_at.hour * 60 + self.closes_at.minute


def closure_that_stops(
    closures: Iterable[ClosedDay], *, location_id: UUID, day: date, at: time, minutes: int
) -> ClosedDay | None:
    """The first closure that keeps a class from being given; None: it is given."""
    return next(
        (c for c in closures if c.stops(location_id=location_id, day=day, at=at, minutes=minutes)),
        None,
    )


# By the calendar's English names. Eves are not in it: the day before, unless that is a holy day too.
_HOLY: Final = {
    "Pesach": "pesach",
    "Seventh day of Pesach": "pesach_last",
    "Shavuot": "shavuot",
    "Rosh Hashanah": "rosh_hashana",
    "Yom Kippur": "yom_kippur",
    "Sukkot": "sukkot",
    "Simchat Torah / Shemini Atzeret": "simchat_torah",
}
_OPEN: Final = {
    "Pesach holiday": "pesach_between",
    "Sukkot holiday": "sukkot_between",
    "Independence Day": "independence",
}
_EVE_ONLY: Final = {"Remembrance Day": "memorial", "Tisha B'Av": "tisha_beav"}


def proposals(year: int) -> tuple[Proposal, ...]:
    """The days of a year on which studios close, open for less, or may want to; by day.

    Holy days are proposed as closed, their eves and those of Memorial Day and Tisha B'Av as short
    days; Independence Day and the days between as open, for the studio to decide.

    Raises:
        Refusal: a year the calendar does not know; at ``year``.
    """
    fields = Fields()
    fields.whole("year", year, *YEARS)
    _raise_first(fields)
    named = _calendar(year)
    holy = {day for day, name in named.items() if name in _HOLY}
    found = [p for day, name in named.items() for p in _of_day(day, name, holy)]
    short = {p.day for p in found if p.leaning is Leaning.SHORTEN}
    kept = [p for p in found if p.leaning is not Leaning.OPEN or p.day not in short]
    return tuple(sorted(kept, key=lambda p: (p.day, p.key)))


def leaning_of(key: str, closes_at: time | None) -> Leaning:
    """What was proposed of a day that is kept."""
    if key in _OPEN.values():
        return Leaning.OPEN
    return Leaning.CLOSE if closes_at is None else Leaning.SHORTEN


def years_to_propose(today: date) -> tuple[int, ...]:
    """This year, and from October on the next one too."""
    return (today.year, today.year + 1) if today.month >= NEXT_YEAR_FROM_MONTH else (today.year,)


def checked(details: ClosureDetails, *, today: date) -> ClosureDetails:
    """A day of the gym's own in its true form; one name fills the other's gap.

    Raises:
        Invalid: every field at fault.
    """
    fields = Fields()
    name_he = details.name_he.strip() or details.name_en
    name_en = details.name_en.strip() or details.name_he
    clean = ClosureDetails(
        day=details.day,
        name_he=fields.line("name_he", name_he, NAME_MOST, needed=True),
        name_en=fields.line("name_en", name_en, NAME_MOST, needed=True),
        closes_at=details.closes_at,
        location_id=details.location_id,
    )
    if details.day < today:
        fields.problems["day"] = texts.DAY_PASSED
    elif details.day > today + timedelta(days=731):
        fields.problems["day"] = texts.TOO_FAR
    fields.settle()
    return clean


def _calendar(year: int) -> dict[date, str]:
    told = holidays.country_holidays(
        "IL", years=year, language="en_US", categories=("public", "optional")
    )
    return {day: name.removesuffix(" (observed)") for day, name in sorted(told.items())}


def _of_day(day: date, name: str, holy: set[date]) -> Sequence[Proposal]:
    if name in _HOLY:
        key = _HOLY[name]
        whole = Proposal(key, day, texts.HOLIDAYS[key], Leaning.CLOSE)
        return [whole] if day - _DAY in holy else [_eve(key, day), whole]
    if name in _EVE_ONLY:
        return [_eve(_EVE_ONLY[name], day)]
    if name in _OPEN:
        key = _OPEN[name]
        return [Proposal(key, day, texts.HOLIDAYS[key], Leaning.OPEN)]
    return []


def _eve(key: str, day: date) -> Proposal:
    return Proposal(f"{key}_eve", day - _DAY, texts.EVES[key], Leaning.SHORTEN)


def _raise_first(fields: Fields) -> None:
    for name, problem in fields.problems.items():
        raise problem if isinstance(problem, Refusal) else Refusal(problem, field=name)
